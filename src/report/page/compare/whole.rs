//! The whole page.

use super::against::against;
use super::repeat::{limitations, methods, provenance};
use crate::report::choice::OverWorlds;
use crate::report::compare::{CompareReport, End, answer, central, letter, naming, title};
use crate::report::page::choice;
use crate::report::page::document::{Figure, Told, assumptions, figures, key_numbers, shell};
use crate::report::words::alike;
use crate::words::{self, counted, number, percent, short_days, signed};
use maud::html;

/// Drawings of the page.
pub struct Drawn<'a> {
    /// Resistance by day under every protocol.
    pub incidence: &'a str,
    /// Differences to the first.
    pub differences: &'a str,
    /// Mechanisms under every protocol.
    pub profile: &'a str,
    /// Every protocol over worlds, where they were drawn.
    pub worlds: Option<&'a str>,
}

/// The whole page.
pub fn page(report: &CompareReport, drawn: &Drawn) -> String {
    let body = html! {
        (key_numbers(&strip(report)))
        @if !report.unpaired.is_empty() { section {
            h2 { "Where pairing fails" }
            ul { @for line in &report.unpaired { li { (line) } } }
        } }
        section { h2 { "Results" } (figures(&shown(report, drawn))) }
        @if let Some(over) = &report.worlds {
            (choice::section(over, &report.aim, &naming(), report.culture(), &|i| report.eligible(i)))
        }
        @for row in &report.comparisons { (against(report, row)) }
        (methods(report))
        (assumptions(&report.assumptions))
        (limitations(report))
        (provenance(report))
    };
    let culture = report.culture();
    let question = match report.unrelated() {
        true => "What differs between these lines and protocols?",
        false => &format!("What does the choice of protocol change, {culture} by {culture}?"),
    };
    let notes: Vec<String> = (central(report).into_iter())
        .chain(report.aim.notes(culture, report.horizon))
        .collect();
    let told = Told {
        answer: &answer(report),
        notes: &notes,
        warned: &report.warned(),
    };
    shell(&report.version, &title(report), question, told, body)
}

/// The drawings with their captions.
fn shown<'a>(report: &CompareReport, drawn: &Drawn<'a>) -> Vec<Figure<'a>> {
    let (horizon, culture, unrelated) = (number(report.horizon), report.culture(), report.unrelated());
    let worlds = drawn.worlds.map(|svg| Figure {
        svg,
        title: "Every protocol while much is not known",
        caption: format!(
            "Left: time to resistance of the {culture}s of all worlds, above it the mean at the central values. Middle: how \
             often each did best. Right: what choosing it loses on average against the best protocol of each world."
        ),
    });
    let sharper = match unrelated {
        true => "",
        false => " The differences below are sharper than these bands suggest where pairing helps.",
    };
    let incidence = Figure {
        svg: drawn.incidence,
        title: "When, under each protocol",
        caption: format!(
            "Share of {culture}s that have become resistant by a day (Aalen-Johansen; extinct and given up compete), with \
             pointwise 95% intervals.{sharper}"
        ),
    };
    let differences = Figure {
        svg: drawn.differences,
        title: match unrelated {
            true => "Differences to A",
            false => "Paired differences to A",
        },
        caption: differences_caption(report),
    };
    let profile = Figure {
        svg: drawn.profile,
        title: "Which mechanisms, under each protocol",
        caption: format!(
            "Share of all {culture}s that became resistant by day {horizon} with the mechanism dominant, with 95% Wilson \
             intervals."
        ),
    };
    worlds.into_iter().chain([incidence, differences, profile]).collect()
}

/// What the figure of differences shows, and by which intervals.
fn differences_caption(report: &CompareReport) -> String {
    let horizon = number(report.horizon);
    if report.unrelated() {
        return format!(
            "Left: share of flasks resistant by day {horizon} (Newcombe 1998, method 10 for independent samples). Middle: \
             mean time to resistance restricted to day {horizon} (Welch's t)."
        );
    }
    format!(
        "Left: share of flasks resistant by day {horizon} (Newcombe 1998, method 10). Middle: mean time to resistance \
         restricted to day {horizon} (Student's t on the paired differences). Right: share of flasks in which resistance \
         came later under one protocol; no resistance by day {horizon} is later than any, and two flasks without are a \
         tie. Later is better for who wants durable control, worse for who wants a resistant line."
    )
}

fn strip(report: &CompareReport) -> Vec<(String, String)> {
    let mut out = vec![(
        counted(report.replicates, report.culture()),
        match report.unrelated() {
            true => "under each protocol".to_owned(),
            false if !report.unpaired.is_empty() => "under each protocol".to_owned(),
            false => format!("under each protocol, the same {}", alike(report.culture())),
        },
    )];
    if let Some((worlds, what)) = report.worlds.as_ref().and_then(|over| tile_of_worlds(report, over)) {
        out.push((worlds, what));
    }
    out.extend(report.ends().iter().map(|end| tile(report, end)));
    out
}

/// How often the protocol to choose is best.
fn tile_of_worlds(report: &CompareReport, over: &OverWorlds) -> Option<(String, String)> {
    let chosen = over.choice.chosen.filter(|_| !over.all_alike(|i| report.eligible(i)))?;
    let option = &over.choice.options[chosen];
    let what = format!("of {}: {} does best", over.worlds(), letter(chosen));
    let held = report.eligible(chosen);
    held.then(|| (percent(option.best), what))
}

/// What came of a protocol, and how it differs from the first.
fn tile(report: &CompareReport, end: &End) -> (String, String) {
    let row = report.comparisons.iter().find(|row| row.other == end.arm);
    let against = row.map_or(String::new(), |row| {
        let difference = words::difference(signed, row.paired.time.difference, None, "d");
        format!(" ({difference} against {})", letter(0))
    });
    let mark = match report.arms[end.arm].held() {
        true => "",
        false => "; unaltered cells not held",
    };
    let doses = report
        .doses_of(end.arm)
        .map_or(String::new(), |doses| format!(" ({doses})"));
    let what = format!(
        "mean time under {}{doses}{against}; {} resistant by day {}{mark}",
        letter(end.arm),
        percent(end.resistant.share),
        number(report.horizon)
    );
    (short_days(end.time), what)
}
