//! Who takes part, by the names of the file, and the nodes through which each of them acts.

use std::{collections::BTreeMap, future::Future, time::Duration};

use anyhow::{Context, Result};
use futures::future::try_join_all;
use serde_json::Value;
use tokio::sync::Mutex;

use super::file::FEDERATION;
use crate::{
    devnet::{act::Stage, members::Member},
    federation::{Federation, OTHER_SHARDS},
    node::Node,
    people::Person,
};

/// How long one step may take, messages between shards included. Generous: it takes seconds on a quiet
/// machine.
pub const LIMIT: Duration = Duration::from_secs(240);
/// The shards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum On {
    /// The federation shard.
    Hub,
    /// The marketplace.
    Market,
    /// The storage shard.
    Storage,
}

/// One shard's node of a cooperative.
struct Place {
    stage: Stage,
    url: String,
}

/// A member, or a cooperative, for which its steward acts.
pub struct Actor {
    /// What people call them.
    pub name: String,
    /// Whose key signs.
    pub person: Person,
    /// The number of their cooperative.
    pub cooperative: usize,
    /// As the command line names them: a DID, or `coop:N`.
    pub party: String,
    /// Whether this is a cooperative itself.
    pub is_cooperative: bool,
    /// On the shards in turn.
    places: [Place; 3],
    /// On each shard: held while a transaction is sent, so that each has a number of its own.
    turns: [Mutex<()>; 3],
}

/// All who take part.
pub struct Cast {
    actors: BTreeMap<String, Actor>,
    /// The cooperatives' domains, in the order of their numbers.
    pub cooperatives: Vec<String>,
}

impl Cast {
    /// The members, and the founders.
    pub fn new(federation: &Federation, members: &[Member]) -> Result<Self> {
        let directory = federation.directory();
        let places = |cooperative: usize| {
            let node: &Node = federation.nodes.get(cooperative).context("a founder has no node")?;
            let place =
                |url: String| anyhow::Ok(Place { stage: Stage::new(&url, directory)?, url });
            let [market, storage] = OTHER_SHARDS;
            anyhow::Ok([
                place(node.url())?,
                place(node.url_of(market)?)?,
                place(node.url_of(storage)?)?,
            ])
        };
        let mut actors = BTreeMap::new();
        let mut add = |name: &str, person: Person, cooperative, party, is_cooperative| {
            let (name, places, turns) = (name.to_owned(), places(cooperative)?, Default::default());
            let actor = Actor {
                name: name.clone(),
                person,
                cooperative,
                party,
                is_cooperative,
                places,
                turns,
            };
            actors.insert(name, actor);
            anyhow::Ok(())
        };
        for (id, founder) in federation.cooperatives.iter().enumerate() {
            add(&founder.domain, founder.steward.clone(), id, format!("coop:{id}"), true)?;
        }
        let cooperatives: Vec<_> =
            federation.cooperatives.iter().map(|founder| founder.domain.clone()).collect();
        for member in members {
            let person = member.person()?;
            let home = cooperatives.iter().position(|domain| *domain == member.cooperative);
            let did = person.did().to_string();
            add(&member.name, person, home.context("no home")?, did, false)?;
        }
        Ok(Self { actors, cooperatives })
    }

    /// Who is called so.
    pub fn of(&self, name: &str) -> Result<&Actor> {
        self.actors.get(name).with_context(|| format!("nobody is called {name}"))
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Actor> {
        self.actors.values()
    }

    /// How the ledger names the account of who is called so.
    pub fn account(&self, name: &str) -> Result<String> {
        match name {
            FEDERATION => Ok(name.to_owned()),
            name => Ok(self.of(name)?.party.clone()),
        }
    }

    /// The numbers of these cooperatives as the command line takes them: `0,2`.
    pub fn numbers<'a>(&self, names: impl IntoIterator<Item = &'a String>) -> Result<String> {
        let numbers: Result<Vec<_>> =
            names.into_iter().map(|name| Ok(self.of(name)?.cooperative.to_string())).collect();
        Ok(numbers?.join(","))
    }

    /// Waits until everybody is known wherever they act.
    pub async fn are_known(&self) -> Result<()> {
        let all = self.all().flat_map(|actor| [On::Market, On::Storage].map(|on| (actor, on)));
        try_join_all(all.map(|(actor, on)| async move {
            let what = format!("{} is known on {on:?}", actor.name);
            let address = actor.person.address();
            actor.read_until(on, &what, &["quota", &address], |_| true).await
        }))
        .await?;
        Ok(())
    }
}

impl Actor {
    fn place(&self, on: On) -> &Place {
        &self.places[on as usize]
    }

    /// Where they act.
    pub fn stage(&self, on: On) -> &Stage {
        &self.place(on).stage
    }

    /// Where their own cooperative's node of a shard is.
    pub fn url(&self, on: On) -> &str {
        &self.place(on).url
    }

    /// For whom they act, as the command line takes it.
    pub fn on_behalf(&self) -> Vec<String> {
        match self.is_cooperative {
            true => ["--on-behalf-of".into(), self.cooperative.to_string()].into(),
            false => Vec::new(),
        }
    }

    /// Sends what `arguments` say, and it succeeds in a block. Gives the answer. Several acts of one
    /// person at once are sent one after the other, and waited for together.
    pub async fn act(&self, on: On, action: &str, arguments: &[&str]) -> Result<Value> {
        self.in_turn(on, self.stage(on).act_unseen(&self.person, action, arguments)).await
    }

    /// The same, in a block that is final: the numbers that the act was given stay.
    pub async fn act_finally(&self, on: On, action: &str, arguments: &[&str]) -> Result<Value> {
        self.in_turn(on, self.stage(on).act_final(&self.person, action, arguments)).await
    }

    /// The chain refuses what `arguments` say, for this reason.
    pub async fn is_refused(
        &self,
        on: On,
        action: &str,
        arguments: &[&str],
        reason: &str,
    ) -> Result<()> {
        let refused = self.stage(on).is_refused(&self.person, action, arguments, reason);
        self.in_turn(on, refused).await
    }

    async fn in_turn<T>(&self, on: On, act: impl Future<Output = Result<T>>) -> Result<T> {
        self.stage(on).in_turn(&self.turns[on as usize], &self.person, act).await
    }

    /// Waits until what a command reads at their node is as `condition` says.
    pub async fn read_until(
        &self,
        on: On,
        what: &str,
        arguments: &[&str],
        condition: impl Fn(&Value) -> bool,
    ) -> Result<Value> {
        self.stage(on).read_until(what, LIMIT, arguments, condition).await
    }

    /// What a command reads at their node.
    pub async fn read(&self, on: On, arguments: &[&str]) -> Result<Value> {
        self.stage(on).read(arguments).await
    }
}
