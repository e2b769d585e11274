//! One drug over time: doses and their steps, pauses, lines of treatment, what reaches the cells.

use super::pharmacokinetics::{Plasma, Profile};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// One drug over time. Several courses may run at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Index into the biology's drugs.
    pub drug: usize,
    /// First day on this drug (day 0 is seeding, after the stock's expansion). Not read where the
    /// course waits for a resistance ([`Timing::after_resistance`]).
    pub from: f64,
    /// Day on which the drug is withdrawn; `None` is never.
    pub until: Option<f64>,
    /// Half-life of the drug in medium, days; `None` is stable.
    #[serde(default)]
    pub half_life: Option<f64>,
    /// How the dose moves.
    pub dosing: Dosing,
    /// Pauses, and what other courses' resistance starts or ends it.
    #[serde(default)]
    pub timing: Timing,
    /// Active drug that reaches the cells over the nominal dose: below 1 for a degraded or overdiluted drug.
    #[serde(default = "undiluted")]
    pub actual: f64,
}

fn undiluted() -> f64 {
    1.0
}

impl Course {
    /// How the concentration moves between medium changes (or oral doses).
    pub fn profile(&self) -> Profile {
        match (&self.dosing, self.half_life) {
            (Dosing::Oral(oral), _) => oral.profile(),
            (_, Some(half_life)) => Profile::Decay { half_life },
            (_, None) => Profile::Steady,
        }
    }

    /// May be given together with another course: their days overlap, no resistance ends the one before
    /// the other starts, and their pulses do not alternate.
    pub fn meets(&self, other: &Course) -> bool {
        let end = |course: &Course| course.until.unwrap_or(f64::INFINITY);
        let over = |course: &Course| course.timing.until_resistance || course.until.is_some();
        let lines = (self.timing.after_resistance, other.timing.after_resistance);
        match lines.0.cmp(&lines.1) {
            Ordering::Equal => other.from < end(self) && self.from < end(other) && !self.alternates_with(other),
            Ordering::Less => !over(self),
            Ordering::Greater => !over(other),
        }
    }

    /// One is on exactly while the other is off.
    fn alternates_with(&self, other: &Course) -> bool {
        let days = |pulse: &Pulse| match pulse.recovery {
            Recovery::Days { days } => Some((pulse.on, days)),
            Recovery::Confluence { .. } => None,
        };
        let (Some(one), Some(two)) = (&self.timing.pulse, &other.timing.pulse) else {
            return false;
        };
        let complementary = days(one).is_some_and(|(on, off)| days(two) == Some((off, on)));
        complementary && one.starts_off != two.starts_off && self.from == other.from
    }
}

/// When a course runs besides its first and last day.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Timing {
    /// Starts when the flask has become resistant this many times (0: on its first day). So 1 is the
    /// second line of treatment.
    #[serde(default)]
    pub after_resistance: u32,
    /// Withdrawn when the flask becomes resistant while the course runs.
    #[serde(default)]
    pub until_resistance: bool,
    /// Drug on and off in turn; `None` is always on.
    #[serde(default)]
    pub pulse: Option<Pulse>,
    /// Planned days without drug.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// Drug on and off by the number of cells; `None` is always on.
    #[serde(default)]
    pub adaptive: Option<Adaptive>,
}

impl Timing {
    /// The drug is paused on purpose.
    pub fn pauses(&self) -> bool {
        self.pulse.is_some() || !self.holidays.is_empty() || self.adaptive.is_some()
    }
}

/// Drug on and off in turn, counted from the course's first day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pulse {
    /// Days on drug.
    pub on: f64,
    /// How long it is off.
    pub recovery: Recovery,
    /// The first pulse begins without drug.
    #[serde(default)]
    pub starts_off: bool,
}

/// How long a pulse is off.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Recovery {
    /// So many days.
    Days {
        /// Days off drug.
        days: f64,
    },
    /// Until the flask holds this share of its capacity at a look.
    Confluence {
        /// Cells over capacity, 0 to 1.
        share: f64,
    },
}

/// Days without drug, `from` included, `until` not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Holiday {
    /// First day without drug.
    pub from: f64,
    /// First day on drug again.
    pub until: f64,
}

/// Drug off when few cells are left, on again when they are back (adaptive therapy; Gatenby 2009,
/// doi 10.1158/0008-5472.CAN-08-3658; Zhang 2017, doi 10.1038/s41467-017-01968-5).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Adaptive {
    /// Off at the first look with fewer cells, as a share of the reference.
    pub off_below: f64,
    /// On at the first look with at least as many.
    pub on_above: f64,
    /// The reference is the seeding number; else the cells on the first day of the course.
    #[serde(default)]
    pub of_seeding: bool,
}

/// One-compartment oral kinetics at steady state, and how plasma compares with medium.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Oral {
    /// Days between doses.
    pub every: f64,
    /// Elimination half-life in plasma, days.
    pub half_life: f64,
    /// Absorption half-life, days.
    pub absorption_half_life: f64,
    /// Mean total concentration in plasma over a dosing interval, nM.
    pub plasma_average: f64,
    /// How plasma compares with medium.
    pub plasma: Plasma,
}

impl Oral {
    /// The kinetics, as a multiple of the average.
    pub fn profile(&self) -> Profile {
        Profile::Oral {
            half_life: self.half_life,
            absorption_half_life: self.absorption_half_life,
            interval: self.every,
        }
    }

    /// The nominal concentration in a flask that does as much as this concentration in plasma, nM.
    pub fn flask_equivalent(&self, plasma: f64) -> f64 {
        self.plasma.in_medium(plasma)
    }
}

/// How the dose of a course moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Dosing {
    /// One dose throughout, nM.
    Constant {
        /// nM.
        dose: f64,
    },
    /// As in a patient: swallowed, not pipetted.
    Oral(Oral),
    /// Step-wise escalation that reacts to the flask.
    Escalation {
        /// Rising doses, nM; the last one is the goal.
        doses: Vec<f64>,
        /// When a look raises the dose.
        step_when: StepRule,
        /// Days at each dose at least, whatever the rule says; also at the goal before a passage
        /// there counts towards resistance.
        hold: f64,
        /// Crash: viable cells below this share of those of the seeding number that attach.
        crash_below: f64,
        /// What a crash changes.
        on_crash: CrashRule,
        /// Give up this many days after the last step up.
        give_up_after: Option<f64>,
        /// Give up at this crash.
        give_up_after_crashes: Option<u32>,
    },
}

impl Dosing {
    /// The dose reacts to the flask.
    pub fn escalates(&self) -> bool {
        matches!(self, Dosing::Escalation { .. })
    }

    /// Lets flasks go on whatever happens.
    pub fn never_give_up(&mut self) {
        if let Dosing::Escalation {
            give_up_after,
            give_up_after_crashes,
            ..
        } = self
        {
            (*give_up_after, *give_up_after_crashes) = (None, None);
        }
    }

    /// The kinetics of an oral course.
    pub fn oral(&self) -> Option<&Oral> {
        match self {
            Dosing::Oral(oral) => Some(oral),
            Dosing::Constant { .. } | Dosing::Escalation { .. } => None,
        }
    }

    /// The one dose of a course that has one, nominal in a flask, nM (on average where it is oral).
    pub fn only(&self) -> Option<f64> {
        match self {
            Dosing::Constant { dose } => Some(*dose),
            Dosing::Oral(oral) => Some(oral.flask_equivalent(oral.plasma_average)),
            Dosing::Escalation { .. } => None,
        }
    }

    /// Every dose, nM, rising.
    pub fn doses(&self) -> Vec<f64> {
        match self {
            Dosing::Escalation { doses, .. } => doses.clone(),
            Dosing::Constant { .. } | Dosing::Oral(_) => self.only().into_iter().collect(),
        }
    }

    /// The dose after so many steps up, nM.
    pub fn at(&self, step: usize) -> f64 {
        match self {
            Dosing::Escalation { doses, .. } => doses.get(step).copied().unwrap_or(0.0),
            Dosing::Constant { .. } | Dosing::Oral(_) => self.only().unwrap_or(0.0),
        }
    }

    /// The dose at which the course ends up, nM.
    pub fn goal(&self) -> f64 {
        self.at(self.last_step())
    }

    /// Number of steps up to the goal.
    pub fn last_step(&self) -> usize {
        match self {
            Dosing::Escalation { doses, .. } => doses.len().saturating_sub(1),
            Dosing::Constant { .. } | Dosing::Oral(_) => 0,
        }
    }

    /// Days at each dose at least.
    pub fn hold(&self) -> f64 {
        match self {
            Dosing::Escalation { hold, .. } => *hold,
            Dosing::Constant { .. } | Dosing::Oral(_) => 0.0,
        }
    }
}

/// When the dose goes up: all stated conditions hold, or `or_after` is over.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StepRule {
    /// Growth over a passage, as a share of the parental growth in the same flask without drug, is at
    /// least this (a doubling time of at most 1 / share of the parental one)...
    pub growth: Option<f64>,
    /// ...or/and the passage was done because the flask was confluent...
    pub confluence: bool,
    /// ...in this many passages in a row.
    pub held_for: u32,
    /// At least this many passages at the dose.
    pub passages: Option<u32>,
    /// At least this many days at the dose.
    pub every: Option<f64>,
    /// Also step up after this many days at a dose, whatever the conditions.
    pub or_after: Option<f64>,
}

impl StepRule {
    /// Growth of at least this share in so many passages in a row.
    pub fn growth(share: f64, held_for: u32) -> Self {
        Self {
            growth: Some(share),
            confluence: false,
            held_for,
            passages: None,
            every: None,
            or_after: None,
        }
    }
}

/// What to do with a crashed flask until its cells are back: above twice the crash level; after a rescue
/// or a thaw, confluent or at a passage with twice the seeding number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CrashRule {
    /// Keep the dose and wait.
    Hold,
    /// Go back one dose step.
    StepBack,
    /// Drug-free medium until the flask has recovered, then the same dose.
    Rescue,
    /// The vial frozen before the last dose step is thawed into drug-free medium; once the flask has
    /// recovered, the dose that its cells were used to.
    Thaw(Vial),
}

/// Cells in the freezer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Vial {
    /// Viable cells frozen in it.
    pub cells: u64,
    /// Share of them alive after thawing.
    pub survival: f64,
}
