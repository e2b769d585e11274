//! How many mutants to expect: by divisions, and by a mutagen.

use crate::assay::cells::genotype::label_by_copy;
use crate::model::biology::{Biology, Genotype};
use crate::model::protocol::Protocol;
use crate::scenario::subject::Subject;
use crate::words::{Columns, cells, number};
use serde::Serialize;
use std::fmt;

/// Expected numbers of new mutants.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Supply {
    /// Divisions while the stock is expanded, or the tumour of a patient grew.
    pub stock_divisions: f64,
    /// Divisions between seeding and passage without drug; absent for patients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage_divisions: Option<f64>,
    /// The alterations that a division can found.
    pub routes: Vec<Route>,
}

/// One alteration that a single division can found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Route {
    /// What the alteration is called.
    pub label: String,
    /// Probability per division.
    pub per_division: f64,
    /// Expected founding events in the stock, or in the tumour of a patient before its treatment.
    pub in_stock: f64,
    /// Expected founding events between seeding and passage; absent for patients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_passage: Option<f64>,
    /// Expected cells that the mutagen has given it among those seeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_mutagen: Option<f64>,
}

/// Divisions that take `from` cells to `to` cells: b / (b - d) for each cell added.
fn divisions(biology: &Biology, from: f64, to: f64) -> f64 {
    let none = vec![0.0; biology.drugs().len()];
    let rates = biology.phenotype(&biology.wild_type(), 0, &none);
    match rates.net() > 0.0 {
        true => (to - from).max(0.0) * rates.birth / rates.net(),
        false => 0.0,
    }
}

/// Expected seeded cells that a mutagen has turned from the unaltered line into `genotype`.
fn by_mutagen(biology: &Biology, seeded: u64, genotype: &Genotype) -> Option<f64> {
    let hits = biology.mutagenesis.as_ref()?;
    let wild_type = biology.wild_type();
    let alleles = hits.per_copy.iter().enumerate().flat_map(|(a, probability)| {
        let mutants = biology.point_mutants(&wild_type, a as u32).into_iter();
        mutants.map(move |(copies, child)| (f64::from(copies) * probability, child))
    });
    let bypasses = hits.per_cell.iter().enumerate();
    let bypasses = bypasses.map(|(b, probability)| (*probability, wild_type.with_bypass(b as u32)));
    let share: f64 = alleles
        .chain(bypasses)
        .filter(|(_, child)| child == genotype)
        .map(|(p, _)| p)
        .sum();
    Some(seeded as f64 * share)
}

pub fn supply(subject: &Subject, protocol: &Protocol) -> Supply {
    let biology = &*subject.biology;
    let grown_to = match (&subject.patient, &protocol.stock) {
        (Some(patient), _) => patient.pool,
        (None, stock) => stock.expand_to(),
    };
    let flask = &protocol.flask;
    let stock_divisions = divisions(biology, 1.0, grown_to);
    let passage = || divisions(biology, flask.seed_cells as f64, flask.capacity * flask.passage_at);
    let passage_divisions = subject.patient.is_none().then(passage);
    let routes = biology
        .reachable_first()
        .into_iter()
        .map(|(genotype, _, per_division)| Route {
            by_mutagen: by_mutagen(biology, flask.seed_cells, &genotype),
            label: label_by_copy(biology, &genotype, 0),
            per_division,
            in_stock: per_division * stock_divisions,
            per_passage: passage_divisions.map(|divisions| per_division * divisions),
        });
    Supply {
        stock_divisions,
        passage_divisions,
        routes: routes.collect(),
    }
}

impl fmt::Display for Supply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = cells(self.stock_divisions);
        let mut header = vec!["alteration", "per division"];
        match self.passage_divisions {
            Some(passage) => {
                header.extend(["in the stock", "per passage"]);
                writeln!(
                    f,
                    "Expected new mutants: {before} divisions while the stock is expanded, {} per passage without drug",
                    cells(passage)
                )?;
            }
            None => {
                header.push("before treatment");
                writeln!(
                    f,
                    "Expected new mutants in a patient in the middle of all: {before} divisions while the tumour grew (with the \
                     cells that died since)"
                )?;
            }
        }
        header.extend(
            self.routes
                .iter()
                .any(|route| route.by_mutagen.is_some())
                .then_some("seeded, by mutagen"),
        );
        let mut columns = Columns::name_and_numbers(header.len()).indented(2);
        columns.row(header);
        for route in &self.routes {
            let mut row = vec![route.label.clone(), number(route.per_division), number(route.in_stock)];
            row.extend(route.per_passage.map(number));
            row.extend(route.by_mutagen.map(number));
            columns.row(row);
        }
        f.write_str(&columns.text())
    }
}
