//! Potencies: assays simulated so that the records' numbers come back, and what that makes of each drug in each line.
//!
//! The way runs one way: the system of an assay, the parameters solved in it, off-target toxicity, the line's own
//! copies and data, the drug on the line's driver, the allele beside it.

mod allele;
mod carried;
mod driver;
mod line;
mod own;
mod solve;
mod system;
mod toxicity;

pub use carried::Carried;
pub use driver::{Basis, DriverPotency, Pooled};
pub use line::{BoundInLine, ReadInLine};
pub use solve::{Assay, FittedKill, GrowthAt, Stated, Unreachable};
pub use system::{LineModel, OwnAllele, OwnCopies, line_model, naive_state};

pub(super) use allele::{dose_of_parental, ratio_of_k};
pub(super) use driver::driver_potency;
pub(super) use line::{CompleteModel, complete_model, stated_at};
pub(super) use own::{base_copies, own_copies};
pub(super) use toxicity::{toxicity_in, toxicity_table};
