//! What the co-culture's supernatant holds, and what it has left of the drug.

use crate::assay::surroundings::drug_level::DrugLevel;
use crate::diagnosis::call::{Call, Kind};
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::evidence::Finding;

/// Factors that the co-culture's supernatant holds and plain medium does not.
pub(super) fn cytokines(reading: &mut Reading) -> Vec<String> {
    let Some(elisa) = reading.readouts.elisa.as_ref().filter(|elisa| !elisa.rows.is_empty()) else {
        return Vec::new();
    };
    let raised = elisa.rows.iter().filter(|row| row.raised);
    let raised: Vec<String> = raised.map(|row| row.readout.clone()).collect();
    reading.note(Finding::Cytokines, (!raised.is_empty()).then_some(Kind::Niche));
    raised
}

/// An enzyme of the stroma that takes the drug away.
pub(super) fn drug_level(reading: &mut Reading, protected: bool) -> Option<Call> {
    let call = breakdown(reading.readouts.drug_level.as_ref()?, protected);
    reading.note(Finding::DrugLevel, call.as_ref().map(|call| call.kind));
    call
}

/// The call where the drug is broken down.
///
/// A drug that is gone protects whatever signals do, so the call does not ask for a raised route. It is the
/// cause only where the culture is sensitive out of its surroundings: `protected` says so, else the call is
/// left unconfirmed, with the share of the dose that is missing as its weight.
fn breakdown(level: &DrugLevel, protected: bool) -> Option<Call> {
    level.broken_down.then(|| Call {
        kind: Kind::Niche,
        names: level.suspects.clone(),
        route: None,
        weight: (1.0 - level.mean_share.value).clamp(0.0, 1.0),
        confirmed: protected,
    })
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
        let level = read(0.3);
        let call = breakdown(&level, true).expect("a call");
        assert_eq!(
            (call.kind, call.names.as_slice()),
            (Kind::Niche, &["CYP3A4".to_owned()][..])
        );
        assert!(
            call.confirmed && call.weight > 0.5 && level.half_life.is_some(),
            "{level:?}"
        );
        assert!(breakdown(&read(1.0), true).is_none());
    }
}
