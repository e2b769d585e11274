//! Helpers: knowledge bases that tests ask, the built-in one and with an overlay, and what is of cells under them.

use escalade::knowledge::check::genotype_of;
use escalade::knowledge::{KnowledgeBase, Resolved};
use escalade::model::biology::{Biology, Genotype};

pub const ALK_DRUGS: [&str; 5] = ["crizotinib", "alectinib", "ceritinib", "brigatinib", "lorlatinib"];

pub fn builtin() -> KnowledgeBase {
    KnowledgeBase::builtin().unwrap_or_else(|error| panic!("{error}"))
}

pub fn resolved(drugs: &[&str]) -> Resolved {
    builtin()
        .resolve("H3122", drugs)
        .unwrap_or_else(|error| panic!("{error}"))
}

pub fn close(a: f64, b: f64, tolerance: f64, what: &str) {
    assert!((a / b - 1.0).abs() < tolerance, "{what}: {a} against {b}");
}

pub fn net(biology: &Biology, genotype: &Genotype, state: usize, doses: &[f64]) -> f64 {
    biology.phenotype(genotype, state, doses).net()
}

pub fn labelled(biology: &Biology, label: &str) -> Genotype {
    genotype_of(biology, label).unwrap_or_else(|| panic!("no {label}"))
}

pub fn with_bypass(biology: &Biology, id: &str) -> Genotype {
    let index = biology.bypasses.iter().position(|bypass| bypass.id == id).unwrap();
    biology.wild_type().with_bypass(index as u32)
}

pub fn state(biology: &Biology, id: &str) -> usize {
    biology.states().iter().position(|state| state.id == id).unwrap()
}

pub fn refused(overlay: &str) -> String {
    match KnowledgeBase::builtin_with(&[("mine.toml", overlay)]) {
        Ok(_) => panic!("accepted"),
        Err(error) => error.to_string(),
    }
}

pub fn with(overlay: &str) -> KnowledgeBase {
    KnowledgeBase::builtin_with(&[("mine.toml", overlay)]).unwrap_or_else(|error| panic!("{error}"))
}
