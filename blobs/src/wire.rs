//! What providers' nodes ask each other: a request, an answer, and nothing in between. SCALE-encoded,
//! with a version in front; a number that was given is never given to something else.

use codec::{Decode, DecodeAll, Encode};
use icn_primitives::{
    content::{chunk_count, chunk_leaf, merkle, Content, ContentRoot, CHUNK, MAX_PATH},
    Hash,
};

/// The protocol's name; the chain's genesis hash stands before it.
pub const PROTOCOL: &str = "/blobs/1";
/// Bytes of the longest request.
pub const MAX_REQUEST: usize = 64;
/// Bytes of the longest answer: a chunk, and what says that it is one.
pub const MAX_ANSWER: usize = CHUNK as usize + 64;
/// A page has the hashes of at most 2 to this power chunks: 8192, of 8 GiB, in 256 KiB.
pub const MAX_ORDER: u8 = 13;

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Request {
    /// Whether the blob is there, and what it is: [`Answer::Have`].
    #[codec(index = 0)]
    Have {
        /// Its name.
        root: ContentRoot,
    },
    /// The hashes of a page of its chunks: [`Answer::Hashes`].
    #[codec(index = 1)]
    Hashes {
        /// Its name.
        root: ContentRoot,
        /// A page has those of 2^`order` chunks; at most [`MAX_ORDER`].
        order: u8,
        /// Which page; the first is 0.
        page: u32,
    },
    /// The bytes of one chunk: [`Answer::Chunk`].
    #[codec(index = 2)]
    Chunk {
        /// Its name.
        root: ContentRoot,
        /// Which chunk; the first is 0.
        index: u32,
    },
}

/// What is answered.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Answer {
    /// The blob, or so much of it, isn't here.
    #[codec(index = 0)]
    Absent,
    /// It is here, and this is what it is. To be believed as far as it is checked.
    #[codec(index = 1)]
    Have(Content),
    /// A page of hashes.
    #[codec(index = 2)]
    Hashes(HashPage),
    /// A chunk's bytes.
    #[codec(index = 3)]
    Chunk(Vec<u8>),
    /// It should be here and can't be read.
    #[codec(index = 4)]
    Damaged,
    /// The request wasn't understood: it is of a later version, or none.
    #[codec(index = 5)]
    NotUnderstood,
    /// Not now.
    #[codec(index = 6)]
    Busy,
}

#[derive(Encode, Decode)]
enum Versioned<T> {
    #[codec(index = 1)]
    V1(T),
}

/// The bytes are no message of a version that is known here, or too many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Malformed;

impl Request {
    /// As it is sent.
    pub fn to_bytes(&self) -> Vec<u8> {
        Versioned::V1(self).encode()
    }

    /// As it came.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        from_bytes(bytes, MAX_REQUEST)
    }

    /// Which blob it is about.
    pub fn root(&self) -> &ContentRoot {
        match self {
            Self::Have { root } | Self::Hashes { root, .. } | Self::Chunk { root, .. } => root,
        }
    }
}

impl Answer {
    /// As it is sent.
    pub fn to_bytes(&self) -> Vec<u8> {
        Versioned::V1(self).encode()
    }

    /// As it came.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        from_bytes(bytes, MAX_ANSWER)
    }
}

fn from_bytes<T: Decode>(bytes: &[u8], limit: usize) -> Result<T, Malformed> {
    if bytes.len() > limit {
        return Err(Malformed);
    }
    let Versioned::V1(message) = Versioned::decode_all(&mut &bytes[..]).map_err(|_| Malformed)?;
    Ok(message)
}

/// The hashes of 2^`order` chunks in a row, and the way from the node above them to the content
/// root: so a long list comes in parts of which each is checked for itself.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct HashPage {
    /// A page has the hashes of 2^`order` chunks; the last one of what is left.
    pub order: u8,
    /// Which page; the first is 0.
    pub page: u32,
    /// The chunks' SHA-256.
    pub hashes: Vec<Hash>,
    /// The hashes from the node above the page to the root, from below.
    pub path: Vec<Hash>,
}

impl HashPage {
    /// Number of its first chunk.
    pub fn first(&self) -> u32 {
        self.page.saturating_mul(span(self.order))
    }

    /// Page `page` of 2^`order` of a file's chunks, which have the hashes `all`; `None` if there is no
    /// such page.
    pub fn of(all: &[Hash], order: u8, page: u32) -> Option<Self> {
        if order > MAX_ORDER {
            return None;
        }
        let pages = all.chunks(usize::try_from(span(order)).ok()?);
        let position = usize::try_from(page).ok()?;
        let hashes = pages.clone().nth(position)?.to_vec();
        let above =
            |page: &[Hash]| page.iter().map(chunk_leaf).collect::<merkle::Accumulator>().root();
        let path = merkle::path(&pages.map(above).collect::<Vec<_>>(), position)?;
        Some(Self { order, page, hashes, path })
    }

    /// Whether it is of the file of `length` bytes with this root.
    pub fn verify(&self, root: &ContentRoot, length: u64) -> bool {
        let (Some(chunks), Some(first)) =
            (chunk_count(length), self.page.checked_mul(span(self.order)))
        else {
            return false;
        };
        let here = chunks.saturating_sub(first).min(span(self.order));
        if self.order > MAX_ORDER
            || here == 0
            || u32::try_from(self.hashes.len()) != Ok(here)
            || self.path.len() > MAX_PATH as usize
        {
            return false;
        }
        let above = self.hashes.iter().map(chunk_leaf).collect::<merkle::Accumulator>().root();
        let pages = chunks.div_ceil(span(self.order));
        merkle::root_above(&above, self.page.into(), pages.into(), &self.path) == Some(*root)
    }
}

/// Chunks of a page.
pub fn span(order: u8) -> u32 {
    1 << order.min(MAX_ORDER)
}
