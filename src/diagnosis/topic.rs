//! Kinds of read-outs as they are ordered, and what each takes: days until it can be read, and money.

use super::readouts::Readouts;
use crate::assay::scatter::ReadoutValue;
use crate::assay::sequencing::Method;

/// What is ordered together, in the guides' order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Drug stock.
    Stock,
    /// Typing of the line.
    Line,
    /// Dose-responses and survival.
    DoseResponse,
    /// Sequence of the driver.
    Driver,
    /// Drug left over the co-culture.
    DrugLevel,
    /// Other inhibitors of the driver.
    Switch,
    /// Western blot.
    Blot,
    /// Phospho-array.
    Array,
    /// Genes outside the driver.
    Panel,
    /// Add-backs.
    AddBack,
    /// Stains.
    Markers,
    /// ELISA.
    Cytokines,
}

/// What a read-out takes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Effort {
    /// From the order to the result, d.
    pub days: f64,
    /// Reagents and services without wages, EUR.
    pub euros: f64,
}

impl std::iter::Sum for Effort {
    /// One after another.
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |so_far, one| Self {
            days: so_far.days + one.days,
            euros: so_far.euros + one.euros,
        })
    }
}

/// Why all prices and most times are as they are.
pub const WHY_EFFORT: &str = "Assumed, by the order of magnitude at an academic laboratory with core facilities; half to twice as much elsewhere.";
/// From seeding a plate to its signal, d: a day to attach, three under drug.
const PLATE: f64 = 4.0;

impl Topic {
    /// All of them, in the guides' order.
    pub const ALL: [Topic; 12] = [
        Topic::Stock,
        Topic::Line,
        Topic::DoseResponse,
        Topic::Driver,
        Topic::DrugLevel,
        Topic::Switch,
        Topic::Blot,
        Topic::Array,
        Topic::Panel,
        Topic::AddBack,
        Topic::Markers,
        Topic::Cytokines,
    ];

    /// Its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Topic::Stock => "Drug stock",
            Topic::Line => "Identity of the line",
            Topic::DoseResponse => "Dose-response",
            Topic::Driver => "Driver sequencing",
            Topic::DrugLevel => "Drug over the co-culture (LC-MS/MS)",
            Topic::Switch => "Switch test",
            Topic::Blot => "Western blot",
            Topic::Array => "Phospho-array, ranked",
            Topic::Panel => "Gene panel",
            Topic::AddBack => "Add-back",
            Topic::Markers => "Lineage markers",
            Topic::Cytokines => "Cytokines of the co-culture",
        }
    }

    /// What it takes as it was done here; each number is the middle of what [`Topic::assumptions`] says.
    pub fn effort(self, readouts: &Readouts) -> Effort {
        let plates = |number: usize, euros: f64| Effort {
            days: PLATE,
            euros: euros * number.max(1) as f64,
        };
        let (days, euros) = match self {
            Topic::Stock => return plates(1, 100.0),
            Topic::Switch => return plates(readouts.switches.len(), 150.0),
            Topic::AddBack => return plates(readouts.add_backs.len(), 100.0),
            Topic::DoseResponse => match &readouts.holiday {
                Some(rest) => (PLATE + rest.days + PLATE, 400.0),
                None => (PLATE, 200.0),
            },
            Topic::Driver
                if readouts
                    .driver
                    .as_ref()
                    .is_some_and(|run| matches!(run.method, Method::Sanger { .. })) =>
            {
                (3.0, 50.0)
            }
            Topic::Driver => (10.0, 200.0),
            Topic::Line => (5.0, 100.0),
            Topic::DrugLevel => (7.0, 200.0),
            Topic::Blot => (3.0, 150.0),
            Topic::Array => (2.0, 800.0),
            Topic::Panel => (14.0, 600.0),
            Topic::Markers => (3.0, 200.0),
            Topic::Cytokines => (2.0, 500.0),
        };
        Effort { days, euros }
    }

    /// What stands behind its days and its money.
    pub fn assumptions(self, readouts: &Readouts) -> [ReadoutValue; 2] {
        let Effort { days, euros } = self.effort(readouts);
        let value = |what: &str, value: f64| {
            let what = format!("{}: {what}", self.heading());
            ReadoutValue::assumed(&what, value, (value / 2.0, value * 2.0), WHY_EFFORT)
        };
        [value("days", days), value("EUR", euros)]
    }

    /// Whether it was done.
    pub fn done(self, readouts: &Readouts) -> bool {
        match self {
            Topic::Stock => readouts.potency.is_some(),
            Topic::Line => readouts.identity.is_some(),
            Topic::DoseResponse => readouts.shift.is_some() || readouts.alone.is_some() || readouts.survival.is_some(),
            Topic::Driver => readouts.driver.is_some(),
            Topic::DrugLevel => readouts.drug_level.is_some(),
            Topic::Switch => !readouts.switches.is_empty(),
            Topic::Blot => readouts.blot.is_some(),
            Topic::Array => readouts.array.is_some(),
            Topic::Panel => readouts.panel.is_some(),
            Topic::AddBack => !readouts.add_backs.is_empty(),
            Topic::Markers => readouts.stains.as_ref().is_some_and(|stains| !stains.rows.is_empty()),
            Topic::Cytokines => readouts.elisa.is_some(),
        }
    }
}

impl Readouts {
    /// With these kinds alone on the table.
    pub fn only(&self, kept: &[Topic]) -> Self {
        let has = |topic| kept.contains(&topic);
        let mut left = Self::empty(&self.culture, &self.drug, self.dose);
        left.given.clone_from(&self.given);
        if has(Topic::Stock) {
            left.potency.clone_from(&self.potency);
        }
        if has(Topic::Line) {
            left.identity.clone_from(&self.identity);
        }
        if has(Topic::DoseResponse) {
            left.shift.clone_from(&self.shift);
            left.alone.clone_from(&self.alone);
            left.holiday.clone_from(&self.holiday);
            left.survival = self.survival;
        }
        if has(Topic::Driver) {
            left.driver.clone_from(&self.driver);
        }
        if has(Topic::DrugLevel) {
            left.drug_level.clone_from(&self.drug_level);
        }
        if has(Topic::Switch) {
            left.switches.clone_from(&self.switches);
        }
        if has(Topic::Blot) {
            left.blot.clone_from(&self.blot);
        }
        if has(Topic::Array) {
            left.array.clone_from(&self.array);
        }
        if has(Topic::Panel) {
            left.panel.clone_from(&self.panel);
        }
        if has(Topic::AddBack) {
            left.add_backs.clone_from(&self.add_backs);
        }
        if has(Topic::Markers) {
            left.stains.clone_from(&self.stains);
        }
        if has(Topic::Cytokines) {
            left.elisa.clone_from(&self.elisa);
        }
        left
    }
}
