//! A chain that answers from memory, as one shard or another.

use super::{
    records::{
        account_view, ballot, cooperative, credential, currency, document, hold, hours, membership,
        proposals, shard,
    },
    trade_records::{
        anchor, booking, commitment, exchange, listing, order, provider, resource, settlement,
        tombstone,
    },
    BEST, DID, KEY,
};
use icn_primitives::{
    admission::QuotaView,
    apis::{
        AdmissionApi, CooperativesApi, CredentialsApi, DidApi, GovernanceApi, LedgerApi,
        RelayLimits, ReputationApi, SeatsApi, ShardsApi,
    },
    content::ContentRoot,
    credential::{Credential, CredentialStatus},
    document::{DidDocument, Relationships},
    exchange::{
        settlement::{Purpose, Settlement, SettlementApi},
        ExchangeApi, ExchangeId, ExchangeKind, ExchangeView,
    },
    governance::{
        Ballot, Body, DecisionKind, Delegation, GovernanceMetrics, GovernanceParameters,
        GovernanceRules, Poll, PollId, ProposalId, ProposalView, Reason, Records, RuleMaker, Stage,
        TextName, TextVersion,
    },
    ledger::{
        AccountView, Actor, CurrencyCode, CurrencyId, CurrencyView, Hold, HoldId, Key, KeyRecord,
        LedgerAccount, Outcome, Treasury,
    },
    marketplace::{
        search::MarketplaceApi, KeyRecord as MarketKeyRecord, ListingId, ListingView,
        MarketplaceParameters, Order, OrderId, RatingSum, SearchCursor, SearchPage, SearchQuery,
    },
    membership::{Cooperative, CooperativeId, Membership},
    reputation::{
        Act, ByCategory, Categories, Category, CategoryRules, CategoryStatistics, HistoryDay,
        HistoryEntry, Ranked, RankingPage, ReputationParameters, ReputationStatistics,
        ReputationView, Score, Source, VotingPower,
    },
    resources::{
        BookingId, BookingView, Minute, ResourceId, ResourcePage, ResourceQuery, ResourceView,
        ResourcesApi, Span,
    },
    seat::{BlockEquivocation, PeerId as NodeKey, Seat, SeatStatus, SeatView, SuspensionReason},
    shard::{ShardId, ShardRole, ShardView},
    storage::{
        Anchor, AnchorId, Commitment, CommitmentId, DueChallenge, Proofs, Provider, StorageApi,
        StorageParameters, Tombstone,
    },
    AccountId, Did, Hash, Header, OpaqueBlock as Block, PublicKey, Refusal, Signature,
};
use polkadot_sdk::{
    sc_network::PeerId,
    sp_api::{self, ApiRef, ProvideRuntimeApi},
    sp_blockchain::{self, BlockStatus, HeaderBackend, Info},
    sp_runtime::{
        traits::Block as BlockT,
        transaction_validity::{
            InvalidTransaction, TransactionSource, TransactionValidity, ValidTransaction,
        },
    },
    sp_transaction_pool::runtime_api::TaggedTransactionQueue,
};

/// The chain.
pub struct Chain(pub ShardRole);
/// Its runtime.
pub struct Api(ShardRole);

impl ProvideRuntimeApi<Block> for Chain {
    type Api = Api;
    fn runtime_api(&self) -> ApiRef<'_, Api> {
        Api(self.0).into()
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

        fn equivocation_report(_equivocation: BlockEquivocation) -> Option<Vec<u8>> {
            None
        }
    }

    impl ShardsApi<Block> for Api {
        fn this_shard(&self) -> (ShardId, ShardRole) {
            match self.0 {
                ShardRole::Federation => (ShardId(0), self.0),
                ShardRole::Marketplace => (ShardId(1), self.0),
                ShardRole::Storage => (ShardId(2), self.0),
            }
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

    impl MarketplaceApi<Block> for Api {
        fn listing(id: ListingId, viewer: Vec<CooperativeId>) -> Option<ListingView> {
            // For members of cooperative 1 alone.
            (id.0 == 0 && viewer.contains(&CooperativeId(1)) || id.0 == 1).then(|| listing(id))
        }
        fn search(
            query: SearchQuery,
            _viewer: Vec<CooperativeId>,
            cursor: Option<SearchCursor>,
            _limit: u32,
        ) -> SearchPage {
            if cursor.is_some() || query.owner.is_some_and(|owner| owner != DID) {
                return SearchPage::default();
            }
            let next = Some(SearchCursor::Newest(ListingId(1)));
            SearchPage { listings: vec![listing(ListingId(1))], next }
        }
        fn order(id: OrderId) -> Option<Order> {
            order(id)
        }
        fn orders_of(party: Did, before: Option<OrderId>, limit: u32) -> Vec<(OrderId, Order)> {
            let before = before.map_or(u64::MAX, |id| id.0);
            let ids = (0..before.min(9)).rev().map(OrderId).take(limit as usize);
            let found = ids.filter_map(|id| Some((id, order(id)?)));
            found.filter(|(_, order)| order.buyer == party).collect()
        }
        fn disputes(after: Option<OrderId>, _limit: u32) -> Vec<(OrderId, Order)> {
            let found = Some(OrderId(1)).filter(|id| after < Some(*id));
            found.and_then(|id| Some((id, order(id)?))).into_iter().collect()
        }
        fn rating(_party: Did) -> RatingSum {
            RatingSum { stars: 9, count: 2 }
        }
        fn market_act(_party: Did, _key: Key) -> Option<MarketKeyRecord> {
            None
        }
        fn marketplace_parameters() -> MarketplaceParameters {
            MarketplaceParameters::default()
        }
    }

    impl SettlementApi<Block> for Api {
        fn settlement(_purpose: Purpose) -> Option<Settlement> {
            Some(settlement())
        }
        fn settlements(_after: Option<Purpose>, _limit: u32) -> Vec<(Purpose, Settlement)> {
            vec![]
        }
    }

    impl ExchangeApi<Block> for Api {
        fn exchange(id: ExchangeId) -> Option<ExchangeView> {
            exchange(id)
        }
        fn exchanges(from: ExchangeId, limit: u32) -> Vec<ExchangeView> {
            (from.0..3).map(ExchangeId).filter_map(exchange).take(limit as usize).collect()
        }
        fn open_exchanges(
            kind: ExchangeKind,
            after: Option<ExchangeId>,
            _limit: u32,
        ) -> Vec<ExchangeView> {
            let found = (0..3).map(ExchangeId).filter(|id| after < Some(*id));
            let found = found.filter_map(exchange);
            found.filter(|view| view.exchange.content.kind() == kind).collect()
        }
        fn exchanges_of_cooperative(
            _cooperative: CooperativeId,
            _after: Option<ExchangeId>,
            _limit: u32,
        ) -> Vec<ExchangeView> {
            exchange(ExchangeId(1)).into_iter().collect()
        }
        fn exchanges_of(
            _person: Did,
            _after: Option<ExchangeId>,
            _limit: u32,
        ) -> Vec<ExchangeView> {
            exchange(ExchangeId(2)).into_iter().collect()
        }
        fn exchange_by_key(_person: Did, _key: Key) -> Option<ExchangeId> {
            None
        }
    }

    impl ResourcesApi<Block> for Api {
        fn resource(id: ResourceId) -> Option<ResourceView> {
            (id.0 == 0).then(resource)
        }
        fn search_resources(
            query: ResourceQuery,
            _after: Option<ResourceId>,
            _limit: u32,
        ) -> ResourcePage {
            let fits = query.kind.is_none_or(|kind| kind == resource().resource.terms.kind);
            let found = if fits { vec![resource()] } else { vec![] };
            ResourcePage { found, next: None }
        }
        fn resources_of(
            _owner: CooperativeId,
            _after: Option<ResourceId>,
            _limit: u32,
        ) -> Vec<ResourceView> {
            vec![resource()]
        }
        fn is_free(_id: ResourceId, _span: Span) -> bool {
            true
        }
        fn booking(id: BookingId) -> Option<BookingView> {
            (id.0 < 2).then(|| booking(id))
        }
        fn bookings_in(_resource: ResourceId, from: Minute, limit: u32) -> Vec<BookingView> {
            let found = (0..2).map(BookingId).map(booking);
            found.filter(|view| view.booking.span.end > from).take(limit as usize).collect()
        }
        fn bookings_of(
            person: Did,
            after: Option<BookingId>,
            _limit: u32,
        ) -> Vec<BookingView> {
            if person != DID || after.is_some() { return vec![] }
            vec![booking(BookingId(0))]
        }
        fn bookings_paid_by(
            _cooperative: CooperativeId,
            _after: Option<BookingId>,
            _limit: u32,
        ) -> Vec<BookingView> {
            vec![booking(BookingId(1))]
        }
        fn booking_by_key(_person: Did, _key: Key) -> Option<BookingId> {
            None
        }
    }

    impl StorageApi<Block> for Api {
        fn anchor(id: AnchorId) -> Option<Anchor> {
            (id.0 == 0).then(anchor)
        }
        fn anchor_of(_owner: Did, _content: ContentRoot) -> Option<(AnchorId, Anchor)> {
            None
        }
        fn anchors_of(
            _owner: Did,
            after: Option<ContentRoot>,
            _limit: u32,
        ) -> Vec<(AnchorId, Anchor)> {
            if after.is_some() { vec![] } else { vec![(AnchorId(0), anchor())] }
        }
        fn owners_of(
            _content: ContentRoot,
            _after: Option<Did>,
            _limit: u32,
        ) -> Vec<(Did, AnchorId)> {
            vec![]
        }
        fn wanting(_after: Option<AnchorId>, _limit: u32) -> Vec<(AnchorId, Anchor)> {
            vec![]
        }
        fn tombstone(id: AnchorId) -> Option<Tombstone> {
            (id.0 == 1).then(tombstone)
        }
        fn tombstones_of(
            _content: ContentRoot,
            _after: Option<AnchorId>,
            _limit: u32,
        ) -> Vec<(AnchorId, Tombstone)> {
            vec![]
        }
        fn provider(id: CooperativeId) -> Option<Provider> {
            (id.0 == 0).then(provider)
        }
        fn provider_of(_key: AccountId) -> Option<CooperativeId> {
            None
        }
        fn providers(
            after: Option<CooperativeId>,
            _limit: u32,
        ) -> Vec<(CooperativeId, Provider)> {
            if after.is_some() { vec![] } else { vec![(CooperativeId(0), provider())] }
        }
        fn commitment(_id: CommitmentId) -> Option<Commitment> {
            None
        }
        fn commitments_of(
            _provider: CooperativeId,
            after: Option<CommitmentId>,
            limit: u32,
        ) -> Vec<(CommitmentId, Commitment)> {
            let from = after.map_or(0, |id| id.0 + 1);
            let ids = (from..2).map(CommitmentId).take(limit as usize);
            ids.map(|id| (id, commitment(id))).collect()
        }
        fn replicas(_anchor: AnchorId) -> Vec<(CommitmentId, Commitment)> {
            (0..2).map(|id| (CommitmentId(id), commitment(CommitmentId(id)))).collect()
        }
        fn due_challenges(
            _key: AccountId,
            _after: Option<CommitmentId>,
            _limit: u32,
        ) -> Vec<DueChallenge> {
            vec![]
        }
        fn answer_payload(_commitment: CommitmentId, _number: u32, _proofs: Proofs) -> Vec<u8> {
            vec![]
        }
        fn answer_transaction(
            _commitment: CommitmentId,
            _number: u32,
            _proofs: Proofs,
            _signature: Signature,
        ) -> Result<Vec<u8>, Vec<u8>> {
            Err(vec![])
        }
        fn storage_parameters() -> StorageParameters {
            StorageParameters::default()
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
