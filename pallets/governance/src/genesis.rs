//! The rules with which a federation begins.

use icn_primitives::governance::RuleMaker;

use crate::{Config, GenesisConfig, Pallet, Parameters, Rules};

impl<T: Config> Pallet<T> {
    /// Stores what the genesis says. A genesis that can't be is refused: no chain begins with it.
    pub(crate) fn build_genesis(genesis: &GenesisConfig<T>) {
        assert!(genesis.parameters.are_valid(), "the parameters are out of their bounds");
        Parameters::<T>::put(genesis.parameters);
        let federation = genesis.federation.map(|rules| (RuleMaker::Federation, rules));
        let cooperatives = genesis.cooperatives.iter();
        let cooperatives = cooperatives.map(|(id, rules)| (RuleMaker::Cooperative(*id), *rules));
        for (maker, rules) in federation.into_iter().chain(cooperatives) {
            assert!(rules.are_valid(maker), "the rules of {maker:?} are out of their bounds");
            Rules::<T>::insert(maker, rules);
        }
    }
}
