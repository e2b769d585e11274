//! Western blot: activity of the target, of bypass receptors and of the pathways, with and without drug.
//!
//! A band shows the mean over the cells of a model activity. Target, pathways and the relays on the way to them
//! (RAS-GTP, pMEK) are relative to the undrugged parental line; a receptor, silent there, is relative to the
//! activity that its alteration gives in the knowledge base (a positive control on the same membrane).

use crate::assay::cells::specimen::Specimen;
use crate::assay::scatter::{ReadoutValue, log_sd, mean_of};
use crate::assay::signals::shown::{Measure, RowKind, activities, readouts};
use crate::model::biology::Biology;
use crate::random::Generator;
use libm::sqrt;
use serde::{Deserialize, Serialize};

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
    /// The cells.
    pub specimen: &'a Specimen,
    /// nM, in the order of the biology's drugs.
    pub doses: &'a [f64],
    /// What was added, such as "no drug".
    pub treatment: &'a str,
}

/// One lane's head.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// Name of the cells.
    pub specimen: String,
    /// What was added.
    pub treatment: String,
}

/// One band as read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Mean of the blots, between floor and ceiling.
    pub value: f64,
    /// Below the weakest band that is told from background.
    pub faint: bool,
    /// Brighter than the exposure shows.
    pub saturated: bool,
}

/// One antibody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlotRow {
    /// What the antibody sees, such as "pERK".
    pub readout: String,
    /// What it stands for, such as "MAPK".
    pub name: String,
    /// What kind of signal that is.
    pub kind: RowKind,
    /// The model has nothing that moves it.
    pub silent: bool,
    /// One per lane.
    pub bands: Vec<Band>,
}

/// A blot as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Blot {
    /// Heads of the lanes.
    pub lanes: Vec<Lane>,
    /// Antibodies: target, relays, pathways, receptors.
    pub rows: Vec<BlotRow>,
    /// How it scattered.
    pub noise: BlotNoise,
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
