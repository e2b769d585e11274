//! What sequencing shows of a change among a flask's cells.

use crate::assay::sequencing::copies::{self, homologues};
use crate::assay::sequencing::panel::Alteration;
use crate::document::nearest_name;
use crate::engine::record::SampledCells;
use crate::model::biology::Biology;

/// Changes of a line that reads are counted of.
pub(super) struct Genome<'a> {
    biology: &'a Biology,
    /// Copies of the driver's locus beside the driver.
    homologues: u32,
}

impl<'a> Genome<'a> {
    /// Of a line of this species.
    pub fn of(biology: &'a Biology, species: &str) -> Self {
        Self {
            homologues: homologues(biology, species),
            biology,
        }
    }

    /// The point mutation that a name means: of the driver with or without the driver's name or "p.", of another gene by its name or
    /// id.
    ///
    /// # Errors
    /// There is none, with those that there are.
    pub fn change(&self, name: &str) -> Result<Alteration, String> {
        let known = self.known();
        let wanted = plain(name);
        let found = known
            .iter()
            .find(|(names, _)| names.iter().any(|known| plain(known) == wanted));
        found.map(|(_, what)| *what).ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|(names, _)| names[0].as_str()).collect();
            let near = nearest_name(name, &names).map_or(String::new(), |near| format!("; did you mean {near}?"));
            format!(
                "\"{name}\" is no point mutation that cells of the scenario can have\n  allowed: {}{near}",
                names.join(", ")
            )
        })
    }

    fn known(&self) -> Vec<(Vec<String>, Alteration)> {
        let driver = &self.biology.driver_name;
        let alleles = self.biology.alleles.iter().enumerate().map(|(i, allele)| {
            let (id, name) = (allele.id.clone(), &allele.name);
            let names = vec![name.clone(), id, format!("{driver} {name}")];
            (names, Alteration::Allele(i as u32))
        });
        let others = self
            .biology
            .bypasses
            .iter()
            .enumerate()
            .filter(|(_, bypass)| bypass.point);
        let others = others.map(|(i, bypass)| {
            let names = vec![bypass.name.clone(), bypass.id.clone()];
            (names, Alteration::Bypass(i as u32))
        });
        alleles.chain(others).collect()
    }

    /// True frequency of a change in the DNA of these cells; 0 without cells.
    pub fn frequency(&self, what: Alteration, cells: &[SampledCells]) -> f64 {
        let (mut all, mut changed) = (0.0, 0.0);
        for part in cells {
            let of = copies::of_point(self.homologues, &part.genotype, what);
            all += part.cells as f64 * of.locus;
            changed += part.cells as f64 * of.changed;
        }
        if all > 0.0 { changed / all } else { 0.0 }
    }
}

/// As names of changes are compared.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase().replace(['-', '_', ':'], " ");
    let words = lower
        .split_whitespace()
        .map(|word| word.strip_prefix("p.").unwrap_or(word));
    words.collect::<Vec<_>>().join(" ")
}
