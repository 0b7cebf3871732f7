//! Which stewards may help a person, or a cooperative itself, whose keys are lost (domain §1).

use icn_primitives::{
    membership::{Cooperative, CooperativeId, CooperativeStatus},
    Did, Moment,
};

use crate::{
    checks::is_active_steward, Config, CooperativeOfDid, Cooperatives, Memberships, Pallet,
};

impl<T: Config> pallet_did::RecoveryStewards for Pallet<T> {
    /// As the rules of the subject's home say, and never more stewards than there are besides
    /// the subject. `None`: no home that takes part, or no other steward.
    fn threshold_and_delay(subject: &Did) -> Option<(u8, Moment)> {
        let (id, cooperative) = Self::helping_cooperative(subject)?;
        let own = u32::from(Self::stands_as_steward(id, subject));
        let others = cooperative.stewards.checked_sub(own).filter(|others| *others > 0)?;
        let others = u8::try_from(others).unwrap_or(u8::MAX);
        let Cooperative { rules, .. } = cooperative;
        Some((rules.recovery_stewards.min(others), rules.recovery_delay))
    }

    fn is_steward(subject: &Did, by: &Did) -> bool {
        subject != by
            && Self::helping_cooperative(subject)
                .is_some_and(|(id, _)| Self::stands_as_steward(id, by))
    }
}

impl<T: Config> Pallet<T> {
    /// The cooperative whose stewards may help `subject`: a person's home, a cooperative itself;
    /// only while it takes part.
    fn helping_cooperative(subject: &Did) -> Option<(CooperativeId, Cooperative)> {
        let (id, cooperative) = match CooperativeOfDid::<T>::get(subject) {
            Some(id) => (id, Cooperatives::<T>::get(id)?),
            None => Self::home_cooperative(subject)?,
        };
        (cooperative.status == CooperativeStatus::Active).then_some((id, cooperative))
    }

    /// Whether `did` is an active steward of `id`, wherever that stands.
    fn stands_as_steward(id: CooperativeId, did: &Did) -> bool {
        Memberships::<T>::get(id, did).is_some_and(|membership| is_active_steward(&membership))
    }
}
