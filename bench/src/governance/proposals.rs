//! Making proposals in cooperatives' own matters, by signed transactions.

use std::time::{Duration, Instant};

use anyhow::{bail, ensure, Result};
use icn_primitives::{
    apis::MAX_PAGE,
    governance::{Body, DecisionKind, ProposalId, ProposalView, Stage, Title},
    CooperativeId, Hash,
};
use icn_runtime::{limits::SLOT, RuntimeCall};
use jsonrpsee::ws_client::WsClient;

use super::network::Network;
use crate::{measure, signing::Member};

/// Most proposals of one person that are open.
const PER_PERSON: usize = 20;
/// How many proposals of a cooperative wait for a block at a time.
const WAITING: usize = 100;
/// How long the chain may go without a further proposal.
const PATIENCE: Duration = Duration::from_secs(120);

/// Proposes `call` in the cooperative's own matters.
fn propose(
    sponsor: CooperativeId,
    number: usize,
    kind: DecisionKind,
    call: Option<RuntimeCall>,
) -> RuntimeCall {
    RuntimeCall::Governance(pallet_governance::Call::propose {
        sponsor,
        body: Body::Cooperative(sponsor),
        kind,
        title: Title::truncate_from(format!("Proposal {number}").into_bytes()),
        content: Hash::repeat_byte(1),
        call: call.map(Box::new),
    })
}

/// A proposal that does nothing.
pub fn statement(_number: usize) -> (DecisionKind, Option<RuntimeCall>) {
    (DecisionKind::Standard, None)
}

/// Every proposal there is, in order.
pub async fn all(client: &WsClient) -> Result<Vec<ProposalView>> {
    let mut found: Vec<ProposalView> = Vec::new();
    loop {
        let from = ProposalId(u32::try_from(found.len())?);
        let arguments = (from, MAX_PAGE);
        let page: Vec<ProposalView> =
            measure::runtime(client, "GovernanceApi_proposals", &arguments, None).await?;
        let last = page.len() < MAX_PAGE as usize;
        found.extend(page);
        if last {
            return Ok(found);
        }
    }
}

/// Lets the members of each cooperative propose in turns until it has `each` proposals, and waits
/// until all of them are voted on. `decision` says what each would do, by its number in its
/// cooperative. Gives each cooperative's proposals, in order.
pub async fn open(
    network: &Network,
    members: &mut [Vec<Member>],
    each: usize,
    decision: impl Fn(usize) -> (DecisionKind, Option<RuntimeCall>),
) -> Result<Vec<Vec<ProposalView>>> {
    let client = network.client()?;
    let mut before = of_each(all(client).await?, members);
    eprintln!("opening {each} proposals in each cooperative …");
    for (cooperative, members) in members.iter_mut().enumerate() {
        ensure!(each <= members.len() * PER_PERSON, "{each} proposals are too many for them");
        let mut waiting = Vec::new();
        for number in before[cooperative].len()..each {
            let count = members.len();
            let proposer = &mut members[number % count];
            let (kind, call) = decision(number);
            let call = propose(proposer.cooperative(), number, kind, call);
            waiting.push(proposer.sign(call, network.genesis));
        }
        let mut progress = Instant::now();
        while before[cooperative].len() < each {
            let left = each - before[cooperative].len();
            // In their order, so that those which are in blocks are the first ones.
            let next = waiting.len() - left;
            for transaction in waiting[next..].iter().take(WAITING) {
                network.offer(cooperative, transaction).await?;
            }
            tokio::time::sleep(Duration::from_millis(SLOT)).await;
            let client = &network.clients[cooperative];
            let now = of_each(all(client).await?, std::slice::from_ref(members)).remove(0);
            if now.len() > before[cooperative].len() {
                progress = Instant::now();
            } else if progress.elapsed() > PATIENCE {
                bail!("no further proposal for {} s", PATIENCE.as_secs());
            }
            before[cooperative] = now;
        }
    }
    network.agree().await?;
    let start = Instant::now();
    loop {
        let now = of_each(all(client).await?, members);
        if now.iter().flatten().all(|view| view.proposal.stage == Stage::Voting) {
            return Ok(now);
        }
        ensure!(start.elapsed() < PATIENCE, "the proposals are not voted on");
        tokio::time::sleep(Duration::from_millis(SLOT)).await;
    }
}

/// The proposals of each group's cooperative.
fn of_each(all: Vec<ProposalView>, members: &[Vec<Member>]) -> Vec<Vec<ProposalView>> {
    let mut found: Vec<Vec<_>> = members.iter().map(|_| Vec::new()).collect();
    for view in all {
        let sponsor = Some(view.proposal.sponsor);
        let group =
            members.iter().position(|group| group.first().map(Member::cooperative) == sponsor);
        if let Some(group) = group {
            found[group].push(view);
        }
    }
    found
}
