//! Tables of a run's folder, described once (see [`crate::tables`]) and written while the replicates finish.

mod barcodes;
mod batch;
mod families;
mod fit;
mod groups;
mod lineages;
mod looks;
mod mechanisms;
mod options;
mod pairs;
mod patients;
mod plain;
mod plan;
mod posterior;
mod replicates;
mod run;
mod sweep;
mod tornado;
mod validation;
mod wells;
mod work;
mod worlds;

pub use batch::{BatchFamilies, ResultRow, Results};
pub use families::SweepFamilies;
pub use fit::{fit, fit_descriptions, placed, placed_description};
pub use groups::{Group, groups};
pub use options::descriptions as options_descriptions;
pub use pairs::{PairFamily, compared, pairs_description};
pub use plan::{PlanFamilies, plan};
pub use posterior::{POSTERIOR, Posterior, PosteriorUnit, PosteriorValue};
pub use run::{FlaskFamilies, PlainFamilies, drawn, flasks, plain};
pub use sweep::sweep;
pub use tornado::{tornado, tornado_description};
pub use validation::{validation, validation_descriptions};
pub use worlds::{REFUSED, WORLD};
