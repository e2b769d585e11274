//! `escalade assay sequencing`.

use super::Out;
use super::subject::{SubjectArgs, leans_on};
use crate::assay::sequencing::panel::{Panel, Ready};
use crate::assay::sequencing::{Method, SequencingDesign, sequence};
use crate::cli::failure::Failure;
use crate::diagnosis::{Runs, Sequenced};
use crate::random::Purpose;
use crate::report::assay::{SequencingReport, sequencing};
use crate::scenario::error::nearest;
use crate::units::Percent;

#[derive(Debug, clap::Args)]
pub struct SequencingArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Methods: a depth such as 1000x, `sanger`, `digital-pcr`; several with commas.
    #[arg(long, default_value = "1000x,500x,sanger,digital-pcr")]
    method: String,
    /// What is read: the driver's kinase domain (FLT3: exons 14 to 20), with bypass genes, or everything.
    #[arg(long, value_enum, default_value = "bypass", conflicts_with = "genes")]
    panel: PanelChoice,
    /// Genes to read instead, such as ALK,KRAS,MET (a gene that is not known lists those that are).
    #[arg(long, value_delimiter = ',')]
    genes: Vec<String>,
    /// Error rate per base.
    #[arg(long, default_value_t = 1e-3)]
    error_rate: f64,
    /// Share of the DNA that comes from the culture, such as "60%".
    #[arg(long, default_value = "100%")]
    purity: String,
    #[command(flatten)]
    out: Out,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum PanelChoice {
    KinaseDomain,
    Bypass,
    Broad,
}

/// A depth ("1000x"), "sanger" or "digital-pcr".
fn method(text: &str) -> Result<Method, Failure> {
    let plain = text.trim().to_lowercase().replace([' ', '_'], "-");
    let depth = plain.strip_suffix('x').unwrap_or(&plain).parse::<u64>();
    match (plain.as_str(), depth) {
        ("sanger", _) => Ok(Method::SANGER),
        ("digital-pcr" | "dpcr" | "ddpcr", _) => Ok(Method::DIGITAL_PCR),
        (_, Ok(depth)) => Ok(Method::Reads { depth }),
        (other, Err(_)) => Err(Failure::Input(format!(
            "--method \"{text}\" cannot be read\n  {}, or a depth such as 1000x",
            nearest(other, &["sanger", "digital-pcr"])
        ))),
    }
}

pub fn run(args: &SequencingArgs) -> Result<(), Failure> {
    let methods = args.method.split(',').map(method).collect::<Result<Vec<_>, _>>()?;
    let purity: Percent = (args.purity.parse()).map_err(|error| Failure::Input(format!("--purity: {error}")))?;
    let subject = args.subject.take(args.out.seed)?;
    let bench = &subject.bench;
    let panel = match (args.genes.is_empty(), args.panel) {
        (false, _) => {
            Panel::of_genes(bench, &args.genes).map_err(|error| Failure::Input(format!("--genes: {error}")))?
        }
        (true, PanelChoice::KinaseDomain) => Panel::ready(bench, Ready::KinaseDomain),
        (true, PanelChoice::Bypass) => Panel::ready(bench, Ready::Bypass),
        (true, PanelChoice::Broad) => Panel::ready(bench, Ready::Broad),
    };
    let mut designs = Vec::new();
    for method in methods {
        let design = SequencingDesign {
            error_rate: args.error_rate,
            purity: purity.fraction(),
            ..SequencingDesign::new(method, panel.clone())
        };
        if let Some(fault) = design.fault() {
            return Err(Failure::Input(fault));
        }
        designs.push(design);
    }
    let mut reports = Vec::new();
    for culture in &subject.cultures {
        for (i, design) in designs.iter().enumerate() {
            // The same method twice is two runs.
            let earlier = designs[..i]
                .iter()
                .filter(|other| other.method == design.method)
                .count();
            let run = format!("{} {} {earlier}", culture.name, design.method.name());
            let mut rng = subject.rng_of(args.out.seed, purpose(design.method), &run);
            let both = Runs {
                culture: sequence(bench, culture, design, &mut rng),
                before: sequence(bench, &subject.before, design, &mut rng),
            };
            reports.push(SequencingReport::from(Sequenced::of(bench, culture, design, both)));
        }
    }
    let leaned = leans_on(bench, &[])?;
    args.out.deliver(sequencing(&reports, &leaned))
}

fn purpose(method: Method) -> Purpose {
    match method {
        Method::Reads { .. } => Purpose::Sequencing,
        Method::Sanger { .. } => Purpose::Sanger,
        Method::DigitalPcr { .. } => Purpose::DigitalPcr,
    }
}
