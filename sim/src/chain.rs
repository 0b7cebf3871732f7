//! A chain with nothing but pallet-governance, on which one proposal is made and voted on.

use anyhow::{anyhow, ensure, Context, Result};
use icn_primitives::{
    governance::{Body, DecisionKind, Model, ProposalId, Stage, Tally, MAX_DELEGATION},
    reputation::{Score, VotingPower},
    seat::MAX_SEATS,
    CooperativeId, Did, Hash as ContentHash, Moment, SigningKey,
};
use pallet_governance::{Attestations, Error, Members, Reputation};
use polkadot_sdk::{
    frame_support::weights::WeightMeter,
    polkadot_sdk_frame::{testing_prelude::*, traits::Time},
};

use crate::{
    behaviour::Vote,
    electorate::{Electorate, Habit},
    ending::Ending,
    rules::Rules,
};

#[frame_construct_runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Chain;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Governance = pallet_governance;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Chain {
    type Block = MockBlockU32<Self>;
}

parameter_types! {
    /// Half a second of a block.
    pub const AgendaWeight: Weight = Weight::from_parts(500_000_000_000, u64::MAX);
    /// The time of the block.
    pub static Now: Moment = 0;
    /// How many cooperatives take part, from the first on.
    pub static Cooperatives: u32 = 0;
    /// How many members each has.
    pub static MembersOfEach: u32 = 0;
}

impl pallet_governance::Config for Chain {
    type Time = Clock;
    type Members = People;
    type Reputation = People;
    type Calls = ();
    type Attestations = People;
    type AgendaWeight = AgendaWeight;
    type MaxCooperatives = ConstU32<MAX_SEATS>;
    type MaxDelegators = ConstU32<100>;
    type MaxOpenPerPerson = ConstU32<1>;
    type MaxOpenPerCooperative = ConstU32<1>;
    type WeightInfo = ();
}

pub struct Clock;

impl Time for Clock {
    type Moment = Moment;

    fn now() -> Moment {
        Now::get()
    }
}

/// Members by number, one account each: first those of the first cooperative, of whom the first is
/// its steward. Nobody joins or leaves, or is known for anything.
pub struct People;

/// The number of a cooperative's member.
fn account(cooperative: usize, member: usize) -> u64 {
    cooperative as u64 * u64::from(MembersOfEach::get()) + member as u64
}

/// The person of an account.
fn did(account: u64) -> Did {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&account.to_be_bytes());
    Did::from_key(SigningKey::Sr25519(key))
}

/// The cooperative of a person, and the person's place in it.
fn place(did: &Did) -> (u64, u64) {
    let account =
        did.0.bytes().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
    let members = u64::from(MembersOfEach::get());
    (account / members, account % members)
}

impl Members<u64> for People {
    fn person(account: &u64) -> Option<Did> {
        Some(did(*account))
    }

    fn is_member(cooperative: CooperativeId, did: &Did) -> bool {
        Self::takes_part(cooperative) && place(did).0 == u64::from(cooperative.0)
    }

    fn was_member(cooperative: CooperativeId, did: &Did, _moment: Moment) -> bool {
        Self::is_member(cooperative, did)
    }

    fn is_steward(cooperative: CooperativeId, did: &Did) -> bool {
        Self::takes_part(cooperative) && place(did) == (cooperative.0.into(), 0)
    }

    fn active_members(cooperative: CooperativeId) -> u32 {
        if Self::takes_part(cooperative) {
            MembersOfEach::get()
        } else {
            0
        }
    }

    fn takes_part(cooperative: CooperativeId) -> bool {
        cooperative.0 < Cooperatives::get()
    }

    fn active_cooperatives() -> u32 {
        Cooperatives::get()
    }

    fn cooperatives() -> Vec<CooperativeId> {
        (0..Cooperatives::get()).map(CooperativeId).collect()
    }
}

impl Reputation for People {
    fn voting_power(_: &Did) -> VotingPower {
        VotingPower::ONE
    }

    fn proposal_creation(_: &Did) -> Score {
        Score::ZERO
    }

    fn voted(_: &Did, _: ProposalId) {}

    fn passed(_: &Did, _: ProposalId) {}
}

impl Attestations for People {
    fn is_attested(_: &ContentHash, _: &ContentHash) -> bool {
        false
    }
}

/// The proposal of every chain.
const PROPOSAL: ProposalId = ProposalId(0);
/// When every chain begins.
const START: Moment = 1_700_000_000_000;

/// Has a new chain vote once, where every cooperative decides by `model`. Gives how it ended, and
/// what part of the members took part, in millionths.
pub fn vote(electorate: &Electorate, rules: &Rules, model: Model) -> Result<(Ending, u32)> {
    Cooperatives::set(rules.cooperatives);
    MembersOfEach::set(rules.members);
    Now::set(START);
    let cooperatives = (0..rules.cooperatives).map(CooperativeId);
    let genesis = RuntimeGenesisConfig {
        governance: pallet_governance::GenesisConfig {
            parameters: rules.parameters(),
            federation: Some(rules.of_federation(model)),
            cooperatives: cooperatives.map(|id| (id, rules.of_cooperative(model))).collect(),
            ..Default::default()
        },
        ..Default::default()
    };
    let storage = genesis.build_storage().map_err(|error| anyhow!(error))?;
    TestState::new(storage).execute_with(|| hold(electorate, rules.body(), rules.kind, model))
}

/// Takes a proposal from its making to its end.
fn hold(
    electorate: &Electorate,
    body: Body,
    kind: DecisionKind,
    model: Model,
) -> Result<(Ending, u32)> {
    block_after(0);
    let alone = delegate(electorate)?;
    let title = b"A proposal".to_vec().try_into().unwrap_or_default();
    let content = ContentHash::zero();
    let steward = RuntimeOrigin::signed(account(0, 0));
    let made = Governance::propose(steward, CooperativeId(0), body, kind, title, content, None);
    taken(made).context("a steward proposes")?;
    until_due()?;

    for (cooperative, members) in electorate.iter().enumerate() {
        for (number, member) in members.iter().enumerate() {
            let directly = !matches!(member.habit, Habit::Delegating(_))
                || alone.contains(&(cooperative, number));
            if directly && member.comes {
                let vote = member.opinion.vote(model, member.insists);
                cast(cooperative, number, kind, vote)?;
            }
        }
    }
    until_due()?;

    if stage()? == Stage::Resolution {
        for (cooperative, members) in electorate.iter().enumerate() {
            for (number, member) in members.iter().enumerate() {
                let id = CooperativeId(cooperative as u32);
                let key = (PROPOSAL, id, did(account(cooperative, number)));
                if member.yields && pallet_governance::Objections::<Chain>::contains_key(key) {
                    let approve = icn_primitives::governance::Choice::Approve;
                    cast(cooperative, number, kind, Vote::Cast(approve))?;
                }
            }
        }
        until_due()?;
    }
    if stage()? == Stage::Approved {
        until_due()?;
    }
    ended()
}

/// Lets those vote for others who were asked to. Gives who found nobody: the chain refuses circles,
/// ways that are too long and crowds behind one delegate.
fn delegate(electorate: &Electorate) -> Result<Vec<(usize, usize)>> {
    let mut alone = Vec::new();
    for (cooperative, members) in electorate.iter().enumerate() {
        for (number, member) in members.iter().enumerate() {
            let Habit::Delegating(asked) = &member.habit else { continue };
            let mut found = false;
            for other in asked {
                let delegated = Governance::delegate(
                    RuntimeOrigin::signed(account(cooperative, number)),
                    CooperativeId(cooperative as u32),
                    None,
                    did(account(cooperative, *other)),
                    START + MAX_DELEGATION,
                );
                let refusals = [
                    Error::<Chain>::DelegationCycle,
                    Error::<Chain>::DelegationTooDeep,
                    Error::<Chain>::DelegatorsExceeded,
                ];
                found = delegated.is_ok();
                if found {
                    break;
                }
                if !refusals.into_iter().any(|refusal| delegated == Err(refusal.into())) {
                    taken(delegated).context("a member delegates")?;
                }
            }
            if !found {
                alone.push((cooperative, number));
            }
        }
    }
    Ok(alone)
}

/// Casts a member's vote, for those behind the member too.
fn cast(cooperative: usize, member: usize, kind: DecisionKind, vote: Vote) -> Result<()> {
    let voter = account(cooperative, member);
    let origin = RuntimeOrigin::signed(voter);
    let cooperative = CooperativeId(cooperative as u32);
    let behind = Governance::delegators_of(cooperative, kind, &did(voter));
    let cast = match vote {
        Vote::Cast(choice) => Governance::cast_vote(origin, PROPOSAL, cooperative, choice, behind),
        Vote::Objection => {
            let reason = b"It does harm".to_vec().try_into().unwrap_or_default();
            Governance::object(origin, PROPOSAL, cooperative, reason, behind)
        }
    };
    taken(cast.map(|_| ()).map_err(|refused| refused.error)).context("a member votes")
}

/// How the vote ended, as the chain says.
fn ended() -> Result<(Ending, u32)> {
    let proposal =
        pallet_governance::Proposals::<Chain>::get(PROPOSAL).context("the chain has a proposal")?;
    let tallies: Vec<Tally> =
        pallet_governance::Tallies::<Chain>::iter_prefix_values(PROPOSAL).collect();
    let metrics = pallet_governance::Metrics::<Chain>::get(None::<CooperativeId>);
    ensure!(metrics.closed == 1, "the vote was not closed: {:?}", proposal.stage);
    let ending = Ending::of(&proposal, &tallies, metrics.quorate == 1)
        .with_context(|| format!("a vote ends, but this is in {:?}", proposal.stage))?;
    Ok((ending, metrics.average_participation().deconstruct()))
}

/// What a call came to.
fn taken(result: DispatchResult) -> Result<()> {
    result.map_err(|error| anyhow!("the chain refused a call: {error:?}"))
}

fn stage() -> Result<Stage> {
    let proposal = pallet_governance::Proposals::<Chain>::get(PROPOSAL);
    Ok(proposal.context("the chain has a proposal")?.stage)
}

/// Makes the block in which the proposal's next step is due; the chain takes it by itself.
fn until_due() -> Result<()> {
    let proposal = pallet_governance::Proposals::<Chain>::get(PROPOSAL);
    let due = proposal.and_then(|proposal| proposal.due).context("a next step is due")?;
    block_after(due - Now::get());
    Ok(())
}

/// Makes a block, so much later.
fn block_after(time: Moment) {
    let number = System::block_number() + 1;
    System::set_block_number(number);
    Now::set(Now::get() + time);
    <Governance as Hooks<u32>>::on_poll(number, &mut WeightMeter::new());
}
