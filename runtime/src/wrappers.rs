//! Wrappers of calls. There is no token, so nothing is deposited; what they store is bounded per
//! account, and writing it costs quota.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{
    frame_support::traits::{ConstU32, InstanceFilter},
    frame_system, pallet_multisig, pallet_proxy, pallet_utility,
    sp_runtime::traits::BlakeTwo256,
};
use scale_info::TypeInfo;

use crate::{no_token::NoToken, OriginCaller, Runtime, RuntimeCall, RuntimeEvent};

/// What a proxy may do for the account that named it.
#[derive(
    Copy,
    Clone,
    Eq,
    PartialEq,
    Ord,
    PartialOrd,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum ProxyType {
    /// Everything that the account may do.
    #[default]
    Any,
    /// The account's DID and the credentials that it issues.
    Identity,
    /// Memberships: what a steward or a member does in a cooperative.
    Membership,
    /// A seat's session keys.
    Seat,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
    fn filter(&self, call: &RuntimeCall) -> bool {
        match self {
            Self::Any => true,
            Self::Identity => matches!(call, RuntimeCall::Did(_) | RuntimeCall::Credentials(_)),
            Self::Membership => matches!(call, RuntimeCall::Cooperatives(_)),
            Self::Seat => {
                matches!(call, RuntimeCall::Seats(pallet_seats::Call::set_keys { .. }))
            }
        }
    }

    fn is_superset(&self, other: &Self) -> bool {
        *self == Self::Any || self == other
    }
}

impl pallet_utility::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type PalletsOrigin = OriginCaller;
    type WeightInfo = crate::weights::pallet_utility::WeightInfo<Runtime>;
}

impl pallet_proxy::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = NoToken;
    type ProxyType = ProxyType;
    type ProxyDepositBase = ConstU32<0>;
    type ProxyDepositFactor = ConstU32<0>;
    type MaxProxies = ConstU32<8>;
    type MaxPending = ConstU32<8>;
    type CallHasher = BlakeTwo256;
    type AnnouncementDepositBase = ConstU32<0>;
    type AnnouncementDepositFactor = ConstU32<0>;
    type BlockNumberProvider = frame_system::Pallet<Runtime>;
    type WeightInfo = crate::weights::pallet_proxy::WeightInfo<Runtime>;
}

impl pallet_multisig::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = NoToken;
    type DepositBase = ConstU32<0>;
    type DepositFactor = ConstU32<0>;
    type MaxSignatories = ConstU32<16>;
    type BlockNumberProvider = frame_system::Pallet<Runtime>;
    type WeightInfo = crate::weights::pallet_multisig::WeightInfo<Runtime>;
}
