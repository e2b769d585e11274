//! What the guides do with a resistant culture beside deciding what it is: single-cell clones, a second method of
//! sequencing, the candidate engineered into the parental line, expression over treatment and withdrawal. None of
//! it reaches the decision.

use crate::assay::clones::{Cloning, CloningDesign, single_cell_clones};
use crate::assay::functional::{Expressed, express};
use crate::assay::sequencing::panel::{Panel, Ready};
use crate::assay::sequencing::{Method, SequencingDesign};
use crate::assay::signals::expression::{DaySample, Expression, ExpressionNoise, expression};
use crate::assay::viability::dose_response::{DoseResponse, dose_response};
use crate::assay::{Specimen, genotype};
use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::call::{Call, Kind};
use crate::diagnosis::examination::case::Case;
use crate::diagnosis::examination::genes::runs;
use crate::diagnosis::examination::notebook::Sequenced;
use crate::diagnosis::examination::plates::plate;
use crate::diagnosis::examination::workup::{Reads, Workup};
use crate::diagnosis::outcome::Diagnosis;
use crate::random::{Generator, Purpose, replicate_of, stream};

/// Cells plated singly; at the usual efficiency about seven grow.
const PLATED: u32 = 24;

/// The further steps on one culture.
#[derive(Debug, Clone, PartialEq)]
pub struct Beyond {
    /// How single cells were plated.
    pub design: CloningDesign,
    /// Which of them grew.
    pub cloning: Cloning,
    /// The parental line first, then the clones in their order, under the drug that the culture resists.
    pub clones: Vec<DoseResponse>,
    /// The driver by Sanger and by digital PCR.
    pub orthogonal: Vec<Sequenced>,
    /// Named candidates in the parental line.
    pub expressed: Vec<Expressed>,
    /// State markers over treatment and withdrawal.
    pub expression: Expression,
}

/// Does the further steps. `course` is the flask on some days, drug-free days after them included.
pub fn beyond(case: &Case, workup: &Workup, diagnosis: &Diagnosis, course: &[DaySample]) -> Beyond {
    let bench = case.bench;
    let plates = plate(bench, case.drug, workup.wells, workup.hours);
    let parental = Specimen::parental(&bench.biology);
    let design = CloningDesign::new(bench, PLATED);
    // One stream in a fixed order: cells picked, clones' plates, candidates' plates.
    let mut rng = case.rng(Purpose::Cloning);
    let growth = |well: u32| {
        let name = format!("flask {}, well {well}", case.stream);
        stream(case.seed, replicate_of(&name), Purpose::CloneGrowth)
    };
    let cloning = single_cell_clones(bench, case.resistant, &design, &mut rng, growth);
    let cells = [&parental]
        .into_iter()
        .chain(cloning.clones.iter().map(|clone| &clone.specimen));
    let clones = cells
        .map(|cells| dose_response(bench, cells, case.drug, &plates, &mut rng))
        .collect();
    let expressed = candidates(case, diagnosis)
        .iter()
        .map(|candidate| express(bench, candidate, case.drug, &plates, &mut rng))
        .collect();
    let mut by_expression = case.rng(Purpose::Expression);
    Beyond {
        clones,
        orthogonal: orthogonal(case, workup),
        expressed,
        expression: expression(&bench.biology, course, ExpressionNoise::default(), &mut by_expression),
        cloning,
        design,
    }
}

/// The driver by methods that the work-up did not use.
fn orthogonal(case: &Case, workup: &Workup) -> Vec<Sequenced> {
    let read = |method: Method, mut rng: Generator| {
        let design = SequencingDesign::new(method, Panel::ready(case.bench, Ready::KinaseDomain));
        let both = runs(case, &design, &mut rng);
        Sequenced::of(case.bench, case.resistant, &design, both)
    };
    let mut all = Vec::new();
    if workup.driver != Some(Reads::Sanger) {
        all.push(read(Method::SANGER, case.rng(Purpose::Sanger)));
    }
    all.push(read(Method::DIGITAL_PCR, case.rng(Purpose::DigitalPcr)));
    all
}

/// Clones of the parental line with what the heritable calls name; a route that only signals showed is tried with
/// the first alteration known to feed it.
fn candidates(case: &Case, diagnosis: &Diagnosis) -> Vec<Specimen> {
    let atlas = Atlas::of(case.bench);
    let biology = &case.bench.biology;
    let readable = |text: &String| genotype::read(biology, text).ok();
    let of_call = |call: &Call| match call.kind {
        Kind::OnTarget if !call.names.is_empty() => readable(&call.names.join("+")),
        Kind::Amplification => readable(&format!("{}-amplification", atlas.driver)),
        Kind::Bypass => {
            let route = call.route.as_ref().and_then(|id| atlas.route(id));
            let through = route.map_or(&[][..], |route| route.through.as_slice());
            call.names.iter().chain(through).find_map(readable)
        }
        _ => None,
    };
    diagnosis.calls.iter().filter_map(of_call).collect()
}
