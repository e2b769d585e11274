//! What one replicate leaves behind. Small, serialisable, free of clock times and paths.

use crate::model::biology::{Genotype, Mechanism};
use crate::model::patients::Patient;
use serde::{Deserialize, Serialize};

/// Days between notes of who dominates a flask: a round number, and no calendar month.
pub const CENSUS_EVERY: f64 = 30.0;

/// Why a plain replicate ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlainStop {
    /// All phases were run through.
    PhasesDone,
    /// All cells together rose to the stop's size.
    TotalCells,
    /// Cells of the stop's type rose to its size.
    TypeCells,
    /// No cell was left.
    Extinct,
    /// More cells than can be counted one by one (about 9e15): nothing after that would be right.
    TooManyCells,
    /// A phase without a duration that had reached neither stop nor extinction after a million days.
    Unending,
}

impl PlainStop {
    /// The word in `replicates.csv`.
    pub fn word(self) -> &'static str {
        match self {
            PlainStop::PhasesDone => "phases_done",
            PlainStop::TotalCells => "total_cells",
            PlainStop::TypeCells => "type_cells",
            PlainStop::Extinct => "extinct",
            PlainStop::TooManyCells => "too_many_cells",
            PlainStop::Unending => "unending",
        }
    }
}

/// Result of one plain replicate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainRecord {
    /// Its number, from 0.
    pub replicate: u64,
    /// Why it ended.
    pub stop: PlainStop,
    /// Day of the end; where it died out, of the last death.
    pub end_day: f64,
    /// Cells left per type, in the model's order.
    pub cells: Vec<u64>,
    /// Founding events per mutation, in the model's order.
    pub mutations: Vec<u64>,
    /// Recorded trajectory, empty unless asked for.
    pub samples: Vec<PlainSample>,
}

/// Counts of every type on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainSample {
    /// From day 0, the start.
    pub day: f64,
    /// Per type, in the model's order.
    pub cells: Vec<u64>,
}

/// How a laboratory flask ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It grew as the resistance rule asks, on the last line of treatment.
    Resistant,
    /// No living cell was left, and none in the freezer.
    Extinct,
    /// A course's rule for giving up applied.
    GivenUp,
    /// Still running when the experiment's time was over (censored).
    TimeOver,
    /// No cell was seeded, as limiting dilution leaves some wells.
    Empty,
}

impl Outcome {
    /// All, in the order of tables.
    pub const ALL: [Self; 5] = [
        Self::Resistant,
        Self::Extinct,
        Self::GivenUp,
        Self::TimeOver,
        Self::Empty,
    ];

    /// The words of all in a sentence.
    pub const LISTED: &'static str = "resistant, extinct, given_up, time_over or empty";

    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Resistant => "resistant",
            Outcome::Extinct => "extinct",
            Outcome::GivenUp => "given_up",
            Outcome::TimeOver => "time_over",
            Outcome::Empty => "empty",
        }
    }
}

/// Result of one flask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlaskRecord {
    /// Its number, from 0.
    pub replicate: u64,
    /// How it ended.
    pub outcome: Outcome,
    /// Day of the outcome: resistance (TTR), extinction, giving up, or the end.
    pub outcome_day: f64,
    /// Day on which the simulation ended (later than `outcome_day` only where the run goes on).
    pub end_day: f64,
    /// First day at the goal dose of the escalating course.
    pub goal_day: Option<f64>,
    /// Passages done, over the whole simulation.
    pub passages: u32,
    /// Steps up of all courses together.
    pub dose_steps: u32,
    /// Crashes that all courses saw together.
    pub crashes: u32,
    /// Vials thawed after crashes.
    #[serde(default)]
    pub thaws: u32,
    /// Resistance to earlier lines of treatment, in order; `outcome` is about the last one.
    #[serde(default)]
    pub failures: Vec<LineFailure>,
    /// Cells at `outcome_day`.
    pub cells: u64,
    /// Share of the parental growth rate measured over the last passage before `outcome_day`.
    pub growth_share: Option<f64>,
    /// Composition at `outcome_day`, by mechanism (genotype and state), largest first; shares of cells.
    pub composition: Vec<MechanismShare>,
    /// Shares of cells at `outcome_day` that descend from founders (latest heritable alteration)
    /// before drug, under drug in the naive state, and under drug in another state.
    pub pre_existing: f64,
    /// See [`Self::pre_existing`].
    pub acquired: f64,
    /// See [`Self::pre_existing`].
    pub via_tolerant: f64,
    /// Share of cells at `outcome_day` that descend from spiked cells without a further alteration.
    pub spiked: f64,
    /// Share of cells with two or more heritable alterations.
    pub compound: f64,
    /// One entry per look.
    pub looks: Vec<Look>,
    /// Lineages that ever exceeded 0.1% of the flask or 1,000 cells, by founding time.
    pub lineages: Vec<LineageRecord>,
    /// Lineages below both limits, only counted.
    pub minor_lineages: u64,
    /// Over the whole simulation.
    pub work: Work,
    /// The mechanism with the most cells every 30 days ([`CENSUS_EVERY`]) while the flask ran; none
    /// where no cell lived.
    pub months: Vec<Option<Mechanism>>,
    /// On the days that the scenario asks for.
    pub samples: Vec<FlaskComposition>,
    /// Only in barcoded flasks.
    pub barcodes: Option<BarcodeCounts>,
    /// Whose tumour it is, where replicates are patients.
    #[serde(default)]
    pub patient: Option<Patient>,
}

/// What a flask took.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// Population doublings since seeding: log2 of the growth between passages, summed.
    pub doublings: f64,
    /// Cells thrown away at passages.
    pub discarded: u64,
    /// Cells that did not attach at seeding and passages.
    pub lost: u64,
    /// Times that fresh medium was given: seeding, passages, changes of dose, the calendar.
    pub medium_changes: u32,
    /// Doses of all fresh medium summed, nM, one entry per course; times the volume it is the drug used.
    pub drug: Vec<f64>,
}

/// Which mechanisms a flask holds on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlaskComposition {
    /// The day that was asked for.
    pub asked_day: f64,
    /// The first look on or after it.
    pub day: f64,
    /// Living cells then.
    pub cells: u64,
    /// Largest first.
    pub composition: Vec<MechanismShare>,
}

/// Cells per barcode; barcodes without cells are left out. Barcodes are numbered within their stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarcodeCounts {
    /// On day 0, after plating.
    pub seeded: Vec<(u32, u64)>,
    /// On the day of the outcome.
    pub at_outcome: Vec<(u32, u64)>,
}

/// Cells per barcode of a flask on days that were asked for; barcodes without cells are left out. Kept in no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArmBarcodes {
    /// By day, as asked; none where the flask was over.
    pub on_days: Vec<Vec<(u32, u64)>>,
    /// On the day of the outcome.
    pub at_outcome: Vec<(u32, u64)>,
}

/// The flask on the day on which it became resistant to a line of treatment that another one followed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineFailure {
    /// Day of the look.
    pub day: f64,
    /// As in [`FlaskRecord::composition`].
    pub composition: Vec<MechanismShare>,
}

/// A mechanism and its weight in a population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MechanismShare {
    /// What the cells carry.
    pub mechanism: Mechanism,
    /// Share of living cells.
    pub share: f64,
    /// Variant allele frequency in the flask where it holds an allele, else the share of cells.
    pub frequency: f64,
    /// Above the scenario's detection limit (variant allele frequency for alleles, cells otherwise).
    pub present: bool,
}

/// The flask at one look, before anything is done to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// From day 0, seeding.
    pub day: f64,
    /// Living cells.
    pub cells: u64,
    /// nM since the previous look, one entry per course.
    pub doses: Vec<f64>,
    /// A passage was done at this look.
    pub passaged: bool,
}

/// One lineage: the descendants of one founder, or of pooled founders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineageRecord {
    /// Number within the flask; 0 is the founding clone.
    pub lineage: u32,
    /// The lineage that its founder came from; none for the founding clone and spiked cells.
    pub parent: Option<u32>,
    /// Of its genotype, in the usual state.
    pub mechanism: Mechanism,
    /// Day of founding (negative: during expansion of the stock).
    pub founded_day: f64,
    /// State of the cell that founded it.
    pub founded_state: String,
    /// Founded under drug.
    pub under_drug: bool,
    /// Its founders were spiked in on day 0.
    pub spiked: bool,
    /// Barcode of its cells.
    pub barcode: Option<u32>,
    /// Founders pooled in this lineage (1 for a single founder).
    pub founders: u64,
    /// Largest number of cells at a look.
    pub max_cells: u64,
    /// Largest share of the flask at a look.
    pub max_share: f64,
    /// Cells at the end, per cell state of the biology.
    pub end_cells: Vec<u64>,
}

/// Cells per lineage over time in one re-simulated flask, for Muller plots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlaskTrace {
    /// The same as without a trace.
    pub record: FlaskRecord,
    /// Days of the columns of `cells`.
    pub days: Vec<f64>,
    /// One row per (lineage, state) that ever exceeded 0.1% of the flask; the wild type first.
    pub rows: Vec<TraceRow>,
}

/// One (lineage, state) through time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TraceRow {
    /// As in [`LineageRecord`].
    pub lineage: u32,
    /// As in [`LineageRecord`].
    pub parent: Option<u32>,
    /// Of the genotype in this state.
    pub mechanism: Mechanism,
    /// Per day of the trace.
    pub cells: Vec<u64>,
}

/// The cells of a flask on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct FlaskSample {
    /// Day of the look, from seeding.
    pub day: f64,
    /// Per lineage and state; only those with cells.
    pub cells: Vec<SampledCells>,
}

/// Living cells of one lineage in one cell state.
#[derive(Debug, Clone, PartialEq)]
pub struct SampledCells {
    /// As in [`LineageRecord`].
    pub lineage: u32,
    /// What they carry.
    pub genotype: Genotype,
    /// Index into the biology's states.
    pub state: usize,
    /// How many.
    pub cells: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_listed_by_their_words() {
        let [others @ .., last] = Outcome::ALL.map(Outcome::word);
        assert_eq!(format!("{} or {last}", others.join(", ")), Outcome::LISTED);
    }
}
