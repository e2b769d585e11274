//! Faults that worlds may have, planted: proofs that let them pass prove nothing.

/// A planted fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorldFault {
    /// No fault.
    None,
    /// Ranges are taken for twice what they are (the central 90% for four standard deviations instead of about three).
    Narrow,
    /// All flasks of a world have one stream, so that chance hides in the spread between worlds.
    OneStream,
    /// Inputs of other worlds are shown beside the answers: nothing that acts is found, and what is found does not act.
    OtherInputs,
}
