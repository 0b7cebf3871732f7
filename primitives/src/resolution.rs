//! DID resolution results as W3C JSON (DID Core 1.0, DID Resolution 0.3).
