//! Why a mechanism was missed, in words.

use super::names::cause;
use crate::diagnosis::scoring::missed::{Detail, HolidayShowed, InSignal, OnPanel, StainsShowed};
use crate::diagnosis::{Missed, Reason, Why};
use crate::words::{number, percent};

/// Why a call is not right, or not complete; `None` where it is both.
pub fn why(reasons: &[Why]) -> Option<String> {
    let words: Vec<String> = reasons.iter().map(why_words).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// One of the reasons.
pub(super) fn why_words(reason: &Why) -> String {
    match reason {
        Why::Missed(one) => format!(
            "{} in {} of the cells: {}",
            cause(&one.cause),
            percent(one.share),
            missed(one)
        ),
        Why::MostUnaltered => "most cells are unaltered; the read-outs show what the others have".to_owned(),
        Why::TooFewCells(of) => format!("{} was seen, but in too few cells to explain the culture", cause(of)),
        Why::WeighedBelow => "seen, but weighed below another finding".to_owned(),
    }
}

/// Why one mechanism was missed.
pub fn missed(one: &Missed) -> String {
    let text = detail(&one.detail);
    match one.reason {
        Reason::TwoMechanisms => format!("two mechanisms in one flask: {text}"),
        _ => text,
    }
}

fn detail(of: &Detail) -> String {
    match of {
        Detail::StoppedAtMaterial => "the work-up stopped at the material: drug stock or line".into(),
        Detail::StoppedAtDoseResponse => {
            "the work-up stopped at the dose-response: the culture is hardly shifted".into()
        }
        Detail::DriverNotSequenced => "the driver was not sequenced".into(),
        Detail::Allele { vaf, method, limit } => {
            let text = format!(
                "{}, where {}",
                of_reads(*vaf, "the driver's reads"),
                finds(method, *limit)
            );
            match vaf < limit {
                true => text,
                false => format!("{text}; not called as new against the pre-treatment sample"),
            }
        }
        Detail::CopiesNotCounted => "driver copies were not counted".into(),
        Detail::FewCopies { ratio, limit } => format!(
            "the flask's copies are {} times the parental ones (lower end {}, limit {limit})",
            number(ratio.value),
            number(ratio.low)
        ),
        Detail::Bypass { genes, signal } => format!("{}; {}", on_panel(genes), in_signal(*signal)),
        Detail::State { holiday, stains } => state(*holiday, *stains),
        Detail::NotStained => "lineage markers were not stained".into(),
        Detail::FewStained => "too few cells stained above the parental line's".into(),
        Detail::ResistantAlone => "the culture is resistant out of its surroundings as well".into(),
        Detail::NotSeen => "not seen".into(),
    }
}

fn of_reads(vaf: f64, reads: &str) -> String {
    format!("about {} of {reads}", percent(vaf))
}

fn finds(method: &str, limit: f64) -> String {
    format!("{method} finds {} nearly always", percent(limit))
}

fn on_panel(genes: &OnPanel) -> String {
    match genes {
        OnPanel::NotRun => "no gene panel was run".into(),
        OnPanel::NotInDna => "it is not in the DNA".into(),
        OnPanel::NotOnPanel { gene } => format!("{gene} is not on the panel"),
        OnPanel::Reads { vaf, method, limit } => {
            format!("{}, where {}", of_reads(*vaf, "the reads"), finds(method, *limit))
        }
        OnPanel::Copies { share } => format!(
            "copies in {} of the cells do not move the flask's ratio enough",
            percent(*share)
        ),
    }
}

fn in_signal(signal: InSignal) -> String {
    match signal {
        InSignal::NotRaised { fold } => {
            format!("no band or spot of it is {fold} times the parental one and what passes it anyway")
        }
        InSignal::NoAntibody => "the blot has no antibody for it and no array was run".into(),
        InSignal::NotRun => "neither blot nor array was run".into(),
    }
}

fn state(holiday: HolidayShowed, stains: StainsShowed) -> String {
    let holiday = match holiday {
        HolidayShowed::NotDone => "no re-test after a holiday".to_owned(),
        HolidayShowed::Took(share) => format!("a holiday took {} of the shift", percent(share)),
        HolidayShowed::TooLittle => "a holiday took too little of the shift".to_owned(),
    };
    let stains = match stains {
        StainsShowed::NotDone => "no markers stained",
        StainsShowed::NoMarker => "the state has no marker",
        StainsShowed::NoMore => "markers no higher than in the parental line",
    };
    format!("non-genetic: {holiday}, {stains}")
}
