//! A row for every record.

use super::list::ListRow;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::schema::Family;

impl KnowledgeBase {
    /// Rows of all records, in the order of the data.
    pub(super) fn rows(&self) -> Vec<ListRow> {
        let mut rows = self.bare_rows();
        for row in &mut rows {
            row.certainty = self.certainty_of(&row.id);
        }
        rows
    }

    /// Rows without their certainty.
    pub(super) fn bare_rows(&self) -> Vec<ListRow> {
        (self.systems_and_drugs())
            .chain(self.of_the_driver())
            .chain(self.beside_the_driver())
            .chain(self.network_and_bench())
            .collect()
    }

    /// Lines, assay systems and drugs.
    fn systems_and_drugs(&self) -> impl Iterator<Item = ListRow> {
        let data = self.data();
        let lines = data.line.iter().map(|record| {
            let kind = if record.assay_only { "assay system" } else { "line" };
            row(&record.id, kind, &record.summary).of(record.family.as_slice())
        });
        let drugs =
            (data.drug.iter()).map(|record| row(&record.id, "drug", &record.summary).of(record.family.as_slice()));
        lines.chain(drugs)
    }

    /// Families, and what may happen to their genes.
    fn of_the_driver(&self) -> impl Iterator<Item = ListRow> {
        let data = self.data();
        let families = data
            .family
            .iter()
            .map(|record| row(&record.id, "family", &record.name).of([&record.id]));
        let alleles = data.allele.iter().map(|record| ListRow {
            region: record.region.clone(),
            ..row(&record.id, "allele", &record.summary).of([&record.family])
        });
        let compounds =
            (data.compound.iter()).map(|record| row(&record.id, "compound", &record.summary).of([&record.family]));
        let amplifications = data.family.iter().map(|record| {
            let amplification = &record.amplification;
            row(&amplification.id, "amplification", &amplification.summary).of([&record.id])
        });
        families.chain(alleles).chain(compounds).chain(amplifications)
    }

    /// Ways round a driver, surroundings, and states.
    fn beside_the_driver(&self) -> impl Iterator<Item = ListRow> {
        let data = self.data();
        let bypasses = data.bypass.iter().map(|record| {
            row(&record.id, "bypass", &record.summary).of(self.family_ids(|family| record.goes_round(family)))
        });
        let niche = (data.niche.iter()).map(|record| row(&record.id, "niche", &record.summary).of(&record.families));
        let states = data.state.iter().map(|record| {
            row(&record.id, "state", &record.summary).of(self.family_ids(|family| family.states.contains(&record.id)))
        });
        bypasses.chain(niche).chain(states)
    }

    /// What belongs to no family.
    fn network_and_bench(&self) -> impl Iterator<Item = ListRow> {
        let data = self.data();
        let sources = data.source.iter().map(|record| row(&record.id, "source", &record.name));
        let nodes = data.node.iter().map(|record| row(&record.id, "node", &record.name));
        let vessels = data.vessel.iter().map(|record| row(&record.id, "vessel", &record.name));
        let spectra = data
            .spectrum
            .iter()
            .map(|record| row(&record.id, "spectrum", &record.summary));
        let mutagens = data
            .mutagen
            .iter()
            .map(|record| row(&record.id, "mutagen", &record.summary));
        let observations = data
            .observation
            .iter()
            .map(|record| row(&record.id, "observation", &record.text));
        sources
            .chain(nodes)
            .chain(vessels)
            .chain(spectra)
            .chain(mutagens)
            .chain(observations)
    }

    fn family_ids(&self, which: impl Fn(&Family) -> bool) -> impl Iterator<Item = &String> {
        self.data()
            .family
            .iter()
            .filter(move |family| which(family))
            .map(|family| &family.id)
    }
}

/// A row of a record of no family and no region.
fn row(id: &str, kind: &str, summary: &str) -> ListRow {
    ListRow {
        id: id.to_owned(),
        kind: kind.to_owned(),
        family: String::new(),
        families: Vec::new(),
        region: String::new(),
        summary: summary.to_owned(),
        certainty: None,
    }
}

impl ListRow {
    /// The row of a record of these families.
    fn of<'a>(self, families: impl IntoIterator<Item = &'a String>) -> Self {
        let families: Vec<String> = families.into_iter().cloned().collect();
        Self {
            family: families.join(", "),
            families,
            ..self
        }
    }
}
