//! # Exchange between cooperatives: resources, labour, mutual aid, investment

#![cfg_attr(not(feature = "std"), no_std)]
