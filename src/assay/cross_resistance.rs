//! Cross-resistance map: IC50s of several cultures under several treatments over the parental line's,
//! without scatter, so that it shows the model's expectation.

use super::bench::Bench;
use super::growth::Culture;
use super::specimen::Specimen;
use crate::model::endpoint::crossing_up_to;
use serde::{Deserialize, Serialize};

/// A fold of at least this is cross-resistance, one of at most its inverse a collateral sensitivity: twice the usual
/// spread between repeats of an IC50.
pub const NOTABLE: f64 = 2.0;

/// Highest dose tried, nM.
pub const HIGHEST: f64 = 1e4;

/// A drug to titrate, with others at fixed doses beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Treatment {
    pub name: String,
    /// Index of the titrated drug.
    pub drug: usize,
    /// Index and dose in nM of drugs beside it.
    pub beside: Vec<(usize, f64)>,
}

impl Treatment {
    /// One drug alone.
    pub fn single(bench: &Bench, drug: usize) -> Self {
        Self {
            name: bench.biology.drugs()[drug].name.clone(),
            drug,
            beside: Vec::new(),
        }
    }

    /// Doses of all drugs at a dose of the titrated one.
    pub fn doses(&self, bench: &Bench, dose: f64) -> Vec<f64> {
        let mut doses = bench.only(self.drug, dose);
        for &(drug, beside) in &self.beside {
            if let Some(place) = doses.get_mut(drug) {
                *place += beside;
            }
        }
        doses
    }
}

/// Where a titration crosses half of the untreated control.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "nm")]
pub enum Crossing {
    At(f64),
    /// Not below 10 uM.
    Above(f64),
    /// The drugs beside it alone do it.
    Beside,
}

/// What a fold says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// At least twofold.
    CrossResistant,
    Similar,
    /// At most half.
    CollateralSensitivity,
    /// Neither crosses.
    Unknown,
}

/// One culture under one treatment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CrossCell {
    pub ic50: Crossing,
    /// IC50 over the parental line's under the titrated drug alone; a bound where `at_least`.
    pub fold: Option<f64>,
    pub at_least: bool,
    /// Against the parental line under the same treatment, partners included.
    pub flag: Flag,
}

/// One culture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrossRow {
    pub name: String,
    /// Flasks that it was dominant in, where it comes from a run.
    pub flasks: Option<u64>,
    /// One per treatment.
    pub cells: Vec<CrossCell>,
}

/// Cultures by treatments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrossMap {
    pub line: String,
    pub hours: f64,
    pub treatments: Vec<Treatment>,
    /// IC50 of the parental line under each titrated drug alone.
    pub parental: Vec<Crossing>,
    /// The parental line first.
    pub rows: Vec<CrossRow>,
}

/// Dose at which a treatment leaves half of the untreated cells after some hours.
pub fn ic50(bench: &Bench, specimen: &Specimen, treatment: &Treatment, hours: f64) -> Crossing {
    let none = vec![0.0; bench.biology.drugs().len()];
    let days = hours / 24.0;
    let control = Culture::new(&bench.biology, specimen, &none).fold(days);
    let left = |dose: f64| Culture::new(&bench.biology, specimen, &treatment.doses(bench, dose)).fold(days) / control;
    if left(0.0) <= 0.5 {
        return Crossing::Beside;
    }
    crossing_up_to(HIGHEST, left, 0.5).map_or(Crossing::Above(HIGHEST), Crossing::At)
}

/// The map of named cultures, each with the number of flasks that it stands for; the parental line is added
/// in front.
pub fn cross_map(
    bench: &Bench,
    cultures: &[(Specimen, Option<u64>)],
    treatments: &[Treatment],
    hours: f64,
) -> CrossMap {
    let parental = Specimen::parental(&bench.biology);
    let under = |treatment: &Treatment| ic50(bench, &parental, treatment, hours);
    let same: Vec<Crossing> = treatments.iter().map(under).collect();
    let alone: Vec<Crossing> = (treatments.iter())
        .map(|treatment| under(&Treatment::single(bench, treatment.drug)))
        .collect();
    let row = |name: &str, flasks: Option<u64>, crossings: &[Crossing]| CrossRow {
        name: name.to_owned(),
        flasks,
        cells: (crossings.iter().zip(alone.iter().zip(&same)))
            .map(|(own, (alone, same))| cell(*own, *alone, *same))
            .collect(),
    };
    let mut rows = vec![row(&parental.name, None, &same)];
    for (culture, flasks) in cultures
        .iter()
        .filter(|(culture, _)| culture.cells() != parental.cells())
    {
        let crossings: Vec<Crossing> = (treatments.iter())
            .map(|treatment| ic50(bench, culture, treatment, hours))
            .collect();
        rows.push(row(&culture.name, *flasks, &crossings));
    }
    CrossMap {
        line: bench.biology.line_name.clone(),
        hours,
        treatments: treatments.to_vec(),
        parental: alone,
        rows,
    }
}

fn cell(own: Crossing, alone: Crossing, same: Crossing) -> CrossCell {
    let (fold, at_least) = match (own, alone) {
        (Crossing::At(own), Crossing::At(usual)) => (Some(own / usual), false),
        (Crossing::Above(own), Crossing::At(usual)) => (Some(own / usual), true),
        (Crossing::Beside, Crossing::At(_)) => (Some(0.0), false),
        _ => (None, false),
    };
    CrossCell {
        ic50: own,
        fold,
        at_least,
        flag: flag(own, same),
    }
}

/// One culture against the parental line under the same treatment; bounds count only where they decide.
fn flag(own: Crossing, parental: Crossing) -> Flag {
    let by_fold = |fold: f64| {
        if fold >= NOTABLE {
            Flag::CrossResistant
        } else if fold <= 1.0 / NOTABLE {
            Flag::CollateralSensitivity
        } else {
            Flag::Similar
        }
    };
    match (own, parental) {
        (Crossing::At(own), Crossing::At(usual)) => by_fold(own / usual),
        (Crossing::Above(own), Crossing::At(usual)) => match by_fold(own / usual) {
            Flag::CrossResistant => Flag::CrossResistant,
            _ => Flag::Unknown,
        },
        (Crossing::At(own), Crossing::Above(usual)) => match by_fold(own / usual) {
            Flag::CollateralSensitivity => Flag::CollateralSensitivity,
            _ => Flag::Unknown,
        },
        (Crossing::Beside, Crossing::Beside) => Flag::Similar,
        (Crossing::Beside, _) => Flag::CollateralSensitivity,
        (_, Crossing::Beside) => Flag::CrossResistant,
        (Crossing::Above(_), Crossing::Above(_)) => Flag::Unknown,
    }
}
