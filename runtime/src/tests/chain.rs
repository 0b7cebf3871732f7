//! A chain in memory, from the development genesis: blocks through the executive.

use codec::Encode;
use icn_primitives::{
    statement::{Signed, Statement},
    AccountId, Did, Moment, SigningKey,
};
use polkadot_sdk::{
    frame_metadata_hash_extension::CheckMetadataHash,
    frame_support::genesis_builder_helper::build_state,
    frame_system,
    pallet_aura::CurrentSlot,
    pallet_timestamp,
    sp_consensus_aura::{Slot, AURA_ENGINE_ID},
    sp_core::{sr25519, Pair},
    sp_io::TestExternalities,
    sp_keyring::Sr25519Keyring,
    sp_runtime::{
        generic::Era,
        traits::Header as _,
        transaction_validity::{
            InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
        },
        ApplyExtrinsicResult, Digest, DigestItem, DispatchResult,
    },
};
use serde_json::Value;

use crate::{
    limits::SLOT, presets, Executive, Header, Runtime, RuntimeCall, RuntimeGenesisConfig,
    SignedPayload, System, TxExtension, UncheckedExtrinsic, VERSION,
};

/// A slot of which the moment is a plausible one.
const FIRST_SLOT: u64 = 600_000_000;

/// The development genesis, and a first block begun.
pub fn chain() -> TestExternalities {
    chain_with(Value::Null)
}

/// The development genesis with changes, and a first block begun.
pub fn chain_with(changes: Value) -> TestExternalities {
    let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).expect("JSON");
    let patch = presets::get_preset(&"development".into()).expect("the preset exists");
    merge(&mut config, serde_json::from_slice(&patch).expect("JSON"));
    if !changes.is_null() {
        merge(&mut config, changes);
    }
    let mut chain = TestExternalities::default();
    chain.execute_with(|| {
        build_state::<RuntimeGenesisConfig>(config.to_string().into_bytes())
            .expect("the genesis builds");
        begin_block();
    });
    chain
}

/// Changes `into` by what `patch` has.
pub fn merge(into: &mut Value, patch: Value) {
    match (into, patch) {
        (Value::Object(into), Value::Object(patch)) => {
            for (name, value) in patch {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, patch) => *into = patch,
    }
}

/// Begins the block after the present one, in the next slot.
pub fn begin_block() {
    begin_block_in(FIRST_SLOT.max(*CurrentSlot::<Runtime>::get()) + 1);
}

/// Begins the block after the present one, in this slot, which is a later one.
pub fn begin_block_in(slot: u64) {
    let number = System::block_number() + 1;
    let slot = Slot::from(slot);
    let digest = Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode())] };
    let parent = System::block_hash(number - 1);
    let header = Header::new(number, Default::default(), Default::default(), parent, digest);
    Executive::initialize_block(&header);
    let now: Moment = *slot * SLOT;
    let timestamp = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now });
    Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(timestamp))
        .expect("the timestamp is valid")
        .expect("the timestamp is set");
}

/// Ends the present block and begins the next.
pub fn next_block() {
    Executive::finalize_block();
    begin_block();
}

/// Ends the present block and begins the next in this slot, which is a later one.
pub fn next_block_in(slot: u64) {
    Executive::finalize_block();
    begin_block_in(slot);
}

/// Somebody with a key.
#[derive(Clone)]
pub struct Person(pub sr25519::Pair);

impl Person {
    /// Somebody whom the chain doesn't know.
    pub fn named(name: &str) -> Self {
        Self(sr25519::Pair::from_string(&format!("//{name}"), None).expect("a key"))
    }

    /// The development cooperative's steward.
    pub fn steward() -> Self {
        Self(Sr25519Keyring::Alice.pair())
    }

    /// Whoever stands in for the federation in development.
    pub fn authority() -> Self {
        Self(Sr25519Keyring::Ferdie.pair())
    }

    pub fn key(&self) -> SigningKey {
        self.0.public().into()
    }

    pub fn account(&self) -> AccountId {
        self.key().account()
    }

    pub fn did(&self) -> Did {
        Did::from_key(self.key())
    }

    /// A statement with this person's signature, valid for a minute.
    pub fn state(&self, statement: &Statement) -> Signed {
        let expires_at = crate::Timestamp::get() + 60_000;
        let text = statement.text(&crate::Did::genesis_hash(), expires_at);
        Signed { signature: self.0.sign(text.as_bytes()).into(), expires_at }
    }

    /// A signed transaction.
    pub fn sign(&self, call: RuntimeCall) -> UncheckedExtrinsic {
        let genesis = System::block_hash(0);
        let extension: TxExtension = (
            frame_system::AuthorizeCall::<Runtime>::new(),
            frame_system::CheckNonZeroSender::<Runtime>::new(),
            frame_system::CheckSpecVersion::<Runtime>::new(),
            frame_system::CheckTxVersion::<Runtime>::new(),
            frame_system::CheckGenesis::<Runtime>::new(),
            frame_system::CheckMortality::<Runtime>::from(Era::Immortal),
            pallet_admission::Admit::<Runtime>::new(),
            frame_system::CheckNonce::<Runtime>::from(System::account_nonce(self.account())),
            frame_system::CheckWeight::<Runtime>::new(),
            CheckMetadataHash::<Runtime>::new(false),
            frame_system::WeightReclaim::<Runtime>::new(),
        );
        let implicit = (
            (),
            (),
            VERSION.spec_version,
            VERSION.transaction_version,
            genesis,
            genesis,
            (),
            (),
            (),
            None,
            (),
        );
        let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
        let signature = payload.using_encoded(|payload| self.0.sign(payload));
        UncheckedExtrinsic::new_signed(call, self.account().into(), signature.into(), extension)
    }

    /// Sends a transaction into the present block.
    pub fn send(&self, call: impl Into<RuntimeCall>) -> ApplyExtrinsicResult {
        Executive::apply_extrinsic(self.sign(call.into()))
    }

    /// Sends what has to be admitted; what came of it.
    pub fn dispatch(&self, call: impl Into<RuntimeCall>) -> DispatchResult {
        self.send(call).expect("it is admitted")
    }

    /// Offers a transaction to the pool.
    pub fn offer(&self, call: impl Into<RuntimeCall>) -> TransactionValidity {
        let transaction = self.sign(call.into());
        Executive::validate_transaction(
            TransactionSource::External,
            transaction,
            System::parent_hash(),
        )
    }
}

/// The error with which a transaction is refused at the pool and in a block.
pub fn refused(refusal: icn_primitives::Refusal) -> TransactionValidityError {
    InvalidTransaction::Custom(refusal.code()).into()
}
