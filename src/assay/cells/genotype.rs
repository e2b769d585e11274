//! Genotypes as people write them: "ALK-G1202R", "C1156Y+L1198F", "G1202R in 2 of 4 copies + MET amplification @ ccn1-high".

use super::naming::{copy_name, of_base};
use crate::assay::cells::specimen::Specimen;
use crate::knowledge::nearest;
use crate::model::biology::{Biology, CellState, Genotype};
use std::fmt;

pub use super::naming::{label_by_copy, name};

/// Copies of an amplified driver for each copy of the unaltered line, where no number is given: patients
/// have a two- to fourfold gain (Doebele 2012, doi 10.1158/1078-0432.CCR-11-2906; Kim 2013, doi
/// 10.1097/JTO.0b013e3182a46058).
pub const USUAL_GAIN: u32 = 4;

/// Most copies that a genotype may name.
const MOST_COPIES: u32 = 1000;

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

/// How to write a genotype, for help texts.
pub const GRAMMAR: &str = "\"G1202R\", in cis \"C1156Y+L1198F\", together \"G1202R + met-amplification\", \
     on some copies \"G1202R in 2 of 4 copies\", on one of unlike copies \"D835Y (unmutated copy)\", \
     more copies \"alk-amplification in 4 copies\", in a state \"G1202R @ ccn1-high\", unaltered \"parental\"";

/// Lower case with dashes.
fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '_'], "-")
}

/// A genotype and state of the biology's line from their name, as a specimen of one type.
///
/// # Errors
/// See [`parse`].
pub fn read(biology: &Biology, text: &str) -> Result<Specimen, GenotypeError> {
    let (genotype, state) = parse(biology, text)?;
    Ok(Specimen::pure(name(biology, &genotype, state), genotype, state))
}

/// A genotype of the biology's line and the index of a state from their name.
///
/// # Errors
/// An alteration or state is none of the line, a number of copies cannot be, or no copy is left for an allele.
pub fn parse(biology: &Biology, text: &str) -> Result<(Genotype, usize), GenotypeError> {
    let reader = Reader { biology, text };
    let (alterations, state) = match text.rsplit_once('@') {
        Some((alterations, state)) => (alterations.trim(), reader.state(state)?),
        None => reader.named_state(text.trim()),
    };
    let mut genotype = biology.wild_type();
    let unaltered = ["", "parental", "none", "wild-type"].contains(&plain(alterations).as_str());
    if !unaltered {
        let mut touched = Vec::new();
        let (alterations, counted) = counted(alterations);
        let mut parts: Vec<&str> = alterations.split(" + ").collect();
        // Behind a count of copies the gain comes first, so that the alleles find the copies that the count speaks of.
        if let Some((some, all)) = counted {
            parts.sort_by_key(|part| reader.amplification(part).is_none());
            let (gains, others) = parts.split_at(parts.partition_point(|part| reader.amplification(part).is_some()));
            let on = gains.first().and_then(|part| reader.amplification(part)).flatten();
            if all > genotype.total_copies() {
                genotype = reader.amplify(genotype, Some(all), on.as_deref())?;
            }
            for (i, part) in others.iter().enumerate() {
                let of = some.filter(|_| i == 0).map(|some| (some, Some(all)));
                genotype = reader.add(genotype, part, of, &mut touched)?;
            }
        } else {
            for part in parts {
                genotype = reader.add(genotype, part, None, &mut touched)?;
            }
        }
    }
    Ok((genotype, state))
}

/// A number of copies that a cell may hold.
fn copies_read(number: &str) -> Option<u32> {
    let number = number.trim().parse().ok();
    number.filter(|n| (1..=MOST_COPIES).contains(n))
}

/// Splits "(2 of 4 copies)" or "(4 copies)" off the end of a name: how many carry the first allele, and all.
fn counted(text: &str) -> (&str, Option<(Option<u32>, u32)>) {
    let split = || {
        let (before, inside) = text.strip_suffix(" copies)")?.rsplit_once(" (")?;
        let counts = match inside.split_once(" of ") {
            Some((some, all)) => (Some(copies_read(some)?), copies_read(all)?),
            None => (None, copies_read(inside)?),
        };
        Some((before.trim(), Some(counts)))
    };
    split().unwrap_or((text, None))
}

/// "G1202R", "G1202R in 2 of 4 copies", ...
struct Part<'a> {
    what: &'a str,
    /// Copies that have it, and all copies.
    copies: Option<(u32, Option<u32>)>,
}

/// Splits the name of a copy off: "D835Y (ITD copy)".
fn on_copy(text: &str) -> (&str, Option<String>) {
    let named = text.strip_suffix(" copy)").and_then(|text| text.rsplit_once(" ("));
    named.map_or((text, None), |(what, copy)| (what, Some(plain(copy))))
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
        let states = self.biology.states();
        let found = self.place(text);
        let names: Vec<&str> = states.iter().map(|state| state.id.as_str()).collect();
        found.ok_or_else(|| self.unknown(text, "a state", &names))
    }

    /// Index of a state by id or name; of an adaptation that is named without a rung, the highest.
    fn place(&self, text: &str) -> Option<usize> {
        let wanted = plain(text);
        let states = self.biology.states().iter();
        let called = |state: &CellState, name: &str| plain(name) == wanted && state.is_top();
        let by_name = |state: &CellState| {
            let whole = state.rung.as_ref().is_some_and(|rung| called(state, &rung.of));
            whole || called(state, &state.name) || plain(&state.full_name()) == wanted
        };
        states
            .into_iter()
            .position(|state| plain(&state.id) == wanted || by_name(state))
    }

    /// Splits off a state that stands last, as names have it: "G1202R + drug-tolerant".
    fn named_state<'t>(&self, text: &'t str) -> (&'t str, usize) {
        let (names, counts) = match text.rsplit_once(" (") {
            Some((before, _)) if text.ends_with(" copies)") => (before, &text[before.len()..]),
            _ => (text, ""),
        };
        let (before, last) = names.rsplit_once(" + ").unwrap_or(("", names));
        match self.place(last) {
            // A count of copies stands behind the state, and belongs to what comes before it.
            Some(state) if state > 0 && counts.is_empty() => (before, state),
            _ => (text, 0),
        }
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
        let copies = numbers.and_then(|numbers| match numbers.split_once(" of ") {
            Some((some, all)) => Some((copies_read(some)?, Some(copies_read(all)?))),
            None => Some((copies_read(numbers)?, None)),
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

    /// Whether a part is a gain of driver copies, and of which kind of copy where it says so.
    fn amplification(&self, part: &str) -> Option<Option<String>> {
        let (what, on) = on_copy(part.trim());
        let wanted = plain(what);
        let driver = plain(&self.biology.driver_name);
        // The knowledge base speaks of "ntrk-amplification", whichever NTRK gene is fused.
        let stem = driver.trim_end_matches(|c: char| c.is_ascii_digit());
        let amplified = [format!("{driver}-amplification"), format!("{stem}-amplification")];
        (amplified.contains(&wanted) || wanted == "amplification").then_some(on)
    }

    /// Adds one alteration, on so many copies unless it says so itself; `touched` holds the alleles given so far, each
    /// on copies of its own.
    fn add(
        &self,
        genotype: Genotype,
        text: &str,
        counted: Option<(u32, Option<u32>)>,
        touched: &mut Vec<u32>,
    ) -> Result<Genotype, GenotypeError> {
        let part = self.part(text)?;
        let copies = part.copies.or(counted);
        let wanted = plain(part.what);
        if let Some(on) = self.amplification(part.what) {
            return self.amplify(
                genotype,
                part.copies.map(|(some, all)| all.unwrap_or(some)),
                on.as_deref(),
            );
        }
        let bypass = |b: &&crate::model::biology::Bypass| plain(&b.id) == wanted || plain(&b.name) == wanted;
        if let Some(found) = self.biology.bypasses.iter().position(|b| bypass(&b)) {
            return match part.copies {
                None => Ok(genotype.with_bypass(found as u32)),
                Some(_) => Err(self.fault(format!("copies are counted of {} only", self.biology.driver_name), &[])),
            };
        }
        let (what, on) = on_copy(part.what);
        let alleles = what.split('+').map(|name| self.allele(name));
        let alleles = alleles.collect::<Result<Vec<u32>, _>>()?;
        self.mutate(genotype, &alleles, (copies, on.as_deref()), touched)
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

    /// More copies, all like the one with most alleles, or like the one of the name `on`.
    fn amplify(&self, genotype: Genotype, to: Option<u32>, on: Option<&str>) -> Result<Genotype, GenotypeError> {
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
        let named = |group: &[u32]| on.is_none_or(|on| plain(&copy_name(self.biology, group)) == on);
        while genotype.total_copies() < to {
            let Some(group) = fullest(&genotype, named) else {
                return Err(self.no_copy(on));
            };
            genotype = genotype.with_gain(group);
        }
        Ok(genotype)
    }

    fn no_copy(&self, on: Option<&str>) -> GenotypeError {
        let name = &self.biology.driver_name;
        let kinds: Vec<String> = (self.biology.base_copies.iter())
            .map(|group| copy_name(self.biology, &group.alleles))
            .collect();
        let advice = match on {
            Some(on) if !kinds.iter().any(|kind| plain(kind) == on) => {
                format!(
                    "the copies of {} are called: {}",
                    self.biology.line_name,
                    kinds.join(", ")
                )
            }
            _ => "alleles on one copy are joined without spaces: A+B".to_owned(),
        };
        self.fault(format!("no copy of {name} is left for another allele"), &[advice])
    }

    /// Puts alleles in cis on one copy, of the name `on` where one is given, or on as many as asked for, apart from the
    /// alleles given before.
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
            genotype = self.amplify(genotype, Some(all), on)?;
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
        // Beside new alleles the line's own name the copy that carries them: "ITD+D835Y" is D835Y on the ITD copy.
        let (own, new): (Vec<u32>, Vec<u32>) = alleles.iter().partition(|allele| of_base(self.biology, **allele));
        let (own, new) = if new.is_empty() { (new, own) } else { (own, new) };
        for _ in 0..copies.map_or(1, |(some, _)| some) {
            let named = |group: &[u32]| on.is_none_or(|on| plain(&copy_name(self.biology, group)) == on);
            let holds = |group: &[u32]| own.iter().all(|allele| group.contains(allele));
            let free = |group: &[u32]| {
                let taken = |a: &u32| touched.contains(a) || new.contains(a);
                named(group) && holds(group) && !group.iter().any(taken)
            };
            let Some(mut group) = fullest(&genotype, free) else {
                return Err(self.no_copy(on));
            };
            let mut carried = genotype.copies()[group].alleles.clone();
            for &allele in &new {
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
        touched.extend(new);
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
