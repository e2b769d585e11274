//! The records of the knowledge base as they stand in its files. Unknown keys are errors.
//!
//! Any file may hold any records; files are merged. Quantities carry their unit in text. Each record says
//! beside its fields what its numbers are ([`Values`]).

mod cells;
mod class;
mod culture;
mod declare;
mod density;
mod described;
mod driver;
mod drug;
mod file;
mod fit;
mod formula;
mod guide;
mod niche;
mod potency;
mod reading;
mod reads;
mod signal;
mod source;
mod sourced;
mod spread;
mod supply;
mod value;
mod weights;

pub use cells::{Activation, BypassRecord, DnaChange, StateRecord, SwitchRecord};
pub use class::{CLASS_PREFIX, Class, Kind};
pub use culture::{Defaults, Harmless, KillFit, LineRecord, Tissue, VesselRecord};
pub(in crate::knowledge) use declare::words_of;
pub use declare::{Described, Form, Key, Record};
pub use density::Density;
pub use driver::{AlleleRecord, AmplificationRecord, CompoundRecord, Family, GeneRecord, StatedFolds, StepRecord};
pub use drug::{DrugRecord, Exposure, PairRecord, SiteRecord};
pub use file::File;
pub use fit::{FitData, FitRecord, FitValue};
pub use guide::{Call, Observation, Reference};
pub use niche::NicheRecord;
pub use potency::{FoldRecord, Study, ToxicityTable, WILD_TYPE, parts, unaltered_label};
pub use reading::{Bound, PotencyTable, Readings, Side};
pub use reads::Reads;
pub use signal::{AlsoShownRecord, NodeRecord, RelayRecord, SourceRecord};
pub use source::Cited;
pub use sourced::{Quantity, Sourced, short};
pub use spread::{SchemaNumber, Shape, Spread};
pub use supply::{MutagenRecord, Path, PathKind, SpectrumRecord, SupplyRecord};
pub use value::{About, Domain, MOST_COPIES, Names, Range, See, Slot, Values, Which};
pub use weights::{Weights, listed};
