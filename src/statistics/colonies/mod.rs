//! Fluctuation tests: from colonies to mutations per culture and per division, and from mutations to colonies.

mod analysis;
mod draw;
mod estimate;
mod expected;
mod grown;
mod law;
mod many;

pub use analysis::{Analysis, ColonyBin, Cultures, Fit, Ratio};
pub use draw::draw;
pub use estimate::{Interval, Likelihood};
pub use grown::{Foundings, Plated, forming};
pub use law::{Clones, GROWTH, LEAST_PLATED, MOST};

#[cfg(test)]
mod tests;
