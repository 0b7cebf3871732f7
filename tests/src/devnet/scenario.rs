//! What happens in the development network: one signed action of each kind that there is, each
//! with the outcome that it must have.

use std::time::Duration;

use anyhow::{ensure, Context, Result};
use futures::future::try_join_all;
use icn_primitives::PublicKey;

use super::{
    act::{Stage, NO_BLOCK},
    members::{self, Member},
    SESSION,
};
use crate::{
    chain::Call,
    federation::{Cooperative, Federation, FurtherNode, OTHER_SHARDS},
    node::Node,
    people::{hex, Person},
    wait,
};

/// How long a seat may take to make its first block: two sessions and its turn, and then some.
const JOINING: Duration = Duration::from_secs(240);
/// Numbers of the first and second founder, and of the cooperative that joins.
const FOOD: &str = "0";
const CARE: &str = "1";
const FIFTH: &str = "4";
/// The shard on which the members' acts are shown.
const MARKETPLACE: &str = OTHER_SHARDS[0];
/// How long another shard may take to hear of something.
const TELLING: Duration = Duration::from_secs(90);

/// Performs all of it. Gives the node of the cooperative that has joined.
pub async fn perform(federation: &Federation) -> Result<FurtherNode> {
    let members = members::read()?;
    let stage = Stage::new(&federation.nodes[0].url(), federation.directory())?;
    Stage::heading();
    onboard(&stage, federation, &members).await?;
    let [ada, bo] = ["ada", "bo"].map(|name| members.iter().find(|member| member.name == name));
    let (ada, bo) = (ada.context("no ada")?.person()?, bo.context("no bo")?.person()?);
    identity(&stage, &ada, &bo).await?;
    recovery(&stage, federation, &bo).await?;
    credentials(&stage, &federation.cooperatives[0], &ada).await?;
    membership(&stage, federation, &bo).await?;
    other_shards(&stage, federation, &bo).await?;
    session_keys(&stage, federation).await?;
    joining(&stage, federation).await
}

/// Stewards enrol the members, each cooperative at its own pace; then give the roles, then enrol
/// those who are members elsewhere already.
async fn onboard(stage: &Stage, federation: &Federation, members: &[Member]) -> Result<()> {
    try_join_all(federation.cooperatives.iter().enumerate().map(|(id, cooperative)| async move {
        let id = id.to_string();
        for member in members.iter().filter(|member| member.cooperative == cooperative.domain) {
            enrol(stage, cooperative, &id, member, "enrolled").await?;
            for role in &member.roles {
                let did = member.person()?.did().to_string();
                let action = format!("{} becomes {role} of {}", member.name, cooperative.name);
                let grant = ["member", "grant", &id, &did, role];
                stage.act(&cooperative.steward, &action, &grant).await?;
            }
        }
        anyhow::Ok(())
    }))
    .await?;
    try_join_all(federation.cooperatives.iter().enumerate().map(|(id, cooperative)| async move {
        let elsewhere = members.iter().filter(|member| member.also.contains(&cooperative.domain));
        for member in elsewhere {
            enrol(stage, cooperative, &id.to_string(), member, "enrolled as well").await?;
        }
        anyhow::Ok(())
    }))
    .await?;
    Ok(())
}

async fn enrol(
    stage: &Stage,
    cooperative: &Cooperative,
    id: &str,
    member: &Member,
    how: &str,
) -> Result<()> {
    let consent = stage.consent(&member.person()?, id).await?;
    let mut arguments = vec!["member", "enroll", id, "--consent", &consent];
    for skill in &member.skills {
        arguments.extend(["--skill", skill]);
    }
    let action = format!("{} is {how} in {}", member.name, cooperative.name);
    stage.act(&cooperative.steward, &action, &arguments).await?;
    Ok(())
}

/// Ada changes her document; a working group gets one and ends.
async fn identity(stage: &Stage, ada: &Person, bo: &Person) -> Result<()> {
    let (phone, tablet) =
        (Person::from_uri("//devnet//ada//phone")?, Person::from_uri("//devnet//ada//tablet")?);
    let group = Person::from_uri("//devnet//bakers")?;
    let multibase = |person: &Person| PublicKey::from(person.key()).to_multibase();
    let agreement = PublicKey::X25519([7; 32]).to_multibase();
    let (tablet_key, group_did) = (multibase(&tablet), group.did().to_string());

    let add = ["did", "add-key", "--new-seed", &phone.uri, "--for", "authentication"];
    stage.act(ada, "ada adds her phone's key", &add).await?;
    let rotate = ["did", "rotate-key", "--new-seed", &tablet.uri];
    stage.act(&phone, "her phone's key makes way for her tablet's", &rotate).await?;
    let uses = ["did", "set-relationships", &tablet_key, "authentication", "assertion-method"];
    stage.act(ada, "ada says what the tablet's key may be used for", &uses).await?;
    let remove = ["did", "remove-key", &tablet_key];
    stage.act(ada, "ada removes the tablet's key", &remove).await?;
    let agree = ["did", "add-key", "--public", &agreement, "--for", "key-agreement"];
    stage.act(ada, "ada adds a key for encryption", &agree).await?;
    let shop = ["did", "put-service", "shop", "LinkedDomains", "https://ada.example"];
    stage.act(ada, "ada names her shop", &shop).await?;
    stage.act(ada, "ada takes the shop away", &["did", "remove-service", "shop"]).await?;
    let stale = ["did", "put-service", "x", "X", "x:y", "--expected-version", "1"];
    stage.is_refused(ada, "ada changes a version that is gone", &stale, "Did.StaleVersion").await?;

    let create = ["did", "create", "--new-seed", &group.uri];
    stage.act(ada, "ada makes a DID for the bakers", &create).await?;
    let pass = ["did", "set-controller", &bo.did().to_string(), "--did", &group_did];
    stage.act(ada, "ada passes the bakers on to bo", &pass).await?;
    let end = ["did", "deactivate", "--did", &group_did, "--yes-end", &group_did];
    stage.act(bo, "bo ends the bakers", &end).await?;
    Ok(())
}

/// Bo's cooperative helps him to a new key, and he finds the old one in time.
async fn recovery(stage: &Stage, federation: &Federation, bo: &Person) -> Result<()> {
    let steward = &federation.cooperatives[0].steward;
    let (steward_did, bo_did) = (steward.did().to_string(), bo.did().to_string());
    let guardians = ["did", "guardians", "set", &steward_did, "--threshold", "1"];
    stage.act(bo, "bo names a guardian", &guardians).await?;
    let start = ["did", "recover", "start", &bo_did, "--new-seed", "//devnet//bo//found"];
    stage.act(steward, "the guardian starts the recovery of his keys", &start).await?;
    stage.act(bo, "bo still has a key, and cancels it", &["did", "recover", "cancel"]).await?;
    stage.act(bo, "bo has no guardians any more", &["did", "guardians", "remove"]).await?;
    Ok(())
}

/// A cooperative anchors a credential about Ada, and takes it back.
async fn credentials(stage: &Stage, cooperative: &Cooperative, ada: &Person) -> Result<()> {
    let (hash, schema) = (hex(&[0xca; 32]), hex(&[0x5c; 32]));
    let (issuer, subject) = (cooperative.organisation.did().to_string(), ada.did().to_string());
    let anchor = [
        "credential",
        "anchor",
        &hash,
        "--subject",
        &subject,
        "--schema",
        &schema,
        "--issuer",
        &issuer,
        "--expires-in",
        "30d",
    ];
    let steward = &cooperative.steward;
    stage.act(steward, "Food Cooperative anchors a credential about ada", &anchor).await?;
    let revoke = ["credential", "revoke", &hash];
    stage.act(steward, "and takes it back", &revoke).await?;
    Ok(())
}

/// Who may do what: refusals with their reasons, suspension, leaving, expulsion.
async fn membership(stage: &Stage, federation: &Federation, bo: &Person) -> Result<()> {
    let [food, care, ..] = &federation.cooperatives[..] else { anyhow::bail!("too few founders") };
    let (outsider, did) = (Person::from_uri("//devnet//outsider")?, bo.did().to_string());
    let outsider_did = outsider.did().to_string();
    let skills = ["member", "skills", FOOD, "growing", "canning"];
    let suspend = ["member", "suspend", FOOD, &did];

    stage.act(bo, "bo says what he can do", &skills).await?;
    let unknown = "Refusal.UnknownAccount";
    stage.is_refused(&outsider, "somebody from outside tries as well", &skills, unknown).await?;
    let not_his = "Refusal.CallNotAllowed";
    stage.is_refused(bo, "bo tries what is a steward's", &suspend, not_his).await?;
    let not_there = "Cooperatives.NotAuthorized";
    stage
        .is_refused(&care.steward, "another cooperative's steward tries", &suspend, not_there)
        .await?;

    stage.act(&food.steward, "bo is suspended", &suspend).await?;
    stage.is_refused(bo, "bo writes all the same", &skills, "Refusal.MemberSuspended").await?;
    stage.act(&food.steward, "bo is restored", &["member", "restore", FOOD, &did]).await?;

    let consent = stage.consent(&outsider, CARE).await?;
    let enrol = ["member", "enroll", CARE, "--consent", &consent];
    stage.act(&care.steward, "the outsider joins Care Cooperative", &enrol).await?;
    stage.act(&outsider, "and leaves it", &["member", "leave", CARE]).await?;
    stage.is_refused(&outsider, "who has left writes", &skills, "Refusal.NotMember").await?;
    let consent = stage.consent(&outsider, CARE).await?;
    let again = ["member", "enroll", CARE, "--consent", &consent];
    stage.act(&care.steward, "joins once more", &again).await?;
    let grant = ["member", "grant", CARE, &outsider_did, "auditor"];
    stage.act(&care.steward, "becomes auditor", &grant).await?;
    let revoke = ["member", "revoke", CARE, &outsider_did, "auditor"];
    stage.act(&care.steward, "is auditor no more", &revoke).await?;
    let expel = ["member", "expel", CARE, &outsider_did];
    stage.act(&care.steward, "and is expelled", &expel).await?;
    Ok(())
}

/// Bo, who is known on every shard, writes on the marketplace until he is suspended at home; and the
/// federation decides there.
async fn other_shards(stage: &Stage, federation: &Federation, bo: &Person) -> Result<()> {
    let (food, authority) = (&federation.cooperatives[0], &federation.authority);
    let (node, did) = (&federation.nodes[0], bo.did().to_string());
    let market = node.rpc_of(MARKETPLACE)?;
    let admitted = |admitted: bool| {
        let (market, bo) = (market.clone(), bo.address());
        async move {
            wait::until("the marketplace hears of bo", TELLING, || async {
                let quota = market.ask("icn_quota", &[bo.as_str().into()]).await?;
                Ok(Some(quota).filter(|quota| quota["admitted"] == admitted))
            })
            .await
        }
    };
    admitted(true).await?;
    let nothing = Call::new("Utility", "batch", Vec::<u8>::new());
    let sent = node.chain_of(MARKETPLACE).await?.send(bo, &nothing).await?;
    stage.has_happened(sent.block, "bo writes on the marketplace", "BatchCompleted");

    stage.act(&food.steward, "bo is suspended at home", &["member", "suspend", FOOD, &did]).await?;
    let quota = admitted(false).await?;
    let sentence = quota["refusal"]["sentence"].as_str().unwrap_or_default();
    stage.has_happened(NO_BLOCK, "and so on the marketplace", &format!("refused: {sentence}"));
    stage.act(&food.steward, "bo is restored", &["member", "restore", FOOD, &did]).await?;
    admitted(true).await?;

    // Points are in units of 10⁻¹⁸.
    let length = format!(
        "{{ parameters: {{ session_length: {SESSION}, missed_turns_limit: 300, \
         block_reputation: 1000000000000000, missed_turn_reputation: -2000000000000000, \
         equivocation_reputation: -20000000000000000000 }} }}"
    );
    let decide = ["federation", "decide-on", "1", "Seats", "set_parameters", &length];
    stage.act(authority, "the federation decides on the marketplace", &decide).await?;
    let hub = node.rpc()?;
    wait::until("the marketplace has answered all", TELLING, || async {
        let shards = hub.ask("icn_shards", &[]).await?;
        let market = &shards["others"][0];
        Ok((market["sent"] == market["answered"]).then_some(()))
    })
    .await?;
    stage.has_happened(hub.best().await?, "and the marketplace has answered", "DecisionAnswered");
    Ok(())
}

/// The second founder's operator gives its node new keys; its steward names another operator and
/// the old one again.
async fn session_keys(stage: &Stage, federation: &Federation) -> Result<()> {
    let care = &federation.cooperatives[1];
    let node = &federation.nodes[1];
    let stage = stage.at(&node.url())?;
    let set = set_keys(node)?;
    let set: Vec<_> = set.iter().map(String::as_str).collect();
    stage.act(&care.operator, "Care Cooperative's node gets new keys on all shards", &set).await?;
    for (operator, action) in [
        (&care.organisation, "Care Cooperative operates its seat itself"),
        (&care.operator, "and gives it back to its operator"),
    ] {
        let name = ["seat", "set-operator", CARE, &operator.address()];
        stage.act(&care.steward, action, &name).await?;
    }
    Ok(())
}

/// The command with which this node's operator sets new keys for all its shards in one act.
fn set_keys(node: &Node) -> Result<Vec<String>> {
    let mut command = vec!["seat".to_owned(), "set-keys".to_owned()];
    for (number, shard) in node.shards.iter().enumerate().skip(1) {
        command.extend(["--also".into(), format!("{number}={}", node.url_of(&shard.name)?)]);
    }
    Ok(command)
}

/// A fifth cooperative is put forward, admitted, brings its node, and makes blocks.
async fn joining(stage: &Stage, federation: &Federation) -> Result<FurtherNode> {
    let steward = Person::from_uri("//devnet//fifth//steward")?;
    let organisation = Person::from_uri("//devnet//fifth//organisation")?;
    let (sponsor, authority) = (&federation.cooperatives[0].steward, &federation.authority);
    let consent = stage.consent(&steward, "next").await?;
    let put_forward = [
        "coop",
        "put-forward",
        "--sponsor",
        FOOD,
        "--legal-name",
        "Repair Cooperative",
        "--domain",
        "repair.example",
        "--new-seed",
        &organisation.uri,
        "--steward",
        &consent,
        "--recovery-stewards",
        "1",
    ];
    stage.act(sponsor, "Food Cooperative puts Repair Cooperative forward", &put_forward).await?;
    stage.act(authority, "the federation admits it", &["federation", "admit", FIFTH]).await?;
    let shards: Vec<_> =
        federation.nodes[0].shards.iter().map(|shard| shard.name.clone()).collect();
    let shards: Vec<_> = shards.iter().map(String::as_str).collect();
    let mut joined =
        federation.further_node_on("repair.example", &shards, &["--validator"]).await?;
    let list = ["federation", "list-node", FIFTH, &joined.peer_id];
    stage.act(authority, "the federation lists its node", &list).await?;
    joined.node.restart().await?;
    for shard in &shards {
        let best = federation.nodes[0].rpc_of(shard)?.best().await?;
        joined.node.finalizes_on(shard, best, JOINING).await?;
    }

    let its_own = stage.at(&joined.node.url())?;
    let set = set_keys(&joined.node)?;
    let set: Vec<_> = set.iter().map(String::as_str).collect();
    its_own.act(&organisation, "its node gets keys on all shards", &set).await?;
    for shard in &shards {
        let rpc = federation.nodes[0].rpc_of(shard)?;
        let what = format!("the fifth seat makes blocks on the shard {shard}");
        wait::until(&what, JOINING, || async {
            let seats = rpc.ask("icn_seats", &[]).await?;
            Ok(seats[4]["blocks"].as_u64().filter(|blocks| *blocks > 0))
        })
        .await?;
        stage.has_happened(rpc.best().await?, &what, "made");
    }
    let rpc = federation.nodes[0].rpc()?;

    let decisions = [
        ("the federation names bo's steward a mediator", vec!["grant-federation-role"]),
        ("and takes it back", vec!["revoke-federation-role"]),
    ];
    let did = sponsor.did().to_string();
    for (action, command) in decisions {
        let arguments = [&["federation"], &command[..], &[did.as_str(), "mediator"]].concat();
        stage.act(authority, action, &arguments).await?;
    }
    for (action, command) in [
        ("the federation suspends Repair Cooperative", "suspend"),
        ("and restores it", "restore"),
        ("the federation suspends its seat", "suspend-seat"),
        ("and restores it as well", "restore-seat"),
    ] {
        stage.act(authority, action, &["federation", command, FIFTH]).await?;
    }
    let seats = rpc.ask("icn_seats", &[]).await?;
    ensure!(seats[4]["suspended"].is_null(), "the fifth seat is ready again: {seats}");
    Ok(joined)
}
