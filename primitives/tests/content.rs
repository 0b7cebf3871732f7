//! Hashes of files against what S003's own code and a recursive RFC 9162 tree make of the same bytes,
//! and proofs against everything that they don't prove.

use icn_primitives::{
    content::{
        chunk_count, chunk_leaf, chunk_length, content_root, merkle, s003_hash, segment_count,
        segment_length, segment_root, ChunkProof, Content, ContentHasher, SegmentProof, TooLong,
        CHUNK, MAX_CHUNKS, MAX_LENGTH, MAX_PATH, SEGMENT, SEGMENTS_PER_CHUNK,
    },
    Hash,
};
use polkadot_sdk::sp_io::hashing::sha2_256;
use proptest::prelude::*;

/// The bytes with which the hashes below were made.
fn sample(length: u32) -> Vec<u8> {
    (0..length)
        .map(|x| (u64::from(x) * 131 + u64::from(x >> 10) * 7 + u64::from(x >> 20) * 11) as u8)
        .collect()
}

fn hash(hex: &str) -> Hash {
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    Hash::from_slice(&(0..64).step_by(2).map(digit).collect::<Vec<_>>())
}

/// RFC 9162 §2.1.1, as it stands there.
fn tree(entries: &[Vec<u8>]) -> Hash {
    let input = match entries {
        [] => vec![],
        [entry] => [&[0], &entry[..]].concat(),
        _ => {
            let half = entries.len().next_power_of_two() / 2;
            let (left, right) = entries.split_at(half);
            [&[1], tree(left).as_bytes(), tree(right).as_bytes()].concat()
        }
    };
    sha2_256(&input).into()
}

/// RFC 9162 §2.1.3.1, as it stands there.
fn inclusion(entries: &[Vec<u8>], index: usize) -> Vec<Hash> {
    if entries.len() < 2 {
        return vec![];
    }
    let half = entries.len().next_power_of_two() / 2;
    let (left, right) = entries.split_at(half);
    let (mut path, other) = if index < half {
        (inclusion(left, index), tree(right))
    } else {
        (inclusion(right, index - half), tree(left))
    };
    path.push(other);
    path
}

fn pieces(bytes: &[u8], size: u32) -> Vec<Vec<u8>> {
    bytes.chunks(size as usize).map(<[u8]>::to_vec).collect()
}

#[test]
fn roots_are_those_of_certificate_transparency() {
    let entries: Vec<Vec<u8>> = vec![
        vec![],
        vec![0x00],
        vec![0x10],
        vec![0x20, 0x21],
        vec![0x30, 0x31],
        (0x40..0x44).collect(),
        (0x50..0x58).collect(),
        (0x60..0x70).collect(),
    ];
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    for (count, root) in roots.into_iter().enumerate() {
        let some = &entries[..count];
        assert_eq!(tree(some), hash(root));
        let made = some.iter().map(|entry| merkle::leaf(entry)).collect::<merkle::Accumulator>();
        assert_eq!((made.root(), made.count()), (hash(root), count as u64));
    }
}

#[test]
fn a_file_has_the_hashes_that_s003_gives_it() {
    // (bytes, S003's hash, content root, segment root), made by S003's storage.py and a tree in Python.
    let files = [
        (
            0,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        (
            1,
            "bb7c53d34f6384244da5d41af9523beb234190b8209ec56dec7b7ecee341c300",
            "d9de27625445003d8a9739a851e3ff8d41c0683630b4d63a88327a6aaa37c409",
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        ),
        (
            SEGMENT,
            "1a31b1e184485bc7816f5ba5d489696aa77fe222b3b5eff9998e01acd8ceba64",
            "15c5521038e4adbe64dd839f54633c64c8ea00c794fa59370c7ce87af46dd4af",
            "181488233d848cf19afd765a05a4fab4ce165f93705efe9136331ee04c40ece1",
        ),
        (
            SEGMENT + 1,
            "e495d318c41f95f33a933c20b542b1b52029007ccf7ddb145e0c9aa993133ab0",
            "51710ea5b112f164b9400a65f101056b90a2fddf19ed599dc3a46261553eb0e3",
            "86cccbddaaf26ddcbc95e6526679af729ff41a36882a68bb87aaa14e3151415a",
        ),
        (
            CHUNK,
            "3b0871baaeb9a4fe74c22f2308f34d549146b77f8654dcf8a336e31c098dad70",
            "4ae92cec2c8361200cee14ff303bd7309fd70618a15ac472b2941a55f3e64ce7",
            "d84a58597b600111f6ff334fb58480cea332cb52254c14d3ca1ebfeb0932343a",
        ),
        (
            CHUNK + 1,
            "e737137d35214b1e18657d953f58652b13850d7b710026fc664ad3841eeb8086",
            "9f9434e523168c97a3774b1449419236a567659d98b5f7afd4238c109fb8c528",
            "224e2d0beefb369756bccc497fbd6d0b301f9f4bde19e8d4ad95f25c6263670e",
        ),
        (
            3 * CHUNK + 5000,
            "e4296b520f8b2ccb200ed8e3d4c13119f24c17f2745ac4cba562b9e5b523b3f9",
            "798c790dbdb170a57f879c88c0103499ae73114d118344d7ebe688aafd197e40",
            "8a67a44a210da78de6274d6681c90d575048ade7b35f3d4520731705c274914b",
        ),
    ];
    for (length, s003, chunks, segments) in files {
        let content = Content::of(&sample(length)).unwrap();
        let expected = Content {
            length: length.into(),
            chunks: length.div_ceil(CHUNK),
            content_root: hash(chunks),
            segment_root: hash(segments),
            s003_hash: hash(s003),
        };
        assert_eq!(content, expected);
        assert!(content.is_well_formed());
        assert_eq!(content.segments(), length.div_ceil(SEGMENT));
    }
}

#[test]
fn lengths_have_bounds() {
    assert_eq!(chunk_count(MAX_LENGTH), Some(MAX_CHUNKS));
    assert_eq!(segment_count(MAX_LENGTH), Some(1 << MAX_PATH));
    for length in [MAX_LENGTH + 1, u64::MAX] {
        assert_eq!((chunk_count(length), segment_count(length)), (None, None));
        assert_eq!((chunk_length(length, 0), segment_length(length, 0)), (None, None));
    }
    assert_eq!((chunk_count(0), segment_count(0)), (Some(0), Some(0)));
    assert_eq!((chunk_length(0, 0), segment_length(0, 0)), (None, None));

    let length = u64::from(CHUNK) + u64::from(SEGMENT) + 1;
    assert_eq!(chunk_length(length, 0), Some(CHUNK));
    assert_eq!(chunk_length(length, 1), Some(SEGMENT + 1));
    assert_eq!(chunk_length(length, 2), None);
    assert_eq!(segment_length(length, SEGMENTS_PER_CHUNK), Some(SEGMENT));
    assert_eq!(segment_length(length, SEGMENTS_PER_CHUNK + 1), Some(1));
    assert_eq!(segment_length(length, SEGMENTS_PER_CHUNK + 2), None);
    assert_eq!(segment_length(length, u32::MAX), None);
}

#[test]
fn what_can_be_no_file_is_told() {
    let file = Content::of(b"bread").unwrap();
    assert!(!Content { chunks: 2, ..file }.is_well_formed());
    assert!(!Content { length: MAX_LENGTH + 1, chunks: MAX_CHUNKS + 1, ..file }.is_well_formed());
    assert!(!Content { length: 0, chunks: 0, ..file }.is_well_formed());
    assert_eq!(TooLong.to_string(), "a file has at most 1 TiB");
}

#[test]
fn nothing_is_proven_of_the_empty_file() {
    let root = Content::of(&[]).unwrap().content_root;
    assert_eq!(SegmentProof::of(&[], 0), None);
    assert_eq!(ChunkProof::of(&[], 0), None);
    let nothing = SegmentProof { index: 0, segment: Default::default(), path: Default::default() };
    assert!(!nothing.verify(&root, 0));
    let nothing = ChunkProof { index: 0, hash: root, path: Default::default() };
    assert!(!nothing.verify(&root, 0));
}

#[test]
fn a_node_passes_for_no_segment() {
    let bytes = sample(2 * SEGMENT);
    let root = segment_root(&bytes);
    let [left, right] = [0, 1].map(|at| merkle::leaf(&pieces(&bytes, SEGMENT)[at]));
    assert_eq!(root, merkle::node(&left, &right));
    // The two hashes under the root as the only segment of a file of 64 bytes.
    let segment = [left.0, right.0].concat().try_into().unwrap();
    let forged = SegmentProof { index: 0, segment, path: Default::default() };
    assert!(!forged.verify(&root, 64));
}

#[test]
fn segments_of_a_file_of_several_chunks_are_proven_from_one_chunk() {
    let bytes = sample(2 * CHUNK + 3 * SEGMENT + 17);
    let content = Content::of(&bytes).unwrap();
    let entries = pieces(&bytes, SEGMENT);
    assert_eq!(tree(&entries), content.segment_root);
    let last = content.segments() - 1;
    for index in [0, 1, 1023, 1024, 1500, 2047, 2048, last - 1, last] {
        let proof = SegmentProof::of(&bytes, index).unwrap();
        assert_eq!(proof.path.to_vec(), inclusion(&entries, index as usize), "segment {index}");
        assert!(proof.verify(&content.segment_root, content.length), "segment {index}");
    }
    assert_eq!(SegmentProof::of(&bytes, last + 1), None);
    assert_eq!(SegmentProof::of(&bytes, u32::MAX), None);
}

/// Bytes of a small file, and what else a case needs to choose with.
fn small_file() -> impl Strategy<Value = (Vec<u8>, prop::sample::Index)> {
    (prop::collection::vec(any::<u8>(), 1..40_000), any::<prop::sample::Index>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_accumulator_is_the_recursive_tree(
        entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..150),
        choice in any::<prop::sample::Index>(),
    ) {
        let leaves: Vec<Hash> = entries.iter().map(|entry| merkle::leaf(entry)).collect();
        let root = leaves.iter().copied().collect::<merkle::Accumulator>().root();
        prop_assert_eq!(root, tree(&entries));
        if !entries.is_empty() {
            let index = choice.index(entries.len());
            let path = merkle::path(&leaves, index).unwrap();
            prop_assert_eq!(&path, &inclusion(&entries, index));
            let count = leaves.len() as u64;
            prop_assert_eq!(merkle::root_above(&leaves[index], index as u64, count, &path), Some(root));
        }
        prop_assert_eq!(merkle::path(&leaves, leaves.len()), None);
    }

    #[test]
    fn pieces_of_any_size_make_the_same_file(
        length in 0..(2 * CHUNK + 5000),
        cuts in prop::collection::vec(1..1_500_000usize, 1..6),
    ) {
        let bytes = sample(length);
        let mut hasher = ContentHasher::new();
        let mut rest = &bytes[..];
        for cut in cuts.iter().cycle() {
            let (piece, after) = rest.split_at((*cut).min(rest.len()));
            prop_assert_eq!(hasher.update(piece), Ok(()));
            rest = after;
            if rest.is_empty() { break }
        }
        let (content, chunks) = hasher.finish_with_chunks();
        let expected: Vec<Hash> = pieces(&bytes, CHUNK).iter().map(|chunk| sha2_256(chunk).into()).collect();
        prop_assert_eq!(content, Content::of(&bytes).unwrap());
        prop_assert_eq!(content.segment_root, segment_root(&bytes));
        prop_assert_eq!(content.content_root, content_root(&chunks));
        prop_assert_eq!(content.s003_hash, s003_hash(&chunks));
        prop_assert_eq!(chunks, expected);
    }

    #[test]
    fn a_segment_is_proven_and_nothing_else((bytes, choice) in small_file(), flip in any::<u8>()) {
        let entries = pieces(&bytes, SEGMENT);
        let (root, length) = (tree(&entries), bytes.len() as u64);
        let index = choice.index(entries.len());
        let proof = SegmentProof::of(&bytes, index as u32).unwrap();
        prop_assert!(proof.verify(&root, length));
        prop_assert_eq!(proof.segment.to_vec(), entries[index].clone());

        let flip = flip.max(1);
        let mut other = proof.clone();
        let at = choice.index(other.segment.len());
        other.segment[at] ^= flip;
        prop_assert!(!other.verify(&root, length), "another byte");
        let mut other = proof.clone();
        other.segment.pop();
        prop_assert!(!other.verify(&root, length), "a byte less");
        for wrong in [index as u32 + 1, (index as u32).wrapping_sub(1), u32::MAX, index as u32 ^ 1] {
            let other = SegmentProof { index: wrong, ..proof.clone() };
            prop_assert!(!other.verify(&root, length), "another place");
        }
        if !proof.path.is_empty() {
            let mut other = proof.clone();
            let at = choice.index(other.path.len());
            other.path[at].0[7] ^= flip;
            prop_assert!(!other.verify(&root, length), "another path");
            let mut other = proof.clone();
            other.path.pop();
            prop_assert!(!other.verify(&root, length), "a shorter path");
        }
        let mut other = proof.clone();
        prop_assert!(other.path.try_push(root).is_ok());
        prop_assert!(!other.verify(&root, length), "a longer path");
        let mut wrong = root;
        wrong.0[0] ^= flip;
        prop_assert!(!proof.verify(&wrong, length), "another file");
        prop_assert!(!proof.verify(&root, 0), "no file");
        prop_assert!(!proof.verify(&root, MAX_LENGTH + length), "a file that is too long");
    }

    #[test]
    fn proofs_of_any_shape_are_judged(
        index in any::<u32>(),
        segment in prop::collection::vec(any::<u8>(), 0..=SEGMENT as usize),
        path in prop::collection::vec(any::<[u8; 32]>(), 0..=MAX_PATH as usize),
        root in any::<[u8; 32]>(),
        length in prop_oneof![any::<u64>(), 0..=MAX_LENGTH, 0..10_000u64],
    ) {
        let path: Vec<Hash> = path.into_iter().map(Hash::from).collect();
        let hash = root.into();
        let chunk = ChunkProof { index, hash, path: path.clone().try_into().unwrap() };
        prop_assert!(!chunk.verify(&root.into(), length));
        let segment = SegmentProof {
            index,
            segment: segment.try_into().unwrap(),
            path: path.try_into().unwrap(),
        };
        prop_assert!(!segment.verify(&root.into(), length));
    }

    #[test]
    fn a_chunk_is_proven_and_nothing_else(
        hashes in prop::collection::vec(any::<[u8; 32]>(), 1..70),
        choice in any::<prop::sample::Index>(),
        less in 0..CHUNK,
    ) {
        let hashes: Vec<Hash> = hashes.into_iter().map(Hash::from).collect();
        let length = hashes.len() as u64 * u64::from(CHUNK) - u64::from(less);
        let root = content_root(&hashes);
        let entries: Vec<Vec<u8>> = hashes.iter().map(|hash| hash.as_bytes().to_vec()).collect();
        prop_assert_eq!(root, tree(&entries));
        let index = choice.index(hashes.len());
        let proof = ChunkProof::of(&hashes, index as u32).unwrap();
        prop_assert!(proof.verify(&root, length));
        prop_assert_eq!(proof.path.to_vec(), inclusion(&entries, index));

        let other = ChunkProof { hash: chunk_leaf(&proof.hash), ..proof.clone() };
        prop_assert!(!other.verify(&root, length), "another chunk");
        let other = ChunkProof { index: proof.index ^ 1, ..proof.clone() };
        prop_assert!(!other.verify(&root, length), "another place");
        let mut other = proof.clone();
        prop_assert!(other.path.try_push(root).is_ok());
        prop_assert!(!other.verify(&root, length), "a longer path");
        prop_assert!(!proof.verify(&root, 2 * length + u64::from(CHUNK)), "a file of twice the length");
        prop_assert_eq!(ChunkProof::of(&hashes, hashes.len() as u32), None);
    }
}

#[test]
fn a_chunk_is_about_its_bytes() {
    let chunk = b"a bicycle for everyone".to_vec();
    let proof = ChunkProof::of(&[sha2_256(&chunk).into()], 0).unwrap();
    assert!(proof.is_about(&chunk));
    assert!(!proof.is_about(&chunk[1..]));
}
