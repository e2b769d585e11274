//! The rules of alleles, bypass alterations and niche factors.

use super::check::{Check, Checked, Kind};
use super::codon;
use crate::knowledge::certainty::Transcription;
use crate::knowledge::schema::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is there of alleles, by their names and places.
pub(super) struct KnownAlleles<'a> {
    by_id: BTreeMap<&'a str, &'a AlleleRecord>,
    /// How many have a family and name.
    named: BTreeMap<(&'a str, &'a str), usize>,
    /// Ids of those with a potency or fold.
    founded: BTreeSet<&'a str>,
    /// Places at which one has.
    places: BTreeSet<(&'a str, Option<&'a str>, u32)>,
}

fn place(allele: &AlleleRecord) -> (&str, Option<&str>, u32) {
    (&allele.family, allele.gene.as_deref(), allele.residue)
}

impl<'a> KnownAlleles<'a> {
    pub(super) fn of(data: &'a File) -> Self {
        let mut named = BTreeMap::new();
        for allele in &data.allele {
            *named.entry((allele.family.as_str(), allele.name.as_str())).or_default() += 1;
        }
        let studies = data.study.iter();
        let rows = studies.flat_map(|study| study.labels().map(move |label| (study.family.as_str(), label)));
        let read: BTreeSet<(&str, &str)> = rows
            .flat_map(|(family, label)| parts(label).into_iter().map(move |part| (family, part)))
            .collect();
        let stated: BTreeSet<&str> = data.fold.iter().map(|fold| fold.allele.as_str()).collect();
        let founded = data.allele.iter().filter(|allele| {
            read.contains(&(allele.family.as_str(), allele.name.as_str())) || stated.contains(allele.id.as_str())
        });
        let founded: Vec<&AlleleRecord> = founded.collect();
        Self {
            by_id: data.allele.iter().map(|allele| (allele.id.as_str(), allele)).collect(),
            named,
            founded: founded.iter().map(|allele| allele.id.as_str()).collect(),
            places: founded.iter().map(|allele| place(allele)).collect(),
        }
    }

    fn is_one(&self, allele: &AlleleRecord) -> bool {
        self.named.get(&(allele.family.as_str(), allele.name.as_str())) == Some(&1)
    }

    /// Of its own, at its place, or at the same place of a related kinase.
    fn has_potency(&self, allele: &AlleleRecord) -> bool {
        let related = |id: &String| self.founded.contains(id.as_str());
        self.places.contains(&place(allele)) || allele.paralogues.iter().any(related)
    }
}

impl Check<'_> {
    pub(super) fn allele(&self, allele: &AlleleRecord, known: &KnownAlleles) -> Checked {
        let id = allele.id.as_str();
        self.part_name(id, &allele.name)?;
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
            let first = known.by_id.get(step.after.as_str());
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
            self.known(id, "paralogues", Kind::Alleles, paralogue)?;
        }
        self.must(
            known.is_one(allele),
            id,
            "name",
            format!("\"{}\"", allele.name),
            "a name that no other allele of the family has",
        )?;
        self.must(
            known.has_potency(allele),
            id,
            "name",
            format!("\"{}\"", allele.name),
            "alleles with a study row or fold, or with another one of them at their place, so that none is silently \
             sensitive",
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
        let genes: BTreeSet<&str> =
            record.map_or_else(BTreeSet::new, |f| f.gene.iter().map(|g| g.id.as_str()).collect());
        match gene {
            Some(gene) => self.among(id, "gene", "genes of the family", gene, Some(&genes)),
            None => self.must(
                genes.is_empty(),
                id,
                "gene",
                "none",
                &format!("one of {}", genes.into_iter().collect::<Vec<_>>().join(", ")),
            ),
        }
    }

    pub(super) fn bypass(&self, bypass: &BypassRecord) -> Checked {
        let id = bypass.id.as_str();
        self.part_name(id, &bypass.name)?;
        self.source_id(id, "source", &bypass.source)?;
        self.reference(id, &bypass.reference)?;
        for family in &bypass.families {
            self.known(id, "families", Kind::Families, family)?;
        }
        for drug in &bypass.inhibitors {
            self.drug_id(id, "inhibitors", drug)?;
        }
        self.must(
            bypass.paths.is_empty() == bypass.rate.is_some(),
            id,
            "paths",
            bypass.paths.len().to_string(),
            "either single-nucleotide paths or a rate",
        )?;
        self.copies(id, "gene_copies", bypass.gene_copies, 1)?;
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
            .map_or(Ok(()), |source| self.source_id(id, "source", source))?;
        for drug in factor.drugs.iter().chain(&factor.inhibitors) {
            self.drug_id(id, "drugs", drug)?;
        }
        for other in &factor.brings {
            self.known(id, "brings", Kind::NicheFactors, other)?;
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
