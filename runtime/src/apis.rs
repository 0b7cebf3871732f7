//! Runtime APIs: the node's, and what clients read.

use alloc::vec::Vec;
use codec::Encode;
use icn_primitives::{
    admission::QuotaView,
    apis::RelayLimits,
    content::ContentRoot,
    credential::{Credential, CredentialStatus},
    document::{DidDocument, Relationships},
    exchange::{
        settlement::{Purpose, Settlement as SettlementState},
        ExchangeId, ExchangeKind, ExchangeView,
    },
    governance::{
        Ballot, DecisionKind, Delegation, GovernanceMetrics, GovernanceParameters, GovernanceRules,
        Poll, PollId, ProposalId, ProposalView, Reason, RuleMaker, TextName, TextVersion,
    },
    ledger::{
        AccountView, Actor, CurrencyCode, CurrencyId, CurrencyView, Hold, HoldId, Key, KeyRecord,
        LedgerAccount,
    },
    marketplace::{
        KeyRecord as MarketKeyRecord, ListingId, ListingView, MarketplaceParameters, Order,
        OrderId, RatingSum, SearchCursor, SearchPage, SearchQuery,
    },
    membership::{Cooperative, Membership},
    reputation::{
        Categories, Category, CategoryRules, HistoryDay, RankingPage, ReputationParameters,
        ReputationStatistics, ReputationView,
    },
    resources::{
        BookingId, BookingView, Minute, ResourceId, ResourcePage, ResourceQuery, ResourceView, Span,
    },
    seat::{BlockEquivocation, PeerId, SeatView},
    shard::{ShardId, ShardRole, ShardView},
    storage::{
        Anchor, AnchorId, Commitment, CommitmentId, DueChallenge, Proofs, Provider,
        StorageParameters, Tombstone,
    },
    CooperativeId, Did as DidName, PublicKey,
};
use polkadot_sdk::{
    frame_support::{
        genesis_builder_helper::{build_state, get_preset},
        view_functions,
    },
    frame_system_rpc_runtime_api, pallet_aura, sp_api,
    sp_api::impl_runtime_apis,
    sp_block_builder, sp_consensus_aura, sp_consensus_grandpa,
    sp_core::{crypto::KeyTypeId, OpaqueMetadata},
    sp_genesis_builder,
    sp_inherents::{CheckInherentsResult, InherentData},
    sp_offchain,
    sp_runtime::{
        traits::{Block as BlockT, NumberFor},
        transaction_validity::{TransactionSource, TransactionValidity},
        ApplyExtrinsicResult, ExtrinsicInclusionMode,
    },
    sp_session, sp_transaction_pool,
    sp_version::RuntimeVersion,
};

use crate::{
    presets, AccountId, Admission, Aura, AuraId, Block, Cooperatives, Credentials, Did, Exchange,
    Executive, Governance, Grandpa, GrandpaId, Hash, Header, Historical, InherentDataExt, Ledger,
    Marketplace, Nonce, Reputation, Resources, Runtime, RuntimeGenesisConfig, Seats, SessionKeys,
    Settlement, Shards, Signature, Storage, System, VERSION,
};

impl_runtime_apis! {
    impl sp_api::Core<Block> for Runtime {
        fn version() -> RuntimeVersion {
            VERSION
        }

        fn execute_block(block: <Block as BlockT>::LazyBlock) {
            Executive::execute_block(block);
        }

        fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
            Executive::initialize_block(header)
        }
    }

    impl sp_api::Metadata<Block> for Runtime {
        fn metadata() -> OpaqueMetadata {
            OpaqueMetadata::new(Runtime::metadata().into())
        }

        fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
            Runtime::metadata_at_version(version)
        }

        fn metadata_versions() -> Vec<u32> {
            Runtime::metadata_versions()
        }
    }

    impl view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
        fn execute_view_function(
            id: view_functions::ViewFunctionId,
            input: Vec<u8>,
        ) -> Result<Vec<u8>, view_functions::ViewFunctionDispatchError> {
            Runtime::execute_view_function(id, input)
        }
    }

    impl sp_block_builder::BlockBuilder<Block> for Runtime {
        fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
            Executive::apply_extrinsic(extrinsic)
        }

        fn finalize_block() -> <Block as BlockT>::Header {
            Executive::finalize_block()
        }

        fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
            data.create_extrinsics()
        }

        fn check_inherents(
            block: <Block as BlockT>::LazyBlock,
            data: InherentData,
        ) -> CheckInherentsResult {
            data.check_extrinsics(&block)
        }
    }

    impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
        fn validate_transaction(
            source: TransactionSource,
            transaction: <Block as BlockT>::Extrinsic,
            block_hash: <Block as BlockT>::Hash,
        ) -> TransactionValidity {
            Executive::validate_transaction(source, transaction, block_hash)
        }
    }

    impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
        fn offchain_worker(header: &<Block as BlockT>::Header) {
            Executive::offchain_worker(header)
        }
    }

    impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
        fn slot_duration() -> sp_consensus_aura::SlotDuration {
            sp_consensus_aura::SlotDuration::from_millis(Aura::slot_duration())
        }

        fn authorities() -> Vec<AuraId> {
            pallet_aura::Authorities::<Runtime>::get().into_inner()
        }
    }

    impl sp_session::SessionKeys<Block> for Runtime {
        fn generate_session_keys(
            owner: Vec<u8>,
            seed: Option<Vec<u8>>,
        ) -> sp_session::OpaqueGeneratedSessionKeys {
            SessionKeys::generate(&owner, seed).into()
        }

        fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
            SessionKeys::decode_into_raw_public_keys(&encoded)
        }
    }

    impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
        fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
            Grandpa::grandpa_authorities()
        }

        fn current_set_id() -> sp_consensus_grandpa::SetId {
            Grandpa::current_set_id()
        }

        fn submit_report_equivocation_unsigned_extrinsic(
            equivocation_proof: sp_consensus_grandpa::EquivocationProof<
                <Block as BlockT>::Hash,
                NumberFor<Block>,
            >,
            key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
        ) -> Option<()> {
            Grandpa::submit_unsigned_equivocation_report(
                equivocation_proof,
                key_owner_proof.decode()?,
            )
        }

        fn generate_key_ownership_proof(
            _set_id: sp_consensus_grandpa::SetId,
            authority_id: GrandpaId,
        ) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
            use polkadot_sdk::frame_support::traits::KeyOwnerProofSystem;

            Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority_id))
                .map(|proof| sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(proof.encode()))
        }
    }

    impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
        fn account_nonce(account: AccountId) -> Nonce {
            System::account_nonce(account)
        }
    }

    impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
        fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
            build_state::<RuntimeGenesisConfig>(config)
        }

        fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
            get_preset::<RuntimeGenesisConfig>(id, presets::get_preset)
        }

        fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
            presets::preset_names()
        }
    }

    impl icn_primitives::apis::DidApi<Block> for Runtime {
        fn did_document(did: DidName) -> Option<DidDocument> {
            Did::document(&did)
        }

        fn did_of(account: AccountId) -> Option<DidName> {
            Did::did_of(&account)
        }

        fn verify_signature(
            did: DidName,
            relationships: Relationships,
            message: Vec<u8>,
            signature: Signature,
        ) -> Option<PublicKey> {
            Did::verify(&did, relationships, &message, &signature)
        }
    }

    impl icn_primitives::apis::CooperativesApi<Block> for Runtime {
        fn cooperative(id: CooperativeId) -> Option<Cooperative> {
            Cooperatives::cooperative(id)
        }

        fn cooperatives(from: CooperativeId, limit: u32) -> Vec<(CooperativeId, Cooperative)> {
            Cooperatives::cooperatives(from, limit)
        }

        fn cooperative_by_domain(domain: Vec<u8>) -> Option<CooperativeId> {
            Cooperatives::cooperative_by_domain(domain)
        }

        fn memberships(did: DidName) -> Vec<(CooperativeId, Membership)> {
            Cooperatives::memberships(&did)
        }

        fn membership(cooperative: CooperativeId, did: DidName) -> Option<Membership> {
            Cooperatives::membership(cooperative, &did)
        }

        fn members(
            cooperative: CooperativeId,
            after: Option<DidName>,
            limit: u32,
        ) -> Vec<(DidName, Membership)> {
            Cooperatives::members(cooperative, after, limit)
        }
    }

    impl icn_primitives::apis::CredentialsApi<Block> for Runtime {
        fn credential(hash: Hash) -> Option<(Credential, CredentialStatus)> {
            Credentials::credential(hash)
        }

        fn credentials_of(
            subject: DidName,
            after: Option<Hash>,
            limit: u32,
        ) -> Vec<(Hash, Credential, CredentialStatus)> {
            Credentials::credentials_of(&subject, after, limit)
        }
    }

    impl icn_primitives::apis::GovernanceApi<Block> for Runtime {
        fn proposal(id: ProposalId) -> Option<ProposalView> {
            Governance::proposal(id)
        }

        fn proposals(from: ProposalId, limit: u32) -> Vec<ProposalView> {
            Governance::proposals(from, limit)
        }

        fn open_proposals(from: ProposalId, limit: u32) -> Vec<ProposalId> {
            Governance::open_proposals(from, limit)
        }

        fn proposals_of(maker: RuleMaker, from: ProposalId, limit: u32) -> Vec<ProposalId> {
            Governance::proposals_of(maker, from, limit)
        }

        fn ballot(
            id: ProposalId,
            cooperative: CooperativeId,
            did: DidName,
        ) -> Option<(Ballot, Option<Reason>)> {
            Governance::ballot(id, cooperative, did)
        }

        fn ballots(
            id: ProposalId,
            cooperative: CooperativeId,
            after: Option<DidName>,
            limit: u32,
        ) -> Vec<(DidName, Ballot)> {
            Governance::ballots(id, cooperative, after, limit)
        }

        fn objections(
            id: ProposalId,
            cooperative: CooperativeId,
            after: Option<DidName>,
            limit: u32,
        ) -> Vec<(DidName, Reason)> {
            Governance::objections(id, cooperative, after, limit)
        }

        fn delegations(
            cooperative: CooperativeId,
            delegator: DidName,
        ) -> Vec<(DecisionKind, Delegation)> {
            Governance::delegations(cooperative, delegator)
        }

        fn delegators(cooperative: CooperativeId, kind: DecisionKind, delegate: DidName) -> u32 {
            Governance::delegators_of(cooperative, kind, &delegate)
        }

        fn rules(maker: RuleMaker) -> GovernanceRules {
            Governance::rules(maker)
        }

        fn parameters() -> GovernanceParameters {
            pallet_governance::Parameters::<Runtime>::get()
        }

        fn metrics(cooperative: Option<CooperativeId>) -> GovernanceMetrics {
            Governance::metrics(cooperative)
        }

        fn texts(maker: RuleMaker, after: Option<TextName>, limit: u32) -> Vec<(TextName, u32)> {
            Governance::texts(maker, after, limit)
        }

        fn text_versions(
            maker: RuleMaker,
            name: TextName,
            from: Option<u32>,
            limit: u32,
        ) -> Vec<(u32, TextVersion)> {
            Governance::text_versions(maker, name, from, limit)
        }

        fn polls(from: PollId, limit: u32) -> Vec<(PollId, Poll)> {
            Governance::polls(from, limit)
        }
    }

    impl icn_primitives::apis::ReputationApi<Block> for Runtime {
        fn reputation(subject: DidName) -> Option<ReputationView> {
            Reputation::reputation(&subject)
        }

        fn reputation_ranking(
            category: Option<Category>,
            after: Option<DidName>,
            limit: u32,
        ) -> RankingPage {
            Reputation::ranking(category, after, limit)
        }

        fn reputation_history(
            subject: DidName,
            category: Option<Category>,
            from: u32,
            limit: u32,
        ) -> Vec<HistoryDay> {
            Reputation::history(&subject, category, from, limit)
        }

        fn reputation_categories() -> Vec<(Category, CategoryRules)> {
            Reputation::categories()
        }

        fn reputation_parameters() -> ReputationParameters {
            Reputation::parameters()
        }

        fn reputation_attestors() -> Vec<(DidName, Categories)> {
            Reputation::attestors()
        }

        fn reputation_statistics() -> ReputationStatistics {
            Reputation::statistics()
        }
    }

    impl icn_primitives::apis::LedgerApi<Block> for Runtime {
        fn ledger_account(account: LedgerAccount, currency: CurrencyId) -> Option<AccountView> {
            Ledger::account(&account, currency)
        }

        fn ledger_accounts(
            account: LedgerAccount,
            after: Option<CurrencyId>,
            limit: u32,
        ) -> Vec<(CurrencyId, AccountView)> {
            Ledger::accounts_of(&account, after, limit)
        }

        fn accounts_in(
            currency: CurrencyId,
            after: Option<LedgerAccount>,
            limit: u32,
        ) -> Vec<(LedgerAccount, AccountView)> {
            Ledger::accounts_in(currency, after, limit)
        }

        fn currency(id: CurrencyId) -> Option<CurrencyView> {
            Ledger::currency(id)
        }

        fn currencies(
            issuer: CooperativeId,
            after: Option<CurrencyCode>,
            limit: u32,
        ) -> Vec<CurrencyView> {
            Ledger::currencies(issuer, after, limit)
        }

        fn hold(id: HoldId) -> Option<Hold> {
            Ledger::hold_by_id(id)
        }

        fn holds(account: LedgerAccount, after: Option<HoldId>, limit: u32) -> Vec<(HoldId, Hold)> {
            Ledger::holds(&account, after, limit)
        }

        fn ledger_act(actor: Actor, key: Key) -> Option<KeyRecord> {
            Ledger::act(actor, key)
        }
    }

    impl icn_primitives::apis::SeatsApi<Block> for Runtime {
        fn seats() -> Vec<SeatView> {
            Seats::seats()
        }

        fn node_keys() -> Vec<PeerId> {
            Seats::node_keys()
        }

        fn equivocation_report(equivocation: BlockEquivocation) -> Option<Vec<u8>> {
            crate::consensus::equivocation_report(equivocation)
        }
    }

    impl icn_primitives::apis::AdmissionApi<Block> for Runtime {
        fn quota(account: AccountId) -> Result<QuotaView, u8> {
            Admission::quota(account)
        }
    }

    impl icn_primitives::apis::ShardsApi<Block> for Runtime {
        fn this_shard() -> (ShardId, ShardRole) {
            (Shards::this_shard(), Shards::this_role())
        }

        fn shard(id: ShardId) -> Option<ShardView> {
            Shards::shard(id)
        }

        fn shards() -> Vec<ShardView> {
            Shards::shards()
        }

        fn relay_limits() -> RelayLimits {
            crate::shards::relay_limits()
        }

        fn relay_transaction(
            source: ShardId,
            finality: Option<(Header, Vec<u8>, u64)>,
            at: Hash,
            proof: Vec<Vec<u8>>,
        ) -> Result<Vec<u8>, Vec<u8>> {
            crate::shards::relay_transaction(source, finality, at, proof)
        }
    }

    impl icn_primitives::marketplace::search::MarketplaceApi<Block> for Runtime {
        fn listing(id: ListingId, viewer: Vec<CooperativeId>) -> Option<ListingView> {
            Marketplace::listing(id, &viewer)
        }

        fn search(
            query: SearchQuery,
            viewer: Vec<CooperativeId>,
            cursor: Option<SearchCursor>,
            limit: u32,
        ) -> SearchPage {
            Marketplace::search(&query, &viewer, cursor, limit)
        }

        fn order(id: OrderId) -> Option<Order> {
            Marketplace::order(id)
        }

        fn orders_of(party: DidName, before: Option<OrderId>, limit: u32) -> Vec<(OrderId, Order)> {
            Marketplace::orders_of(&party, before, limit)
        }

        fn disputes(after: Option<OrderId>, limit: u32) -> Vec<(OrderId, Order)> {
            Marketplace::disputes(after, limit)
        }

        fn rating(party: DidName) -> RatingSum {
            Marketplace::rating(&party)
        }

        fn market_act(party: DidName, key: Key) -> Option<MarketKeyRecord> {
            Marketplace::act(&party, key)
        }

        fn marketplace_parameters() -> MarketplaceParameters {
            Marketplace::parameters()
        }
    }

    impl icn_primitives::exchange::settlement::SettlementApi<Block> for Runtime {
        fn settlement(purpose: Purpose) -> Option<SettlementState> {
            Settlement::settlement(purpose)
        }

        fn settlements(after: Option<Purpose>, limit: u32) -> Vec<(Purpose, SettlementState)> {
            Settlement::settlements(after, limit)
        }
    }

    impl icn_primitives::exchange::ExchangeApi<Block> for Runtime {
        fn exchange(id: ExchangeId) -> Option<ExchangeView> {
            Exchange::exchange(id)
        }

        fn exchanges(from: ExchangeId, limit: u32) -> Vec<ExchangeView> {
            Exchange::exchanges(from, limit)
        }

        fn open_exchanges(
            kind: ExchangeKind,
            after: Option<ExchangeId>,
            limit: u32,
        ) -> Vec<ExchangeView> {
            Exchange::open_exchanges(kind, after, limit)
        }

        fn exchanges_of_cooperative(
            cooperative: CooperativeId,
            after: Option<ExchangeId>,
            limit: u32,
        ) -> Vec<ExchangeView> {
            Exchange::exchanges_of_cooperative(cooperative, after, limit)
        }

        fn exchanges_of(
            person: DidName,
            after: Option<ExchangeId>,
            limit: u32,
        ) -> Vec<ExchangeView> {
            Exchange::exchanges_of(&person, after, limit)
        }

        fn exchange_by_key(person: DidName, key: Key) -> Option<ExchangeId> {
            Exchange::exchange_by_key(&person, &key)
        }
    }

    impl icn_primitives::resources::ResourcesApi<Block> for Runtime {
        fn resource(id: ResourceId) -> Option<ResourceView> {
            Resources::resource(id)
        }

        fn search_resources(
            query: ResourceQuery,
            after: Option<ResourceId>,
            limit: u32,
        ) -> ResourcePage {
            Resources::search(&query, after, limit)
        }

        fn resources_of(
            owner: CooperativeId,
            after: Option<ResourceId>,
            limit: u32,
        ) -> Vec<ResourceView> {
            Resources::resources_of(owner, after, limit)
        }

        fn is_free(id: ResourceId, span: Span) -> bool {
            Resources::is_free(id, &span)
        }

        fn booking(id: BookingId) -> Option<BookingView> {
            Resources::booking(id)
        }

        fn bookings_in(resource: ResourceId, from: Minute, limit: u32) -> Vec<BookingView> {
            Resources::bookings_in(resource, from, limit)
        }

        fn bookings_of(person: DidName, after: Option<BookingId>, limit: u32) -> Vec<BookingView> {
            Resources::bookings_of(&person, after, limit)
        }

        fn bookings_paid_by(
            cooperative: CooperativeId,
            after: Option<BookingId>,
            limit: u32,
        ) -> Vec<BookingView> {
            Resources::bookings_paid_by(cooperative, after, limit)
        }

        fn booking_by_key(person: DidName, key: Key) -> Option<BookingId> {
            Resources::booking_by_key(&person, &key)
        }
    }

    impl icn_primitives::storage::StorageApi<Block> for Runtime {
        fn anchor(id: AnchorId) -> Option<Anchor> {
            Storage::anchor_by_id(id)
        }

        fn anchor_of(owner: DidName, content: ContentRoot) -> Option<(AnchorId, Anchor)> {
            Storage::anchor_of(&owner, content)
        }

        fn anchors_of(
            owner: DidName,
            after: Option<ContentRoot>,
            limit: u32,
        ) -> Vec<(AnchorId, Anchor)> {
            Storage::anchors_of(&owner, after, limit)
        }

        fn owners_of(
            content: ContentRoot,
            after: Option<DidName>,
            limit: u32,
        ) -> Vec<(DidName, AnchorId)> {
            Storage::owners_of(content, after, limit)
        }

        fn wanting(after: Option<AnchorId>, limit: u32) -> Vec<(AnchorId, Anchor)> {
            Storage::wanting(after, limit)
        }

        fn tombstone(id: AnchorId) -> Option<Tombstone> {
            Storage::tombstone_by_id(id)
        }

        fn tombstones_of(
            content: ContentRoot,
            after: Option<AnchorId>,
            limit: u32,
        ) -> Vec<(AnchorId, Tombstone)> {
            Storage::tombstones_of(content, after, limit)
        }

        fn provider(id: CooperativeId) -> Option<Provider> {
            Storage::provider_by_id(id)
        }

        fn provider_of(key: AccountId) -> Option<CooperativeId> {
            Storage::provider_of(&key)
        }

        fn providers(after: Option<CooperativeId>, limit: u32) -> Vec<(CooperativeId, Provider)> {
            Storage::providers(after, limit)
        }

        fn commitment(id: CommitmentId) -> Option<Commitment> {
            Storage::commitment_by_id(id)
        }

        fn commitments_of(
            provider: CooperativeId,
            after: Option<CommitmentId>,
            limit: u32,
        ) -> Vec<(CommitmentId, Commitment)> {
            Storage::commitments_of(provider, after, limit)
        }

        fn replicas(anchor: AnchorId) -> Vec<(CommitmentId, Commitment)> {
            Storage::replicas(anchor)
        }

        fn due_challenges(
            key: AccountId,
            after: Option<CommitmentId>,
            limit: u32,
        ) -> Vec<DueChallenge> {
            Storage::due_challenges(&key, after, limit)
        }

        fn answer_payload(commitment: CommitmentId, number: u32, proofs: Proofs) -> Vec<u8> {
            Storage::payload(commitment, number, &proofs)
        }

        fn answer_transaction(
            commitment: CommitmentId,
            number: u32,
            proofs: Proofs,
            signature: Signature,
        ) -> Result<Vec<u8>, Vec<u8>> {
            crate::storage::answer_transaction(commitment, number, proofs, signature)
        }

        fn storage_parameters() -> StorageParameters {
            Storage::rules()
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    impl polkadot_sdk::frame_benchmarking::Benchmark<Block> for Runtime {
        fn benchmark_metadata(extra: bool) -> (
            Vec<polkadot_sdk::frame_benchmarking::BenchmarkList>,
            Vec<polkadot_sdk::frame_support::traits::StorageInfo>,
        ) {
            use crate::*;
            use polkadot_sdk::{
                frame_benchmarking::BenchmarkList,
                frame_support::traits::StorageInfoTrait,
                frame_system_benchmarking::{
                    extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
                },
            };

            let mut list = Vec::<BenchmarkList>::new();
            list_benchmarks!(list, extra);
            (list, AllPalletsWithSystem::storage_info())
        }

        #[allow(non_local_definitions)]
        fn dispatch_benchmark(
            config: polkadot_sdk::frame_benchmarking::BenchmarkConfig,
        ) -> Result<Vec<polkadot_sdk::frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
            use crate::*;
            use polkadot_sdk::{
                frame_benchmarking::BenchmarkBatch,
                frame_support::traits::WhitelistedStorageKeys,
                frame_system_benchmarking::{
                    extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
                },
                sp_storage::TrackedStorageKey,
            };

            impl polkadot_sdk::frame_system_benchmarking::Config for Runtime {}

            let mut whitelist: Vec<TrackedStorageKey> =
                AllPalletsWithSystem::whitelisted_storage_keys();
            // Each block has written it before any transaction.
            whitelist.push(pallet_timestamp::Now::<Runtime>::hashed_key().to_vec().into());
            let mut batches = Vec::<BenchmarkBatch>::new();
            let params = (&config, &whitelist);
            add_benchmarks!(params, batches);
            Ok(batches)
        }
    }

    #[cfg(feature = "try-runtime")]
    impl polkadot_sdk::frame_try_runtime::TryRuntime<Block> for Runtime {
        fn on_runtime_upgrade(
            checks: polkadot_sdk::frame_try_runtime::UpgradeCheckSelect,
        ) -> (polkadot_sdk::sp_weights::Weight, polkadot_sdk::sp_weights::Weight) {
            // A check that fails shall stop here, with its trace.
            let weight = Executive::try_runtime_upgrade(checks).expect("migrations hold");
            (weight, crate::limits::RuntimeBlockWeights::get().max_block)
        }

        fn execute_block(
            block: <Block as BlockT>::LazyBlock,
            state_root_check: bool,
            signature_check: bool,
            select: polkadot_sdk::frame_try_runtime::TryStateSelect,
        ) -> polkadot_sdk::sp_weights::Weight {
            Executive::try_execute_block(block, state_root_check, signature_check, select)
                .expect("the block executes and the state holds")
        }
    }
}
