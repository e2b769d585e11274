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
    let mut grown = Grown {
        biology,
        known: Vec::new(),
    };
    let mut expected = Vec::with_capacity(wells.len());
    for well in wells {
        let kind = Kind::of(well);
        expected.push(ExpectedWell {
            share: grown.fold(kind)? / grown.fold(kind.undrugged())?,
            signal: well.signal,
        });
    }
    Some(expected)
}

/// What makes wells alike.
#[derive(Clone, Copy, PartialEq)]
struct Kind<'a> {
    drug: Option<&'a str>,
    allele: Option<&'a str>,
    dose: f64,
    days: f64,
}

impl<'a> Kind<'a> {
    fn of(well: &'a SeenWell) -> Self {
        Self {
            drug: well.drug.as_deref(),
            allele: well.allele.as_deref(),
            dose: well.dose,
            days: well.days,
        }
    }

    fn undrugged(self) -> Self {
        Self {
            drug: None,
            dose: 0.0,
            ..self
        }
    }
}

/// How cells grow in wells: those of one kind alike.
struct Grown<'a> {
    biology: &'a Biology,
    known: Vec<(Kind<'a>, f64)>,
}

impl<'a> Grown<'a> {
    /// Cells at the end as a multiple of those seeded.
    fn fold(&mut self, kind: Kind<'a>) -> Option<f64> {
        if let Some((_, fold)) = self.known.iter().find(|(known, _)| *known == kind) {
            return Some(*fold);
        }
        let mut doses = vec![0.0; self.biology.drugs().len()];
        if let Some(drug) = kind.drug {
            doses[drug_of(self.biology, drug)?] = kind.dose;
        }
        let specimen = match kind.allele {
            None => Specimen::parental(self.biology),
            Some(allele) => read(self.biology, allele).ok()?,
        };
        let fold = Culture::new(self.biology, &specimen, &doses).fold(kind.days);
        self.known.push((kind, fold));
        Some(fold)
    }
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
