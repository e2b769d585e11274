//! What to do about a call.

mod adviser;
mod alleles;
mod open;
mod partners;

pub use adviser::{Advice, advise};
