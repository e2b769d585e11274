//! How much of the suite is done.

/// How much to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// A tenth of the replicates.
    pub quick: bool,
    /// Error control of the interval engine.
    pub tolerance: f64,
}
