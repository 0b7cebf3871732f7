//! There is no token: the currency in which the proxy and multisig pallets would take deposits.

use polkadot_sdk::{
    frame_support::traits::{
        tokens::imbalance::TryMerge, BalanceStatus, Currency, ExistenceRequirement, Imbalance,
        ReservableCurrency, SameOrOther, SignedImbalance, TryDrop, WithdrawReasons,
    },
    sp_runtime::{DispatchError, DispatchResult},
};

use crate::AccountId;

/// A currency of which everybody has nothing, and in which everything costs nothing.
pub struct NoToken;

/// What changes hands: nothing.
#[derive(Default)]
pub struct Nothing;

impl TryDrop for Nothing {
    fn try_drop(self) -> Result<(), Self> {
        Ok(())
    }
}

impl TryMerge for Nothing {
    fn try_merge(self, _: Self) -> Result<Self, (Self, Self)> {
        Ok(Self)
    }
}

impl Imbalance<u32> for Nothing {
    type Opposite = Self;

    fn zero() -> Self {
        Self
    }

    fn drop_zero(self) -> Result<(), Self> {
        Ok(())
    }

    fn split(self, _: u32) -> (Self, Self) {
        (Self, Self)
    }

    fn extract(&mut self, _: u32) -> Self {
        Self
    }

    fn merge(self, _: Self) -> Self {
        Self
    }

    fn subsume(&mut self, _: Self) {}

    fn offset(self, _: Self) -> SameOrOther<Self, Self> {
        SameOrOther::None
    }

    fn peek(&self) -> u32 {
        0
    }
}

impl Currency<AccountId> for NoToken {
    type Balance = u32;
    type PositiveImbalance = Nothing;
    type NegativeImbalance = Nothing;

    fn total_balance(_: &AccountId) -> u32 {
        0
    }

    fn can_slash(_: &AccountId, value: u32) -> bool {
        value == 0
    }

    fn total_issuance() -> u32 {
        0
    }

    fn minimum_balance() -> u32 {
        0
    }

    fn burn(_: u32) -> Nothing {
        Nothing
    }

    fn issue(_: u32) -> Nothing {
        Nothing
    }

    fn free_balance(_: &AccountId) -> u32 {
        0
    }

    fn ensure_can_withdraw(_: &AccountId, _: u32, _: WithdrawReasons, _: u32) -> DispatchResult {
        Ok(())
    }

    fn transfer(_: &AccountId, _: &AccountId, _: u32, _: ExistenceRequirement) -> DispatchResult {
        Ok(())
    }

    fn slash(_: &AccountId, value: u32) -> (Nothing, u32) {
        (Nothing, value)
    }

    fn deposit_into_existing(_: &AccountId, _: u32) -> Result<Nothing, DispatchError> {
        Ok(Nothing)
    }

    fn deposit_creating(_: &AccountId, _: u32) -> Nothing {
        Nothing
    }

    fn withdraw(
        _: &AccountId,
        _: u32,
        _: WithdrawReasons,
        _: ExistenceRequirement,
    ) -> Result<Nothing, DispatchError> {
        Ok(Nothing)
    }

    fn make_free_balance_be(_: &AccountId, _: u32) -> SignedImbalance<u32, Nothing> {
        SignedImbalance::Positive(Nothing)
    }
}

impl ReservableCurrency<AccountId> for NoToken {
    fn can_reserve(_: &AccountId, value: u32) -> bool {
        value == 0
    }

    fn slash_reserved(_: &AccountId, value: u32) -> (Nothing, u32) {
        (Nothing, value)
    }

    fn reserved_balance(_: &AccountId) -> u32 {
        0
    }

    fn reserve(_: &AccountId, _: u32) -> DispatchResult {
        Ok(())
    }

    fn unreserve(_: &AccountId, value: u32) -> u32 {
        value
    }

    fn repatriate_reserved(
        _: &AccountId,
        _: &AccountId,
        value: u32,
        _: BalanceStatus,
    ) -> Result<u32, DispatchError> {
        Ok(value)
    }
}
