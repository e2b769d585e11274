//! The medium of a flask: which drugs are in it, and how their concentrations move.

use crate::model::pharmacokinetics::Profile;

/// The drugs in the medium of a flask.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Medium {
    pub drugs: Vec<DrugInMedium>,
    /// Number of drugs of the biology.
    pub known: usize,
    /// Day of the last medium change.
    pub changed: f64,
}

/// One drug of a course.
#[derive(Debug, Clone, PartialEq)]
pub struct DrugInMedium {
    /// Index in the biology.
    pub drug: usize,
    /// In fresh medium, nM.
    pub dose: f64,
    /// How it moves from day `since` on: the day of the medium change, or of the first oral dose.
    pub profile: Profile,
    pub since: f64,
    /// The day from which no more oral doses are taken.
    pub until: Option<f64>,
}

impl DrugInMedium {
    /// Mean concentration over some days, nM.
    fn mean(&self, from: f64, to: f64) -> f64 {
        let taken = self.until.map(|until| until - self.since);
        self.dose * self.profile.taken_mean(from - self.since, to - self.since, taken)
    }
}

impl Medium {
    /// Mean concentration of each drug of the biology over some days, nM.
    pub(super) fn doses(&self, from: f64, to: f64) -> Vec<f64> {
        let mut doses = vec![0.0; self.known];
        for drug in &self.drugs {
            doses[drug.drug] += drug.mean(from, to);
        }
        doses
    }

    /// Whether every drug in it keeps its concentration.
    pub(super) fn is_steady(&self) -> bool {
        self.drugs
            .iter()
            .all(|drug| drug.dose == 0.0 || drug.profile == Profile::Steady)
    }
}
