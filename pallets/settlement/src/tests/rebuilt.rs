//! Whoever follows the events has all settlements.

use crate::{mock::*, testing::*, *};
use alloc::collections::BTreeMap;

/// Number, stage, payments.
type Known = (u64, SettlementStage, Vec<(Leg, LegStage)>);

/// Settlements from events alone, as far as events tell of them: not when something is asked.
#[derive(Default, Debug, PartialEq)]
pub struct Rebuilt(pub BTreeMap<Purpose, Known>);

impl Rebuilt {
    /// Reads the events that have come since the last time.
    pub fn read(&mut self) {
        for event in events() {
            match event {
                Event::Begun { purpose, settlement } => {
                    let legs = settlement.legs.to_vec();
                    let new = (settlement.number, settlement.stage, legs);
                    assert_eq!(self.0.insert(purpose, new), None);
                }
                Event::LegMoved { purpose, leg, stage, .. } => {
                    self.0.get_mut(&purpose).unwrap().2[usize::from(leg)].1 = stage;
                }
                Event::Moved { purpose, stage } => self.0.get_mut(&purpose).unwrap().1 = stage,
                Event::Ended { purpose, .. } => assert!(self.0.remove(&purpose).is_some()),
                Event::NotAsked { .. } | Event::ParametersSet { .. } => {}
                Event::__Ignore(..) => unreachable!(),
            }
        }
    }

    /// What the chain has.
    pub fn of_chain() -> Self {
        let settlements = Settlements::<Test>::iter();
        let known = settlements.map(|(purpose, settlement)| {
            (purpose, (settlement.number, settlement.stage, settlement.legs.to_vec()))
        });
        Self(known.collect())
    }
}

#[test]
fn settlements_are_rebuilt_from_events() {
    scenario(|| {
        let mut rebuilt = Rebuilt::default();
        is_poor(2);
        begin(1, 2);
        begin(2, 3);
        begin(3, 1);
        for _ in 0..3 {
            next_block();
            rebuilt.read();
            assert_eq!(rebuilt, Rebuilt::of_chain());
            FakeLedger::take(Timestamp::get(), false);
            FakeLedger::take(Timestamp::get(), false);
            FakeLedger::answer::<Test>();
            rebuilt.read();
            assert_eq!(rebuilt, Rebuilt::of_chain());
        }
        pass(HOLD_TIME);
        ledger_answers();
        pass(3_000);
        ledger_answers();
        rebuilt.read();
        assert_eq!(rebuilt, Rebuilt::of_chain());
    });
}
