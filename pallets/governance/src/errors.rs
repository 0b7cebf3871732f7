//! Why calls fail.
//!
//! A part of the pallet's module, which imports it: names are those that are used there.

use polkadot_sdk::polkadot_sdk_frame::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
    /// Why a call did nothing.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such proposal, poll or delegation.
        NotFound,
        /// The account acts for nobody, or for nobody who may do this.
        NotAuthorized,
        /// The person isn't an active member of this cooperative, or it takes no part.
        NotMember,
        /// The person became a member after voting had begun.
        NotElector,
        /// The cooperative isn't of the body that decides.
        NotInBody,
        /// Joint bodies are two or more cooperatives that take part, in ascending order.
        InvalidBody,
        /// Titles, reasons and names are UTF-8, visible, without control characters or space
        /// around them.
        InvalidText,
        /// A quorum is above nothing, periods are within their bounds, vetoes need a timelock, and
        /// cooperatives decide by another model than consent.
        InvalidRules,
        /// Thresholds are a half at least and in the order of the kinds, periods within their
        /// bounds.
        InvalidParameters,
        /// The proposal isn't where this can be done, or its time is over.
        InvalidStage,
        /// The proposal's next step isn't due.
        NotDue,
        /// The proposal is signed by this person.
        AlreadySigned,
        /// The decision was vetoed by this steward, or on behalf of this cooperative.
        AlreadyVetoed,
        /// The rules have no veto on this decision.
        NoVeto,
        /// This kind of decision by this body can't do that.
        CallNotAllowed,
        /// The call takes more than a block's agenda holds.
        CallTooHeavy,
        /// The encoded call is longer than a decision's may be.
        CallTooLong,
        /// The call can't be read: it was encoded for another version of the runtime.
        CallOutdated,
        /// The step takes more than was allowed for.
        WeightExceeded,
        /// Where a cooperative decides by consent, who rejects says why.
        ReasonNeeded,
        /// The cooperative doesn't decide by consent.
        ObjectionsNotTaken,
        /// The cooperative's rules don't let members vote for others.
        DelegationNotAllowed,
        /// The delegation would lead back to its delegator.
        DelegationCycle,
        /// The delegation would lead further than three members.
        DelegationTooDeep,
        /// A delegation ends in the future, within two years.
        InvalidExpiry,
        /// More stand behind the delegate than may, or than the vote was said to count for.
        DelegatorsExceeded,
        /// The member votes directly, or nobody does for the member.
        NothingToCount,
        /// As many proposals or polls are open as may be.
        OpenExceeded,
        /// A poll has two options at least, each another.
        InvalidOptions,
        /// A poll is open for ten seconds at least and 90 days at most.
        InvalidPeriod,
        /// The artefact was recorded already.
        AlreadyExists,
        /// No credential of an attestor says that the tests were passed.
        NotAttested,
    }
}
