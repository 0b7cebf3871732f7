//! What the cooperatives decide, and what follows from it: nobody decides anything alone.

use std::{path::PathBuf, time::Duration};

use anyhow::{ensure, Context, Result};
use futures::future::try_join_all;
use icn_primitives::{credential::attestation_schema, BlockNumber, Hash};

use super::{
    act::{Stage, NO_BLOCK},
    assembly::{Assembly, Motion, APPROVED, REJECTED},
    members::Member,
    scenario::make_blocks,
};
use crate::{
    federation::{next_runtime, Federation},
    people::{hex, Person},
    wait,
};

/// Numbers of the founders.
const FOOD: usize = 0;
const CARE: usize = 1;
const ALL: [usize; 4] = [FOOD, CARE, 2, 3];
/// The cooperative that joins.
const FIFTH: &str = "4";
/// How long another shard may take to carry something out.
const CARRIED_OUT: Duration = Duration::from_secs(300);
/// What Food Cooperative counts help in.
const CURRENCY: &str = "0:HOURS";
/// How many turns in a row a seat may miss on the marketplace, after they decided so.
const TURNS: u32 = 250;

/// The decisions of one development network.
pub struct Decisions<'a> {
    stage: &'a Stage,
    federation: &'a Federation,
    assembly: Assembly,
    /// Ada and Bo, of Food Cooperative.
    ada: Person,
    bo: Person,
    /// The runtime to which all shards are upgraded.
    runtime: PathBuf,
}

impl<'a> Decisions<'a> {
    /// The stewards and members who vote, two or three in each cooperative.
    pub fn new(stage: &'a Stage, federation: &'a Federation, members: &[Member]) -> Result<Self> {
        let member = |name| {
            let found = members.iter().find(|member| member.name == name);
            found.context("a member of the file")?.person()
        };
        let (ada, bo) = (member("ada")?, member("bo")?);
        Ok(Self {
            stage,
            federation,
            assembly: Assembly::of(&federation.cooperatives, members)?,
            ada,
            bo,
            runtime: next_runtime()?,
        })
    }

    fn steward(&self, cooperative: usize) -> &Person {
        &self.federation.cooperatives[cooperative].steward
    }

    /// The first sitting: who attests software, who joins, what holds on another shard, which runtime
    /// comes next; a budget, a bylaw, a constitution; what two decide jointly; and a deadlock.
    pub async fn first(&self) -> Result<()> {
        let [food, care, energy, housing] = ALL.map(|id| self.steward(id));
        let hours = ["--amount", "20.00", "--currency", CURRENCY];
        let fund = [&["ledger", "pay", "--to", "coop:0"][..], &hours].concat();
        self.stage.act(&self.ada, "ada gives Food Cooperative twenty hours", &fund).await?;

        let rules = self.stage.file("house-rules-1.md", "Whoever cooks does not wash up.\n")?;
        let market = self.federation.nodes[0].url_of("marketplace")?;
        let market = format!("1={market}");
        let runtime = self.runtime.to_str().context("a path that is no text")?;
        let (attestor, bo) = (care.did().to_string(), self.bo.did().to_string());
        let attest = ["attestor", &attestor, "conflict_resolution", "--federation"];
        let turns = format!("missed_turns_limit={TURNS}");
        let turns = ["seat-parameters", "--set", &turns, "--on-shard", &market];
        let upgrade =
            ["upgrade", "--code", runtime, "--shard", "0", "--shard", "1", "--shard", "2"];
        let pay = ["pay", "--to", &bo, "--amount", "12.50", "--currency", CURRENCY];
        let motions = vec![
            Motion::new(food, "Care Cooperative's steward attests mediation", &attest)
                .voted(&ALL, "approve"),
            Motion::new(care, "Repair Cooperative joins", &["admit", FIFTH]).voted(&ALL, "approve"),
            Motion::new(energy, "absence counts sooner on the marketplace", &turns)
                .voted(&ALL, "approve"),
            Motion::new(housing, "the next runtime, on all shards", &upgrade)
                .voted(&ALL, "approve"),
            Motion::new(food, "bo is paid for the oven", &pay).voted(&[FOOD], "approve"),
            Motion::new(
                food,
                "two sign what somebody proposes",
                &["rules", "--set", "cosigners=2"],
            )
            .voted(&[FOOD], "approve"),
            Motion::new(care, "house rules", &["adopt-text", "house-rules", &rules])
                .voted(&[CARE], "approve"),
            Motion::new(food, "a shared kitchen", &["text", "--joint", "0,1"])
                .voted(&[FOOD, CARE], "approve"),
            Motion::new(care, "a shared car", &["text", "--joint", "0,1"])
                .voted(&[CARE], "approve")
                .voted(&[FOOD], "reject")
                .ends(REJECTED),
            // Consent: an objection stands, its window passes, the fallback decides.
            Motion::new(care, "a second car", &["text"])
                .voted(&[CARE], "approve")
                .but("dan", "object: The first one is not paid for"),
        ];
        self.assembly.decide(self.stage, motions).await?;
        self.is_paid(&bo).await?;
        self.is_carried_out().await?;
        self.upgrades().await
    }

    /// The budget has arrived.
    async fn is_paid(&self, payee: &str) -> Result<()> {
        let account = self.stage.read(&["ledger", "account", payee]).await?;
        let balances: Vec<String> = account["currencies"]
            .as_array()
            .context("the currencies")?
            .iter()
            .map(|one| one["balance"].to_string().trim_matches('"').to_owned())
            .collect();
        ensure!(balances == ["1250"], "bo has what was decided, and no more: {account}");
        self.stage.has_happened(NO_BLOCK, "bo has his hours", "12.50 HOURS");
        Ok(())
    }

    /// The other shards have answered every decision, and what was decided holds there.
    async fn is_carried_out(&self) -> Result<()> {
        let hub = self.federation.nodes[0].rpc()?;
        wait::until("the other shards have answered", CARRIED_OUT, || async {
            let shards = hub.ask("icn_shards", &[]).await?;
            let others = shards["others"].as_array().context("the others")?;
            Ok(others.iter().all(|other| other["sent"] == other["answered"]).then_some(()))
        })
        .await?;
        self.stage.has_happened(hub.best().await?, "and the other shards have answered", "done");
        let market = self.federation.nodes[0].chain_of("marketplace").await?;
        let (_, limit): (BlockNumber, u32) = market.stored("Seats", "Parameters").await?;
        ensure!(limit == TURNS, "{limit} turns in a row may be missed there, not {TURNS}");
        Ok(())
    }

    /// Whoever has the code brings it to each shard; nothing stops.
    async fn upgrades(&self) -> Result<()> {
        let shards = &self.federation.nodes[0].shards;
        try_join_all(shards.iter().map(|shard| self.upgrade(&shard.name))).await.map(drop)
    }

    async fn upgrade(&self, shard: &str) -> Result<()> {
        let node = &self.federation.nodes[0];
        let code = self.runtime.to_str().context("a path that is no text")?;
        let rpc = node.rpc_of(shard)?;
        let version = || async {
            let version = rpc.ask("state_getRuntimeVersion", &[]).await?;
            version["specVersion"].as_u64().context("a version")
        };
        let (before, head) = (version().await?, rpc.best().await?);
        let action = format!("the shard {shard} gets the next runtime");
        let there = self.stage.at(&node.url_of(shard)?)?;
        there.act(&self.ada, &action, &["upgrade", "apply", "--code", code]).await?;
        wait::until("the next version", CARRIED_OUT, || async {
            Ok((version().await? > before).then_some(()))
        })
        .await?;
        for node in &self.federation.nodes {
            node.finalizes_on(shard, head + 4, CARRIED_OUT).await?;
        }
        let outcome = format!("version {before} → {}", version().await?);
        self.stage.has_happened(rpc.best().await?, "and goes on with it", &outcome);
        Ok(())
    }

    /// The second sitting: the fifth's node, a better bylaw, a mediator, and software that people
    /// stop although its tests were passed.
    pub async fn second(&self, peer: &str) -> Result<()> {
        let [food, care, energy, housing] = ALL.map(|id| self.steward(id));
        let (artefact, evidence) = ([0xa7; 32], [0xe7; 32]);
        let schema = hex(attestation_schema(&Hash::from(artefact)).as_bytes());
        let (artefact, evidence) = (hex(&artefact), hex(&evidence));
        let did = food.did().to_string();
        let anchor = [
            &["credential", "anchor", &evidence, "--subject", &did][..],
            &["--schema", &schema, "--issuer", &did],
        ]
        .concat();
        self.stage
            .act(food, "Food Cooperative's steward attests tests of software", &anchor)
            .await?;

        let rules = self.stage.file("house-rules-2.md", "Whoever cooks washes up, too.\n")?;
        let evolution =
            ["evolution", "--artefact", &artefact, "--risk", "0.2", "--evidence", &evidence];
        let grant = ["grant-federation-role", &did, "mediator"];
        let motions = vec![
            Motion::new(energy, "Repair Cooperative's node", &["list-node", FIFTH, peer])
                .voted(&ALL, "approve"),
            Motion::new(housing, "Food Cooperative's steward mediates", &grant)
                .voted(&ALL, "approve"),
            Motion::new(food, "software that was changed by a machine", &evolution)
                .voted(&ALL, "approve")
                .ends(APPROVED),
            Motion::new(care, "better house rules", &["adopt-text", "house-rules", &rules])
                .voted(&[CARE], "approve"),
        ];
        let numbers = self.assembly.decide(self.stage, motions).await?;
        let veto = ["proposal", "veto", &numbers[2]];
        self.stage.act(housing, "Housing Cooperative stops it", &veto).await?;
        let stage = self.stage.proposal_ends(&numbers[2], None, "1min").await?;
        ensure!(stage == "Vetoed", "the software is not stopped: {stage}");

        let show = ["text", "show", "house-rules", "1"];
        let newest = self.stage.read(&show).await?.to_string();
        let first = self.stage.read(&[&show[..], &["--version", "1"]].concat()).await?.to_string();
        ensure!(
            newest.contains("washes up, too") && first.contains("does not wash"),
            "a text has its history: {newest}, {first}"
        );
        self.stage.has_happened(NO_BLOCK, "anybody reads the house rules", "2 versions");
        Ok(())
    }

    /// The third and fourth: a cooperative and a seat are suspended, and restored.
    pub async fn last(&self) -> Result<()> {
        let [food, care, energy, _] = ALL.map(|id| self.steward(id));
        let did = food.did().to_string();
        let revoke = ["revoke-federation-role", &did, "mediator"];
        let motions = vec![
            Motion::new(food, "Repair Cooperative is suspended", &["suspend", FIFTH])
                .voted(&ALL, "approve"),
            Motion::new(care, "so is Housing Cooperative's seat", &["suspend-seat", "3"])
                .voted(&ALL, "approve"),
            Motion::new(energy, "the steward mediates no longer", &revoke).voted(&ALL, "approve"),
        ];
        self.assembly.decide(self.stage, motions).await?;
        let motions = vec![
            Motion::new(food, "Repair Cooperative is restored", &["restore", FIFTH])
                .voted(&ALL, "approve"),
            Motion::new(care, "and Housing Cooperative's seat", &["restore-seat", "3"])
                .voted(&ALL, "approve"),
        ];
        self.assembly.decide(self.stage, motions).await?;
        let seats = self.federation.nodes[0].rpc()?.ask("icn_seats", &[]).await?;
        for seat in [3, 4] {
            ensure!(seats[seat]["suspended"].is_null(), "seat {seat} is ready again: {seats}");
        }
        make_blocks(self.stage, self.federation, &[3, 4]).await
    }
}
