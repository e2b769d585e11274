//! Genotypes as people write them: "ALK-G1202R", "C1156Y+L1198F", "G1202R in 2 of 4 copies + MET amplification @ ccn1-high".

use crate::assay::cells::specimen::Specimen;
use crate::knowledge::nearest;
use crate::model::biology::{Biology, CopyGroup, Genotype};
use std::fmt;

/// Copies of an amplified driver for each copy of the unaltered line, where no number is given: patients
/// have a two- to fourfold gain (Doebele 2012, doi 10.1158/1078-0432.CCR-11-2906; Kim 2013, doi
/// 10.1097/JTO.0b013e3182a46058).
const USUAL_GAIN: u32 = 4;

/// Why a genotype cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenotypeError {
    /// What was written.
    pub text: String,
    /// What is wrong with it.
    pub problem: String,
    /// Advice, a line each.
    pub help: Vec<String>,
}

impl fmt::Display for GenotypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "genotype \"{}\": {}", self.text, self.problem)?;
        self.help.iter().try_for_each(|advice| write!(f, "\n  {advice}"))
    }
}

impl std::error::Error for GenotypeError {}

/// What unaltered cells are called.
const PARENTAL: &str = "parental";

/// How to write a genotype, for help texts.
pub const GRAMMAR: &str = "\"G1202R\", in cis \"C1156Y+L1198F\", together \"G1202R + met-amplification\", \
     on some copies \"G1202R in 2 of 4 copies\", on one of unlike copies \"D835Y (unmutated copy)\", \
     more copies \"alk-amplification in 4 copies\", in a state \"G1202R @ ccn1-high\", unaltered \"parental\"";

/// Lower case with dashes.
fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '_'], "-")
}

/// A genotype and state of the biology's line from their name, as a specimen of one type.
pub fn read(biology: &Biology, text: &str) -> Result<Specimen, GenotypeError> {
    let (genotype, state) = parse(biology, text)?;
    let name = match genotype == biology.wild_type() {
        true if state == 0 => PARENTAL.to_owned(),
        _ if text.contains(" copy)") => name_by_copy(biology, &genotype, state),
        _ => name(biology, &genotype, state),
    };
    Ok(Specimen::pure(name, genotype, state))
}

/// A genotype of the biology's line and the index of a state from their name.
pub fn parse(biology: &Biology, text: &str) -> Result<(Genotype, usize), GenotypeError> {
    let reader = Reader { biology, text };
    let (alterations, state) = match text.rsplit_once('@') {
        Some((alterations, state)) => (alterations.trim(), reader.state(state)?),
        None => (text.trim(), 0),
    };
    let mut genotype = biology.wild_type();
    let unaltered = ["", "parental", "none", "wild-type"].contains(&plain(alterations).as_str());
    if !unaltered {
        let mut touched = Vec::new();
        for part in alterations.split(" + ") {
            genotype = reader.add(genotype, part, &mut touched)?;
        }
    }
    Ok((genotype, state))
}

/// What cells are called: the mechanism, with the copies where there are more than usual.
pub fn name(biology: &Biology, genotype: &Genotype, state: usize) -> String {
    label(biology.label_parts(genotype, state)) + &more_copies(biology, genotype)
}

/// Parts of a label, joined.
fn label(parts: Vec<String>) -> String {
    match parts.is_empty() {
        true => PARENTAL.to_owned(),
        false => parts.join(" + "),
    }
}

/// [`name`] with the copy that carries each allele: see [`label_by_copy`].
pub fn name_by_copy(biology: &Biology, genotype: &Genotype, state: usize) -> String {
    label_by_copy(biology, genotype, state) + &more_copies(biology, genotype)
}

/// " (2 of 4 copies)" where there are more than usual.
fn more_copies(biology: &Biology, genotype: &Genotype) -> String {
    let usual: u32 = biology.base_copies.iter().map(|group| group.count).sum();
    let (all, mutated) = biology.driver_copies(genotype);
    match (all == usual, mutated.iter().map(|(_, copies)| *copies).max()) {
        (true, _) => String::new(),
        (false, Some(mutated)) => format!(" ({mutated} of {all} copies)"),
        (false, None) => format!(" ({all} copies)"),
    }
}

/// The mechanism without copy numbers; where the line's driver copies differ (a heterozygous duplication), each
/// allele with the copy that carries it: "D835Y (ITD copy)", "D835Y (unmutated copy)".
pub fn label_by_copy(biology: &Biology, genotype: &Genotype, state: usize) -> String {
    let mut parts = biology.label_parts(genotype, state);
    let base = &biology.base_copies;
    if base.windows(2).any(|pair| pair[0].alleles != pair[1].alleles) {
        let new = |group: &&CopyGroup| !group.alleles.iter().all(|allele| of_base(biology, *allele));
        // One part for each group of copies that carries something new comes first.
        for (part, group) in parts.iter_mut().zip(genotype.copies().iter().filter(new)) {
            *part += &format!(" ({} copy)", copy_name(biology, &group.alleles));
        }
    }
    label(parts)
}

/// Does the unaltered line have the allele?
fn of_base(biology: &Biology, allele: u32) -> bool {
    biology.base_copies.iter().any(|group| group.alleles.contains(&allele))
}

/// What a driver copy is called: by the line's own alleles on it, "unmutated" without any.
fn copy_name(biology: &Biology, alleles: &[u32]) -> String {
    let own = alleles.iter().filter(|allele| of_base(biology, **allele));
    let own: Vec<&str> = own.map(|&a| biology.alleles[a as usize].name.as_str()).collect();
    match own.is_empty() {
        true => "unmutated".to_owned(),
        false => own.join("+"),
    }
}

/// "G1202R", "G1202R in 2 of 4 copies", ...
struct Part<'a> {
    what: &'a str,
    /// Copies that have it, and all copies.
    copies: Option<(u32, Option<u32>)>,
}

struct Reader<'a> {
    biology: &'a Biology,
    text: &'a str,
}

impl Reader<'_> {
    fn fault(&self, problem: impl Into<String>, help: &[String]) -> GenotypeError {
        let mut help: Vec<String> = help.iter().filter(|advice| !advice.is_empty()).cloned().collect();
        help.push(format!("written as {GRAMMAR}"));
        GenotypeError {
            text: self.text.to_owned(),
            problem: problem.into(),
            help,
        }
    }

    /// "did you mean ...; known: ...".
    fn unknown(&self, what: &str, kind: &str, names: &[&str]) -> GenotypeError {
        let near = nearest(&plain(what), names.iter().copied());
        let near = match near.is_empty() {
            true => String::new(),
            false => format!("did you mean {}?", near.join(" or ")),
        };
        let problem = format!("\"{}\" is not {kind} of {}", what.trim(), self.biology.line_name);
        self.fault(problem, &[near, format!("known: {}", names.join(", "))])
    }

    fn state(&self, text: &str) -> Result<usize, GenotypeError> {
        let wanted = plain(text);
        let states = self.biology.states();
        let found = states
            .iter()
            .position(|state| plain(&state.id) == wanted || plain(&state.name) == wanted);
        let names: Vec<&str> = states.iter().map(|state| state.id.as_str()).collect();
        found.ok_or_else(|| self.unknown(text, "a state", &names))
    }

    /// Splits off "in 2 of 4 copies", "in 4 copies".
    fn part<'t>(&self, text: &'t str) -> Result<Part<'t>, GenotypeError> {
        let Some((what, copies)) = text.rsplit_once(" in ") else {
            return Ok(Part {
                what: text.trim(),
                copies: None,
            });
        };
        let copies = copies.trim();
        let numbers = copies.strip_suffix("copies").or_else(|| copies.strip_suffix("copy"));
        let read = |number: &str| number.trim().parse::<u32>().ok().filter(|n| (1..=1000).contains(n));
        let copies = numbers.and_then(|numbers| match numbers.split_once(" of ") {
            Some((some, all)) => Some((read(some)?, Some(read(all)?))),
            None => Some((read(numbers)?, None)),
        });
        match copies {
            Some((some, Some(all))) if some > all => Err(self.fault(format!("{some} of {all} copies"), &[])),
            Some(copies) => Ok(Part {
                what: what.trim(),
                copies: Some(copies),
            }),
            None => Err(self.fault(format!("\"in {}\" cannot be read", text.trim()), &[])),
        }
    }

    /// Adds one alteration; `touched` holds the alleles given so far, each on copies of its own.
    fn add(&self, genotype: Genotype, text: &str, touched: &mut Vec<u32>) -> Result<Genotype, GenotypeError> {
        let part = self.part(text)?;
        let wanted = plain(part.what);
        let driver = plain(&self.biology.driver_name);
        // The knowledge base speaks of "ntrk-amplification", whichever NTRK gene is fused.
        let stem = driver.trim_end_matches(|c: char| c.is_ascii_digit());
        let amplified = [format!("{driver}-amplification"), format!("{stem}-amplification")];
        if amplified.contains(&wanted) || wanted == "amplification" {
            return self.amplify(genotype, part.copies.map(|(some, all)| all.unwrap_or(some)));
        }
        let bypass = |b: &&crate::model::biology::Bypass| plain(&b.id) == wanted || plain(&b.name) == wanted;
        if let Some(found) = self.biology.bypasses.iter().position(|b| bypass(&b)) {
            return match part.copies {
                None => Ok(genotype.with_bypass(found as u32)),
                Some(_) => Err(self.fault(format!("copies are counted of {} only", self.biology.driver_name), &[])),
            };
        }
        let named = part.what.strip_suffix(" copy)").and_then(|text| text.rsplit_once(" ("));
        let (what, on) = named.map_or((part.what, None), |(what, copy)| (what, Some(plain(copy))));
        let alleles = what.split('+').map(|name| self.allele(name));
        let alleles = alleles.collect::<Result<Vec<u32>, _>>()?;
        self.mutate(genotype, &alleles, (part.copies, on.as_deref()), touched)
    }

    fn allele(&self, text: &str) -> Result<u32, GenotypeError> {
        let wanted = plain(text);
        let driver = format!("{}-", plain(&self.biology.driver_name));
        let bare = wanted.strip_prefix(&driver).unwrap_or(&wanted);
        let known = &self.biology.alleles;
        let found = known
            .iter()
            .position(|allele| plain(&allele.id) == wanted || plain(&allele.name) == bare);
        found.map(|i| i as u32).ok_or_else(|| {
            let mut names: Vec<&str> = known.iter().map(|allele| allele.name.as_str()).collect();
            names.extend(self.biology.bypasses.iter().map(|bypass| bypass.id.as_str()));
            let amplification = format!("{driver}amplification");
            names.push(&amplification);
            self.unknown(text, "an alteration", &names)
        })
    }

    /// More copies, all like the one with most alleles.
    fn amplify(&self, genotype: Genotype, to: Option<u32>) -> Result<Genotype, GenotypeError> {
        let most = self.biology.ladder.max_copies.max(genotype.total_copies());
        let to = to.unwrap_or_else(|| (genotype.total_copies() * USUAL_GAIN).min(most));
        if to <= genotype.total_copies() || to > most {
            let (from, name) = (genotype.total_copies() + 1, &self.biology.driver_name);
            return Err(self.fault(
                format!("{to} copies of {name}"),
                &[format!("allowed: {from} to {most}")],
            ));
        }
        let mut genotype = genotype;
        while genotype.total_copies() < to {
            genotype = genotype.with_gain(fullest(&genotype, |_| true).unwrap_or(0));
        }
        Ok(genotype)
    }

    /// Puts alleles in cis on one copy, of the name `on` where one is given, or on as many as asked for, apart from the alleles given before.
    fn mutate(
        &self,
        genotype: Genotype,
        alleles: &[u32],
        (copies, on): (Option<(u32, Option<u32>)>, Option<&str>),
        touched: &mut Vec<u32>,
    ) -> Result<Genotype, GenotypeError> {
        let mut genotype = genotype;
        if let Some((_, Some(all))) = copies
            && all > genotype.total_copies()
        {
            genotype = self.amplify(genotype, Some(all))?;
        }
        if let Some((_, Some(all))) = copies
            && all != genotype.total_copies()
        {
            let (have, name) = (genotype.total_copies(), &self.biology.driver_name);
            return Err(self.fault(format!("{all} copies of {name}, where the cells have {have}"), &[]));
        }
        let residues: Vec<u32> = alleles
            .iter()
            .map(|&a| self.biology.alleles[a as usize].residue)
            .collect();
        if (1..residues.len()).any(|i| residues[..i].contains(&residues[i])) {
            return Err(self.fault("one copy has one allele at a residue", &[]));
        }
        for _ in 0..copies.map_or(1, |(some, _)| some) {
            let named = |group: &[u32]| on.is_none_or(|on| plain(&copy_name(self.biology, group)) == on);
            let free =
                |group: &[u32]| named(group) && !group.iter().any(|a| touched.contains(a) || alleles.contains(a));
            let Some(mut group) = fullest(&genotype, free) else {
                let name = &self.biology.driver_name;
                let advice = "alleles on one copy are joined without spaces: A+B".to_owned();
                return Err(self.fault(format!("no copy of {name} is left for another allele"), &[advice]));
            };
            let mut carried = genotype.copies()[group].alleles.clone();
            for &allele in alleles {
                genotype = genotype.with_allele(group, allele);
                carried.push(allele);
                carried.sort_unstable();
                group = genotype
                    .copies()
                    .iter()
                    .position(|copies| copies.alleles == carried)
                    .unwrap_or(group);
            }
        }
        touched.extend(alleles);
        Ok(genotype)
    }
}

/// The group of copies with most alleles among those that may be taken.
fn fullest(genotype: &Genotype, may: impl Fn(&[u32]) -> bool) -> Option<usize> {
    let groups = genotype
        .copies()
        .iter()
        .enumerate()
        .filter(|(_, group)| may(&group.alleles));
    groups.max_by_key(|(_, group)| group.alleles.len()).map(|(i, _)| i)
}
