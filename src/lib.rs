//! Escalade: a parallel stochastic simulator of how cell populations become resistant to
//! tyrosine kinase inhibitors.
//!
//! Modules import only from earlier lines of this list:
//!
//! | module | what lives there |
//! | --- | --- |
//! | [`words`], [`tables`], [`units`], [`random`], [`sampling`] | wording of numbers and doses, descriptions of tables, quantities, generators, every random draw |
//! | [`model`] | pure rules: genotype, target, pathways, fate, supply, culture, protocol |
//! | [`engine`] | interval engine and exact engine; one flask or one plain replicate |
//! | [`knowledge`] | sourced values and how they become a model |
//! | [`statistics`] | intervals, incidence, profiles |
//! | [`assay`] | the virtual laboratory: what read-outs of cells show, with their noise |
//! | [`diagnosis`] | which mechanism the read-outs speak for, and how often that is right |
//! | [`scenario`] | files that users write, validated; what they imply before simulating |
//! | [`ensemble`] | replicates in parallel, the run folder |
//! | [`verify`] | both engines against theory |
//! | [`report`] | tables, figures, pages, as strings |
//! | [`cli`] | the command line |

pub mod assay;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnosis;
pub mod engine;
pub mod ensemble;
pub mod knowledge;
pub mod model;
pub mod random;
pub mod report;
pub mod sampling;
pub mod scenario;
pub mod statistics;
pub mod tables;
pub mod units;
pub mod verify;
pub mod words;
