//! What holds whatever happens.

use std::collections::BTreeMap;

use icn_primitives::{
    reputation::Act,
    seat::{PeerId, SeatStatus, SuspensionReason},
    AccountId, BlockNumber, CooperativeId,
};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;
use proptest::prelude::*;

use crate::{
    mock::*, suspensions_for_absence, Event, Inactive, NodeKeys, Parameters, SeatParameters,
    Seats as AllSeats, SessionTurns, Turns,
};

/// Something that happens to a chain. Numbers are cooperatives'; not each of them has a seat.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    Open(u32),
    Close(u32),
    SetActive(u32, bool),
    SetOperator(u32, u32),
    SetKeys(u32, u8),
    SetShardKeys(u32, u8),
    PurgeKeys(u32),
    Suspend(u32),
    Restore(u32),
    Equivocate(u32),
    List(u32, u32),
    Unlist(u32),
    SetParameters(u32, u32),
    /// A block after this many slots.
    Block(u64),
    EndSession,
}

pub(super) fn act() -> impl Strategy<Value = Deed> {
    let number = || 0u32..8;
    prop_oneof![
        2 => number().prop_map(Deed::Open),
        1 => number().prop_map(Deed::Close),
        2 => (number(), any::<bool>()).prop_map(|(i, active)| Deed::SetActive(i, active)),
        2 => (number(), 0u32..12).prop_map(|(i, account)| Deed::SetOperator(i, account)),
        3 => (number(), 0u8..3).prop_map(|(i, generation)| Deed::SetKeys(i, generation)),
        2 => (number(), 0u8..6).prop_map(|(i, generation)| Deed::SetShardKeys(i, generation)),
        2 => number().prop_map(Deed::PurgeKeys),
        2 => number().prop_map(Deed::Suspend),
        2 => number().prop_map(Deed::Restore),
        1 => number().prop_map(Deed::Equivocate),
        1 => (number(), 0u32..6).prop_map(|(i, node)| Deed::List(i, node)),
        1 => (0u32..6).prop_map(Deed::Unlist),
        1 => (3u32..12, 0u32..6).prop_map(|(length, limit)| Deed::SetParameters(length, limit)),
        4 => (1u64..12).prop_map(Deed::Block),
        4 => Just(Deed::EndSession),
    ]
}

impl Deed {
    /// Does it; what is refused changes nothing.
    pub(super) fn run(&self) {
        let root = RuntimeOrigin::root;
        let _ = match *self {
            Self::Open(i) => Seats::open_seat(cooperative(i), organisation(i)),
            Self::Close(i) => {
                Seats::close_seat(cooperative(i));
                Ok(())
            }
            Self::SetActive(i, active) => {
                Seats::set_cooperative_active(cooperative(i), active);
                Ok(())
            }
            Self::SetOperator(i, account) => {
                // Among them names of seats, present operators and strangers.
                let operator = match account {
                    0..4 => organisation(account),
                    4..8 => operator(account - 4),
                    _ => stranger(account),
                };
                let who = RuntimeOrigin::signed(steward(i));
                Seats::set_operator(who, cooperative(i), operator)
            }
            Self::SetKeys(i, generation) if has_seat(i) => set_keys(i, generation),
            Self::PurgeKeys(i) if has_seat(i) => {
                Session::purge_keys(RuntimeOrigin::signed(seat(i).operator))
            }
            // Some of them have served elsewhere.
            Self::SetShardKeys(i, generation) if has_seat(i) => {
                set_shard_keys(i, &[(HUB, generation), (MARKET, generation ^ 1)])
            }
            Self::SetKeys(..) | Self::SetShardKeys(..) | Self::PurgeKeys(_) => Ok(()),
            Self::Suspend(i) => Seats::suspend_seat(root(), cooperative(i)),
            Self::Restore(i) => Seats::restore_seat(root(), cooperative(i)),
            Self::Equivocate(i) => {
                Seats::note_equivocation(cooperative(i), Session::current_index());
                Ok(())
            }
            Self::List(i, node) => Seats::list_node(root(), cooperative(i), peer(node)),
            Self::Unlist(node) => Seats::unlist_node(root(), peer(node)),
            Self::SetParameters(session_length, missed_turns_limit) => {
                let parameters = rules(session_length, missed_turns_limit);
                Seats::set_parameters(root(), parameters)
            }
            Self::Block(slots) => {
                make_block(slot() + slots);
                Ok(())
            }
            Self::EndSession => {
                end_session();
                Ok(())
            }
        };
    }
}

fn has_seat(number: u32) -> bool {
    AllSeats::<Test>::contains_key(cooperative(number))
}

fn suspended_for_absence() -> u32 {
    let absent = SuspensionReason::MissedTurns;
    AllSeats::<Test>::iter_values()
        .filter(
            |seat| matches!(seat.status, SeatStatus::Suspended { reason, .. } if reason == absent),
        )
        .count() as u32
}

/// What an observer knows of a seat who sees nothing but events.
#[derive(Clone, PartialEq, Debug)]
struct Observed {
    validator: AccountId,
    operator: AccountId,
    status: SeatStatus,
    paused: bool,
    nodes: Vec<PeerId>,
}

/// An observer of a chain, who knows its genesis.
#[derive(Clone, PartialEq, Debug)]
struct Observer {
    seats: BTreeMap<CooperativeId, Observed>,
    parameters: SeatParameters,
}

impl Observer {
    /// What there is to know.
    fn of_the_state() -> Self {
        let seats = AllSeats::<Test>::iter().map(|(cooperative, seat)| {
            let observed = Observed {
                validator: seat.validator,
                operator: seat.operator,
                status: seat.status,
                paused: Inactive::<Test>::contains_key(cooperative),
                nodes: NodeKeys::<Test>::get(cooperative).into_inner(),
            };
            (cooperative, observed)
        });
        Self { seats: seats.collect(), parameters: Parameters::<Test>::get() }
    }

    fn seat(&mut self, cooperative: CooperativeId) -> &mut Observed {
        self.seats.get_mut(&cooperative).expect("its seat was opened before")
    }

    fn see(&mut self, block: BlockNumber, event: Event<Test>) {
        match event {
            Event::SeatOpened { cooperative, validator } => {
                let seat = Observed {
                    operator: validator.clone(),
                    validator,
                    status: SeatStatus::Ready,
                    paused: false,
                    nodes: vec![],
                };
                assert!(self.seats.insert(cooperative, seat).is_none());
            }
            Event::SeatClosed { cooperative } => {
                self.seats.remove(&cooperative);
            }
            Event::SeatPaused { cooperative } => self.seat(cooperative).paused = true,
            Event::SeatResumed { cooperative } => self.seat(cooperative).paused = false,
            Event::OperatorSet { cooperative, operator } => {
                self.seat(cooperative).operator = operator
            }
            Event::NodeListed { cooperative, peer } => self.seat(cooperative).nodes.push(peer),
            Event::NodeUnlisted { cooperative, peer } => {
                self.seat(cooperative).nodes.retain(|listed| *listed != peer)
            }
            Event::SeatSuspended { cooperative, reason } => {
                let status = &mut self.seat(cooperative).status;
                let since = match status {
                    SeatStatus::Suspended { since, .. } => *since,
                    SeatStatus::Ready => block,
                };
                *status = SeatStatus::Suspended { reason, since };
            }
            Event::SeatRestored { cooperative } => {
                self.seat(cooperative).status = SeatStatus::Ready
            }
            Event::ParametersSet { parameters } => self.parameters = parameters,
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The chain never loses its validators, turns and validators correspond, and every invariant
    /// holds, whatever is done and whenever.
    #[test]
    fn there_is_always_somebody_to_make_blocks(
        founders in 1u32..5,
        acts in prop::collection::vec(act(), 0..60),
    ) {
        federation(founders, || {
            for act in &acts {
                act.run();
                check();
                assert!(!Session::validators().is_empty());
            }
        });
    }

    /// Whoever sees nothing but events knows every seat.
    #[test]
    fn seats_can_be_rebuilt_from_events(
        founders in 1u32..5,
        acts in prop::collection::vec(act(), 0..60),
    ) {
        federation(founders, || {
            let mut observer = Observer::of_the_state();
            for act in &acts {
                act.run();
            }
            for (block, event) in history() {
                observer.see(block, event);
            }
            assert_eq!(observer, Observer::of_the_state());
        });
    }

    /// However many seats are away, less than a third is suspended for it, and everybody who made
    /// the blocks meanwhile still takes part.
    #[test]
    fn absence_never_takes_out_a_third(
        seats in 1u32..11,
        away in prop::collection::btree_set(0u32..11, 0..10),
        blocks in 0usize..120,
    ) {
        let present: Vec<_> = (0..seats).filter(|i| !away.contains(i)).collect();
        prop_assume!(!present.is_empty());
        federation(seats, || {
            for _ in 0..blocks {
                let validators = makers();
                let there: Vec<_> =
                    present.iter().copied().filter(|i| validators.contains(i)).collect();
                next_block_of(&there);
                assert!(suspended_for_absence() <= suspensions_for_absence(seats));
            }
            for number in present {
                // Cooperative 1 made the first block even if it is away after it.
                assert_eq!(seat(number).status, SeatStatus::Ready);
            }
        });
    }

    /// Every block is counted for one seat, and every turn between two blocks at most once.
    #[test]
    fn blocks_and_turns_are_counted_once(
        seats in 1u32..6,
        gaps in prop::collection::vec(1u64..8, 0..60),
    ) {
        federation(seats, || {
            let mut slots = 0u64;
            let mut missed = 0u64;
            for gap in &gaps {
                make_block(slot() + gap);
                slots += gap;
                missed += events()
                    .into_iter()
                    .filter_map(|event| match event {
                        crate::Event::TurnsMissed { missed, .. } => Some(u64::from(missed)),
                        _ => None,
                    })
                    .sum::<u64>();
            }
            let blocks: u64 = AllSeats::<Test>::iter_values().map(|seat| seat.blocks).sum();
            // The first block was made before.
            assert_eq!(blocks, gaps.len() as u64 + 1);
            assert!(missed + gaps.len() as u64 <= slots);

            // What the sessions that have ended gave and took, and what the present one has counted.
            let points = |act| {
                let all = Awards::get().into_iter().filter(|award| award.act == act);
                all.map(|award| award.score.0).sum::<i128>()
            };
            let mut turns: Vec<_> = SessionTurns::<Test>::iter_values().collect();
            assert!(Refused::get().is_empty());
            let rules = Parameters::<Test>::get();
            turns.push(Turns {
                blocks: (points(Act::BlockProduced) / rules.block_reputation.0) as u32,
                missed: (points(Act::TurnMissed) / rules.missed_turn_reputation.0) as u32,
            });
            assert_eq!(turns.iter().map(|turns| u64::from(turns.blocks)).sum::<u64>(), blocks);
            assert_eq!(turns.iter().map(|turns| u64::from(turns.missed)).sum::<u64>(), missed);
        });
    }

    /// Whoever isn't the federation or a steward changes nothing.
    #[test]
    fn a_strangers_calls_change_nothing(number in 0u32..5, other in 0u32..9) {
        federation(4, || {
            let id: CooperativeId = cooperative(number);
            let who = || RuntimeOrigin::signed(stranger(1));
            assert_storage_noop!(for refused in [
                Seats::set_operator(who(), id, stranger(other)),
                Seats::list_node(who(), id, peer(other)),
                Seats::unlist_node(who(), peer(other)),
                Seats::suspend_seat(who(), id),
                Seats::restore_seat(who(), id),
                Seats::set_parameters(who(), Default::default()),
                Seats::note_stalled(who(), other, number),
                Session::set_keys(who(), keys(other, 2), proof(other, 2, &stranger(1))),
                Session::purge_keys(who()),
            ] {
                assert!(refused.is_err());
            });
        });
    }
}
