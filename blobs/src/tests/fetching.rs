//! Downloads in memory: peers of all kinds, a clock of numbers, answers in any order, and a process
//! that dies in between.

use std::{collections::BTreeMap, sync::OnceLock};

use proptest::prelude::*;

use crate::{
    answer,
    digest::sha256,
    wire::{Answer, HashPage, Request},
    Ask, Content, Failure, Fetch, Hash, Misdeed, Parameters, RequestId, Taken, CHUNK,
};

use super::{bytes, chunks, content_of, Disk};

/// A blob with what peers answer about it.
struct Served {
    bytes: Vec<u8>,
    content: Content,
    hashes: Vec<Hash>,
    pages: BTreeMap<(u8, u32), HashPage>,
}

fn served() -> &'static Served {
    static SERVED: OnceLock<Served> = OnceLock::new();
    SERVED.get_or_init(|| {
        let bytes = bytes(42, 4 * CHUNK as usize + 4000);
        let disk = Disk::new();
        let content = disk.store().put(&bytes[..]).unwrap();
        let blob = disk.store().blob(&content.content_root).unwrap();
        let numbers = (0..3u8)
            .flat_map(|order| (0..5u32.div_ceil(1 << order)).map(move |page| (order, page)));
        let pages = numbers
            .map(|(order, page)| ((order, page), blob.hashes(order, page).unwrap()))
            .collect();
        let hashes = chunks(&bytes).into_iter().map(sha256).collect();
        Served { bytes, content, hashes, pages }
    })
}

/// How a peer behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Manner {
    Honest,
    /// Answers rightly, and the odd requests too late.
    Slow,
    /// Answers rightly, but every other time can't be reached.
    Flaky,
    Silent,
    Absent,
    Busy,
    /// Has the even chunks alone.
    Even,
    /// Has the odd ones alone.
    Odd,
    /// From here on those that are found out.
    WrongByte,
    Short,
    OtherChunk,
    WrongHashes,
    OtherPage,
    OtherKind,
    Garbage,
    Empty,
}

use Manner::*;

impl Manner {
    fn lies(self) -> bool {
        matches!(
            self,
            WrongByte | Short | OtherChunk | WrongHashes | OtherPage | OtherKind | Garbage | Empty
        )
    }

    /// Its answer and after how long it comes; `None`: never.
    fn answer(self, ask: &Ask<u8>, chance: u64) -> Option<(Result<Answer, Failure>, u64)> {
        let right = match ask.request {
            Request::Hashes { order, page, .. } => {
                Answer::Hashes(served().pages[&(order, page)].clone())
            }
            Request::Chunk { index, .. } => {
                Answer::Chunk(chunks(&served().bytes)[index as usize].to_vec())
            }
            Request::Have { .. } => Answer::Have(served().content),
        };
        let soon = chance % 900;
        let parity = match ask.request {
            Request::Chunk { index, .. } => Some(index % 2),
            _ => None,
        };
        let answered = match (self, right) {
            (Silent, _) => return None,
            (Slow, right) if chance % 2 == 1 => return Some((Ok(right), 40_000)),
            (Flaky, _) if chance % 2 == 1 => Err(Failure::Unreachable),
            (Absent, _) => Ok(Answer::Absent),
            (Busy, _) => Ok(Answer::Busy),
            (Even, _) if parity == Some(1) => Ok(Answer::Damaged),
            (Odd, _) if parity == Some(0) => Ok(Answer::Damaged),
            (WrongByte, Answer::Chunk(mut bytes)) => {
                let at = chance as usize % bytes.len();
                bytes[at] ^= 1;
                Ok(Answer::Chunk(bytes))
            }
            (Short, Answer::Chunk(mut bytes)) => {
                bytes.pop();
                Ok(Answer::Chunk(bytes))
            }
            (OtherChunk, Answer::Chunk(bytes)) => {
                let other = chunks(&served().bytes).into_iter().find(|chunk| *chunk != bytes);
                Ok(Answer::Chunk(other.unwrap().to_vec()))
            }
            (WrongHashes, Answer::Hashes(mut page)) => {
                page.hashes[0].0[3] ^= 1;
                Ok(Answer::Hashes(page))
            }
            (OtherPage, Answer::Hashes(page)) => {
                let pages = &served().pages;
                let other =
                    pages.values().find(|other| other.order == page.order && **other != page);
                Ok(other
                    .map_or(Answer::Have(served().content), |other| Answer::Hashes(other.clone())))
            }
            (OtherKind, Answer::Chunk(_)) => Ok(Answer::Have(served().content)),
            (OtherKind, _) => Ok(Answer::Chunk(vec![1])),
            (Garbage, _) => Err(Failure::Malformed),
            (Empty, Answer::Chunk(_)) => Ok(Answer::Chunk(vec![])),
            (Empty, Answer::Hashes(page)) => {
                Ok(Answer::Hashes(HashPage { hashes: vec![], path: vec![], ..page }))
            }
            (_, right) => Ok(right),
        };
        Some((answered, soon))
    }
}

/// Random numbers that a case can be repeated with.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

fn begin(disk: &Disk, order: u8) -> Fetch<u8> {
    let parameters = Parameters { order, in_flight: 5, per_peer: 2, ..Parameters::default() };
    Fetch::new(disk.store().upload(served().content).unwrap(), parameters)
}

/// Lets a fetch run against these peers. Gives the end's time and how many requests it took.
fn run(disk: &mut Disk, manners: &[Manner], order: u8, seed: u64, dies: u64) -> (u64, usize) {
    let peers = || (0u8..).zip(manners);
    let (mut chance, mut now, mut requests) = (Chance(seed | 1), 0, 0);
    let mut fetch = begin(disk, order);
    let mut banned = BTreeMap::new();
    peers().for_each(|(peer, _)| assert!(fetch.add_peer(peer)));
    let mut coming: BTreeMap<(u64, RequestId), (u8, Result<Answer, Failure>)> = BTreeMap::new();
    let mut deaths = 0;
    while !fetch.is_complete() {
        while let Some(ask) = fetch.next(now) {
            requests += 1;
            assert!(requests < 500, "{manners:?}");
            assert!(!banned.contains_key(&ask.peer), "a banned peer is asked");
            let progress = fetch.progress();
            assert!(progress.in_flight <= 5);
            assert!(fetch.peers().all(|(_, view)| view.in_flight <= 2));
            let manner = manners[ask.peer as usize];
            if let Some((answer, after)) = manner.answer(&ask, chance.next()) {
                coming.insert((now + after, ask.id), (ask.peer, answer));
            }
        }
        let arrives = coming.keys().next().map(|(at, _)| *at);
        let wakes = fetch.wake_at(now);
        now = arrives.into_iter().chain(wakes).min().expect("somebody will answer").max(now);
        let due: Vec<_> = coming.keys().take_while(|(at, _)| *at <= now).copied().collect();
        for (at, id) in due {
            let (peer, answer) = coming.remove(&(at, id)).unwrap();
            match fetch.answered(id, answer, now).unwrap() {
                Taken::Banned(misdeed) => {
                    assert!(
                        manners[peer as usize].lies(),
                        "{:?} is banned",
                        manners[peer as usize]
                    );
                    banned.insert(peer, misdeed);
                    assert!(!fetch.add_peer(peer));
                }
                Taken::Chunk(_) | Taken::Hashes | Taken::Nothing | Taken::Unasked => (),
            }
        }
        if deaths < dies && chance.next() % 5 == 0 {
            // The process begins again, and has forgotten all but what is on its disk.
            deaths += 1;
            let present = fetch.progress().present;
            drop(fetch);
            disk.reopen();
            fetch = begin(disk, order);
            assert_eq!(fetch.progress().present, present);
            let known = peers().filter(|(peer, _)| !banned.contains_key(peer));
            known.for_each(|(peer, _)| assert!(fetch.add_peer(peer)));
            coming.clear();
        }
    }
    assert_eq!(fetch.next(now), None);
    assert_eq!(fetch.finish().unwrap(), served().content);
    (now, requests)
}

#[test]
fn a_blob_comes_from_several_providers() {
    let mut disk = Disk::new();
    let (_, requests) = run(&mut disk, &[Honest, Honest, Honest], 2, 3, 0);
    // Two pages and five chunks: nothing is asked twice.
    assert_eq!(requests, 7);
    assert_eq!(disk.get(&served().content.content_root), served().bytes);
}

#[test]
fn the_work_is_shared() {
    let disk = Disk::new();
    let mut fetch = begin(&disk, 2);
    [7, 8, 9].iter().for_each(|peer| assert!(fetch.add_peer(*peer)));
    let asked: Vec<Ask<u8>> = std::iter::from_fn(|| fetch.next(0)).collect();
    let root = served().content.content_root;
    let page = |page| Request::Hashes { root, order: 2, page };
    assert_eq!(asked.iter().map(|ask| ask.request).collect::<Vec<_>>(), [page(0), page(1)]);
    assert_eq!(asked.iter().map(|ask| ask.peer).collect::<Vec<_>>(), [7, 8]);
    for ask in asked {
        let (answer, _) = Honest.answer(&ask, 0).unwrap();
        assert_eq!(fetch.answered(ask.id, answer, 1).unwrap(), Taken::Hashes);
    }
    let asked: Vec<Ask<u8>> = std::iter::from_fn(|| fetch.next(1)).collect();
    // Who was asked longest ago is next.
    assert_eq!(asked.iter().map(|ask| ask.peer).collect::<Vec<_>>(), [9, 7, 8, 9, 7]);
    assert_eq!(fetch.progress().in_flight, 5);
}

#[test]
fn who_is_silent_is_given_up_and_asked_less() {
    let disk = Disk::new();
    let mut fetch = begin(&disk, 0);
    assert!(fetch.add_peer(1));
    assert_eq!(std::iter::from_fn(|| fetch.next(0)).count(), 2);
    assert_eq!(fetch.wake_at(0), Some(30_000));
    // Both are given up at once, and that is one failure.
    assert_eq!(fetch.next(30_000), None);
    assert_eq!(fetch.wake_at(30_000), Some(35_000));
    let ask = fetch.next(35_000).unwrap();
    assert_eq!(fetch.next(35_000), None);
    assert_eq!(fetch.answered(ask.id, Err(Failure::Unreachable), 36_000).unwrap(), Taken::Nothing);
    assert_eq!(fetch.wake_at(36_000), Some(46_000));
    // Another one does the work meanwhile; an answer that nobody waits for is nothing.
    assert!(fetch.add_peer(2));
    let ask = fetch.next(36_000).unwrap();
    assert_eq!(ask.peer, 2);
    let (answer, _) = Honest.answer(&ask, 0).unwrap();
    assert_eq!(fetch.answered(99, answer.clone(), 36_000).unwrap(), Taken::Unasked);
    assert_eq!(fetch.answered(ask.id, answer, 36_000).unwrap(), Taken::Hashes);
    fetch.remove_peer(&2);
    assert_eq!(fetch.next(36_000), None);
}

#[test]
fn each_lie_is_named() {
    for (manner, misdeed) in [
        (WrongByte, Misdeed::WrongChunk),
        (Short, Misdeed::WrongChunk),
        (Empty, Misdeed::WrongHashes),
        (WrongHashes, Misdeed::WrongHashes),
        (OtherPage, Misdeed::OtherAnswer),
        (OtherKind, Misdeed::OtherAnswer),
        (Garbage, Misdeed::Malformed),
    ] {
        let disk = Disk::new();
        let mut fetch = begin(&disk, 1);
        assert!(fetch.add_peer(1));
        let mut taken = vec![];
        while let Some(ask) = fetch.next(0) {
            let (answer, _) = manner.answer(&ask, 5).unwrap();
            taken.push(fetch.answered(ask.id, answer, 0).unwrap());
        }
        assert_eq!(taken.last(), Some(&Taken::Banned(misdeed)), "{manner:?}");
        assert_eq!((fetch.progress().banned, fetch.wake_at(0)), (1, None));
        let (_, view) = fetch.peers().next().unwrap();
        assert_eq!(view.banned, Some(misdeed));
        // Leaving and coming back doesn't help.
        fetch.remove_peer(&1);
        assert!(!fetch.add_peer(1));
    }
}

#[test]
fn a_full_disk_is_nobodys_fault() {
    use std::{fs, os::unix::fs::symlink};
    let disk = Disk::new();
    drop(begin(&disk, 2));
    let data = disk.upload_file(&served().content.content_root, "data");
    fs::remove_file(&data).unwrap();
    symlink("/dev/full", &data).unwrap();
    let mut fetch = begin(&disk, 2);
    assert!(fetch.add_peer(1));
    let mut failed = 0;
    for _ in 0..6 {
        let Some(ask) = fetch.next(0) else { break };
        let (answer, _) = Honest.answer(&ask, 0).unwrap();
        match fetch.answered(ask.id, answer, 0) {
            Err(error) => {
                assert!(matches!(error, crate::Error::DiskFull));
                failed += 1;
            }
            Ok(taken) => assert_eq!(taken, Taken::Hashes),
        }
    }
    assert_eq!((failed, fetch.progress().banned, fetch.progress().present), (5, 0, 0));
}

#[test]
fn one_store_fetches_from_another() {
    let (mut there, here) = (Disk::new(), Disk::new());
    let file = bytes(5, CHUNK as usize + 1);
    let content = there.store().put(&file[..]).unwrap();
    there.reopen();
    let mut fetch =
        Fetch::new(here.store().upload(content_of(&file)).unwrap(), Parameters::default());
    fetch.add_peer("there");
    while let Some(ask) = fetch.next(0) {
        let bytes = crate::serve(there.store(), &ask.request.to_bytes());
        let answer = Answer::from_bytes(&bytes).map_err(|_| Failure::Malformed);
        fetch.answered(ask.id, answer, 0).unwrap();
    }
    assert_eq!(fetch.finish().unwrap(), content);
    assert_eq!(here.get(&content.content_root), file);
    assert_eq!(
        answer(here.store(), &Request::Have { root: content.content_root }),
        Answer::Have(content)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    /// Whoever else there is: as long as somebody has each chunk, the blob comes, nobody is banned
    /// who didn't lie, and nobody is asked any more who did and was asked.
    #[test]
    fn hostile_peers_delay_and_change_nothing(
        mut manners in prop::collection::vec(prop::sample::select(vec![
            Honest, Slow, Flaky, Silent, Absent, Busy, Even, Odd,
            WrongByte, Short, OtherChunk, WrongHashes, OtherPage, OtherKind, Garbage, Empty,
        ]), 0..8),
        both in any::<bool>(),
        order in 0..3u8,
        seed in any::<u64>(),
        dies in 0..3u64,
    ) {
        manners.extend(if both { vec![Even, Odd] } else { vec![Honest] });
        let mut disk = Disk::new();
        run(&mut disk, &manners, order, seed, dies);
        prop_assert_eq!(disk.get(&served().content.content_root), served().bytes.clone());
        prop_assert!(served().hashes.len() == 5);
        // And it comes in the same way again.
        if dies == 0 {
            let [first, second] = [(), ()].map(|()| run(&mut Disk::new(), &manners, order, seed, 0));
            prop_assert_eq!(first, second);
        }
    }
}
