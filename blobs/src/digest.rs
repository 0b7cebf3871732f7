//! Hashing at the speed of two cores: the chunks' SHA-256 in one thread, their segments in another
//! that may lag some chunks behind, so that neither waits for the other's turn.

use std::{
    collections::VecDeque,
    io::{self, Read},
    sync::{
        mpsc::{channel, Receiver, Sender},
        Arc,
    },
    thread,
};

use icn_primitives::{
    content::{
        chunk_count, chunk_leaf, lower_hex, merkle::Accumulator, segment_root, Content, CHUNK,
        MAX_LENGTH,
    },
    Hash,
};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// Bytes of a full chunk.
pub const CHUNK_BYTES: usize = CHUNK as usize;
/// A file that ends before this is hashed in one thread: starting a second one would cost more.
const WORTH_A_THREAD: usize = 256 * 1024;
/// Most chunks that wait for the other thread: so many are in memory.
const LAG: usize = 8;

/// What is kept of each chunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Digests {
    /// Its SHA-256.
    pub hash: Hash,
    /// The root over its segments.
    pub segments: Hash,
}

/// The SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> Hash {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    hash.into()
}

/// Both hashes of a chunk.
pub fn digests(chunk: &[u8]) -> Digests {
    Digests { hash: sha256(chunk), segments: segment_root(chunk) }
}

/// Both hashes of chunk after chunk.
#[derive(Debug, Default)]
pub struct Pipeline {
    helper: Option<Helper>,
    /// The SHA-256 of the chunks that the helper has, in their order.
    pending: VecDeque<Hash>,
    /// Hashes that were made without a helper.
    done: VecDeque<Digests>,
    /// Memory of chunks that are done with.
    spare: Vec<Vec<u8>>,
}

type Chunk = Arc<Vec<u8>>;

/// The thread that hashes segments. It ends when nothing comes any more.
#[derive(Debug)]
struct Helper {
    chunks: Sender<Chunk>,
    roots: Receiver<(Hash, Chunk)>,
}

impl Pipeline {
    /// Memory for the next chunk.
    pub fn buffer(&mut self) -> Vec<u8> {
        let mut buffer = self.spare.pop().unwrap_or_else(|| Vec::with_capacity(CHUNK_BYTES));
        buffer.clear();
        buffer
    }

    /// The next chunk; `work` is done with it as well. What is finished has to be taken between
    /// two chunks.
    pub fn push(&mut self, chunk: Vec<u8>, work: impl FnOnce(&[u8]) -> Result<()>) -> Result<()> {
        if self.helper.is_none() && chunk.len() < WORTH_A_THREAD {
            self.done.push_back(digests(&chunk));
            work(&chunk)?;
            self.spare.push(chunk);
            return Ok(());
        }
        let chunk = Arc::new(chunk);
        let helper = match &self.helper {
            Some(helper) => helper,
            None => self.helper.insert(Helper::start()?),
        };
        helper.chunks.send(chunk.clone()).map_err(|_| ended())?;
        self.pending.push_back(sha256(&chunk));
        work(&chunk)
    }

    /// The hashes of the first chunk whose hashes weren't taken yet, if they are there; if it isn't
    /// the `last` time to ask, waits for them only when too many chunks are in memory.
    pub fn finished(&mut self, last: bool) -> Result<Option<Digests>> {
        if let Some(done) = self.done.pop_front() {
            return Ok(Some(done));
        }
        let (Some(helper), false) = (&self.helper, self.pending.is_empty()) else {
            return Ok(None);
        };
        let (segments, chunk) = if last || self.pending.len() >= LAG {
            helper.roots.recv().map_err(|_| ended())?
        } else {
            match helper.roots.try_recv() {
                Ok(root) => root,
                Err(_) => return Ok(None),
            }
        };
        self.spare.extend(Arc::into_inner(chunk));
        Ok(self.pending.pop_front().map(|hash| Digests { hash, segments }))
    }
}

impl Helper {
    fn start() -> Result<Self> {
        let ((chunks, for_it), (from_it, roots)) = (channel::<Chunk>(), channel());
        thread::Builder::new().name("icn-blobs-segments".into()).spawn(move || {
            for chunk in for_it {
                if from_it.send((segment_root(&chunk), chunk)).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { chunks, roots })
    }
}

/// Nothing in the helper fails, so this is said of a process that is coming to its end.
fn ended() -> Error {
    io::Error::other("the hashing thread has ended").into()
}

/// S003's hash, made while the chunks' hashes come.
#[derive(Clone, Default)]
pub struct S003Hasher(Sha256);

impl S003Hasher {
    /// The next chunk's hash.
    pub fn push(&mut self, chunk_hash: &Hash) {
        self.0.update(lower_hex(*chunk_hash));
    }

    /// S003's hash of the file.
    pub fn finish(self) -> Hash {
        let hash: [u8; 32] = self.0.finalize().into();
        hash.into()
    }
}

/// Reads a file to its end: what it is, and the SHA-256 of each chunk. What a client does that
/// declares an upload.
pub fn hash(mut reader: impl Read) -> Result<(Content, Vec<Hash>)> {
    let mut made = Made::default();
    let (mut pipeline, mut length) = (Pipeline::default(), 0u64);
    loop {
        let mut chunk = pipeline.buffer();
        fill(&mut reader, &mut chunk)?;
        if chunk.is_empty() {
            break;
        }
        length = grown(length, chunk.len())?;
        pipeline.push(chunk, |_| Ok(()))?;
        while let Some(of_chunk) = pipeline.finished(false)? {
            made.push(&of_chunk);
        }
    }
    while let Some(of_chunk) = pipeline.finished(true)? {
        made.push(&of_chunk);
    }
    let content = Content {
        length,
        chunks: chunk_count(length).ok_or(Error::TooLong)?,
        content_root: made.chunks.root(),
        segment_root: made.segments.root(),
        s003_hash: made.s003.finish(),
    };
    Ok((content, made.hashes))
}

/// What [`hash`] has made of the chunks so far.
#[derive(Default)]
struct Made {
    chunks: Accumulator,
    segments: Accumulator,
    s003: S003Hasher,
    hashes: Vec<Hash>,
}

impl Made {
    fn push(&mut self, of_chunk: &Digests) {
        self.chunks.push(chunk_leaf(&of_chunk.hash));
        self.segments.push(of_chunk.segments);
        self.s003.push(&of_chunk.hash);
        self.hashes.push(of_chunk.hash);
    }
}

/// A file's length with `more` bytes.
pub fn grown(length: u64, more: usize) -> Result<u64> {
    let more = u64::try_from(more).map_err(|_| Error::TooLong)?;
    length.checked_add(more).filter(|length| *length <= MAX_LENGTH).ok_or(Error::TooLong)
}

/// Reads until `chunk` is full or the file has ended; then it isn't full.
pub fn fill(reader: &mut impl Read, chunk: &mut Vec<u8>) -> Result<()> {
    let space = u64::from(CHUNK).saturating_sub(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
    reader.take(space).read_to_end(chunk)?;
    Ok(())
}
