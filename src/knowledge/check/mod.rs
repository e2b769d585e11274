//! Checks of the data against themselves: every potency simulated in its own system, and the
//! guides' calls scored by simulated assay.

mod closed_loop;
mod genotype;
mod guides;
mod self_check;

pub use closed_loop::{AssaySystem, LoopRow};
pub use genotype::genotype_of;
pub use guides::{CallScore, Verdict};
pub use self_check::SelfCheck;
