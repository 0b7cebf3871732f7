//! Answering other providers from a store.

use crate::{
    wire::{Answer, Request},
    Error, Result, Store,
};

/// Answers a request as it came from the network. Every chunk is checked before it is sent.
pub fn serve(store: &Store, request: &[u8]) -> Vec<u8> {
    let answered = match Request::from_bytes(request) {
        Ok(request) => answer(store, &request),
        Err(_) => Answer::NotUnderstood,
    };
    answered.to_bytes()
}

/// Answers a request.
pub fn answer(store: &Store, request: &Request) -> Answer {
    found(store, request).unwrap_or_else(|error| match error {
        Error::NotFound | Error::OutOfRange => Answer::Absent,
        Error::Damaged { .. } | Error::DamagedTree { .. } => Answer::Damaged,
        // Too many open files and the like: that passes.
        _ => Answer::Busy,
    })
}

fn found(store: &Store, request: &Request) -> Result<Answer> {
    let blob = |root| store.blob(root);
    Ok(match request {
        Request::Have { root } => Answer::Have(store.content(root)?),
        Request::Hashes { root, order, page } => Answer::Hashes(blob(root)?.hashes(*order, *page)?),
        Request::Chunk { root, index } => {
            let mut chunk = Vec::new();
            blob(root)?.read_chunk(*index, &mut chunk)?;
            Answer::Chunk(chunk)
        }
    })
}
