//! The runtime as nodes execute it. In a crate of its own, so that the node's library is compiled beside
//! it and not after it: only the program, and tests, need to have it.

#![no_std]

include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
