//! Growth of a line from counts of its flasks.

mod chosen;
mod counts;
mod exponential;
mod logistic;
mod squares;

pub use chosen::{Doubling, Growth, LineGrowth};
pub use counts::FlaskCounts;
