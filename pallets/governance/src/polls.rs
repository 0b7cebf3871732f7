//! Polls: questions with free options that bind nobody (S003).

use icn_primitives::{
    governance::{Body, Poll, PollId, PollOptions, Records, Title, MAX_PERIOD, MIN_WINDOW},
    CooperativeId, Did, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    stages::one_less, Answers, Config, Error, Event, NextPoll, OpenPolls, OpenPollsOfPerson,
    Pallet, Polls, Rank, Task,
};

impl<T: Config> Pallet<T> {
    /// Opens a poll.
    pub(crate) fn do_open_poll(
        opener: Did,
        sponsor: CooperativeId,
        body: Body,
        title: Title,
        options: PollOptions,
        period: Moment,
    ) -> DispatchResult {
        Self::ensure_member(sponsor, &opener)?;
        Self::ensure_body(&body, sponsor)?;
        ensure!(Self::may_propose_alone(sponsor, &opener), Error::<T>::NotAuthorized);
        Self::ensure_line(&title)?;
        ensure!(options.len() >= 2, Error::<T>::InvalidOptions);
        for (position, option) in options.iter().enumerate() {
            Self::ensure_line(option)?;
            let repeated = options.iter().skip(position.saturating_add(1)).any(|o| o == option);
            ensure!(!repeated, Error::<T>::InvalidOptions);
        }
        ensure!((MIN_WINDOW..=MAX_PERIOD).contains(&period), Error::<T>::InvalidPeriod);
        let of_opener = OpenPollsOfPerson::<T>::get(opener);
        ensure!(of_opener < T::MaxOpenPerPerson::get(), Error::<T>::OpenExceeded);
        OpenPollsOfPerson::<T>::insert(opener, of_opener.saturating_add(1));
        let open = OpenPolls::<T>::get(sponsor);
        ensure!(open < T::MaxOpenPerCooperative::get(), Error::<T>::OpenExceeded);
        OpenPolls::<T>::insert(sponsor, open.saturating_add(1));

        let id = NextPoll::<T>::get();
        let following = id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        NextPoll::<T>::put(PollId(following));
        let opened = T::Time::now();
        let until = opened.saturating_add(period);
        Self::schedule(Rank::Ends, until, Task::Poll(id));
        let counts = BoundedVec::truncate_from(alloc::vec![0; options.len()]);
        let event = Event::PollOpened {
            poll: id,
            body: body.clone(),
            opener,
            title: title.clone(),
            options: options.clone(),
            until,
        };
        let closed = false;
        let records = Records::Open;
        let poll =
            Poll { body, opener, sponsor, title, options, counts, opened, until, closed, records };
        Polls::<T>::insert(id, poll);
        Self::deposit_event(event);
        Ok(())
    }

    /// Answers a poll, or changes the answer.
    pub(crate) fn do_answer_poll(
        id: PollId,
        cooperative: CooperativeId,
        voter: Did,
        option: u8,
    ) -> DispatchResult {
        let mut poll = Polls::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(T::Time::now() < poll.until, Error::<T>::InvalidStage);
        if let Some(named) = poll.body.named() {
            ensure!(named.contains(&cooperative), Error::<T>::NotInBody);
        }
        Self::ensure_member(cooperative, &voter)?;
        if let Some(before) = Answers::<T>::get(id, voter) {
            let count = poll.counts.get_mut(usize::from(before));
            let count = count.ok_or(Error::<T>::InvalidOptions)?;
            *count = count.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
        }
        let count = poll.counts.get_mut(usize::from(option));
        let count = count.ok_or(Error::<T>::InvalidOptions)?;
        *count = count.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        Polls::<T>::insert(id, poll);
        Answers::<T>::insert(id, voter, option);
        Ok(())
    }

    /// Ends a poll.
    pub(crate) fn close_poll(id: PollId) {
        if let Some(mut poll) = Polls::<T>::get(id) {
            poll.closed = true;
            poll.records = Self::keep_records(Task::Answers(id));
            OpenPolls::<T>::mutate_exists(poll.sponsor, one_less);
            OpenPollsOfPerson::<T>::mutate_exists(poll.opener, one_less);
            Polls::<T>::insert(id, poll);
            Self::deposit_event(Event::PollClosed { poll: id });
        }
    }
}
