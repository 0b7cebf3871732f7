//! Merkle trees as RFC 9162 §2.1 has them, over SHA-256: a leaf is hashed behind the byte 0, a pair
//! of nodes behind the byte 1, and where a level has an odd number of nodes, its last one goes to
//! the level above unchanged. So no leaf passes for a node, and no list has the root of another.
//!
//! Numbers of leaves are 64-bit: what counts is at most 40 levels, however wrong a number is.

use alloc::vec::Vec;
use polkadot_sdk::sp_io::hashing::sha2_256;

use crate::Hash;

/// What is hashed before a leaf's data.
const LEAF: u8 = 0;
/// What is hashed before the two hashes below a node.
const NODE: u8 = 1;

/// The root of the tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    sha2_256(&[]).into()
}

/// The hash of a leaf that stands for `data`.
pub fn leaf(data: &[u8]) -> Hash {
    let mut input = Vec::with_capacity(data.len().saturating_add(1));
    input.push(LEAF);
    input.extend_from_slice(data);
    sha2_256(&input).into()
}

/// The hash of the node above `left` and `right`.
pub fn node(left: &Hash, right: &Hash) -> Hash {
    let mut input = [NODE; 1 + 2 * 32];
    let (_, hashes) = input.split_at_mut(1);
    for (byte, of_hash) in hashes.iter_mut().zip(left.as_bytes().iter().chain(right.as_bytes())) {
        *byte = *of_hash;
    }
    sha2_256(&input).into()
}

/// The level above `below`.
pub fn level_above(below: &[Hash]) -> Vec<Hash> {
    below
        .chunks(2)
        .filter_map(|pair| match pair {
            [left, right] => Some(node(left, right)),
            [last] => Some(*last),
            _ => None,
        })
        .collect()
}

/// The hashes that lead from leaf `index` to the root, from below; `None` if there is no such leaf.
///
/// `leaves` are hashes of leaves, or the nodes of any one level: of subtrees of equal size, but for
/// the last.
pub fn path(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    leaves.get(index)?;
    let mut path = Vec::new();
    let mut position = index;
    let mut level = leaves.to_vec();
    while level.len() > 1 {
        // Without a sibling there is nothing to name: the node goes up unchanged.
        path.extend(level.get(position ^ 1));
        position /= 2;
        level = level_above(&level);
    }
    Some(path)
}

/// The root of a tree of `count` leaves in which `leaf` is number `index`, if `path` is the right
/// one; `None` if there is no such leaf or the path isn't as long as it has to be.
pub fn root_above(leaf: &Hash, index: u64, count: u64, path: &[Hash]) -> Option<Hash> {
    if index >= count {
        return None;
    }
    let (mut hash, mut index, mut count) = (*leaf, index, count);
    let mut siblings = path.iter();
    while count > 1 {
        if index % 2 == 1 {
            hash = node(siblings.next()?, &hash);
        } else if index < count - 1 {
            hash = node(&hash, siblings.next()?);
        }
        index /= 2;
        count = count.div_ceil(2);
    }
    siblings.next().is_none().then_some(hash)
}

/// A tree to which leaves are added at its end, in memory for one hash a level.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Accumulator {
    /// The roots of the full subtrees, the greatest first: one for each 1 in the binary number of
    /// leaves.
    peaks: Vec<Hash>,
    /// Leaves so far.
    count: u64,
}

impl Accumulator {
    /// Adds a leaf, given its hash, or the root of a subtree, if all are of one size but the last.
    pub fn push(&mut self, leaf: Hash) {
        let full = self.count.trailing_ones();
        let mut hash = leaf;
        for left in (0..full).map_while(|_| self.peaks.pop()) {
            hash = node(&left, &hash);
        }
        self.peaks.push(hash);
        self.count = self.count.saturating_add(1);
    }

    /// How many leaves there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The root over all leaves so far.
    pub fn root(&self) -> Hash {
        let joined = self.peaks.iter().rev().copied().reduce(|right, left| node(&left, &right));
        joined.unwrap_or_else(empty_root)
    }
}

impl Extend<Hash> for Accumulator {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

impl FromIterator<Hash> for Accumulator {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut tree = Self::default();
        tree.extend(leaves);
        tree
    }
}
