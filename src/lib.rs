//! Escalade: a parallel stochastic simulator of how cell populations become resistant to
//! tyrosine kinase inhibitors.
//!
//! Modules import only from earlier lines of this list:
//!
//! | module | what lives there |
//! | --- | --- |
//! | [`words`], [`document`], [`tables`], [`units`], [`random`], [`sampling`] | wording of numbers and doses, files that users write and what is wrong in them, descriptions of tables, quantities, generators, every random draw |
//! | [`model`] | pure rules: genotype, target, pathways, fate, supply, culture, protocol |
//! | [`engine`] | interval engine and exact engine; one flask or one plain replicate |
//! | [`knowledge`] | sourced values and how they become a model |
//! | [`observed`] | the laboratory's own data, read from tidy CSV |
//! | [`statistics`] | intervals, incidence, profiles |
//! | [`assay`] | the virtual laboratory: what read-outs of cells show, with their noise |
//! | [`diagnosis`] | which mechanism the read-outs speak for, and how often that is right |
//! | [`scenario`] | files that users write, validated; what they imply before simulating |
//! | [`ensemble`] | replicates in parallel, the run folder |
//! | [`verify`] | both engines against theory |
//! | [`report`] | tables, figures, pages, as strings |
//! | [`session`] | scenario and options in, typed result out, in memory or into a folder |
//! | `cli` | the command line (feature `cli`) |
//!
//! A scenario from text, simulated in memory:
//!
//! ```
//! use escalade::{scenario, session, session::Conduct};
//!
//! let text = r#"
//! schema = 1
//! name = "H3122 under rising alectinib"
//! replicates = 4
//! line = { id = "H3122", stock = "clone" }
//! flask = { vessel = "T75", seed_cells = 1e6, passage = { at = "80% confluence", or_every = "7 d", split = "1:8" } }
//! course = [{ drug = "alectinib", start = "IC20", factor = 2, goal = "1 uM", give_up_after = "120 d" }]
//! stop = { after = "365 d" }
//! "#;
//! let scenario = scenario::load("alectinib.toml", text.to_owned())?;
//! println!("{}", session::simulate(&scenario, &Conduct::quiet())?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(missing_docs)]
#![warn(clippy::missing_errors_doc, clippy::missing_panics_doc)]

pub mod assay;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnosis;
pub mod document;
pub mod engine;
pub mod ensemble;
pub mod knowledge;
pub mod model;
pub mod observed;
pub mod random;
pub mod report;
pub mod sampling;
pub mod scenario;
pub mod session;
pub mod statistics;
pub mod tables;
pub mod units;
pub mod verify;
pub mod words;

#[cfg(doctest)]
#[doc = include_str!("README.md")]
mod how_it_works {}
