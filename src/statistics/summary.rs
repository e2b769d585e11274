//! What an ensemble of flasks amounts to. Plain data: written to `summary.json`, drawn and told by `report`.

use super::arms::ArmsSummary;
use super::bands::{BandPoint, Density, Trajectory};
use super::barcodes::BarcodeSummary;
use super::incidence::IncidencePoint;
use super::interval::Proportion;
use super::lines::LineRow;
use super::over_time::{MonthRow, NotResistant};
use super::patients::PatientsSummary;
use super::profile::{FlasksNeeded, Profile};
use super::quantile::Distribution;
use super::rules::RuleEdge;
use super::wells::WellsSummary;
use super::work::WorkSummary;
use super::worlds::{NoWorld, WorldsSummary};
use crate::engine::record::Outcome;
use crate::model::biology::Mechanism;
use serde::{Deserialize, Serialize};

/// Statistics of an ensemble of flasks. Days count from seeding; every interval is 95%.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlaskSummary {
    /// Flasks summarised.
    pub replicates: u64,
    /// What worlds say, in which everything that is not known is drawn anew; absent where none was drawn. All else
    /// here is about the ensemble, with every value at its central guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worlds: Option<WorldsSummary>,
    /// Where worlds were drawn and the experiment can be carried out in none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_world: Option<NoWorld>,
    /// Rules of the schedule at neighbouring values; none where no course escalates, or the ensemble is small.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleEdge>,
    /// Outcomes in the order resistant, extinct, given up, time over; where there are cultures without a cell, which have no part
    /// in the incidence, empty.
    pub outcomes: Vec<OutcomeRow>,
    /// Day of resistance among resistant flasks; absent where there is none.
    pub time_to_resistance: Option<Distribution>,
    /// Probability of each outcome by day.
    pub incidence: Incidence,
    /// Probability of a resistant flask by the end of each week.
    pub success_by_week: Vec<WeekRow>,
    /// First day at the goal dose, among flasks that reached it.
    pub goal_day: Option<Distribution>,
    /// Flasks that reached the goal dose, of all.
    pub reached_goal: Proportion,
    /// Per flask; absent for an empty ensemble.
    pub passages: Option<Distribution>,
    /// Steps up per flask.
    pub dose_steps: Option<Distribution>,
    /// Crashes per flask.
    pub crashes: Option<Distribution>,
    /// One entry per course of the protocol.
    pub courses: Vec<CourseSummary>,
    /// Cells in flasks still under way, by day.
    pub population: Vec<BandPoint>,
    /// Cells in flasks by day, as counts of flasks.
    pub density: Density,
    /// Mechanisms in resistant flasks.
    pub profile: Profile,
    /// Where the resistance came from.
    pub origin: Origin,
    /// Flasks to run to see each mechanism, most frequent first.
    pub flasks_needed: Vec<FlasksNeeded>,
    /// What flasks took.
    pub work: WorkSummary,
    /// The profile every 30 days.
    pub over_time: Vec<MonthRow>,
    /// What the other flasks hold.
    pub not_resistant: NotResistant,
    /// One entry per line of treatment, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineRow>,
    /// Where several flasks come from one stock.
    pub arms: Option<ArmsSummary>,
    /// Where cells are barcoded.
    pub barcodes: Option<BarcodeSummary>,
    /// Where the vessel is a well.
    pub wells: Option<WellsSummary>,
    /// Where replicates are patients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patients: Option<PatientsSummary>,
    /// The replicate whose outcome is the commonest, whose dominant mechanism is the commonest with
    /// that outcome, and whose outcome day is closest to the median of that group.
    pub typical_replicate: Option<u64>,
    /// The first flasks' trajectories, for drawing; not part of `summary.json`.
    #[serde(skip)]
    pub drawn: Vec<Trajectory>,
}

/// How many flasks ended in one way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OutcomeRow {
    /// How they ended.
    pub outcome: Outcome,
    /// Of all flasks.
    pub share: Proportion,
}

/// Cumulative incidence of the three competing outcomes (Aalen-Johansen); only the end of the
/// experiment censors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incidence {
    /// Became resistant.
    pub resistant: Vec<IncidencePoint>,
    /// No living cell was left.
    pub extinct: Vec<IncidencePoint>,
    /// The experimenter gave up.
    pub given_up: Vec<IncidencePoint>,
}

/// Probability of a resistant flask by the end of a week.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WeekRow {
    /// Week after seeding, from 1.
    pub week: u32,
    /// Probability by the end of that week.
    pub share: f64,
    /// Pointwise 95% interval.
    pub low: f64,
    /// See [`Self::low`].
    pub high: f64,
}

/// One course of treatment over the ensemble.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CourseSummary {
    /// Name of the drug.
    pub drug: String,
    /// Last dose of the escalation, or the constant dose, nM.
    pub goal: f64,
    /// Number of doses in the escalation; 1 for a constant dose.
    pub ladder: u64,
    /// Withdrawn at a resistance that another course follows: not part of the last line of treatment.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub earlier_line: bool,
    /// Highest dose so far by day, nM, over all flasks; a flask that has ended keeps its highest dose.
    pub dose_reached: Vec<BandPoint>,
    /// Dose by day, nM, over flasks still under way; 0 before the course, in its pauses and after its end.
    #[serde(default)]
    pub dose_given: Vec<BandPoint>,
    /// Highest dose in each flask at its end, nM: (dose, flasks), rising.
    pub highest_dose: Vec<(f64, u64)>,
}

impl CourseSummary {
    /// Whether it had begun and had not ended for good on a day; pauses do not count. A day of days on which nobody looked counts
    /// with its neighbours.
    pub fn is_given_about(&self, day: f64) -> bool {
        let given = || self.dose_given.iter().filter(|point| point.q95 > 0.0);
        let after = |day: f64| self.dose_given.iter().map(|point| point.day).find(|next| *next > day);
        match given().next().zip(given().next_back()) {
            Some((first, last)) => first.day <= day && after(last.day).is_none_or(|next| day <= next),
            None => self.dose_given.is_empty(),
        }
    }
}

/// Where the resistance came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// Mean shares of cells over resistant flasks.
    pub pre_existing: MeanShare,
    /// Share that descends from founders under drug in the naive state.
    pub acquired: MeanShare,
    /// Share that descends from founders under drug in another state.
    pub via_tolerant: MeanShare,
    /// Cells with two or more heritable alterations.
    pub compound: MeanShare,
    /// Share that descends from cells spiked in on day 0, without a further alteration.
    pub spiked: MeanShare,
    /// Resistant flasks by the origin that most of their cells share.
    pub mostly_pre_existing: Proportion,
    /// See [`Self::mostly_pre_existing`].
    pub mostly_acquired: Proportion,
    /// See [`Self::mostly_pre_existing`].
    pub mostly_via_tolerant: Proportion,
    /// Most cells descend from no heritable alteration.
    pub mostly_unaltered: Proportion,
    /// More than half of the cells are compound.
    pub mostly_compound: Proportion,
    /// See [`Self::mostly_pre_existing`].
    pub mostly_spiked: Proportion,
}

/// A mean share over flasks with its 95% interval (normal; absent below two flasks).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MeanShare {
    /// Mean share, 0 to 1.
    pub mean: f64,
    /// Ends of the interval.
    pub low: Option<f64>,
    /// See [`Self::low`].
    pub high: Option<f64>,
}

impl FlaskSummary {
    /// What people call one culture of this ensemble: a well of a plate, a patient, else a flask.
    pub fn culture(&self) -> &'static str {
        match (&self.wells, &self.patients) {
            (Some(_), _) => "well",
            (None, Some(_)) => "patient",
            (None, None) => "flask",
        }
    }

    /// Cultures that were seeded without a cell, as limiting dilution leaves some; absent where there is none.
    pub fn empty(&self) -> Option<Proportion> {
        Some(self.outcome(Outcome::Empty)).filter(|empty| empty.count > 0)
    }

    /// Names of the drugs, one per course.
    pub fn drugs(&self) -> Vec<String> {
        self.courses.iter().map(|course| course.drug.clone()).collect()
    }

    /// Day on which the last culture ended, at most `after`.
    pub fn last_day(&self, after: f64) -> f64 {
        if self.replicates == 0 || self.outcome(Outcome::TimeOver).count > 0 {
            return after;
        }
        let Incidence {
            resistant,
            extinct,
            given_up,
        } = &self.incidence;
        let ends = [resistant, extinct, given_up]
            .into_iter()
            .flatten()
            .map(|point| point.day);
        let under_way = self.population.iter().map(|band| band.day);
        let last = ends.chain(under_way).fold(0.0, f64::max);
        if last > 0.0 { last.min(after) } else { after }
    }

    /// How often an outcome happened.
    pub fn outcome(&self, outcome: Outcome) -> Proportion {
        let row = self.outcomes.iter().find(|row| row.outcome == outcome);
        row.map_or(Proportion::new(0, self.replicates), |row| row.share)
    }

    /// The mechanism that dominates most resistant flasks.
    pub fn commonest(&self) -> Option<&Mechanism> {
        let first = self
            .profile
            .by_mechanism
            .iter()
            .find(|row| row.dominant.of_resistant.count > 0)?;
        first.mechanism.as_ref()
    }
}
