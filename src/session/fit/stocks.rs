//! Barcodes of arms that were split from one stock: what was seen of them, and simulated stocks looked at in the same way.

use crate::engine::record::ArmBarcodes;
use crate::random::Generator;
use crate::sampling::{gamma, multinomial_of_many, normal};
use crate::statistics::fit::{ArmReads, BARCODE_ERROR, BARCODE_NUMBERS, BarcodeNumber, StockSeen, barcode_scores};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// When an arm was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    /// On a day from seeding: the bits of a number that is not negative, which are in its order.
    Day(u64),
    /// At the outcome of its flask.
    Outcome,
}

/// An arm, which is a flask of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct SeenArm {
    /// File and line of its first row.
    pub at: String,
    /// Reads by barcode.
    pub looks: BTreeMap<Look, BTreeMap<u32, u64>>,
}

/// Arms of one stock.
#[derive(Debug, Clone, Default)]
pub(super) struct SeenStock {
    /// As the data call it.
    pub name: String,
    /// By name; the first is the first that is split from a simulated stock, and so on.
    pub arms: BTreeMap<String, SeenArm>,
    codes: BTreeMap<String, u32>,
    seen: OnceLock<StockSeen>,
}

/// Reads of one arm at one look.
struct Asked {
    /// Its place among the arms of the stock.
    arm: usize,
    reads: u64,
}

impl Look {
    /// On a day, or at the outcome where none is stated.
    pub fn on(day: Option<f64>) -> Self {
        day.map_or(Self::Outcome, |day| Self::Day((day + 0.0).to_bits()))
    }

    /// The day; none at the outcome.
    pub fn day(self) -> Option<f64> {
        match self {
            Look::Day(bits) => Some(f64::from_bits(bits)),
            Look::Outcome => None,
        }
    }
}

impl SeenStock {
    /// The number of a barcode among those of the stock.
    pub fn code(&mut self, barcode: &str) -> u32 {
        if let Some(known) = self.codes.get(barcode) {
            return *known;
        }
        let code = self.codes.len() as u32;
        self.codes.insert(barcode.to_owned(), code);
        code
    }

    /// Looks at any of its arms, in the order of time, the outcome last.
    pub fn looks(&self) -> BTreeSet<Look> {
        self.arms.values().flat_map(|arm| arm.looks.keys().copied()).collect()
    }

    /// What is seen of it where `reads` says those of an arm (by its place) at a look.
    fn seen_by(&self, mut reads: impl FnMut(Asked, Look) -> ArmReads) -> StockSeen {
        let mut seen = StockSeen {
            living: Vec::new(),
            scores: Vec::new(),
        };
        for look in self.looks() {
            let asked = self.arms.values().enumerate().filter_map(|(arm, of)| {
                let reads = of.looks.get(&look)?.values().sum();
                Some(Asked { arm, reads })
            });
            let arms: Vec<ArmReads> = asked.map(|asked| reads(asked, look)).collect();
            seen.living
                .push(arms.iter().filter(|arm| !arm.is_empty()).count() as u64);
            seen.scores.extend(barcode_scores(&arms));
        }
        seen
    }

    /// What the data show, of all rows that are there when it is asked first.
    pub fn seen(&self) -> &StockSeen {
        self.seen.get_or_init(|| self.read())
    }

    fn read(&self) -> StockSeen {
        let arms: Vec<&SeenArm> = self.arms.values().collect();
        self.seen_by(|asked, look| {
            let reads = arms[asked.arm].looks[&look].iter();
            reads
                .filter(|(_, reads)| **reads > 0)
                .map(|(&code, &reads)| (code, reads))
                .collect()
        })
    }

    /// What would be seen of simulated arms with as many reads. An arm that died out in the data and lives here has as many as
    /// the others have on average.
    pub fn seen_of(&self, stock: &[ArmBarcodes], days: &[f64], scatter: f64, rng: &mut Generator) -> StockSeen {
        let all: Vec<u64> = self
            .arms
            .values()
            .flat_map(|arm| arm.looks.values().map(|reads| reads.values().sum()))
            .collect();
        let (reads, read) = (
            all.iter().sum::<u64>(),
            all.iter().filter(|reads| **reads > 0).count() as u64,
        );
        let usual = (reads / read.max(1)).max(1);
        self.seen_by(|asked, look| {
            let arm = &stock[asked.arm];
            let cells = match look.day() {
                None => &arm.at_outcome,
                Some(day) => days
                    .iter()
                    .position(|other| *other == day)
                    .map_or(&arm.at_outcome, |at| &arm.on_days[at]),
            };
            read_off(cells, if asked.reads == 0 { usual } else { asked.reads }, scatter, rng)
        })
    }

    /// Each number seen, with its look: none stands for the arms that have reads.
    pub fn numbers(&self) -> Vec<(Look, Option<BarcodeNumber>, f64)> {
        let seen = self.seen();
        let by_look = seen.living.iter().zip(seen.scores.chunks(BARCODE_NUMBERS.len()));
        let mut numbers = Vec::new();
        for (look, (living, scores)) in self.looks().into_iter().zip(by_look) {
            numbers.push((look, None, *living as f64));
            let told = BARCODE_NUMBERS.iter().zip(scores).filter(|(_, score)| !score.is_nan());
            numbers.extend(told.map(|(number, score)| (look, Some(*number), number.of_score(*score))));
        }
        numbers
    }

    /// Numbers that are seen of it.
    pub fn observations(&self) -> usize {
        self.numbers().len()
    }

    /// A number per place of a stock that was seen again; NaN of what is not there.
    pub fn told_again(&self, again: &StockSeen, rng: &mut Generator) -> Vec<f64> {
        let looks: Vec<Look> = self.looks().into_iter().collect();
        let number = |(look, number, _): (Look, Option<BarcodeNumber>, f64)| {
            let at = looks.iter().position(|other| *other == look).unwrap_or(0);
            let Some(number) = number else {
                return again.living[at] as f64;
            };
            let of = BARCODE_NUMBERS.iter().position(|other| *other == number).unwrap_or(0);
            number.of_score(again.scores[at * BARCODE_NUMBERS.len() + of] + BARCODE_ERROR * normal(rng))
        };
        self.numbers().into_iter().map(number).collect()
    }
}

/// So many reads of cells per barcode: drawn by their numbers, each with an error of its own.
fn read_off(cells: &[(u32, u64)], reads: u64, scatter: f64, rng: &mut Generator) -> ArmReads {
    let shape = 1.0 / (scatter * scatter).max(1e-8);
    let weights: Vec<f64> = cells
        .iter()
        .map(|(_, cells)| *cells as f64 * gamma(rng, shape))
        .collect();
    let drawn = multinomial_of_many(rng, reads, &weights);
    let codes = cells.iter().map(|(code, _)| *code);
    codes.zip(drawn).filter(|(_, reads)| *reads > 0).collect()
}
