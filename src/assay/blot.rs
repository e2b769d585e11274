//! Western blot: activity of the target, of bypass receptors and of the pathways, with and without drug.
//!
//! A band shows the mean over the cells of a model activity. Target, pathways and the relays on the way to them
//! (RAS-GTP, pMEK) are relative to the undrugged parental line; a receptor, silent there, is relative to the
//! activity that its alteration gives in the knowledge base (a positive control on the same membrane).

use super::foreign::Foreign;
use super::scatter::{ReadoutValue, log_sd, mean_of};
use super::specimen::{Specimen, SpecimenCells};
use crate::model::biology::Biology;
use crate::model::signalling::{AlsoShown, Source};
use crate::random::Generator;
use libm::sqrt;
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

/// How readings of bands scatter and where they end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BlotNoise {
    /// Coefficient of variation of one band between blots.
    pub cv: f64,
    /// Weakest band that is told from background.
    pub floor: f64,
    /// Where the exposure saturates.
    pub ceiling: f64,
    /// Blots per reading.
    pub blots: u32,
}

impl Default for BlotNoise {
    fn default() -> Self {
        Self {
            cv: 0.25,
            floor: 0.03,
            ceiling: 4.0,
            blots: 3,
        }
    }
}

impl BlotNoise {
    /// Standard error of the log of a reading.
    pub fn log_error(&self) -> f64 {
        log_sd(self.cv) / sqrt(f64::from(self.blots.max(1)))
    }

    /// What stands behind the numbers.
    pub fn assumptions(&self) -> Vec<ReadoutValue> {
        vec![
            ReadoutValue::assumed(
                "western blot: variation of a band between blots (CV)",
                self.cv,
                (0.1, 0.5),
                "Validation of bioanalytical methods accepts 20 to 25%; densitometry is seldom better \
                 (Gassmann 2009, doi 10.1002/elps.200800720, on its pitfalls).",
            ),
            ReadoutValue::assumed(
                "western blot: weakest band told from background, share of a strong one",
                self.floor,
                (0.01, 0.1),
                "Digital chemiluminescence spans one and a half to two decades.",
            ),
            ReadoutValue::assumed(
                "western blot: saturation, multiple of the parental band",
                self.ceiling,
                (2.0, 10.0),
                "An exposure chosen for the parental band leaves little room above it.",
            ),
        ]
    }
}

/// One lane: cells at doses.
#[derive(Debug, Clone, Copy)]
pub struct LaneSetup<'a> {
    pub specimen: &'a Specimen,
    /// nM, in the order of the biology's drugs.
    pub doses: &'a [f64],
    /// What was added, such as "no drug".
    pub treatment: &'a str,
}

/// One lane's head.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    pub specimen: String,
    pub treatment: String,
}

/// One band as read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Mean of the blots, between floor and ceiling.
    pub value: f64,
    /// Below the weakest band that is told from background.
    pub faint: bool,
    pub saturated: bool,
}

/// One antibody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlotRow {
    /// What the antibody sees, such as "pERK".
    pub readout: String,
    /// What it stands for, such as "MAPK".
    pub name: String,
    pub kind: RowKind,
    /// The model has nothing that moves it.
    pub silent: bool,
    /// One per lane.
    pub bands: Vec<Band>,
}

/// A blot as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Blot {
    pub lanes: Vec<Lane>,
    pub rows: Vec<BlotRow>,
    pub noise: BlotNoise,
}

/// A name without the remark in brackets that says which lines it is for.
fn plain_name(name: &str) -> String {
    name.split(" (").next().unwrap_or_default().to_owned()
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
        .map(|source| (source.readout.clone(), plain_name(&source.name), RowKind::Source));
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
fn shown(biology: &Biology, part: &SpecimenCells, doses: &[f64]) -> Vec<f64> {
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

/// Receptors that the guides ask for whether or not a line's data have them.
const ALWAYS: [(&str, &str); 3] = [("pEGFR", "EGFR"), ("pHER2", "HER2"), ("pMET", "MET")];

/// Which of [`readouts`] have an antibody on a blot: of the sources those with a phospho-form.
fn has_antibody(readout: &str, kind: RowKind) -> bool {
    kind != RowKind::Source || Measure::of(readout) == Measure::Phosphorylation
}

/// Runs a blot: target, relays, pathways, bypass receptors (EGFR, HER2 and MET always).
pub fn blot(biology: &Biology, lanes: &[LaneSetup], noise: BlotNoise, rng: &mut Generator) -> Blot {
    let shown: Vec<Vec<f64>> = lanes
        .iter()
        .map(|lane| activities(biology, lane.specimen, lane.doses))
        .collect();
    let mut read = |value: f64| {
        let seen = mean_of(rng, value, noise.cv, noise.blots);
        Band {
            value: seen.clamp(noise.floor, noise.ceiling),
            faint: seen < noise.floor,
            saturated: seen > noise.ceiling,
        }
    };
    let mut rows: Vec<BlotRow> = Vec::new();
    for (i, (readout, name, kind)) in readouts(biology).into_iter().enumerate() {
        if has_antibody(&readout, kind) {
            let bands = shown.iter().map(|lane| read(lane[i])).collect();
            rows.push(BlotRow {
                readout,
                name,
                kind,
                silent: false,
                bands,
            });
        }
    }
    for (readout, name) in ALWAYS {
        if !rows.iter().any(|row| row.readout == readout) {
            rows.push(BlotRow {
                readout: readout.to_owned(),
                name: name.to_owned(),
                kind: RowKind::Source,
                silent: true,
                bands: shown.iter().map(|_| read(0.0)).collect(),
            });
        }
    }
    rows.sort_by_key(|row| match row.kind {
        RowKind::Target => 0,
        RowKind::Relay => 1,
        RowKind::Pathway => 2,
        RowKind::Source => 3,
    });
    Blot {
        lanes: lanes
            .iter()
            .map(|lane| Lane {
                specimen: lane.specimen.name.clone(),
                treatment: lane.treatment.to_owned(),
            })
            .collect(),
        rows,
        noise,
    }
}

impl Blot {
    /// The row of a read-out.
    pub fn row(&self, readout: &str) -> Option<&BlotRow> {
        self.rows.iter().find(|row| row.readout == readout)
    }

    /// The row of the drug's target.
    pub fn target(&self) -> Option<&BlotRow> {
        self.rows.iter().find(|row| row.kind == RowKind::Target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::biology::SiteAction;
    use crate::model::testing::one_drug;
    use crate::random::{Purpose, stream};

    #[test]
    fn a_read_out_says_what_it_measures() {
        for (readout, measure) in [
            ("pERK", Measure::Phosphorylation),
            ("pHER2", Measure::Phosphorylation),
            ("PIM", Measure::Protein),
            ("VIM", Measure::Protein),
            ("BCL2/MYC/PIM", Measure::Protein),
            ("RAS-GTP", Measure::GtpBound),
            ("PIP3", Measure::Messenger),
            ("cAMP", Measure::Messenger),
        ] {
            assert_eq!(Measure::of(readout), measure, "{readout}");
        }
    }

    #[test]
    fn a_drug_dims_the_target_and_nothing_else_is_seen() {
        let biology = one_drug(Some(SiteAction {
            half_dose: 1.0,
            slope: 1.0,
        }));
        let parental = Specimen::parental(&biology);
        let lane = |doses, treatment| LaneSetup {
            specimen: &parental,
            doses,
            treatment,
        };
        let noise = BlotNoise {
            cv: 0.0,
            ..BlotNoise::default()
        };
        let mut rng = stream(1, 0, Purpose::Blot);
        let lanes = [lane(&[0.0][..], "no drug"), lane(&[9.0][..], "drug")];
        let blot = blot(&biology, &lanes, noise, &mut rng);
        let target = blot.target().unwrap();
        assert!((target.bands[0].value - 1.0).abs() < 1e-12);
        assert!((target.bands[1].value - 0.1).abs() < 1e-12);
        let her2 = blot.row("pHER2").unwrap();
        assert!(her2.silent && her2.bands.iter().all(|band| band.faint));
    }
}
