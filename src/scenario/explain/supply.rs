//! How many mutants to expect: by divisions, and by a mutagen.

use crate::assay::cells::genotype::label_by_copy;
use crate::model::biology::{Biology, Genotype};
use crate::model::culture::{logistic_cells, logistic_divisions};
use crate::model::protocol::{Protocol, Stock};
use crate::scenario::subject::Subject;
use crate::words::{Columns, cells, days, number};
use serde::Serialize;
use std::fmt;

/// Expected numbers of new mutants.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Supply {
    /// Divisions while the stock is expanded, and passaged where it is old, or the tumour of a patient grew.
    pub stock_divisions: f64,
    /// Days for which an old stock is passaged; absent for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passaged_days: Option<f64>,
    /// Divisions from one passage to the next without drug, once the flask is passaged as planned; absent for patients.
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
    /// Expected founding events from one passage to the next; absent for patients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_passage: Option<f64>,
    /// Expected cells that the mutagen has given it among those seeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_mutagen: Option<f64>,
}

/// Unaltered cells without drug, per day.
struct Undrugged {
    birth: f64,
    net: f64,
}

impl Undrugged {
    fn of(biology: &Biology) -> Self {
        let none = vec![0.0; biology.drugs().len()];
        let rates = biology.phenotype(&biology.wild_type(), 0, &none);
        Self {
            birth: rates.birth,
            net: rates.net(),
        }
    }

    /// Divisions that take `from` cells to `to` cells without crowding: b / (b - d) for each cell added.
    fn divisions(&self, from: f64, to: f64) -> f64 {
        match self.net > 0.0 {
            true => (to - from).max(0.0) * self.birth / self.net,
            false => 0.0,
        }
    }

    /// Divisions while the stock grows, and in the passages of an old one: back to the seeding number, and to the stock's size again.
    fn in_stock(&self, stock: &Stock, seed_cells: f64) -> f64 {
        let expand_to = stock.expand_to();
        let expanded = self.divisions(1.0, expand_to);
        let Stock::Old { passaged_days, .. } = *stock else {
            return expanded;
        };
        let kept = seed_cells.min(expand_to);
        let full = expand_to.max(2.0 * kept);
        let passages = libm::ceil(passaged_days * self.net / libm::log(full / kept));
        expanded + passages.max(0.0) * self.divisions(kept, full)
    }

    /// Divisions from one passage to the next, once the flask is passaged as it is planned.
    fn in_passage(&self, protocol: &Protocol) -> f64 {
        let flask = &protocol.flask;
        let seeded = flask.seed_cells as f64;
        // Cells that a passage leaves attached, and those that the next one finds.
        let plated = |kept: f64| kept * protocol.design.plating;
        let until = |start: f64| {
            let by_calendar = flask
                .passage_every
                .map(|days| logistic_cells(start, days, self.net, flask.capacity));
            let by_size = (!protocol.design.calendar_only).then_some(flask.passage_at * flask.capacity);
            let end = by_calendar
                .into_iter()
                .chain(by_size)
                .fold(FULLEST * flask.capacity, f64::min);
            (end, by_size.is_some_and(|size| size <= end))
        };
        let (_, by_size) = until(plated(seeded));
        let start = match by_size {
            true => plated(flask.split * flask.passage_at * flask.capacity),
            false => plated(seeded),
        };
        logistic_divisions((start, until(start).0), self.birth, self.net, flask.capacity)
    }
}

/// A flask that is passaged late is full, but never quite.
const FULLEST: f64 = 0.999;

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
    let flask = &protocol.flask;
    let undrugged = Undrugged::of(biology);
    let stock_divisions = match &subject.patient {
        Some(patient) => undrugged.divisions(1.0, patient.pool),
        None => undrugged.in_stock(&protocol.stock, flask.seed_cells as f64),
    };
    let passage_divisions = subject.patient.is_none().then(|| undrugged.in_passage(protocol));
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
    let passaged_days = match protocol.stock {
        Stock::Old { passaged_days, .. } if subject.patient.is_none() => Some(passaged_days),
        _ => None,
    };
    Supply {
        stock_divisions,
        passaged_days,
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
                let passaged = self.passaged_days.map_or(String::new(), |old| {
                    format!(
                        " and passaged for {} (each passage carries on a part of them)",
                        days(old)
                    )
                });
                writeln!(
                    f,
                    "Expected new mutants: {before} divisions while the stock is expanded{passaged}, {} per passage without drug",
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
