//! Why a transaction is not admitted. A standard RPC error carries the number alone (as `Custom
//! error: N`); the node's `icn_refusal` and the command line turn it into the sentence.

use core::fmt;
use serde::{Deserialize, Serialize};

/// A reason for which the chain doesn't admit a transaction, with its number.
///
/// Numbers are never given out again for another meaning.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[repr(u8)]
pub enum Refusal {
    /// The account belongs to no DID and has no seat.
    UnknownAccount = 1,
    /// The DID is no member of any cooperative.
    NotMember = 2,
    /// The membership is suspended.
    MemberSuspended = 3,
    /// The cooperative isn't active.
    CooperativeNotActive = 4,
    /// The call is not one for this role.
    CallNotAllowed = 5,
    /// Calls are nested too deeply, or there are too many of them.
    NestingExceeded = 6,
    /// The member has used up the quota for now.
    MemberQuotaExceeded = 7,
    /// The cooperative has used up its quota for now.
    CooperativeQuotaExceeded = 8,
    /// The transaction needs more than a full quota ever holds.
    LargerThanQuota = 9,
    /// The account for which a proxy acts would not be admitted itself.
    ProxiedNotAdmitted = 10,
}

impl Refusal {
    /// Every reason, in the order of its numbers.
    pub const ALL: [Self; 10] = [
        Self::UnknownAccount,
        Self::NotMember,
        Self::MemberSuspended,
        Self::CooperativeNotActive,
        Self::CallNotAllowed,
        Self::NestingExceeded,
        Self::MemberQuotaExceeded,
        Self::CooperativeQuotaExceeded,
        Self::LargerThanQuota,
        Self::ProxiedNotAdmitted,
    ];

    /// The number that a standard RPC error carries.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The reason with this number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.code() == code)
    }

    /// What was wrong, and what would be right.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::UnknownAccount => "this account belongs to nobody here: a steward of your cooperative must enrol its key first",
            Self::NotMember => "this person is a member of no cooperative: a steward must enrol them, with their consent",
            Self::MemberSuspended => "this membership is suspended: a steward of the cooperative can restore it",
            Self::CooperativeNotActive => "this cooperative is not active in the federation: a decision of the federation can admit or restore it",
            Self::CallNotAllowed => "this role may not send this call: ask somebody whose role it is",
            Self::NestingExceeded => "the call holds calls nested too deeply, or too many of them: send them one by one",
            Self::MemberQuotaExceeded => "this member's quota is used up for now: it refills by itself, wait and send again",
            Self::CooperativeQuotaExceeded => "this cooperative's quota is used up for now: it refills by itself, wait and send again",
            Self::LargerThanQuota => "the transaction needs more than a full quota holds: split it",
            Self::ProxiedNotAdmitted => "the account that this proxy acts for would not be admitted itself: its membership must be active",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_gives_its_reason_back() {
        for refusal in Refusal::ALL {
            assert_eq!(Refusal::from_code(refusal.code()), Some(refusal));
        }
        assert_eq!(Refusal::from_code(0), None);
        assert_eq!(Refusal::from_code(11), None);
    }
}
