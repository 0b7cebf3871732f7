//! A currency of which there is none.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::traits::{
        fungible::{hold, Dust, Inspect, Mutate, Unbalanced},
        tokens::{DepositConsequence, Fortitude, Preservation, Provenance, WithdrawConsequence},
    },
    sp_runtime::{DispatchError, DispatchResult, TokenError},
};

/// A currency of which there is none: pallet-session asks for one to take its key deposit in, and
/// this chain has no token. Every account has 0 of it, and nothing but 0 can be given or held.
pub struct NoCurrency<Reason>(PhantomData<Reason>);

impl<AccountId, Reason> Inspect<AccountId> for NoCurrency<Reason> {
    type Balance = u32;

    fn total_issuance() -> u32 {
        0
    }

    fn minimum_balance() -> u32 {
        0
    }

    fn total_balance(_who: &AccountId) -> u32 {
        0
    }

    fn balance(_who: &AccountId) -> u32 {
        0
    }

    fn reducible_balance(_who: &AccountId, _: Preservation, _: Fortitude) -> u32 {
        0
    }

    fn can_deposit(_who: &AccountId, amount: u32, _: Provenance) -> DepositConsequence {
        match amount {
            0 => DepositConsequence::Success,
            _ => DepositConsequence::CannotCreate,
        }
    }

    fn can_withdraw(_who: &AccountId, amount: u32) -> WithdrawConsequence<u32> {
        match amount {
            0 => WithdrawConsequence::Success,
            _ => WithdrawConsequence::BalanceLow,
        }
    }
}

impl<AccountId, Reason> Unbalanced<AccountId> for NoCurrency<Reason> {
    fn handle_dust(_dust: Dust<AccountId, Self>) {}

    fn write_balance(_who: &AccountId, amount: u32) -> Result<Option<u32>, DispatchError> {
        only_nothing(amount).map(|()| None)
    }

    fn set_total_issuance(_amount: u32) {}
}

impl<AccountId: Eq, Reason> Mutate<AccountId> for NoCurrency<Reason> {}

impl<AccountId, Reason: codec::Encode + scale_info::TypeInfo + 'static> hold::Inspect<AccountId>
    for NoCurrency<Reason>
{
    type Reason = Reason;

    fn total_balance_on_hold(_who: &AccountId) -> u32 {
        0
    }

    fn balance_on_hold(_reason: &Reason, _who: &AccountId) -> u32 {
        0
    }
}

impl<AccountId, Reason: codec::Encode + scale_info::TypeInfo + 'static> hold::Unbalanced<AccountId>
    for NoCurrency<Reason>
{
    fn set_balance_on_hold(_reason: &Reason, _who: &AccountId, amount: u32) -> DispatchResult {
        only_nothing(amount)
    }
}

impl<AccountId, Reason: codec::Encode + scale_info::TypeInfo + 'static> hold::Mutate<AccountId>
    for NoCurrency<Reason>
{
}

fn only_nothing(amount: u32) -> DispatchResult {
    match amount {
        0 => Ok(()),
        _ => Err(TokenError::CannotCreate.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hold::Mutate as _;

    type Nothing = NoCurrency<()>;

    #[test]
    fn nothing_can_be_held_and_nothing_else() {
        assert_eq!(Nothing::hold(&(), &1u64, 0), Ok(()));
        assert!(Nothing::hold(&(), &1u64, 1).is_err());
        assert_eq!(<Nothing as Mutate<u64>>::mint_into(&1, 0), Ok(0));
        assert!(<Nothing as Mutate<u64>>::mint_into(&1, 1).is_err());
    }
}
