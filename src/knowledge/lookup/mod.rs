//! What the records say about a question, before anything is computed from it.

mod bound;
mod conditions;
mod fold;
mod impute;
mod mean;
mod measured;
mod niche;
mod pooled;

pub use bound::BoundedFold;
pub use conditions::{Conditions, MutagenDose, NicheLevel, Open, RouteNames, Routes};
pub use fold::Fold;
pub use mean::{GeometricMean, geometric_mean};
pub use measured::MeasuredFold;

pub(super) use bound::{bounded, bounded_in_cells};
pub(super) use conditions::{bypasses, states, states_of_tissues};
pub(super) use fold::find;
pub(super) use impute::ImputedFold;
pub(super) use measured::{measured, studies};
pub use niche::Factor;
pub(super) use niche::factors;
