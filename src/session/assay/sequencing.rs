//! DNA of cultures, by one method or several.

use super::delivery::Delivery;
use super::subject::Subject;
use crate::assay::Bench;
use crate::assay::sequencing::panel::{Panel, Ready};
use crate::assay::sequencing::{Method, SequencingDesign, sequence};
use crate::diagnosis::examination::workup::PanelGenes;
use crate::diagnosis::{Runs, Sequenced};
use crate::random::Purpose;
use crate::report::assay::{SequencingReport, sequencing};
use crate::session::SessionError;
use crate::units::Percent;

/// Each culture and its pre-treatment sample by each method.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequencing {
    /// Methods, each a run of its own.
    pub methods: Vec<Method>,
    /// What is read.
    pub panel: PanelGenes,
    /// Error rate per base, from 0 to 0.1.
    pub error_rate: f64,
    /// Share of the DNA that comes from the culture, above 0%.
    pub purity: Percent,
}

impl Default for Sequencing {
    fn default() -> Self {
        let reads = |depth| Method::Reads { depth };
        Self {
            methods: vec![reads(1000), reads(500), Method::SANGER, Method::DIGITAL_PCR],
            panel: PanelGenes::Ready { panel: Ready::Bypass },
            error_rate: 1e-3,
            purity: Percent::new(100.0).expect("all of it"),
        }
    }
}

impl Sequencing {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] cannot be had, nothing is known to change in a gene of the panel, depth, limit, error rate or
    /// purity are not allowed, or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<Vec<SequencingReport>>, SessionError> {
        let cells = subject.take(seed)?;
        let bench = &cells.bench;
        let designs = self.designs(bench)?;
        let mut reports = Vec::new();
        for culture in &cells.cultures {
            for (i, design) in designs.iter().enumerate() {
                // The same method twice is two runs.
                let same = designs[..i].iter().filter(|other| other.method == design.method);
                let run = format!("{} {} {}", culture.name, design.method.name(), same.count());
                let mut rng = cells.rng_of(purpose(design.method), &run);
                let both = Runs {
                    culture: sequence(bench, culture, design, &mut rng),
                    before: sequence(bench, &cells.before, design, &mut rng),
                };
                reports.push(SequencingReport::from(Sequenced::of(bench, culture, design, both)));
            }
        }
        let report = sequencing(&reports, &cells.leans_on(&[])?);
        Delivery::of(reports, report)
    }

    fn designs(&self, bench: &Bench) -> Result<Vec<SequencingDesign>, SessionError> {
        let panel = match &self.panel {
            PanelGenes::Ready { panel } => Panel::ready(bench, *panel),
            PanelGenes::Named { genes } => {
                Panel::of_genes(bench, genes).map_err(|error| SessionError::Request(format!("--genes: {error}")))?
            }
        };
        let design = |method: &Method| {
            let design = SequencingDesign {
                error_rate: self.error_rate,
                purity: self.purity.fraction(),
                ..SequencingDesign::new(*method, panel.clone())
            };
            match design.fault() {
                Some(fault) => Err(SessionError::Request(fault)),
                None => Ok(design),
            }
        };
        self.methods.iter().map(design).collect()
    }
}

fn purpose(method: Method) -> Purpose {
    match method {
        Method::Reads { .. } => Purpose::Sequencing,
        Method::Sanger { .. } => Purpose::Sanger,
        Method::DigitalPcr { .. } => Purpose::DigitalPcr,
    }
}
