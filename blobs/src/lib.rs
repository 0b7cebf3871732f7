//! # Blobs on a provider's disk
