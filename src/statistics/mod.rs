//! Statistics over replicates: intervals, quantiles, incidence of competing outcomes, profiles.
//!
//! Everything streams. An accumulator keeps a few dozen bytes per replicate (when and how it
//! ended), fixed-size histograms, and at most [`MAX_DRAWN`] thinned trajectories for drawing; its
//! memory never grows with the trajectories of an ensemble. Records are added in replicate order,
//! so the sums are the same for any number of threads.

pub mod arms;
pub mod bands;
pub mod barcodes;
pub mod between;
mod binomials;
pub mod chi_squared;
mod clustered;
pub mod colonies;
mod compound;
pub mod counts;
mod courses;
pub mod fit;
pub mod flasks;
pub mod fluctuation;
pub mod growth;
pub mod histogram;
pub mod incidence;
pub mod interval;
pub mod lines;
pub mod names;
pub mod origin;
pub mod over_time;
pub mod paired;
pub mod patients;
pub mod plain;
pub mod profile;
pub mod quantile;
pub mod race;
mod ranked;
mod ranks;
pub mod rules;
pub mod summary;
pub mod sweep;
pub mod synergy;
pub mod tornado;
pub mod validation;
pub mod weighted;
pub mod wells;
pub mod work;
pub mod worlds;

pub use bands::MAX_DRAWN;
pub use flasks::FlaskAccumulator;
pub use interval::{CONFIDENCE, Proportion, clopper_pearson, flasks_needed, wilson};
pub use plain::{PlainAccumulator, PlainSummary, STOPS};
pub use summary::FlaskSummary;
