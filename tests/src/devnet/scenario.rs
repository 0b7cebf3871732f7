//! What happens in the development network: one signed action of each kind that there is, each
//! with the outcome that it must have.

use std::time::Duration;

use anyhow::{Context, Result};
use futures::{future::try_join_all, try_join};
use icn_primitives::PublicKey;

use super::{
    act::{Stage, NO_BLOCK},
    decisions::Decisions,
    members::Member,
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
/// Numbers of the first and second founder.
const FOOD: &str = "0";
const CARE: &str = "1";
/// The shard on which the members' acts are shown.
const MARKETPLACE: &str = OTHER_SHARDS[0];
/// How long another shard may take to hear of something.
const TELLING: Duration = Duration::from_secs(90);

/// Performs all of it, with these members, who are enrolled. Gives the node of the cooperative that
/// has joined.
pub async fn perform(
    stage: &Stage,
    federation: &Federation,
    members: &[Member],
) -> Result<FurtherNode> {
    let [ada, bo] = ["ada", "bo"].map(|name| members.iter().find(|member| member.name == name));
    let (ada, bo) = (ada.context("no ada")?.person()?, bo.context("no bo")?.person()?);
    let [food, care, ..] = &federation.cooperatives[..] else { anyhow::bail!("too few founders") };
    // Side by side goes what is of different people: an account's acts have an order.
    let foods = async {
        recovery(stage, food, &bo).await?;
        credentials(stage, food, &ada).await?;
        put_forward(stage, food).await
    };
    try_join!(identity(stage, &ada, &bo), foods, session_keys(stage, care, &federation.nodes[1]))?;
    let bos = async {
        end_of_bakers(stage, &bo).await?;
        // Before the rest: other shards hear of a suspension later.
        other_shards(stage, federation, &bo).await?;
        suspension(stage, food, &bo).await
    };
    try_join!(bos, outsider(stage, care, &bo))?;

    let decisions = Decisions::new(stage, federation, members)?;
    decisions.first().await?;
    let shards: Vec<_> =
        federation.nodes[0].shards.iter().map(|shard| shard.name.as_str()).collect();
    let mut joined =
        federation.further_node_on("repair.example", &shards, &["--validator"]).await?;
    decisions.second(&joined.peer_id).await?;
    joining(stage, federation, &mut joined).await?;
    decisions.last().await?;
    Ok(joined)
}

/// Stewards enrol the members, each cooperative at its own pace; then give the roles, then enrol
/// those who are members elsewhere already.
pub async fn onboard(stage: &Stage, federation: &Federation, members: &[Member]) -> Result<()> {
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

/// The bakers, a working group.
const BAKERS: &str = "//devnet//bakers";

/// Ada changes her document, and makes one for a working group, which she passes on to Bo.
async fn identity(stage: &Stage, ada: &Person, bo: &Person) -> Result<()> {
    let (phone, tablet) =
        (Person::from_uri("//devnet//ada//phone")?, Person::from_uri("//devnet//ada//tablet")?);
    let group = Person::from_uri(BAKERS)?;
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
    stage.act(ada, "ada passes the bakers on to bo", &pass).await
}

/// The working group ends.
async fn end_of_bakers(stage: &Stage, bo: &Person) -> Result<()> {
    let did = Person::from_uri(BAKERS)?.did().to_string();
    let end = ["did", "deactivate", "--did", &did, "--yes-end", &did];
    stage.act(bo, "bo ends the bakers", &end).await
}

/// Bo's cooperative helps him to a new key, and he finds the old one in time.
async fn recovery(stage: &Stage, food: &Cooperative, bo: &Person) -> Result<()> {
    let steward = &food.steward;
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

/// What a member may do and a suspended one may not.
async fn suspension(stage: &Stage, food: &Cooperative, bo: &Person) -> Result<()> {
    let did = bo.did().to_string();
    let skills = ["member", "skills", FOOD, "growing", "canning"];
    let suspend = ["member", "suspend", FOOD, &did];

    stage.act(bo, "bo says what he can do", &skills).await?;
    let not_his = "Refusal.CallNotAllowed";
    stage.is_refused(bo, "bo tries what is a steward's", &suspend, not_his).await?;
    stage.act(&food.steward, "bo is suspended", &suspend).await?;
    stage.is_refused(bo, "bo writes all the same", &skills, "Refusal.MemberSuspended").await?;
    stage.act(&food.steward, "bo is restored", &["member", "restore", FOOD, &did]).await
}

/// Somebody from outside, and another cooperative's steward, may do nothing to Bo's cooperative. The
/// outsider joins that steward's, leaves it, and is expelled.
async fn outsider(stage: &Stage, care: &Cooperative, bo: &Person) -> Result<()> {
    let outsider = Person::from_uri("//devnet//outsider")?;
    let did = outsider.did().to_string();
    let skills = ["member", "skills", FOOD, "growing", "canning"];
    let suspend = ["member", "suspend", FOOD, &bo.did().to_string()];

    let unknown = "Refusal.UnknownAccount";
    stage.is_refused(&outsider, "somebody from outside writes as well", &skills, unknown).await?;
    let not_there = "Cooperatives.NotAuthorized";
    stage
        .is_refused(&care.steward, "another cooperative's steward suspends bo", &suspend, not_there)
        .await?;

    let consent = stage.consent(&outsider, CARE).await?;
    let enrol = ["member", "enroll", CARE, "--consent", &consent];
    stage.act(&care.steward, "the outsider joins Care Cooperative", &enrol).await?;
    stage.act(&outsider, "and leaves it", &["member", "leave", CARE]).await?;
    stage.is_refused(&outsider, "who has left writes", &skills, "Refusal.NotMember").await?;
    let consent = stage.consent(&outsider, CARE).await?;
    let again = ["member", "enroll", CARE, "--consent", &consent];
    stage.act(&care.steward, "joins once more", &again).await?;
    let grant = ["member", "grant", CARE, &did, "auditor"];
    stage.act(&care.steward, "becomes auditor", &grant).await?;
    let revoke = ["member", "revoke", CARE, &did, "auditor"];
    stage.act(&care.steward, "is auditor no more", &revoke).await?;
    stage.act(&care.steward, "and is expelled", &["member", "expel", CARE, &did]).await
}

/// Bo, who is known on every shard, writes on the marketplace until he is suspended at home.
async fn other_shards(stage: &Stage, federation: &Federation, bo: &Person) -> Result<()> {
    let food = &federation.cooperatives[0];
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
    Ok(())
}

/// The second founder's operator gives its node new keys; its steward names another operator and
/// the old one again.
async fn session_keys(stage: &Stage, care: &Cooperative, node: &Node) -> Result<()> {
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

/// The organisation that becomes the fifth cooperative.
const ORGANISATION: &str = "//devnet//fifth//organisation";

/// A fifth cooperative is put forward.
async fn put_forward(stage: &Stage, food: &Cooperative) -> Result<()> {
    let steward = Person::from_uri("//devnet//fifth//steward")?;
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
        ORGANISATION,
        "--steward",
        &consent,
        "--recovery-stewards",
        "1",
    ];
    stage.act(&food.steward, "Food Cooperative puts Repair Cooperative forward", &put_forward).await
}

/// The fifth cooperative, which was admitted, brings its node, which was listed, and makes blocks.
async fn joining(stage: &Stage, federation: &Federation, joined: &mut FurtherNode) -> Result<()> {
    joined.node.restart().await?;
    for shard in &joined.node.shards {
        let best = federation.nodes[0].rpc_of(&shard.name)?.best().await?;
        joined.node.finalizes_on(&shard.name, best, JOINING).await?;
    }

    let its_own = stage.at(&joined.node.url())?;
    let set = set_keys(&joined.node)?;
    let set: Vec<_> = set.iter().map(String::as_str).collect();
    let organisation = Person::from_uri(ORGANISATION)?;
    its_own.act(&organisation, "its node gets keys on all shards", &set).await?;
    make_blocks(stage, federation, &[4]).await
}

/// These seats make more blocks than they have until now, on every shard.
pub async fn make_blocks(stage: &Stage, federation: &Federation, seats: &[usize]) -> Result<()> {
    let names: Vec<_> = seats.iter().map(usize::to_string).collect();
    let names = names.join(" and ");
    for shard in &federation.nodes[0].shards {
        let rpc = federation.nodes[0].rpc_of(&shard.name)?;
        let made = || async {
            let all = rpc.ask("icn_seats", &[]).await?;
            // One of which a shard hasn't heard yet has made none.
            let of = |seat: &usize| all[*seat]["blocks"].as_u64().unwrap_or(0);
            anyhow::Ok(seats.iter().map(of).collect::<Vec<_>>())
        };
        let before = made().await?;
        let what = format!("blocks of seat {names} on the shard {}", shard.name);
        wait::until(&what, JOINING, || async {
            let more = made().await?.iter().zip(&before).all(|(now, before)| now > before);
            Ok(more.then_some(()))
        })
        .await?;
        stage.has_happened(rpc.best().await?, &what, "made");
    }
    Ok(())
}
