//! Whether sequencing alone finds what made a culture resistant: many cultures, days and depths, without a work-up.

use super::score::{Verdict, score};
use super::truth::{Circumstances, GrowthTest, Truth, truth};
use crate::assay::sequencing::panel::{Alteration, DnaChange, Panel, Ready};
use crate::assay::sequencing::quick::{Quick, QuickCall};
use crate::assay::{Bench, BenchError, Estimate, Specimen, Translation};
use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::decision::by_sequence;
use crate::diagnosis::examination::cells_with;
use crate::diagnosis::readouts::{DriverSequencing, PanelFinding, PanelSequencing, Readouts, Variant};
use crate::diagnosis::thresholds::Thresholds;
use crate::model::biology::Biology;
use crate::random::Generator;
use crate::statistics::interval::Z95;
use libm::exp2;

/// The driver's kinase domain and everything else that a line may change, read at some depths.
pub struct Sequencer {
    bench: Bench,
    atlas: Atlas,
    quick: Quick,
    limits: Thresholds,
}

/// What sequencing a culture comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The first call has the kind of what made it resistant.
    pub right: bool,
    /// And every mechanism with a share that counts is found.
    pub complete: bool,
    /// Every such mechanism is found, however few of the cells it speaks for.
    pub found: bool,
}

impl Sequencer {
    /// On a bench, at these depths (reads at every position, at least as many as a call needs).
    pub fn new(bench: Bench, depths: &[u64]) -> Self {
        let quick = Quick::new(&bench, Panel::ready(&bench, Ready::Broad), depths);
        Self {
            atlas: Atlas::of(&bench),
            quick,
            bench,
            limits: Thresholds::default(),
        }
    }

    /// What made a culture of some world resistant, at the doses that it had last (nM, one per drug); `growing` is the share
    /// of parental growth from which on its cells count as growing.
    pub fn truth(biology: &Biology, culture: &Specimen, doses: &[f64], growing: f64) -> Truth {
        let growth = Some(GrowthTest { doses, growing });
        let met = Circumstances {
            growth,
            ..Circumstances::default()
        };
        truth(biology, culture, &met)
    }

    /// The share of the cells that a finding must speak for to be named as what makes them resistant.
    pub fn explaining_share() -> f64 {
        Thresholds::default().explaining_share
    }

    /// How cells of a world are told on the bench.
    ///
    /// # Errors
    /// The bench lacks something that the cells may have.
    pub fn translation(&self, biology: &Biology) -> Result<Translation, BenchError> {
        Translation::between(biology, &self.bench.biology)
    }

    /// Sequences a sample at every depth and holds what is named against the truth.
    pub fn read(
        &self,
        to: &Translation,
        sample: &Specimen,
        truth: &Truth,
        depths: usize,
        rng: &mut Generator,
    ) -> Vec<Seen> {
        let dna = self.quick.dna(&self.bench, &to.specimen(sample));
        let one = |depth: usize, rng: &mut Generator| {
            let table = self.table(&self.quick.calls(&dna, depth, rng));
            let found = score(&by_sequence(&table, &self.atlas, &self.limits), truth);
            let right = found.verdict == Verdict::Right;
            Seen {
                right,
                complete: right && found.complete,
                found: found.seen || (right && found.complete),
            }
        };
        (0..depths).map(|depth| one(depth, rng)).collect()
    }

    /// The calls as read-outs.
    fn table(&self, calls: &[QuickCall]) -> Readouts {
        let design = self.quick.design();
        let half = Z95 * design.ratio_noise;
        let exact = |value: f64| Estimate {
            value,
            low: value,
            high: value,
        };
        let (mut new_variants, mut copies, mut findings) = (Vec::new(), None, Vec::new());
        for call in calls {
            match call.site.what {
                Alteration::Allele(_) => new_variants.push(Variant {
                    name: call.site.change.clone(),
                    region: call.site.region.clone(),
                    vaf: exact(call.value),
                    before: None,
                }),
                Alteration::DriverCopies => {
                    copies = Some(Estimate {
                        value: exp2(call.value),
                        low: exp2(call.value - half),
                        high: exp2(call.value + half),
                    });
                }
                Alteration::Bypass(bypass) => {
                    let biology = &self.bench.biology;
                    let activity = &biology.bypasses[bypass as usize].activity;
                    let Some(source) = activity.iter().position(|activity| *activity > 0.0) else {
                        continue;
                    };
                    let share = match call.site.dna {
                        DnaChange::Point => 2.0 * call.value,
                        dna => cells_with(dna, call.value),
                    };
                    findings.push(PanelFinding {
                        name: call.site.change.clone(),
                        route: biology.sources[source].id.clone(),
                        share: exact(share),
                        before: None,
                    });
                }
            }
        }
        let mut table = Readouts::empty("", "", 0.0);
        table.driver = Some(DriverSequencing {
            gene: self.bench.biology.driver_name.clone(),
            method: design.method,
            limit: 0.0,
            new_variants,
            as_before: Vec::new(),
            copies,
        });
        table.panel = Some(PanelSequencing {
            genes: Vec::new(),
            method: design.method,
            limit: 0.0,
            findings,
        });
        table
    }
}
