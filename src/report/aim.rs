//! What is taken for better where protocols or points are ranked, and what a mean time counts.

use crate::scenario::{Sought, Want};
use crate::words::{days, number};

/// What is taken for better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// Resistance sooner, later, or more of a kind.
    pub want: Want,
    /// It was asked for, rather than read from what the scenario is.
    pub asked: bool,
}

impl Aim {
    /// What is taken for better and what a mean time counts, a sentence each.
    pub fn notes(&self, culture: &str, horizon: f64) -> Vec<String> {
        vec![format!("{} {}", self.sentence(), mean_time(culture, horizon))]
    }

    /// `soonest`: the wanted end of a ranking.
    pub fn best(&self) -> &'static str {
        match self.want {
            Want::Sooner => "soonest",
            Want::Later => "latest",
            Want::More(_) => "most often by what is looked for",
        }
    }

    /// What is taken for better, and why.
    pub fn sentence(&self) -> String {
        let (word, why, other) = match &self.want {
            Want::More(sought) => {
                return format!(
                    "More flasks that {} are taken for better, as asked for.",
                    becoming(sought)
                );
            }
            Want::Sooner => ("Sooner", "an escalation makes a resistant line", "later"),
            Want::Later => ("Later", "a constant dose is to last", "sooner"),
        };
        match self.asked {
            true => format!("{word} is taken for better, as asked for."),
            false => format!("{word} is taken for better, since {why} (the option --want={other} turns it round)."),
        }
    }
}

/// `become resistant by bypass`
pub fn becoming(sought: &Sought) -> String {
    format!("become resistant by {}", sought.words())
}

/// What a mean time counts: `A mean time counts a flask without resistance by day 365 with 365 days.`
pub fn mean_time(culture: &str, horizon: f64) -> String {
    format!(
        "A mean time counts a {culture} without resistance by day {} with {} (restricted mean).",
        number(horizon),
        days(horizon)
    )
}
