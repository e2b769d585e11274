//! The rules of lines and of weights in their fate signal.

use super::check::{Check, Checked, Kind};
use crate::knowledge::schema::{LineRecord, Quantity, Weights};

impl Check<'_> {
    pub(super) fn weights(&self, id: &str, weights: &Weights) -> Checked {
        self.node_ids(id, "node_weights.value", weights.value.keys())?;
        let sum: f64 = weights.value.values().sum();
        let positive = weights.value.values().all(|weight| *weight >= 0.0);
        self.must(
            positive && (sum - 1.0).abs() < 1e-9,
            id,
            "node_weights",
            sum.text(),
            "shares from 0 that sum to 1",
        )?;
        self.cited(id, &weights.reference, &weights.assumed)
    }

    pub(super) fn line(&self, line: &LineRecord) -> Checked {
        let id = line.id.as_str();
        line.family
            .as_deref()
            .map_or(Ok(()), |family| self.family_id(id, family))?;
        line.node_weights
            .as_ref()
            .map_or(Ok(()), |weights| self.weights(id, weights))?;
        if let Some(side) = &line.side_weights {
            self.node_ids(id, "side_weights.value", side.value.keys())?;
            let main = line
                .node_weights
                .as_ref()
                .or(self.data.defaults.as_ref().map(|d| &d.node_weights));
            let apart = side
                .value
                .iter()
                .all(|(node, weight)| *weight >= 0.0 && main.is_none_or(|main| !main.value.contains_key(node)));
            self.must(
                apart,
                id,
                "side_weights",
                side.value.len().to_string(),
                "weights from 0 of nodes that are not in node_weights",
            )?;
            self.cited(id, &side.reference, &side.assumed)?;
        }
        self.copies(id, "wild_type_copies", line.wild_type_copies, 0)?;
        if let Some(density) = &line.density
            && let Some((low, high)) = density.range
        {
            let unit = density.value.unit();
            let same = low.unit() == unit && high.unit() == unit;
            let range = format!("{} to {}", low.text(), high.text());
            self.must(
                same,
                id,
                "density.range",
                range,
                &format!("densities {unit}, like the value"),
            )?;
        }
        let known = ["human", "mouse", "none"].contains(&line.species.as_str());
        self.must(known, id, "species", &line.species, "human, mouse or none")?;
        let of = line.dna_of.as_deref();
        self.must(of != Some(id), id, "dna_of", id, "the id of another line")?;
        of.map_or(Ok(()), |of| self.known(id, "dna_of", Kind::Lines, of))?;
        if let Some(family) = &line.family {
            self.gene(id, family, line.gene.as_deref())?;
        }
        for allele in &line.alleles {
            self.label(id, "alleles", line.family.as_deref().unwrap_or(""), allele)?;
        }
        line.kill_fit
            .as_ref()
            .map_or(Ok(()), |fit| self.drug_id(id, "kill_fit.drug", &fit.drug))?;
        for (i, harmless) in line.harmless.iter().enumerate() {
            self.drug_id(id, &format!("harmless.{i}.drug"), &harmless.drug)?;
            let cited = format!("harmless.{i}.reference");
            self.known(id, &cited, Kind::References, &harmless.reference)?;
        }
        Ok(())
    }
}
