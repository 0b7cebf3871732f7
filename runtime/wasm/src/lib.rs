//! The runtime as nodes execute it. In a crate of its own, so that the node's library is compiled beside
//! it and not after it: only the program, and tests, need to have it.

#![no_std]

/// The runtime's WASM, compressed. `None` if it was built with `SKIP_WASM_BUILD`.
pub const WASM_BINARY: Option<&[u8]> = include!(concat!(env!("OUT_DIR"), "/binary.rs"));
