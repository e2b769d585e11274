//! The switch test: another inhibitor of the same driver (P07).

use crate::assay::bench::Bench;
use crate::assay::cells::specimen::Specimen;
use crate::assay::estimate::Estimate;
use crate::assay::functional::fixed::{TestDose, at_doses};
use crate::assay::viability::plate::PlateDesign;
use crate::model::endpoint::{USUAL_HOURS, absolute_ic, viability};
use crate::random::Generator;
use serde::{Deserialize, Serialize};

/// Another inhibitor at a dose that stops the parental line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SwitchTest {
    /// Name of the inhibitor.
    pub drug: String,
    /// Its id in the knowledge base.
    pub drug_id: String,
    /// Its generation, where the knowledge base says.
    pub generation: Option<u32>,
    /// The dose, which stops the parental line.
    pub dose: TestDose,
    /// Viability over the undrugged control.
    pub parental: Estimate,
    /// The same of the culture.
    pub resistant: Estimate,
}

/// Exposure of patients as a dose in medium where it stops the parental line, else ten times the
/// parental IC50 (`assumed`: well above it, as the guides ask of resistant cells).
pub fn switch_dose(bench: &Bench, drug: usize) -> Option<TestDose> {
    let biology = &bench.biology;
    let wild = biology.wild_type();
    let exposure = bench.drug_record(drug).and_then(|record| record.exposure.as_ref());
    let stops = |nm: f64| viability(biology, &wild, 0, &bench.only(drug, nm), USUAL_HOURS) < 0.4;
    match exposure.filter(|known| stops(known.flask_equivalent())) {
        Some(known) => Some(TestDose {
            nm: known.flask_equivalent(),
            words: format!("exposure of patients, {}", known.plasma().rule()),
        }),
        None => absolute_ic(biology, &wild, 0, drug, 0.5, USUAL_HOURS).map(|ic50| TestDose {
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
