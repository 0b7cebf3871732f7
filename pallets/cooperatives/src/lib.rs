//! Cooperatives, their members and what each may do (S000 §4, §7).
//!
//! # Terms
//!
//! - *Cooperative*: an organisation with a number, a DID of its own, a legal name, a DNS domain
//!   that no other has, and rules. It *takes part* while its status is Active. Withdrawn and
//!   Expelled are final: the cooperative *has ended*.
//! - *Member*: a person, that is a DID, never an account. A membership is *current* while it is
//!   active or suspended, and *effective* while it is active in a cooperative that takes part:
//!   only then does it let its holder do anything.
//! - *Home*: the oldest of a person's current memberships whose cooperative has not ended.
//!   Everybody has at most one; the others are *further memberships*.
//! - *Steward*: a member who enrols, suspends and expels members and gives roles.
//! - *Term*: how often a person had joined a cooperative before. A consent names it, so it serves
//!   once.
//! - *Federation*: [`Config::FederationOrigin`], whatever way it decides.
//!
//! # Scenario: a person joins
//!
//! 1. Ada makes a key. Nothing of hers is on the chain.
//! 2. Ada signs the sentence "I join cooperative 0 as did:icn:…, term 0"
//!    ([`Statement::Join`](icn_primitives::statement::Statement::Join)) and hands it to a steward.
//! 3. The steward sends [`Pallet::enroll`]. The call makes Ada's DID, her membership and its
//!    credential; cooperative 0 is her home.
//! 4. From the next transaction on she may write. [`Pallet::set_skills`] says what she can do.
//!
//! # Scenario: a person joins a second cooperative
//!
//! 1. Ada signs the sentence for cooperative 1 with any key that may act for her DID.
//! 2. A steward of cooperative 1 enrols that key. The chain finds her DID by it. Her home stays.
//! 3. Ada leaves cooperative 0. Cooperative 1 becomes her home, told by `HomeChanged`.
//!
//! # Scenario: a cooperative joins the federation
//!
//! 1. Its first stewards sign their consent for the number that comes next; its own key signs that
//!    it may act for its DID.
//! 2. A steward of an active cooperative puts it forward ([`Pallet::put_forward`]). It is an
//!    Applicant: it holds its domain and a place among [`Config::MaxCooperatives`].
//! 3. The federation admits it ([`Pallet::admit`]), or declines ([`Pallet::decline`]), which ends
//!    it and its memberships.
//! 4. Later decisions suspend, restore, expel it or let it withdraw. Who hears of each of them is
//!    [`Config::OnStatus`].
//!
//! # Scenario: a member goes
//!
//! 1. A steward suspends Bob: his membership goes on, but isn't effective. It can be restored.
//! 2. A steward expels Bob, or Bob leaves: his roles and his credential end. The record stays, so
//!    that his old consent is worth nothing.
//! 3. Bob may join again: a new consent, the next term.
//!
//! # When effects start
//!
//! With the transaction that makes them. Seats and sessions, which hear of a status through
//! [`Config::OnStatus`], follow their own times.
//!
//! # What may fail, and what then holds
//!
//! - A call that fails changes nothing.
//! - The last active steward of a cooperative that hasn't ended can't be suspended, expelled,
//!   relieved or leave; the last active cooperative can't be suspended, expelled or withdrawn. So
//!   there is always somebody who can act. Should all stewards of a cooperative end their DIDs,
//!   the federation grants the role to another member.
//! - When a cooperative ends, its members are not visited one by one. Their memberships stay in the
//!   records, are effective nowhere, and each home moves on by its definition. Members may still
//!   leave, to make room for other memberships.
//! - A credential that can't be issued stops the enrolment. One that is gone already stops nothing.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod checks;
mod enrolment;
mod genesis;
mod hooks;
#[cfg(test)]
mod mock;
mod reads;
mod recovery;
mod registration;
mod roles;
mod standing;
mod status;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
pub mod weights;

pub use genesis::GenesisCooperative;
pub use hooks::{MembershipCredentials, OnCooperativeStatus, OnMembershipChange};
pub use pallet::*;
pub use reads::Admissible;
pub use weights::WeightInfo;

use polkadot_sdk::polkadot_sdk_frame as frame;

/// Most stewards with whom a cooperative is put forward.
pub const MAX_FOUNDING_STEWARDS: u32 = 8;

#[frame::pallet]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use frame::{prelude::*, traits::EnsureOriginWithArg};
    use icn_primitives::{
        membership::{
            Cooperative, CooperativeId, Domain, FederationRole, LegalName, Membership, Role, Rules,
            Skills, MAX_FEDERATION_ROLES, MAX_MEMBERSHIPS,
        },
        statement::Signed,
        Did, Moment, SigningKey,
    };

    use crate::{
        enrolment::Enrolled, registration::Application, standing::Ended, status::Decision,
    };

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What the pallet needs of the runtime.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_did::Config
    {
        /// The federation's decisions.
        type FederationOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Decisions of the members of one cooperative, in its own matters.
        type CooperativeOrigin: EnsureOriginWithArg<Self::RuntimeOrigin, CooperativeId>;

        /// Where memberships are issued as credentials.
        type Credentials: MembershipCredentials;

        /// Who hears of a cooperative's registration and of each change of its status.
        type OnStatus: OnCooperativeStatus;

        /// Who hears of changed memberships and cooperatives, founders included.
        type OnChange: OnMembershipChange;

        /// Most cooperatives that have not ended, applicants included.
        #[pallet::constant]
        type MaxCooperatives: Get<u32>;

        /// Weights of the calls.
        type WeightInfo: WeightInfo;
    }

    /// Every cooperative that ever was put forward.
    #[pallet::storage]
    pub type Cooperatives<T: Config> =
        StorageMap<_, Twox64Concat, CooperativeId, Cooperative, OptionQuery>;

    /// The number that the next cooperative gets.
    #[pallet::storage]
    pub type NextId<T: Config> = StorageValue<_, CooperativeId, ValueQuery>;

    /// Who has a domain. Cooperatives that have ended have none.
    #[pallet::storage]
    pub type DomainOwner<T: Config> =
        StorageMap<_, Blake2_128Concat, Domain, CooperativeId, OptionQuery>;

    /// The cooperative that has this DID, also when it has ended.
    #[pallet::storage]
    pub type CooperativeOfDid<T: Config> =
        StorageMap<_, Blake2_128Concat, Did, CooperativeId, OptionQuery>;

    /// Every membership that ever was.
    #[pallet::storage]
    pub type Memberships<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        CooperativeId,
        Blake2_128Concat,
        Did,
        Membership,
        OptionQuery,
    >;

    /// The cooperatives in which a person's membership is current, the oldest first.
    #[pallet::storage]
    pub type MembershipsOf<T: Config> = StorageMap<
        _,
        Blake2_128Concat,
        Did,
        BoundedVec<CooperativeId, ConstU32<MAX_MEMBERSHIPS>>,
        ValueQuery,
    >;

    /// The cooperatives that take part, each once.
    #[pallet::storage]
    #[pallet::whitelist_storage]
    pub type ActiveCooperatives<T: Config> =
        StorageValue<_, BoundedVec<CooperativeId, T::MaxCooperatives>, ValueQuery>;

    /// Number of a cooperative's active members.
    #[pallet::storage]
    pub type ActiveMembers<T: Config> = StorageMap<_, Twox64Concat, CooperativeId, u32, ValueQuery>;

    /// Number of cooperatives that have not ended; at most [`Config::MaxCooperatives`].
    #[pallet::storage]
    pub type OngoingCooperatives<T: Config> = StorageValue<_, u32, ValueQuery>;

    /// What persons may do for the federation, each role once; no entry without a role.
    #[pallet::storage]
    pub type FederationRoles<T: Config> = StorageMap<
        _,
        Blake2_128Concat,
        Did,
        BoundedVec<FederationRole, ConstU32<MAX_FEDERATION_ROLES>>,
        ValueQuery,
    >;

    /// The founders. They take part from the first block on; nobody hears of their status, since
    /// whoever follows it has a genesis of its own.
    #[pallet::genesis_config]
    #[derive(frame::derive::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// Cooperatives in the order of their numbers, beginning with 0.
        pub cooperatives: Vec<GenesisCooperative>,
        #[serde(skip)]
        #[doc(hidden)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            Pallet::<T>::build_founders(&self.cooperatives);
        }
    }

    /// What happened. Cooperatives and memberships can be rebuilt from genesis and these alone.
    #[pallet::event]
    #[pallet::generate_deposit(fn deposit_event)]
    pub enum Event<T: Config> {
        /// A cooperative was put forward. It is an applicant, created in this block.
        CooperativePutForward {
            /// Its number.
            id: CooperativeId,
            /// The cooperative whose steward put it forward.
            sponsor: CooperativeId,
            /// Its DID.
            did: Did,
            /// Its legal name.
            legal_name: LegalName,
            /// Its domain.
            domain: Domain,
            /// Its rules.
            rules: Rules,
        },
        /// An applicant takes part from now on.
        CooperativeAdmitted {
            /// Which.
            id: CooperativeId,
        },
        /// An applicant was not admitted; it has ended (status Withdrawn).
        CooperativeDeclined {
            /// Which.
            id: CooperativeId,
        },
        /// A cooperative takes no part until it is restored.
        CooperativeSuspended {
            /// Which.
            id: CooperativeId,
        },
        /// A suspended cooperative takes part again.
        CooperativeRestored {
            /// Which.
            id: CooperativeId,
        },
        /// A cooperative was excluded; it has ended.
        CooperativeExpelled {
            /// Which.
            id: CooperativeId,
        },
        /// A cooperative left; it has ended.
        CooperativeWithdrawn {
            /// Which.
            id: CooperativeId,
        },
        /// A person became a member, with the role Member.
        MemberEnrolled {
            /// Of which cooperative.
            cooperative: CooperativeId,
            /// Who.
            did: Did,
            /// How often the person had joined this cooperative before.
            term: u32,
            /// Whether this cooperative is the person's home from now on.
            home: bool,
            /// What the member can do.
            skills: Skills,
            /// The block's time, at which the term begins.
            joined: Moment,
        },
        /// A member got a role.
        RoleGranted {
            /// In which cooperative.
            cooperative: CooperativeId,
            /// Who.
            did: Did,
            /// The role.
            role: Role,
        },
        /// A member lost a role.
        RoleRevoked {
            /// In which cooperative.
            cooperative: CooperativeId,
            /// Who.
            did: Did,
            /// The role.
            role: Role,
        },
        /// A member's skills are these.
        SkillsSet {
            /// In which cooperative.
            cooperative: CooperativeId,
            /// Who.
            did: Did,
            /// All of them.
            skills: Skills,
        },
        /// A member takes no part until restored.
        MemberSuspended {
            /// In which cooperative.
            cooperative: CooperativeId,
            /// Who.
            did: Did,
            /// When.
            at: Moment,
        },
        /// A suspended member takes part again, with the same roles.
        MemberRestored {
            /// In which cooperative.
            cooperative: CooperativeId,
            /// Who.
            did: Did,
            /// When.
            at: Moment,
        },
        /// A membership was ended by the cooperative.
        MemberExpelled {
            /// Of which cooperative.
            cooperative: CooperativeId,
            /// Whose.
            did: Did,
        },
        /// A membership was ended by the member, or together with the application of its
        /// cooperative.
        MemberLeft {
            /// Of which cooperative.
            cooperative: CooperativeId,
            /// Whose.
            did: Did,
        },
        /// Since a membership ended, the person's home is another. The end of a cooperative moves
        /// its members' homes without this event.
        HomeChanged {
            /// Whose.
            did: Did,
            /// Where; `None`: nowhere.
            home: Option<CooperativeId>,
        },
        /// A cooperative's rules are these.
        RulesSet {
            /// Which.
            cooperative: CooperativeId,
            /// All of them.
            rules: Rules,
        },
        /// A cooperative's name and domain are these.
        ProfileSet {
            /// Which.
            cooperative: CooperativeId,
            /// Its legal name.
            legal_name: LegalName,
            /// Its domain.
            domain: Domain,
        },
        /// A person got a role in the federation.
        FederationRoleGranted {
            /// Who.
            did: Did,
            /// The role.
            role: FederationRole,
        },
        /// A person lost a role in the federation.
        FederationRoleRevoked {
            /// Who.
            did: Did,
            /// The role.
            role: FederationRole,
        },
    }

    /// Why a call did nothing.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such cooperative, current membership, role or active DID.
        NotFound,
        /// The domain is taken, the person is a member, or the role is held already.
        AlreadyExists,
        /// The account acts for no steward of this cooperative, or for nobody at all.
        NotAuthorized,
        /// The cooperative or the membership takes no part now.
        NotActive,
        /// Nothing leads from the present status to the wanted one.
        InvalidTransition,
        /// A legal name is UTF-8, visible, without control characters or space around it.
        InvalidName,
        /// A domain has two or more lower-case labels of letters, digits and inner hyphens.
        InvalidDomain,
        /// A skill is made of lower-case letters, digits and hyphens, and stands once.
        InvalidSkills,
        /// Rules ask for 1 to 16 stewards and a wait of at most 90 days.
        InvalidRules,
        /// Being a member isn't granted or revoked: members are enrolled, leave, are expelled.
        InvalidRole,
        /// The account belongs to a person by a key of another kind.
        InvalidKey,
        /// A cooperative's own DID can't be a member.
        InvalidMember,
        /// A cooperative is put forward with at least one steward.
        InvalidStewards,
        /// A cooperative keeps at least one active steward.
        LastSteward,
        /// The federation keeps at least one active cooperative.
        LastCooperative,
        /// There are as many cooperatives as there may be.
        CooperativesExceeded,
        /// The person has as many memberships as one may have.
        MembershipsExceeded,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call(weight(<T as Config>::WeightInfo))]
    impl<T: Config> Pallet<T> {
        /// Puts a cooperative forward for admission. By a steward of `sponsor`, which takes part.
        ///
        /// - `key`: the organisation's first key, of which its DID is made; `proof` is its
        ///   signature on `AddKey` with version 0.
        /// - `stewards`: a key of each first steward with the person's signature on `Join` for
        ///   the number that comes next ([`NextId`]). Persons who have no DID get one.
        ///
        /// Errors: `NotFound`, `NotActive`, `NotAuthorized` about the sponsor; `InvalidName`,
        /// `InvalidDomain`, `InvalidRules`, `InvalidStewards`; `AlreadyExists` for a domain that
        /// is taken or a steward who is named twice; `CooperativesExceeded`; those of
        /// [`Pallet::enroll`] about consents, and pallet-did's about the DID. Source: S000 §4.
        #[pallet::call_index(0)]
        #[pallet::weight(
            <T as Config>::WeightInfo::put_forward(stewards.len() as u32)
                .max(<T as Config>::WeightInfo::put_forward_known(stewards.len() as u32))
        )]
        #[allow(clippy::too_many_arguments)]
        pub fn put_forward(
            origin: OriginFor<T>,
            sponsor: CooperativeId,
            legal_name: LegalName,
            domain: Domain,
            key: SigningKey,
            proof: Signed,
            stewards: BoundedVec<(SigningKey, Signed), ConstU32<MAX_FOUNDING_STEWARDS>>,
            rules: Rules,
        ) -> DispatchResult {
            Self::ensure_steward(origin, sponsor)?;
            let application = Application { legal_name, domain, key, proof, stewards, rules };
            let registered = Self::do_put_forward(application.clone())?;
            Self::deposit_event(Event::CooperativePutForward {
                id: registered.id,
                sponsor,
                did: registered.did,
                legal_name: application.legal_name,
                domain: application.domain,
                rules: application.rules,
            });
            for steward in registered.stewards {
                let did = steward.did;
                Self::announce_enrolment(registered.id, steward, Skills::default());
                Self::deposit_event(Event::RoleGranted {
                    cooperative: registered.id,
                    did,
                    role: Role::Steward,
                });
            }
            Ok(())
        }

        /// Admits an applicant: it takes part from now on. By the federation.
        ///
        /// Errors: `NotFound`, `InvalidTransition`. Source: S000 §4.
        #[pallet::call_index(1)]
        pub fn admit(origin: OriginFor<T>, id: CooperativeId) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_decide(id, Decision::Admit)?;
            Self::deposit_event(Event::CooperativeAdmitted { id });
            Ok(())
        }

        /// Declines an applicant: it and its memberships end, its domain is free. By the
        /// federation.
        ///
        /// Errors: `NotFound`, `InvalidTransition`. Source: S000 §4.
        #[pallet::call_index(2)]
        pub fn decline(origin: OriginFor<T>, id: CooperativeId) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            let stewards = Self::do_decline(id)?;
            Self::deposit_event(Event::CooperativeDeclined { id });
            for (did, ended) in stewards {
                Self::deposit_event(Event::MemberLeft { cooperative: id, did });
                Self::announce_home(did, ended);
            }
            Ok(())
        }

        /// Suspends a cooperative that takes part. By the federation.
        ///
        /// Errors: `NotFound`, `InvalidTransition`, `LastCooperative`. Source: S000 §4.
        #[pallet::call_index(3)]
        pub fn suspend(origin: OriginFor<T>, id: CooperativeId) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_decide(id, Decision::Suspend)?;
            Self::deposit_event(Event::CooperativeSuspended { id });
            Ok(())
        }

        /// Lets a suspended cooperative take part again. By the federation.
        ///
        /// Errors: `NotFound`, `InvalidTransition`. Source: S000 §4.
        #[pallet::call_index(4)]
        pub fn restore(origin: OriginFor<T>, id: CooperativeId) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_decide(id, Decision::Restore)?;
            Self::deposit_event(Event::CooperativeRestored { id });
            Ok(())
        }

        /// Excludes a cooperative that is active or suspended. Final. By the federation.
        ///
        /// Errors: `NotFound`, `InvalidTransition`, `LastCooperative`. Source: S000 §4.
        #[pallet::call_index(5)]
        pub fn expel(origin: OriginFor<T>, id: CooperativeId) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_decide(id, Decision::Expel)?;
            Self::deposit_event(Event::CooperativeExpelled { id });
            Ok(())
        }

        /// Records that an active or suspended cooperative has left. Final. By the federation.
        ///
        /// Errors: `NotFound`, `InvalidTransition`, `LastCooperative`. Source: S000 §4.
        #[pallet::call_index(6)]
        pub fn withdraw(origin: OriginFor<T>, id: CooperativeId) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_decide(id, Decision::Withdraw)?;
            Self::deposit_event(Event::CooperativeWithdrawn { id });
            Ok(())
        }

        /// Enrols the person who has `key`, with that person's consent. By a steward.
        ///
        /// A key that is nobody's makes a new DID; a key that may act for a DID enrols the person
        /// of that DID. `consent` is the key's signature on `Join` with this cooperative, the DID
        /// and the next term.
        ///
        /// Errors: `NotFound`, `NotActive`, `NotAuthorized` about the cooperative;
        /// `InvalidSkills`, `InvalidKey`, `InvalidMember`; `AlreadyExists` for a current member;
        /// `MembershipsExceeded`; pallet-did's about the consent and the DID; those of
        /// [`Config::Credentials`]. Source: S000 §7.
        #[pallet::call_index(7)]
        #[pallet::weight(
            <T as Config>::WeightInfo::enroll().max(<T as Config>::WeightInfo::enroll_known())
        )]
        pub fn enroll(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            key: SigningKey,
            skills: Skills,
            consent: Signed,
        ) -> DispatchResult {
            Self::ensure_steward(origin, cooperative)?;
            let enrolled = Self::do_enroll(cooperative, key, skills.clone(), &consent)?;
            Self::announce_enrolment(cooperative, enrolled, skills);
            Ok(())
        }

        /// Gives an active member a role. By a steward, or by the cooperative's decision; or by the
        /// federation, also while the
        /// cooperative doesn't take part but hasn't ended, so that one without stewards who can
        /// act gets another.
        ///
        /// Errors: `NotFound`, `NotActive`, `NotAuthorized`, `InvalidRole`, `AlreadyExists`.
        /// Source: S000 §7.
        #[pallet::call_index(8)]
        pub fn grant_role(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            did: Did,
            role: Role,
        ) -> DispatchResult {
            if let Err(origin) = T::FederationOrigin::try_origin(origin) {
                Self::ensure_manages(origin, cooperative)?;
            }
            Self::do_grant_role(cooperative, &did, role)?;
            Self::deposit_event(Event::RoleGranted { cooperative, did, role });
            Ok(())
        }

        /// Takes a role from a current member. By a steward, or by the cooperative's
        /// decision.
        ///
        /// Errors: `NotFound`, `NotActive`, `NotAuthorized`, `InvalidRole`, `LastSteward`.
        /// Source: S000 §7.
        #[pallet::call_index(9)]
        pub fn revoke_role(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            did: Did,
            role: Role,
        ) -> DispatchResult {
            Self::ensure_manages(origin, cooperative)?;
            Self::do_revoke_role(cooperative, &did, role)?;
            Self::deposit_event(Event::RoleRevoked { cooperative, did, role });
            Ok(())
        }

        /// Replaces the skill tags of one's own effective membership. By the member.
        ///
        /// Errors: `NotFound`, `NotActive`, `NotAuthorized`, `InvalidSkills`. Source: domain §1.
        #[pallet::call_index(10)]
        #[pallet::weight(<T as Config>::WeightInfo::set_skills(skills.len() as u32))]
        pub fn set_skills(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            skills: Skills,
        ) -> DispatchResult {
            let did = Self::ensure_person(origin)?;
            Self::do_set_skills(cooperative, &did, skills.clone())?;
            Self::deposit_event(Event::SkillsSet { cooperative, did, skills });
            Ok(())
        }

        /// Suspends an active member. By a steward, or by the cooperative's
        /// decision.
        ///
        /// Errors: `NotFound`, `NotActive`, `NotAuthorized`, `InvalidTransition`, `LastSteward`.
        /// Source: S000 §7.
        #[pallet::call_index(11)]
        pub fn suspend_member(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            did: Did,
        ) -> DispatchResult {
            Self::ensure_manages(origin, cooperative)?;
            let at = Self::do_suspend_member(cooperative, &did)?;
            Self::deposit_event(Event::MemberSuspended { cooperative, did, at });
            Ok(())
        }

        /// Lets a suspended member take part again, with the same roles. By a steward, or by the
        /// cooperative's decision.
        ///
        /// Errors: `NotFound`, `NotActive`, `NotAuthorized`, `InvalidTransition`.
        /// Source: S000 §7.
        #[pallet::call_index(12)]
        pub fn restore_member(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            did: Did,
        ) -> DispatchResult {
            Self::ensure_manages(origin, cooperative)?;
            let at = Self::do_restore_member(cooperative, &did)?;
            Self::deposit_event(Event::MemberRestored { cooperative, did, at });
            Ok(())
        }

        /// Ends a current membership. By a steward, or by the cooperative's
        /// decision.
        ///
        /// Errors: `NotFound`, `NotActive`, `NotAuthorized`, `LastSteward`. Source: S000 §7.
        #[pallet::call_index(13)]
        pub fn expel_member(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            did: Did,
        ) -> DispatchResult {
            Self::ensure_manages(origin, cooperative)?;
            let ended = Self::do_expel_member(cooperative, &did)?;
            Self::deposit_event(Event::MemberExpelled { cooperative, did });
            Self::announce_home(did, ended);
            Ok(())
        }

        /// Ends one's own current membership, also a suspended one and one of a cooperative that
        /// has ended. By the member.
        ///
        /// Errors: `NotFound`, `NotAuthorized`, `LastSteward`. Source: S000 §7.
        #[pallet::call_index(14)]
        pub fn leave(origin: OriginFor<T>, cooperative: CooperativeId) -> DispatchResult {
            let did = Self::ensure_person(origin)?;
            let ended = Self::do_leave(cooperative, &did)?;
            Self::deposit_event(Event::MemberLeft { cooperative, did });
            Self::announce_home(did, ended);
            Ok(())
        }

        /// Replaces the rules of a cooperative that hasn't ended. By its own decision, or the
        /// federation's.
        ///
        /// Errors: `NotFound`, `NotActive`, `InvalidRules`. Source: domain §1.
        #[pallet::call_index(15)]
        pub fn set_rules(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            rules: Rules,
        ) -> DispatchResult {
            Self::ensure_decided(origin, cooperative)?;
            Self::do_set_rules(cooperative, rules.clone())?;
            Self::deposit_event(Event::RulesSet { cooperative, rules });
            Ok(())
        }

        /// Replaces the name and the domain of a cooperative that hasn't ended. By its own decision,
        /// or the federation's.
        ///
        /// Errors: `NotFound`, `NotActive`, `InvalidName`, `InvalidDomain`, `AlreadyExists` for a
        /// domain that another has. Source: domain §1.
        #[pallet::call_index(16)]
        pub fn set_profile(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            legal_name: LegalName,
            domain: Domain,
        ) -> DispatchResult {
            Self::ensure_decided(origin, cooperative)?;
            Self::do_set_profile(cooperative, legal_name.clone(), domain.clone())?;
            Self::deposit_event(Event::ProfileSet { cooperative, legal_name, domain });
            Ok(())
        }

        /// Gives a person a role in the federation. By the federation.
        ///
        /// Errors: `NotFound` for a DID that isn't active, `AlreadyExists`. Source: domain §1.
        #[pallet::call_index(17)]
        pub fn grant_federation_role(
            origin: OriginFor<T>,
            did: Did,
            role: FederationRole,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_grant_federation_role(&did, role)?;
            Self::deposit_event(Event::FederationRoleGranted { did, role });
            Ok(())
        }

        /// Takes a role in the federation from a person. By the federation.
        ///
        /// Errors: `NotFound`. Source: domain §1.
        #[pallet::call_index(18)]
        pub fn revoke_federation_role(
            origin: OriginFor<T>,
            did: Did,
            role: FederationRole,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_revoke_federation_role(&did, role)?;
            Self::deposit_event(Event::FederationRoleRevoked { did, role });
            Ok(())
        }
    }

    impl<T: Config> Pallet<T> {
        /// Tells of an enrolment.
        fn announce_enrolment(cooperative: CooperativeId, enrolled: Enrolled, skills: Skills) {
            let Enrolled { did, term, home, joined } = enrolled;
            Self::deposit_event(Event::MemberEnrolled {
                cooperative,
                did,
                term,
                home,
                skills,
                joined,
            });
        }

        /// Tells where the home of a person is, if the end of a membership moved it.
        fn announce_home(did: Did, ended: Ended) {
            if let Ended::HomeMoved(home) = ended {
                Self::deposit_event(Event::HomeChanged { did, home });
            }
        }
    }
}
