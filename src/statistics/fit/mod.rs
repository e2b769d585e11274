//! What observations say about values that are not known.
//!
//! Values are moved on the scale of their scores, on which every prior is a standard normal. Particles start at the
//! prior, and the likelihood is let in by steps (sequential Monte Carlo; Del Moral, Doucet and Jasra 2006,
//! doi:10.1111/j.1467-9868.2006.00553.x). Where flasks have to be simulated, the likelihood is an estimate without bias
//! and its value goes along with the particle, which leaves the posterior what it is (Andrieu and Roberts 2009,
//! doi:10.1214/07-AOS574).

mod counts;
mod endings;
mod linear;
mod matching;
mod placed;
mod plates;
mod sampler;
mod summary;
mod together;

pub use counts::{COUNTING_ERROR, log_counted};
pub use endings::{ObservedEnd, names};
pub use matching::{MOST_TOGETHER, log_matched};
pub use placed::{Placed, PlacedPoint, UNUSUAL, share_below};
pub use plates::{ExpectedWell, WELL_SCATTER, log_plate, undrugged_signal, well_spread};
pub use sampler::{Sampler, SamplerSettings, Stage};
pub use summary::{
    Agreement, Band, CONTRADICTS, FitFile, FitSummary, FreeValue, IDENTIFIED, MOST_LUCK, Place, Point, TRADES_OFF,
    TradeOff, ranks, trade_offs,
};
pub use together::correlations;
