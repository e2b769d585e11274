//! What to do about a call.

mod advise;
mod adviser;
mod alleles;
mod open;
mod partners;
pub mod says;

pub use advise::advise;
pub use says::{Advice, Says, Source};
