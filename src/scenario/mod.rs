//! Scenario files: what users write, checked whole before anything runs, and what it implies.
//!
//! A file has one of two forms. The *laboratory* form speaks of lines, flasks and courses and takes
//! its numbers from the knowledge base; the *plain* form gives types and rates itself. [`load`]
//! checks either; [`lock::write`] writes it back with every default and every resolved value, and
//! loading that text again gives the same [`Scenario`], read from the same text without comments.
//!
//! A plain scenario: cultures that grow from one cell to 10^5, where one division in 10^5 founds a mutant.
//! A share e^-1 of them has none (Luria and Delbrück 1943, doi:10.1093/genetics/28.6.491):
//!
//! ```
//! use escalade::{scenario, session, session::Conduct, session::Summary};
//! let text = r#"
//! schema = 1
//! name = "Fluctuation test"
//! replicates = 1000
//! plain.types = [{ name = "wild-type", founders = 1 }, { name = "mutant", founders = 0 }]
//! plain.mutations = [{ from = "wild-type", to = "mutant", per_division = 1e-5 }]
//! plain.phases = [{ rates = { wild-type = { birth = 1.0, death = 0.0 }, mutant = { birth = 1.0, death = 0.0 } } }]
//! plain.stop = { type = "wild-type", cells = 1e5 }
//! "#;
//! let cultures = scenario::load("fluctuation.toml", text.to_owned())?;
//! let Summary::Plain(counts) = session::simulate(&cultures, &Conduct::quiet())? else { unreachable!() };
//! let without_mutant = counts.types[1].zero;
//! assert!(without_mutant.low < (-1.0_f64).exp() && (-1.0_f64).exp() < without_mutant.high);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod checked;
pub mod cost;
mod course;
pub mod defaults;
pub mod error;
pub mod explain;
mod file;
mod forms;
mod keys;
mod known;
mod laboratory;
mod load;
pub mod lock;
mod origin;
pub mod overlays;
pub mod pairing;
mod plain;
pub mod plan;
mod reading;
pub mod rules;
pub mod schema;
mod subject;
pub mod template;
mod value;
pub mod vary;
mod want;
pub mod warnings;
pub mod words;

pub use crate::document::{Path, Step};
pub use checked::{Body, Laboratory, Origin, Scenario, WorldPlan, WorldTable};
pub use defaults::{MAX_REPLICATES, SCHEMA};
pub use known::{Assumed, Books, Overlay, with_overlays};
pub use laboratory::worlds::MOST_WORLDS;
pub use load::{load, load_from, load_with};
pub use want::{Sought, Want};
