//! What observations say about values that are not known.
//!
//! Values are moved on the scale of their scores, on which every prior is a standard normal. Particles start at the
//! prior, and the likelihood is let in by steps (sequential Monte Carlo; Del Moral, Doucet and Jasra 2006,
//! doi:10.1111/j.1467-9868.2006.00553.x). Where flasks have to be simulated, the likelihood is an estimate and
//! its value goes along with the particle, so that the posterior is the one under the estimates' mean (Andrieu and Roberts
//! 2009, doi:10.1214/07-AOS574; for synthetic likelihoods Price and others 2018, doi:10.1080/10618600.2017.1302882).

mod barcodes;
mod colonies;
mod counts;
mod endings;
mod linear;
mod moments;
mod place;
mod placed;
mod plates;
mod sampler;
mod stock;
mod summary;
mod synthetic;
mod together;

pub use barcodes::{ArmReads, BARCODE_ERROR, BARCODE_NUMBERS, BarcodeNumber, READ_ARMS, READ_SCATTER, barcode_scores};
pub use colonies::{Colonies, counted_once, log_cultures};
pub use counts::COUNTING_ERROR;
pub use endings::{ObservedEnd, Timescale, log_density_of_stock, names, read_to};
pub use place::{Kind, Over, Place};
pub use placed::{Placed, PlacedPoint, UNUSUAL, happened, share_below};
pub use plates::{ExpectedWell, WELL_SCATTER, log_plate, undrugged_signal, well_spread};
pub use sampler::{Sampler, SamplerSettings, Stage, least_particles, usual_batches};
pub use stock::{StockSeen, log_stock, stocks_for_moments};
pub use summary::{
    Agreement, Band, CONTRADICTS, FitFile, FitSummary, FreeValue, IDENTIFIED, MOST_LUCK, Point, TRADES_OFF, TradeOff,
    ranks, trade_offs,
};
pub use synthetic::{Observation, Synthetic, flasks_for_moments};
pub use together::correlations;
