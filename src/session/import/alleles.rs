//! Alleles that the knowledge base does not have, as records of the overlay.

use super::asked::Asked;
use super::written::{quoted, transcription};
use crate::document::FileError;
use crate::knowledge::schema::{AlleleRecord, LineRecord, Path};
use crate::knowledge::{KnowledgeBase, Transcription, amino_acid, single_changes};
use crate::words::listed;
use std::fmt::Write;

/// A substitution that is made of the codon that it changes.
#[derive(Debug, Clone)]
pub(super) struct NewAllele {
    pub id: String,
    pub name: String,
    family: String,
    gene: Option<String>,
    residue: u32,
    region: String,
    codon: Codon,
    arises: Arises,
}

/// A codon before any change, and where its first nucleotide stands in the coding sequence.
#[derive(Debug, Clone)]
struct Codon {
    text: String,
    start: u32,
    /// Reference of the record that has it; none where the file states it.
    known_by: Option<(String, Transcription)>,
}

/// How an allele comes about.
#[derive(Debug, Clone)]
enum Arises {
    /// By a change of one nucleotide.
    At(Vec<Path>),
    /// By a second change, out of the allele with this id.
    After(Vec<(String, Path)>),
    /// By neither: three nucleotides change, or the first change of two is no allele.
    Never,
}

impl NewAllele {
    /// Of a name such as G1202W; `None` where it is no substitution, or the codon is known from nowhere.
    ///
    /// # Errors
    /// The codon makes another amino acid than the name says, or is none.
    pub fn of(
        base: &KnowledgeBase,
        line: &LineRecord,
        name: &str,
        stated: Option<&str>,
    ) -> Result<Option<Self>, FileError> {
        let (Some(family), Some((first, residue, last))) = (&line.family, substitution(name)) else {
            return Ok(None);
        };
        let same_gene =
            |allele: &&AlleleRecord| &allele.family == family && (line.gene.is_none() || allele.gene == line.gene);
        let others: Vec<&AlleleRecord> = base.data().allele.iter().filter(same_gene).collect();
        let here: Vec<&AlleleRecord> = others
            .iter()
            .copied()
            .filter(|other| other.residue == residue)
            .collect();
        let Some(codon) = codon(&others, &here, residue, stated)? else {
            return Ok(None);
        };
        if amino_acid(&codon.text) != Some(first) {
            let makes = amino_acid(&codon.text).map_or("no amino acid".to_owned(), |made| made.to_string());
            return Err(FileError::whole_file(
                "",
                format!(
                    "\"{name}\": the codon of residue {residue} is {}, which makes {makes}, not {first}",
                    codon.text
                ),
            )
            .allowed("the residue's own amino acid first, and a codon of three letters out of T, C, A and G"));
        }
        let name = format!("{first}{residue}{last}");
        let named_like = others
            .iter()
            .find_map(|other| other.id.strip_suffix(other.name.as_str()));
        Ok(Some(Self {
            id: format!("{}{name}", named_like.unwrap_or("own-")),
            family: family.clone(),
            gene: line.gene.clone(),
            residue,
            region: here.first().map_or("not stated", |other| &other.region).to_owned(),
            arises: arises(&here, &codon, last),
            codon,
            name,
        }))
    }

    /// What is told of it.
    pub fn told(&self) -> String {
        let Codon { text, .. } = &self.codon;
        let changes =
            |paths: &mut dyn Iterator<Item = &Path>| listed(&paths.map(|path| path.coding.clone()).collect::<Vec<_>>());
        let how = match &self.arises {
            Arises::At(paths) => format!("it arises by {} out of {text}", changes(&mut paths.iter())),
            Arises::After(steps) => format!(
                "two nucleotides of {text} change: it arises by {} out of {}",
                changes(&mut steps.iter().map(|(_, path)| path)),
                listed(&steps.iter().map(|(after, _)| after.clone()).collect::<Vec<_>>()),
            ),
            Arises::Never => format!("no change of one nucleotide of {text} makes it: it does not arise by itself"),
        };
        format!("{} is new: the overlay has a record of it; {how}", self.name)
    }

    /// Its record.
    pub fn text(&self, asked: &Asked) -> String {
        let mut text = format!(
            "\n[[allele]]\nid = {}\nfamily = {}\nname = {}\nresidue = {}\nregion = {}\n",
            quoted(&self.id),
            quoted(&self.family),
            quoted(&self.name),
            self.residue,
            quoted(&self.region),
        );
        if let Some(gene) = &self.gene {
            let _ = writeln!(text, "gene = {}", quoted(gene));
        }
        let (reference, read) = match &self.codon.known_by {
            Some((reference, read)) => (reference.as_str(), read.word()),
            None => (asked.id.as_str(), transcription(asked)),
        };
        match &self.arises {
            Arises::At(paths) => {
                let paths: Vec<String> = paths
                    .iter()
                    .map(|path| format!("  {{ {} }},\n", keys(path, ", ")))
                    .collect();
                let _ = writeln!(text, "paths = [\n{}]", paths.concat());
            }
            Arises::After(_) => {}
            Arises::Never => {
                let why = format!("No change of one nucleotide of {} makes it.", self.codon.text);
                let _ = writeln!(
                    text,
                    "rate = {{ value = 0, range = [0, 1e-15], assumed = {} }}",
                    quoted(&why)
                );
            }
        }
        if !matches!(self.arises, Arises::Never) {
            let _ = write!(
                text,
                "paths_reference = {}\npaths_transcription = \"{read}\"\n",
                quoted(reference)
            );
        }
        if let Arises::After(steps) = &self.arises {
            for (after, path) in steps {
                let _ = writeln!(
                    text,
                    "[[allele.steps]]\nafter = {}\n{}",
                    quoted(after),
                    keys(path, "\n")
                );
            }
        }
        text
    }
}

/// The keys of a change.
fn keys(path: &Path, between: &str) -> String {
    let Path { coding, from, to, kind } = path;
    let kind = kind.words();
    let keys = [("coding", coding.as_str()), ("from", from), ("to", to), ("kind", kind)];
    keys.map(|(key, value)| format!("{key} = \"{value}\"")).join(between)
}

/// First amino acid, residue and last amino acid of a name such as G1202W.
fn substitution(name: &str) -> Option<(char, u32, char)> {
    let name = name.trim().to_uppercase();
    let (first, last) = (name.chars().next()?, name.chars().last()?);
    let amino = |letter: char| "ACDEFGHIKLMNPQRSTVWY".contains(letter);
    let digits = name.strip_prefix(first)?.strip_suffix(last)?;
    let residue = digits
        .chars()
        .all(|digit| digit.is_ascii_digit())
        .then(|| digits.parse().ok())??;
    (amino(first) && amino(last) && first != last && residue > 0).then_some((first, residue, last))
}

/// The codon of a residue: as another allele there has it, or as the file states it.
fn codon(
    others: &[&AlleleRecord],
    here: &[&AlleleRecord],
    residue: u32,
    stated: Option<&str>,
) -> Result<Option<Codon>, FileError> {
    let stated = stated.map(|codon| codon.trim().to_uppercase().replace('U', "T"));
    if let Some((text, start, record)) = here.iter().find_map(|other| known_codon(other)) {
        if let Some(stated) = stated.filter(|stated| *stated != text) {
            return Err(
                FileError::whole_file("", format!("the codon of residue {residue} is {text}, not {stated}"))
                    .allowed(format!("{text}, as {} has it", record.id)),
            );
        }
        let known_by = record.paths_reference.clone().zip(record.paths_transcription);
        return Ok(Some(Codon { text, start, known_by }));
    }
    // Where the numbers of residues and of the coding sequence differ, the nearest residue tells by how much.
    let nearest = others.iter().filter(|other| known_codon(other).is_some());
    let nearest = nearest.min_by_key(|other| other.residue.abs_diff(residue));
    let shift = nearest.and_then(|other| Some((known_codon(other)?.1, other.residue)));
    let (start, at) = shift.unwrap_or((1, 1));
    let start = (i64::from(start) + 3 * (i64::from(residue) - i64::from(at)))
        .try_into()
        .ok();
    let both = stated.zip(start.filter(|start| *start > 0));
    Ok(both.map(|(text, start)| Codon {
        text,
        start,
        known_by: None,
    }))
}

/// The codon that an allele changes, and the place of its first nucleotide.
fn known_codon(allele: &AlleleRecord) -> Option<(String, u32, &AlleleRecord)> {
    let path = allele.paths.first()?;
    let digits: String = path.coding.chars().skip(2).take_while(char::is_ascii_digit).collect();
    let place = path
        .from
        .bytes()
        .zip(path.to.bytes())
        .position(|(from, to)| from != to)?;
    let start = digits.parse::<u32>().ok()?.checked_sub(place as u32)?;
    Some((path.from.clone(), start, allele))
}

fn arises(here: &[&AlleleRecord], codon: &Codon, last: char) -> Arises {
    let paths = single_changes(&codon.text, codon.start, last);
    if !paths.is_empty() {
        return Arises::At(paths);
    }
    let mut steps = Vec::new();
    for other in here {
        for first in &other.paths {
            let second = single_changes(&first.to, codon.start, last).into_iter();
            // A nucleotide that changes twice is a change of one.
            let second = second
                .filter(|second| second.coding[..second.coding.len() - 3] != first.coding[..first.coding.len() - 3]);
            steps.extend(second.map(|second| (other.id.clone(), second)));
        }
    }
    match steps.is_empty() {
        true => Arises::Never,
        false => Arises::After(steps),
    }
}
