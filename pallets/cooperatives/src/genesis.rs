//! The founders: cooperatives and stewards that are there from the first block on.

use alloc::{string::String, vec::Vec};
use frame::prelude::*;
use icn_primitives::{
    membership::{CooperativeStatus, Domain, LegalName, Role, Roles, Rules, Skills},
    SigningKey,
};
use polkadot_sdk::polkadot_sdk_frame as frame;

use crate::{Config, Cooperatives, Error, Pallet};

/// A founding cooperative.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisCooperative {
    /// Its legal name.
    pub legal_name: String,
    /// Its DNS domain.
    pub domain: String,
    /// The key of which its DID is made.
    pub key: SigningKey,
    /// A key of each steward, of which the person's DID is made if another cooperative hasn't
    /// named it before; at least one.
    pub stewards: Vec<SigningKey>,
    /// Its rules.
    pub rules: Rules,
}

impl<T: Config> Pallet<T> {
    /// Registers the founders.
    ///
    /// # Panics
    ///
    /// If they can't be registered: a chain must not begin from a genesis that means something
    /// else than it says, and at genesis there is nobody to tell but who starts the node.
    pub(crate) fn build_founders(founders: &[GenesisCooperative]) {
        for founder in founders {
            if let Err(error) = Self::found(founder) {
                panic!("the genesis can't have the cooperative {}: {error:?}", founder.domain);
            }
        }
    }

    /// Registers one founding cooperative with its stewards.
    fn found(founder: &GenesisCooperative) -> DispatchResult {
        ensure!(!founder.stewards.is_empty(), Error::<T>::InvalidStewards);
        let name = LegalName::try_from(founder.legal_name.as_bytes().to_vec())
            .map_err(|_| Error::<T>::InvalidName)?;
        let domain = Domain::try_from(founder.domain.as_bytes().to_vec())
            .map_err(|_| Error::<T>::InvalidDomain)?;
        let status = CooperativeStatus::Active;
        let (id, mut cooperative) =
            Self::register(name, domain, founder.key, founder.rules.clone(), status)?;
        for steward in &founder.stewards {
            let roles = Roles::member().with(Role::Steward);
            Self::join(id, &mut cooperative, *steward, roles, Skills::default(), None)?;
        }
        Cooperatives::<T>::insert(id, cooperative);
        Ok(())
    }
}
