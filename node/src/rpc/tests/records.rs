//! What the chain of the tests knows.

use super::{BEST, DID, KEY};
use icn_primitives::{
    credential::{Credential, CredentialStatus},
    document::{DidDocument, Relationships, VerificationMethod},
    governance::{
        Ballot, Body, Choice, DecisionKind, Fallback, Model, Proposal, ProposalId, ProposalView,
        Records, Stage, Tally, Terms, VotingPower as Power, ONE_VOTE,
    },
    ledger::{
        AccountView, Actor, CurrencyId, CurrencyStatus, CurrencyTotals, CurrencyView, Hold,
        LedgerAccount, Money, Treasury,
    },
    membership::{
        Cooperative, CooperativeId, CooperativeStatus, MemberStatus, Membership, Role, Roles, Rules,
    },
    shard::{FinalizedHeader, InboundLane, OutboundLane, ShardId, ShardRole, ShardView},
    Hash,
};
use polkadot_sdk::sp_runtime::{DispatchError, ModuleError, Permill};

/// What is known of a shard.
pub fn shard() -> ShardView {
    ShardView {
        id: ShardId(1),
        role: ShardRole::Marketplace,
        genesis: None,
        set_id: 3,
        best: Some(FinalizedHeader { number: 7, hash: BEST, state_root: BEST }),
        age_blocks: 2,
        age: 6_000,
        outbound: OutboundLane { sent: 5, confirmed: 4 },
        inbound: InboundLane { taken: 2, confirmed: 1 },
        room: 8_192,
    }
}

pub fn document() -> DidDocument {
    let method = VerificationMethod { key: KEY.into(), relationships: Relationships::SIGNING };
    DidDocument {
        controller: None,
        methods: vec![method].try_into().unwrap(),
        services: Default::default(),
        created: 1_000,
        updated: 2_000,
        version: 1,
        deactivated: false,
    }
}

pub fn cooperative() -> Cooperative {
    Cooperative {
        did: DID,
        legal_name: "Bäckerei eG".as_bytes().to_vec().try_into().unwrap(),
        domain: b"brot.coop".to_vec().try_into().unwrap(),
        status: CooperativeStatus::Active,
        rules: Rules { recovery_stewards: 2, recovery_delay: 5 },
        members: 3,
        stewards: 1,
        created: 0,
    }
}

pub fn membership() -> Membership {
    Membership {
        status: MemberStatus::Active,
        roles: Roles::member().with(Role::Steward),
        skills: vec![b"baking".to_vec().try_into().unwrap()].try_into().unwrap(),
        term: 0,
        joined: 3_000,
        suspension: None,
    }
}

pub fn credential() -> (Credential, CredentialStatus) {
    let credential = Credential {
        schema: Hash::zero(),
        issuer: DID,
        subject: DID,
        issued: 4_000,
        expires: None,
        revoked: None,
    };
    (credential, CredentialStatus::Valid)
}

/// Two proposals: one that a cooperative's members vote on, and the federation's, which failed.
pub fn proposals() -> [ProposalView; 2] {
    let terms = Terms {
        threshold: Permill::from_percent(60),
        supermajority: Permill::from_percent(66),
        members_quorum: Permill::from_percent(40),
        cooperatives_quorum: Permill::from_percent(40),
        cooperatives_model: Model::Majority,
        cosigners: 1,
        vetoes: 1,
        deliberation: 0,
        voting: 30_000,
        resolution: 20_000,
        timelock: 10_000,
    };
    let proposal = Proposal {
        body: Body::Cooperative(CooperativeId(0)),
        kind: DecisionKind::Budget,
        proposer: DID,
        sponsor: CooperativeId(0),
        title: "Öfen".as_bytes().to_vec().try_into().unwrap(),
        content: BEST,
        call: Some(BEST),
        created: 1_000,
        terms,
        opened: Some(2_000),
        cooperatives: 1,
        stage: Stage::Voting,
        due: Some(32_000),
        records: Records::Open,
    };
    let tally = Tally {
        model: Model::Supermajority,
        fallback: Fallback::Reject,
        quorum: Permill::from_percent(50),
        power: Power::Reputation,
        delegation: true,
        electorate: 5,
        approving: 2,
        rejecting: 1,
        abstaining: 0,
        approve: u128::from(ONE_VOTE) * 5 / 2,
        reject: ONE_VOTE.into(),
        abstain: 0,
        objections: 0,
    };
    let federation = Proposal {
        body: Body::Federation,
        stage: Stage::ExecutionFailed,
        due: None,
        ..proposal.clone()
    };
    let error = DispatchError::Module(ModuleError { index: 9, error: [4, 0, 0, 0], message: None });
    let view = ProposalView {
        id: ProposalId(0),
        proposal,
        tallies: vec![(CooperativeId(0), tally)],
        cosigners: vec![DID],
        call: vec![9, 4, 1],
        vetoes: vec![(CooperativeId(0), DID)],
        error: None,
    };
    let tallies = vec![(CooperativeId(0), tally), (CooperativeId(7), tally)];
    let failed = ProposalView {
        id: ProposalId(1),
        proposal: federation,
        tallies,
        error: Some(error),
        ..view.clone()
    };
    [view, failed]
}

pub fn ballot() -> Ballot {
    Ballot { choice: Choice::Reject, power: ONE_VOTE + ONE_VOTE / 4, via: Some(DID) }
}

pub fn hours() -> CurrencyId {
    CurrencyId { issuer: CooperativeId(0), code: "HOURS".parse().unwrap(), decimals: 2 }
}

pub fn account_view() -> AccountView {
    AccountView {
        balance: -250,
        limit: 10_000_000_000_000_000_000_000_000_000_000,
        held: 50,
        available: 700,
        own_limit: true,
        holds: 1,
    }
}

pub fn currency() -> CurrencyView {
    CurrencyView {
        id: hours(),
        status: CurrencyStatus::Open,
        default_limit: 1_000,
        gives_credit: true,
        totals: CurrencyTotals { positive: 250, accounts: 2, ..Default::default() },
    }
}

pub fn hold(actor: Actor) -> Hold {
    Hold {
        payer: LedgerAccount::Person(DID),
        payee: Some(LedgerAccount::Treasury(Treasury::Federation)),
        money: Money { currency: hours(), amount: 50 },
        expires_at: 7_000,
        actor,
        key: [9; 32],
        reference: None,
    }
}
