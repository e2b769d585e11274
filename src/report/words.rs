//! Words for results: shares with their intervals, mechanisms.

use crate::model::biology::{Mechanism, MechanismClass};
use crate::statistics::Proportion;
use crate::statistics::incidence::MedianDay;
use crate::statistics::profile::class_name;
use crate::words::{days, number, percent_with_interval, percents, with_95};

/// [`percents`] of a proportion; `unknown` where there was nothing to count.
pub fn share_parts(p: &Proportion) -> (String, String) {
    if p.n == 0 {
        return ("unknown".to_owned(), "unknown".to_owned());
    }
    percents(p.share, p.low, p.high)
}

/// `72% (65 to 77%)`.
pub fn share(p: &Proportion) -> String {
    if p.n == 0 {
        return "unknown".to_owned();
    }
    percent_with_interval(p.share, p.low, p.high)
}

/// A mechanism as people read it.
pub fn mechanism(mechanism: &Mechanism) -> &str {
    labelled(mechanism.class, &mechanism.label)
}

/// The median over all patients, those who have not progressed among them: `602 days (95% interval 448 to 784)`.
pub fn median_of_all(median: &MedianDay) -> String {
    let end = |day: Option<f64>| day.map_or("not reached".to_owned(), number);
    match median.value {
        Some(day) => with_95([days(day), end(median.low), end(median.high)]),
        None => "not reached".to_owned(),
    }
}

/// What days count from: flasks are seeded, patients begin their treatment.
pub fn start(culture: &str) -> &'static str {
    match culture {
        "patient" => "the start of the treatment",
        _ => "seeding",
    }
}

/// What cultures with the same number have in common: flasks their stock, patients themselves.
pub fn alike(culture: &str) -> &'static str {
    match culture {
        "patient" => "patients",
        _ => "stocks",
    }
}

/// The label of a row of this class as people read it.
pub fn labelled(class: MechanismClass, label: &str) -> &str {
    match class {
        MechanismClass::None => class_name(class),
        _ => label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_carry_their_interval() {
        assert_eq!(share(&Proportion::new(143, 200)), "72% (65 to 77%)");
        assert_eq!(share(&Proportion::new(4_347, 10_000)), "43.5% (42.5 to 44.4%)");
        assert_eq!(share(&Proportion::new(0, 200)), "0% (0 to 1.9%)");
        assert_eq!(share(&Proportion::new(0, 0)), "unknown");
    }
}
