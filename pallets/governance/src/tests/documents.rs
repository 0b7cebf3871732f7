//! What decisions leave behind: texts with their history, evolutions of software.

use icn_primitives::{
    governance::{
        Body,
        DecisionKind::{self, *},
        ProposalId, RuleMaker, Stage, TextName,
    },
    Hash, DAY,
};
use polkadot_sdk::{polkadot_sdk_frame::testing_prelude::*, sp_runtime::Permill};

use crate::mock::*;

fn adopt(kind: DecisionKind, name: &str, text: &str) -> ProposalId {
    let text = text.as_bytes().to_vec().try_into().unwrap();
    let call = Call::adopt_text { name: line(name), text };
    let id = voting(Body::Cooperative(HARVEST), kind, Some(call.into()));
    votes(id, HARVEST, [10, 0, 0]);
    pass();
    pass();
    id
}

#[test]
fn anybody_reads_a_bylaw_with_its_history() {
    scenario(|| {
        let first = adopt(Bylaw, "Working hours", "Eight to five.\nLunch at noon.");
        let second = adopt(Bylaw, "Working hours", "Nine to four.");
        assert_eq!((stage(first), stage(second)), (Stage::Executed, Stage::Executed));
        let (maker, name): (_, TextName) = (RuleMaker::Cooperative(HARVEST), line("Working hours"));
        let history = Governance::text_versions(maker, name.clone(), None, 10);
        let told: Vec<_> = history
            .iter()
            .map(|(version, text)| (*version, text.proposal, &text.text[..]))
            .collect();
        assert_eq!(
            told,
            [
                (2, second, &b"Nine to four."[..]),
                (1, first, &b"Eight to five.\nLunch at noon."[..])
            ]
        );
        assert_eq!(Governance::text_versions(maker, name.clone(), Some(1), 10).len(), 1);
        assert_eq!(Governance::texts(maker, None, 10), [(name, 2)]);
    });
}

#[test]
fn a_bylaw_does_not_change_what_the_constitution_says() {
    scenario(|| {
        let first = adopt(Constitution, "Purpose", "We grow food.");
        let second = adopt(Bylaw, "Purpose", "We sell shares.");
        let third = adopt(Constitution, "Purpose", "We grow food for all.");
        use Stage::{Executed, ExecutionFailed};
        assert_eq!([first, second, third].map(stage), [Executed, ExecutionFailed, Executed]);
    });
}

#[test]
fn people_can_stop_an_evolution_of_software() {
    scenario(|| {
        let [artefact, evidence] = [Hash::repeat_byte(1), Hash::repeat_byte(2)];
        let risk = Permill::from_percent(3);
        let decide = || {
            let call = Call::record_evolution { artefact, risk, evidence };
            let id = voting(Body::Federation, Standard, Some(call.into()));
            for cooperative in [HARVEST, MILL, BAKERY] {
                votes(id, cooperative, [10, 0, 0]);
            }
            pass();
            assert_eq!(stage(id), Stage::Approved);
            id
        };
        // Nobody attested its tests.
        let id = decide();
        block_after(2 * DAY);
        assert_eq!(stage(id), Stage::ExecutionFailed);

        Attested::insert((artefact, evidence), ());
        let id = decide();
        pass();
        assert_ok!(Governance::veto(by(11), id, MILL));
        assert_eq!(stage(id), Stage::Vetoed);
        assert!(crate::Evolutions::<Test>::get(artefact).is_none());

        let id = decide();
        block_after(2 * DAY);
        assert_eq!(stage(id), Stage::Executed);
        assert_eq!(crate::Evolutions::<Test>::get(artefact).unwrap().proposal, id);
        let again = decide();
        block_after(2 * DAY);
        assert_eq!(stage(again), Stage::ExecutionFailed);
    });
}

#[test]
fn an_evolution_inside_of_another_call_does_not_escape_its_vetoes() {
    scenario(|| {
        let [artefact, evidence] = [Hash::repeat_byte(1), Hash::repeat_byte(2)];
        Attested::insert((artefact, evidence), ());
        let call =
            Box::new(Call::record_evolution { artefact, risk: Permill::one(), evidence }.into());
        let wrapped = RuntimeCall::Register(register::Call::wrap { call });
        let id = voting(Body::Federation, Standard, Some(wrapped));
        for cooperative in [HARVEST, MILL, BAKERY] {
            votes(id, cooperative, [10, 0, 0]);
        }
        pass();
        // As a decision like any other it has neither vetoes nor the two days.
        assert_noop!(send(11, Call::veto { proposal: id, cooperative: MILL }), Error::NoVeto);
        pass();
        assert_eq!(Governance::proposal(id).unwrap().error, Some(Error::CallNotAllowed.into()));
        assert!(crate::Evolutions::<Test>::get(artefact).is_none());
    });
}
