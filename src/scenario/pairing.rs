//! Whether two scenarios can share their flasks: the same expanded stock, seeded the same way.

use super::Laboratory;
use crate::engine::Settings;
use crate::model::biology::{Allele, Biology};
use crate::model::protocol::Stock;
use crate::words::{cells, days};

/// Flask r of one and flask r of the other have something in common: they are of the same line. Whatever else
/// differs weakens the pairing; this ends it.
pub fn share_flasks(first: &Laboratory, other: &Laboratory) -> bool {
    first.biology.line_id == other.biology.line_id
}

/// One of two scenarios that may share their flasks.
#[derive(Debug, Clone, Copy)]
pub struct Paired<'a> {
    /// What is done.
    pub laboratory: &'a Laboratory,
    /// How it is computed.
    pub settings: &'a Settings,
}

/// What keeps flask r of one scenario from starting as flask r of the other, a sentence each; empty
/// where nothing does.
pub fn obstacles(first: Paired, other: Paired) -> Vec<String> {
    let (a, b) = (first.laboratory, other.laboratory);
    let (p, q) = (&a.protocol, &b.protocol);
    let mut out = Vec::new();
    if !share_flasks(a, b) {
        out.push(format!(
            "the lines differ ({}, {}), so that they are compared as independent samples",
            a.biology.line_id, b.biology.line_id
        ));
        return out;
    }
    if p.stock != q.stock {
        out.push(format!(
            "the stocks differ ({}; {}): flasks start from other mutants",
            stock(&p.stock),
            stock(&q.stock)
        ));
    }
    if p.flask.seed_cells != q.flask.seed_cells {
        out.push(format!(
            "the flasks are seeded with {} and {} cells: the same stock, but another sample of it",
            cells(p.flask.seed_cells as f64),
            cells(q.flask.seed_cells as f64)
        ));
    }
    let (d, e) = (&p.design, &q.design);
    if d.arms != e.arms || d.pooled != e.pooled || d.plating != e.plating || d.barcodes != e.barcodes {
        out.push("arms, pooled vessels, plating or barcodes differ: flasks are seeded in another way".to_owned());
    }
    if d.spikes != e.spikes {
        out.push("what is spiked in differs: flasks start from other mixtures".to_owned());
    }
    if a.biology.mutagenesis != b.biology.mutagenesis {
        out.push("the mutagens differ: flasks start from other mutants".to_owned());
    }
    if !same_supply(&a.biology, &b.biology) {
        out.push(
            "the growth of the undrugged cells, or what can arise in them at which rate, differs: flasks start from \
             other mutants"
                .to_owned(),
        );
    }
    if first.settings != other.settings {
        out.push("the engines or their tolerances differ, so the same random numbers are used otherwise".to_owned());
    }
    out
}

fn stock(stock: &Stock) -> String {
    match stock {
        Stock::Clone { expand_to } => format!("a clone expanded to {} cells", cells(*expand_to)),
        Stock::Old {
            expand_to,
            passaged_days,
        } => format!(
            "an old stock of {} cells, passaged for {}",
            cells(*expand_to),
            days(*passaged_days)
        ),
    }
}

/// Everything that matters before any drug is given.
fn same_supply(a: &Biology, b: &Biology) -> bool {
    let same_allele = |a: &Allele, b: &Allele| {
        a.id == b.id && a.activity == b.activity && a.per_division == b.per_division && a.steps == b.steps
    };
    a.fate == b.fate
        && a.ladder == b.ladder
        && a.base_copies == b.base_copies
        && a.bypasses == b.bypasses
        && a.alleles.len() == b.alleles.len()
        && a.alleles.iter().zip(&b.alleles).all(|(a, b)| same_allele(a, b))
        && a.states == b.states
        && a.niche.ligand == b.niche.ligand
        && a.niche.sources == b.niche.sources
        && a.niche.sparing == b.niche.sparing
}
