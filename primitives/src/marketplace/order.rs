//! Orders: where one stands, and where its money is.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::sp_io::hashing::blake2_256;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use super::{ListingId, ListingKind, OrderId, Quantity};
use crate::{
    ledger::{Balance, Key, LedgerAccount, Money},
    shard::ErrorName,
    CooperativeId, Did, Hash, Moment, ShardId,
};

/// How the key of every order's hold begins; the order's number follows, the first byte first.
const HOLD_KEY: [u8; 24] = *b"icn marketplace order 1\0";

/// What this shard calls the hold of an order when it speaks to the ledger.
pub fn hold_key(order: OrderId) -> Key {
    let mut key = [0; 32];
    let (name, number) = key.split_at_mut(HOLD_KEY.len());
    name.copy_from_slice(&HOLD_KEY);
    number.copy_from_slice(&order.0.to_be_bytes());
    key
}

/// The order whose hold is called so.
pub fn order_of_hold(key: &Key) -> Option<OrderId> {
    let number = key.strip_prefix(&HOLD_KEY)?;
    Some(OrderId(u64::from_be_bytes(number.try_into().ok()?)))
}

/// What shows why somebody has reputation by an order, and what its entries in the ledger refer
/// to: Blake2-256 of the SCALE encoding of a text, the shard and the order's number.
pub fn order_evidence(shard: ShardId, order: OrderId) -> Hash {
    blake2_256(&("icn order 1", shard, order).encode()).into()
}

market_types! {
    /// One of the two who trade.
    #[derive(Copy, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub enum Side {
        /// Who pays.
        #[codec(index = 0)]
        Buyer,
        /// Who delivers.
        #[codec(index = 1)]
        Seller,
    }

    /// Why an order was cancelled. The buyer has everything back.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub enum Reason {
        /// The buyer cancelled it.
        #[codec(index = 0)]
        ByBuyer,
        /// The seller cancelled it.
        #[codec(index = 1)]
        BySeller,
        /// Whoever wants didn't consent in time.
        #[codec(index = 2)]
        NotConsented,
        /// The ledger refused to keep the money; [`HoldState::Refused`] says why.
        #[codec(index = 3)]
        FundsRefused,
        /// The ledger didn't answer in time.
        #[codec(index = 4)]
        NotFunded,
        /// The seller didn't accept in time.
        #[codec(index = 5)]
        NotAccepted,
        /// The seller didn't deliver in time.
        #[codec(index = 6)]
        NotDelivered,
        /// Nobody decided a dispute in time.
        #[codec(index = 7)]
        Undecided,
    }

    /// Where an order stands. The transitions are in pallet-marketplace's `stages`.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub enum Stage {
        /// A seller answers to a want, and waits for the buyer's consent.
        #[codec(index = 0)]
        Proposed,
        /// The ledger was asked to keep the money.
        #[codec(index = 1)]
        Placed,
        /// The money is kept.
        #[codec(index = 2)]
        Funded,
        /// The seller will deliver.
        #[codec(index = 3)]
        Accepted,
        /// The seller says that it is delivered.
        #[codec(index = 4)]
        Delivered,
        /// One of both is not content; a decision is waited for.
        #[codec(index = 5)]
        Disputed,
        /// The seller is paid. Final, unless the ledger's hold had ended before.
        #[codec(index = 6)]
        Completed,
        /// The buyer pays nothing. Final.
        #[codec(index = 7)]
        Cancelled(Reason),
        /// It was decided who gets what: the rest is the buyer's. Final, unless the ledger's hold
        /// had ended before.
        #[codec(index = 8)]
        Resolved {
            /// What the seller gets.
            to_seller: Balance,
        },
        /// The seller should have been paid, but the ledger's hold had ended before: the buyer has
        /// the money back. Final.
        #[codec(index = 9)]
        Unpaid,
    }

    /// What somebody wasn't content with.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Dispute {
        /// Who.
        pub by: Side,
        /// Hash of the reasons, which are kept elsewhere.
        pub reasons: Hash,
    }

    /// Who has decided a dispute.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub enum Decider {
        /// The federation.
        #[codec(index = 0)]
        Federation,
        /// The cooperatives of both sides together, or the one of both.
        #[codec(index = 1)]
        Cooperatives,
    }

    /// How a hold is to end.
    #[derive(Copy)]
    pub enum HoldEnd {
        /// So much is paid to the seller, the rest goes back to the buyer.
        #[codec(index = 0)]
        Capture(Balance),
        /// All of it goes back to the buyer.
        #[codec(index = 1)]
        Release,
    }

    /// Where the money of an order is, as far as this shard knows.
    pub enum HoldState {
        /// The ledger wasn't asked.
        #[codec(index = 0)]
        None,
        /// The ledger was asked to keep it, and hasn't answered.
        #[codec(index = 1)]
        Asked,
        /// The ledger keeps it.
        #[codec(index = 2)]
        Held,
        /// The ledger keeps nothing: the name of its error, or of what became of the message.
        /// Final.
        #[codec(index = 3)]
        Refused(ErrorName),
        /// It is known how it ends. The ledger is to be asked for that, or was asked and hasn't
        /// answered.
        #[codec(index = 4)]
        Ending {
            /// How.
            end: HoldEnd,
            /// Whether it was asked.
            asked: bool,
            /// How often the ledger couldn't do it.
            failures: u8,
        },
        /// The seller has so much, the buyer the rest. Final.
        #[codec(index = 5)]
        Captured(Balance),
        /// The buyer has all of it. Final.
        #[codec(index = 6)]
        Released,
        /// Its time had passed on the ledger, which gives all of it to the buyer by itself. Final.
        #[codec(index = 7)]
        Lapsed,
    }

    /// How long each wait of an order lasts at most, in milliseconds.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub struct OrderTimeouts {
        /// For the consent of whoever wants.
        pub consent: Moment,
        /// For the ledger to keep the money.
        pub funding: Moment,
        /// For the seller to accept.
        pub acceptance: Moment,
        /// For the seller to deliver.
        pub delivery: Moment,
        /// For the buyer to complete, or to dispute. Silence completes.
        pub confirmation: Moment,
        /// For a dispute to be decided. Without a decision the buyer has the money back.
        pub dispute: Moment,
    }

    /// What one side thinks of the other.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Rating {
        /// 1, the worst, to 5, the best.
        pub stars: u8,
        /// Hash of a comment, which is kept elsewhere.
        pub comment: Option<Hash>,
    }

    /// What others think of somebody; the average is the one by the other.
    #[derive(Copy, Default, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct RatingSum {
        /// Sum of the stars.
        pub stars: u64,
        /// Number of ratings.
        pub count: u32,
    }

    /// An order.
    pub struct Order {
        /// Of what.
        pub listing: ListingId,
        /// In which version of its terms.
        pub version: u32,
        /// Whether of an offer or of a want: whoever ordered is the buyer or the seller.
        pub kind: ListingKind,
        /// Who pays: a person.
        pub buyer: Did,
        /// As a member of which cooperative.
        pub buyer_cooperative: CooperativeId,
        /// Who delivers: a person, or a cooperative by its own DID.
        pub seller: Did,
        /// As a member of which cooperative.
        pub seller_cooperative: CooperativeId,
        /// Whose account is paid.
        pub payee: LedgerAccount,
        /// How many.
        pub quantity: Quantity,
        /// What all of them cost.
        pub total: Money,
        /// What whoever ordered called the order.
        pub key: Key,
        /// When it was ordered.
        pub placed_at: Moment,
        /// The waits of this order, as they were when it was placed.
        pub timeouts: OrderTimeouts,
        /// Where it stands.
        pub stage: Stage,
        /// Where the money is.
        pub hold: HoldState,
        /// When the ledger's hold expires, if it was asked for one.
        pub hold_expires_at: Option<Moment>,
        /// When the wait ends, the ledger is asked again, or the order may be forgotten; `None`
        /// while an answer of the ledger is all that is waited for.
        pub due: Option<Moment>,
        /// Whether its quantity is kept for it.
        pub reserved: bool,
        /// Whether the seller accepted.
        pub accepted: bool,
        /// Whether it is delivered, as the seller or the buyer says.
        pub delivered: bool,
        /// Who wasn't content, and why.
        pub dispute: Option<Dispute>,
        /// What the buyer thinks of the seller.
        pub rating_of_seller: Option<Rating>,
        /// What the seller thinks of the buyer.
        pub rating_of_buyer: Option<Rating>,
    }
}

impl Stage {
    /// Whether nothing is waited for any more but the ledger.
    pub fn has_ended(&self) -> bool {
        match self {
            Self::Proposed
            | Self::Placed
            | Self::Funded
            | Self::Accepted
            | Self::Delivered
            | Self::Disputed => false,
            Self::Completed | Self::Cancelled(_) | Self::Resolved { .. } | Self::Unpaid => true,
        }
    }
}

impl HoldState {
    /// Whether nothing becomes of it any more.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Asked | Self::Held | Self::Ending { .. } => false,
            Self::None | Self::Refused(_) | Self::Captured(_) | Self::Released | Self::Lapsed => {
                true
            }
        }
    }
}

impl OrderTimeouts {
    /// The longest way from the moment when the ledger is asked to the last decision about its
    /// money; `None` if there is no such number.
    pub fn longest_hold(&self) -> Option<Moment> {
        [self.acceptance, self.delivery, self.confirmation, self.dispute]
            .into_iter()
            .try_fold(self.funding, Moment::checked_add)
    }

    /// All of them.
    pub fn all(&self) -> [Moment; 6] {
        [
            self.consent,
            self.funding,
            self.acceptance,
            self.delivery,
            self.confirmation,
            self.dispute,
        ]
    }
}

impl Order {
    /// Whoever ordered.
    pub fn initiator(&self) -> Side {
        match self.kind {
            ListingKind::Offer => Side::Buyer,
            ListingKind::Want => Side::Seller,
        }
    }

    /// The DID of one side.
    pub fn party(&self, side: Side) -> &Did {
        match side {
            Side::Buyer => &self.buyer,
            Side::Seller => &self.seller,
        }
    }

    /// Whether it has ended and its money is where it belongs.
    pub fn is_over(&self) -> bool {
        self.stage.has_ended() && self.hold.is_final()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_has_the_name_of_its_order_and_no_other() {
        for number in [0, 1, 255, u64::MAX] {
            assert_eq!(order_of_hold(&hold_key(OrderId(number))), Some(OrderId(number)));
        }
        assert_eq!(order_of_hold(&[0; 32]), None);
        let mut other = hold_key(OrderId(7));
        other[0] ^= 1;
        assert_eq!(order_of_hold(&other), None);
        // Names stay as they are: the ledger of another shard remembers them.
        let hex: alloc::string::String =
            hold_key(OrderId(258)).iter().map(|byte| alloc::format!("{byte:02x}")).collect();
        assert_eq!(hex, "69636e206d61726b6574706c616365206f726465722031000000000000000102");
    }

    #[test]
    fn evidence_is_of_one_order_on_one_shard() {
        let evidence = order_evidence(ShardId(1), OrderId(5));
        assert_ne!(evidence, order_evidence(ShardId(1), OrderId(6)));
        assert_ne!(evidence, order_evidence(ShardId(3), OrderId(5)));
    }

    #[test]
    fn waits_that_are_no_number_have_no_sum() {
        let day = OrderTimeouts {
            consent: 1,
            funding: 2,
            acceptance: 4,
            delivery: 8,
            confirmation: 16,
            dispute: 32,
        };
        assert_eq!(day.longest_hold(), Some(62));
        assert_eq!(OrderTimeouts { dispute: Moment::MAX, ..day }.longest_hold(), None);
    }
}
