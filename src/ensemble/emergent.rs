//! What became resistant in a run: the populations of its resistant flasks, whole, pooled by what they consist of.

use super::specimens::{FinishedRun, SpecimenError, When};
use crate::assay::cells::genotype::label_by_copy;
use crate::assay::functional::cross_resistance::LookedAt;
use crate::assay::{Bench, Specimen, SpecimenCells};
use crate::engine::record::Outcome;
use crate::model::biology::Biology;
use crate::words::percent;

/// Least share of a flask's cells from which a mechanism tells its flask from others.
const TELLING: f64 = 0.1;
/// Share of a flask's cells below which a type is left out: it moves no IC50 that can be told.
const LEAST: f64 = 1e-3;
/// From this share on a population goes by its one mechanism alone.
const NEARLY_ALL: f64 = 0.95;

/// Populations of resistant flasks at their outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Emergent {
    /// How many flasks were looked at, and how many of them were resistant.
    pub flasks: LookedAt,
    /// Pooled cells, each flask with the same weight, and the number of flasks; the most frequent first.
    pub populations: Vec<(Specimen, u64)>,
}

/// A mechanism of a population, without copy numbers.
type Share = (String, f64);

impl FinishedRun {
    /// Populations of the resistant ones among some flasks at their outcome. Flasks with the same mechanisms in at
    /// least a tenth of their cells are pooled.
    ///
    /// # Errors
    /// None of them is resistant: what became of them instead.
    pub fn emergent(&self, bench: &Bench, flasks: &[u64]) -> Result<Emergent, SpecimenError> {
        let taken = super::collect(flasks.len() as u64, |place| {
            let flask = flasks[place as usize];
            let record = self.record(flask)?;
            let cells = match record.outcome {
                Outcome::Resistant => Some(self.specimen(bench, flask, When::Outcome)?.specimen),
                _ => None,
            };
            Ok((record.outcome, cells))
        });
        let taken: Vec<(Outcome, Option<Specimen>)> = taken.into_iter().collect::<Result<_, SpecimenError>>()?;
        let outcomes = || taken.iter().map(|(outcome, _)| *outcome);
        let resistant: Vec<&Specimen> = taken.iter().filter_map(|(_, cells)| cells.as_ref()).collect();
        if resistant.is_empty() {
            return Err(SpecimenError::NoneResistant {
                outcomes: count(outcomes()),
            });
        }
        Ok(Emergent {
            flasks: LookedAt {
                all: self.scenario.replicates,
                looked_at: flasks.len() as u64,
                resistant: resistant.len() as u64,
            },
            populations: pooled(&bench.biology, &resistant),
        })
    }
}

/// Flasks of one composition together.
fn pooled(biology: &Biology, flasks: &[&Specimen]) -> Vec<(Specimen, u64)> {
    let mut groups: Vec<(Vec<String>, Vec<SpecimenCells>, u64)> = Vec::new();
    for flask in flasks {
        let own = kept(flask);
        let key = composition(biology, &own);
        match groups.iter_mut().find(|(known, ..)| *known == key) {
            Some((_, cells, n)) => {
                cells.extend(own);
                *n += 1;
            }
            None => groups.push((key, own, 1)),
        }
    }
    let mut named: Vec<(Specimen, u64)> = (groups.into_iter())
        .filter_map(|(key, cells, n)| {
            let cells = Specimen::mixed(String::new(), cells)?;
            let name = name(biology, &key, &cells);
            Some((cells.named(name), n))
        })
        .collect();
    named.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.name.cmp(&b.0.name)));
    named
}

/// Cells of a flask as shares, without what is next to nothing.
fn kept(flask: &Specimen) -> Vec<SpecimenCells> {
    let all = flask.total();
    let share = |part: &SpecimenCells| SpecimenCells {
        count: part.count / all,
        ..part.clone()
    };
    let parts = flask.cells().iter().map(share);
    parts.filter(|part| part.count >= LEAST).collect()
}

/// Mechanisms by their share, the largest first; copies of one amplification count together.
fn shares(biology: &Biology, cells: &[SpecimenCells]) -> Vec<Share> {
    let all: f64 = cells.iter().map(|part| part.count).sum();
    let mut shares: Vec<Share> = Vec::new();
    for part in cells {
        let label = label_by_copy(biology, &part.genotype, part.state);
        match shares.iter_mut().find(|known| known.0 == label) {
            Some(known) => known.1 += part.count / all,
            None => shares.push((label, part.count / all)),
        }
    }
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    shares
}

/// The mechanisms that tell a flask, in the order of their names; the commonest one where all are rare.
fn composition(biology: &Biology, cells: &[SpecimenCells]) -> Vec<String> {
    let shares = shares(biology, cells);
    let telling = shares.iter().filter(|(_, share)| *share >= TELLING).count().max(1);
    let mut labels: Vec<String> = shares.into_iter().take(telling).map(|(label, _)| label).collect();
    labels.sort();
    labels
}

/// "G1202R 79%, I1171N 20%"; "ALK amplification (5.8 copies)".
fn name(biology: &Biology, key: &[String], cells: &Specimen) -> String {
    let of_key = shares(biology, cells.cells()).into_iter();
    let parts: Vec<String> = of_key
        .filter(|(label, _)| key.contains(label))
        .map(|(label, share)| {
            let copies = copies(biology, cells, &label);
            match key.len() == 1 && share >= NEARLY_ALL {
                true => format!("{label}{copies}"),
                false => format!("{label}{copies} {}", percent(share)),
            }
        })
        .collect();
    parts.join(", ")
}

/// Mean driver copies of a mechanism's cells where they have more than usual, and how many carry a new allele.
fn copies(biology: &Biology, cells: &Specimen, label: &str) -> String {
    let usual: u32 = biology.base_copies.iter().map(|group| group.count).sum();
    let (mut total, mut all, mut mutated) = (0.0, 0.0, 0.0);
    for part in cells.cells() {
        if label_by_copy(biology, &part.genotype, part.state) == label {
            let (copies, alleles) = biology.driver_copies(&part.genotype);
            total += part.count;
            all += part.count * f64::from(copies);
            mutated += part.count * f64::from(alleles.iter().map(|(_, n)| *n).max().unwrap_or(0));
        }
    }
    let (all, mutated) = (all / total, mutated / total);
    let number = |value: f64| format!("{}", libm::round(10.0 * value) / 10.0);
    match (all > f64::from(usual) + 0.05, mutated > 0.0) {
        (false, _) => String::new(),
        (true, false) => format!(" ({} copies)", number(all)),
        (true, true) => format!(" ({} of {} copies)", number(mutated), number(all)),
    }
}

/// Flasks by outcome, the most frequent first.
fn count(outcomes: impl Iterator<Item = Outcome>) -> Vec<(&'static str, u64)> {
    let mut counts: Vec<(&'static str, u64)> = Vec::new();
    for word in outcomes.map(Outcome::word) {
        match counts.iter_mut().find(|known| known.0 == word) {
            Some((_, n)) => *n += 1,
            None => counts.push((word, 1)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts
}
