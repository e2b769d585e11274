//! What had to be assumed about sequencing, with ranges and sources.

use crate::assay::scatter::ReadoutValue;
use crate::assay::sequencing::calling::{FALSE_PARTITIONS, PEAK_SD};
use crate::assay::sequencing::copies::AMPLIFIED_COPIES;
use crate::assay::sequencing::design::{Method, SequencingDesign};

impl SequencingDesign {
    /// What stands behind the numbers.
    pub fn assumptions(&self) -> Vec<ReadoutValue> {
        let copies = ReadoutValue::assumed(
            "copies of a gene in cells with its amplification",
            AMPLIFIED_COPIES,
            (5.0, 15.0),
            "Five or more copies is a usual definition (Cappuzzo 2009, doi 10.1200/JCO.2008.19.8135, for MET).",
        );
        let of_method = match self.method {
            Method::Reads { .. } => vec![
                ReadoutValue::assumed(
                    "sequencing: error rate per base",
                    self.error_rate,
                    (1e-5, 1e-2),
                    "Conventional sequencing makes about 0.1%; suppression of errors reaches 0.001 to 0.01% (Ma 2019, \
                     doi 10.1186/s13059-019-1659-6).",
                ),
                ReadoutValue::assumed(
                    "sequencing: standard deviation of a gene's log2 copy ratio",
                    self.ratio_noise,
                    (0.05, 0.3),
                    "Targeted panels; no value for these genes.",
                ),
                copies,
            ],
            Method::Sanger { limit } => vec![
                ReadoutValue::assumed(
                    "Sanger: smallest share of a peak that is called",
                    limit,
                    (0.1, 0.25),
                    "10 to 20% with usual base calling (Davidson 2012, doi 10.2144/000113913: below 20% takes a changed \
                     workflow).",
                ),
                ReadoutValue::assumed(
                    "Sanger: standard deviation of a peak's share",
                    PEAK_SD,
                    (0.02, 0.06),
                    "Peak heights vary with sequence context; no value for these sites.",
                ),
            ],
            Method::DigitalPcr { genomes } => vec![
                ReadoutValue::assumed(
                    "digital PCR: haploid genomes per reaction",
                    genomes,
                    (1_000.0, 60_000.0),
                    "33 ng of DNA at 3.3 pg per genome.",
                ),
                ReadoutValue::assumed(
                    "digital PCR: false positive partitions per reaction",
                    FALSE_PARTITIONS,
                    (0.1, 5.0),
                    "With 20,000 partitions (Whale 2016, doi 10.1016/j.bdq.2016.05.002) this puts the limit near 0.1%.",
                ),
            ],
        };
        let homologue = ReadoutValue::assumed(
            "unrearranged copies of a fused driver's kinase domain",
            1.0,
            (0.0, 3.0),
            "A translocation takes one of two alleles; the other one is read along. Lines were not counted.",
        );
        of_method.into_iter().chain([homologue]).collect()
    }
}
