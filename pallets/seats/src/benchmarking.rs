//! Benchmarks of this pallet's calls and hooks.

use alloc::{boxed::Box, vec, vec::Vec};
use codec::{Decode, Encode};
use icn_primitives::{
    directory::DirectorySeat,
    seat::{PeerId, Seat, SuspensionReason, MAX_NODE_KEYS, MAX_SEATS},
    AccountId, CooperativeId,
};
use polkadot_sdk::{
    frame_support::traits::Authorize,
    pallet_aura, pallet_session,
    polkadot_sdk_frame::benchmarking::prelude::*,
    sp_consensus_aura::AURA_ENGINE_ID,
    sp_consensus_slots::{EquivocationProof, Slot},
    sp_runtime::{
        traits::{Convert, Header, One, OpaqueKeys, TrailingZeroInput},
        transaction_validity::TransactionSource,
        Digest, DigestItem, RuntimeAppPublic,
    },
    sp_session::MembershipProof,
};

use crate::*;

/// A value of 32 bytes or some more that differs for every `kind` and `number`.
fn sample<D: Decode>(kind: u8, number: u32) -> D {
    let seed = [&[kind], number.to_be_bytes().as_slice()].concat();
    let hash = frame::hashing::BlakeTwo256::hash(&seed);
    D::decode(&mut TrailingZeroInput::new(hash.as_ref())).expect("any bytes decode as it")
}

/// Opens seats until there are as many as there can be, each with session keys.
fn open_all_seats<T: Config>() -> Vec<CooperativeId> {
    let mut opened: Vec<_> = Seats::<T>::iter_keys().collect();
    let missing = MAX_SEATS.saturating_sub(opened.len() as u32);
    for number in 0..missing {
        // Beyond the cooperatives that genesis may hold.
        let cooperative = CooperativeId(number.saturating_add(1_000_000));
        let validator: AccountId = sample(0, number);
        Pallet::<T>::open_seat(cooperative, validator.clone()).expect("there is room");
        pallet_session::NextKeys::<T>::insert(validator, sample::<T::Keys>(1, number));
        opened.push(cooperative);
    }
    opened
}

/// One of those seats.
fn open_seat<T: Config>() -> CooperativeId {
    let opened = open_all_seats::<T>();
    *opened.last().expect("there are seats")
}

fn seat_of<T: Config>(cooperative: CooperativeId) -> Seat {
    Seats::<T>::get(cooperative).expect("the seat is open")
}

fn peer(number: u32) -> PeerId {
    let digest: [u8; 32] = sample(2, number);
    let bytes = [&[0x12, 32], digest.as_slice()].concat();
    bytes.try_into().expect("a peer id is short")
}

/// Two blocks of one slot by one of a hundred seats, in headers as long as they may be.
fn equivocation<T: Config>(
) -> Result<(CooperativeId, BlockEquivocation<T>, MembershipProof), BenchmarkError> {
    let seats = open_all_seats::<T>();
    let validators: Vec<_> = seats.iter().map(|id| seat_of::<T>(*id).validator).collect();
    pallet_session::Validators::<T>::put(validators);
    let cooperative = *seats.last().ok_or("there are seats")?;
    let Seat { validator, operator, .. } = seat_of::<T>(cooperative);
    let (keys, _) = T::BenchmarkHelper::make_keys(&operator, 0);
    let mut raw = keys.get_raw(<T::AuthorityId as RuntimeAppPublic>::ID);
    let offender = T::AuthorityId::decode(&mut raw).map_err(|_| "it is such a key")?;
    pallet_session::NextKeys::<T>::insert(validator, keys);
    let ownership = Pallet::<T>::prove_ownership(&offender).ok_or("it is in the session")?;

    let slot = Slot::from(7);
    let length = (MAX_REPORT as usize).saturating_sub(ownership.encoded_size()) / 2;
    let header = |number: u8| {
        let logs = vec![
            DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode()),
            DigestItem::Other(vec![number; length.saturating_sub(400)]),
        ];
        let none = T::Hash::default();
        let number = BlockNumberFor::<T>::one();
        let mut header = HeaderFor::<T>::new(number, none, none, none, Digest { logs });
        let seal = offender.sign(&header.hash())?;
        header.digest_mut().push(DigestItem::Seal(AURA_ENGINE_ID, seal.encode()));
        Some(header)
    };
    let no_key = "the key is in the keystore";
    let (first_header, second_header) = (header(1).ok_or(no_key)?, header(2).ok_or(no_key)?);
    let equivocation = EquivocationProof { offender, slot, first_header, second_header };
    Ok((cooperative, equivocation, ownership))
}

fn decision<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
    T::FederationOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn set_operator() {
        let cooperative = open_seat::<T>();
        let steward: AccountId = whitelisted_caller();
        T::Stewards::make_steward(cooperative, &steward);
        let operator: AccountId = sample(3, 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(steward), cooperative, operator.clone());

        assert_eq!(seat_of::<T>(cooperative).operator, operator);
    }

    #[benchmark]
    fn list_node() -> Result<(), BenchmarkError> {
        let origin = decision::<T>()?;
        let cooperative = open_seat::<T>();
        for number in 1..MAX_NODE_KEYS {
            Pallet::<T>::do_list_node(cooperative, &peer(number))?;
        }

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, cooperative, peer(0));

        assert_eq!(NodeKeyOwner::<T>::get(peer(0)), Some(cooperative));
        Ok(())
    }

    #[benchmark]
    fn unlist_node() -> Result<(), BenchmarkError> {
        let origin = decision::<T>()?;
        let cooperative = open_seat::<T>();
        for number in 0..MAX_NODE_KEYS {
            Pallet::<T>::do_list_node(cooperative, &peer(number))?;
        }

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, peer(0));

        assert_eq!(NodeKeyOwner::<T>::get(peer(0)), None);
        Ok(())
    }

    #[benchmark]
    fn suspend_seat() -> Result<(), BenchmarkError> {
        let origin = decision::<T>()?;
        let cooperative = open_seat::<T>();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, cooperative);

        assert!(!Pallet::<T>::takes_part(cooperative, &seat_of::<T>(cooperative)));
        Ok(())
    }

    #[benchmark]
    fn restore_seat() -> Result<(), BenchmarkError> {
        let origin = decision::<T>()?;
        let cooperative = open_seat::<T>();
        Pallet::<T>::note_equivocation(cooperative, 0);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, cooperative);

        assert!(Pallet::<T>::takes_part(cooperative, &seat_of::<T>(cooperative)));
        Ok(())
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin = decision::<T>()?;
        let parameters = SeatParameters { session_length: 77, ..Default::default() };

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, parameters);

        assert_eq!(Parameters::<T>::get(), parameters);
        Ok(())
    }

    #[benchmark]
    fn note_stalled() -> Result<(), BenchmarkError> {
        let origin = decision::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, 1_000, 1);

        let noted = Event::<T>::StallNoted { delay: 1_000, best_finalized: 1 };
        System::<T>::assert_last_event(noted.into());
        Ok(())
    }

    /// Keys for this shard and `k - 1` others, all of them new.
    #[benchmark]
    fn set_keys(k: Linear<1, MAX_KEYED_SHARDS>) {
        let cooperative = open_seat::<T>();
        let operator = seat_of::<T>(cooperative).operator;
        let keys: Vec<_> = (0..k)
            .map(|number| {
                let shard = match number {
                    0 => T::ThisShard::get(),
                    _ => T::BenchmarkHelper::make_shard(number.saturating_sub(1)),
                };
                let (keys, proof) = T::BenchmarkHelper::make_keys(&operator, number);
                KeysForShard { shard, keys, proof: BoundedVec::truncate_from(proof) }
            })
            .collect();
        let last = keys.last().map(|last| (last.shard, last.keys.clone()));
        let keys = BoundedVec::truncate_from(keys);

        #[extrinsic_call]
        _(RawOrigin::Signed(operator), keys);

        let (shard, keys) = last.expect("there is one at least");
        System::<T>::assert_last_event(Event::<T>::KeysSet { cooperative, shard, keys }.into());
    }

    /// Everything about the seat is different, and what is to be its is another's.
    #[benchmark]
    fn follow_seat() -> Result<(), BenchmarkError> {
        let cooperative = open_seat::<T>();
        let seats: Vec<_> = Seats::<T>::iter_keys().filter(|id| *id != cooperative).collect();
        let operator: AccountId = sample(3, 0);
        for (number, other) in seats.iter().take(MAX_NODE_KEYS as usize).enumerate() {
            Pallet::<T>::do_list_node(*other, &peer(number as u32))?;
            Pallet::<T>::do_list_node(cooperative, &peer(1_000 + number as u32))?;
        }
        if let Some(other) = seats.first() {
            Pallet::<T>::do_set_operator(*other, &operator)?;
        }
        Pallet::<T>::do_suspend_seat(cooperative, SuspensionReason::Decision)?;
        FollowedSuspension::<T>::insert(cooperative, SuspensionReason::Decision);
        let (keys, _) = T::BenchmarkHelper::make_keys(&operator, 0);
        let node_keys: Vec<_> = (0..MAX_NODE_KEYS).map(peer).collect();
        let record = DirectorySeat {
            validator: seat_of::<T>(cooperative).validator,
            operator: operator.clone(),
            active: false,
            suspended: Some(SuspensionReason::Equivocation),
            keys: Pallet::<T>::encode_keys(&keys),
            node_keys: BoundedVec::truncate_from(node_keys),
        };

        #[block]
        {
            Pallet::<T>::follow_seat(cooperative, Some(record.clone()));
        }

        let followed = Pallet::<T>::directory_seat(cooperative, T::ThisShard::get());
        assert_eq!(followed, Some(record));
        Ok(())
    }

    /// The seat takes part, and its cooperative has a reputation to lose.
    #[benchmark]
    fn note_equivocation() {
        let cooperative = open_seat::<T>();
        T::Stewards::make_steward(cooperative, &sample(3, 0));

        #[block]
        {
            Pallet::<T>::note_equivocation(cooperative, 7);
        }

        assert!(T::CooperativeDid::convert(cooperative).is_some());
        assert!(EquivocationsTaken::<T>::contains_key(7, cooperative));
        assert!(!Pallet::<T>::takes_part(cooperative, &seat_of::<T>(cooperative)));
    }

    /// Of the present session, so that the whole set is made into a trie again.
    #[benchmark]
    fn report_equivocation() -> Result<(), BenchmarkError> {
        let (cooperative, equivocation, ownership) = equivocation::<T>()?;

        #[extrinsic_call]
        _(RawOrigin::Authorized, Box::new(equivocation), ownership);

        assert!(!Pallet::<T>::takes_part(cooperative, &seat_of::<T>(cooperative)));
        Ok(())
    }

    #[benchmark]
    fn authorize_report_equivocation() -> Result<(), BenchmarkError> {
        let (_, equivocation, ownership) = equivocation::<T>()?;
        let equivocation = Box::new(equivocation);
        let call = Call::<T>::report_equivocation { equivocation, ownership };

        #[block]
        {
            call.authorize(TransactionSource::External).ok_or("it is authorized so")??;
        }

        Ok(())
    }

    /// `s` seats made blocks and missed turns, and as many equivocations are forgotten.
    #[benchmark]
    fn end_session(s: Linear<0, MAX_SEATS>) {
        let session = T::ProvableSessions::get();
        for cooperative in open_all_seats::<T>().into_iter().take(s as usize) {
            T::Stewards::make_steward(cooperative, &sample(3, cooperative.0));
            assert!(T::CooperativeDid::convert(cooperative).is_some());
            SessionTurns::<T>::insert(cooperative, Turns { blocks: 50, missed: 50 });
            EquivocationsTaken::<T>::insert(0, cooperative, ());
        }

        let awarded;
        #[block]
        {
            awarded = Pallet::<T>::award_turns(session);
        }

        assert_eq!(awarded, s);
        assert_eq!(SessionTurns::<T>::iter_keys().count(), 0);
        assert_eq!(EquivocationsTaken::<T>::iter_keys().count(), 0);
    }

    /// `s` seats are charged, each of them with its last turn.
    #[benchmark]
    fn on_initialize(s: Linear<0, 99>) {
        let seats = open_all_seats::<T>();
        let validators: Vec<_> = seats.iter().map(|id| seat_of::<T>(*id).validator).collect();
        let count = validators.len() as u32;
        let authorities: Vec<T::AuthorityId> = (0..count).map(|number| sample(4, number)).collect();
        pallet_session::Validators::<T>::put(validators);
        pallet_aura::Authorities::<T>::put(BoundedVec::truncate_from(authorities));
        Parameters::<T>::put(SeatParameters { missed_turns_limit: 1, ..Default::default() });
        let last = u64::from(count).saturating_mul(10);
        LastSlot::<T>::put(last);
        let slot = last.saturating_add(u64::from(s)).saturating_add(1);
        pallet_aura::CurrentSlot::<T>::put(Slot::from(slot));

        let charged;
        #[block]
        {
            charged = Pallet::<T>::charge_missed_turns();
        }

        assert_eq!(charged, s);
    }

    #[benchmark]
    fn note_author() {
        let cooperative = open_seat::<T>();
        let seat = seat_of::<T>(cooperative);

        #[block]
        {
            Pallet::<T>::count_block(&seat.validator);
        }

        assert_eq!(seat_of::<T>(cooperative).blocks, seat.blocks.saturating_add(1));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::genesis(1), crate::mock::Test);
}
