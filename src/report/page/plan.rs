//! The page of a plan.

use super::bench::bench;
use super::document::{Figure, Told, assumptions, figures, key_numbers, provenance_of, shell, table, warning};
use crate::diagnosis::Sequencer;
use crate::report::plan::{DesignRow, LearnRow, PlanReport, Standing, answer, known, needed, notes};
use crate::scenario::plan::Goal;
use crate::statistics::race::{Power, WhenToSequence};
use crate::words::{capital, counted, grouped, hours, mass, number, percent, percent_with_interval, points};
use maud::{Markup, html};

/// Designs in the table at most.
const DESIGNS: usize = 24;

/// The whole page; figures by name.
pub fn page(report: &PlanReport, drawn: &[(&str, &str)]) -> String {
    let shown: Vec<Figure> = drawn.iter().map(|(name, svg)| captioned(report, name, svg)).collect();
    let body = html! {
        (key_numbers(&strip(report)))
        section { h2 { "Which design" } (figures(&shown)) (designs(report)) }
        (bench(report))
        (flasks(report))
        (measure_first(report))
        (methods(report))
        (assumptions(&report.assumptions))
        (limitations())
        (provenance(report))
    };
    let notes = notes(report);
    let warned: Vec<String> = report.warnings.iter().map(warning).collect();
    let told = Told {
        answer: &answer(report),
        notes: &notes,
        warned: &warned,
    };
    shell(
        &report.version,
        &format!("Plan: {}", report.name),
        &report.question,
        told,
        body,
    )
}

fn strip(report: &PlanReport) -> Vec<(String, String)> {
    let Some(winner) = report.designs.first() else {
        return Vec::new();
    };
    let mut tiles = vec![(report.goal.told(winner.value), report.goal.value_words().to_owned())];
    if let Some(met) = winner.met {
        tiles.push((percent(met.probability), "probability of the goal".to_owned()));
    }
    if report.designs.len() > 1 {
        tiles.push((percent(report.regret.best), "that no finalist is better".to_owned()));
    }
    tiles.push((
        format!("{} weeks", number(winner.used.weeks)),
        "until the last flask is done with, on average".to_owned(),
    ));
    if winner.hours > 0.0 && winner.used.looks > 0.0 {
        tiles.push((hours(winner.hours), "of hands-on work, on average".to_owned()));
    }
    if winner.drug_total() > 0.0 {
        tiles.push((mass(winner.drug_total()), "of drug, on average".to_owned()));
    }
    tiles
}

fn captioned<'a>(report: &PlanReport, name: &str, svg: &'a str) -> Figure<'a> {
    match name {
        "designs" => Figure {
            svg,
            title: "Designs, the best first",
            caption: format!(
                "The {} of each design with its 95% interval over worlds. Designs that were looked at again have it from {} new \
                 worlds; the others from the race, where those that dropped out early rest on few.",
                report.goal.value_words(),
                grouped(report.fresh_worlds)
            ),
        },
        "front" => Figure {
            svg,
            title: "What it takes to get there",
            caption: "Every design: what it reaches against its weeks, hands-on hours and drug, each on average over worlds. \
                      Those in colour are on the Pareto front of value, weeks, visits and drug: no other design is better \
                      in one of these and worse in none."
                .to_owned(),
        },
        "sequence" => Figure {
            svg,
            title: "When to sequence",
            caption: report.sequencing.as_ref().map_or_else(String::new, |all| sequenced(report, all)),
        },
        _ => Figure {
            svg,
            title: "How many flasks",
            caption: by_flasks(report),
        },
    }
}

fn by_flasks(report: &PlanReport) -> String {
    let culture = report.culture;
    let what = capital(report.goal.value_words());
    match report.power.iter().all(Power::has_interval) {
        true => format!(
            "{what} with the winner by number of {culture}s: the mean over worlds of the probability in each. Up \
             to {} it is counted; beyond, the worlds' probabilities are taken for a beta distribution with the same mean \
             and spread. In worlds where the goal is out of reach more {culture}s do not help, so the curve may never reach 100%. \
             Intervals of the {culture}s needed come from drawing the worlds again; they take that distribution for given.",
            report.simulated,
        ),
        false => format!(
            "{what} with the winner by number of {culture}s: the mean over worlds and over all choices of so many of the {} that \
             were simulated. What more of them would do is not told.",
            report.simulated,
        ),
    }
}

fn sequenced(report: &PlanReport, all: &WhenToSequence) -> String {
    let chosen = &all.samples[all.chosen];
    let culture = report.culture;
    format!(
        "Of {} in {} that become resistant with the winner: the probability that a sample of the day, sequenced at a depth and \
         judged by its DNA alone, names what makes the {culture} resistant in the end, and every mechanism in 5% of its cells or \
         more; what speaks for less than {} of the cells of a sample is not named as what makes it resistant. Dashed: every such \
         mechanism is found at all, however few of the cells have it by then. Bands are 95% intervals over worlds. A {culture} that is resistant before has its last sample from then on. What \
         states carry is not in the DNA and counts as missed. The ring is the earliest day, and on it the least depth, that loses \
         at most 5 points: day {}, {} reads, {} (the first call has the right kind in {}; every mechanism is found at all in {}).",
        counted(all.flasks, culture),
        counted(all.worlds, "world"),
        percent(Sequencer::explaining_share()),
        number(chosen.day),
        grouped(chosen.depth),
        percent(chosen.complete),
        percent(chosen.right),
        percent(chosen.found),
    )
}

/// The table of designs.
fn designs(report: &PlanReport) -> Markup {
    let drug = report.designs.iter().any(|row| row.drug_total() > 0.0);
    let value = format!("{} (95% interval)", report.goal.value_words());
    let enough = format!("{}s that do", report.culture);
    let mut heads = vec!["design", &value, "worlds", "weeks", "visits", "hours"];
    if drug {
        heads.push("drug, mg");
    }
    let cheapest = report.goal.is_cheapest();
    if cheapest {
        heads.insert(2, "the goal is met");
    }
    if report.goal.probability.is_some() && !cheapest {
        heads.push(&enough);
    }
    let pairs = report.designs.iter().any(|row| row.pair.is_some());
    if pairs {
        heads.push("Bliss excess, 72 h");
    }
    heads.push("");
    let row = |(i, row): (usize, &DesignRow)| {
        let goal = &report.goal;
        let mut cells = vec![
            format!("{}. {}", i + 1, row.name),
            goal.cell(row.value, row.low, row.high),
            grouped(row.worlds),
            number(row.used.weeks),
            number(row.used.visits),
            number(row.hours),
        ];
        if drug {
            cells.push(number(row.drug_total()));
        }
        if cheapest {
            let told = row
                .met
                .map(|met| percent_with_interval(met.probability, met.low, met.high));
            cells.insert(2, told.unwrap_or_default());
        }
        if goal.probability.is_some() && !cheapest {
            cells.push(row.enough.map_or_else(|| "–".to_owned(), |n| n.to_string()));
        }
        if pairs {
            let excess = row.pair.as_ref().map(|pair| points(pair.cell.bliss_excess));
            cells.push(excess.unwrap_or_else(|| "–".to_owned()));
        }
        cells.push(standing(row).to_owned());
        cells
    };
    let rows: Vec<Vec<String>> = report.designs.iter().enumerate().take(DESIGNS).map(row).collect();
    let more = report.designs.len().saturating_sub(DESIGNS);
    html! {
        div.named.fits { (table("All designs: means over worlds", &heads, &rows)) }
        @if pairs { p { "Bliss excess: percentage points of the unaltered line's cells that the two drugs together take in 72 h beyond \
            independent action, at the doses that their courses come to, whether they meet or not. Short-term synergy says nothing \
            of how long a regimen holds; that is the value." } }
        @if more > 0 { p { "And " (counted(more as u64, "more design")) " in designs.csv." } }
        @if !report.excluded.is_empty() {
            h3 { "Left out before the search" }
            ul { @for (name, reasons) in report.excluded.iter().take(12) { li { (name) ": " (reasons.join("; ")) } } }
            @if report.excluded.len() > 12 { p { "And " (counted(report.excluded.len() as u64 - 12, "more design")) "." } }
        }
    }
}

fn standing(row: &DesignRow) -> &'static str {
    match (row.standing, row.fresh) {
        (Standing::Winner, _) => "winner",
        (Standing::Running, true) => "looked at again",
        (Standing::Dropped, true) => "dropped, looked at again",
        (Standing::Running, false) => "in the race",
        (Standing::SetAside, _) => "set aside",
        (Standing::Dropped, false) => "dropped",
        (Standing::OverLimit, _) => "over a limit",
        (Standing::Short, _) => "too rarely",
    }
}

fn flasks(report: &PlanReport) -> Markup {
    if report.power.is_empty() {
        return html! {};
    }
    let row = |one: &Power| vec![percent(one.power), needed(one), known(one).to_owned()];
    let rows: Vec<Vec<String>> = report.power.iter().map(row).collect();
    let goal = Goal {
        probability: None,
        ..report.goal.clone()
    };
    let goal = goal.words();
    let cultures = format!("{}s", report.culture);
    html! {
        section {
            h2 { "How many " (cultures) }
            p { (capital(&cultures)) " with the winner by the probability that is wanted, averaged over worlds. The goal: " (goal) "." }
            (table(&format!("{} needed", capital(&cultures)), &["probability", &cultures, "how it is known"], &rows))
        }
    }
}

fn measure_first(report: &PlanReport) -> Markup {
    let Some(first) = &report.first else {
        return html! {};
    };
    let goal = &report.goal;
    let row = |one: &LearnRow| {
        vec![
            one.what.clone(),
            goal.difference(one.gain),
            one.flask_weeks.map_or_else(|| "–".to_owned(), number),
            one.key.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = first.shown.iter().map(row).collect();
    let against = format!(
        "the choice is among the {} that were looked at again, and {} were tried; where none tells anything, the best of them \
         seems to gain up to {} in 95 of 100 cases",
        counted(first.designs, "design"),
        counted(first.inputs, "unknown"),
        goal.difference(first.bar)
    );
    html! {
        section {
            h2 { "What to measure first" }
            @if rows.is_empty() {
                p { "No single unknown, if it were known, would change the choice of design by more than chance lets it seem: " (against) "." }
            } @else {
                p { "What would be gained, on average, by choosing the design with an unknown known exactly: an upper bound for any \
                    measurement of it. Only what stands above chance is told: " (against) "." }
                (table("Unknowns by what knowing them is worth", &["what", "gain, at most", "flask-weeks of the winner for as much, extrapolated", "key"], &rows))
            }
        }
    }
}

fn methods(report: &PlanReport) -> Markup {
    html! {
        section {
            h2 { "Methods in short" }
            h3 { "The winner" }
            ul { @for line in &report.protocol_words { li { (line) } } }
            @if !report.choices.is_empty() {
                h3 { "What there was to choose from" }
                ul { @for line in &report.choices { li { (line) } } }
            }
            h3 { "The race" }
            p {
                "Every world draws " (counted(report.values, "uncertain value")) " anew, the same for all designs, and has "
                (counted(report.limits.flasks, report.culture)) " of every design on the same random streams. A world gives one value for every \
                design: " (report.goal.value_words()) @if report.goal.is_cheapest() { " of as many flasks as it has, by the mean of all that were simulated in a world; what it takes beside (weeks, visits, hours, drug) is counted from the first of these" } ". For each pair of designs the differences are bet on, world by world: the capital of a \
                bet against a mean that is not above 0 is a nonnegative supermartingale, so that it ever reaches 1/α with a \
                probability of at most α, whenever one looks (Ville 1939; Waudby-Smith and Ramdas 2024, Journal of the Royal \
                Statistical Society B 86:1). A design drops out when a bet that another is better has won 2 (k − 1)/5% for k designs; \
                the race ends when bets that the others are better by more than " (report.goal.difference(report.margin)) " have lost as much. \
                Both claims together err in at most 5 of 100 plans."
            }
            p {
                "The probability of being the best of those looked at again, and what choosing the winner is expected to cost, come from \
                2,000 draws of the new worlds with random weights (Bayesian bootstrap: Rubin 1981, Annals of Statistics 9:130) and a world more for each design, in which it is ahead: few worlds that differ make nobody sure. \
                Intervals: of probabilities by Wilson's method, with as many worlds as have the same error; of days by Student's t."
            }
        }
    }
}

fn limitations() -> Markup {
    html! {
        section {
            h2 { "Limitations" }
            ul {
                li { "Worlds cover what the ranges of the knowledge base say, not what the model may have wrong. The best design of \
                    the model is the best guess for the bench, no promise." }
                li { "Only the designs that were written down are compared; a better one may lie between or beyond their values." }
                li { "Every flask is followed to its own end. Who stops all when the goal is reached needs less." }
                li { "Hands-on minutes are assumed; prices are not known here." }
            }
        }
    }
}

fn provenance(report: &PlanReport) -> Markup {
    let rows = [
        ("Escalade", report.version.clone()),
        ("Designs", report.designs_hash.clone()),
        ("Knowledge base", report.knowledge_hash.clone()),
        ("Seed", report.seed.to_string()),
        ("Engine", report.engine.clone()),
        ("Sampler version", report.sampler_version.to_string()),
    ];
    let files = html! {
        code { "plan.lock.toml" } " beside this page names them; " code { "winner.toml" } " is the winner as a scenario of its own: "
        code { "escalade run winner.toml" } " shows what to expect of it."
    };
    provenance_of("scenario, seed, version and knowledge base", &files, rows)
}
