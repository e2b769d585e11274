//! What a sequencing panel looks at: genes, and what an alteration of the knowledge base is in DNA.

use crate::assay::bench::Bench;
use crate::knowledge::nearest;
pub use crate::knowledge::schema::DnaChange;
use serde::{Deserialize, Serialize};

/// Kinase domains in residues: UniProt Q9UM73, P04629, Q16620, Q16288; for FLT3 (P36888) what its exons 14
/// to 20 code for. Of other drivers the whole gene is read.
const DOMAINS: [(&str, u32, u32); 5] = [
    ("ALK", 1116, 1392),
    ("NTRK1", 510, 781),
    ("NTRK2", 538, 807),
    ("NTRK3", 538, 825),
    ("FLT3", 569, 847),
];

/// A ready-made choice of genes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ready {
    /// The driver's kinase domain (FLT3: exons 14 to 20).
    KinaseDomain,
    /// The driver's kinase domain and the usual bypass genes.
    Bypass,
    /// Everything, as whole-exome sequencing would see it; PTEN among it.
    Broad,
}

/// Genes of the bypass panel: the MAPK and PI3K pathways and receptors that the guides name for a targeted panel.
const BYPASS_GENES: [&str; 10] = [
    "KRAS", "NRAS", "BRAF", "PIK3CA", "PTPN11", "GNAS", "EGFR", "MET", "IGF1R", "AXL",
];

/// What a panel reads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    /// What the panel is called.
    pub name: String,
    /// Genes read; the driver's only over its kinase domain, unless `whole_driver`.
    pub genes: Vec<String>,
    /// The driver's whole gene is read.
    pub whole_driver: bool,
}

/// A change that a panel may meet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Gene symbol.
    pub gene: String,
    /// "G1202R", "KRAS G12D", "MET amplification".
    pub change: String,
    /// Protein region of a driver allele, else empty.
    pub region: String,
    /// What it is in DNA.
    pub dna: DnaChange,
    /// Index of the driver allele or bypass alteration in the biology.
    pub what: Alteration,
    /// Residue of a driver allele.
    pub residue: Option<u32>,
    /// The unaltered line has it (the internal tandem duplication of a FLT3 line).
    pub of_line: bool,
}

/// Index into a biology.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "index")]
pub enum Alteration {
    /// Allele of the driver.
    Allele(u32),
    /// Alteration of a bypass route.
    Bypass(u32),
    /// More copies of the driver.
    DriverCopies,
}

/// Every alteration of a gene that the line can have, driver alleles first.
pub fn sites(bench: &Bench) -> Vec<Site> {
    let biology = &bench.biology;
    let (driver, wild) = (&biology.driver_name, biology.wild_type());
    let alleles = biology.alleles.iter().enumerate().map(|(i, allele)| Site {
        gene: driver.clone(),
        change: allele.name.clone(),
        region: allele.region.clone(),
        dna: DnaChange::Point,
        what: Alteration::Allele(i as u32),
        residue: Some(allele.residue),
        of_line: wild.copies_with(i as u32) > 0,
    });
    let copies = Site {
        gene: driver.clone(),
        change: biology.amplification(),
        region: String::new(),
        dna: DnaChange::Gain,
        what: Alteration::DriverCopies,
        residue: None,
        of_line: false,
    };
    let bypasses = biology.bypasses.iter().enumerate().filter_map(|(i, bypass)| {
        let record = bench.bypass_record(i as u32)?;
        Some(Site {
            gene: record.gene.clone()?,
            change: bypass.name.clone(),
            region: String::new(),
            dna: record.change(),
            what: Alteration::Bypass(i as u32),
            residue: None,
            of_line: false,
        })
    });
    alleles.chain([copies]).chain(bypasses).collect()
}

impl Panel {
    /// A ready-made panel for the bench's line.
    pub fn ready(bench: &Bench, ready: Ready) -> Self {
        let driver = bench.biology.driver_name.clone();
        let (name, genes): (_, Vec<String>) = match ready {
            Ready::KinaseDomain if driver == "FLT3" => ("FLT3 exons 14 to 20".to_owned(), vec![driver]),
            Ready::KinaseDomain => (format!("{driver} kinase domain"), vec![driver]),
            Ready::Bypass => {
                let usual = BYPASS_GENES.map(str::to_owned);
                let name = format!("{driver} kinase domain and {}", usual.join(", "));
                (name, [driver].into_iter().chain(usual).collect())
            }
            Ready::Broad => ("broad (whole exome)".to_owned(), known_genes(bench)),
        };
        Self {
            name,
            genes,
            whole_driver: ready == Ready::Broad,
        }
    }

    /// A panel of named genes; the driver's whole gene where it is among them.
    ///
    /// # Errors
    /// A gene in which nothing is known to change, with the nearest known ones.
    pub fn of_genes(bench: &Bench, wanted: &[String]) -> Result<Self, String> {
        let mut known = known_genes(bench);
        for usual in BYPASS_GENES {
            if !known.iter().any(|gene| gene == usual) {
                known.push(usual.to_owned());
            }
        }
        let mut genes: Vec<String> = Vec::new();
        for gene in wanted {
            let upper = gene.trim().to_uppercase();
            if !known.contains(&upper) {
                let near = nearest(&upper, known.iter().map(String::as_str));
                let near = match near.is_empty() {
                    true => String::new(),
                    false => format!("did you mean {}? ", near.join(" or ")),
                };
                return Err(format!(
                    "gene \"{gene}\" is unknown\n  {near}allowed for {}: {}",
                    bench.biology.line_name,
                    known.join(", ")
                ));
            }
            if !genes.contains(&upper) {
                genes.push(upper);
            }
        }
        if genes.is_empty() {
            return Err(format!("no gene is given\n  known: {}", known.join(", ")));
        }
        Ok(Self {
            name: genes.join(", "),
            genes,
            whole_driver: true,
        })
    }

    /// Whether the panel covers a site.
    pub fn covers(&self, site: &Site) -> bool {
        if !self.genes.contains(&site.gene) {
            return false;
        }
        let domain = DOMAINS.iter().find(|(gene, _, _)| *gene == site.gene);
        match (site.residue, domain) {
            (Some(residue), Some((_, first, last))) if !self.whole_driver => (*first..=*last).contains(&residue),
            _ => true,
        }
    }
}

/// Genes in which the knowledge base knows a change of the line's DNA or none at all, driver first.
fn known_genes(bench: &Bench) -> Vec<String> {
    let mut genes: Vec<String> = Vec::new();
    for site in sites(bench) {
        if !genes.contains(&site.gene) {
            genes.push(site.gene);
        }
    }
    genes
}
