//! Raw arguments and what they ask for.

use crate::cli::failure::Failure;
use crate::session::assay::{Assay, Subject};

/// Raw arguments of one kind of assay.
pub trait Raw: clap::Args {
    /// What they ask for.
    fn read(&self, subject: &Subject) -> Result<Assay, Failure>;
}
