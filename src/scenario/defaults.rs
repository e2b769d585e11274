//! Every default of a scenario, in one place. The lock file of a run writes them all out.

use crate::engine::{Method, Settings};

/// The version of the file format that this program reads.
pub const SCHEMA: u64 = 1;

/// Largest number of replicates of one run.
pub const MAX_REPLICATES: u64 = 1_000_000_000_000;

/// `replicates`
pub const REPLICATES: u64 = 100;
/// `seed`
pub const SEED: u64 = 1;
/// `[engine]`: the interval engine at a relative tolerance of 1%.
pub const ENGINE: Settings = Settings {
    method: Method::Interval,
    tolerance: 0.01,
};

// plain form

/// `keep` of a phase: all cells.
pub const KEEP: f64 = 1.0;
/// `repeat` of a phase: once.
pub const REPEAT: u32 = 1;

// laboratory form; texts are read like the user's own

/// `stock` of a line.
pub const STOCK: &str = "clone";
/// `expand_to`: cells that the founding clone grows to before seeding (at least `seed_cells`).
pub const EXPAND_TO: u64 = 10_000_000;
/// `passaged`: how long an old stock was grown after that.
pub const PASSAGED: &str = "300 d";
/// `vessel` of the flask.
pub const VESSEL: &str = "T75";
/// `seed_cells`: the vessel's usual number; for a vessel known by its capacity only, this share of it.
pub const SEED_SHARE: f64 = 0.1;
/// `plating` of the flask: every cell attaches.
pub const PLATING: &str = "100%";
/// `cells_per_barcode` of `[barcodes]`.
pub const CELLS_PER_BARCODE: u64 = 10;
/// `passage.at`
pub const PASSAGE_AT: &str = "80% confluence";
/// `passage.or_every`
pub const PASSAGE_EVERY: &str = "7 d";
/// `passage.split`
pub const SPLIT: &str = "1:8";
/// `medium_change` of the flask: at passages and changes of dose only.
pub const MEDIUM_CHANGE: &str = NEVER;
/// `half_life` of a drug in medium: stable.
pub const HALF_LIFE: &str = NEVER;
/// `from` of a course.
pub const FROM: &str = "0 d";
/// What stands for "no such time": `until`, `or_every`, `or_after`, `give_up_after`.
pub const NEVER: &str = "never";
/// `step_when.growth` of an escalation, and `growth` of `[resistance]`.
pub const GROWTH: &str = "70% of parental";
/// `step_when.held_for`, and `held_for` of `[resistance]`.
pub const HELD_FOR: &str = "2 passages";
/// `crash_below`, of the seeding number.
pub const CRASH_BELOW: &str = "20% of seeding";
/// `on_crash`
pub const ON_CRASH: &str = "hold";
/// `hold`: least time at each dose.
pub const HOLD: &str = "0 d";
/// `vial_cells` where on_crash = "thaw": assumed, as in a usual cryovial (5e5 to 5e6).
pub const VIAL_CELLS: u64 = 1_000_000;
/// `vial_survival`: share of cells alive after thawing, assumed (0.5 to 0.95).
pub const VIAL_SURVIVAL: f64 = 0.8;
/// `oral.absorption_half_life`: assumed (0.5 h to 3 h).
pub const ABSORPTION_HALF_LIFE: &str = "1.5 h";
/// Serum in medium, as a share: what `oral.medium_free_fraction` is computed with, assumed.
pub const SERUM: f64 = 0.1;
/// `detection_limit` of `[resistance]`.
pub const DETECTION_LIMIT: &str = "1%";
/// `after` of `[stop]`.
pub const STOP_AFTER: &str = "365 d";
/// `at_resistance` of `[stop]`.
pub const STOP_AT_RESISTANCE: bool = true;
/// `look_every`
pub const LOOK_EVERY: &str = "1 d";
/// `looks` of `[record]`: whether `looks.csv` is written.
pub const RECORD_LOOKS: bool = false;
/// Duration of the viability assay in which doses such as "IC20" are measured, hours.
pub const IC_HOURS: f64 = 72.0;
