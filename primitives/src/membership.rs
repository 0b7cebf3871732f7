//! Cooperatives, memberships and roles (S000 §4, §7).

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use polkadot_sdk::sp_runtime::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{BlockNumber, Did, Moment};

/// Number of a cooperative, given in order; the first is 0.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct CooperativeId(pub u32);

impl fmt::Display for CooperativeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Longest legal name of a cooperative, in bytes of UTF-8.
pub const MAX_LEGAL_NAME: u32 = 128;
/// Longest DNS domain, in bytes (RFC 1035).
pub const MAX_DOMAIN: u32 = 253;
/// Most skill tags of one membership.
pub const MAX_SKILLS: u32 = 16;
/// Longest skill tag, in bytes.
pub const MAX_SKILL: u32 = 32;
/// Most cooperatives that one person is a member of at a time.
pub const MAX_MEMBERSHIPS: u32 = 16;

/// A cooperative's legal name, in UTF-8.
pub type LegalName = BoundedVec<u8, ConstU32<MAX_LEGAL_NAME>>;
/// A DNS domain in lower case, without a dot at its end.
pub type Domain = BoundedVec<u8, ConstU32<MAX_DOMAIN>>;
/// A skill tag: lower-case letters, digits and `-`.
pub type Skill = BoundedVec<u8, ConstU32<MAX_SKILL>>;
/// A member's skill tags, each once.
pub type Skills = BoundedVec<Skill, ConstU32<MAX_SKILLS>>;

/// Whether `name` can be a legal name: UTF-8, something visible, no control characters.
pub fn is_legal_name(name: &[u8]) -> bool {
    core::str::from_utf8(name).is_ok_and(|name| {
        !name.trim().is_empty() && name.trim() == name && !name.chars().any(char::is_control)
    })
}

/// Whether `domain` is a DNS domain as this chain writes them: lower-case labels of letters,
/// digits and inner hyphens, 1 to 63 characters each, at least two of them (RFC 1035, RFC 5891).
pub fn is_domain(domain: &[u8]) -> bool {
    let label = |label: &[u8]| {
        (1..=63).contains(&label.len())
            && label.iter().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == b'-')
            && label.first() != Some(&b'-')
            && label.last() != Some(&b'-')
    };
    domain.len() <= MAX_DOMAIN as usize
        && domain.contains(&b'.')
        && domain.split(|c| *c == b'.').all(label)
}

/// Whether `skill` is a tag as this chain writes them.
pub fn is_skill(skill: &[u8]) -> bool {
    !skill.is_empty()
        && skill.iter().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == b'-')
}

/// Where a cooperative stands in the federation (S000 §4).
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub enum CooperativeStatus {
    /// Put forward by an active cooperative; not yet admitted.
    Applicant,
    /// Takes part.
    Active,
    /// Takes no part until it is restored.
    Suspended,
    /// Left by its own decision. Final.
    Withdrawn,
    /// Excluded by the federation. Final.
    Expelled,
}

impl CooperativeStatus {
    /// Whether the cooperative has left the federation for good, one way or the other.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Expelled)
    }
}

/// What a member may do in a cooperative. Every member has [`Role::Member`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub enum Role {
    /// Takes part.
    Member,
    /// Registers, suspends and expels members; gives roles.
    Steward,
    /// Keeps the cooperative's money.
    Treasurer,
    /// Reads the books.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Member, Self::Steward, Self::Treasurer, Self::Auditor];

    /// This role's bit in a [`Roles`].
    pub const fn bit(self) -> u8 {
        match self {
            Self::Member => 1,
            Self::Steward => 1 << 1,
            Self::Treasurer => 1 << 2,
            Self::Auditor => 1 << 3,
        }
    }
}

/// A set of roles, as bits.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Roles(pub u8);

impl Roles {
    /// What a new member has.
    pub fn member() -> Self {
        Self::default().with(Role::Member)
    }

    /// Whether `role` is among these.
    pub fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// These and `role`.
    pub fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    /// These without `role`.
    pub fn without(self, role: Role) -> Self {
        Self(self.0 & !role.bit())
    }

    /// The roles in this set.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

/// What a person may do for the whole federation, by its decision alone.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub enum FederationRole {
    /// Reads the federation's books.
    Auditor,
    /// Settles disputes between cooperatives.
    Mediator,
    /// Confirms facts about persons and organisations.
    Attestor,
}

impl FederationRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Auditor, Self::Mediator, Self::Attestor];
}

/// Most roles that one person holds in the federation: each once.
pub const MAX_FEDERATION_ROLES: u32 = 3;

/// Where a member stands in a cooperative.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub enum MemberStatus {
    /// Takes part.
    Active,
    /// Takes no part until a steward restores them.
    Suspended,
    /// Left; may join again.
    Left,
    /// Excluded; may join again, if the stewards enrol them and they consent.
    Expelled,
}

impl MemberStatus {
    /// Whether this is a membership that goes on: active or suspended.
    pub fn is_current(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }
}

/// One person's membership of one cooperative. It is kept when it ends, so that a consent can't be
/// used a second time.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Membership {
    /// Where it stands.
    pub status: MemberStatus,
    /// What the member may do. Empty once it has ended.
    pub roles: Roles,
    /// What the member can do.
    pub skills: Skills,
    /// How often this person has joined before; 0 the first time.
    pub term: u32,
    /// When the present term began.
    pub joined: Moment,
    /// The last time in this term that it was suspended.
    pub suspension: Option<Suspension>,
}

/// When a membership was suspended.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Suspension {
    /// Since when.
    pub from: Moment,
    /// Until when; `None`: it is.
    pub until: Option<Moment>,
}

impl Membership {
    /// Whether this is an active membership that was one at `moment` as well. What changed in the
    /// very block counts as not active.
    pub fn was_active(&self, moment: Moment) -> bool {
        let suspended = self.suspension.is_some_and(|Suspension { from, until }| {
            from <= moment && until.is_none_or(|until| moment <= until)
        });
        self.status == MemberStatus::Active && self.joined < moment && !suspended
    }
}

/// A cooperative's own rules.
#[derive(
    Clone,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// How many stewards must approve the recovery of a member's lost keys; at least 1.
    pub recovery_stewards: u8,
    /// How long a recovery waits, in milliseconds, so that a key that is left can cancel it.
    pub recovery_delay: Moment,
}

/// Most stewards that a cooperative's rules may ask for in a recovery.
pub const MAX_RECOVERY_STEWARDS: u8 = 16;
/// Longest wait that a cooperative's rules may set for a recovery, in milliseconds.
pub const MAX_RECOVERY_DELAY: Moment = 90 * crate::DAY;

impl Rules {
    /// Whether these can be a cooperative's rules: 1 to [`MAX_RECOVERY_STEWARDS`] stewards, and a
    /// wait of at least a millisecond and at most [`MAX_RECOVERY_DELAY`].
    pub fn are_valid(&self) -> bool {
        (1..=MAX_RECOVERY_STEWARDS).contains(&self.recovery_stewards)
            && (1..=MAX_RECOVERY_DELAY).contains(&self.recovery_delay)
    }
}

/// A cooperative.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Cooperative {
    /// The organisation's DID.
    pub did: Did,
    /// Its legal name.
    pub legal_name: LegalName,
    /// Its DNS domain, which no other cooperative has.
    pub domain: Domain,
    /// Where it stands in the federation.
    pub status: CooperativeStatus,
    /// Its own rules.
    pub rules: Rules,
    /// Number of current members, suspended ones included.
    pub members: u32,
    /// Number of active members who are stewards; never 0 while it isn't withdrawn or expelled.
    pub stewards: u32,
    /// The block in which it was registered; 0 for founders.
    pub created: BlockNumber,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_membership_was_active_between_joining_and_now_but_for_its_suspension() {
        let active = |joined, suspension| Membership {
            status: MemberStatus::Active,
            roles: Roles::member(),
            skills: Skills::default(),
            term: 0,
            joined,
            suspension,
        };
        let was = |membership: &Membership| {
            (0..10).filter(|moment| membership.was_active(*moment)).collect::<alloc::vec::Vec<_>>()
        };
        assert_eq!(was(&active(3, None)), [4, 5, 6, 7, 8, 9]);
        let suspension = Suspension { from: 5, until: Some(7) };
        assert_eq!(was(&active(3, Some(suspension))), [4, 8, 9]);
        let suspended = Membership {
            status: MemberStatus::Suspended,
            ..active(3, Some(Suspension { from: 5, until: None }))
        };
        assert!(was(&suspended).is_empty());
    }

    #[test]
    fn domains_are_written_as_dns_has_them() {
        for good in ["food.coop", "a.b", "xn--caf-dma.example", "a-b.c1.coop"] {
            assert!(is_domain(good.as_bytes()), "{good}");
        }
        let long = alloc::format!("{}.coop", "a".repeat(64));
        for bad in [
            "",
            ".",
            "coop",
            "Food.coop",
            "a..b",
            ".a.b",
            "a.b.",
            "-a.b",
            "a-.b",
            "a b.c",
            "é.coop",
            &long,
        ] {
            assert!(!is_domain(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn a_set_of_roles_gives_back_what_was_put_in() {
        let roles = Roles::member().with(Role::Treasurer);
        assert_eq!(roles.iter().collect::<alloc::vec::Vec<_>>(), [Role::Member, Role::Treasurer]);
        assert!(!roles.without(Role::Treasurer).has(Role::Treasurer));
    }
}
