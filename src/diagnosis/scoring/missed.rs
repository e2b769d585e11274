//! Which mechanisms of a culture a work-up missed, and why: asked of the read-outs that were made, so that
//! what was never looked for is not blamed on the cells.

use crate::assay::Bench;
use crate::assay::sequencing::panel::{DnaChange, sites};
use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::call::{Diagnosis, Kind};
use crate::diagnosis::readouts::Readouts;
use crate::diagnosis::scoring::score::finds;
use crate::diagnosis::scoring::truth::{Cause, Truth};
use crate::diagnosis::thresholds::Thresholds;
use serde::{Deserialize, Serialize};

/// Why a mechanism was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The work-up ended before: at the drug stock, or for want of a shift.
    Stopped,
    /// No read-out that can show it was made.
    NotLookedFor,
    /// Too few reads, copies or stained cells carry it.
    LowVaf,
    /// Other resistant cells of the flask cover it.
    TwoMechanisms,
    /// No change of the DNA, and the tests of state do not show it.
    NonGenetic,
    /// Looked for by a read-out that can show it, and not seen.
    NotSeen,
}

impl Reason {
    /// All, in the order of tables.
    pub const ALL: [Reason; 6] = [
        Reason::Stopped,
        Reason::NotLookedFor,
        Reason::LowVaf,
        Reason::TwoMechanisms,
        Reason::NonGenetic,
        Reason::NotSeen,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Reason::Stopped => "the work-up stopped before",
            Reason::NotLookedFor => "not looked for",
            Reason::LowVaf => "low VAF or share",
            Reason::TwoMechanisms => "two mechanisms in one flask",
            Reason::NonGenetic => "non-genetic",
            Reason::NotSeen => "looked for, not seen",
        }
    }
}

/// A mechanism of the culture that no call names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Missed {
    pub cause: Cause,
    /// Of the cells.
    pub share: f64,
    pub reason: Reason,
    pub text: String,
}

/// Share from which other resistant cells can cover a mechanism.
const COVERING: f64 = 0.2;

/// Everything that [`Truth::mechanisms`] has and the diagnosis has not.
pub fn missed(
    bench: &Bench,
    atlas: &Atlas,
    readouts: &Readouts,
    diagnosis: &Diagnosis,
    truth: &Truth,
    limits: &Thresholds,
) -> Vec<Missed> {
    let all = truth.mechanisms();
    let looking = Looking {
        bench,
        atlas,
        readouts,
        diagnosis,
        limits,
    };
    let calls = || diagnosis.calls.iter().chain(&diagnosis.minor);
    all.iter()
        .filter(|(cause, _)| !finds(calls(), cause))
        .map(|(cause, share)| {
            let (reason, text) = looking.why(cause, *share);
            let others = all.iter().any(|(other, share)| other != cause && *share >= COVERING);
            let covered = others && matches!(reason, Reason::NotSeen | Reason::NonGenetic);
            Missed {
                cause: cause.clone(),
                share: *share,
                reason: if covered { Reason::TwoMechanisms } else { reason },
                text: if covered {
                    format!("two mechanisms in one flask: {text}")
                } else {
                    text
                },
            }
        })
        .collect()
}

struct Looking<'a> {
    bench: &'a Bench,
    atlas: &'a Atlas,
    readouts: &'a Readouts,
    diagnosis: &'a Diagnosis,
    limits: &'a Thresholds,
}

impl Looking<'_> {
    fn why(&self, cause: &Cause, share: f64) -> (Reason, String) {
        match self.diagnosis.first().map(|call| call.kind) {
            Some(Kind::Material) => {
                let text = "the work-up stopped at the material: drug stock or line";
                return (Reason::Stopped, text.into());
            }
            Some(Kind::NotResistant) => {
                let text = "the work-up stopped at the dose-response: the culture is hardly shifted";
                return (Reason::Stopped, text.into());
            }
            _ => {}
        }
        match cause.kind {
            Kind::OnTarget => self.allele(share),
            Kind::Amplification => self.copies(),
            Kind::Bypass => self.bypass(cause, share),
            Kind::Reversible => self.state(),
            Kind::Transformed => match &self.readouts.stains {
                None => (Reason::NotLookedFor, "lineage markers were not stained".into()),
                Some(_) => (Reason::LowVaf, "too few cells stained above the parental line's".into()),
            },
            Kind::Niche => (
                Reason::NotSeen,
                "the culture is resistant out of its surroundings as well".into(),
            ),
            Kind::NotResistant | Kind::Material | Kind::Undetermined => (Reason::NotSeen, "not seen".into()),
        }
    }

    fn allele(&self, share: f64) -> (Reason, String) {
        let Some(run) = &self.readouts.driver else {
            return (Reason::NotLookedFor, "the driver was not sequenced".into());
        };
        let copies = self.atlas.driver_copies * run.copies.map_or(1.0, |copies| copies.value).max(1.0);
        let vaf = share / copies;
        let text = format!(
            "about {:.1}% of the driver's reads, where {} finds {:.1}% nearly always",
            100.0 * vaf,
            run.method,
            100.0 * run.limit
        );
        match vaf < run.limit {
            true => (Reason::LowVaf, text),
            false => (
                Reason::NotSeen,
                format!("{text}; not called as new against the pre-treatment sample"),
            ),
        }
    }

    fn copies(&self) -> (Reason, String) {
        match self.readouts.driver.as_ref().and_then(|run| run.copies) {
            None => (Reason::NotLookedFor, "driver copies were not counted".into()),
            Some(copies) => (
                Reason::LowVaf,
                format!(
                    "the flask's copies are {:.2} times the parental ones (lower end {:.2}, limit {})",
                    copies.value, copies.low, self.limits.copy_gain
                ),
            ),
        }
    }

    fn bypass(&self, cause: &Cause, share: f64) -> (Reason, String) {
        let named = |change: &String| cause.names().any(|name| name == change);
        let site = sites(self.bench).into_iter().find(|site| named(&site.change));
        let in_dna = site.as_ref().filter(|site| site.dna != DnaChange::None);
        let (panel, readouts) = (&self.readouts.panel, self.readouts);
        let signals = self.shows_signal(cause);
        let mut words = Vec::new();
        let mut looked = false;
        let mut low = false;
        match (panel, in_dna) {
            (None, _) => words.push("no gene panel was run".to_owned()),
            (Some(_), None) => words.push("it is not in the DNA".to_owned()),
            (Some(run), Some(site)) if !run.genes.contains(&site.gene) => {
                words.push(format!("{} is not on the panel", site.gene));
            }
            (Some(run), Some(site)) => {
                looked = true;
                // A heterozygous change is in half of the reads; copy gains are seen by their ratio.
                low = site.dna != DnaChange::Point || share / 2.0 < run.limit;
                words.push(match site.dna {
                    DnaChange::Point => format!(
                        "about {:.1}% of the reads, where {} finds {:.1}% nearly always",
                        50.0 * share,
                        run.method,
                        100.0 * run.limit
                    ),
                    _ => format!(
                        "copies in {:.0}% of the cells do not move the flask's ratio enough",
                        100.0 * share
                    ),
                });
            }
        }
        match signals {
            true => words.push(format!(
                "no band or spot of it is {} times the parental one and what passes it anyway",
                self.limits.raised
            )),
            false if readouts.blot.is_some() => {
                words.push("the blot has no antibody for it and no array was run".to_owned())
            }
            false => words.push("neither blot nor array was run".to_owned()),
        }
        let reason = match (looked || signals, low) {
            (false, _) => Reason::NotLookedFor,
            (true, true) => Reason::LowVaf,
            (true, false) => Reason::NotSeen,
        };
        (reason, words.join("; "))
    }

    /// Whether blot or array have a read-out of its route.
    fn shows_signal(&self, cause: &Cause) -> bool {
        let route = cause.route.as_ref().and_then(|id| self.atlas.route(id));
        let on_blot = |readout: &String| {
            self.readouts
                .blot
                .as_ref()
                .is_some_and(|blot| blot.row(readout).is_some())
        };
        self.readouts.array.is_some() || route.is_some_and(|route| on_blot(&route.readout))
    }

    fn state(&self) -> (Reason, String) {
        let holiday = match (&self.readouts.holiday, self.diagnosis.shown.holiday) {
            (None, _) => "no re-test after a holiday".to_owned(),
            (Some(_), Some((_, lost))) if lost > 0.0 => format!("a holiday took {:.0}% of the shift", 100.0 * lost),
            (Some(_), _) => "a holiday took too little of the shift".to_owned(),
        };
        let stains = match &self.readouts.stains {
            None => "no markers stained",
            Some(stains) if stains.rows.is_empty() => "the state has no marker",
            Some(_) => "markers no higher than in the parental line",
        };
        let reason = match (&self.readouts.holiday, &self.readouts.stains) {
            (None, None) => Reason::NotLookedFor,
            _ => Reason::NonGenetic,
        };
        (reason, format!("non-genetic: {holiday}, {stains}"))
    }
}
