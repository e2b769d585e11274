//! The rules of alleles, bypass alterations and niche factors.

use super::check::{Check, Checked};
use super::codon;
use crate::knowledge::certainty::Transcription;
use crate::knowledge::schema::*;

impl Check<'_> {
    pub(super) fn allele(&self, allele: &AlleleRecord) -> Checked {
        let id = allele.id.as_str();
        self.family_id(id, &allele.family)?;
        let ways = [
            !allele.paths.is_empty(),
            allele.rate.is_some(),
            !allele.steps.is_empty(),
        ];
        self.must(
            ways.iter().filter(|given| **given).count() == 1,
            id,
            "paths",
            allele.paths.len().to_string(),
            "one of single-nucleotide paths, a rate, or steps after another allele",
        )?;
        let cited = (allele.paths_reference.as_deref(), allele.paths_transcription);
        self.paths(id, &allele.name, &allele.paths, allele.rate.is_none(), cited)?;
        for step in &allele.steps {
            let first = self.data.allele.iter().find(|a| a.id == step.after);
            let at_place = first.filter(|a| a.family == allele.family && a.residue == allele.residue);
            let first = at_place.ok_or_else(|| {
                self.wrong(
                    id,
                    "steps",
                    format!("\"{}\"", step.after),
                    "an allele at the same residue",
                )
            })?;
            let path = Path {
                coding: step.coding.clone(),
                from: step.from.clone(),
                to: step.to.clone(),
                kind: step.kind,
            };
            let problem = codon::problem_from(&path, first.name.chars().last(), &allele.name);
            let value = format!("{} {}>{}", path.coding, path.from, path.to);
            problem.map_or(Ok(()), |allowed| Err(self.wrong(id, "steps", value, allowed)))?;
        }
        self.gene(id, &allele.family, allele.gene.as_deref())?;
        for paralogue in &allele.paralogues {
            self.known(
                id,
                "paralogues",
                "alleles",
                paralogue,
                self.data.allele.iter().map(|a| a.id.as_str()),
            )?;
        }
        let twins = self
            .data
            .allele
            .iter()
            .filter(|a| a.family == allele.family && a.name == allele.name)
            .count();
        self.must(
            twins == 1,
            id,
            "name",
            &allele.name,
            "a name that no other allele of the family has",
        )?;
        let related = |other: &&AlleleRecord| {
            (other.family == allele.family && other.gene == allele.gene && other.residue == allele.residue)
                || allele.paralogues.contains(&other.id)
        };
        let in_study = |other: &AlleleRecord| {
            let of_family = self.data.study.iter().filter(|study| study.family == other.family);
            of_family
                .flat_map(|study| study.ic50.keys())
                .any(|label| parts(label).contains(&other.name.as_str()))
        };
        let stated = |other: &AlleleRecord| self.data.fold.iter().any(|fold| fold.allele == other.id);
        let known = (self.data.allele.iter().filter(related)).any(|other| in_study(other) || stated(other));
        self.must(
            known,
            id,
            "potency",
            "none",
            "a study row or fold of the allele or of another one at its place, so that it is never silently sensitive",
        )
    }

    /// Single-nucleotide paths of `name` ("G1202R", or "KRAS G12D"): cited, and making that change.
    fn paths(
        &self,
        id: &str,
        name: &str,
        paths: &[Path],
        needed: bool,
        (reference, transcription): (Option<&str>, Option<Transcription>),
    ) -> Checked {
        if needed {
            self.must(
                reference.is_some() && transcription.is_some(),
                id,
                "paths",
                "uncited",
                "paths with paths_reference and paths_transcription",
            )?;
        }
        reference.map_or(Ok(()), |reference| self.reference(id, reference))?;
        for path in paths {
            let problem = codon::problem(path, name);
            let value = format!("{} {}>{}", path.coding, path.from, path.to);
            problem.map_or(Ok(()), |allowed| Err(self.wrong(id, "paths", value, allowed)))?;
        }
        Ok(())
    }

    /// A line or allele names one of its family's genes, where the family has several.
    pub(super) fn gene(&self, id: &str, family: &str, gene: Option<&str>) -> Checked {
        let record = self.data.family.iter().find(|record| record.id == family);
        let genes: Vec<&str> = record.map_or(Vec::new(), |f| f.gene.iter().map(|g| g.id.as_str()).collect());
        match gene {
            Some(gene) => self.known(id, "gene", "genes of the family", gene, genes.iter().copied()),
            None => self.must(
                genes.is_empty(),
                id,
                "gene",
                "none",
                &format!("one of {}", genes.join(", ")),
            ),
        }
    }

    pub(super) fn bypass(&self, bypass: &BypassRecord) -> Checked {
        let id = bypass.id.as_str();
        self.source_id(id, &bypass.source)?;
        self.reference(id, &bypass.reference)?;
        for drug in &bypass.inhibitors {
            self.drug_id(id, "inhibitors", drug)?;
        }
        self.must(
            bypass.paths.is_empty() == bypass.rate.is_some() && bypass.gene_copies > 0,
            id,
            "paths",
            bypass.paths.len().to_string(),
            "either single-nucleotide paths (on at least one copy of the gene) or a rate",
        )?;
        self.must(
            bypass.paths.is_empty() || bypass.dna.is_none(),
            id,
            "dna",
            "beside paths",
            "only where no paths say what it is in DNA",
        )?;
        let change = bypass.name.split_whitespace().nth(1).unwrap_or(&bypass.name);
        let cited = (bypass.paths_reference.as_deref(), bypass.paths_transcription);
        self.paths(id, change, &bypass.paths, bypass.rate.is_none(), cited)
    }

    pub(super) fn niche(&self, factor: &NicheRecord) -> Checked {
        let id = factor.id.as_str();
        self.reference(id, &factor.reference)?;
        factor
            .families
            .iter()
            .try_for_each(|family| self.family_id(id, family))?;
        factor
            .source
            .as_deref()
            .map_or(Ok(()), |source| self.source_id(id, source))?;
        for drug in factor.drugs.iter().chain(&factor.inhibitors) {
            self.drug_id(id, "drugs", drug)?;
        }
        for other in &factor.brings {
            let names = self.data.niche.iter().map(|n| n.id.as_str());
            self.known(id, "brings", "niche factors", other, names)?;
        }
        self.must(
            factor.ng_per_ml.is_none_or(|amount| amount > 0.0),
            id,
            "ng_per_ml",
            "not above 0",
            "a concentration above 0",
        )?;
        self.must(
            factor.source.is_some() == factor.activity.is_some(),
            id,
            "activity",
            "alone",
            "a source together with its activity",
        )?;
        self.must(
            factor.dose_left.is_some() != factor.drugs.is_empty(),
            id,
            "dose_left",
            "alone",
            "the share of the dose together with the drugs that it holds for",
        )?;
        let acts = factor.ligand.is_some()
            || factor.activity.is_some()
            || factor.sparing.is_some()
            || factor.dose_left.is_some()
            || !factor.brings.is_empty();
        self.must(
            acts && !factor.families.is_empty(),
            id,
            "families",
            "nothing",
            "at least one family, and one of ligand, source, sparing, dose_left, brings",
        )
    }
}
