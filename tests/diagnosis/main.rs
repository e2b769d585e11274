//! The virtual laboratory's read-outs and the diagnosis made from them, against what the guides expect.

mod advice;
mod advising;
mod command;
mod decision;
mod findings;
mod foreign;
mod guide_advice;
mod guide_sensitivities;
mod guides;
mod rates;
mod risen;
mod scoring;
mod signals;
#[path = "../support/mod.rs"]
mod support;
mod surroundings;
mod weighing;

use escalade::assay::{Bench, Specimen, SpecimenCells, genotype};
use escalade::diagnosis::scoring::truth::{Circumstances, truth};
use escalade::diagnosis::{Atlas, Case, Diagnosis, Kind, Readouts, Thresholds, Truth, Workup, diagnose, examine};
use escalade::knowledge::KnowledgeBase;

pub fn knowledge() -> KnowledgeBase {
    KnowledgeBase::builtin().expect("the built-in knowledge base is valid")
}

pub fn bench(line: &str) -> Bench {
    Bench::of_line(&knowledge(), line).expect("a line of the knowledge base")
}

pub fn clone(bench: &Bench, name: &str) -> Specimen {
    genotype::read(&bench.biology, name).expect("a genotype of the line")
}

pub fn index(bench: &Bench, drug: &str) -> usize {
    bench.drug(drug).expect("a drug on the bench")
}

/// Two kinds of cells in one culture.
pub fn mixture(parts: &[(&Specimen, f64)]) -> Specimen {
    let cells = parts.iter().flat_map(|(specimen, share)| {
        specimen.cells().iter().map(move |part| SpecimenCells {
            count: part.count * share,
            ..part.clone()
        })
    });
    Specimen::mixed("mixture", cells).expect("living cells")
}

/// A culture in plain medium, treated with a drug at a dose in nM, with (seed, stream) for the read-outs.
pub fn case<'a>(
    bench: &'a Bench,
    (before, resistant): (&'a Specimen, &'a Specimen),
    (drug, dose): (&str, f64),
    (seed, stream): (u64, u64),
) -> Case<'a> {
    Case {
        bench,
        before,
        resistant,
        drug: index(bench, drug),
        dose,
        stock: 1.0,
        growing: 0.5,
        surroundings: None,
        given: &[],
        seed,
        stream,
    }
}

/// The calls in words.
pub fn words(diagnosis: &Diagnosis) -> String {
    escalade::report::diagnosis::calls(&diagnosis.calls)
}

/// The truth of a clone.
pub fn truth_of(bench: &Bench, name: &str, met: &Circumstances) -> Truth {
    truth(&bench.biology, &clone(bench, name), met)
}

pub struct Found {
    pub readouts: Readouts,
    pub diagnosis: Diagnosis,
}

pub fn work_up(bench: &Bench, cells: &Specimen, treated: (&str, f64), workup: &Workup, stream: u64) -> Found {
    let before = Specimen::parental(&bench.biology);
    let case = case(bench, (&before, cells), treated, (11, stream));
    let readouts = examine(&case, workup);
    let diagnosis = diagnose(&readouts, &Atlas::of(bench), &Thresholds::default());
    Found { readouts, diagnosis }
}

pub fn called(found: &Found) -> Kind {
    found.diagnosis.first().expect("never without a call").kind
}
