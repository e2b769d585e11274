//! Helpers: findings made by hand, and what is decided, advised and called on them.

use super::decision::{driver, shift};
use super::index;
use escalade::assay::functional::{SwitchTest, TestDose};
use escalade::assay::{Bench, Estimate, Specimen};
use escalade::diagnosis::examination::workup::WorkupStep;
use escalade::diagnosis::readouts::DriverSequencing;
use escalade::diagnosis::{Advice, Atlas, Call, Case, Diagnosis, Kind, Readouts, Thresholds, Workup, advise, diagnose};

pub fn case<'a>(bench: &'a Bench, before: &'a Specimen, cells: &'a Specimen, treated: (&str, f64)) -> Case<'a> {
    super::case(bench, (before, cells), treated, (3, 0))
}

pub fn without(base: Workup, steps: &[&str]) -> Workup {
    let mut workup = base;
    for step in steps {
        workup.leave_out(WorkupStep::named(step).expect("a step"));
    }
    workup
}

pub fn switch(drug: &str, parental: f64, resistant: f64) -> SwitchTest {
    SwitchTest {
        drug: drug.into(),
        drug_id: drug.into(),
        generation: Some(3),
        dose: TestDose {
            nm: 235.0,
            words: String::new(),
        },
        parental: Estimate::exact(parental),
        resistant: Estimate::exact(resistant),
    }
}

pub fn sequenced(variants: &[(&str, f64)]) -> Option<DriverSequencing> {
    Some(driver(variants, 1.0))
}

pub fn table(drug: &str) -> Readouts {
    Readouts {
        shift: Some(shift(20.0)),
        ..Readouts::empty("hand-made", drug, 1000.0)
    }
}

pub fn decide(bench: &Bench, readouts: &Readouts) -> Diagnosis {
    diagnose(readouts, &Atlas::of(bench), &Thresholds::default())
}

pub fn advice(bench: &Bench, drug: &str, diagnosis: &Diagnosis) -> Vec<Advice> {
    advice_by(bench, drug, &table(drug), diagnosis)
}

pub fn advice_by(bench: &Bench, drug: &str, readouts: &Readouts, diagnosis: &Diagnosis) -> Vec<Advice> {
    let (atlas, limits) = (Atlas::of(bench), Thresholds::default());
    advise(bench, &atlas, index(bench, drug), readouts, diagnosis, &limits)
}

pub fn call(kind: Kind, name: &str, route: Option<&str>) -> Call {
    Call {
        kind,
        names: vec![name.to_owned()],
        route: route.map(str::to_owned),
        weight: 0.5,
        confirmed: false,
    }
}
