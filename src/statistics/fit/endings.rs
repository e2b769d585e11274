//! How observed flasks ended, against simulated ones.

use crate::engine::record::Outcome;
use crate::statistics::profile::class_word;
use crate::statistics::worlds::WorldFlask;

/// Days between two looks, by how days are written, longest first.
const STEPS: [f64; 8] = [1.0, 0.5, 0.25, 0.1, 0.05, 0.01, 1e-3, 1e-4];

/// Days by which the day of an end may be read wrongly: the longest step that all of these days are multiples of, a day at most.
pub fn read_to(days: impl Iterator<Item = f64> + Clone) -> f64 {
    let fits = |step: &f64| {
        days.clone().all(|day| {
            let steps = day / step;
            (steps - libm::round(steps)).abs() < 1e-6 * steps.max(1.0)
        })
    };
    STEPS.into_iter().find(fits).unwrap_or(STEPS[STEPS.len() - 1])
}

/// What ends of flasks are held against.
#[derive(Debug, Clone, Copy)]
pub struct Timescale {
    /// Day on which no flask goes on.
    pub horizon: f64,
    /// See [`read_to`].
    pub read: f64,
}

/// Log density of the ends of flasks that are of one stock, where flasks end as those of simulated stocks did: what a stock held
/// before the split is the same for all of its flasks, so that the densities of a stock are multiplied before stocks are
/// averaged.
pub fn log_density_of_stock(ends: &[&ObservedEnd], stocks: &[&[WorldFlask]], scale: Timescale) -> f64 {
    let of_stock = |flasks: &&[WorldFlask]| -> f64 { ends.iter().map(|end| end.log_density(flasks, scale)).sum() };
    let logs: Vec<f64> = stocks.iter().map(of_stock).collect();
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = logs.iter().map(|log| libm::exp(log - most)).sum();
    most + libm::log(sum / stocks.len().max(1) as f64)
}

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
    pub fn log_density(&self, simulated: &[WorldFlask], scale: Timescale) -> f64 {
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
                (kernels(&alike, self.day, scale.read), anywhere / scale.horizon)
            }
        };
        libm::log((of_days + anything) / (simulated.len() as f64 + 1.0))
    }
}

/// Whether a name is that of the flask's dominant mechanism, or of its class.
pub fn names(name: &str, flask: &WorldFlask) -> bool {
    let of_class = flask
        .class
        .is_some_and(|class| name.eq_ignore_ascii_case(class_word(class)));
    of_class
        || flask
            .mechanism
            .as_deref()
            .is_some_and(|label| label.eq_ignore_ascii_case(name))
}

/// Sum of normal densities about these days.
fn kernels(days: &[f64], day: f64, read: f64) -> f64 {
    let n = days.len() as f64;
    let mean = days.iter().sum::<f64>() / n.max(1.0);
    let variance = days.iter().map(|day| (day - mean) * (day - mean)).sum::<f64>() / (n - 1.0).max(1.0);
    let width = (0.9 * libm::sqrt(variance) * libm::pow(n.max(1.0), -0.2)).max(read);
    let density = |about: &f64| {
        let z = (day - about) / width;
        libm::exp(-0.5 * z * z) / (width * libm::sqrt(2.0 * core::f64::consts::PI))
    };
    days.iter().map(density).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::biology::MechanismClass;

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
        let scale = Timescale {
            horizon: 100.0,
            read: 1.0,
        };
        let density = |outcome, day| libm::exp(end(outcome, day, &[]).log_density(&flasks, scale));
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

    /// Half of the stocks hold a resistant clone, half none, and flasks of a stock end alike: all or none of 20 flasks is what half of the
    /// stocks give, while ten of them is what no stock does. Taken one by one, ten would be the likeliest.
    #[test]
    fn flasks_of_a_stock_end_together() {
        let resistant = flask(Outcome::Resistant, 50.0, "G1202R", MechanismClass::OnTarget);
        let none = flask(Outcome::TimeOver, 100.0, "none", MechanismClass::None);
        let stocks = [vec![resistant; 20], vec![none; 20]];
        let stocks: Vec<&[WorldFlask]> = stocks.iter().map(Vec::as_slice).collect();
        let scale = Timescale {
            horizon: 100.0,
            read: 1.0,
        };
        let log = |resistant: usize| {
            let mut ends = vec![end(Outcome::Resistant, 50.0, &[]); resistant];
            ends.resize(20, end(Outcome::TimeOver, 100.0, &[]));
            log_density_of_stock(&ends.iter().collect::<Vec<_>>(), &stocks, scale)
        };
        // Half of the product of 20 densities of its own stock.
        let of_one = |outcome, day, stock: &[WorldFlask]| end(outcome, day, &[]).log_density(stock, scale);
        let all = 20.0 * of_one(Outcome::Resistant, 50.0, stocks[0]) - libm::log(2.0);
        assert!((log(20) - all).abs() < 1e-9, "{} {all}", log(20));
        let no = 20.0 * of_one(Outcome::TimeOver, 100.0, stocks[1]) - libm::log(2.0);
        assert!((log(0) - no).abs() < 1e-9, "{} {no}", log(0));
        assert!(log(10) < log(20) - 20.0 && log(10) < log(0) - 20.0, "{}", log(10));
    }

    #[test]
    fn days_are_read_as_precisely_as_they_are_written() {
        let read = |days: &[f64]| read_to(days.iter().copied());
        assert_eq!(read(&[12.0, 30.0, 0.0]), 1.0);
        assert_eq!(read(&[12.0, 30.5]), 0.5);
        assert_eq!(read(&[0.43, 0.417]), 1e-3);
        assert_eq!(read(&[]), 1.0);
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
