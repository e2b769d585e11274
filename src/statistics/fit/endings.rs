//! How observed flasks ended, against simulated ones.

use crate::engine::record::Outcome;
use crate::model::biology::MechanismClass;
use crate::statistics::profile::class_word;
use crate::statistics::worlds::WorldFlask;

/// Days by which the day of an end is read wrongly, at least: flasks are looked at about once a day.
const READ: f64 = 1.0;

/// The end of an observed flask.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedEnd {
    /// How it ended.
    pub outcome: Outcome,
    /// Day of the outcome.
    pub day: f64,
    /// Mechanisms, or classes of them, of which one dominated; absent where nobody looked.
    pub mechanisms: Option<Vec<String>>,
}

impl ObservedEnd {
    /// Whether a simulated flask ended so, whenever; later than it was seen last, or not at all, where that is all that is known.
    pub fn agrees(&self, flask: &WorldFlask) -> bool {
        if self.outcome == Outcome::TimeOver {
            // Nothing is known of it but that it had not ended when it was seen last.
            return flask.outcome == Outcome::TimeOver || flask.day > self.day;
        }
        self.outcome == flask.outcome
            && match (&self.mechanisms, self.outcome) {
                (Some(found), Outcome::Resistant) => found.iter().any(|name| names(name, flask)),
                _ => true,
            }
    }

    /// Log density of this end where flasks end as the simulated ones did: on days, their kernel density (Silverman's
    /// width), with one flask's worth of anything at all mixed in, so that few flasks never make an end impossible.
    pub fn log_density(&self, simulated: &[WorldFlask], horizon: f64) -> f64 {
        let alike: Vec<f64> = simulated
            .iter()
            .filter(|flask| self.agrees(flask))
            .map(|flask| flask.day)
            .collect();
        let (of_days, anything) = match self.outcome {
            Outcome::TimeOver => (alike.len() as f64, 0.25),
            _ => {
                let anywhere = match self.mechanisms.is_some() && self.outcome == Outcome::Resistant {
                    true => 0.25 / 8.0,
                    false => 0.25,
                };
                (kernels(&alike, self.day), anywhere / horizon)
            }
        };
        libm::log((of_days + anything) / (simulated.len() as f64 + 1.0))
    }
}

/// Whether a name is that of the flask's dominant mechanism, or of its class.
pub fn names(name: &str, flask: &WorldFlask) -> bool {
    let of_class = flask.class.is_some_and(|class| match class {
        MechanismClass::None => name.eq_ignore_ascii_case("none"),
        class => name.eq_ignore_ascii_case(class_word(class)),
    });
    of_class
        || flask
            .mechanism
            .as_deref()
            .is_some_and(|label| label.eq_ignore_ascii_case(name))
}

/// Sum of normal densities about these days.
fn kernels(days: &[f64], day: f64) -> f64 {
    let n = days.len() as f64;
    let mean = days.iter().sum::<f64>() / n.max(1.0);
    let variance = days.iter().map(|day| (day - mean) * (day - mean)).sum::<f64>() / (n - 1.0).max(1.0);
    let width = (0.9 * libm::sqrt(variance) * libm::pow(n.max(1.0), -0.2)).max(READ);
    let density = |about: &f64| {
        let z = (day - about) / width;
        libm::exp(-0.5 * z * z) / (width * libm::sqrt(2.0 * core::f64::consts::PI))
    };
    days.iter().map(density).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flask(outcome: Outcome, day: f64, mechanism: &str, class: MechanismClass) -> WorldFlask {
        WorldFlask {
            outcome,
            day,
            class: Some(class),
            mechanism: Some(mechanism.to_owned()),
        }
    }

    fn end(outcome: Outcome, day: f64, mechanisms: &[&str]) -> ObservedEnd {
        ObservedEnd {
            outcome,
            day,
            mechanisms: (!mechanisms.is_empty()).then(|| mechanisms.iter().map(|&name| name.to_owned()).collect()),
        }
    }

    /// Over all outcomes and days the density is one: 3 of 4 simulated flasks resistant, one still running, and one
    /// flask's worth of anything.
    #[test]
    fn the_density_is_one_over_everything_that_can_be_seen() {
        let resistant = |day| flask(Outcome::Resistant, day, "G1202R", MechanismClass::OnTarget);
        let mut flasks: Vec<WorldFlask> = [50.0, 55.0, 70.0].map(resistant).to_vec();
        flasks.push(flask(Outcome::TimeOver, 100.0, "none", MechanismClass::None));
        let density = |outcome, day| libm::exp(end(outcome, day, &[]).log_density(&flasks, 100.0));
        let over_days = |outcome| {
            (0..10_000)
                .map(|i| 0.01 * density(outcome, 0.01 * (f64::from(i) + 0.5)))
                .sum::<f64>()
        };
        let dated: f64 = [Outcome::Resistant, Outcome::Extinct, Outcome::GivenUp]
            .map(over_days)
            .iter()
            .sum();
        let all = dated + density(Outcome::TimeOver, 100.0);
        // The kernels reach a little beyond the horizon.
        assert!((all - 1.0).abs() < 2e-3, "{all}");
    }

    #[test]
    fn mechanisms_are_told_by_label_or_class() {
        let flask = flask(Outcome::Resistant, 60.0, "G1202R", MechanismClass::OnTarget);
        assert!(end(Outcome::Resistant, 60.0, &["g1202r"]).agrees(&flask));
        assert!(end(Outcome::Resistant, 60.0, &["bypass", "on-target"]).agrees(&flask));
        assert!(!end(Outcome::Resistant, 60.0, &["bypass"]).agrees(&flask));
        assert!(!end(Outcome::Extinct, 60.0, &[]).agrees(&flask));
        // Seen last on day 50, when it had not ended yet.
        assert!(end(Outcome::TimeOver, 50.0, &[]).agrees(&flask));
        assert!(!end(Outcome::TimeOver, 70.0, &[]).agrees(&flask));
    }
}
