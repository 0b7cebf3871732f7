//! Proposing, signing, taking back, and vetoing.

use codec::Encode;
use icn_primitives::{
    governance::{
        Body, DecisionKind, EncodedCall, Proposal, ProposalId, Records, RuleMaker, Stage, Terms,
        Title,
    },
    CooperativeId, Did, Hash as ContentHash,
};
use polkadot_sdk::{
    polkadot_sdk_frame::{prelude::*, traits::Time},
    sp_io::hashing::blake2_256,
};

use crate::{
    transitions::Happening, Call, Calls, Config, Cosigners, DecidableCalls, Error, Event, Members,
    NextProposal, Pallet, Parameters, Vetoes, WeightInfo,
};

/// What somebody proposes.
pub(crate) struct Draft {
    pub body: Body,
    pub kind: DecisionKind,
    pub proposer: Did,
    pub sponsor: CooperativeId,
    pub title: Title,
    pub content: ContentHash,
}

impl<T: Config> Pallet<T> {
    /// Makes a proposal. It is deliberated at once, if its proposer needs nobody's signature.
    pub(crate) fn do_propose(draft: Draft, call: Option<RuntimeCallFor<T>>) -> DispatchResult {
        let Draft { body, kind, proposer, sponsor, title, content } = draft;
        Self::ensure_member(sponsor, &proposer)?;
        Self::ensure_body(&body, sponsor)?;
        Self::ensure_line(&title)?;
        let alone = Self::may_propose_alone(sponsor, &proposer);
        let evolution = call.as_ref().is_some_and(Self::is_evolution);
        let cosigners =
            if alone { 0 } else { Self::rules(RuleMaker::Cooperative(sponsor)).cosigners };
        let terms = Self::terms(&body, kind, cosigners, evolution);
        let id = NextProposal::<T>::get();
        let following = id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        NextProposal::<T>::put(ProposalId(following));

        let call = call.map(|call| Self::ensure_call(&body, kind, call)).transpose()?;
        let hash = call.as_ref().map(|call| ContentHash::from(blake2_256(call)));
        if let Some(call) = call {
            Calls::<T>::insert(id, (Self::transaction_version(), call));
        }
        let now = T::Time::now();
        let proposal = Proposal {
            body: body.clone(),
            kind,
            proposer,
            sponsor,
            title: title.clone(),
            content,
            call: hash,
            created: now,
            terms,
            opened: None,
            cooperatives: 0,
            stage: Stage::Draft,
            due: None,
            records: Records::Open,
        };
        let lapses = now.saturating_add(Parameters::<T>::get().draft);
        let mut proposal = Self::begin(id, proposal, lapses)?;
        Self::deposit_event(Event::ProposalCreated {
            proposal: id,
            body,
            kind,
            proposer,
            sponsor,
            title,
            content,
            call: hash,
        });
        if alone {
            Self::take_on(id, &mut proposal, Happening::Supported)?;
        }
        Ok(())
    }

    /// The rules that hold for a proposal that is made now.
    fn terms(body: &Body, kind: DecisionKind, cosigners: u8, evolution: bool) -> Terms {
        let parameters = Parameters::<T>::get();
        let federation = Self::rules(RuleMaker::Federation);
        let rules = Self::rules(body.rule_maker());
        // A veto that can't be taken away by anybody would rule for ever.
        let mut vetoes = if kind == DecisionKind::Constitution { 0 } else { rules.vetoes };
        let mut timelock = rules.timelock;
        if evolution {
            vetoes = if vetoes == 0 {
                parameters.evolution_vetoes
            } else {
                vetoes.min(parameters.evolution_vetoes)
            };
            timelock = timelock.max(parameters.evolution_timelock);
        }
        Terms {
            threshold: parameters.threshold(kind),
            supermajority: parameters.supermajority,
            members_quorum: parameters.quorum,
            cooperatives_quorum: federation.quorum,
            cooperatives_model: federation.model,
            cosigners,
            vetoes,
            deliberation: rules.deliberation,
            voting: rules.voting,
            resolution: rules.resolution,
            timelock,
        }
    }

    /// `call` as it is stored, if a decision of this body and kind can carry it out.
    fn ensure_call(
        body: &Body,
        kind: DecisionKind,
        call: RuntimeCallFor<T>,
    ) -> Result<EncodedCall, DispatchError> {
        ensure!(Self::may_decide(body, kind, &call), Error::<T>::CallNotAllowed);
        let weight = call.get_dispatch_info().call_weight;
        let encoded = EncodedCall::try_from(call.encode()).map_err(|_| Error::<T>::CallTooLong)?;
        let step = T::WeightInfo::execute(encoded.len() as u32).saturating_add(weight);
        ensure!(Self::fits_agenda(step), Error::<T>::CallTooHeavy);
        Ok(encoded)
    }

    /// Whether `body` may decide `call` by a decision of this kind.
    pub(crate) fn may_decide(body: &Body, kind: DecisionKind, call: &RuntimeCallFor<T>) -> bool {
        let one = !matches!(body, Body::Joint(_));
        let federation = matches!(body, Body::Federation);
        let here = match call.is_sub_type() {
            Some(Call::set_rules { .. }) => one && kind == DecisionKind::Constitution,
            Some(Call::set_parameters { .. }) => federation && kind == DecisionKind::Constitution,
            Some(Call::adopt_text { .. }) => one && kind >= DecisionKind::Bylaw,
            Some(Call::record_evolution { .. }) => federation,
            // The others are for persons.
            Some(_) => false,
            None => true,
        };
        here && T::Calls::may_decide(body, kind, call)
    }

    pub(crate) fn is_evolution(call: &RuntimeCallFor<T>) -> bool {
        matches!(call.is_sub_type(), Some(Call::record_evolution { .. }))
    }

    /// Signs a draft, or what was one: more signatures than it needs keep it when some are taken
    /// back.
    pub(crate) fn do_cosign(id: ProposalId, cosigner: Did) -> DispatchResult {
        let mut proposal = Self::ensure_proposal(id)?;
        let open = proposal.due.is_some_and(|due| T::Time::now() < due);
        let draft = proposal.stage == Stage::Draft;
        let supported = proposal.stage == Stage::Deliberation && proposal.terms.cosigners > 0;
        ensure!((draft || supported) && open, Error::<T>::InvalidStage);
        Self::ensure_member(proposal.sponsor, &cosigner)?;
        let mut signed = Cosigners::<T>::get(id);
        ensure!(
            proposal.proposer != cosigner && !signed.contains(&cosigner),
            Error::<T>::AlreadySigned
        );
        // A draft needs no more than there is room for.
        signed.try_push(cosigner).map_err(|_| Error::<T>::InvalidStage)?;
        let enough = signed.len() >= usize::from(proposal.terms.cosigners);
        Cosigners::<T>::insert(id, signed);
        Self::deposit_event(Event::ProposalCosigned { proposal: id, cosigner });
        if draft && enough {
            Self::take_on(id, &mut proposal, Happening::Supported)?;
        }
        Ok(())
    }

    /// Takes a signature back. A proposal that is supported by too few then is cancelled.
    pub(crate) fn do_withdraw_signature(id: ProposalId, cosigner: Did) -> DispatchResult {
        let mut proposal = Self::ensure_before_vote(id)?;
        let mut signed = Cosigners::<T>::get(id);
        let position = signed.iter().position(|one| *one == cosigner);
        signed.remove(position.ok_or(Error::<T>::NotAuthorized)?);
        let too_few = signed.len() < usize::from(proposal.terms.cosigners);
        if signed.is_empty() {
            Cosigners::<T>::remove(id);
        } else {
            Cosigners::<T>::insert(id, signed);
        }
        Self::deposit_event(Event::SignatureWithdrawn { proposal: id, cosigner });
        if proposal.stage == Stage::Deliberation && too_few {
            Self::take_on(id, &mut proposal, Happening::TakenBack)?;
        }
        Ok(())
    }

    /// Takes a proposal back.
    pub(crate) fn do_cancel(id: ProposalId, person: Did) -> DispatchResult {
        let mut proposal = Self::ensure_before_vote(id)?;
        ensure!(proposal.proposer == person, Error::<T>::NotAuthorized);
        Self::take_on(id, &mut proposal, Happening::TakenBack)
    }

    /// The proposal `id`, if its vote has not begun.
    fn ensure_before_vote(id: ProposalId) -> Result<Proposal, DispatchError> {
        let proposal = Self::ensure_proposal(id)?;
        let open = proposal.due.is_some_and(|due| T::Time::now() < due);
        let before = matches!(proposal.stage, Stage::Draft | Stage::Deliberation);
        ensure!(before && open, Error::<T>::InvalidStage);
        Ok(proposal)
    }

    /// Lays a veto; the last that is needed stops the proposal.
    pub(crate) fn do_veto(
        id: ProposalId,
        cooperative: CooperativeId,
        steward: Did,
    ) -> DispatchResult {
        let mut proposal = Self::ensure_proposal(id)?;
        let open = proposal.due.is_some_and(|due| T::Time::now() < due);
        ensure!(proposal.stage == Stage::Approved && open, Error::<T>::InvalidStage);
        ensure!(proposal.terms.vetoes > 0, Error::<T>::NoVeto);
        if let Some(named) = proposal.body.named() {
            ensure!(named.contains(&cooperative), Error::<T>::NotInBody);
        }
        ensure!(T::Members::is_steward(cooperative, &steward), Error::<T>::NotAuthorized);
        let mut laid = Vetoes::<T>::get(id);
        let internal = matches!(proposal.body, Body::Cooperative(_));
        ensure!(
            !laid.iter().any(|(by, who)| *who == steward || (!internal && *by == cooperative)),
            Error::<T>::AlreadyVetoed
        );
        laid.try_push((cooperative, steward)).map_err(|_| Error::<T>::InvalidStage)?;
        let enough = laid.len() >= usize::from(proposal.terms.vetoes);
        Vetoes::<T>::insert(id, laid);
        Self::deposit_event(Event::VetoLaid { proposal: id, cooperative, steward });
        if enough {
            Self::take_on(id, &mut proposal, Happening::Stopped)?;
        }
        Ok(())
    }
}
