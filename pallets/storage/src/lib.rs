//! # Storage anchors: what is kept, by whom, and the proof that it is

#![cfg_attr(not(feature = "std"), no_std)]
