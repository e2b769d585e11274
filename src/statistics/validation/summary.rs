//! How the rules stand against what was observed.

use super::naive::Naive;
use crate::statistics::fit::Band;
use crate::statistics::interval::Proportion;
use serde::{Deserialize, Serialize};

/// A category, observed and predicted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CategoryRow {
    /// What it is called.
    pub name: String,
    /// As observed, with its interval.
    pub observed: Proportion,
    /// Mean share over worlds that the other groups leave, as published.
    pub predicted: f64,
    /// Central 90% of the share that so many new observations would show.
    pub band: Band,
    /// Mean share over all worlds: without any fit.
    pub unfitted: f64,
    /// Share by the best naive predictor of the group.
    pub naive: f64,
}

impl CategoryRow {
    /// Whether what was observed lies in the central 90% of what is predicted.
    pub fn is_inside(&self) -> bool {
        self.band.holds(self.observed.share)
    }
}

/// A set of observations beside what is predicted of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetRow {
    /// Its identifier.
    pub id: String,
    /// What it is.
    pub title: String,
    /// With which others it is left out.
    pub group: String,
    /// Observations.
    pub n: u64,
    /// Where they are from.
    pub source: String,
    /// What there is to know about them.
    pub note: String,
    /// Simulated flasks that were counted, of all worlds.
    pub flasks: u64,
    /// Its categories.
    pub categories: Vec<CategoryRow>,
}

/// How a group came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Better than the best naive predictor.
    Better,
    /// Worse than it.
    Worse,
    /// Neither, by the observations at hand.
    Undecided,
}

impl Verdict {
    /// Of the central 95% of a difference.
    pub(super) fn of(low: f64, high: f64) -> Self {
        match (low > 0.0, high < 0.0) {
            (true, _) => Verdict::Better,
            (_, true) => Verdict::Worse,
            _ => Verdict::Undecided,
        }
    }

    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Better => "better",
            Verdict::Worse => "worse",
            Verdict::Undecided => "undecided",
        }
    }
}

/// Log scores of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupRow {
    /// Its name.
    pub name: String,
    /// Observations.
    pub n: u64,
    /// Of the rules with classes fitted to the other groups.
    pub ours: f64,
    /// Of the rules without any fit.
    pub unfitted: f64,
    /// Of the naive predictors; none where one says nothing of a set.
    pub naive: Vec<(Naive, Option<f64>)>,
    /// The best of those.
    pub best: Naive,
    /// Ours less the best naive one.
    pub difference: f64,
    /// Central 95% of that, over observations drawn again.
    pub low: f64,
    /// See [`Self::low`].
    pub high: f64,
    /// What that comes to.
    pub verdict: Verdict,
    /// To what power its own likelihood is raised where it is fitted.
    pub power: f64,
    /// Worlds that the fit to the other groups leaves.
    pub effective: f64,
}

/// The sum over groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SumRow {
    /// The group that is left out of the sum, where one is.
    pub without: Option<String>,
    /// Ours less the best naive one of each group, summed.
    pub difference: f64,
    /// Central 95% of that, over observations drawn again.
    pub low: f64,
    /// See [`Self::low`].
    pub high: f64,
}

/// A claim, and how often it comes true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimRow {
    /// Its identifier.
    pub id: String,
    /// What it is.
    pub title: String,
    /// What was claimed.
    pub claim: String,
    /// Where.
    pub source: String,
    /// What there is to know about it.
    pub note: String,
    /// Share of flasks in which it is found: mean over worlds that the other groups leave.
    pub share: f64,
    /// Median and central 90% of that share over worlds, in tens of flasks at most.
    pub band: Band,
    /// Mean share without any fit.
    pub unfitted: f64,
}

/// What the fit says of something that is common to many lines: a class, or a value of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovedRow {
    /// Its key.
    pub key: String,
    /// What it is.
    pub what: String,
    /// Its class.
    pub class: String,
    /// Before the fit.
    pub prior: Band,
    /// With all groups.
    pub posterior: Band,
}

/// Everything at one reporting weight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// How much likelier a novel finding is published.
    pub reporting: f64,
    /// Sets, in the order of the protocol.
    pub sets: Vec<SetRow>,
    /// Groups, in the order of their first sets.
    pub groups: Vec<GroupRow>,
    /// All groups, then without the largest.
    pub sums: Vec<SumRow>,
    /// Categories whose observed share lies in the central 90% of new observations.
    pub coverage: Proportion,
    /// Claims.
    pub claims: Vec<ClaimRow>,
    /// Classes: standard normal scores.
    pub classes: Vec<MovedRow>,
    /// Values of those classes.
    pub values: Vec<MovedRow>,
    /// Worlds that the fit to all groups leaves.
    pub effective: f64,
    /// To what power the likelihood of all groups is raised.
    pub power: f64,
    /// The fit to all groups: a weight per world.
    #[serde(skip)]
    pub weights: Vec<f64>,
}
