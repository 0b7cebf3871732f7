//! Scenarios, one file for each concern.

mod admission;
mod doc;
mod parameters;
mod properties;
mod quotas;
mod wrappers;

use icn_primitives::Refusal;
use polkadot_sdk::sp_runtime::transaction_validity::{
    InvalidTransaction, TransactionValidityError,
};

/// What a transaction that is not admitted for this reason is answered.
fn refused(refusal: Refusal) -> TransactionValidityError {
    InvalidTransaction::Custom(refusal.code()).into()
}

/// What makes a block's author leave a transaction for a later block.
fn later() -> TransactionValidityError {
    InvalidTransaction::ExhaustsResources.into()
}
