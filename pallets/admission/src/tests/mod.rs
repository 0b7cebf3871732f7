//! Scenarios, one file for each concern.

mod admission;
mod doc;
mod parameters;
mod properties;
mod quotas;
mod wrappers;

use icn_primitives::{admission::QuotaHolder, Refusal};
use polkadot_sdk::sp_runtime::transaction_validity::{
    InvalidTransaction, TransactionValidityError,
};

use crate::{mock::Test, OwnUsage, Usage};

/// What a transaction that is not admitted for this reason is answered.
fn refused(refusal: Refusal) -> TransactionValidityError {
    InvalidTransaction::Custom(refusal.code()).into()
}

/// What makes a block's author leave a transaction for a later block.
fn later() -> TransactionValidityError {
    InvalidTransaction::ExhaustsResources.into()
}

/// What a holder has in use.
fn own_use(holder: &QuotaHolder) -> Usage {
    OwnUsage::<Test>::get(holder).map(|own| own.usage).unwrap_or_default()
}
