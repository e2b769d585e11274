//! Flasks for a power, in words.

use crate::statistics::race::Power;
use crate::words::{grouped, with_95};

/// "14", "262 (95% interval 171 to 520)"; where more were not looked at "more than 6".
pub fn needed(one: &Power) -> String {
    let end = |flasks: Option<u64>| flasks.map_or_else(|| beyond(one), grouped);
    match one.flasks {
        None if one.is_open() => beyond(one),
        None => match one.low {
            Some(low) => format!(
                "no number is enough (from {} at the lower end of the 95% interval)",
                grouped(low)
            ),
            None => "no number is enough".to_owned(),
        },
        Some(flasks) if !one.has_interval() || (one.low, one.high) == (one.flasks, one.flasks) => grouped(flasks),
        Some(flasks) => with_95([grouped(flasks), end(one.low), end(one.high)]),
    }
}

fn beyond(one: &Power) -> String {
    format!("more than {}", grouped(one.most))
}

/// How it is known.
pub fn known(one: &Power) -> &'static str {
    match one.flasks {
        Some(_) if one.extrapolated => "extrapolated beyond what was simulated: a beta distribution of worlds",
        Some(_) => "counted",
        None if one.is_open() => "more were not simulated",
        None => "not with any number: in too many worlds the goal is out of reach",
    }
}
