//! Settlements: several payments of which all are made or none, over holds on the ledger of another
//! shard (domain §6: cost sharing settled through the ledger; design, "What travels").

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::sp_runtime::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

use super::ExchangeId;
use crate::{
    ledger::{LedgerAccount, Money},
    resources::BookingId,
    Hash, Moment,
};

/// Most payments of one settlement.
pub const MAX_LEGS: u32 = 16;

/// Implements what is stored and told of settlements.
macro_rules! settlement_types {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $body:tt)*) => {
        $(
            #[derive(
                Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen,
                TypeInfo,
            )]
            $(#[$meta])*
            $vis $kind $name $body
        )*
    };
}

settlement_types! {
    /// What is paid for, and so who is told how it goes. There is one settlement for each at most.
    #[derive(Copy, PartialOrd, Ord)]
    pub enum Purpose {
        /// What cooperatives exchange.
        #[codec(index = 0)]
        Exchange(ExchangeId),
        /// The use of a resource.
        #[codec(index = 1)]
        Booking(BookingId),
    }

    /// One payment.
    #[derive(Copy)]
    pub struct Leg {
        /// Who pays: a person, or a cooperative that has decided it.
        pub payer: LedgerAccount,
        /// Who gets it.
        pub payee: LedgerAccount,
        /// How much.
        pub money: Money,
    }

    /// Where a payment stands.
    #[derive(Copy)]
    pub enum LegStage {
        /// Nothing was asked.
        Waiting,
        /// The ledger is asked to hold the money.
        Asked,
        /// The money is held.
        Held,
        /// The ledger holds nothing for it. Final.
        Refused,
        /// The ledger is asked to pay what is held.
        Capturing,
        /// It was paid. Final.
        Captured,
        /// The ledger couldn't pay what was held: it has to be given back.
        Unpaid,
        /// The ledger is asked to give back what is held.
        Releasing,
        /// It was given back, or is at the hold's expiry. Final.
        Released,
    }

    /// Where a settlement stands.
    #[derive(Copy)]
    pub enum SettlementStage {
        /// Not everything is held yet.
        Holding,
        /// Everything is held.
        Held,
        /// Everything is being paid.
        Capturing,
        /// What is held is being given back.
        Releasing,
    }

    /// How a settlement ended.
    #[derive(Copy)]
    pub enum Settled {
        /// Everything was paid.
        Captured,
        /// Some of it was paid: the rest expired before the ledger heard of it.
        Partly,
        /// Nothing was paid, and nothing is held.
        Released,
    }

    /// What becomes of a settlement.
    #[derive(Copy)]
    pub enum Progress {
        /// Everything is held: it may be captured now.
        Held,
        /// It won't be paid: something can't be held, or the time has passed. What is held is given
        /// back. Not told to who has released it.
        Failed,
        /// It is over.
        Ended(Settled),
    }

    /// A settlement that isn't over.
    pub struct Settlement {
        /// Its number: never given twice, and part of the keys of its holds.
        pub number: u64,
        /// The payments, and where they stand.
        pub legs: BoundedVec<(Leg, LegStage), ConstU32<MAX_LEGS>>,
        /// Where it stands.
        pub stage: SettlementStage,
        /// If not everything is held by then, it fails.
        pub hold_by: Moment,
        /// If it isn't captured by then, it fails.
        pub capture_by: Moment,
        /// When the holds expire: later, so that a capture has time to reach the ledger.
        pub expires_at: Moment,
        /// Hash of what is paid for.
        pub reference: Hash,
        /// When it is looked at by itself.
        pub due: Option<Moment>,
        /// When the ledger is asked for what is next, if there is something to ask.
        pub ask_at: Option<Moment>,
    }
}

impl LegStage {
    /// Whether it stays there.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Captured | Self::Released)
    }
}

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// Payments that are made together.
    pub trait SettlementApi {
        /// A settlement that isn't over.
        fn settlement(purpose: Purpose) -> Option<Settlement>;
        /// Those that aren't over, after `after` in the order of storage; at most
        /// [`MAX_PAGE`](crate::apis::MAX_PAGE).
        fn settlements(after: Option<Purpose>, limit: u32) -> Vec<(Purpose, Settlement)>;
    }
}
