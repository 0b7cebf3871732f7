//! What stewards say of what their cooperative shares.

use clap::{Args, ValueEnum};
use icn_primitives::{
    ledger::Key,
    membership::is_legal_name,
    resources::{place_is_valid, MAX_NAME, MAX_PLACE},
    CooperativeId, Moment, MINUTE,
};
use serde_json::Value as Json;
use subxt::dynamic::Value;

use super::{
    act_name::ActName,
    coop,
    market_acts::units_of,
    resource_access::{access, Access},
};
use crate::{
    chain::Chain,
    content::{content, Content},
    context::Context,
    encoding::{self, balance, bytes, hash, list, number, option, unit, Fields},
    failure::{Failure, Result},
    kept, known,
    money::{self, CurrencyName, Hub},
    parse,
    submission::Call,
    time::{self, times, Times},
};

/// What a resource is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Kind {
    /// Rooms and halls.
    Space,
    /// Cars, vans, bicycles.
    Vehicle,
    /// What is carried away and brought back.
    Tool,
    /// What stays where it is, and makes something.
    Machine,
    /// Fields and gardens.
    Land,
    /// Computers and storage.
    Computing,
    /// Anything else.
    Other,
}

impl Kind {
    /// As the chain takes it.
    pub fn value(self) -> Value {
        unit(&format!("{self:?}"))
    }
}

/// Who pays for the use of a resource.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Bearer {
    /// The person who books it.
    Person,
    /// Cooperatives, by shares that the booking names.
    Cooperatives,
    /// The one or the other, as the booking says.
    Either,
}

/// A role that members have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum RequiredRole {
    /// Every member.
    Member,
    /// Stewards.
    Steward,
    /// Treasurers.
    Treasurer,
    /// Auditors.
    Auditor,
}

fn name(text: &str) -> std::result::Result<String, String> {
    let fits = text.len() <= MAX_NAME as usize && is_legal_name(text.as_bytes());
    fits.then(|| text.to_string())
        .ok_or_else(|| format!("a name is a visible line of {MAX_NAME} bytes at most"))
}

fn place(text: &str) -> std::result::Result<String, String> {
    let fits = text.len() <= MAX_PLACE as usize && place_is_valid(text.as_bytes());
    fits.then(|| text.to_string()).ok_or_else(|| {
        format!("a place is {MAX_PLACE} small letters, digits, / and - at most, from wide to narrow: de/berlin/mitte")
    })
}

fn whole_minutes(text: &str) -> std::result::Result<u32, String> {
    let period: Moment = parse::duration(text)?;
    let minutes = period.is_multiple_of(MINUTE).then(|| u32::try_from(period / MINUTE).ok());
    minutes.flatten().ok_or_else(|| "this is whole minutes: 24h".into())
}

/// What can be said of a resource.
#[derive(Args, Clone, Debug)]
struct Said {
    /// Its description: a hash, or a file of which the SHA-256 hash is taken.
    #[arg(long, value_name = "HASH|FILE", value_parser = content)]
    description: Option<Content>,
    /// Where it is, from wide to narrow: de/berlin/mitte.
    #[arg(long, value_parser = place)]
    place: Option<String>,
    /// Who may use it: members of its owner ("owner"), also of these cooperatives (0,2), or of all
    /// ("federation").
    #[arg(long, value_name = "WHO", value_parser = access)]
    access: Option<Access>,
    /// What an hour costs: 5.00.
    #[arg(long, value_name = "AMOUNT", conflicts_with = "free_of_charge")]
    price: Option<String>,
    /// In which currency: 0:HOURS, or with its digits behind the point, 0:HOURS:2.
    #[arg(long, value_parser = money::currency, requires = "price")]
    currency: Option<CurrencyName>,
    #[command(flatten)]
    hub: Hub,
    /// Who pays.
    #[arg(long, value_name = "WHO", value_enum)]
    paid_by: Option<Bearer>,
    /// How long before its beginning a booking can still be cancelled without paying: 24h.
    #[arg(long, value_name = "DURATION", value_parser = whole_minutes)]
    cancel_until: Option<u32>,
    /// It costs nothing.
    #[arg(long, conflicts_with_all = ["paid_by", "cancel_until"])]
    free_of_charge: bool,
    /// The role that whoever books has in the cooperative for which it books.
    #[arg(long, value_name = "ROLE", value_enum)]
    needs_role: Option<RequiredRole>,
    /// The rules to which whoever books agrees: a hash, or a file of which the SHA-256 hash is
    /// taken.
    #[arg(long, value_name = "HASH|FILE", value_parser = content)]
    agree_to: Option<Content>,
    /// When it can be used, in UTC: "mon-fri 08:00-18:00", "fri 18:00-sun 22:00" or "always". Can be
    /// given several times.
    #[arg(long, value_name = "TIMES", value_parser = times)]
    open: Vec<Times>,
}

impl Said {
    /// What it takes now; `before` is what it took.
    fn requirements(&self, before: &Value) -> Result<Value> {
        let mut changes = Fields::new();
        if let Some(role) = self.needs_role {
            // Every member has it.
            let role = Some(role).filter(|role| *role != RequiredRole::Member);
            changes.push(("role", option(role.map(|role| unit(&format!("{role:?}"))))));
        }
        if let Some(rules) = &self.agree_to {
            changes.push(("rules", option(Some(hash(&rules.hash()?)))));
        }
        kept::with(before, changes)
    }

    fn windows(&self) -> Option<Value> {
        let windows = time::week(&self.open).into_iter().map(|window| {
            Value::named_composite([("from", number(window.from)), ("to", number(window.to))])
        });
        (!self.open.is_empty()).then(|| list(windows))
    }

    /// What it costs now; `before` is what stands there, `price` the new price of an hour.
    fn cost(&self, before: Option<(&Json, &Value)>, price: Option<Value>) -> Result<Option<Value>> {
        if self.free_of_charge {
            return Ok(Some(unit("Free")));
        }
        if price.is_none() && self.paid_by.is_none() && self.cancel_until.is_none() {
            return Ok(None);
        }
        let now = match before {
            Some((json, value)) if json.get("PerHour").is_some() => Some((
                &json["PerHour"],
                kept::inner(value).ok_or_else(|| Failure::refused("the cost isn't known"))?,
            )),
            _ => None,
        };
        let price = match (price, &now) {
            (Some(price), _) => price,
            (None, Some((_, now))) => kept::member(now, &["price"])?.clone(),
            (None, None) => {
                return Err(Failure::usage("it costs nothing now: say with --price what it costs"))
            }
        };
        let bearer = self.paid_by.map(|bearer| format!("{bearer:?}"));
        let bearer = bearer.or_else(|| Some(now.as_ref()?.0["bearer"].as_str()?.to_string()));
        let minutes =
            self.cancel_until.map(u64::from).or_else(|| now.as_ref()?.0["cancellation"].as_u64());
        Ok(Some(Value::named_variant(
            "PerHour",
            [
                ("price", price),
                ("bearer", unit(&bearer.unwrap_or_else(|| format!("{:?}", Bearer::Person)))),
                ("cancellation", number(minutes.unwrap_or_default())),
            ],
        )))
    }

    /// The price of an hour that is said; in `now`, the currency of the price that stands there, if
    /// none is named.
    async fn price(&self, now: Option<(&Json, &Value)>) -> Result<Option<Value>> {
        let Some(price) = &self.price else { return Ok(None) };
        if let Some(currency) = self.currency {
            return Ok(Some(encoding::money(&self.hub.money(currency, price).await?)));
        }
        let unnamed = || Failure::usage("a price needs its currency: --currency 0:HOURS");
        let (json, value) = now.ok_or_else(unnamed)?;
        let json = json.get("PerHour").ok_or_else(unnamed)?;
        let units = units_of(price, &json["price"]["currency"])?;
        let cost = kept::inner(value).ok_or_else(unnamed)?;
        kept::with(kept::member(&cost, &["price"])?, vec![("amount", balance(units))]).map(Some)
    }
}

/// A new resource.
#[derive(Args, Debug)]
pub struct NewResource {
    /// What it is.
    #[arg(value_enum, value_name = "TYPE")]
    of_type: Kind,
    /// What it is called.
    #[arg(value_parser = name)]
    title: String,
    /// Whose; your home's if it isn't given.
    #[arg(long, value_name = "NUMBER", value_parser = coop::id)]
    owner: Option<CooperativeId>,
    #[command(flatten)]
    said: Said,
    #[command(flatten)]
    name: ActName,
}

impl NewResource {
    /// The call that registers it, and its name.
    pub async fn call(self, context: &Context, chain: &Chain) -> Result<(Call, Key)> {
        let owner = known::member_of(context, chain, self.owner, None).await?;
        let price = self.said.price(None).await?;
        self.call_with(owner, price)
    }

    fn call_with(self, owner: CooperativeId, price: Option<Value>) -> Result<(Call, Key)> {
        let said = &self.said;
        let description = said.description.as_ref().map(Content::hash).transpose()?;
        let always = || {
            list([Value::named_composite([
                ("from", number(icn_primitives::resources::Window::ALWAYS.from)),
                ("to", number(icn_primitives::resources::Window::ALWAYS.to)),
            ])])
        };
        let nothing = Value::named_composite([("role", option(None)), ("rules", option(None))]);
        let terms = Value::named_composite([
            ("kind", self.of_type.value()),
            ("name", bytes(&self.title)),
            ("description", hash(&description.unwrap_or_default())),
            ("place", bytes(said.place.as_deref().unwrap_or_default())),
            ("access", said.access.as_ref().unwrap_or(&Access::Owner).value()),
            ("cost", said.cost(None, price)?.unwrap_or_else(|| unit("Free"))),
            ("requirements", said.requirements(&nothing)?),
            ("windows", said.windows().unwrap_or_else(always)),
        ]);
        let key = self.name.key();
        let fields =
            vec![("owner", encoding::cooperative(owner)), ("terms", terms), ("key", bytes(key))];
        Ok((Call::new("Resources", "register", fields), key))
    }
}

/// What is to change of a resource.
#[derive(Args, Debug)]
pub struct Changed {
    /// The resource's number.
    resource: u32,
    /// What it is.
    #[arg(long = "type", value_name = "TYPE", value_enum)]
    of_type: Option<Kind>,
    /// What it is called.
    #[arg(long, value_parser = name)]
    title: Option<String>,
    #[command(flatten)]
    said: Said,
}

impl Changed {
    /// The resource's number.
    pub fn resource(&self) -> u32 {
        self.resource
    }

    /// The call that changes it; the resource now, in both forms.
    pub async fn call(self, json: &Json, view: &Value) -> Result<Call> {
        let cost = (
            &json["resource"]["terms"]["cost"],
            kept::member(view, &["resource", "terms", "cost"])?,
        );
        let price = self.said.price(Some(cost)).await?;
        self.call_with(json, view, price)
    }

    fn call_with(self, json: &Json, view: &Value, price: Option<Value>) -> Result<Call> {
        let said = &self.said;
        let resource = kept::member(view, &["resource"])?;
        let terms = kept::member(resource, &["terms"])?;
        let cost = (&json["resource"]["terms"]["cost"], kept::member(terms, &["cost"])?);
        let description = said.description.as_ref().map(Content::hash).transpose()?;
        let changes = [
            ("kind", self.of_type.map(Kind::value)),
            ("name", self.title.as_ref().map(bytes)),
            ("description", description.as_ref().map(hash)),
            ("place", said.place.as_ref().map(bytes)),
            ("access", said.access.as_ref().map(Access::value)),
            ("cost", said.cost(Some(cost), price)?),
            ("requirements", Some(said.requirements(kept::member(terms, &["requirements"])?)?)),
            ("windows", said.windows()),
        ];
        let changes: Fields =
            changes.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        let fields = vec![
            ("id", number(self.resource)),
            ("version", kept::member(resource, &["version"])?.clone()),
            ("terms", kept::with(terms, changes)?),
        ];
        Ok(Call::new("Resources", "update", fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime_calls::{decoded_value, understood};
    use clap::Parser;
    use icn_primitives::{
        ledger::{CurrencyId, Money},
        membership::Role,
        resources::{
            self, Cost, Requirements, Resource, ResourceId, ResourceKind, ResourceTerms,
            ResourceView, Window,
        },
        Did, Hash, SigningKey,
    };
    use icn_runtime::RuntimeCall;
    use pallet_resources::Call as Resources;

    #[derive(Parser)]
    enum Line {
        Register(Box<NewResource>),
        Update(Box<Changed>),
    }

    fn line(words: &[&str]) -> Line {
        Line::try_parse_from(std::iter::once(&"icn").chain(words)).unwrap()
    }

    fn money(amount: i128) -> Money {
        let currency =
            CurrencyId { issuer: CooperativeId(0), code: "HOURS".parse().unwrap(), decimals: 2 };
        Money { currency, amount }
    }

    fn terms() -> ResourceTerms {
        let bearer = resources::Bearer::Either;
        ResourceTerms {
            kind: ResourceKind::Vehicle,
            name: b"Van".to_vec().try_into().unwrap(),
            description: Hash::zero(),
            place: b"de/berlin".to_vec().try_into().unwrap(),
            access: resources::Access::Cooperatives(
                vec![CooperativeId(0), CooperativeId(2)].try_into().unwrap(),
            ),
            cost: Cost::PerHour { price: money(500), bearer, cancellation: 1_440 },
            requirements: Requirements { role: Some(Role::Treasurer), rules: None },
            windows: vec![Window { from: 480, to: 1_080 }].try_into().unwrap(),
        }
    }

    #[test]
    fn the_runtime_reads_a_new_resource() {
        let words = "register vehicle Van --place de/berlin --access 2,0 --price 5.00 --currency 0:HOURS --paid-by either --cancel-until 24h --needs-role treasurer --open";
        let mut words: Vec<&str> = words.split(' ').collect();
        words.push("mon 08:00-18:00");
        let Line::Register(new) = line(&words) else { panic!("another command") };
        let (call, key) =
            new.call_with(CooperativeId(1), Some(encoding::money(&money(500)))).unwrap();
        let expected = Resources::register { owner: CooperativeId(1), terms: terms(), key };
        assert_eq!(understood(call), RuntimeCall::Resources(expected));

        // What isn't said: for the owner's members, always, for nothing.
        let Line::Register(new) = line(&["register", "space", "Hall"]) else {
            panic!("another command")
        };
        let (call, key) = new.call_with(CooperativeId(1), None).unwrap();
        let expected = ResourceTerms {
            kind: ResourceKind::Space,
            name: b"Hall".to_vec().try_into().unwrap(),
            description: Hash::zero(),
            place: Default::default(),
            access: resources::Access::Owner,
            cost: Cost::Free,
            requirements: Requirements { role: None, rules: None },
            windows: vec![Window::ALWAYS].try_into().unwrap(),
        };
        let expected = Resources::register { owner: CooperativeId(1), terms: expected, key };
        assert_eq!(understood(call), RuntimeCall::Resources(expected));
    }

    #[test]
    fn what_isnt_named_of_a_resource_stays() {
        let resource = Resource {
            owner: CooperativeId(1),
            registrar: Did::from_key(SigningKey::Sr25519([1; 32])),
            key: [0; 32],
            terms: terms(),
            closures: Default::default(),
            version: 4,
            bookings: 0,
            due: None,
        };
        let (json, value) = decoded_value(&Some(ResourceView { id: ResourceId(7), resource }));
        let update = |words: &str, price| {
            let words: Vec<&str> = words.split(' ').collect();
            let Line::Update(changed) = line(&words) else { panic!("another command") };
            understood(changed.call_with(&json, &value, price).unwrap())
        };
        let expected = |terms| {
            let id = ResourceId(7);
            RuntimeCall::Resources(Resources::update { id, version: 4, terms })
        };
        assert_eq!(update("update 7", None), expected(terms()));
        let place = b"de/bonn".to_vec().try_into().unwrap();
        assert_eq!(
            update("update 7 --place de/bonn", None),
            expected(ResourceTerms { place, ..terms() })
        );
        let rules = Some(Hash::repeat_byte(5));
        let requirements = Requirements { role: Some(Role::Treasurer), rules };
        let agreed = format!("update 7 --agree-to {:?}", Hash::repeat_byte(5));
        assert_eq!(update(&agreed, None), expected(ResourceTerms { requirements, ..terms() }));
        let requirements = Requirements { role: None, rules: None };
        assert_eq!(
            update("update 7 --needs-role member", None),
            expected(ResourceTerms { requirements, ..terms() })
        );
        let bearer = resources::Bearer::Person;
        let cost = Cost::PerHour { price: money(500), bearer, cancellation: 1_440 };
        let cheaper = ResourceTerms { cost, ..terms() };
        assert_eq!(update("update 7 --paid-by person", None), expected(cheaper));
        let bearer = resources::Bearer::Either;
        let cost = Cost::PerHour { price: money(600), bearer, cancellation: 60 };
        let price = Some(encoding::money(&money(600)));
        assert_eq!(
            update("update 7 --price 6.00 --cancel-until 1h", price),
            expected(ResourceTerms { cost, ..terms() })
        );
        let free = ResourceTerms { cost: Cost::Free, ..terms() };
        assert_eq!(update("update 7 --free-of-charge", None), expected(free));
    }

    #[test]
    fn what_is_said_is_checked_before_anything_is_sent() {
        assert!(place("de/berlin").is_ok() && place("Berlin").is_err());
        assert!(name("Van").is_ok() && name(" ").is_err());
        assert_eq!(whole_minutes("2h"), Ok(120));
        assert!(whole_minutes("90s").is_err());
    }
}
