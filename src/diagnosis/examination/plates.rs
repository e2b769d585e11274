//! Viability plates of a work-up: dose-response, drug check, holiday, switch test and add-back.

use crate::assay::functional::{add_back, at_doses, partners, switch_dose, switch_drugs, switch_test};
use crate::assay::viability::batch::batch_check;
use crate::assay::viability::dose_response::{DoseResponse, dose_response, titrate};
use crate::assay::viability::growth::Culture;
use crate::assay::viability::plate::{PlateDesign, log_spaced};
use crate::assay::viability::ratio::ratio;
use crate::assay::{Bench, Estimate, Specimen};
use crate::diagnosis::examination::case::Case;
use crate::diagnosis::examination::notebook::Notebook;
use crate::diagnosis::examination::workup::Workup;
use crate::diagnosis::readouts::{Holiday, PotencyCheck, Readouts, Shift, Survival};
use crate::model::endpoint::absolute_ic;
use crate::random::{Generator, Purpose};

/// A plate around the parental IC50 of a drug: ten doses from a thirtieth to three thousand times it, at
/// most 30 uM.
pub fn plate(bench: &Bench, drug: usize, wells: u32, hours: f64) -> PlateDesign {
    let wild = bench.biology.wild_type();
    let middle = absolute_ic(&bench.biology, &wild, 0, drug, 0.5, hours).unwrap_or(300.0);
    let low = middle / 30.0;
    PlateDesign {
        doses: log_spaced(low, (middle * 3000.0).min(30_000.0).max(low * 100.0), 10),
        hours,
        wells,
        ..PlateDesign::default()
    }
}

/// Dose-response, drug check, holiday, switch test and add-back.
pub(super) fn viability_tests(case: &Case, workup: &Workup, table: &mut Readouts, notes: &mut Notebook) {
    let mut rng = case.rng(Purpose::DoseResponse);
    let design = plate(case.bench, case.drug, workup.wells, workup.hours);
    let name = case.bench.biology.drugs()[case.drug].name.clone();
    // The culture meets the stock in use; the parental IC50 is on record, from a good one.
    let run = |bench: &Bench, cells: &Specimen, rng: &mut Generator| {
        let doses = |dose: f64| bench.only(case.drug_on(bench), dose * case.stock);
        titrate(&bench.biology, cells, name.clone(), &design, doses, rng)
    };
    let parental = Specimen::parental(&case.bench.biology);
    let before = dose_response(case.bench, &parental, case.drug, &design, &mut rng);
    let curve = run(case.bench, case.resistant, &mut rng);
    let alone = shift(&curve, &before, &design);
    match case.surroundings {
        None => {
            table.shift = alone;
            notes.curves = vec![before.clone(), curve];
        }
        Some(around) => {
            let among = run(around.bench, around.resistant, &mut rng);
            table.shift = shift(&among, &before, &design);
            table.alone = alone;
            let name = format!("{}, out of the co-culture", curve.specimen);
            notes.curves = vec![before.clone(), among, renamed(curve, name)];
        }
    }
    let none = vec![0.0; case.bench.biology.drugs().len()];
    let rested = workup
        .holiday
        .and_then(|days| Culture::new(&case.bench.biology, case.resistant, &none).after(days));
    if let (Some(days), Some(rested)) = (workup.holiday, &rested) {
        let curve = run(case.bench, rested, &mut rng);
        table.holiday = shift(&curve, &before, &design).map(|shift| Holiday { days, shift });
        let name = format!("{}, {days} d off drug", curve.specimen);
        notes.curves.push(renamed(curve, name));
    }
    if case.dose > 0.0 {
        let left = |bench: &Bench, cells: &Specimen, stock: f64, rng: &mut Generator| {
            let doses = bench.only(case.drug_on(bench), case.dose * stock);
            at_doses(bench, cells, &doses, &design, rng)
        };
        let parental = left(case.bench, &parental, 1.0, &mut rng);
        let alone = left(case.bench, case.resistant, case.stock, &mut rng);
        let around = case.surroundings;
        table.survival = Some(Survival {
            parental,
            resistant: around.map_or(alone, |around| {
                left(around.bench, around.resistant, case.stock, &mut rng)
            }),
            alone: around.map(|_| alone),
            rested: rested.map(|rested| left(case.bench, &rested, case.stock, &mut rng)),
        });
    }
    if workup.potency {
        table.potency = potency(case, &design, &mut rng);
    }
    let variants = table.driver.iter().flat_map(|run| &run.new_variants);
    let alleles: Vec<String> = variants.map(|variant| variant.name.clone()).collect();
    let to = switch_drugs(case.bench, case.drug, &alleles);
    for drug in to.into_iter().take(workup.switches) {
        if let Some(dose) = switch_dose(case.bench, drug) {
            let cells = (&parental, case.resistant);
            table
                .switches
                .push(switch_test(case.bench, cells, drug, dose, &design, &mut rng));
        }
    }
    if workup.add_back {
        let own = (case.bench, case.resistant);
        let (bench, cells) = case.surroundings.map_or(own, |around| (around.bench, around.resistant));
        for partner in partners(bench) {
            let at = (case.drug_on(bench), case.dose);
            let test = add_back(bench, cells, at, partner, &design, &mut rng);
            table.add_backs.push(test);
        }
    }
}

fn renamed(curve: DoseResponse, name: String) -> DoseResponse {
    DoseResponse {
        specimen: name,
        ..curve
    }
}

/// Resistance index with its interval; `None` where neither IC50 says anything.
pub fn shift(resistant: &DoseResponse, parental: &DoseResponse, design: &PlateDesign) -> Option<Shift> {
    let index = resistant.resistance_index(parental)?;
    Some(Shift {
        parental_ic50: parental.ic50.dose(),
        resistant_ic50: resistant.ic50.dose(),
        highest: design.doses.last().copied().unwrap_or(0.0),
        index: Estimate {
            value: index.value.unwrap_or(if index.high.is_infinite() {
                index.low
            } else {
                index.high
            }),
            low: index.low,
            high: index.high,
        },
        at_least: index.value.is_none() && index.high.is_infinite(),
    })
}

/// The parental line under the stock in use and under a reference batch (P14).
fn potency(case: &Case, design: &PlateDesign, rng: &mut Generator) -> Option<PotencyCheck> {
    let check = batch_check(case.bench, case.resistant, case.drug, case.stock, design, rng);
    let over = ratio(&check.batch.ic50, &check.reference.ic50)?;
    Some(PotencyCheck {
        ic50_over_record: Estimate {
            value: over.value.unwrap_or(over.low),
            low: over.low,
            high: over.high,
        },
    })
}
