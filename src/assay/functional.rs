//! Functional tests: another inhibitor of the same driver (P07), a pathway's inhibitor added to the drug
//! (P09), a candidate alteration engineered into the parental line (P08).

use super::bench::Bench;
use super::dose_response::{DoseResponse, Ratio, dose_response, ratio, titrate};
use super::loewe::{dose_for, loewe};
use super::plate::{PlateDesign, log_spaced, mean, read_plate, scatter_squared};
use super::specimen::Specimen;
use crate::model::endpoint::{absolute_ic, viability};
use crate::random::Generator;
use crate::statistics::interval::Z95;
use crate::statistics::synergy::independent;
use libm::{hypot, sqrt};
use serde::{Deserialize, Serialize};

/// A number with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

impl Estimate {
    /// A number known without error.
    pub fn exact(value: f64) -> Self {
        Self {
            value,
            low: value,
            high: value,
        }
    }

    /// From a standard error.
    fn around(value: f64, error: f64) -> Self {
        Self {
            value,
            low: value - Z95 * error,
            high: value + Z95 * error,
        }
    }
}

/// A dose and what it stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestDose {
    /// nM.
    pub nm: f64,
    pub words: String,
}

/// Another inhibitor at a dose that stops the parental line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SwitchTest {
    pub drug: String,
    pub drug_id: String,
    pub generation: Option<u32>,
    pub dose: TestDose,
    /// Viability over the undrugged control.
    pub parental: Estimate,
    pub resistant: Estimate,
}

/// A pathway's inhibitor beside the drug.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddBack {
    pub partner: String,
    pub partner_id: String,
    /// Routes (ids of sources) that the partner closes, at the source or behind it.
    pub closes: Vec<String>,
    /// It acts on a pathway that the driver feeds as well, so it slows any cell.
    pub downstream: bool,
    /// nM.
    pub drug_dose: f64,
    pub partner_dose: TestDose,
    /// Viability of the resistant cells over their undrugged control.
    pub drug_alone: Estimate,
    pub partner_alone: Estimate,
    pub both: Estimate,
    /// Viability expected of independent action (Bliss 1939, doi 10.1111/j.1744-7348.1939.tb06990.x)
    /// minus that found; above 0 is synergy.
    pub bliss_excess: Estimate,
    /// Sum of both doses, each over the dose that does the same alone (Loewe 1926); below 1 is synergy.
    /// A drug that alone never does as much adds nothing; `None` where neither does.
    pub loewe_index: Option<Ratio>,
    /// IC50 of the drug over that beside the partner; open at an end where one of them lies outside the doses,
    /// `None` where that leaves nothing to say.
    pub ic50_fold: Option<Ratio>,
}

/// A candidate in the parental line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expressed {
    pub candidate: String,
    pub drug: String,
    pub parental: DoseResponse,
    pub engineered: DoseResponse,
}

/// Exposure of patients as a dose in medium where it stops the parental line, else ten times the
/// parental IC50 (`assumed`: well above it, as the guides ask of resistant cells).
pub fn switch_dose(bench: &Bench, drug: usize) -> Option<TestDose> {
    let biology = &bench.biology;
    let wild = biology.wild_type();
    let exposure = bench
        .drug_record(drug)
        .and_then(|record| record.exposure.as_ref())
        .map(|exposure| exposure.flask_equivalent());
    let stops = |nm: f64| viability(biology, &wild, 0, &bench.only(drug, nm), 72.0) < 0.4;
    match exposure.filter(|nm| stops(*nm)) {
        Some(nm) => Some(TestDose {
            nm,
            words: "exposure of patients, as free drug in medium".to_owned(),
        }),
        None => absolute_ic(biology, &wild, 0, drug, 0.5, 72.0).map(|ic50| TestDose {
            nm: 10.0 * ic50,
            words: "ten times the parental IC50".to_owned(),
        }),
    }
}

/// Inhibitors of the driver to switch to from `drug`: those of a later generation first, then those of
/// another binding type (the FLT3 guide asks for type I after type II); where there is neither, others of its
/// own generation. What hits a bypass source as well would not tell the sides apart and is left out.
pub fn next_generation(bench: &Bench, drug: usize) -> Vec<usize> {
    let generation = |d: usize| bench.drug_record(d).and_then(|record| record.generation).unwrap_or(0);
    let kind = |d: usize| bench.drug_record(d).map(|record| &record.binding_type);
    let clean = |d: &usize| *d != drug && bench.biology.drugs()[*d].on_sources.is_empty();
    let all: Vec<usize> = bench.driver_drugs().into_iter().filter(clean).collect();
    let (mut found, others): (Vec<usize>, Vec<usize>) =
        (all.iter().copied()).partition(|&d| generation(d) > generation(drug));
    found.extend(others.into_iter().filter(|&d| kind(d) != kind(drug)));
    match found.is_empty() {
        true => (all.into_iter())
            .filter(|&d| generation(d) == generation(drug))
            .collect(),
        false => found,
    }
}

/// [`next_generation`], then what a guide names for these alleles of the driver, whatever its generation or
/// second site: such a drug is tried in order to choose it.
pub fn switch_drugs(bench: &Bench, drug: usize, alleles: &[String]) -> Vec<usize> {
    let mut found = next_generation(bench, drug);
    let calls = bench.knowledge().data().call.iter();
    let about = calls.filter(|call| {
        call.allele
            .split('+')
            .all(|part| alleles.iter().any(|known| known == part))
    });
    let named: Vec<&String> = about.flat_map(|call| &call.sensitive_to).collect();
    let wanted = |d: &usize| *d != drug && !found.contains(d) && named.contains(&&bench.biology.drugs()[*d].id);
    let further: Vec<usize> = bench.driver_drugs().into_iter().filter(wanted).collect();
    found.extend(further);
    found
}

/// Mean of wells over the control wells, with the standard errors of both: of w/c with c near 1, hypot of that of
/// w and w times that of c. Wells emptier than the background read below 0: the share is then 0, its error stays.
fn share(wells: &[f64], controls: &[f64]) -> Estimate {
    let error = |values: &[f64]| {
        let n = values.len() as f64;
        let freedom = (n - 1.0).max(1.0);
        sqrt(scatter_squared(values) / freedom / n)
    };
    let value = mean(wells).max(0.0);
    // Few wells: the interval of a mean of n wells is wider than the normal one (t over z, to first order).
    let freedom = (wells.len() + controls.len()) as f64 - 2.0;
    let wide = 1.0 + (Z95 * Z95 + 1.0) / (4.0 * freedom.max(1.0));
    Estimate::around(value, wide * hypot(error(wells), value * error(controls)))
}

fn single(design: &PlateDesign, dose: f64) -> PlateDesign {
    PlateDesign {
        doses: vec![dose],
        ..design.clone()
    }
}

/// Viability of a specimen at fixed doses over its undrugged control.
pub fn at_doses(
    bench: &Bench,
    specimen: &Specimen,
    doses: &[f64],
    design: &PlateDesign,
    rng: &mut Generator,
) -> Estimate {
    let none = vec![0.0; doses.len()];
    let pick = |dose: f64| if dose > 0.0 { doses.to_vec() } else { none.clone() };
    let readings = read_plate(&bench.biology, specimen, &single(design, 1.0), pick, rng);
    share(&readings.points[0].wells, &readings.controls)
}

/// Resistant and parental cells under another inhibitor of the driver.
pub fn switch_test(
    bench: &Bench,
    (parental, resistant): (&Specimen, &Specimen),
    drug: usize,
    dose: TestDose,
    design: &PlateDesign,
    rng: &mut Generator,
) -> SwitchTest {
    let doses = bench.only(drug, dose.nm);
    let action = &bench.biology.drugs()[drug];
    SwitchTest {
        drug: action.name.clone(),
        drug_id: action.id.clone(),
        generation: bench.drug_record(drug).and_then(|record| record.generation),
        parental: at_doses(bench, parental, &doses, design, rng),
        resistant: at_doses(bench, resistant, &doses, design, rng),
        dose,
    }
}

/// Partners that close a route beside the driver and leave the driver alone.
pub fn partners(bench: &Bench) -> Vec<usize> {
    let drugs = bench.biology.drugs().iter().enumerate();
    drugs
        .filter(|(_, drug)| drug.driver.is_none() && drug.acts())
        .map(|(d, _)| d)
        .collect()
}

/// Highest dose of a partner, nM (`assumed`: beyond ten micromolar a drug hits much else).
const PARTNER_CAP: f64 = 10_000.0;

/// Highest dose of a partner: ten times the dose that halves the site that it hits best (`assumed`: nine tenths
/// inhibited, little else hit), at most ten micromolar.
pub fn highest_partner_dose(bench: &Bench, partner: usize) -> TestDose {
    let drug = &bench.biology.drugs()[partner];
    let sites = drug.on_sources.iter().chain(&drug.on_nodes);
    let half = sites.map(|site| site.action.half_dose).fold(f64::INFINITY, f64::min);
    let (nm, words) = match half {
        half if 10.0 * half <= PARTNER_CAP => (10.0 * half, "ten times the dose that halves its site"),
        half if half <= PARTNER_CAP => (
            PARTNER_CAP,
            "highest tried; less than ten times the dose that halves its site",
        ),
        half if half.is_finite() => (PARTNER_CAP, "highest tried; below the dose that halves its site"),
        _ => (PARTNER_CAP, "highest tried; no site in these cells is known"),
    };
    TestDose {
        nm,
        words: words.to_owned(),
    }
}

/// Dose of a partner by its own curve on the cells: the IC20, so that most of the effect is left for the pair to
/// show; the highest dose where it does less than that alone.
fn partner_dose(highest: &TestDose, alone: &DoseResponse) -> TestDose {
    match dose_for(alone, 0.8).filter(|dose| *dose < highest.nm) {
        Some(nm) => TestDose {
            nm,
            words: "its own IC20 on these cells".to_owned(),
        },
        None => highest.clone(),
    }
}

/// Routes that a partner closes, and whether it does so behind them.
pub fn closes(bench: &Bench, partner: usize) -> (Vec<String>, bool) {
    let biology = &bench.biology;
    let drug = &biology.drugs()[partner];
    let direct = drug
        .on_sources
        .iter()
        .map(|site| biology.sources[site.index].id.clone());
    let behind = drug.on_nodes.iter().flat_map(|site| {
        let feeds = move |source: &&crate::model::signalling::Source| {
            let strongest = source.weights.iter().copied().fold(0.0, f64::max);
            // A partner behind a source closes it only where most of its signal passes.
            strongest > 0.0 && source.weights[site.index] >= 0.5 * strongest
        };
        biology.sources.iter().filter(feeds).map(|source| source.id.clone())
    });
    (direct.chain(behind).collect(), !drug.on_nodes.is_empty())
}

/// The drug, a partner and both on resistant cells; the drug's curve with and without the partner.
pub fn add_back(
    bench: &Bench,
    resistant: &Specimen,
    (drug, drug_dose): (usize, f64),
    partner: usize,
    design: &PlateDesign,
    rng: &mut Generator,
) -> AddBack {
    let biology = &bench.biology;
    let highest = highest_partner_dose(bench, partner);
    let around = PlateDesign {
        doses: log_spaced(highest.nm / 1000.0, highest.nm, design.doses.len() as u32),
        ..design.clone()
    };
    let partner_curve = dose_response(bench, resistant, partner, &around, rng);
    let partner_dose = partner_dose(&highest, &partner_curve);
    let (a, b) = (bench.only(drug, drug_dose), bench.only(partner, partner_dose.nm));
    let ab: Vec<f64> = a.iter().zip(&b).map(|(x, y)| x + y).collect();
    let drug_alone = at_doses(bench, resistant, &a, design, rng);
    let partner_alone = at_doses(bench, resistant, &b, design, rng);
    let both = at_doses(bench, resistant, &ab, design, rng);
    let curve = dose_response(bench, resistant, drug, design, rng);
    let name = format!("{} with {}", biology.drugs()[drug].name, biology.drugs()[partner].name);
    let beside = |dose: f64| -> Vec<f64> {
        let drugs = bench.only(drug, dose);
        drugs.iter().zip(&b).map(|(x, y)| x + y).collect()
    };
    let with = titrate(biology, resistant, name, design, beside, rng);
    let (closes, downstream) = closes(bench, partner);
    AddBack {
        partner: biology.drugs()[partner].name.clone(),
        partner_id: biology.drugs()[partner].id.clone(),
        closes,
        downstream,
        drug_dose,
        bliss_excess: bliss(drug_alone, partner_alone, both),
        loewe_index: loewe(
            [(drug_dose, &curve, design), (partner_dose.nm, &partner_curve, &around)],
            &both,
        ),
        ic50_fold: ratio(&curve.open(curve.ic50), &with.open(with.ic50)),
        partner_dose,
        drug_alone,
        partner_alone,
        both,
    }
}

/// Expected of independent action minus found.
fn bliss(a: Estimate, b: Estimate, both: Estimate) -> Estimate {
    let error = |e: &Estimate| (e.high - e.low) / (2.0 * Z95);
    let expected = independent(a.value, b.value);
    let of_expected = hypot(error(&a) * b.value, error(&b) * a.value);
    Estimate::around(expected - both.value, hypot(of_expected, error(&both)))
}

/// A candidate engineered into the parental line, under the drug.
pub fn express(
    bench: &Bench,
    candidate: &Specimen,
    drug: usize,
    design: &PlateDesign,
    rng: &mut Generator,
) -> Expressed {
    let parental = Specimen::parental(&bench.biology);
    Expressed {
        candidate: candidate.name.clone(),
        drug: bench.biology.drugs()[drug].name.clone(),
        parental: dose_response(bench, &parental, drug, design, rng),
        engineered: dose_response(bench, candidate, drug, design, rng),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two wells at 0.02 and -0.02 have a standard error of 0.02, whatever their mean is.
    #[test]
    fn empty_wells_keep_their_error() {
        let controls = [0.95, 1.05, 1.0, 1.0];
        let empty = share(&[-0.03, 0.01], &controls);
        assert_eq!(empty.value, 0.0);
        assert!(empty.high > Z95 * 0.02 && empty.high < 3.0 * Z95 * 0.02, "{empty:?}");
        // Continuous in the mean of the wells.
        let faint = share(&[-0.0199, 0.0201], &controls);
        assert!((faint.high - empty.high).abs() < 1e-3, "{faint:?} {empty:?}");
        // Without scatter a number is exact.
        assert_eq!(share(&[0.0], &[1.0, 1.0]), Estimate::exact(0.0));
    }
}
