//! Scenario files: what users write, checked whole before anything runs, and what it implies.
//!
//! A file has one of two forms. The *laboratory* form speaks of lines, flasks and courses and takes
//! its numbers from the knowledge base; the *plain* form gives types and rates itself. [`load`]
//! checks either; [`lock::write`] writes it back with every default and every resolved value, and
//! loading that text again gives an equal [`Scenario`].

mod checked;
mod course;
pub mod defaults;
pub mod error;
pub mod explain;
mod file;
mod keys;
mod known;
mod laboratory;
mod load;
pub mod lock;
pub mod pairing;
mod path;
mod plain;
mod reading;
pub mod schema;
mod source;
pub mod template;
mod value;
pub mod vary;
pub mod warnings;
pub mod words;

pub use checked::{Body, Laboratory, Scenario};
pub use defaults::{MAX_REPLICATES, SCHEMA};
pub use known::{Assumed, Books, Overlay, with_overlays};
pub use load::{load, load_from, load_with};
pub use path::{Path, Step};
