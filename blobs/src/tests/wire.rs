//! Messages between providers.

use proptest::prelude::*;

use crate::{
    answer, serve,
    wire::{Answer, HashPage, Malformed, Request, MAX_ANSWER, MAX_ORDER, MAX_REQUEST},
    Content, Hash, CHUNK,
};

use super::{bytes, flip, Disk};

#[test]
fn the_encoding_is_fixed() {
    let root = Hash::repeat_byte(7);
    let rest = [7; 32];
    let encoded = |start: &[u8], end: &[u8]| [start, &rest, end].concat();
    assert_eq!(Request::Have { root }.to_bytes(), encoded(&[1, 0], &[]));
    let hashes = Request::Hashes { root, order: 13, page: 2 };
    assert_eq!(hashes.to_bytes(), encoded(&[1, 1], &[13, 2, 0, 0, 0]));
    let chunk = Request::Chunk { root, index: 259 };
    assert_eq!(chunk.to_bytes(), encoded(&[1, 2], &[3, 1, 0, 0]));
    for request in [Request::Have { root }, hashes, chunk] {
        assert!(request.to_bytes().len() <= MAX_REQUEST);
        assert_eq!(Request::from_bytes(&request.to_bytes()), Ok(request));
        assert_eq!(request.root(), &root);
    }
    for (byte, short) in
        [(0, Answer::Absent), (4, Answer::Damaged), (5, Answer::NotUnderstood), (6, Answer::Busy)]
    {
        assert_eq!(short.to_bytes(), [1, byte]);
    }
    let content = Content::of(b"x").unwrap();
    assert_eq!(Answer::Have(content).to_bytes()[..2], [1, 1]);
    assert_eq!(Answer::Chunk(vec![9, 8]).to_bytes(), [1, 3, 8, 9, 8]);
}

#[test]
fn the_longest_answers_fit_and_longer_ones_are_refused() {
    let hashes = vec![Hash::zero(); 1 << MAX_ORDER];
    let path = vec![Hash::zero(); 30];
    let page = Answer::Hashes(HashPage { order: MAX_ORDER, page: 0, hashes, path });
    let chunk = Answer::Chunk(vec![0; CHUNK as usize]);
    for answer in [page, chunk] {
        assert!(answer.to_bytes().len() <= MAX_ANSWER);
        assert_eq!(Answer::from_bytes(&answer.to_bytes()), Ok(answer));
    }
    let longer = Answer::Chunk(vec![0; MAX_ANSWER]);
    assert_eq!(Answer::from_bytes(&longer.to_bytes()), Err(Malformed));
    // A length that promises more than there is takes no memory.
    assert_eq!(Answer::from_bytes(&[1, 3, 0xfe, 0xff, 0xff, 0xff]), Err(Malformed));
    // Something behind it, another version, nothing.
    for bytes in [&[1, 0, 0][..], &[2, 0], &[0, 0], &[]] {
        assert_eq!(Answer::from_bytes(bytes), Err(Malformed));
    }
}

#[test]
fn pages_made_from_a_list_of_hashes_are_those_that_a_store_gives() {
    let chunks: Vec<Hash> = (0..21).map(Hash::from_low_u64_be).collect();
    let length = 20 * u64::from(CHUNK) + 1;
    let root = icn_primitives::content::content_root(&chunks);
    for (order, pages) in [(0, 21), (2, 6), (4, 2), (MAX_ORDER, 1)] {
        for number in 0..pages {
            let page = HashPage::of(&chunks, order, number).unwrap();
            assert!(page.verify(&root, length), "{order} {number}");
            assert_eq!(page.hashes[0], chunks[page.first() as usize]);
        }
        assert_eq!(HashPage::of(&chunks, order, pages), None);
    }
    assert_eq!(HashPage::of(&chunks, MAX_ORDER + 1, 0), None);
    assert_eq!(HashPage::of(&[], 0, 0), None);
}

#[test]
fn a_store_answers() {
    let disk = Disk::new();
    let file = bytes(1, CHUNK as usize + 10);
    let content = disk.store().put(&file[..]).unwrap();
    let root = content.content_root;
    let ask =
        |request: Request| Answer::from_bytes(&serve(disk.store(), &request.to_bytes())).unwrap();
    assert_eq!(ask(Request::Have { root }), Answer::Have(content));
    let Answer::Hashes(page) = ask(Request::Hashes { root, order: 13, page: 0 }) else { panic!() };
    assert!(page.verify(&root, content.length));
    assert_eq!(
        ask(Request::Chunk { root, index: 1 }),
        Answer::Chunk(file[CHUNK as usize..].to_vec())
    );
    assert_eq!(ask(Request::Chunk { root, index: 2 }), Answer::Absent);
    assert_eq!(ask(Request::Hashes { root, order: 13, page: 1 }), Answer::Absent);
    assert_eq!(ask(Request::Hashes { root, order: 200, page: 0 }), Answer::Absent);
    let nothing = Hash::zero();
    assert_eq!(ask(Request::Have { root: nothing }), Answer::Absent);
    assert_eq!(ask(Request::Chunk { root: nothing, index: 0 }), Answer::Absent);
    let unknown = Answer::from_bytes(&serve(disk.store(), &[2, 9])).unwrap();
    assert_eq!(unknown, Answer::NotUnderstood);

    // What is damaged isn't sent.
    flip(&disk.blob_file(&root, "data"), 5);
    assert_eq!(answer(disk.store(), &Request::Chunk { root, index: 0 }), Answer::Damaged);
    flip(&disk.blob_file(&root, "tree"), 150);
    let hashes = Request::Hashes { root, order: 0, page: 0 };
    assert_eq!(answer(disk.store(), &hashes), Answer::Damaged);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_judged(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let disk = Disk::new();
        let answered = Answer::from_bytes(&serve(disk.store(), &bytes)).unwrap();
        prop_assert!(matches!(answered, Answer::NotUnderstood | Answer::Absent));
        if let Ok(answer) = Answer::from_bytes(&bytes) {
            prop_assert_eq!(answer.to_bytes(), bytes);
        }
    }
}
