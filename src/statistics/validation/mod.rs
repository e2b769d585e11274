//! The rules held against what was observed: in which category each simulated flask would have been published, worlds
//! weighed by how well they give the observations, and log scores beside those of naive predictors.
//!
//! What is not known is drawn anew in each world. Classes of it (how often bypass routes arise, how fast cells enter
//! reversible states, ...) are common to all lines, drugs and alleles; their scores are drawn once per world, and what each
//! value has of its own is drawn twice: in one half the flasks that the classes are fitted to, in the other those that are
//! held against observations. So nothing that belongs to one drug, allele or line is carried from a fit into a prediction.

mod assess;
mod bands;
mod boot;
mod category;
mod naive;
mod profile;
mod summary;
mod weights;

pub use assess::{Claimed, Observed, Settings, Study, Values};
pub use category::{Category, Counts, Finding, Matcher, Part};
pub use naive::{NAIVE, Naive};
pub use summary::{Assessment, CategoryRow, ClaimRow, GroupRow, MovedRow, SetRow, SumRow, Verdict};
pub use weights::{flattened, log_mean};
