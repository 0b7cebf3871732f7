//! Which calls which signer may send, and where calls are held inside calls.
//!
//! This is the one place for it. The pallets check again what only they know (whether this steward
//! is one of *that* cooperative); here it is decided what reaches them at all.

use alloc::vec::Vec;
use icn_primitives::admission::Standing;
use pallet_admission::{CallPolicy, Nested};
use polkadot_sdk::{
    frame_system, pallet_multisig, pallet_proxy, pallet_utility, sp_runtime::traits::StaticLookup,
};

use crate::{shards::is_hub, storage::is_storage, trade::is_marketplace, Runtime, RuntimeCall};

/// The chain's policy.
pub struct Policy;

impl CallPolicy<RuntimeCall> for Policy {
    fn allows(standing: Standing, call: &RuntimeCall) -> bool {
        use pallet_cooperatives::Call as Cooperatives;
        use pallet_exchange::Call as Exchange;
        use pallet_governance::Call as Governance;
        use pallet_ledger::Call as Ledger;
        use pallet_marketplace::Call as Marketplace;
        use pallet_reputation::Call as Reputation;
        use pallet_resources::Call as Resources;
        use pallet_seats::Call as Seats;
        use pallet_storage::Call as Storage;
        use Standing::*;

        let steward = matches!(standing, Steward);
        let person = matches!(standing, Member | Steward);
        // Who is who, and who decides, is the federation shard's: the others learn it from there.
        let kept_on_the_hub = matches!(
            call,
            RuntimeCall::Did(_)
                | RuntimeCall::Credentials(_)
                | RuntimeCall::Cooperatives(_)
                | RuntimeCall::Seats(_)
                | RuntimeCall::Federation(_)
                | RuntimeCall::Reputation(_)
                | RuntimeCall::Ledger(_)
                | RuntimeCall::Governance(_)
        );
        let kept_on_marketplaces = matches!(
            call,
            RuntimeCall::Marketplace(_)
                | RuntimeCall::Settlement(_)
                | RuntimeCall::Exchange(_)
                | RuntimeCall::Resources(_)
        );
        let kept_on_storages = matches!(call, RuntimeCall::Storage(_));
        if (kept_on_the_hub && !is_hub())
            || (kept_on_marketplaces && !is_marketplace())
            || (kept_on_storages && !is_storage())
        {
            return false;
        }
        match call {
            // Wrappers: what they hold is looked at by itself.
            RuntimeCall::Utility(
                pallet_utility::Call::batch { .. }
                | pallet_utility::Call::batch_all { .. }
                | pallet_utility::Call::force_batch { .. },
            ) => true,
            // Not pure proxies: they would be accounts that nobody is.
            RuntimeCall::Proxy(
                pallet_proxy::Call::proxy { .. }
                | pallet_proxy::Call::proxy_announced { .. }
                | pallet_proxy::Call::announce { .. }
                | pallet_proxy::Call::remove_announcement { .. }
                | pallet_proxy::Call::reject_announcement { .. }
                | pallet_proxy::Call::add_proxy { .. }
                | pallet_proxy::Call::remove_proxy { .. }
                | pallet_proxy::Call::remove_proxies { .. },
            )
            | RuntimeCall::Multisig(
                pallet_multisig::Call::as_multi_threshold_1 { .. }
                | pallet_multisig::Call::as_multi { .. }
                | pallet_multisig::Call::approve_as_multi { .. }
                | pallet_multisig::Call::cancel_as_multi { .. },
            ) => matches!(standing, Member | Steward | Organisation | Federation),
            // A DID is its owner's, a cooperative's too.
            RuntimeCall::Did(_) | RuntimeCall::Credentials(_) => {
                matches!(standing, Member | Steward | Organisation)
            }
            RuntimeCall::Cooperatives(
                Cooperatives::set_skills { .. } | Cooperatives::leave { .. },
            ) => person,
            RuntimeCall::Cooperatives(
                Cooperatives::put_forward { .. }
                | Cooperatives::enroll { .. }
                | Cooperatives::grant_role { .. }
                | Cooperatives::revoke_role { .. }
                | Cooperatives::suspend_member { .. }
                | Cooperatives::restore_member { .. }
                | Cooperatives::expel_member { .. },
            )
            | RuntimeCall::Seats(Seats::set_operator { .. }) => steward,
            // The seats know whether the signer operates one. The session pallet's own call is
            // closed: it can't see whether another shard uses a key.
            RuntimeCall::Seats(Seats::set_keys { .. }) => true,
            // What only a decision does is not theirs to send.
            RuntimeCall::Reputation(Reputation::attest { .. }) => {
                matches!(standing, Member | Steward | Organisation)
            }
            RuntimeCall::Ledger(
                Ledger::pay_from_treasury { .. } | Ledger::set_parameters { .. },
            ) => false,
            RuntimeCall::Ledger(_) => person,
            RuntimeCall::Governance(Governance::veto { .. }) => steward,
            RuntimeCall::Governance(
                Governance::set_rules { .. }
                | Governance::set_parameters { .. }
                | Governance::adopt_text { .. }
                | Governance::record_evolution { .. },
            ) => false,
            RuntimeCall::Governance(_) => person,
            // What only decisions do.
            RuntimeCall::Marketplace(
                Marketplace::resolve { .. } | Marketplace::set_parameters { .. },
            )
            | RuntimeCall::Settlement(_)
            | RuntimeCall::Exchange(Exchange::decide { .. } | Exchange::set_parameters { .. })
            | RuntimeCall::Resources(
                Resources::decide_booking { .. } | Resources::set_parameters { .. },
            )
            | RuntimeCall::Storage(Storage::set_parameters { .. }) => false,
            RuntimeCall::Marketplace(_) | RuntimeCall::Exchange(_) => person,
            RuntimeCall::Resources(
                Resources::register { .. }
                | Resources::update { .. }
                | Resources::set_closures { .. }
                | Resources::retire { .. },
            )
            | RuntimeCall::Storage(
                Storage::register_provider { .. }
                | Storage::set_capacity { .. }
                | Storage::set_provider_key { .. }
                | Storage::close_provider { .. }
                | Storage::withdraw { .. },
            ) => steward,
            RuntimeCall::Resources(_) => person,
            // The pallet knows whether it is a provider's key.
            RuntimeCall::Storage(Storage::commit { .. }) => true,
            // Nobody signs it: its proof is checked.
            RuntimeCall::Storage(Storage::answer_challenge { .. }) => false,
            RuntimeCall::Storage(_) => person,
            // A decision carries its own origin; its calls are not this signer's.
            RuntimeCall::Federation(
                pallet_federation::Call::decide { .. } | pallet_federation::Call::decide_on { .. },
            ) => matches!(standing, Federation),
            // The code's hash was decided on before; whoever has the code may bring it.
            RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { .. }) => true,
            _ => false,
        }
    }

    fn nested(call: &RuntimeCall) -> Nested<'_, RuntimeCall> {
        match call {
            RuntimeCall::Utility(
                pallet_utility::Call::batch { calls }
                | pallet_utility::Call::batch_all { calls }
                | pallet_utility::Call::force_batch { calls },
            ) => Nested::Same(calls.iter().collect::<Vec<_>>()),
            RuntimeCall::Proxy(
                pallet_proxy::Call::proxy { real, call, .. }
                | pallet_proxy::Call::proxy_announced { real, call, .. },
            ) => match <Runtime as frame_system::Config>::Lookup::lookup(real.clone()) {
                Ok(real) => Nested::As(real, call),
                // An address that names no account: the proxy pallet refuses it.
                Err(_) => Nested::Leaf,
            },
            RuntimeCall::Multisig(
                pallet_multisig::Call::as_multi { call, .. }
                | pallet_multisig::Call::as_multi_threshold_1 { call, .. },
            ) => Nested::Foreign(call),
            _ => Nested::Leaf,
        }
    }
}
