//! The stages themselves.

use std::collections::BTreeSet;

use icn_primitives::governance::Stage;

use crate::transitions::{next, Happening, FIRST};

#[test]
fn nothing_leads_on_from_a_final_stage_and_something_from_every_other() {
    for stage in Stage::ALL {
        let ways = Happening::ALL.into_iter().filter(|happening| next(stage, *happening).is_some());
        assert_eq!(ways.count() == 0, stage.is_final(), "{stage:?}");
    }
}

#[test]
fn every_stage_can_be_reached_and_none_is_reached_twice() {
    let mut reached = BTreeSet::from([FIRST]);
    for _ in Stage::ALL {
        let from = reached.clone();
        let then = |stage: &Stage| {
            Happening::ALL.into_iter().filter_map(|it| next(*stage, it)).collect::<Vec<_>>()
        };
        reached.extend(from.iter().flat_map(then));
    }
    assert_eq!(reached, BTreeSet::from(Stage::ALL));
    // Stages are in order, and every way leads forward.
    for stage in Stage::ALL {
        for happening in Happening::ALL {
            assert!(next(stage, happening).is_none_or(|then| then > stage));
        }
    }
}
