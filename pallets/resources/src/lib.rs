//! # Shared resources: registry, bookings, shared costs

#![cfg_attr(not(feature = "std"), no_std)]
