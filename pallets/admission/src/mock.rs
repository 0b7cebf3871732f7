//! A federation of three cooperatives with a board that members write on.

use icn_primitives::{
    admission::{QuotaHolder, Signer, Standing},
    AccountId, CooperativeId, Did, Moment, Nonce, Refusal, SigningKey,
};
use polkadot_sdk::{
    frame_support::dispatch::DispatchInfo,
    frame_system, pallet_multisig, pallet_proxy, pallet_timestamp, pallet_utility,
    polkadot_sdk_frame::{self as frame, testing_prelude::*},
    sp_io,
    sp_runtime::{
        traits::TransactionExtension,
        transaction_validity::{TransactionSource, TransactionValidityError, ValidTransaction},
        ApplyExtrinsicResultWithInfo, Perbill,
    },
};

use crate as pallet_admission;
use crate::{CallPolicy, Nested, SignerSource};

/// Who belongs here. Tests write its storage; it has no calls.
#[frame::pallet]
pub mod people {
    use super::*;

    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config {}

    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// An account's signer, or the number of its refusal.
    #[pallet::storage]
    pub type People<T: Config> =
        StorageMap<_, Blake2_128Concat, AccountId, core::result::Result<super::Signer, u8>>;

    /// The number of active cooperatives.
    #[pallet::storage]
    pub type Cooperatives<T: Config> = StorageValue<_, u32, ValueQuery>;
}

/// What they write on.
#[frame::pallet]
pub mod board {
    use super::*;

    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config {}

    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// Who wrote what, in order.
    #[pallet::storage]
    pub type Notes<T: Config> = StorageValue<_, Vec<(T::AccountId, u32)>, ValueQuery>;

    #[pallet::error]
    pub enum Error<T> {
        Spoiled,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// What members do.
        #[pallet::call_index(0)]
        #[pallet::weight(Weight::from_parts(*weight, 0))]
        pub fn write(origin: OriginFor<T>, note: u32, weight: u64) -> DispatchResult {
            let _ = weight;
            let who = ensure_signed(origin)?;
            Notes::<T>::append((who, note));
            Ok(())
        }

        /// What stewards do.
        #[pallet::call_index(1)]
        #[pallet::weight(Weight::from_parts(MS, 0))]
        pub fn wipe(origin: OriginFor<T>) -> DispatchResult {
            ensure_signed(origin)?;
            Notes::<T>::kill();
            Ok(())
        }

        /// What operators do.
        #[pallet::call_index(2)]
        #[pallet::weight(Weight::from_parts(MS, 0))]
        pub fn operate(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Notes::<T>::append((who, 0));
            Ok(())
        }

        /// What the federation does.
        #[pallet::call_index(3)]
        #[pallet::weight(Weight::from_parts(MS, 0))]
        pub fn decree(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Notes::<T>::append((who, 0));
            Ok(())
        }

        /// What members do in vain.
        #[pallet::call_index(4)]
        #[pallet::weight(Weight::from_parts(MS, 0))]
        pub fn spoil(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Notes::<T>::append((who, 0));
            Err(Error::<T>::Spoiled.into())
        }

        /// What members do that turns out to need nothing.
        #[pallet::call_index(5)]
        #[pallet::weight(Weight::from_parts(*weight, 0))]
        pub fn spare(origin: OriginFor<T>, weight: u64) -> DispatchResultWithPostInfo {
            let _ = weight;
            ensure_signed(origin)?;
            Ok(Some(Weight::zero()).into())
        }
    }
}

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
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Timestamp = pallet_timestamp;
    #[runtime::pallet_index(2)]
    pub type Utility = pallet_utility;
    #[runtime::pallet_index(3)]
    pub type Proxy = pallet_proxy;
    #[runtime::pallet_index(4)]
    pub type Multisig = pallet_multisig;
    #[runtime::pallet_index(5)]
    pub type Admission = pallet_admission;
    #[runtime::pallet_index(6)]
    pub type People = people;
    #[runtime::pallet_index(7)]
    pub type Board = board;
}

/// A millisecond of weight.
pub const MS: u64 = 1_000_000_000;
/// How many cooperatives there are.
pub const COOPERATIVES: u32 = 3;

parameter_types! {
    // Room for 1.5 seconds of ordinary transactions, in 3 MiB.
    pub BlockWeights: frame_system::limits::BlockWeights =
        frame_system::limits::BlockWeights::with_sensible_defaults(
            Weight::from_parts(2_000 * MS, u64::MAX),
            Perbill::from_percent(75),
        );
    pub BlockLength: frame_system::limits::BlockLength =
        frame_system::limits::BlockLength::builder()
            .max_length(4 * 1024 * 1024)
            .modify_max_length_for_class(DispatchClass::Normal, |max| *max = 3 * 1024 * 1024)
            .build();
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlock<Self>;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
    type Nonce = Nonce;
    type BlockWeights = BlockWeights;
    type BlockLength = BlockLength;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

impl pallet_utility::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type PalletsOrigin = OriginCaller;
    type WeightInfo = ();
}

impl pallet_proxy::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = ();
    type ProxyType = ();
    type ProxyDepositBase = ConstU32<0>;
    type ProxyDepositFactor = ConstU32<0>;
    type MaxProxies = ConstU32<8>;
    type WeightInfo = ();
    type MaxPending = ConstU32<8>;
    type CallHasher = BlakeTwo256;
    type AnnouncementDepositBase = ConstU32<0>;
    type AnnouncementDepositFactor = ConstU32<0>;
    type BlockNumberProvider = System;
}

impl pallet_multisig::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = ();
    type DepositBase = ConstU32<0>;
    type DepositFactor = ConstU32<0>;
    type MaxSignatories = ConstU32<8>;
    type WeightInfo = ();
    type BlockNumberProvider = System;
}

impl people::Config for Test {}

impl board::Config for Test {}

impl pallet_admission::Config for Test {
    type Time = Timestamp;
    type Signers = People;
    type Policy = Policy;
    type FederationOrigin = EnsureRoot<AccountId>;
    type MaxDepth = ConstU32<4>;
    type MaxCalls = ConstU32<128>;
    type WeightInfo = ();
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = Benchmarks;
}

impl SignerSource for People {
    fn look_up(account: &AccountId) -> Result<(Signer, u32), Refusal> {
        people::People::<Test>::get(account)
            .unwrap_or(Err(Refusal::UnknownAccount.code()))
            .map(|signer| (signer, 1))
            .map_err(|code| Refusal::from_code(code).unwrap())
    }

    fn active_cooperatives() -> u32 {
        people::Cooperatives::<Test>::get()
    }
}

/// Who may do what here.
pub struct Policy;

impl CallPolicy<RuntimeCall> for Policy {
    fn allows(standing: Standing, call: &RuntimeCall) -> bool {
        use board::Call::*;
        use Standing::*;
        match call {
            RuntimeCall::Utility(_) => true,
            RuntimeCall::Proxy(_) | RuntimeCall::Multisig(_) => standing != Operator,
            RuntimeCall::Board(write { .. } | spoil {} | spare { .. }) => {
                matches!(standing, Member | Steward | Organisation)
            }
            RuntimeCall::Board(wipe {}) => standing == Steward,
            RuntimeCall::Board(operate {}) => standing == Operator,
            RuntimeCall::Board(decree {}) => standing == Federation,
            _ => false,
        }
    }

    fn nested(call: &RuntimeCall) -> Nested<'_, RuntimeCall> {
        match call {
            RuntimeCall::Utility(
                pallet_utility::Call::batch { calls }
                | pallet_utility::Call::batch_all { calls }
                | pallet_utility::Call::force_batch { calls },
            ) => Nested::Same(calls.iter().collect()),
            RuntimeCall::Proxy(
                pallet_proxy::Call::proxy { real, call, .. }
                | pallet_proxy::Call::proxy_announced { real, call, .. },
            ) => Nested::As(real.clone(), call),
            RuntimeCall::Multisig(
                pallet_multisig::Call::as_multi { call, .. }
                | pallet_multisig::Call::as_multi_threshold_1 { call, .. },
            ) => Nested::Foreign(call),
            _ => Nested::Leaf,
        }
    }
}

/// The account of the key whose bytes are all `n`.
pub fn account(n: u8) -> AccountId {
    AccountId::new([n; 32])
}

/// A member of cooperative 0.
pub fn ada() -> AccountId {
    account(1)
}

/// Ada's second key.
pub fn adas_phone() -> AccountId {
    account(2)
}

/// Another member of cooperative 0.
pub fn ben() -> AccountId {
    account(3)
}

/// A steward of cooperative 0.
pub fn stella() -> AccountId {
    account(4)
}

/// A member of cooperative 1.
pub fn cleo() -> AccountId {
    account(5)
}

/// A member of cooperative 2.
pub fn dora() -> AccountId {
    account(6)
}

/// The operator of cooperative 1's seat.
pub fn olga() -> AccountId {
    account(7)
}

/// Whoever brings the federation's decisions.
pub fn frida() -> AccountId {
    account(8)
}

/// A suspended member of cooperative 0.
pub fn sven() -> AccountId {
    account(9)
}

/// Nobody here.
pub fn mallory() -> AccountId {
    account(10)
}

/// What the keys of person `n` hold their quota under.
fn holder(n: u8) -> QuotaHolder {
    QuotaHolder::Did(Did::from_key(SigningKey::Sr25519([n; 32])))
}

/// Says who `account` is. Every account that was ever somebody's keeps its nonce.
pub fn say(account: AccountId, signer: Result<Signer, Refusal>) {
    if System::providers(&account) == 0 {
        System::inc_providers(&account);
    }
    people::People::<Test>::insert(account, signer.map_err(Refusal::code));
}

/// A signer of a cooperative.
pub fn signer(standing: Standing, holder: QuotaHolder, cooperative: u32) -> Signer {
    Signer { standing, holder, cooperative: Some(CooperativeId(cooperative)) }
}

/// Three cooperatives and their people, in the first block, at [`START`].
pub fn federation() -> TestState {
    let mut state = TestState::new(RuntimeGenesisConfig::default().build_storage().unwrap());
    state.execute_with(|| {
        System::set_block_number(1);
        Timestamp::set_timestamp(START);
        people::Cooperatives::<Test>::put(COOPERATIVES);
        say(ada(), Ok(signer(Standing::Member, holder(1), 0)));
        say(adas_phone(), Ok(signer(Standing::Member, holder(1), 0)));
        say(ben(), Ok(signer(Standing::Member, holder(3), 0)));
        say(stella(), Ok(signer(Standing::Steward, holder(4), 0)));
        say(cleo(), Ok(signer(Standing::Member, holder(5), 1)));
        say(dora(), Ok(signer(Standing::Member, holder(6), 2)));
        say(olga(), Ok(signer(Standing::Operator, QuotaHolder::Operator(CooperativeId(1)), 1)));
        say(
            frida(),
            Ok(Signer {
                standing: Standing::Federation,
                holder: QuotaHolder::Federation,
                cooperative: None,
            }),
        );
        say(sven(), Err(Refusal::MemberSuspended));
    });
    state
}

/// When the first block is.
pub const START: Moment = 1_000_000;

/// The next block, `after` milliseconds later.
pub fn next_block(after: Moment) {
    let number = System::block_number();
    System::set_block_number(number + 1);
    System::set_block_consumed_resources(Weight::zero(), 0);
    Timestamp::set_timestamp(Timestamp::get() + after);
}

/// The transaction extension that a runtime has, as far as it matters here.
type Extension = (
    crate::Admit<Test>,
    frame_system::CheckNonce<Test>,
    frame_system::CheckWeight<Test>,
    frame_system::WeightReclaim<Test>,
);

fn extension(who: &AccountId) -> Extension {
    let nonce = System::account_nonce(who);
    (
        crate::Admit::new(),
        frame_system::CheckNonce::from(nonce),
        frame_system::CheckWeight::new(),
        frame_system::WeightReclaim::new(),
    )
}

/// The length of a transaction, in bytes, where a test doesn't say another.
pub const LENGTH: usize = 200;

/// What is known about a transaction with `call`.
pub fn info(who: &AccountId, call: &RuntimeCall) -> DispatchInfo {
    DispatchInfo { extension_weight: extension(who).weight(call), ..call.get_dispatch_info() }
}

/// What the pool is told about a transaction of `length` bytes.
pub fn look_at_long(
    who: &AccountId,
    call: &RuntimeCall,
    length: usize,
) -> Result<ValidTransaction, TransactionValidityError> {
    let origin = RuntimeOrigin::signed(who.clone());
    let info = info(who, call);
    extension(who)
        .validate_only(origin, call, &info, length, TransactionSource::External, 0)
        .map(|(validity, ..)| validity)
}

/// What the pool is told about a transaction.
pub fn look_at(
    who: &AccountId,
    call: &RuntimeCall,
) -> Result<ValidTransaction, TransactionValidityError> {
    look_at_long(who, call, LENGTH)
}

/// Puts a transaction of `length` bytes into the block, as the block's author does: what is not
/// valid leaves nothing behind.
pub fn send_long(
    who: &AccountId,
    call: &RuntimeCall,
    length: usize,
) -> ApplyExtrinsicResultWithInfo<PostDispatchInfo> {
    sp_io::storage::start_transaction();
    let result = send_unguarded(who, call, length);
    match result {
        Ok(_) => sp_io::storage::commit_transaction(),
        Err(_) => sp_io::storage::rollback_transaction(),
    }
    result
}

/// Puts a transaction into the block.
pub fn send(who: &AccountId, call: &RuntimeCall) -> ApplyExtrinsicResultWithInfo<PostDispatchInfo> {
    send_long(who, call, LENGTH)
}

/// Puts a transaction of `length` bytes into the block, where it succeeds.
pub fn done_long(who: &AccountId, call: &RuntimeCall, length: usize) {
    assert_ok!(send_long(who, call, length).unwrap());
}

/// Puts a transaction into the block, where it succeeds.
pub fn done(who: &AccountId, call: &RuntimeCall) {
    done_long(who, call, LENGTH);
}

/// As [`send_long`], but what a transaction that is not valid did stays. The executive tells the
/// system pallet of each applied transaction, so that the next one's weight is reclaimed by itself.
pub fn send_unguarded(
    who: &AccountId,
    call: &RuntimeCall,
    length: usize,
) -> ApplyExtrinsicResultWithInfo<PostDispatchInfo> {
    let origin = RuntimeOrigin::signed(who.clone());
    let info = info(who, call);
    let result = extension(who).dispatch_transaction(origin, call.clone(), &info, length, 0)?;
    System::note_applied_extrinsic(&result, info);
    Ok(result)
}

/// What all of the state comes down to.
pub fn storage_root() -> Vec<u8> {
    sp_io::storage::root(StateVersion::V1)
}

/// Who wrote what on the board.
pub fn notes() -> Vec<(AccountId, u32)> {
    board::Notes::<Test>::get()
}

/// Writes a note; a call of that much weight.
pub fn write(note: u32, weight: u64) -> RuntimeCall {
    board::Call::write { note, weight }.into()
}

/// A small call of a member.
pub fn note() -> RuntimeCall {
    write(1, MS)
}

/// A batch.
pub fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
    pallet_utility::Call::batch_all { calls }.into()
}

/// A call through a proxy for `real`.
pub fn proxied(real: AccountId, call: RuntimeCall) -> RuntimeCall {
    pallet_proxy::Call::proxy { real, force_proxy_type: None, call: Box::new(call) }.into()
}

/// A call through a multisig of the signer and `other`, which the signer alone may use.
pub fn shared(other: AccountId, call: RuntimeCall) -> RuntimeCall {
    pallet_multisig::Call::as_multi_threshold_1 {
        other_signatories: vec![other],
        call: Box::new(call),
    }
    .into()
}

/// Signers and calls for the benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub struct Benchmarks;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<RuntimeCall> for Benchmarks {
    fn signer(index: u32, _memberships: u32) -> AccountId {
        people::Cooperatives::<Test>::put(COOPERATIVES);
        let n = u8::try_from(index).unwrap();
        let account = AccountId::new([n; 32]);
        say(account.clone(), Ok(signer(Standing::Member, holder(n), 0)));
        account
    }

    fn colleagues(number: u32) -> Vec<AccountId> {
        (1..=number).map(|index| Self::signer(index, 1)).collect()
    }

    fn leaf() -> RuntimeCall {
        note()
    }

    fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
        batch(calls)
    }

    fn proxied(real: AccountId, call: RuntimeCall) -> RuntimeCall {
        proxied(real, call)
    }
}
