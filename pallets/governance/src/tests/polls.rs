//! Questions that bind nobody.

use icn_primitives::{
    governance::{Body, PollId, PollOptions, MAX_PERIOD},
    Moment, HOUR,
};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::{mock::*, Polls};

fn options(names: &[&str]) -> PollOptions {
    names.iter().map(|name| line(name)).collect::<Vec<_>>().try_into().unwrap()
}

fn open(who: u64, body: Body, names: &[&str], period: Moment) -> DispatchResult {
    let (title, options) = (line("Which colour?"), options(names));
    send(who, Call::open_poll { sponsor: HARVEST, body, title, options, period })
}

const POLL: PollId = PollId(0);

#[test]
fn members_answer_and_nothing_follows() {
    scenario(|| {
        assert_ok!(open(1, Body::Federation, &["red", "green", "blue"], HOUR));
        let answer =
            |who, cooperative, option| Governance::answer_poll(by(who), POLL, cooperative, option);
        assert_ok!(answer(2, HARVEST, 2));
        assert_ok!(answer(3, HARVEST, 2));
        assert_ok!(answer(12, MILL, 0));
        assert_noop!(answer(12, HARVEST, 0), Error::NotMember);
        assert_noop!(answer(4, HARVEST, 3), Error::InvalidOptions);
        assert_ok!(answer(3, HARVEST, 1));
        // A person has one answer, as a member of whichever cooperative.
        enroll_since(MILL, 2, false, 0);
        assert_ok!(answer(2, MILL, 2));
        assert_eq!(Polls::<Test>::get(POLL).unwrap().counts.to_vec(), [1, 1, 1]);
        Now::mutate(|now| *now += HOUR);
        assert_noop!(answer(5, HARVEST, 0), Error::InvalidStage);
        block_after(0);
        assert_told(Event::PollClosed { poll: POLL });
        assert!(Governance::polls(POLL, 10)[0].1.closed);
        assert!(written().is_empty());
    });
}

#[test]
fn a_poll_is_asked_by_who_may_propose_alone_with_options_that_differ() {
    scenario(|| {
        let body = Body::Cooperative(HARVEST);
        let two = ["yes", "no"];
        assert_noop!(open(2, body.clone(), &two, HOUR), Error::NotAuthorized);
        assert_noop!(open(1, Body::Cooperative(MILL), &two, HOUR), Error::NotInBody);
        assert_noop!(open(1, body.clone(), &["yes"], HOUR), Error::InvalidOptions);
        assert_noop!(open(1, body.clone(), &["yes", "yes"], HOUR), Error::InvalidOptions);
        assert_noop!(open(1, body.clone(), &["yes", ""], HOUR), Error::InvalidText);
        assert_noop!(open(1, body.clone(), &two, SHORT - 1), Error::InvalidPeriod);
        assert_noop!(open(1, body.clone(), &two, MAX_PERIOD + 1), Error::InvalidPeriod);
        assert_ok!(open(1, body, &two, SHORT));
        assert_noop!(Governance::answer_poll(by(11), POLL, MILL, 0), Error::NotInBody);
    });
}

#[test]
fn one_person_does_not_fill_a_cooperatives_polls() {
    scenario(|| {
        MaxOpenPerPerson::set(2);
        enroll_since(HARVEST, 2, true, 0);
        let ask = |who| open(who, Body::Cooperative(HARVEST), &["yes", "no"], HOUR);
        assert_ok!(ask(1));
        assert_ok!(ask(1));
        assert_noop!(ask(1), Error::OpenExceeded);
        assert_ok!(ask(2));
        pass();
        assert_ok!(ask(1));
    });
}
