//! What surrounds a co-culture: its factors, and the drug that is left over it.

pub mod cytokines;
pub mod drug_level;
