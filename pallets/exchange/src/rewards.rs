//! Reputation for what was carried out: once for each exchange, because it becomes final once.

use icn_primitives::{
    exchange::{evidence, AgreementKind, Content, Exchange, ExchangeId},
    parties::Parties,
    reputation::{Act, Category, GiveReputation, Score, Source},
    Did,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Config, Pallet, Parameters};

impl<T: Config> Pallet<T> {
    /// Each cooperative of an agreement gets it.
    pub(crate) fn reward_agreement(id: ExchangeId, exchange: &Exchange) {
        let category = match exchange.content {
            Content::Agreement { kind: AgreementKind::Investment, .. } => {
                Category::CooperativeGrowth
            }
            _ => Category::ResourceSharing,
        };
        let score = Parameters::<T>::get().agreement_reputation;
        for cooperative in exchange.content.cooperatives() {
            if let Some(did) = T::Parties::did_of_cooperative(*cooperative) {
                Self::award(id, exchange, &did, category, score);
            }
        }
    }

    /// Who has worked gets it.
    pub(crate) fn reward_labour(id: ExchangeId, exchange: &Exchange) {
        let score = Parameters::<T>::get().labour_reputation;
        Self::award(id, exchange, &exchange.proposer, Category::CooperativeGrowth, score);
    }

    /// Who has helped gets it.
    pub(crate) fn reward_aid(id: ExchangeId, exchange: &Exchange, helper: &Did) {
        let score = Parameters::<T>::get().aid_reputation;
        Self::award(id, exchange, helper, Category::CommunityBuilding, score);
    }

    fn award(id: ExchangeId, exchange: &Exchange, subject: &Did, category: Category, score: Score) {
        if score != Score::ZERO {
            let source = Source::Act(Act::ExchangeFulfilled);
            let evidence = evidence(T::ThisShard::get(), id, exchange.content_hash());
            T::Reputation::award_or_note(source, subject, category, score, evidence);
        }
    }
}
