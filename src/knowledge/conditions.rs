//! What a scenario asks of the knowledge base beside its line and drugs.

/// See module docs. The default is plain medium.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Conditions {
    /// Factors of the surroundings with their levels, 0 (absent) to 1 (what the record's `level` says).
    pub niche: Vec<(String, f64)>,
}
