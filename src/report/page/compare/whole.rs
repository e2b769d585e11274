//! The page of a comparison.

use super::choice;
use super::document::{Figure, Told, assumptions, figures, key_numbers, provenance_of, shell, table};
use crate::report::aim::mean_time;
use crate::report::choice::OverWorlds;
use crate::report::compare::{
    CompareReport, Comparison, End, answer, central, days, gain, letter, naming, points, title,
};
use crate::report::words::{alike, mechanism, share};
use crate::scenario::words::method as method_word;
use crate::statistics::paired::{Order, PairedMeans};
use crate::words::{self, counted, dose, grouped, number, percent, short_days, signed};
use maud::{Markup, html};

/// Rows of the table of mechanisms at most.
const MECHANISMS: usize = 15;

/// The whole page; figures are incidence, differences and profile.
pub fn page(report: &CompareReport, [incidence, differences, profile]: [&str; 3], worlds: Option<&str>) -> String {
    let (horizon, culture) = (number(report.horizon), report.culture());
    let over_worlds = worlds.map(|svg| Figure {
        svg,
        title: "Every protocol while much is not known",
        caption: format!(
            "Left: time to resistance of the {culture}s of all worlds, above it the mean at the central values. Middle: how \
             often each did best. Right: what choosing it loses on average against the best protocol of each world."
        ),
    });
    let drawn = [
        Figure {
            svg: incidence,
            title: "When, under each protocol",
            caption: format!(
                "Share of {culture}s that have become resistant by a day (Aalen-Johansen; extinct and given up compete), with \
                 pointwise 95% intervals.{}",
                match report.unrelated() {
                    true => "",
                    false => " The differences below are sharper than these bands suggest where pairing helps.",
                }
            ),
        },
        Figure {
            svg: differences,
            title: if report.unrelated() {
                "Differences to A"
            } else {
                "Paired differences to A"
            },
            caption: differences_caption(report),
        },
        Figure {
            svg: profile,
            title: "Which mechanisms, under each protocol",
            caption: format!(
                "Share of all {culture}s that became resistant by day {horizon} with the mechanism dominant, with 95% Wilson \
                 intervals."
            ),
        },
    ];
    let drawn: Vec<Figure> = over_worlds.into_iter().chain(drawn).collect();
    let body = html! {
        (key_numbers(&strip(report)))
        @if !report.unpaired.is_empty() { section {
            h2 { "Where pairing fails" }
            ul { @for line in &report.unpaired { li { (line) } } }
        } }
        section { h2 { "Results" } (figures(&drawn)) }
        @if let Some(over) = &report.worlds {
            (choice::section(over, &report.aim, &naming(), report.culture(), &|i| report.eligible(i)))
        }
        @for row in &report.comparisons { (details(report, row)) }
        (methods(report))
        (assumptions(&report.assumptions))
        (limitations(report))
        (provenance(report))
    };
    let question = match report.unrelated() {
        true => "What differs between these lines and protocols?",
        false => &format!("What does the choice of protocol change, {culture} by {culture}?"),
    };
    let notes: Vec<String> = (central(report).into_iter())
        .chain(report.aim.notes(report.culture(), report.horizon))
        .collect();
    let told = Told {
        answer: &answer(report),
        notes: &notes,
        warned: &report.warned(),
    };
    shell(&report.version, &title(report), question, told, body)
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

fn details(report: &CompareReport, row: &Comparison) -> Markup {
    let (a, b) = (letter(0), letter(row.other));
    let (paired, culture) = (&row.paired, report.culture());
    let (under_a, under_b) = (format!("Under {a}"), format!("Under {b}"));
    let measures = vec![
        vec![
            "resistant by the horizon".to_owned(),
            share(&paired.resistant.first),
            share(&paired.resistant.other),
            points(&paired.resistant),
        ],
        vec![
            "mean time to resistance".to_owned(),
            short_days(paired.time.first),
            short_days(paired.time.other),
            days(&paired.time),
        ],
    ];
    let held = |arm: usize| if report.arms[arm].held() { "held" } else { "not held" }.to_owned();
    let measures = measures.into_iter().chain([vec![
        "unaltered cells".to_owned(),
        held(0),
        held(row.other),
        String::new(),
    ]]);
    let doses = paired.doses.iter().map(|pair| {
        let m = &pair.highest;
        vec![
            format!("highest dose of {}, mean", pair.drug),
            dose(m.first),
            dose(m.other),
            nanomolar(m),
        ]
    });
    let measures: Vec<Vec<String>> = measures.chain(doses).collect();
    let mechanisms: Vec<Vec<String>> = paired
        .mechanisms
        .iter()
        .take(MECHANISMS)
        .map(|pair| {
            vec![
                mechanism(&pair.mechanism).to_owned(),
                share(&pair.shares.first),
                share(&pair.shares.other),
                words::with_interval([pair.shares.difference, pair.shares.low, pair.shares.high].map(words::points)),
            ]
        })
        .collect();
    html! {
        section {
            h2 { (b) " against " (a) }
            @if row.shares_flasks {
                (table(&format!("Outcomes over the same {culture}s"), &["", &under_a, &under_b, "Difference"], &measures))
            } @else {
                p { "The lines differ: the " (culture) "s of " (a) " and " (b) " are independent samples, and nothing pairs them." }
                (table(&format!("Outcomes over independent {culture}s"), &["", &under_a, &under_b, "Difference"], &measures))
            }
            p { (mean_time(report.culture(), report.horizon)) }
            @if let Some(order) = &paired.order { (later(order, [a, b], paired.horizon, culture)) }
            @if !mechanisms.is_empty() {
                (table(
                    &format!("Resistant by the horizon with the mechanism dominant, of all {culture}s"),
                    &["Mechanism", &under_a, &under_b, "Difference, percentage points"],
                    &mechanisms,
                ))
            }
            @if paired.mechanisms.len() > MECHANISMS {
                p { (paired.mechanisms.len() - MECHANISMS) " rarer mechanisms are in compare.json. With this many rows some \
                    intervals miss 0 by chance." }
            }
            @if row.shares_flasks {
                h3 { "What pairing bought" }
                p { "Time to resistance: " (gain(paired.time.correlation, paired.time.variance_ratio)) ". Resistant or not: "
                    (gain(paired.resistant.correlation, paired.resistant_variance_ratio)) "." }
            }
        }
    }
}

/// Who is resistant later, flask by flask.
fn later(order: &Order, [a, b]: [char; 2], horizon: f64, culture: &str) -> Markup {
    let cultures = words::capital(&format!("{culture}s"));
    let rows = [
        (format!("later under {a}"), &order.later_in_first),
        ("tie".to_owned(), &order.tie),
        (format!("later under {b}"), &order.later_in_other),
    ]
    .map(|(what, p)| vec![what, format!("{}/{}", grouped(p.count), grouped(p.n)), share(p)]);
    html! {
        (table("Who is resistant later", &["", &cultures, "Share (95% interval)"], &rows))
        p { "Of the ties, " (grouped(order.neither)) " were " (culture) "s without resistance by day "
            (number(horizon)) " under either protocol." }
    }
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

fn nanomolar(means: &PairedMeans) -> String {
    let text = |value: f64| match value {
        v if v < 0.0 => format!("−{}", dose(-v)),
        v if v > 0.0 => format!("+{}", dose(v)),
        _ => "0".to_owned(),
    };
    match means.low.zip(means.high) {
        Some((low, high)) => words::with_95([means.difference, low, high].map(text)),
        None => text(means.difference),
    }
}

fn methods(report: &CompareReport) -> Markup {
    html! {
        section {
            h2 { "Methods in short" }
            @for (i, arm) in report.arms.iter().enumerate() {
                h3 { (letter(i)) ": " (arm.name) }
                ul { @for line in &arm.protocol_words { li { (line) } } }
            }
            ul { @for line in &report.choices { li { (line) } } }
            @if !report.unrelated() { p {
                "Random numbers are keyed by seed, purpose and flask number, so flask 17 of every protocol starts from the \
                same expanded stock and meets the same streams (common random numbers). Once the protocols have treated two \
                flasks differently their fates drift apart; the correlation says how much is left in common."
            } }
            p {
                "A difference is the other protocol minus A. By day " (number(report.horizon)) ", where the first of the experiments \
                ends, nothing is censored: a flask that died out, was given up or went on without resistance counts as not \
                resistant."
            }
            p {
                "Intervals: shares by Wilson's method; differences of paired shares by Newcombe's method 10 (Statistics in \
                Medicine 1998, 17:2635), between different lines by his method 10 for independent shares (17:873); means of \
                paired differences by Student's t, between different lines by Welch's (Biometrika 1947, 34:28); restricted mean time as in Royston and \
                Parmar 2013 (BMC Medical Research Methodology 13:152). Each interval holds by itself; many looked at \
                together miss more often."
            }
        }
    }
}

fn limitations(report: &CompareReport) -> Markup {
    html! {
        section {
            h2 { "Limitations" }
            ul {
                li { "The intervals tell how well the number of flasks pins the model's difference down. They know nothing of \
                    errors in the model"
                    @if report.worlds.is_some() { "; only what is said of worlds counts in that its values are uncertain." }
                    @else { " or its values, which both protocols share." }
                }
                li { "A long and a short experiment are compared up to the end of the short one." }
            }
        }
    }
}

fn provenance(report: &CompareReport) -> Markup {
    let own = report.arms.iter().enumerate().flat_map(|(i, arm)| {
        [
            (format!("Scenario {}", letter(i)), arm.scenario_hash.clone()),
            (format!("Knowledge base {}", letter(i)), arm.knowledge_hash.clone()),
            (
                format!("Engine {}", letter(i)),
                format!("{}, tolerance {}", method_word(arm.method), percent(arm.tolerance)),
            ),
        ]
    });
    let rows = [
        ("Escalade".to_owned(), report.version.clone()),
        ("Seed".to_owned(), report.seed.to_string()),
        ("Flasks per protocol".to_owned(), grouped(report.replicates)),
        ("Sampler version".to_owned(), report.sampler_version.to_string()),
    ];
    let told = html! {
        "The same scenarios, seed, version and knowledge base give the same results to the byte, for any number of \
        threads. " code { "scenarios/" } " beside this page holds each scenario with every value as used; running \
        one gives the same flasks."
    };
    provenance_of(&told, rows.into_iter().chain(own))
}
