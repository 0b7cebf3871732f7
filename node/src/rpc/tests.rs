//! Our own methods against a chain that answers from memory.

use super::{icn::Node, metadata::Names, own, ChainReader};
use crate::{closed_network::ClosedNetwork, finality::FinalityLag};
use icn_primitives::{
    admission::QuotaView,
    apis::{
        AdmissionApi, CooperativesApi, CredentialsApi, DidApi, GovernanceApi, LedgerApi,
        RelayLimits, ReputationApi, SeatsApi, ShardsApi,
    },
    credential::{Credential, CredentialStatus},
    document::{DidDocument, Relationships, VerificationMethod},
    governance::{
        Ballot, Body, Choice, DecisionKind, Delegation, Fallback, GovernanceMetrics,
        GovernanceParameters, GovernanceRules, Model, Poll, PollId, Proposal, ProposalId,
        ProposalView, Reason, Records, RuleMaker, Stage, Tally, Terms, TextName, TextVersion,
        VotingPower as Power, ONE_VOTE,
    },
    ledger::{
        AccountView, Actor, CurrencyCode, CurrencyId, CurrencyStatus, CurrencyTotals, CurrencyView,
        Hold, HoldId, Key, KeyRecord, LedgerAccount, Money, Outcome, Treasury,
    },
    membership::{
        Cooperative, CooperativeId, CooperativeStatus, MemberStatus, Membership, Role, Roles, Rules,
    },
    reputation::{
        Act, ByCategory, Categories, Category, CategoryRules, CategoryStatistics, HistoryDay,
        HistoryEntry, Ranked, RankingPage, ReputationParameters, ReputationStatistics,
        ReputationView, Score, Source, VotingPower,
    },
    seat::{PeerId as NodeKey, Seat, SeatStatus, SeatView, SuspensionReason},
    shard::{FinalizedHeader, InboundLane, OutboundLane, ShardId, ShardRole, ShardView},
    AccountId, Did, Hash, Header, OpaqueBlock as Block, PublicKey, Refusal, Signature, SigningKey,
};
use jsonrpsee::RpcModule;
use polkadot_sdk::{
    sc_network::PeerId,
    sp_api::{self, ApiRef, ProvideRuntimeApi},
    sp_blockchain::{self, BlockStatus, HeaderBackend, Info},
    sp_runtime::{
        traits::Block as BlockT,
        transaction_validity::{
            InvalidTransaction, TransactionSource, TransactionValidity, ValidTransaction,
        },
        DispatchError, ModuleError, Permill,
    },
    sp_transaction_pool::runtime_api::TaggedTransactionQueue,
};
use serde_json::{json, Value};
use std::sync::Arc;

const KEY: SigningKey = SigningKey::Sr25519([7; 32]);
const DID: Did = Did(KEY);
const BEST: Hash = Hash::repeat_byte(9);
/// What is known of a shard.
fn shard() -> ShardView {
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

/// A transaction whose one byte is the number of its refusal; 0 is admitted.
fn transaction(code: u8) -> String {
    format!("0x04{code:02x}")
}

/// The chain.
struct Chain;
/// Its runtime.
struct Api;

impl ProvideRuntimeApi<Block> for Chain {
    type Api = Api;
    fn runtime_api(&self) -> ApiRef<'_, Api> {
        Api.into()
    }
}

impl HeaderBackend<Block> for Chain {
    fn header(&self, _: Hash) -> sp_blockchain::Result<Option<Header>> {
        Ok(None)
    }
    fn info(&self) -> Info<Block> {
        Info {
            best_hash: BEST,
            best_number: 12,
            genesis_hash: Hash::zero(),
            finalized_hash: Hash::repeat_byte(8),
            finalized_number: 11,
            finalized_state: None,
            number_leaves: 1,
            block_gap: None,
        }
    }
    fn status(&self, _: Hash) -> sp_blockchain::Result<BlockStatus> {
        Ok(BlockStatus::InChain)
    }
    fn number(&self, hash: Hash) -> sp_blockchain::Result<Option<u32>> {
        Ok([(BEST, 12), (Hash::zero(), 0)].into_iter().find(|(of, _)| *of == hash).map(|(_, n)| n))
    }
    fn hash(&self, _: u32) -> sp_blockchain::Result<Option<Hash>> {
        Ok(None)
    }
}

fn document() -> DidDocument {
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

fn cooperative() -> Cooperative {
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

fn membership() -> Membership {
    Membership {
        status: MemberStatus::Active,
        roles: Roles::member().with(Role::Steward),
        skills: vec![b"baking".to_vec().try_into().unwrap()].try_into().unwrap(),
        term: 0,
        joined: 3_000,
        suspension: None,
    }
}

fn credential() -> (Credential, CredentialStatus) {
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

/// One that the table's examples name.
const EXAMPLE_DID: &str = "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

/// Two proposals: one that a cooperative's members vote on, and the federation's, which failed.
fn proposals() -> [ProposalView; 2] {
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

fn ballot() -> Ballot {
    Ballot { choice: Choice::Reject, power: ONE_VOTE + ONE_VOTE / 4, via: Some(DID) }
}

fn hours() -> CurrencyId {
    CurrencyId { issuer: CooperativeId(0), code: "HOURS".parse().unwrap(), decimals: 2 }
}

fn account_view() -> AccountView {
    AccountView {
        balance: -250,
        limit: 10_000_000_000_000_000_000_000_000_000_000,
        held: 50,
        available: 700,
        own_limit: true,
        holds: 1,
    }
}

fn currency() -> CurrencyView {
    CurrencyView {
        id: hours(),
        status: CurrencyStatus::Open,
        default_limit: 1_000,
        gives_credit: true,
        totals: CurrencyTotals { positive: 250, accounts: 2, ..Default::default() },
    }
}

fn hold(actor: Actor) -> Hold {
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

/// Names for the calls and errors above.
struct Named;

impl Names for Named {
    fn call(&self, _: Hash, call: &[u8]) -> Option<String> {
        call.starts_with(&[9, 4]).then(|| "Ledger.pay".into())
    }
    fn module_error(&self, _: Hash, pallet: u8, error: u8) -> Option<String> {
        ([pallet, error] == [9, 4]).then(|| "Ledger.Poor".into())
    }
}

sp_api::mock_impl_runtime_apis! {
    impl DidApi<Block> for Api {
        fn did_document(did: Did) -> Option<DidDocument> {
            (did == DID).then(document)
        }
        fn did_of(account: AccountId) -> Option<Did> {
            (account == KEY.account()).then_some(DID)
        }
        fn verify_signature(
            did: Did,
            relationships: Relationships,
            _message: Vec<u8>,
            _signature: Signature,
        ) -> Option<PublicKey> {
            (did == DID && relationships == Relationships::AUTHENTICATION).then_some(KEY.into())
        }
    }

    impl CooperativesApi<Block> for Api {
        fn cooperative(id: CooperativeId) -> Option<Cooperative> {
            (id.0 < 3).then(cooperative)
        }
        fn cooperatives(from: CooperativeId, limit: u32) -> Vec<(CooperativeId, Cooperative)> {
            (from.0..3).take(limit as usize).map(|id| (CooperativeId(id), cooperative())).collect()
        }
        fn cooperative_by_domain(domain: Vec<u8>) -> Option<CooperativeId> {
            (domain == b"brot.coop").then_some(CooperativeId(0))
        }
        fn memberships(did: Did) -> Vec<(CooperativeId, Membership)> {
            if did != DID { return vec![] }
            vec![(CooperativeId(1), membership()), (CooperativeId(0), membership())]
        }
        fn membership(_cooperative: CooperativeId, did: Did) -> Option<Membership> {
            (did == DID).then(membership)
        }
        fn members(
            _cooperative: CooperativeId,
            after: Option<Did>,
            _limit: u32,
        ) -> Vec<(Did, Membership)> {
            if after.is_some() { vec![] } else { vec![(DID, membership())] }
        }
    }

    impl CredentialsApi<Block> for Api {
        fn credential(hash: Hash) -> Option<(Credential, CredentialStatus)> {
            (hash == BEST).then(credential)
        }
        fn credentials_of(
            subject: Did,
            _after: Option<Hash>,
            _limit: u32,
        ) -> Vec<(Hash, Credential, CredentialStatus)> {
            let (credential, status) = credential();
            if subject == DID { vec![(BEST, credential, status)] } else { vec![] }
        }
    }

    impl SeatsApi<Block> for Api {
        fn seats() -> Vec<SeatView> {
            let seat = Seat {
                validator: KEY.account(),
                operator: KEY.account(),
                status: SeatStatus::Suspended { reason: SuspensionReason::MissedTurns, since: 7 },
                missed_turns: 300,
                blocks: 5,
            };
            vec![SeatView {
                cooperative: CooperativeId(0),
                seat,
                active: false,
                has_keys: true,
                node_keys: vec![PeerId::random().to_bytes().try_into().unwrap()],
                keys_hash: Some(BEST),
            }]
        }
        fn node_keys() -> Vec<NodeKey> {
            vec![]
        }
    }

    impl ShardsApi<Block> for Api {
        fn this_shard() -> (ShardId, ShardRole) {
            (ShardId(0), ShardRole::Federation)
        }
        fn shard(id: ShardId) -> Option<ShardView> {
            (id == ShardId(1)).then(shard)
        }
        fn shards() -> Vec<ShardView> {
            vec![shard()]
        }
        fn relay_limits() -> RelayLimits {
            RelayLimits { messages: 1, proof_size: 1, refresh_interval: 1 }
        }
        fn relay_transaction(
            _source: ShardId,
            _finality: Option<(Header, Vec<u8>, u64)>,
            _at: Hash,
            _proof: Vec<Vec<u8>>,
        ) -> Result<Vec<u8>, Vec<u8>> {
            Err(b"NothingNew".to_vec())
        }
    }

    impl AdmissionApi<Block> for Api {
        fn quota(_account: AccountId) -> Result<QuotaView, u8> {
            Err(Refusal::NotMember.code())
        }
    }

    impl GovernanceApi<Block> for Api {
        fn proposal(id: ProposalId) -> Option<ProposalView> {
            proposals().into_iter().find(|view| view.id == id)
        }
        fn proposals(from: ProposalId, limit: u32) -> Vec<ProposalView> {
            let found = proposals().into_iter().filter(|view| view.id >= from);
            found.take(limit as usize).collect()
        }
        fn open_proposals(from: ProposalId, _limit: u32) -> Vec<ProposalId> {
            [ProposalId(0), ProposalId(1)].into_iter().filter(|id| *id >= from).collect()
        }
        fn proposals_of(maker: RuleMaker, from: ProposalId, _limit: u32) -> Vec<ProposalId> {
            let id = ProposalId(u32::from(maker == RuleMaker::Federation));
            Some(id).filter(|id| *id >= from).into_iter().collect()
        }
        fn ballot(
            _id: ProposalId,
            _cooperative: CooperativeId,
            did: Did,
        ) -> Option<(Ballot, Option<Reason>)> {
            (did == DID).then(|| (ballot(), Some(b"too soon".to_vec().try_into().unwrap())))
        }
        fn ballots(
            _id: ProposalId,
            _cooperative: CooperativeId,
            after: Option<Did>,
            _limit: u32,
        ) -> Vec<(Did, Ballot)> {
            if after.is_some() { vec![] } else { vec![(DID, ballot())] }
        }
        fn objections(
            _id: ProposalId,
            _cooperative: CooperativeId,
            _after: Option<Did>,
            _limit: u32,
        ) -> Vec<(Did, Reason)> {
            vec![(DID, b"too soon".to_vec().try_into().unwrap())]
        }
        fn delegations(_cooperative: CooperativeId, _delegator: Did) -> Vec<(DecisionKind, Delegation)> {
            vec![(DecisionKind::Budget, Delegation { delegate: DID, until: 9_000 })]
        }
        fn delegators(_cooperative: CooperativeId, kind: DecisionKind, _delegate: Did) -> u32 {
            u32::from(kind == DecisionKind::Bylaw) * 3
        }
        fn rules(maker: RuleMaker) -> GovernanceRules {
            match maker {
                RuleMaker::Cooperative(_) => GovernanceRules::for_cooperative(),
                RuleMaker::Federation => GovernanceRules::for_federation(),
            }
        }
        fn parameters() -> GovernanceParameters {
            GovernanceParameters::default()
        }
        fn metrics(_cooperative: Option<CooperativeId>) -> GovernanceMetrics {
            let mut stages = [0; 11];
            stages[Stage::Rejected as usize] = 1;
            stages[Stage::Executed as usize] = 3;
            let participation = 2_200_000;
            GovernanceMetrics { stages, closed: 4, quorate: 4, rejected: 1, participation }
        }
        fn texts(_maker: RuleMaker, _after: Option<TextName>, _limit: u32) -> Vec<(TextName, u32)> {
            vec![(b"bylaws".to_vec().try_into().unwrap(), 2)]
        }
        fn text_versions(
            _maker: RuleMaker,
            _name: TextName,
            _from: Option<u32>,
            _limit: u32,
        ) -> Vec<(u32, TextVersion)> {
            let version = TextVersion {
                proposal: ProposalId(1),
                kind: DecisionKind::Bylaw,
                adopted: 5_000,
                hash: BEST,
                text: "Ämter wechseln".as_bytes().to_vec().try_into().unwrap(),
            };
            vec![(2, version)]
        }
        fn polls(_from: PollId, _limit: u32) -> Vec<(PollId, Poll)> {
            let options = [b"today".to_vec(), b"later".to_vec()].map(|o| o.try_into().unwrap());
            vec![(PollId(0), Poll {
                body: Body::Federation,
                opener: DID,
                sponsor: CooperativeId(0),
                title: b"When?".to_vec().try_into().unwrap(),
                options: options.to_vec().try_into().unwrap(),
                counts: vec![2, 1].try_into().unwrap(),
                opened: 1_000,
                until: 2_000,
                closed: false,
                records: Records::Open,
            })]
        }
    }

    impl ReputationApi<Block> for Api {
        fn reputation(subject: Did) -> Option<ReputationView> {
            (subject == DID).then(|| {
                let mut scores = ByCategory::<Score>::default();
                scores[Category::Voting] = Score(3 * Score::UNITS / 2);
                let mut events = ByCategory::<u32>::default();
                events[Category::Voting] = 2;
                let total = Score(9 * Score::UNITS / 5);
                ReputationView { scores, events, total, voting_power: VotingPower::ONE }
            })
        }
        fn reputation_ranking(
            _category: Option<Category>,
            after: Option<Did>,
            _limit: u32,
        ) -> RankingPage {
            let ranked = Ranked { subject: DID, score: Score::points(-2) };
            let entries = if after.is_some() { vec![] } else { vec![ranked] };
            RankingPage { subjects: 1, first_place: 1, entries }
        }
        fn reputation_history(
            _subject: Did,
            _category: Option<Category>,
            _from: u32,
            _limit: u32,
        ) -> Vec<HistoryDay> {
            let entry = HistoryEntry {
                category: Category::Voting,
                given: Score::points(1),
                taken: Score::ZERO,
                events: 1,
                value: Score::points(1),
            };
            let sources = vec![
                (Source::Act(Act::VoteCast), Score::points(1)),
                (Source::Attestor(DID), Score::points(2)),
            ];
            vec![HistoryDay { day: 2, categories: vec![entry], sources }]
        }
        fn reputation_categories() -> Vec<(Category, CategoryRules)> {
            Category::ALL.map(|category| (category, CategoryRules::of_s003(category))).to_vec()
        }
        fn reputation_parameters() -> ReputationParameters {
            ReputationParameters::default()
        }
        fn reputation_attestors() -> Vec<(Did, Categories)> {
            vec![(DID, [Category::Development].into_iter().collect())]
        }
        fn reputation_statistics() -> ReputationStatistics {
            ReputationStatistics {
                subjects: 1,
                events: 2,
                categories: ByCategory::<CategoryStatistics>::default(),
                top: vec![Ranked { subject: DID, score: Score::points(4) }],
            }
        }
    }

    impl LedgerApi<Block> for Api {
        fn ledger_account(_account: LedgerAccount, currency: CurrencyId) -> Option<AccountView> {
            (currency == hours()).then(account_view)
        }
        fn ledger_accounts(
            _account: LedgerAccount,
            after: Option<CurrencyId>,
            _limit: u32,
        ) -> Vec<(CurrencyId, AccountView)> {
            if after.is_some() { vec![] } else { vec![(hours(), account_view())] }
        }
        fn accounts_in(
            _currency: CurrencyId,
            after: Option<LedgerAccount>,
            limit: u32,
        ) -> Vec<(LedgerAccount, AccountView)> {
            if after.is_some() { return vec![] }
            let accounts = [
                LedgerAccount::Person(DID),
                LedgerAccount::cooperative(CooperativeId(1)),
                LedgerAccount::Treasury(Treasury::Federation),
            ];
            accounts.into_iter().take(limit as usize).map(|one| (one, account_view())).collect()
        }
        fn currency(id: CurrencyId) -> Option<CurrencyView> {
            (id == hours()).then(currency)
        }
        fn currencies(
            _issuer: CooperativeId,
            after: Option<CurrencyCode>,
            _limit: u32,
        ) -> Vec<CurrencyView> {
            if after.is_some() { vec![] } else { vec![currency()] }
        }
        fn hold(id: HoldId) -> Option<Hold> {
            (id == 0).then(|| hold(Actor::Person(DID)))
        }
        fn holds(_account: LedgerAccount, after: Option<HoldId>, _limit: u32) -> Vec<(HoldId, Hold)> {
            if after.is_some() { return vec![] }
            let actors = [
                Actor::Decision(Treasury::Federation),
                Actor::Decision(Treasury::Cooperative(CooperativeId(1))),
                Actor::Shard(ShardId(1)),
                Actor::Pallet(*b"exchange"),
                Actor::Genesis,
            ];
            (1..).zip(actors.map(hold)).collect()
        }
        fn ledger_act(actor: Actor, _key: Key) -> Option<KeyRecord> {
            let outcome = match actor {
                Actor::Decision(_) => Outcome::Recorded { currency: hours(), entry: 7 },
                Actor::Shard(_) => Outcome::Captured {
                    hold: 1,
                    entry: 8,
                    payee: LedgerAccount::Person(DID),
                    amount: -1,
                },
                Actor::Pallet(name) if name == *b"market\0\0" => Outcome::Held(3),
                _ => return None,
            };
            Some(KeyRecord { request: BEST, outcome, at: 6_000 })
        }
    }

    impl TaggedTransactionQueue<Block> for Api {
        fn validate_transaction(
            _source: TransactionSource,
            transaction: <Block as BlockT>::Extrinsic,
            _at: Hash,
        ) -> TransactionValidity {
            match codec::Encode::encode(&transaction).last() {
                Some(0) => Ok(ValidTransaction::default()),
                Some(255) => Err(InvalidTransaction::BadProof.into()),
                code => Err(InvalidTransaction::Custom(*code.unwrap()).into()),
            }
        }
    }
}

fn module() -> RpcModule<()> {
    fn of<C: ChainReader>(client: C) -> RpcModule<()> {
        let node = Node {
            chain: "Test".into(),
            network: ClosedNetwork::new([], false),
            local_peer: PeerId::random(),
            connected: Arc::new(|| 4),
            finality_lag: FinalityLag::default(),
        };
        own(Arc::new(client), node, Arc::new(Named), None).unwrap()
    }
    of(Chain)
}

/// The answer to a call, or the error's code and message.
async fn call(method: &str, params: Value) -> Result<Value, (i64, String)> {
    let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let (answer, _) = module().raw_json_request(&request.to_string(), 1).await.unwrap();
    let mut answer: Value = serde_json::from_str(&answer).unwrap();
    match answer.get("error") {
        None => Ok(answer["result"].take()),
        Some(error) => {
            Err((error["code"].as_i64().unwrap(), error["message"].as_str().unwrap().to_string()))
        }
    }
}

#[test]
fn the_table_and_the_registered_methods_agree() {
    let mut registered: Vec<_> = module().method_names().collect();
    let mut listed: Vec<_> = super::openrpc::methods().map(|method| method.name).collect();
    registered.sort_unstable();
    listed.sort_unstable();
    assert_eq!(registered, listed);
}

#[tokio::test]
async fn every_method_can_be_called_by_name_and_by_position_as_the_table_says() {
    for method in super::openrpc::methods().filter(|method| !is_about_blobs(method.name)) {
        let examples = method.params.iter().map(|param| {
            let example: Value = serde_json::from_str(param.example).unwrap();
            (param.name.to_string(), example)
        });
        let by_name: serde_json::Map<_, _> = examples.clone().collect();
        let by_position: Vec<_> = examples.map(|(_, example)| example).collect();
        let named = call(method.name, by_name.into()).await;
        let placed = call(method.name, by_position.into()).await;
        assert!(named.is_ok(), "{}: {named:?}", method.name);
        // These show keys that are made anew each time.
        if !["icn_status", "icn_seats", "icn_cooperativeOverview"].contains(&method.name) {
            assert_eq!(named, placed, "{}", method.name);
        }
        let required: Vec<Value> = method
            .params
            .iter()
            .filter(|param| !param.optional)
            .map(|param| serde_json::from_str(param.example).unwrap())
            .collect();
        assert!(call(method.name, required.into()).await.is_ok(), "{}", method.name);
    }
}

#[tokio::test]
async fn results_have_the_fields_that_the_document_requires() {
    let document = super::openrpc::document();
    let required = |schema: &str| {
        let pointer = format!("/components/schemas/{schema}/required");
        let mut names: Vec<String> =
            serde_json::from_value(document.pointer(&pointer).unwrap().clone()).unwrap();
        names.sort();
        names
    };
    let fields = |value: &Value| {
        let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    let did = DID.to_string();
    let cooperatives = call("icn_cooperatives", json!([0, 1])).await.unwrap();
    assert_eq!(fields(&cooperatives), required("CooperativePage"));
    assert_eq!(fields(&cooperatives["cooperatives"][0]), required("Cooperative"));
    assert_eq!(cooperatives["next"], 1);
    let members = call("icn_members", json!(["brot.coop"])).await.unwrap();
    assert_eq!(fields(&members["members"][0]), required("Member"));
    assert_eq!(members["members"][0]["roles"], json!(["Member", "Steward"]));
    let memberships = call("icn_memberships", json!([did])).await.unwrap();
    assert_eq!(fields(&memberships[0]), required("Membership"));
    assert_eq!((&memberships[0]["home"], &memberships[1]["home"]), (&json!(true), &json!(false)));
    let credential = call("icn_credential", json!([BEST])).await.unwrap();
    assert_eq!(fields(&credential), required("Credential"));
    let seats = call("icn_seats", json!([])).await.unwrap();
    assert_eq!(fields(&seats[0]), required("Seat"));
    assert_eq!(seats[0]["suspended"]["reason"], "MissedTurns");
    let shards = call("icn_shards", json!([])).await.unwrap();
    assert_eq!(fields(&shards), required("Shards"));
    assert_eq!(fields(&shards["others"][0]), required("Shard"));
    let status = call("icn_status", json!([])).await.unwrap();
    assert_eq!(fields(&status), required("Status"));
    assert_eq!((&status["best"]["number"], &status["peers"]), (&json!(12), &json!(4)));
    let resolved = call("did_resolve", json!([did])).await.unwrap();
    assert_eq!(resolved["didDocument"]["id"], did);
    let verified =
        call("did_verify", json!([did, "0x00", format!("0x01{}", "00".repeat(64))])).await;
    let method = format!("{did}#{}", PublicKey::from(KEY).to_multibase());
    assert_eq!(verified.unwrap(), json!({ "verified": true, "method": method }));
}

/// These have tests of their own, with a store.
fn is_about_blobs(method: &str) -> bool {
    method.starts_with("icn_blob")
}

#[tokio::test]
async fn a_node_without_blobs_says_so() {
    for method in super::openrpc::methods().filter(|method| is_about_blobs(method.name)) {
        let examples = method.params.iter().map(|param| {
            (param.name.to_string(), serde_json::from_str::<Value>(param.example).unwrap())
        });
        let by_name: serde_json::Map<_, _> = examples.collect();
        let (code, message) = call(method.name, by_name.into()).await.unwrap_err();
        assert_eq!(code, 9003, "{}: {message}", method.name);
    }
}

/// What in `value` isn't as its schema has it. Looks at types, fields and where a schema leads.
pub fn misfits(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return misfits(document, document.pointer(&reference[1..]).unwrap(), value, at);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = choices.iter().any(|one| misfits(document, one, value, at).is_empty());
        return if fits { vec![] } else { vec![format!("{at}: {value} is none of its choices")] };
    }
    if let Some(words) = schema["enum"].as_array() {
        let known = words.contains(value);
        return if known { vec![] } else { vec![format!("{at}: {value} is no word")] };
    }
    let (kind, fits) = match schema["type"].as_str().unwrap() {
        kind @ "object" => (kind, value.is_object()),
        kind @ "array" => (kind, value.is_array()),
        kind @ "string" => (kind, value.is_string()),
        kind @ "integer" => (kind, value.is_u64()),
        kind @ "boolean" => (kind, value.is_boolean()),
        kind @ "null" => (kind, value.is_null()),
        other => panic!("{other}"),
    };
    if !fits {
        return vec![format!("{at}: {value} is no {kind}")];
    }
    let mut found = vec![];
    if let (Some(fields), Some(known)) = (value.as_object(), schema["properties"].as_object()) {
        for required in schema["required"].as_array().unwrap() {
            if !fields.contains_key(required.as_str().unwrap()) {
                found.push(format!("{at} lacks {required}"));
            }
        }
        for (name, value) in fields {
            match known.get(name) {
                Some(schema) => {
                    found.extend(misfits(document, schema, value, &format!("{at}.{name}")));
                }
                None => found.push(format!("{at}.{name} isn't in the schema")),
            }
        }
    }
    for item in value.as_array().into_iter().flatten() {
        found.extend(misfits(document, &schema["items"], item, &format!("{at}[]")));
    }
    found
}

#[tokio::test]
async fn every_result_is_as_the_document_says() {
    let document = super::openrpc::document();
    let (did, zero) = (DID.to_string(), format!("{:?}", Hash::zero()));
    for method in document["methods"].as_array().unwrap() {
        let name = method["name"].as_str().unwrap();
        if is_about_blobs(name) {
            continue;
        }
        let examples = method["examples"][0]["params"].as_array().unwrap();
        // With the subject that this chain knows, and the beginning of each list.
        let params: serde_json::Map<_, _> = examples
            .iter()
            .filter(|param| !["after", "from", "at"].contains(&param["name"].as_str().unwrap()))
            .map(|param| {
                let value = match &param["value"] {
                    Value::String(text) if text.starts_with("did:") => json!(did),
                    Value::String(text) if *text == zero => json!(BEST),
                    value => value.clone(),
                };
                (param["name"].as_str().unwrap().to_string(), value)
            })
            .collect();
        let result = call(name, params.into()).await.unwrap();
        let schema = &method["result"]["schema"];
        assert_eq!(misfits(&document, schema, &result, name), Vec::<String>::new());
        let shown = !result.is_null() && result != json!([]);
        assert!(shown || name == "did_ofAccount", "{name} shows nothing here");
    }
}

#[tokio::test]
async fn a_proposal_shows_what_is_there_and_what_is_needed() {
    let proposal = call("icn_proposal", json!([0])).await.unwrap();
    assert_eq!((&proposal["title"], &proposal["stage"]), (&json!("Öfen"), &json!("Voting")));
    assert_eq!(proposal["body"], json!({ "cooperative": 0 }));
    assert_eq!(proposal["callName"], "Ledger.pay");
    assert_eq!(proposal["call"]["bytes"], "0x090401");
    let tally = &proposal["tallies"][0];
    assert_eq!((&tally["voted"], &tally["quorumHeads"]), (&json!(3), &json!(3)));
    assert_eq!((&tally["participation"], &tally["quorum"]), (&json!("0.6"), &json!("0.5")));
    assert_eq!((&tally["approve"], &tally["reject"]), (&json!("2.5"), &json!("1")));
    // The model asks for more than the kind of decision.
    assert_eq!(tally["approval"], "0.714285");
    assert_eq!(tally["approvalNeeded"], "0.66");
    assert_eq!((&tally["quorate"], &tally["verdict"]), (&json!(true), &json!("For")));
    assert_eq!(proposal["count"]["result"], "Passed");

    // Of two cooperatives, one takes part no longer.
    let failed = call("icn_proposal", json!([1])).await.unwrap();
    assert_eq!((&failed["body"], &failed["error"]), (&json!("federation"), &json!("Ledger.Poor")));
    assert_eq!(failed["tallies"][1]["takesPart"], false);
    assert_eq!(
        (&failed["count"]["for"], &failed["count"]["quorumCooperatives"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(call("icn_proposal", json!([2])).await.unwrap(), Value::Null);

    let ballots = call("icn_ballots", json!([0, "brot.coop"])).await.unwrap();
    assert_eq!(ballots["ballots"][0]["power"], "1.25");
    assert_eq!(ballots["ballots"][0]["objection"], "too soon");
}

#[tokio::test]
async fn proposals_are_listed_by_who_decides_and_by_whether_they_are_open() {
    let ids = |page: Value| -> Vec<u64> {
        let proposals = page["proposals"].as_array().unwrap();
        proposals.iter().map(|proposal| proposal["id"].as_u64().unwrap()).collect()
    };
    for (params, expected) in [
        (json!([]), &[0, 1][..]),
        (json!(["all", 1]), &[1]),
        (json!(["open"]), &[0, 1]),
        (json!(["federation"]), &[1]),
        (json!([0]), &[0]),
        (json!(["brot.coop"]), &[0]),
        (json!([7]), &[]),
    ] {
        let page = call("icn_proposals", params.clone()).await.unwrap();
        assert_eq!(ids(page), expected, "{params}");
    }
    let page = call("icn_proposals", json!(["all", 0, 1])).await.unwrap();
    assert_eq!(page["next"], 1);
    // A cooperative's page has what its members vote on.
    let page = call("icn_cooperativeOverview", json!([1])).await.unwrap();
    assert_eq!(page["openProposals"].as_array().unwrap().len(), 1);
    assert_eq!((&page["openProposals"][0]["id"], &page["seat"]), (&json!(1), &Value::Null));
}

#[tokio::test]
async fn metrics_come_with_their_rates() {
    let federation = call("icn_governance", json!([])).await.unwrap();
    let metrics = &federation["metrics"];
    assert_eq!((&federation["body"], &metrics["total"]), (&json!("federation"), &json!(4)));
    assert_eq!(metrics["averageParticipation"], "0.55");
    assert_eq!((&metrics["quorumRate"], &metrics["rejectionRate"]), (&json!("1"), &json!("0.25")));
    assert_eq!(federation["parameters"]["constitution"], "0.75");
    let cooperative = call("icn_governance", json!([1])).await.unwrap();
    assert_eq!((&cooperative["body"], &cooperative["rules"]["quorum"]), (&json!(1), &json!("0.5")));
    assert_eq!(call("icn_governance", json!([7])).await.unwrap(), Value::Null);
}

#[tokio::test]
async fn amounts_and_scores_are_text_and_accounts_are_named_as_they_are_asked_for() {
    let hours = json!({ "issuer": 0, "code": "HOURS", "decimals": 2 });
    let account = call("icn_ledgerAccount", json!([DID.to_string(), hours])).await.unwrap();
    assert_eq!(account["balance"], "-250");
    assert_eq!(account["limit"], "10000000000000000000000000000000");
    let holders = call("icn_currencyAccounts", json!([hours, null, 3])).await.unwrap();
    let named: Vec<_> =
        holders["accounts"].as_array().unwrap().iter().map(|a| &a["account"]).collect();
    assert_eq!(named, [&json!(DID.to_string()), &json!(1), &json!("federation")]);
    assert_eq!(holders["next"], "federation");
    for account in [json!(DID.to_string()), json!(1), json!("brot.coop"), json!("federation")] {
        let page = call("icn_ledgerAccounts", json!([account])).await.unwrap();
        assert_eq!(page["accounts"][0]["currency"], hours, "{account}");
    }
    assert_eq!(call("icn_treasury", json!(["nobody.coop"])).await.unwrap(), Value::Null);

    // Whoever acted is named in a question as in an answer.
    let holds = call("icn_holds", json!(["federation"])).await.unwrap();
    for hold in holds["holds"].as_array().unwrap() {
        assert!(call("icn_ledgerAct", json!([hold["actor"], BEST])).await.is_ok(), "{hold}");
    }
    let act = call("icn_ledgerAct", json!([{ "shard": 1 }, BEST])).await.unwrap();
    assert_eq!(act["outcome"]["captured"]["amount"], "-1");
    let act = call("icn_ledgerAct", json!([{ "pallet": "market" }, BEST])).await.unwrap();
    assert_eq!(act["outcome"], json!({ "held": { "hold": 3 } }));

    let reputation = call("icn_reputation", json!([DID.to_string()])).await.unwrap();
    let voting = &reputation["categories"][1];
    assert_eq!(*voting, json!({ "category": "voting", "score": "1.5", "events": 2 }));
    assert_eq!((&reputation["total"], &reputation["votingPower"]), (&json!("1.8"), &json!("1")));
    let history = call("icn_reputationHistory", json!([DID.to_string()])).await.unwrap();
    assert_eq!(history["days"][0]["began"], 2 * 86_400_000);
    assert_eq!(history["days"][0]["sources"][0]["source"], json!({ "act": "vote_cast" }));
}

#[tokio::test]
async fn a_members_page_has_all_about_the_member() {
    let member = call("icn_member", json!([DID.to_string()])).await.unwrap();
    assert_eq!(member["memberships"][0]["home"], true);
    assert_eq!(member["delegations"][0]["cooperative"], 1);
    assert_eq!(member["delegations"][0]["given"][0]["kind"], "Budget");
    assert_eq!(member["delegations"][0]["delegators"]["Bylaw"], 3);
    assert_eq!(member["accounts"]["accounts"][0]["balance"], "-250");
    assert_eq!(member["holds"]["holds"].as_array().unwrap().len(), 5);
    assert_eq!(member["credentials"]["credentials"][0]["status"], "Valid");
    assert_eq!(call("icn_member", json!([EXAMPLE_DID])).await.unwrap(), Value::Null);
}

#[tokio::test]
async fn a_name_in_utf_8_comes_out_as_it_went_in() {
    let cooperative = call("icn_cooperative", json!(["brot.coop"])).await.unwrap();
    assert_eq!(cooperative["legalName"], "Bäckerei eG");
    assert_eq!(call("icn_cooperative", json!(["nobody.coop"])).await.unwrap(), Value::Null);
}

#[tokio::test]
async fn a_refused_transaction_is_told_why_in_a_sentence() {
    assert_eq!(
        call("icn_checkTransaction", json!([transaction(0)])).await.unwrap(),
        json!({ "admitted": true })
    );
    for refusal in Refusal::ALL {
        let checked = call("icn_checkTransaction", json!([transaction(refusal.code())])).await;
        let expected = json!({
            "admitted": false,
            "refusal": refusal.code(),
            "name": refusal,
            "sentence": refusal.sentence(),
        });
        assert_eq!(checked.unwrap(), expected);
        let told = call("icn_refusal", json!([refusal.code()])).await.unwrap();
        assert_eq!(told["sentence"], refusal.sentence());
    }
    let checked = call("icn_checkTransaction", json!([transaction(255)])).await.unwrap();
    assert_eq!(checked["admitted"], false);
    assert_eq!(checked.get("refusal"), None);
    assert!(checked["sentence"].as_str().unwrap().contains("signature"));
    let checked = call("icn_checkTransaction", json!([transaction(200)])).await.unwrap();
    assert!(checked["sentence"].as_str().unwrap().contains("200"));
}

#[tokio::test]
async fn an_account_that_may_send_nothing_is_told_why() {
    let quota = call("icn_quota", json!([KEY.account().to_string()])).await.unwrap();
    assert_eq!(quota["admitted"], false);
    assert_eq!(quota["refusal"]["sentence"], Refusal::NotMember.sentence());
}

#[tokio::test]
async fn an_account_is_its_address_or_its_bytes() {
    let account = KEY.account();
    let bytes = format!("0x{}", "07".repeat(32));
    for account in [account.to_string(), bytes] {
        let did = call("did_ofAccount", json!([account])).await;
        assert_eq!(did.unwrap(), json!(DID.to_string()));
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_what_would_be_right() {
    let did = DID.to_string();
    let long = format!("0x{}", "00".repeat((1 << 20) + 1));
    let signature = format!("0x01{}", "00".repeat(64));
    for (method, params, code, hint) in [
        ("icn_members", json!([0, "did:key:z6Mk"]), -32602, "did:icn:"),
        ("icn_members", json!([0, null, 0]), -32602, "1 to 200"),
        ("icn_cooperatives", json!([0, 201]), -32602, "1 to 200"),
        ("icn_cooperative", json!(["a".repeat(254)]), -32602, "253"),
        ("icn_quota", json!(["0x00"]), -32602, "SS58"),
        ("icn_refusal", json!([99]), -32602, "from 1 to"),
        ("icn_checkTransaction", json!(["0x"]), -32602, "no transaction"),
        ("did_verify", json!([did, "0x00", "0x0100"]), -32602, "64 bytes"),
        ("did_verify", json!([did, long, signature]), -32602, "1 MiB"),
        ("did_verify", json!([did, "0x00", signature, "friend"]), -32602, "keyAgreement"),
        ("did_resolve", json!([did, Hash::repeat_byte(1)]), 9001, "knows no block"),
        ("icn_proposal", json!([0, Hash::repeat_byte(1)]), 9001, "knows no block"),
        ("icn_reputationRanking", json!(["karma"]), -32602, ""),
        ("icn_currency", json!([{ "issuer": 0, "code": "eur", "decimals": 2 }]), -32602, ""),
        ("icn_ledgerAct", json!([{ "pallet": "marketplace" }, BEST]), -32602, "8 bytes"),
        ("icn_textVersions", json!(["federation", "a".repeat(65)]), -32602, "64 bytes"),
        ("icn_ledgerAccounts", json!(["did:key:z6Mk"]), -32602, "did:icn:"),
    ] {
        let (got, message) = call(method, params.clone()).await.unwrap_err();
        assert_eq!(got, code, "{method} {message}");
        assert!(message.contains(hint), "{method}: {message}");
    }
}
