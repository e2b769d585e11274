//! What becomes of flasks where a rule of the schedule says a little less or more.

use crate::words::{capital, counted, listed};
use serde::{Deserialize, Serialize};

/// A rule decides where at least this share of flasks becomes another by a neighbouring value.
const DECIDES: f64 = 0.5;

/// A rule at its value and at two neighbouring ones, over the same flasks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleEdge {
    /// The key in the scenario file.
    pub key: String,
    /// The rule in words.
    pub what: String,
    /// Flasks at each value: the first ones of the ensemble, on their own streams.
    pub flasks: u64,
    /// A lower value, the one stated, a higher one.
    pub values: [RuleValue; 3],
}

/// A value of a rule and what comes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleValue {
    /// The value in words.
    pub value: String,
    /// Flasks that become resistant.
    pub resistant: u64,
}

impl RuleEdge {
    /// Whether a neighbouring value exchanges the outcome of at least half of the flasks.
    pub fn decides(&self) -> bool {
        let [low, stated, high] = self.values.each_ref().map(|value| value.resistant);
        let moved = low.abs_diff(stated).max(high.abs_diff(stated));
        self.flasks > 0 && moved as f64 >= DECIDES * self.flasks as f64
    }

    /// What comes of it, whether it decides or not.
    pub fn told(&self) -> String {
        match self.decides() {
            true => self.sentence(),
            false => format!("{}: {}.", capital(&self.what), self.counts()),
        }
    }

    fn counts(&self) -> String {
        let [low, stated, high] = &self.values;
        let verb = match low.resistant {
            1 => " becomes resistant",
            _ => " become resistant",
        };
        let parts = [(low, verb, ""), (stated, "", " (as stated)"), (high, "", "")];
        let part = |(value, verb, mark): &(&RuleValue, &str, &str)| {
            let count = match value.resistant {
                0 => "none".to_owned(),
                count => count.to_string(),
            };
            format!("{count}{verb} at {}{mark}", value.value)
        };
        listed(&parts.iter().map(part).collect::<Vec<_>>())
    }

    /// `The share of parental growth at which the dose goes up is a knife-edge: of 12 flasks, 12 become resistant at 30%,
    /// 12 at 50% (as stated) and none at 70%.`
    pub fn sentence(&self) -> String {
        format!(
            "The {} is a knife-edge: of {}, {}.",
            self.what,
            counted(self.flasks, "flask"),
            self.counts()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_becomes_and_others_become() {
        let value = |value: &str, resistant| RuleValue {
            value: value.to_owned(),
            resistant,
        };
        let edge = |low| RuleEdge {
            key: String::new(),
            what: "time after which a flask is given up".to_owned(),
            flasks: 12,
            values: [value("60 days", low), value("120 days", 12), value("240 days", 0)],
        };
        assert_eq!(
            edge(1).sentence(),
            "The time after which a flask is given up is a knife-edge: of 12 flasks, 1 becomes resistant at 60 days, 12 at \
             120 days (as stated) and none at 240 days."
        );
        assert!(
            edge(2).sentence().contains("2 become resistant") && edge(0).sentence().contains("none become resistant")
        );
    }
}
