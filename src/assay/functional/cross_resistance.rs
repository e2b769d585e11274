//! Cross-resistance map: IC50s of several cultures under several treatments over the parental line's,
//! without scatter, so that it shows the model's expectation.

use crate::assay::bench::Bench;
use crate::assay::cells::specimen::Specimen;
use crate::assay::functional::partners::{highest_partner_dose, partners};
use crate::assay::viability::growth::Culture;
use crate::model::endpoint::{absolute_ic, crossing_up_to};
use libm::{floor, log10, pow, round};
use serde::{Deserialize, Serialize};

/// A fold of at least this is cross-resistance, one of at most its inverse a collateral sensitivity: twice the usual
/// spread between repeats of an IC50.
pub const NOTABLE: f64 = 2.0;

/// Highest dose tried, nM.
pub const HIGHEST: f64 = 1e4;

/// A drug to titrate, with others at fixed doses beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Treatment {
    /// Its parts in a row, joined by a plus.
    pub name: String,
    /// What it is made of, in words: the titrated drug first, then those beside it with their doses.
    #[serde(skip)]
    pub parts: Vec<String>,
    /// Index of the titrated drug.
    pub drug: usize,
    /// Index and dose in nM of drugs beside it.
    pub beside: Vec<(usize, f64)>,
}

impl Treatment {
    /// One drug alone.
    pub fn single(bench: &Bench, drug: usize) -> Self {
        let name = &bench.biology.drugs()[drug].name;
        Self {
            name: name.clone(),
            parts: vec![name.clone()],
            drug,
            beside: Vec::new(),
        }
    }

    /// With another drug beside it; `words` say that dose.
    pub fn with(mut self, bench: &Bench, (partner, nm): (usize, f64), words: &str) -> Self {
        self.parts
            .push(format!("{} {words}", bench.biology.drugs()[partner].name));
        self.name = self.parts.join(" + ");
        self.beside.push((partner, nm));
        self
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
    /// At this dose, nM.
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
    /// Less than twofold either way.
    Similar,
    /// At most half.
    CollateralSensitivity,
    /// Neither crosses.
    Unknown,
}

/// One culture under one treatment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CrossCell {
    /// Dose of the titrated drug that halves the cells.
    pub ic50: Crossing,
    /// IC50 over the parental line's under the titrated drug alone; a bound where `at_least`.
    pub fold: Option<f64>,
    /// The fold is only a lower bound.
    pub at_least: bool,
    /// Against the parental line under the same treatment, partners included.
    pub flag: Flag,
}

/// One culture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrossRow {
    /// The culture.
    pub name: String,
    /// Flasks whose cells it pools, where it comes from a run.
    pub flasks: Option<u64>,
    /// One per treatment.
    pub cells: Vec<CrossCell>,
}

/// Cultures by treatments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrossMap {
    /// Name of the line.
    pub line: String,
    /// Length of the titrations, hours.
    pub hours: f64,
    /// Columns of the map.
    pub treatments: Vec<Treatment>,
    /// IC50 of the parental line under each titrated drug alone.
    pub parental: Vec<Crossing>,
    /// The parental line first.
    pub rows: Vec<CrossRow>,
    /// Where cultures are the resistant flasks of a run: how many were looked at.
    #[serde(default)]
    pub looked_at: Option<LookedAt>,
}

/// Flasks of a run behind a map.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LookedAt {
    /// Of the run.
    pub all: u64,
    /// Looked at.
    pub looked_at: u64,
    /// Resistant among these.
    pub resistant: u64,
}

/// Dose of a partner in a map, nM: by the rule of the add-back, applied to the parental line, so that every culture
/// meets the same dose. The IC20 of the partner alone, or its highest dose where it does less than that.
pub fn pair_dose(bench: &Bench, partner: usize, hours: f64) -> f64 {
    let highest = highest_partner_dose(bench, partner).nm;
    let wild = bench.biology.wild_type();
    match absolute_ic(&bench.biology, &wild, 0, partner, 0.2, hours) {
        Some(ic20) => ic20.min(highest),
        None => highest,
    }
}

/// A drug with each partner that closes a route beside the driver, at its [`pair_dose`]; `words` say a dose.
pub fn usual_pairs(bench: &Bench, drug: usize, hours: f64, words: impl Fn(f64) -> String) -> Vec<Treatment> {
    let beside = |partner: usize| {
        let nm = pair_dose(bench, partner, hours);
        Treatment::single(bench, drug).with(bench, (partner, nm), &words(nm))
    };
    let others = partners(bench).into_iter().filter(|partner| *partner != drug);
    others.map(beside).collect()
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
        looked_at: None,
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
        let fold = as_printed(fold);
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

/// Three significant digits, as people read it: a fold that is twofold but for the last bits is twofold.
fn as_printed(fold: f64) -> f64 {
    let scale = pow(10.0, 2.0 - floor(log10(fold.max(f64::MIN_POSITIVE))));
    round(fold * scale) / scale
}
