//! What a fit is asked for.

/// What is asked of a fit.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Values that are free: keys, keys with a range, classes; those that matter where empty.
    pub free: Vec<String>,
    /// Draws of the posterior, at least 50.
    pub particles: usize,
    /// Flasks after which it ends with what it has.
    pub most_flasks: u64,
    /// Seed; the scenario's where none is said.
    pub seed: Option<u64>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            free: Vec::new(),
            particles: 500,
            most_flasks: 20_000_000,
            seed: None,
        }
    }
}
