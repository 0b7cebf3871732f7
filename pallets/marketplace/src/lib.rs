//! # Marketplace: listings, and orders that pay through the federation shard

#![cfg_attr(not(feature = "std"), no_std)]
