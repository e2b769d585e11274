//! The knowledge base: sourced records, and how they become a biology.
//!
//! Records are curated TOML inside the crate and in a user's overlays, validated alike on load.
//! [`KnowledgeBase::resolve`] turns them into the plain numbers of one line under the drugs of one
//! scenario, and says which of them were assumed, imputed or not compared with their source.
//!
//! The way runs one way: [`schema`] (what a file may hold) to the [`KnowledgeBase`] (loaded and validated), to what the
//! records say about a question, to [`potency`] (assays simulated until the sources' numbers come back), to the
//! resolved biology; [`catalogue`] and [`check`] tell and test what is there.
//!
//! ```
//! use escalade::knowledge::{KnowledgeBase, KnowledgeError};
//!
//! let base = KnowledgeBase::builtin()?;
//! let drug = base.drug("alectinib")?;
//! let potency = base.potency("H3122", &drug.id)?;
//! println!("{} in H3122: K = {:.1} nM, from {}", drug.name, potency.site.half_dose, potency.source());
//! let fold = base.fold("G1202R", &drug.id)?;
//! println!("G1202R needs {:.0} times as much ({}, {})", fold.number(), fold.certainty(), fold.source());
//! assert!(fold.number() > 10.0);
//! # Ok::<(), KnowledgeError>(())
//! ```

mod assumption;
mod base;
mod called;
pub mod catalogue;
mod certainty;
pub mod check;
mod error;
mod load;
mod lookup;
mod overlay_schema;
pub mod potency;
mod resolve;
pub mod schema;
pub mod template;
mod validate;
pub mod values;

pub use assumption::Assumption;
pub use base::KnowledgeBase;
pub(crate) use called::bare;
pub use catalogue::{Filter, FilterWords, ListRow, Shown, ShownValue};
pub use certainty::{Certainty, Transcription};
pub use error::{KnowledgeError, nearest};
pub use lookup::{
    BoundedFold, Conditions, Factor, Fold, GeometricMean, MeasuredFold, MutagenDose, NicheLevel, Open, RouteNames,
    Routes,
};
pub use overlay_schema::overlay_schema;
pub use resolve::{NotReached, Resolved};
pub(crate) use validate::{amino_acid, single_changes};
pub use values::{Fits, Joint, Span};
