//! Blot and array of a work-up.

use crate::assay::signals::array::{ArrayNoise, array};
use crate::assay::signals::blot::{BlotNoise, LaneSetup, blot};
use crate::diagnosis::examination::case::Case;
use crate::diagnosis::examination::workup::Workup;
use crate::diagnosis::readouts::Readouts;
use crate::random::Purpose;
use crate::words;

/// Blot and array, in the surroundings in which the culture grew.
pub(super) fn signals(case: &Case, workup: &Workup, table: &mut Readouts) {
    let own = (case.bench, case.before, case.resistant);
    let (bench, before, resistant) = case
        .surroundings
        .map_or(own, |around| (around.bench, around.parental, around.resistant));
    let index = case.drug_on(bench);
    let drug = &bench.biology.drugs()[index];
    let treatment = format!("{} {}", drug.name, words::dose(case.dose));
    let (none, dosed) = (bench.only(index, 0.0), bench.only(index, case.dose));
    if workup.blots > 0 {
        let lane = |specimen, doses, treatment| LaneSetup {
            specimen,
            doses,
            treatment,
        };
        let lanes = [
            lane(before, &none[..], "no drug"),
            lane(before, &dosed[..], treatment.as_str()),
            lane(resistant, &none[..], "no drug"),
            lane(resistant, &dosed[..], treatment.as_str()),
        ];
        let noise = BlotNoise {
            blots: workup.blots,
            ..BlotNoise::default()
        };
        table.blot = Some(blot(&bench.biology, &lanes, noise, &mut case.rng(Purpose::Blot)));
    }
    if workup.array {
        let mut rng = case.rng(Purpose::KinaseArray);
        let noise = ArrayNoise::default();
        table.array = Some(array(
            &bench.biology,
            (before, resistant),
            (&dosed, &treatment),
            noise,
            &mut rng,
        ));
    }
}
