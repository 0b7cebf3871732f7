//! The rules for a new shard's file, against the federation that it is to join. All that is wrong
//! is found at once.

use icn_primitives::{
    membership::CooperativeStatus,
    seat::{Seat, SeatStatus, SeatView, MAX_SEATS},
    shard::MAX_SHARDS,
    CooperativeId, ShardId,
};
use polkadot_sdk::{
    sc_network::config::MultiaddrWithPeerId, sc_network_types::PeerId, sp_core::ByteArray,
};
use std::net::IpAddr;
use toml::Spanned;

use super::{
    file::{Session, ShardFile, ValidatorTable},
    hub::{Hub, Member},
};
use crate::{
    cli::websocket,
    federation::{
        check::{
            check_shard_name, Checker, Seat as Owner, Unique, DEFAULT_PROMETHEUS_PORT,
            SAFE_FOUNDERS,
        },
        founders::{Number, Text},
        genesis::boot_node,
        keys::{self, Wanted, MAKE},
        plan::{Host, Ports, SessionKeys, Shard},
        problem::{nearest, Problem, Problems},
    },
    shards::{port_of, DEFAULT_PORT, DEFAULT_RPC_PORT, FEDERATION},
};

/// Bounds of a shard's number; 0 is the federation shard.
const NUMBER: std::ops::RangeInclusive<i64> = 1..=9_999;

/// What a look at a shard's file gives.
pub struct Checked {
    /// All that there is to say about it, in the order of its lines.
    pub problems: Vec<Problem>,
    /// What it says, if there is no error among the problems.
    pub plan: Option<Plan>,
}

/// A shard to be made.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its number.
    pub number: u32,
    /// Its name and role.
    pub shard: Shard,
    /// Further addresses at which its network is found.
    pub boot: Vec<MultiaddrWithPeerId>,
    /// Who begins it, in the order of the cooperatives' numbers.
    pub validators: Vec<Validator>,
}

/// A validator that begins the shard.
#[derive(Clone, Debug)]
pub struct Validator {
    /// Whose seat it is.
    pub cooperative: CooperativeId,
    /// That cooperative's domain.
    pub domain: String,
    /// The seat, as the hub has it.
    pub seat: SeatView,
    /// The node's name in the network.
    pub peer_id: PeerId,
    /// Where the node is.
    pub place: Place,
    /// Where it reaches the federation shard's JSON-RPC.
    pub hub_rpc: String,
    /// What it signs with.
    pub session: SessionKeys,
}

/// Where a validator's node is.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where the others reach it.
    pub host: Host,
    /// At which of its machine's addresses it listens; `None` is all of them.
    pub listen: Option<IpAddr>,
    /// Its ports for the new shard.
    pub ports: Ports,
    /// Port for metrics.
    pub prometheus_port: u16,
}

/// Checks the file `text` of a shard that is to join the federation of `hub`.
pub fn check(text: &str, hub: &Hub) -> Checked {
    let problems = Problems::new(text);
    let plan = ShardFile::read(text, &problems).and_then(|file| {
        // Whoever has keys of their own may also use them in a federation for development.
        ShardChecker { checker: Checker::new(&problems, false, "shard-keys"), hub }.plan(&file)
    });
    let plan = plan.filter(|_| !problems.any_error());
    Checked { problems: problems.into_sorted(), plan }
}

struct ShardChecker<'a> {
    checker: Checker<'a>,
    hub: &'a Hub,
}

impl ShardChecker<'_> {
    fn error(&self, at: usize, sentence: impl Into<String>) {
        self.checker.problems.error(at, sentence);
    }

    fn plan(mut self, file: &ShardFile) -> Option<Plan> {
        let name = self.name(&file.name);
        let number = self.number(&file.number);
        let role = file.role.as_ref().and_then(|role| self.checker.role(role));
        self.count(file);
        let boot: Vec<_> = file.boot.iter().map(|address| self.boot(address)).collect();
        let validators: Vec<_> = file
            .validators
            .iter()
            .map(|table| self.validator(table, name.as_deref().unwrap_or_default(), number))
            .collect();
        let mut validators: Vec<_> = validators.into_iter().collect::<Option<_>>()?;
        validators.sort_by_key(|validator| validator.cooperative);
        Some(Plan {
            number: number?,
            shard: Shard::new(name?, role?),
            boot: boot.into_iter().collect::<Option<_>>()?,
            validators,
        })
    }

    fn name(&self, name: &Text) -> Option<String> {
        let name = name.as_ref()?;
        if name.get_ref() == FEDERATION {
            let sentence = format!("\"{FEDERATION}\" is the name of shard 0; choose another");
            self.error(name.span().start, sentence);
        }
        check_shard_name(self.checker.problems, name);
        Some(name.get_ref().clone())
    }

    fn number(&self, number: &Number) -> Option<u32> {
        let at = number.as_ref()?.span().start;
        let shards = &self.hub.shards;
        if shards.len() as u32 >= MAX_SHARDS {
            let sentence = format!(
                "the federation has {MAX_SHARDS} other shards already, and can't have more"
            );
            self.error(at, sentence);
        }
        let number = self.checker.number("number", number, NUMBER, "")?;
        if shards.contains(&ShardId(number)) {
            let free = (1..).find(|free| !shards.contains(&ShardId(*free))).unwrap_or(number);
            let sentence = format!(
                "the federation has a shard {number} already; the first number that is free is {free}"
            );
            self.error(at, sentence);
        }
        Some(number)
    }

    fn count(&self, file: &ShardFile) {
        let count = file.validators.len();
        let last = file.validators.last().map_or(0, |table| table.at);
        if count == 0 {
            self.error(0, "there is no [[validator]]; a shard begins with at least one");
        } else if let Some(first_too_many) = file.validators.get(MAX_SEATS as usize) {
            let sentence = format!("{count} validators; a shard has at most {MAX_SEATS}");
            self.error(first_too_many.at, sentence);
        } else if count < SAFE_FOUNDERS {
            let sentence = format!(
                "{count} of the {SAFE_FOUNDERS} validators that a shard needs to survive the \
                 failure of one: as soon as one is away, nothing on it is final any more"
            );
            self.checker.problems.warning(last, sentence);
        }
    }

    fn boot(&self, address: &Spanned<String>) -> Option<MultiaddrWithPeerId> {
        let (at, text) = (address.span().start, address.get_ref());
        let Ok(node) = boot_node(text) else {
            let sentence = format!(
                "boot address {text:?} must be a multiaddress that ends with a peer id, as \
                 \"/dns/node.food.example/tcp/30633/p2p/12D3KooW…\""
            );
            self.error(at, sentence);
            return None;
        };
        let mut listed = self.hub.cooperatives.values().flat_map(Member::node_keys);
        if !listed.any(|key| key == node.peer_id) {
            let sentence = format!(
                "boot address {text:?} is of a node that the federation hasn't listed, and none \
                 other may connect"
            );
            self.error(at, sentence);
        }
        Some(node)
    }

    fn validator(
        &mut self,
        table: &ValidatorTable,
        shard: &str,
        number: Option<u32>,
    ) -> Option<Validator> {
        let domain = table.cooperative.as_ref()?;
        let member = self.member(domain);
        let (at, domain) = (domain.span().start, domain.get_ref().clone());
        let label = format!("the cooperative {domain}");
        self.checker.take(Unique::Validator(domain.clone()), label, at);
        let place = self.place(&domain, table, number);
        let hub_rpc = self.hub_rpc(&domain, &table.hub_rpc);
        let seat = member.as_ref().and_then(|member| self.seat(at, &domain, member));
        let peer_id = seat.as_ref().and_then(|_| self.peer_id(table, &domain, member.as_ref()?));
        let session = self.session(table, &domain, shard, seat.as_ref().map(|view| &view.seat));
        Some(Validator {
            cooperative: member?.id,
            domain,
            seat: seat?,
            peer_id: peer_id?,
            place: place?,
            hub_rpc: hub_rpc?,
            session: session?,
        })
    }

    /// The cooperative with this domain.
    fn member(&self, domain: &Spanned<String>) -> Option<Member> {
        let text = domain.get_ref();
        let found = self.hub.cooperatives.get(text);
        if found.is_none() {
            let known: Vec<&str> = self.hub.cooperatives.keys().map(String::as_str).collect();
            let hint = match nearest(text, &known) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => format!("there are {}", known.join(", ")),
            };
            let sentence =
                format!("no cooperative of the federation has the domain {text:?}; {hint}");
            self.error(domain.span().start, sentence);
        }
        found.cloned()
    }

    /// Its seat, which must take part in the federation shard's sessions, as far as the hub decides
    /// that.
    fn seat(&self, at: usize, domain: &str, member: &Member) -> Option<SeatView> {
        let status = member.cooperative.status;
        if status != CooperativeStatus::Active {
            let sentence = format!("{domain} takes no part in the federation: it is {status:?}");
            self.error(at, sentence);
            return None;
        }
        let Some(view) = &member.seat else {
            self.error(at, format!("{domain} has no seat among the validators"));
            return None;
        };
        if let SeatStatus::Suspended { reason, .. } = view.seat.status {
            let sentence = format!(
                "{domain}'s seat is suspended ({reason:?}); the federation has to restore it first"
            );
            self.error(at, sentence);
            return None;
        }
        Some(view.clone())
    }

    /// The node's name: the one that is given or, if it is the only one, the one that is listed.
    fn peer_id(&self, table: &ValidatorTable, domain: &str, member: &Member) -> Option<PeerId> {
        let listed: Vec<PeerId> = member.node_keys().collect();
        let names: Vec<String> = listed.iter().map(PeerId::to_string).collect();
        let Some(given) = &table.peer_id else {
            if let [only] = listed[..] {
                return Some(only);
            }
            let sentence = match names.is_empty() {
                true => format!(
                    "the federation has listed no node of {domain}: \"icn federation list-node\" \
                     does"
                ),
                false => format!(
                    "{domain} has several nodes: say in peer_id which is the validator's, {}",
                    names.join(" or ")
                ),
            };
            self.error(table.at, sentence);
            return None;
        };
        let (at, text) = (given.span().start, given.get_ref());
        match keys::peer_id(text) {
            Ok(peer_id) if listed.contains(&peer_id) => Some(peer_id),
            Ok(_) => {
                let sentence = format!(
                    "{domain}'s peer_id {text} is not one that the federation has listed for it \
                     ({}), and none other may connect; \"icn federation list-node\" lists it",
                    names.join(", ")
                );
                self.error(at, sentence);
                None
            }
            Err(why) => {
                self.error(at, format!("{domain}'s peer_id {text:?} {why}"));
                None
            }
        }
    }

    fn place(
        &mut self,
        domain: &str,
        table: &ValidatorTable,
        number: Option<u32>,
    ) -> Option<Place> {
        let address = table.address.as_ref()?;
        let at = address.span().start;
        let host = self.checker.host(domain, address);
        let listen = self.checker.listens(domain, &table.listen, host.as_ref());
        let number = number.unwrap_or_default();
        let metrics =
            DEFAULT_PROMETHEUS_PORT.checked_add(u16::try_from(number).unwrap_or(u16::MAX));
        let mut port = |name: &str, field: &Number, usual: Option<u16>| {
            if field.is_none() && usual.is_none() {
                let sentence = format!(
                    "{domain}'s {name} of a shard with this number would be more than 65535: write \
                     another one here"
                );
                self.checker.problems.error(table.at, sentence);
                return 0;
            }
            self.checker.port(format!("{domain}'s {name}"), field, usual, at, host.as_ref())
        };
        let ports = Ports {
            port: port("port", &table.port, port_of(DEFAULT_PORT, number)),
            rpc_port: port("rpc_port", &table.rpc_port, port_of(DEFAULT_RPC_PORT, number)),
        };
        let prometheus_port = port("prometheus_port", &table.prometheus_port, metrics);
        Some(Place { host: host?, listen, ports, prometheus_port })
    }

    fn hub_rpc(&self, domain: &str, url: &Text) -> Option<String> {
        let Some(url) = url else { return Some(format!("ws://127.0.0.1:{DEFAULT_RPC_PORT}")) };
        match websocket(url.get_ref()) {
            Ok(url) => Some(url),
            Err(why) => {
                let sentence = format!("{domain}'s hub_rpc {:?}: {why}", url.get_ref());
                self.error(url.span().start, sentence);
                None
            }
        }
    }

    fn session(
        &mut self,
        table: &ValidatorTable,
        domain: &str,
        shard: &str,
        seat: Option<&Seat>,
    ) -> Option<SessionKeys> {
        let keys = match table.session.as_ref()? {
            Session::Word(word) if word.get_ref() == MAKE => return Some(SessionKeys::MAKE),
            Session::Word(word) => {
                let sentence = format!(
                    "{domain}'s session {:?} must be \"{MAKE}\", or a table, [validator.session]",
                    word.get_ref()
                );
                self.error(word.span().start, sentence);
                return None;
            }
            Session::Keys(keys) => keys,
        };
        let operator = seat.map(|seat| Wanted::Given(seat.operator.clone()));
        let owner = Owner {
            owner: domain,
            domain: Some(domain),
            operator: operator.as_ref(),
            shard,
            at: keys.at,
        };
        let session = self.checker.session(&owner, keys);
        if let Some(SessionKeys { aura, grandpa, .. }) = &session {
            self.unused(domain, "aura", &keys.aura, aura);
            self.unused(domain, "grandpa", &keys.grandpa, grandpa);
        }
        session
    }

    /// Reports a key that any shard uses or has used.
    fn unused<K: ByteArray>(&self, domain: &str, role: &str, field: &Text, key: &Wanted<K>) {
        let (Some(field), Wanted::Given(key)) = (field, key) else { return };
        if self.hub.used_keys.contains(key.as_slice()) {
            let sentence = format!(
                "{domain}'s {role} key is used in the federation already, or was: each key serves \
                 one seat on one shard, for ever"
            );
            self.error(field.span().start, sentence);
        }
    }
}

impl Member {
    /// The nodes that the federation has listed for it.
    pub fn node_keys(&self) -> impl Iterator<Item = PeerId> + '_ {
        let keys = self.seat.iter().flat_map(|view| &view.node_keys);
        keys.filter_map(|key| PeerId::from_bytes(key).ok())
    }
}
