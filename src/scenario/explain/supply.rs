//! How many mutants to expect: by divisions, and by a mutagen.

use crate::assay::cells::genotype::label_by_copy;
use crate::model::biology::{Biology, Genotype};
use crate::model::protocol::{Protocol, Stock};
use crate::words::{Columns, cells, number};
use serde::Serialize;
use std::fmt;

/// Expected numbers of new mutants.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Supply {
    /// Divisions while the stock is expanded.
    pub stock_divisions: f64,
    /// Divisions between seeding and passage without drug.
    pub passage_divisions: f64,
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
    /// Expected founding events in the stock.
    pub in_stock: f64,
    /// Expected founding events between seeding and passage.
    pub per_passage: f64,
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

pub fn supply(biology: &Biology, protocol: &Protocol) -> Supply {
    let stock = match protocol.stock {
        Stock::Clone { expand_to } | Stock::Old { expand_to, .. } => expand_to,
    };
    let flask = &protocol.flask;
    let stock_divisions = divisions(biology, 1.0, stock);
    let passage_divisions = divisions(biology, flask.seed_cells as f64, flask.capacity * flask.passage_at);
    let routes = biology
        .reachable_first()
        .into_iter()
        .map(|(genotype, _, per_division)| Route {
            by_mutagen: by_mutagen(biology, flask.seed_cells, &genotype),
            label: label_by_copy(biology, &genotype, 0),
            per_division,
            in_stock: per_division * stock_divisions,
            per_passage: per_division * passage_divisions,
        });
    Supply {
        stock_divisions,
        passage_divisions,
        routes: routes.collect(),
    }
}

impl fmt::Display for Supply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "Expected new mutants: {} divisions while the stock is expanded, {} per passage without drug",
            cells(self.stock_divisions),
            cells(self.passage_divisions)
        )?;
        let header = ["alteration", "per division", "in the stock", "per passage"];
        let by_mutagen = self.routes.iter().any(|route| route.by_mutagen.is_some());
        let mut columns = Columns::name_and_numbers(4).indented(2);
        columns.row(header.into_iter().chain(by_mutagen.then_some("seeded, by mutagen")));
        for route in &self.routes {
            let mut row = vec![
                route.label.clone(),
                number(route.per_division),
                number(route.in_stock),
                number(route.per_passage),
            ];
            row.extend(route.by_mutagen.map(number));
            columns.row(row);
        }
        f.write_str(&columns.text())
    }
}
