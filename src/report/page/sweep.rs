//! The page of a sweep.

use super::choice;
use super::document::{Figure, Told, assumptions, figures, key_numbers, provenance_of, shell, table};
use crate::report::aim::mean_time;
use crate::report::choice::Naming;
use crate::report::figure::sweep::maps::{OPEN_SHARE, OPEN_TIME};
use crate::report::figure::sweep::{rank, wells as plates};
use crate::report::sweep::{
    PointResult, SweepReport, Synergy, answer, central, durability_words, not_held, ranked, score, short, told, values,
    warned,
};
use crate::report::words::{alike, mechanism, share};
use crate::scenario::Want;
use crate::words::{counted, grouped, hours, listed, number, percent, short_days};
use maud::{Markup, html};

/// Rows of the table of points at most.
const ROWS: usize = 200;

/// The whole page, with its figures in their order.
pub fn page(report: &SweepReport, drawn: &[(&str, &str)]) -> String {
    let drawn: Vec<Figure> = drawn.iter().map(|(name, svg)| figure(report, name, svg)).collect();
    let naming = Naming {
        of: &|i| short(report, &report.points[i]),
        one: "point",
        by: "at",
    };
    let body = html! {
        (key_numbers(&strip(report)))
        @if !drawn.is_empty() { section { h2 { "Results" } (figures(&drawn)) } }
        @if let Some(over) = report.worlds.as_ref().filter(|_| !report.in_wells()) {
            (choice::section(over, &report.aim, &naming, report.culture(), &|i| report.points[i].may_be_chosen()))
        }
        @if let Some(synergy) = &report.synergy { (short_term(report, synergy)) }
        @if report.in_wells() { (plates(report)) }
        (points(report))
        (methods(report))
        (assumptions(&report.assumptions))
        (provenance(report))
    };
    let told = Told {
        answer: &answer(report),
        notes: &notes(report),
        warned: &warned(report),
    };
    shell(&report.version, &report.name, &report.question, told, body)
}

fn strip(report: &SweepReport) -> Vec<(String, String)> {
    let mut out = vec![
        (counted(report.points.len() as u64, "point"), "of the sweep".to_owned()),
        (
            counted(report.replicates, report.culture()),
            format!("at each, the same {}", alike(report.culture())),
        ),
    ];
    if let Some(points) = not_held(report) {
        out.push((points, "do not hold the unaltered cells".to_owned()));
    }
    out.extend(ends(report));
    let scored = report
        .synergy
        .as_ref()
        .and_then(|synergy| synergy.matrix.bliss.map(|bliss| (synergy, bliss)));
    if let Some((synergy, bliss)) = scored {
        let what = format!("points: largest Bliss excess after {}", hours(synergy.hours));
        out.push((number(bliss.max * 100.0), what));
    }
    out
}

fn notes(report: &SweepReport) -> Vec<String> {
    match report.in_wells() {
        true => Vec::new(),
        false => (central(report).into_iter())
            .chain(report.aim.notes(report.culture(), report.horizon))
            .collect(),
    }
}

/// Tiles of every point, or of the two ends where these are too many.
fn ends(report: &SweepReport) -> Vec<(String, String)> {
    const TILES: usize = 6;
    if report.in_wells() {
        return Vec::new();
    }
    let ranked = ranked(report);
    let shown = match ranked.as_slice() {
        [first, .., last] if ranked.len() > TILES => vec![*first, *last],
        all => all.to_vec(),
    };
    let tile = |point: &crate::report::sweep::PointResult| {
        let mark = if point.unaltered_held {
            ""
        } else {
            "; unaltered cells not held"
        };
        let what = format!(
            "mean time at {}; {} resistant{mark}",
            values(report, point),
            percent(point.result.resistant.share)
        );
        (short_days(point.result.restricted_mean), what)
    };
    shown.into_iter().map(tile).collect()
}

fn figure<'a>(report: &SweepReport, name: &str, svg: &'a str) -> Figure<'a> {
    let horizon = number(report.horizon);
    let cultures = format!("{}s", report.culture());
    let became = if report.in_wells() { "positive" } else { "resistant" };
    let (title, caption) = match name {
        "line" => (
            "Result by value",
            format!(
                "Left: share of {cultures} {became} by day {horizon}, with 95% Wilson intervals. Right: mean time to resistance \
                 restricted to day {horizon}, with 95% intervals. Values stand at equal distances.{}",
                marked(report)
            ),
        ),
        "profile" => (
            "Mechanisms by value",
            format!("Share of all {cultures} that became {became} by day {horizon} with the mechanism dominant."),
        ),
        "ranked" => (
            match report.aim.want {
                Want::Sooner => "Every point, soonest resistance first",
                Want::Later => "Every point, longest control first",
                Want::More(_) => "Every point, most of what is looked for first",
            },
            format!(
                "Left: share of {cultures} {became} by day {horizon}, with 95% Wilson intervals. Right: mean time to \
                 resistance restricted to day {horizon}, with 95% intervals. The best of many points looks better than it \
                 is.{}",
                match report.points.len() > rank::POINTS {
                    true => format!(" The {} first and last; sweep.csv has all.", rank::POINTS / 2),
                    false => String::new(),
                } + marked(report)
            ),
        ),
        "worlds" => (
            "Every point while much is not known",
            "Left: time to resistance of the flasks of all worlds, above it the mean at the central values. Middle: how often \
             each did best. Right: what choosing it loses on average against the best point of each world."
                .to_owned(),
        ),
        "wells" => (
            "Positive wells, and what they hold",
            format!(
                "Top: share of positive wells with 95% Wilson intervals. Below: clones of each mutation above the \
                 detection limit in positive wells, the area of a dot in proportion to their number. Frequent routes are \
                 followed in pools and count once per pool.{}",
                match report.points.len() > plates::POINTS {
                    true => format!(" The first {} points; wells.csv has all.", plates::POINTS),
                    false => String::new(),
                }
            ),
        ),
        _ if report.synergy.is_some() => (
            "Durability above, short-term synergy below",
            format!(
                "Top: what comes of flasks that are kept at these doses up to day {horizon}. Below: what a viability assay \
                 on the parental line would show, and its excess over three kinds of additivity (percentage points; red kills \
                 more than expected, blue less; a dash where Loewe additivity is not defined, because one drug alone cannot \
                 reach the effect).{}{}",
                over_maps(report),
                marked(report)
            ),
        ),
        _ => (
            "Results over two keys",
            format!(
                "Left: share of {cultures} {became} by day {horizon}. Right: mean time to resistance restricted to that day.{}{}",
                over_maps(report),
                marked(report)
            ),
        ),
    };
    Figure { svg, title, caption }
}

/// What the maps over worlds show.
fn over_maps(report: &SweepReport) -> String {
    match &report.worlds {
        Some(over) => format!(
            " The maps over worlds count in what is not known ({}, {} in each at every point): hatched where the middle half \
             of the worlds spans more than {} of the {}s, or more than {} of the {} days. Best point and regret: see below.",
            over.worlds(),
            counted(over.choice.flasks, report.culture()),
            percent(OPEN_SHARE),
            report.culture(),
            percent(OPEN_TIME),
            number(report.horizon)
        ),
        None => String::new(),
    }
}

/// How points are drawn that do not hold the unaltered cells.
fn marked(report: &SweepReport) -> &'static str {
    match (not_held(report).is_some(), report.keys.len()) {
        (false, _) => "",
        (true, 2) => " A corner is cut off where the doses do not hold the unaltered cells.",
        (true, _) => " A dot is hollow where the doses do not hold the unaltered cells.",
    }
}

fn short_term(report: &SweepReport, synergy: &Synergy) -> Markup {
    let scores = [
        ("Bliss (product of the two viabilities)", &synergy.matrix.bliss),
        ("HSA (the better drug alone)", &synergy.matrix.hsa),
        ("Loewe (dose equivalence)", &synergy.matrix.loewe),
    ];
    let rows: Vec<Vec<String>> = scores
        .into_iter()
        .map(|(name, value)| std::iter::once(name.to_owned()).chain(score(value)).collect())
        .collect();
    let heads = ["Expected by", "Sum", "Largest", "Smallest", "Pairs", "Not defined"];
    html! {
        section {
            h2 { "Short-term synergy" }
            p { (synergy.first_drug) " with " (synergy.second_drug) ", viability of the parental line after "
                (number(synergy.hours)) " h, simulated without noise; other drugs of the scenario are left out." }
            (table("Excess over pairs with both doses above 0, percentage points of viability", &heads, &rows))
            p {
                "Two drugs on one target default to Loewe, drugs on different targets to Bliss; a drug combined with itself \
                has no Loewe excess, while its Bliss excess changes sign with the slope of its curve. "
                "How long control lasts depends on which escape routes the pair leaves open, which the assay does not see: "
                (durability_words(report, synergy)) "."
            }
        }
    }
}

/// Clones per mutation at each point.
fn plates(report: &SweepReport) -> Markup {
    let rows: Vec<Vec<String>> = report
        .points
        .iter()
        .filter_map(|point| Some((point, point.result.wells.as_ref()?)))
        .flat_map(|(point, wells)| {
            wells.mutations.iter().map(move |row| {
                vec![
                    values(report, point),
                    mechanism(&row.mechanism).to_owned(),
                    format!("{}/{}", grouped(row.wells.count), grouped(row.wells.n)),
                    share(&row.wells),
                    grouped(row.clones),
                ]
            })
        })
        .take(ROWS)
        .collect();
    let counts: Vec<Vec<String>> = report
        .points
        .iter()
        .filter_map(|point| Some((point, point.result.wells.as_ref()?)))
        .map(|(point, wells)| {
            vec![
                values(report, point),
                format!("{}/{}", grouped(wells.positive.count), grouped(wells.positive.n)),
                share(&wells.positive),
                wells.founders_per_well.map_or("unknown".to_owned(), number),
                grouped(wells.clonal.count),
                grouped(wells.clones()),
            ]
        })
        .take(ROWS)
        .collect();
    let heads = [
        "",
        "Positive",
        "Share (95% interval)",
        "Founders per well",
        "With a clone",
        "Clones",
    ];
    html! {
        section {
            h2 { "Wells" }
            p { "A well is positive where its culture became resistant. Founders per well are -ln of the share of negative \
                wells, whatever made them grow; a clone is one founding event above the detection limit, with what arose inside it." }
            (table("Positive wells", &heads, &counts))
            @if !rows.is_empty() {
                (table("Mutations in positive wells", &["", "Mutation", "Wells", "Share (95% interval)", "Clones"], &rows))
            }
            p { code { "wells.csv" } " has every mutation at every point." }
        }
    }
}

fn points(report: &SweepReport) -> Markup {
    let mut heads: Vec<&str> = report.keys.iter().map(|key| key.words.as_str()).collect();
    heads.extend([
        if report.in_wells() {
            "Positive (95% interval)"
        } else {
            "Resistant (95% interval)"
        },
        "Median day",
        "Mean time",
        "Leading mechanism",
    ]);
    let open = not_held(report).is_some();
    heads.extend(open.then_some("Unaltered cells"));
    let row = |point: &PointResult| {
        let r = &point.result;
        let leading = r.mechanisms.first().map_or("–".to_owned(), |row| {
            format!("{}, {}", mechanism(&row.mechanism), percent(row.share.share))
        });
        let mut cells = told(report, point);
        if point.untreated {
            cells.extend(["no drug, no result"].map(str::to_owned));
            return cells;
        }
        cells.extend([
            share(point.counted()),
            r.median.map_or("–".to_owned(), |median| number(median.value)),
            short_days(r.restricted_mean),
            leading,
        ]);
        cells.extend(open.then(|| if point.unaltered_held { "held" } else { "not held" }.to_owned()));
        cells
    };
    let rows: Vec<Vec<String>> = report.points.iter().take(ROWS).map(row).collect();
    html! {
        section {
            h2 { "Every point" }
            @if !report.in_wells() { p { (mean_time(report.culture(), report.horizon)) } }
            (table(&format!("Leading mechanism: share of all {}s", report.culture()), &heads, &rows))
            @if report.points.len() > ROWS { p { "The others are in sweep.csv." } }
        }
    }
}

fn methods(report: &SweepReport) -> Markup {
    let keys: Vec<String> = report
        .keys
        .iter()
        .map(|key| format!("{} ({}; {} in the file)", key.words, key.told.join(", "), key.key))
        .collect();
    html! {
        section {
            h2 { "Methods in short" }
            p { "Varied: " (listed(&keys)) ". The protocol of the first point:" }
            ul { @for line in &report.protocol_words { li { (line) } } }
            p {
                "Every point runs the same flask numbers with the same seed, so neighbours share their random numbers, and \
                their expanded stocks where the stock is not varied: differences between points are less noisy than their \
                intervals suggest. Resistance counts up to day " (number(report.horizon)) ", the earliest end of any point; \
                flasks without resistance by then count with that day in the restricted mean (Royston and Parmar 2013, \
                doi:10.1186/1471-2288-13-152). The interval of each point holds by itself; the best of many points looks better \
                than it is."
            }
            @if report.synergy.is_some() { p {
                "Excess is expected minus observed viability. Bliss: product of the single viabilities. HSA: the lower one. \
                Loewe: the viability y with d1/D1(y) + d2/D2(y) = 1. Definitions: Greco 1995 (Pharmacological Reviews 47:331), \
                Foucquier and Guedj 2015 (doi:10.1002/prp2.149), Yadav 2015 (doi:10.1016/j.csbj.2015.09.001)."
            } }
        }
    }
}

fn provenance(report: &SweepReport) -> Markup {
    let rows = [
        ("Escalade", report.version.clone()),
        ("Points as resolved", report.points_hash.clone()),
        ("Knowledge base", report.knowledge_hash.clone()),
        ("Seed", report.seed.to_string()),
        ("Flasks per point", grouped(report.replicates)),
        ("Engine", report.engine.clone()),
        ("Sampler version", report.sampler_version.to_string()),
    ];
    let files = html! { code { "sweep.toml" } " beside this page is the scenario with its sweep." };
    provenance_of("sweep, version and knowledge base", &files, rows)
}
