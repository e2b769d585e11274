//! What of a cell's signalling can be shown: target, sources, pathways and the relays between, as model activities.

use crate::assay::cells::specimen::{Foreign, Specimen, SpecimenCells};
use crate::model::biology::Biology;
use crate::model::signalling::{AlsoShown, Source};
use serde::{Deserialize, Serialize};

/// What a row of the blot is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// The drug's target.
    Target,
    /// A source of signal beside it: a receptor, RAS, a lineage programme.
    Source,
    /// A stage that their signal passes on its way: RAS, MEK.
    Relay,
    /// A pathway behind them.
    Pathway,
}

/// What a read-out measures, and so by which kind of reagent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Phosphorylated protein, by a phospho-specific antibody.
    Phosphorylation,
    /// Amount of a protein.
    Protein,
    /// GTP-bound protein, by pull-down.
    GtpBound,
    /// A small molecule, by an immunoassay of its own.
    Messenger,
}

impl Measure {
    /// What a read-out of the knowledge base measures: "pERK" phosphorylation, "VIM" a protein.
    pub fn of(readout: &str) -> Self {
        let mut letters = readout.chars();
        let phospho = letters.next() == Some('p') && letters.next().is_some_and(char::is_uppercase);
        match readout {
            _ if phospho => Measure::Phosphorylation,
            _ if readout.ends_with("-GTP") => Measure::GtpBound,
            "cAMP" | "PIP3" => Measure::Messenger,
            _ => Measure::Protein,
        }
    }

    /// In words, for a table.
    pub fn words(self) -> &'static str {
        match self {
            Measure::Phosphorylation => "phosphorylation",
            Measure::Protein => "protein",
            Measure::GtpBound => "GTP-bound, pull-down",
            Measure::Messenger => "messenger, immunoassay",
        }
    }
}

/// Whether a source has a band of its own; the others show in a relay's or a pathway's.
fn own_band(biology: &Biology, source: &Source) -> bool {
    let in_relay = (biology.relays.iter()).any(|relay| relay.readout == source.readout);
    !in_relay && biology.nodes.iter().all(|node| node.readout != source.readout)
}

/// Bands that sources raise beside their own, each once.
fn beside(biology: &Biology) -> Vec<&AlsoShown> {
    let mut found: Vec<&AlsoShown> = Vec::new();
    for also in biology.sources.iter().flat_map(|source| &source.also) {
        if found.iter().all(|known| known.readout != also.readout) {
            found.push(also);
        }
    }
    found
}

/// What can be shown of a line: (read-out, name, kind), in the order of [`activities`].
pub fn readouts(biology: &Biology) -> Vec<(String, String, RowKind)> {
    let target = (
        biology.driver_readout.clone(),
        biology.driver_name.clone(),
        RowKind::Target,
    );
    let sources = (biology.sources.iter().filter(|source| own_band(biology, source)))
        .map(|source| (source.readout.clone(), source.name.clone(), RowKind::Source));
    let nodes = biology
        .nodes
        .iter()
        .map(|node| (node.readout.clone(), node.name.clone(), RowKind::Pathway));
    let relays = (biology.relays.iter()).map(|relay| (relay.readout.clone(), relay.name.clone(), RowKind::Relay));
    let beside = (beside(biology).into_iter()).map(|also| (also.readout.clone(), also.name.clone(), RowKind::Source));
    (std::iter::once(target).chain(sources).chain(nodes))
        .chain(relays)
        .chain(beside)
        .collect()
}

/// What cells of one type show, in the order of [`readouts`].
pub(super) fn shown(biology: &Biology, part: &SpecimenCells, doses: &[f64]) -> Vec<f64> {
    let outputs = biology.node_outputs(&part.genotype, part.state, doses);
    let values: Vec<f64> = outputs.into_iter().map(|(_, value)| value).collect();
    // Driver, sources, nodes: the order of `node_outputs`.
    let (driver, rest) = values.split_at(1);
    let (sources, nodes) = rest.split_at(biology.sources.len());
    let active = || biology.sources.iter().zip(sources);
    let own = active().filter(|(source, _)| own_band(biology, source));
    let raised = |also: &AlsoShown| {
        let by = active().filter(|(source, _)| source.also.iter().any(|other| other.readout == also.readout));
        by.map(|(_, activity)| activity).sum::<f64>()
    };
    (driver.iter().copied())
        .chain(own.map(|(_, activity)| *activity))
        .chain(nodes.iter().copied())
        .chain(biology.relay_outputs(&part.genotype, part.state, doses))
        .chain(beside(biology).into_iter().map(raised))
        .collect()
}

/// Mean over the cells of everything that can be shown, without scatter, in the order of [`readouts`].
pub fn activities(biology: &Biology, specimen: &Specimen, doses: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; readouts(biology).len()];
    for part in specimen.cells() {
        for (sum, value) in sums.iter_mut().zip(shown(biology, part, doses)) {
            *sum += part.count * value;
        }
    }
    let (total, own) = (specimen.total(), specimen.own_share());
    let elsewhere = specimen.foreign().map(|foreign| of_foreign(biology, foreign, doses));
    let foreign = |row: usize| elsewhere.as_ref().map_or(0.0, |shown: &Vec<f64>| shown[row]);
    let means = sums.into_iter().enumerate();
    means
        .map(|(row, sum)| own * sum / total + (1.0 - own) * foreign(row))
        .collect()
}

/// What cells of another line show of the same read-outs; nothing of those that their data do not have.
fn of_foreign(biology: &Biology, foreign: &Foreign, doses: &[f64]) -> Vec<f64> {
    let theirs = &foreign.line.biology;
    let cells = Specimen::parental(theirs);
    let shown = activities(theirs, &cells, &foreign.line.doses(biology, doses));
    let known: Vec<(String, f64)> = (readouts(theirs).into_iter().zip(shown))
        .map(|((readout, ..), value)| (readout, value))
        .collect();
    let value = |readout: &String| known.iter().find(|(name, _)| name == readout).map_or(0.0, |(_, v)| *v);
    readouts(biology).iter().map(|(readout, ..)| value(readout)).collect()
}
