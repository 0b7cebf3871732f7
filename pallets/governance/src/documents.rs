//! What decisions leave behind: rules, adopted texts, evolutions of software.

use icn_primitives::{
    governance::{
        AdoptedText, DecisionKind, Evolution, GovernanceRules, ProposalId, RuleMaker, TextName,
        TextVersion,
    },
    Hash as ContentHash,
};
use polkadot_sdk::{
    polkadot_sdk_frame::{prelude::*, traits::Time},
    sp_io::hashing::sha2_256,
    sp_runtime::Permill,
};

use crate::{Attestations, Config, Error, Evolutions, Origin, Pallet, Rules, TextVersions, Texts};

impl<T: Config> Pallet<T> {
    /// Sets somebody's rules, for proposals made from now on and votes opened from now on.
    pub(crate) fn do_set_rules(maker: RuleMaker, rules: GovernanceRules) -> DispatchResult {
        ensure!(rules.are_valid(maker), Error::<T>::InvalidRules);
        Rules::<T>::insert(maker, rules);
        Ok(())
    }

    /// Adopts the next version of a text; gives its number and its hash.
    pub(crate) fn do_adopt_text(
        decided: &Origin,
        maker: RuleMaker,
        name: &TextName,
        text: AdoptedText,
    ) -> Result<(u32, ContentHash), DispatchError> {
        let kind = decided.kind();
        ensure!(kind >= DecisionKind::Bylaw, Error::<T>::CallNotAllowed);
        Self::ensure_line(name)?;
        ensure!(core::str::from_utf8(&text).is_ok(), Error::<T>::InvalidText);
        let before = TextVersions::<T>::get(maker, name);
        if let Some(last) = Texts::<T>::get((maker, name, before)) {
            ensure!(last.kind <= kind, Error::<T>::CallNotAllowed);
        }
        let version = before.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let hash = ContentHash::from(sha2_256(&text));
        let adopted = T::Time::now();
        let proposal = decided.proposal();
        TextVersions::<T>::insert(maker, name, version);
        Texts::<T>::insert(
            (maker, name, version),
            TextVersion { proposal, kind, adopted, hash, text },
        );
        Ok((version, hash))
    }

    /// Records an evolution whose tests were attested.
    pub(crate) fn do_record_evolution(
        proposal: ProposalId,
        artefact: ContentHash,
        risk: Permill,
        evidence: ContentHash,
    ) -> DispatchResult {
        // Inside of another call it would have been proposed without a time and votes for vetoes.
        let decided = Self::call_of(proposal).ok().flatten();
        let whole = decided.is_some_and(|(call, _)| Self::is_evolution(&call));
        ensure!(whole, Error::<T>::CallNotAllowed);
        ensure!(!Evolutions::<T>::contains_key(artefact), Error::<T>::AlreadyExists);
        ensure!(T::Attestations::is_attested(&artefact, &evidence), Error::<T>::NotAttested);
        let recorded = T::Time::now();
        let evolution = Evolution { proposal, artefact, risk, evidence, recorded };
        Evolutions::<T>::insert(artefact, evolution);
        Ok(())
    }
}
