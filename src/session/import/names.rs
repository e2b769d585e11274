//! Names in the laboratory's files as the knowledge base has them.

use super::alleles::NewAllele;
use crate::document::{FileError, nearest_name};
use crate::knowledge::schema::{LineRecord, parts};
use crate::knowledge::{KnowledgeBase, bare};

/// Words for the unmutated driver.
const UNMUTATED: [&str; 6] = ["wt", "wildtype", "unmutated", "parental", "none", ""];

/// The names of the knowledge base, and of what the files have beyond it.
pub(super) struct Names<'a> {
    pub base: &'a KnowledgeBase,
    pub alleles: Vec<NewAllele>,
}

impl<'a> Names<'a> {
    /// The line or assay system of a name.
    pub fn line(&self, name: &str) -> Result<&'a LineRecord, FileError> {
        let records = &self.base.data().line;
        let known = || records.iter().flat_map(|line| [line.id.as_str(), line.name.as_str()]);
        self.base.line_called(name).ok_or_else(|| {
            let names: Vec<&str> = known().collect();
            FileError::whole_file("", format!("\"{name}\" is no line of the knowledge base"))
                .allowed("a line or assay system: `escalade kb list --kind line` lists them")
                .perhaps(nearest_name(name, &names).map(str::to_owned))
                .help("a line of your own needs a record first: `escalade new line > line.toml`, then --kb line.toml")
        })
    }

    /// The id of a drug.
    pub fn drug(&self, name: &str) -> Result<&'a str, FileError> {
        let found = self.base.drug_called(name).map(|drug| drug.id.as_str());
        found.ok_or_else(|| {
            let names: Vec<&str> = self.base.drugs().iter().flat_map(|drug| drug.names()).collect();
            FileError::whole_file("", format!("\"{name}\" is no drug of the knowledge base"))
                .allowed("a drug: `escalade kb list --kind drug` lists them")
                .perhaps(nearest_name(name, &names).map(str::to_owned))
                .help(
                    "a compound of your own needs a record first: `escalade new drug > drug.toml`, then --kb drug.toml",
                )
        })
    }

    /// The label of alleles in cis, as studies of the line's family have it; nothing, or a word for the unmutated driver: the
    /// line's own. What a line's copies carry anyway is added: F691L in a line with ITD is ITD+F691L. An allele that the knowledge
    /// base does not have is made of the codon that it changes, which the file states or another allele of the residue knows.
    pub fn label(&mut self, line: &LineRecord, text: Option<&str>, codon: Option<&str>) -> Result<String, FileError> {
        let own = line.own_label();
        let Some(text) = text else { return Ok(own) };
        let of_family: Vec<(&str, &str)> = (self.base.data().allele.iter())
            .filter(|allele| Some(&allele.family) == line.family.as_ref())
            .map(|allele| (allele.name.as_str(), allele.id.as_str()))
            .collect();
        let mut found: Vec<String> = Vec::new();
        for part in text.split(['+', '/']).map(str::trim) {
            if UNMUTATED.contains(&bare(part).as_str()) {
                continue;
            }
            let is = |(name, id): &&(&str, &str)| bare(name) == bare(part) || bare(id) == bare(part);
            match of_family.iter().find(is) {
                Some((name, _)) => found.push((*name).to_owned()),
                None => match NewAllele::of(self.base, line, part, codon)? {
                    Some(new) => {
                        found.push(new.name.clone());
                        if !self.alleles.iter().any(|known| known.id == new.id) {
                            self.alleles.push(new);
                        }
                    }
                    None => return Err(unknown_allele(line, part, &of_family)),
                },
            }
        }
        if found.is_empty() {
            return Ok(own);
        }
        for part in parts(&own) {
            if !found.iter().any(|known| known == part) {
                found.push(part.to_owned());
            }
        }
        Ok(parts(&found.join("+")).join("+"))
    }
}

fn unknown_allele(line: &LineRecord, part: &str, of_family: &[(&str, &str)]) -> FileError {
    let Some(family) = &line.family else {
        return FileError::whole_file(
            "",
            format!("\"{part}\": {} has no driver that could carry it", line.name),
        )
        .allowed("WT, for what a drug does to cells that do not need the driver");
    };
    let names: Vec<&str> = of_family.iter().map(|(name, _)| *name).collect();
    FileError::whole_file("", format!("\"{part}\" is no allele of family {family}"))
            .allowed(format!("WT, alleles joined by +; `escalade kb list --kind allele --family {family}` lists them"))
            .perhaps(nearest_name(part, &names).map(str::to_owned))
            .help(
                "a substitution such as G1202W needs the codon that it changes: a column `codon` in the table (GGA); any other new \
                 allele a record first: `escalade new allele > allele.toml`, then --kb allele.toml",
            )
}
