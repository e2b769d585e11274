//! Which mechanisms of a culture a work-up missed, and why: asked of the read-outs that were made, so that
//! what was never looked for is not blamed on the cells.

use crate::assay::sequencing::panel::{DnaChange, sites};
use crate::assay::{Bench, Estimate};
use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::call::Kind;
use crate::diagnosis::outcome::Diagnosis;
use crate::diagnosis::readouts::Readouts;
use crate::diagnosis::scoring::score::finds;
use crate::diagnosis::scoring::truth::{Carried, Cause, Truth};
use crate::diagnosis::thresholds::Thresholds;
use serde::Serialize;

/// Why a mechanism was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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

    /// In words, for tables.
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
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    /// The mechanism.
    pub cause: Cause,
    /// Of the cells, 0 to 1.
    pub share: f64,
    /// Why, for tables.
    pub reason: Reason,
    /// Why, with the numbers of the read-out that could have shown it.
    pub detail: Detail,
}

/// Why a mechanism was missed, with numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// The work-up stopped at drug stock or line.
    StoppedAtMaterial,
    /// The work-up stopped at a dose-response that is hardly shifted.
    StoppedAtDoseResponse,
    /// The driver was not sequenced.
    DriverNotSequenced,
    /// An allele of the driver.
    Allele {
        /// Share of the driver's reads that carry it.
        vaf: f64,
        /// What was read with what.
        method: String,
        /// Least share that it finds nearly always.
        limit: f64,
    },
    /// Driver copies were not counted.
    CopiesNotCounted,
    /// The flask's copies over the parental ones do not reach the limit.
    FewCopies {
        /// With its interval.
        ratio: Estimate,
        /// Least lower end that is called.
        limit: f64,
    },
    /// A change of another route.
    Bypass {
        /// What the gene panel could show.
        genes: OnPanel,
        /// What blot and array could show.
        signal: InSignal,
    },
    /// A cell state.
    State {
        /// What the re-test showed.
        holiday: HolidayShowed,
        /// What the stains showed.
        stains: StainsShowed,
    },
    /// Lineage markers were not stained.
    NotStained,
    /// Too few cells stained above the parental line's.
    FewStained,
    /// The culture is resistant out of its surroundings as well.
    ResistantAlone,
    /// Not seen, whatever it is.
    NotSeen,
}

/// What a gene panel can show of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum OnPanel {
    /// No panel was run.
    NotRun,
    /// It is not in the DNA.
    NotInDna,
    /// Its gene is not on the panel.
    NotOnPanel {
        /// The gene.
        gene: String,
    },
    /// A point mutation.
    Reads {
        /// Share of the reads that carry it.
        vaf: f64,
        /// What was read with what.
        method: String,
        /// Least share that it finds nearly always.
        limit: f64,
    },
    /// A change of copies that does not move the flask's ratio enough.
    Copies {
        /// Share of the cells that have it.
        share: f64,
    },
}

/// What blot and array can show of a route.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum InSignal {
    /// A band or spot of it is not so many times the parental one.
    NotRaised {
        /// Least fold.
        fold: f64,
    },
    /// The blot has no antibody for it, and no array was run.
    NoAntibody,
    /// Neither was run.
    NotRun,
}

/// What a re-test after a holiday showed of a state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HolidayShowed {
    /// It was not done.
    NotDone,
    /// It took this share of the shift.
    Took(f64),
    /// It took too little.
    TooLittle,
}

/// What stains showed of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StainsShowed {
    /// Nothing was stained.
    NotDone,
    /// The state has no marker.
    NoMarker,
    /// No more cells than in the parental line.
    NoMore,
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
        .filter(|carried| !finds(calls(), &carried.cause))
        .map(|Carried { cause, share }| {
            let (reason, detail) = looking.why(cause, *share);
            let others = all.iter().any(|other| other.cause != *cause && other.share >= COVERING);
            let covered = others && matches!(reason, Reason::NotSeen | Reason::NonGenetic);
            Missed {
                cause: cause.clone(),
                share: *share,
                reason: if covered { Reason::TwoMechanisms } else { reason },
                detail,
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
    fn why(&self, cause: &Cause, share: f64) -> (Reason, Detail) {
        match self.diagnosis.first().map(|call| call.kind) {
            Some(Kind::Material) => return (Reason::Stopped, Detail::StoppedAtMaterial),
            Some(Kind::NotResistant) => return (Reason::Stopped, Detail::StoppedAtDoseResponse),
            _ => {}
        }
        match cause.kind {
            Kind::OnTarget => self.allele(share),
            Kind::Amplification => self.copies(),
            Kind::Bypass => self.bypass(cause, share),
            Kind::Reversible => self.state(),
            Kind::Transformed => match &self.readouts.stains {
                None => (Reason::NotLookedFor, Detail::NotStained),
                Some(_) => (Reason::LowVaf, Detail::FewStained),
            },
            Kind::Niche => (Reason::NotSeen, Detail::ResistantAlone),
            Kind::NotResistant | Kind::Material | Kind::Undetermined => (Reason::NotSeen, Detail::NotSeen),
        }
    }

    fn allele(&self, share: f64) -> (Reason, Detail) {
        let Some(run) = &self.readouts.driver else {
            return (Reason::NotLookedFor, Detail::DriverNotSequenced);
        };
        let copies = self.atlas.driver_copies * run.copies.map_or(1.0, |copies| copies.value).max(1.0);
        let vaf = share / copies;
        let reason = match vaf < run.limit {
            true => Reason::LowVaf,
            false => Reason::NotSeen,
        };
        let detail = Detail::Allele {
            vaf,
            method: run.method.name(),
            limit: run.limit,
        };
        (reason, detail)
    }

    fn copies(&self) -> (Reason, Detail) {
        match self.readouts.driver.as_ref().and_then(|run| run.copies) {
            None => (Reason::NotLookedFor, Detail::CopiesNotCounted),
            Some(ratio) => {
                let limit = self.limits.copy_gain;
                (Reason::LowVaf, Detail::FewCopies { ratio, limit })
            }
        }
    }

    fn bypass(&self, cause: &Cause, share: f64) -> (Reason, Detail) {
        let genes = self.on_panel(cause, share);
        let signal = self.in_signal(cause);
        let low = match &genes {
            OnPanel::Reads { vaf, limit, .. } => Some(vaf < limit),
            OnPanel::Copies { .. } => Some(true),
            OnPanel::NotRun | OnPanel::NotInDna | OnPanel::NotOnPanel { .. } => None,
        };
        let shown = matches!(signal, InSignal::NotRaised { .. });
        let reason = match low {
            Some(true) => Reason::LowVaf,
            None if !shown => Reason::NotLookedFor,
            _ => Reason::NotSeen,
        };
        (reason, Detail::Bypass { genes, signal })
    }

    /// What the panel could show; a heterozygous change is in half of the reads, copy gains are seen by their ratio.
    fn on_panel(&self, cause: &Cause, share: f64) -> OnPanel {
        let Some(run) = &self.readouts.panel else {
            return OnPanel::NotRun;
        };
        let site = sites(self.bench)
            .into_iter()
            .find(|site| cause.names.contains(&site.change));
        match site.filter(|site| site.dna != DnaChange::None) {
            None => OnPanel::NotInDna,
            Some(site) if !run.genes.contains(&site.gene) => OnPanel::NotOnPanel { gene: site.gene },
            Some(site) if site.dna == DnaChange::Point => OnPanel::Reads {
                vaf: share / 2.0,
                method: run.method.name(),
                limit: run.limit,
            },
            Some(_) => OnPanel::Copies { share },
        }
    }

    /// Whether blot or array have a read-out of its route.
    fn in_signal(&self, cause: &Cause) -> InSignal {
        let route = cause.route.as_ref().and_then(|id| self.atlas.route(id));
        let blot = self.readouts.blot.as_ref();
        let on_blot = |readout: &str| blot.is_some_and(|blot| blot.row(readout).is_some());
        if self.readouts.array.is_some() || route.is_some_and(|route| on_blot(&route.readout)) {
            InSignal::NotRaised {
                fold: self.limits.raised,
            }
        } else if blot.is_some() {
            InSignal::NoAntibody
        } else {
            InSignal::NotRun
        }
    }

    fn state(&self) -> (Reason, Detail) {
        let holiday = match (&self.readouts.holiday, self.diagnosis.shown.holiday) {
            (None, _) => HolidayShowed::NotDone,
            (Some(_), Some(rest)) if rest.lost > 0.0 => HolidayShowed::Took(rest.lost),
            (Some(_), _) => HolidayShowed::TooLittle,
        };
        let stains = match &self.readouts.stains {
            None => StainsShowed::NotDone,
            Some(stains) if stains.rows.is_empty() => StainsShowed::NoMarker,
            Some(_) => StainsShowed::NoMore,
        };
        let reason = match (holiday, stains) {
            (HolidayShowed::NotDone, StainsShowed::NotDone) => Reason::NotLookedFor,
            _ => Reason::NonGenetic,
        };
        (reason, Detail::State { holiday, stains })
    }
}
