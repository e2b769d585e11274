//! ensemble.
