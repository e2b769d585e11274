//! How much is done, and how strictly it is judged.

/// See module docs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Experiments; twice as many without influence, half of them where inputs act.
    pub experiments: u64,
    /// Worlds of an experiment, each of two flasks.
    pub worlds: u64,
    /// Probability that the ranks of a right prediction fail.
    pub alpha: f64,
    /// Standard errors by which what is counted or averaged may be off.
    pub errors: f64,
}
