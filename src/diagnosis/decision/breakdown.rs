//! What the drug's level in the medium says: does the stroma break it down?

use crate::assay::surroundings::drug_level::DrugLevel;
use crate::diagnosis::call::{Call, Kind};

/// The evidence in words, and the call where the drug is broken down.
///
/// A drug that is gone protects whatever signals do, so the call does not ask for a raised route. It is the
/// cause only where the culture is sensitive out of its surroundings: `protected` says so, else the call is
/// left unconfirmed, with the share of the dose that is missing as its weight.
pub fn breakdown(level: &DrugLevel, protected: bool) -> (String, Option<Call>) {
    let share = level.mean_share;
    let half = level.half_life.map_or("no loss that is sure".to_owned(), |half| {
        format!(
            "half-life {:.0} h (95% {:.0} to {:.0})",
            half.value, half.low, half.high
        )
    });
    let text = format!(
        "{} over the co-culture is on average {:.0}% of that in plain medium (95% {:.0} to {:.0}); {half}",
        level.drug,
        100.0 * share.value,
        100.0 * share.low,
        100.0 * share.high
    );
    let call = level.broken_down.then(|| Call {
        kind: Kind::Niche,
        names: level.suspects.clone(),
        route: None,
        weight: (1.0 - share.value).clamp(0.0, 1.0),
        confirmed: protected,
    });
    (text, call)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assay::surroundings::drug_level::{LevelDesign, LevelNoise, drug_level};
    use crate::random::{Purpose, stream};

    #[test]
    fn only_a_drug_that_is_broken_down_is_called() {
        let read = |left: f64| {
            let mut rng = stream(2, 0, Purpose::DrugLevel);
            let drug = ("quizartinib", vec!["CYP3A4".to_owned()]);
            drug_level(drug, left, &LevelDesign::usual(20.0), LevelNoise::default(), &mut rng)
        };
        let (text, call) = breakdown(&read(0.3), true);
        let call = call.expect("a call");
        assert_eq!(call.to_string(), "niche: CYP3A4");
        assert!(
            call.confirmed && call.weight > 0.5 && text.contains("half-life"),
            "{text}"
        );
        assert!(breakdown(&read(1.0), true).1.is_none());
    }
}
