//! Wells of plates, and the share of undrugged growth that the scenario's cells keep in them.

use super::seen::SeenWell;
use crate::assay::Specimen;
use crate::assay::genotype::read;
use crate::assay::viability::growth::Culture;
use crate::model::biology::Biology;
use crate::random::Generator;
use crate::sampling::normal;
use crate::statistics::fit::{ExpectedWell, log_plate, undrugged_signal, well_spread};

/// The wells of a plate beside what is expected; `None` where the scenario does not have a drug or an allele.
pub(super) fn expected(biology: &Biology, wells: &[SeenWell]) -> Option<Vec<ExpectedWell>> {
    // Wells of one kind expect the same.
    let mut known: Vec<(&SeenWell, f64)> = Vec::new();
    wells
        .iter()
        .map(|well| {
            let same = |other: &SeenWell| {
                (other.dose, other.days) == (well.dose, well.days)
                    && other.drug == well.drug
                    && other.allele == well.allele
            };
            let share = match known.iter().find(|(other, _)| same(other)) {
                Some((_, share)) => *share,
                None => {
                    let share = share(biology, well)?;
                    known.push((well, share));
                    share
                }
            };
            Some(ExpectedWell {
                share,
                signal: well.signal,
            })
        })
        .collect()
}

fn share(biology: &Biology, well: &SeenWell) -> Option<f64> {
    let none = vec![0.0; biology.drugs().len()];
    let mut doses = none.clone();
    if let Some(drug) = &well.drug {
        doses[drug_of(biology, drug)?] = well.dose;
    }
    let specimen = match &well.allele {
        None => Specimen::parental(biology),
        Some(allele) => read(biology, allele).ok()?,
    };
    let fold = |doses: &[f64]| Culture::new(biology, &specimen, doses).fold(well.days);
    Some(fold(&doses) / fold(&none))
}

/// The scenario's drug of this name.
pub(super) fn drug_of(biology: &Biology, name: &str) -> Option<usize> {
    let is = |known: &str| known.eq_ignore_ascii_case(name);
    biology.drugs().iter().position(|drug| is(&drug.id) || is(&drug.name))
}

/// Log likelihood of a plate.
pub(super) fn log_likelihood(biology: &Biology, wells: &[SeenWell], cv: f64) -> f64 {
    expected(biology, wells).map_or(f64::NEG_INFINITY, |wells| log_plate(&wells, cv))
}

/// Signals of the same wells, seeded and read again.
pub(super) fn seen_again(biology: &Biology, wells: &[SeenWell], cv: f64, rng: &mut Generator) -> Vec<f64> {
    let expected = expected(biology, wells).unwrap_or_default();
    let undrugged = undrugged_signal(&expected, cv);
    let again = |well: &ExpectedWell| undrugged * (well.share + well_spread(well.share, cv) * normal(rng));
    expected.iter().map(again).collect()
}
