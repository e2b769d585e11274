//! `escalade assay sequencing` and `identity`.

use super::raw::Raw;
use crate::assay::sequencing::Method;
use crate::assay::sequencing::panel::Ready;
use crate::cli::failure::Failure;
use crate::cli::read::value;
use crate::diagnosis::examination::workup::PanelGenes;
use crate::scenario::error::nearest;
use crate::session::assay::{Assay, Identity, Sequencing, Subject};

#[derive(Debug, clap::Args)]
pub struct SequencingArgs {
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum PanelChoice {
    KinaseDomain,
    Bypass,
    Broad,
}

impl Raw for SequencingArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        let ready = match self.panel {
            PanelChoice::KinaseDomain => Ready::KinaseDomain,
            PanelChoice::Bypass => Ready::Bypass,
            PanelChoice::Broad => Ready::Broad,
        };
        let genes = self.genes.clone();
        Ok(Assay::from(Sequencing {
            methods: self.method.split(',').map(method).collect::<Result<_, _>>()?,
            panel: match genes.is_empty() {
                true => PanelGenes::Ready { panel: ready },
                false => PanelGenes::Named { genes },
            },
            error_rate: self.error_rate,
            purity: value("--purity", &self.purity)?,
        }))
    }
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

#[derive(Debug, clap::Args)]
pub struct IdentityArgs {}

impl Raw for IdentityArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(Identity))
    }
}
