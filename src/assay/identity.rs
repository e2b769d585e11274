//! Is the culture the line on its label? STR typing against the line's profile, and species PCR (P14 of the guides).
//!
//! Which alleles a line has is drawn, once per line and for good, not looked up: what is simulated is how far
//! unrelated lines share alleles, and from which share on foreign cells show. Alleles therefore have letters, not
//! repeat numbers. Drift of a line's own alleles in long culture is left out.

use super::bench::Bench;
use super::foreign::{NO_CELLS, descent};
use super::scatter::{ReadoutValue, mean_of};
use super::specimen::Specimen;
use crate::random::{Generator, Purpose, replicate_of, stream};
use crate::sampling::uniform;
use serde::{Deserialize, Serialize};

/// Markers of human kits (ANSI/ATCC ASN-0002-2011).
const HUMAN: [&str; 8] = [
    "D5S818", "D13S317", "D7S820", "D16S539", "vWA", "TH01", "TPOX", "CSF1PO",
];
/// Markers of a mouse kit (Almeida, Hill and Cole 2014, doi 10.1007/s10616-013-9545-7, who chose nine).
const MOUSE: [&str; 9] = ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9"];

/// Alleles of a marker, taken as equally common.
const ALLELES: u8 = 6;
/// Chance that a line has two alleles at a marker.
const TWO_ALLELES: f64 = 0.6;
/// Seed of the profiles: they belong to the lines, not to an experiment.
const PROFILES: u64 = 0;

/// From this score on, two samples are taken for one line; below the other for unrelated (ATCC's reading of
/// Tanabe's score, www.atcc.org/search-str-database/matching-algorithm).
pub const RELATED: f64 = 0.9;
pub const UNRELATED: f64 = 0.8;
/// Share of a line's alleles that tells its presence in a mixture (Masters' score; ANSI/ATCC ASN-0002-2011).
pub const PRESENT: f64 = 0.8;
/// Markers with a foreign allele that make a mixture: one may be a mutation.
pub const FOREIGN_MARKERS: usize = 2;

/// How a typing scatters and what counts as a peak.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TypingNoise {
    /// Coefficient of variation of a peak.
    pub peak_cv: f64,
    /// Stutter: a peak one repeat below an allele, as a share of it.
    pub stutter: f64,
    /// Least height of an allele over the marker's highest peak.
    pub least: f64,
    /// The same one repeat below a higher peak, where stutter lies.
    pub least_at_stutter: f64,
    /// Least share of the cells that a species PCR finds.
    pub species_limit: f64,
}

impl Default for TypingNoise {
    fn default() -> Self {
        Self {
            peak_cv: 0.09,
            stutter: 0.08,
            least: 0.1,
            least_at_stutter: 0.15,
            species_limit: 0.01,
        }
    }
}

impl TypingNoise {
    /// What stands behind the numbers.
    pub fn assumptions(&self) -> Vec<ReadoutValue> {
        let row = ReadoutValue::assumed;
        vec![
            row(
                "STR: variation of a peak (CV)",
                self.peak_cv,
                (0.05, 0.2),
                "Of two balanced peaks the smaller is about 90% of the larger one (forensic practice), as at this CV.",
            ),
            row(
                "STR: stutter, share of its allele's peak",
                self.stutter,
                (0.05, 0.1),
                "5 to 10% are usual (forensic practice, Whitaker 2001 second-hand).",
            ),
            row(
                "STR: least peak, share of the marker's highest",
                self.least,
                (0.05, 0.2),
                "Smaller peaks are left aside as background.",
            ),
            row(
                "STR: least peak where stutter lies",
                self.least_at_stutter,
                (0.1, 0.2),
                "About twice the stutter.",
            ),
            row(
                "STR: chance that a line has two alleles at a marker",
                TWO_ALLELES,
                (0.4, 0.8),
                "Most people have two; tumour cells lost some. Alleles are drawn: no profiles were at hand.",
            ),
            row(
                "STR: alleles of a marker, equally common",
                f64::from(ALLELES),
                (4.0, 10.0),
                "Unrelated lines then share a third or less, as the standard says (55% at most).",
            ),
            row(
                "species PCR: least share of cells found",
                self.species_limit,
                (0.001, 0.05),
                "Depends on the assay; no value for these cells.",
            ),
        ]
    }
}

/// One allele's peak.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Peak {
    /// A letter: shorter alleles come first.
    pub allele: String,
    /// Over the marker's highest peak.
    pub height: f64,
    /// High enough for an allele.
    pub called: bool,
    /// The line's profile has it.
    pub of_line: bool,
}

/// One marker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    pub name: String,
    /// Every allele that the marker can have, in order.
    pub peaks: Vec<Peak>,
}

/// What a typing says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// The line on the label, and nothing beside it.
    Match,
    /// The line, with cells of another one.
    Mixed,
    /// Another line.
    Other,
    /// Between related and unrelated.
    Unclear,
}

impl Identity {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Identity::Match => "the line on the label",
            Identity::Mixed => "the line on the label with cells of another",
            Identity::Other => "another line",
            Identity::Unclear => "unclear: neither the line's profile nor an unrelated one",
        }
    }
}

/// A culture, typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Typing {
    pub specimen: String,
    pub line: String,
    /// Species of the kit: the line's.
    pub kit: String,
    pub markers: Vec<Marker>,
    /// Alleles of the profile, called ones, and how many are in both.
    pub of_line: usize,
    pub called: usize,
    pub shared: usize,
    /// Markers with an allele that the line has not.
    pub foreign_markers: usize,
    /// Species that PCR finds.
    pub species: Vec<String>,
    /// Lines of the knowledge base whose whole profile is among the foreign and shared alleles.
    pub fits: Vec<String>,
    /// Lines of the knowledge base that share the line's DNA, which typing cannot tell from it.
    #[serde(default)]
    pub alike: Vec<String>,
    pub noise: TypingNoise,
    pub identity: Identity,
}

impl Typing {
    /// Twice the shared alleles over all of both samples (Tanabe's score, the standard's recommended one).
    pub fn score(&self) -> f64 {
        2.0 * self.shared as f64 / (self.of_line + self.called).max(1) as f64
    }

    /// Shared alleles over those of the line (Masters' score, for mixtures).
    pub fn found(&self) -> f64 {
        self.shared as f64 / self.of_line.max(1) as f64
    }

    /// With its numbers, in a sentence's part.
    pub fn words(&self) -> String {
        let fits = match self.fits.as_slice() {
            [] => String::new(),
            fits => format!("; the foreign alleles fit {}", fits.join(" or ")),
        };
        let alike = match (self.identity, self.alike.as_slice()) {
            (Identity::Match, [_, ..]) => format!(", or one that shares its DNA ({})", self.alike.join(", ")),
            _ => String::new(),
        };
        let also: Vec<&String> = self.species.iter().filter(|species| **species != self.kit).collect();
        let also = also
            .first()
            .map_or(String::new(), |species| format!("; PCR finds {species} DNA"));
        format!(
            "{} of {} alleles of {} are there, with foreign ones at {} of {} markers (score {:.0}%; related from {:.0}%, \
             unrelated below {:.0}%){also}{fits}: {}{alike}",
            self.shared,
            self.of_line,
            self.line,
            self.foreign_markers,
            self.markers.len(),
            100.0 * self.score(),
            100.0 * RELATED,
            100.0 * UNRELATED,
            self.identity.words()
        )
    }
}

/// Alleles of a line at each marker of a kit.
fn profile(descent: &str, markers: usize) -> Vec<Vec<u8>> {
    let mut rng = stream(PROFILES, replicate_of(descent), Purpose::StrProfile);
    let mut pick = |of: u8| ((uniform(&mut rng) * f64::from(of)) as u8).min(of - 1);
    (0..markers)
        .map(|_| {
            let first = pick(ALLELES);
            // The second is one of the others; a fixed number of draws keeps markers apart.
            let (second, two) = ((first + 1 + pick(ALLELES - 1)) % ALLELES, pick(100));
            match f64::from(two) < 100.0 * TWO_ALLELES {
                true => vec![first, second],
                false => vec![first],
            }
        })
        .collect()
}

/// Types a culture against its line.
pub fn typing(bench: &Bench, specimen: &Specimen, noise: TypingNoise, rng: &mut Generator) -> Typing {
    let line = bench.line().ok();
    let (own, kit) = match line {
        Some(line) => (descent(line), line.species.clone()),
        None => (bench.biology.line_id.clone(), "human".to_owned()),
    };
    let names: &[&str] = if kit == "mouse" { &MOUSE } else { &HUMAN };
    let reference = profile(&own, names.len());
    let share = 1.0 - specimen.own_share();
    let foreign = specimen.foreign().map(|foreign| foreign.line.as_ref());
    // A kit does not amplify another species' DNA.
    let beside = foreign
        .filter(|line| line.species == kit)
        .map(|line| profile(&line.descent, names.len()));
    let markers: Vec<Marker> = (names.iter().zip(&reference).enumerate())
        .map(|(i, (name, own))| {
            let other = beside.as_ref().map_or(&[][..], |profile| &profile[i]);
            marker(
                name,
                own,
                other,
                if other.is_empty() { 0.0 } else { share },
                &noise,
                rng,
            )
        })
        .collect();
    let found = |share: f64| share >= noise.species_limit;
    let mut species: Vec<String> = Vec::new();
    species.extend(found(1.0 - share).then(|| kit.clone()));
    species.extend(
        foreign
            .filter(|line| found(share) && line.species != kit)
            .map(|line| line.species.clone()),
    );
    read(Typing {
        specimen: specimen.name.clone(),
        line: bench.biology.line_name.clone(),
        of_line: reference.iter().map(Vec::len).sum(),
        fits: fits(bench, &own, &kit, &markers),
        alike: alike(bench, &own),
        kit,
        markers,
        called: 0,
        shared: 0,
        foreign_markers: 0,
        species,
        noise,
        identity: Identity::Unclear,
    })
}

/// Peaks of one marker: each line's alleles share its DNA, each throws its stutter.
fn marker(name: &str, own: &[u8], other: &[u8], share: f64, noise: &TypingNoise, rng: &mut Generator) -> Marker {
    let amount = |allele: u8| {
        let of = |alleles: &[u8]| f64::from(u8::from(alleles.contains(&allele))) / alleles.len().max(1) as f64;
        (1.0 - share) * of(own) + share * of(other)
    };
    let heights: Vec<f64> = (0..ALLELES)
        .map(|allele| {
            let stutter = if allele + 1 < ALLELES {
                noise.stutter * amount(allele + 1)
            } else {
                0.0
            };
            mean_of(rng, amount(allele) + stutter, noise.peak_cv, 1)
        })
        .collect();
    let highest = heights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let over = |allele: usize| heights.get(allele).map_or(0.0, |height| height / highest);
    let peak = |allele: u8| {
        let (height, above) = (over(usize::from(allele)), over(usize::from(allele) + 1));
        let least = if above > height {
            noise.least_at_stutter * above
        } else {
            0.0
        };
        Peak {
            allele: char::from(b'a' + allele).to_string(),
            height,
            called: height >= noise.least.max(least),
            of_line: own.contains(&allele),
        }
    };
    Marker {
        name: name.to_owned(),
        peaks: (0..ALLELES).map(peak).collect(),
    }
}

/// Counts alleles and says what they mean.
fn read(typing: Typing) -> Typing {
    let count = |of: &dyn Fn(&Peak) -> bool| {
        typing
            .markers
            .iter()
            .flat_map(|marker| &marker.peaks)
            .filter(|p| of(p))
            .count()
    };
    let foreign = |marker: &&Marker| marker.peaks.iter().any(|peak| peak.called && !peak.of_line);
    let counted = Typing {
        called: count(&|peak| peak.called),
        shared: count(&|peak| peak.called && peak.of_line),
        foreign_markers: typing.markers.iter().filter(foreign).count(),
        ..typing.clone()
    };
    let mixed = counted.foreign_markers >= FOREIGN_MARKERS || counted.species.len() > 1;
    let identity = match (counted.score(), counted.found()) {
        (_, found) if found >= PRESENT && mixed => Identity::Mixed,
        (score, _) if score >= RELATED => Identity::Match,
        (score, _) if score < UNRELATED => Identity::Other,
        _ if !counted.species.contains(&counted.kit) => Identity::Other,
        _ => Identity::Unclear,
    };
    Typing { identity, ..counted }
}

/// Other lines of one descent.
fn alike(bench: &Bench, own: &str) -> Vec<String> {
    let lines = bench.knowledge().data().line.iter();
    let same = lines.filter(|line| descent(line) == own && line.id != bench.biology.line_id);
    same.map(|line| line.name.clone()).collect()
}

/// Lines that account for the foreign alleles: nearly all of their profile is seen, and nearly all that is
/// foreign is theirs.
fn fits(bench: &Bench, own: &str, kit: &str, markers: &[Marker]) -> Vec<String> {
    let called = |i: usize, allele: u8| markers[i].peaks[usize::from(allele)].called;
    let foreign: Vec<(usize, u8)> = (0..markers.len())
        .flat_map(|i| (0..ALLELES).map(move |allele| (i, allele)))
        .filter(|&(i, allele)| called(i, allele) && !markers[i].peaks[usize::from(allele)].of_line)
        .collect();
    if foreign.is_empty() {
        return Vec::new();
    }
    let lines = bench.knowledge().data().line.iter();
    let candidates = lines.filter(|line| line.species == kit && line.species != NO_CELLS);
    let fitting = candidates.filter(|line| descent(line) != own).filter(|line| {
        let theirs = profile(&descent(line), markers.len());
        let all: usize = theirs.iter().map(Vec::len).sum();
        let alleles = theirs
            .iter()
            .enumerate()
            .flat_map(|(i, alleles)| alleles.iter().map(move |a| (i, *a)));
        let seen = alleles.filter(|&(i, allele)| called(i, allele)).count();
        let explained = foreign
            .iter()
            .filter(|&&(i, allele)| theirs[i].contains(&allele))
            .count();
        seen as f64 >= PRESENT * all as f64 && explained as f64 >= PRESENT * foreign.len() as f64
    });
    fitting.map(|line| line.name.clone()).collect()
}
