//! `[plan.goal]`: what an experiment is for.

use crate::engine::record::Outcome;
use crate::scenario::error::Checked;
use crate::scenario::reading;
use crate::scenario::value::{Place, Scalar};
use crate::scenario::want::Sought;
use crate::statistics::worlds::WorldFlask;
use crate::words::{counted, days, percent, percents};
use serde::Serialize;

/// What kind of thing is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalKind {
    /// At least so many flasks of something by a day, as probably as can be.
    Flasks,
    /// The same with the probability that is asked for, in the fewest flask-weeks.
    Cheapest,
    /// At least so many different mechanisms among the flasks by a day.
    Mechanisms,
    /// The first so many resistant flasks as soon as can be.
    Soonest,
    /// No resistance for as long as can be.
    Longest,
    /// More flasks of one thing than of another.
    More,
    /// Which of two hypotheses holds, by how many flasks are what is counted.
    Tell,
}

/// Differences below this many points or days are told as such.
const SMALL: f64 = 0.01;

/// A probability of the goal this far below what is asked may not matter.
const NEAR: f64 = 0.05;

pub(super) const RESISTANT: &str = "resistant";
pub(super) const NOT_RESISTANT: &str = "not resistant";
pub(super) const EXTINCT: &str = "extinct";

/// What is counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Resistant flasks.
    Resistant,
    /// Flasks that are not resistant.
    NotResistant,
    /// Flasks whose cells have all died.
    Extinct,
    /// Flasks resistant by a class or mechanism that leads in them.
    Kind(Sought),
}

impl Counted {
    /// Whether a flask is it by a day.
    pub fn is(&self, flask: &WorldFlask, by: f64) -> bool {
        match self {
            Counted::Resistant => flask.is_resistant_by(by),
            Counted::NotResistant => !flask.is_resistant_by(by),
            Counted::Extinct => flask.outcome == Outcome::Extinct && flask.day <= by,
            Counted::Kind(sought) => {
                flask.is_resistant_by(by)
                    && match sought {
                        Sought::Class(class) => flask.class == Some(*class),
                        Sought::Mechanism(name) => flask.mechanism.as_ref() == Some(name),
                    }
            }
        }
    }

    /// "resistant by on-target mutation".
    pub fn words(&self) -> String {
        match self {
            Counted::Resistant => RESISTANT.to_owned(),
            Counted::NotResistant => NOT_RESISTANT.to_owned(),
            Counted::Extinct => EXTINCT.to_owned(),
            Counted::Kind(sought) => format!("resistant by {}", sought.words()),
        }
    }
}

/// What an experiment is for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Goal {
    /// What kind of thing.
    pub kind: GoalKind,
    /// What is counted.
    pub of: Counted,
    /// For more: what there should be less of.
    pub than: Option<Counted>,
    /// Flasks or mechanisms.
    pub at_least: u64,
    /// The day that counts.
    pub by: f64,
    /// The probability that is asked for; flasks, cheapest, mechanisms and tell alone have one.
    pub probability: Option<f64>,
}

impl Goal {
    /// Whether its value is a probability, a difference of shares, or else a time.
    pub fn is_share(&self) -> bool {
        !matches!(self.kind, GoalKind::Soonest | GoalKind::Longest | GoalKind::Cheapest)
    }

    /// Whether its value is told with the other sign: time that passes or is spent counts against a design.
    pub fn is_spent(&self) -> bool {
        matches!(self.kind, GoalKind::Soonest | GoalKind::Cheapest)
    }

    /// Whether a design has a number of flasks of its own, and has to come to the goal as probably as is asked.
    pub fn is_cheapest(&self) -> bool {
        self.kind == GoalKind::Cheapest
    }

    /// What the axis of a figure says.
    pub fn axis(&self) -> String {
        match self.kind {
            GoalKind::Soonest | GoalKind::Longest => format!("{}, d", self.value_words()),
            _ => self.value_words().to_owned(),
        }
    }

    /// Whether it is reached or not, so that its value is a probability.
    pub fn is_met(&self) -> bool {
        matches!(self.kind, GoalKind::Flasks | GoalKind::Mechanisms | GoalKind::Tell)
    }

    /// The probability that a design has to be known to come to, where its value says what it costs: a little below what is asked
    /// may not matter.
    pub fn near(&self) -> Option<f64> {
        let asked = self.probability.filter(|_| self.is_cheapest())?;
        Some((asked - NEAR).max(0.0))
    }

    /// Whether every design is looked at under two hypotheses.
    pub fn is_pair(&self) -> bool {
        self.kind == GoalKind::Tell
    }

    /// The value of a world in which the goal is not reached at all; `None` where every world reaches something.
    pub fn worst(&self) -> Option<f64> {
        match self.kind {
            GoalKind::Flasks | GoalKind::Mechanisms => Some(0.0),
            GoalKind::Soonest => Some(-self.by),
            GoalKind::Longest | GoalKind::More | GoalKind::Tell | GoalKind::Cheapest => None,
        }
    }

    /// The difference between the best and the worst that a world can bring to so many flasks.
    pub fn span(&self, flasks: u64) -> f64 {
        match self.kind {
            GoalKind::Flasks | GoalKind::Mechanisms | GoalKind::Tell => 1.0,
            GoalKind::More => 2.0,
            GoalKind::Soonest | GoalKind::Longest => self.by,
            GoalKind::Cheapest => flasks as f64 * self.by / 7.0,
        }
    }

    /// What may not matter.
    pub(super) fn margin(&self, place: &Place, raw: Option<&Scalar>) -> Checked<f64> {
        let most = self.span(self.at_least);
        let read = match (raw, self.is_share()) {
            (None, _) if self.is_cheapest() => 0.05 * most,
            (None, true) => 0.05,
            (None, false) => 7.0_f64.min(0.1 * self.by),
            (Some(raw), true) => reading::share(place, raw, &[])?,
            (Some(raw), false) if self.is_cheapest() => reading::days(place, raw)? / 7.0,
            (Some(raw), false) => reading::days(place, raw)?,
        };
        let within = read > 0.0 && read < most;
        match raw {
            Some(raw) if !within => Err(place.out_of_range(
                raw,
                match self.is_share() {
                    true => "a share above 0%, such as \"5%\"".to_owned(),
                    false if self.is_cheapest() => format!(
                        "a time of one flask, such as \"2 weeks\", above 0 d and below {}",
                        days(7.0 * most)
                    ),
                    false => format!("a time above 0 d and below {}, the day that counts", days(self.by)),
                },
            )),
            _ => Ok(read),
        }
    }

    /// In words, to follow "the goal is".
    pub fn words(&self) -> String {
        let by = format!(
            "by day {} (week {})",
            crate::words::number(self.by),
            crate::words::number(self.by / 7.0)
        );
        let asked = self
            .probability
            .map_or(String::new(), |p| format!(", with a probability of {}", percent(p)));
        match self.kind {
            GoalKind::Flasks => format!(
                "at least {} {} {by}{asked}",
                counted(self.at_least, "flask"),
                self.of.words()
            ),
            GoalKind::Cheapest => format!(
                "at least {} {} {by}{asked}, in the fewest flask-weeks",
                counted(self.at_least, "flask"),
                self.of.words()
            ),
            GoalKind::Mechanisms => {
                format!(
                    "at least {} that lead different flasks {by}{asked}",
                    counted(self.at_least, "mechanism")
                )
            }
            GoalKind::Soonest => match self.at_least {
                1 => format!(
                    "the first resistant flask as soon as can be, counted to day {}",
                    crate::words::number(self.by)
                ),
                k => format!(
                    "{k} resistant flasks as soon as can be, counted to day {}",
                    crate::words::number(self.by)
                ),
            },
            GoalKind::Longest => {
                format!(
                    "no resistance for as long as can be, counted to day {}",
                    crate::words::number(self.by)
                )
            }
            GoalKind::Tell => format!(
                "to tell which of two hypotheses holds, by how many flasks are {} {by}{asked}",
                self.of.words()
            ),
            GoalKind::More => format!(
                "more flasks {} than {} {by}",
                self.of.words(),
                self.than.as_ref().map_or_else(String::new, Counted::words)
            ),
        }
    }

    /// What its value is called: "probability", "mean time".
    pub fn value_words(&self) -> &'static str {
        match self.kind {
            GoalKind::Flasks | GoalKind::Mechanisms => "probability of the goal",
            GoalKind::Tell => "probability of the right answer",
            GoalKind::More => "share of the one less share of the other",
            GoalKind::Soonest => "mean time to the goal",
            GoalKind::Cheapest => "mean flask-weeks",
            GoalKind::Longest => "mean time without resistance",
        }
    }

    /// A value in its unit; times are counted against who wants them short.
    pub fn told(&self, value: f64) -> String {
        match self.kind {
            GoalKind::Flasks | GoalKind::Mechanisms | GoalKind::Tell => percent(value),
            GoalKind::More => format!("{} points", crate::words::points(value)),
            GoalKind::Soonest => days(-value),
            GoalKind::Longest => days(value),
            GoalKind::Cheapest => flask_weeks(-value),
        }
    }

    /// A value, and its interval in the unit that the value has: ("71.8 days", "66.4 to 77.3").
    pub fn told_within(&self, value: f64, low: f64, high: f64) -> (String, String) {
        match self.kind {
            GoalKind::Flasks | GoalKind::Mechanisms | GoalKind::Tell => percents(value, low, high),
            GoalKind::More => {
                let range = format!("{} to {}", crate::words::points(low), crate::words::points(high));
                (self.told(value), range)
            }
            // What is spent counts against it.
            GoalKind::Soonest | GoalKind::Cheapest => {
                let range = format!("{} to {}", crate::words::number(-high), crate::words::number(-low));
                (self.told(value), range)
            }
            GoalKind::Longest => {
                let range = format!("{} to {}", crate::words::number(low), crate::words::number(high));
                (self.told(value), range)
            }
        }
    }

    /// A value and its interval in a column that names the unit of flask-weeks: "8.61 (7.56 to 9.66)", "72% (65 to 77%)".
    pub fn cell(&self, value: f64, low: f64, high: f64) -> String {
        let (told, range) = self.told_within(value, low, high);
        match self.is_cheapest() {
            true => format!("{} ({range})", crate::words::number(-value)),
            false => format!("{told} ({range})"),
        }
    }

    /// A difference of values in its unit; what is too small to matter is told as such.
    pub fn difference(&self, value: f64) -> String {
        let (value, unit) = match self.is_share() {
            true => (100.0 * value, "points"),
            false if self.is_cheapest() => (value, "flask-weeks"),
            false => (value, "days"),
        };
        match value.abs() < SMALL {
            true if value == 0.0 => format!("0 {unit}"),
            true => format!("less than {SMALL} {unit}"),
            false if unit == "days" => days(value),
            false => format!("{} {unit}", crate::words::number(value)),
        }
    }
}

/// "23.4 flask-weeks".
fn flask_weeks(value: f64) -> String {
    format!("{} flask-weeks", crate::words::number(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::biology::MechanismClass;

    fn flask(outcome: Outcome, day: f64) -> WorldFlask {
        WorldFlask {
            outcome,
            day,
            class: (outcome == Outcome::Resistant).then_some(MechanismClass::Bypass),
            mechanism: None,
        }
    }

    #[test]
    fn flasks_are_counted_by_the_day() {
        let resistant = flask(Outcome::Resistant, 50.0);
        let dead = flask(Outcome::Extinct, 20.0);
        let bypass = Counted::Kind(Sought::Class(MechanismClass::Bypass));
        assert!(Counted::Resistant.is(&resistant, 50.0) && !Counted::Resistant.is(&resistant, 49.0));
        assert!(Counted::NotResistant.is(&resistant, 49.0) && Counted::NotResistant.is(&dead, 49.0));
        assert!(Counted::Extinct.is(&dead, 20.0) && !Counted::Extinct.is(&dead, 19.0));
        assert!(bypass.is(&resistant, 60.0) && !bypass.is(&dead, 60.0));
        assert!(!Counted::Kind(Sought::Class(MechanismClass::OnTarget)).is(&resistant, 60.0));
    }
}
