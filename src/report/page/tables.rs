//! The tables of a laboratory run.

use super::document::table;
use crate::engine::record::Outcome;
use crate::report::words::{labelled, share};
use crate::statistics::profile::ProfileRow;
use crate::statistics::quantile::Distribution;
use crate::statistics::summary::{MeanShare, WeekRow};
use crate::statistics::worlds::WorldsSummary;
use crate::statistics::{FlaskSummary, Proportion};
use crate::words::{capital, counted, dose, grouped, number, percent, percent_with_interval, percents};
use maud::{Markup, html};

fn profile_row(row: &ProfileRow) -> Vec<String> {
    let dominant = &row.dominant.of_resistant;
    vec![
        labelled(row.class, &row.label).to_owned(),
        format!("{}/{}", grouped(dominant.count), grouped(dominant.n)),
        share(dominant),
        share(&row.dominant.of_all),
        share(&row.present.of_resistant),
    ]
}

/// The profile by mechanism, class and region.
pub fn profile_tables(summary: &FlaskSummary) -> Markup {
    let (profile, culture) = (&summary.profile, summary.culture());
    let resistant = format!("of resistant {culture}s");
    let (all, present) = (format!("of all {culture}s"), format!("Present in resistant {culture}s"));
    let heads = |first| [first, "Dominant in", &resistant, &all, &present];
    let rows = |rows: &[ProfileRow]| rows.iter().map(profile_row).collect::<Vec<_>>();
    let over = format!("Of resistant {culture}s, over worlds (nine of ten)");
    let (mut class_heads, mut classes) = (heads("Class").to_vec(), rows(&profile.by_class));
    if let Some(worlds) = &summary.worlds {
        class_heads.push(&over);
        for (cells, row) in classes.iter_mut().zip(&profile.by_class) {
            let outlook = worlds.classes.iter().find(|one| one.class == row.class);
            cells.push(outlook.map_or_else(|| percent(0.0), |one| predicted(one.share.nine_of_ten())));
        }
    }
    html! {
        section {
            h2 { "Resistance profile" }
            @if profile.resistant_flasks == 0 {
                p { "No " (culture) " became resistant, so there is no profile." }
            } @else {
                p { "At the day of resistance; shares with 95% Wilson intervals" (of_chance(summary)) "." }
                (table("By mechanism", &heads("Mechanism"), &rows(&profile.by_mechanism)))
                (table("By class", &class_heads, &classes))
                @if !profile.by_region.is_empty() {
                    (table("On-target alleles by protein region", &heads("Region"), &rows(&profile.by_region)))
                }
            }
        }
    }
}

/// What tells numbers of the central guesses from those of worlds, where there are any.
fn of_chance(summary: &FlaskSummary) -> &'static str {
    match summary.worlds {
        Some(_) => ", of chance alone, every value at its central guess, where no column says otherwise",
        None => "",
    }
}

/// `54% (12 to 98%)`: the mean over worlds, and nine of ten of them.
/// Where nine of ten worlds are alike their width cannot say how many digits the mean is worth:
/// it is told as any share is.
fn predicted([mean, low, high]: [f64; 3]) -> String {
    match percents(mean, low, high) {
        (_, range) if low == high => format!("{} ({range})", percent(mean)),
        (mean, range) => format!("{mean} ({range})"),
    }
}

/// Pre-existing, acquired, via tolerant cells.
pub fn origin(summary: &FlaskSummary) -> Markup {
    let origin = &summary.origin;
    let mean = |m: &MeanShare| match m.low.zip(m.high) {
        Some((low, high)) => percent_with_interval(m.mean, low, high),
        None => percent(m.mean),
    };
    let row = |name: &str, cells: &MeanShare, flasks: &crate::statistics::Proportion| {
        vec![
            name.to_owned(),
            mean(cells),
            format!("{}/{}", grouped(flasks.count), grouped(flasks.n)),
            share(flasks),
        ]
    };
    let mut rows = vec![
        row(
            "before drug (pre-existing)",
            &origin.pre_existing,
            &origin.mostly_pre_existing,
        ),
        row(
            "under drug, in a naive cell (acquired)",
            &origin.acquired,
            &origin.mostly_acquired,
        ),
        row(
            "under drug, in a tolerant or adapted cell",
            &origin.via_tolerant,
            &origin.mostly_via_tolerant,
        ),
    ];
    if origin.spiked.mean > 0.0 {
        let spiked = row(
            "before the experiment (spiked in on day 0)",
            &origin.spiked,
            &origin.mostly_spiked,
        );
        rows.insert(0, spiked);
    }
    let culture = summary.culture();
    let (with_most, of_resistant) = (
        format!("{}s with most cells so", capital(culture)),
        format!("Share of resistant {culture}s"),
    );
    let unaltered = origin.mostly_unaltered;
    html! {
        @if summary.profile.resistant_flasks > 0 {
            section {
                h2 { "Where it came from" }
                (table(
                    "Origin of the resistant cells, by when their latest heritable alteration arose",
                    &["Arose", "Mean share of cells", &with_most, &of_resistant],
                    &rows,
                ))
                p {
                    "Two or more heritable alterations in one cell: " (mean(&origin.compound)) " of the cells on average; "
                    "most cells in " (share(&origin.mostly_compound)) " of resistant " (culture) "s. "
                    @if unaltered.count > 0 {
                        "Most cells without any heritable alteration: " (share(&unaltered)) " of resistant " (culture) "s."
                    }
                }
            }
        }
    }
}

/// `190 to 203`, an end that is not known said so.
pub fn bounds(low: Option<f64>, high: Option<f64>) -> Option<String> {
    match (low, high) {
        (None, None) => None,
        (low, high) => {
            let end = |value: Option<f64>| value.map_or("unknown".to_owned(), number);
            Some(format!("{} to {}", end(low), end(high)))
        }
    }
}

fn distribution_row(name: &str, d: &Distribution) -> Vec<String> {
    let value = |p| d.quantile(p).map_or("unknown".to_owned(), |q| number(q.value));
    let median = d.median();
    let interval = bounds(median.low, median.high).unwrap_or_else(|| "unknown".to_owned());
    vec![
        name.to_owned(),
        grouped(d.n),
        number(median.value),
        interval,
        value(0.1),
        value(0.9),
        number(d.min),
        number(d.max),
    ]
}

/// How flasks ended, and how long it took.
pub fn outcomes_and_timing(summary: &FlaskSummary) -> Markup {
    let cells = |name: String, of: &Proportion| {
        let count = format!("{}/{}", grouped(of.count), grouped(of.n));
        vec![name, count, share(of)]
    };
    let mut outcomes: Vec<Vec<String>> = summary
        .outcomes
        .iter()
        .map(|row| match row.outcome {
            Outcome::Empty => cells("empty: no cell was seeded".to_owned(), &row.share),
            other => cells(other.word().replace('_', " "), &row.share),
        })
        .collect();
    // Cells that the dose never held are no mechanism: they stand below what they count as.
    if let Some(unaltered) = summary.profile.unaltered() {
        let of = &unaltered.dominant.of_all;
        outcomes.insert(
            1,
            cells("of these, by unaltered cells that the dose never held".to_owned(), of),
        );
    }
    let culture = summary.culture();
    let cultures = format!("{}s", capital(culture));
    let work = &summary.work;
    // Where every cell attaches there is nothing to tell.
    let lost = if work.lost.as_ref().is_some_and(|lost| lost.max > 0.0) {
        &work.lost
    } else {
        &None
    };
    let timed = [
        ("day of resistance", &summary.time_to_resistance),
        ("day of the step to the goal dose", &summary.goal_day),
        ("passages", &summary.passages),
        ("dose steps", &summary.dose_steps),
        ("crashes", &summary.crashes),
        ("population doublings", &work.doublings),
        ("cells discarded at passages", &work.discarded),
        ("cells lost at plating", lost),
        ("visits with fresh medium", &work.visits),
    ];
    let mut rows: Vec<Vec<String>> = timed
        .iter()
        .filter_map(|(name, d)| d.as_ref().map(|d| distribution_row(name, d)))
        .collect();
    // A patient-like course uses none.
    let used = summary.courses.iter().zip(&work.drug_nmol);
    for (course, d) in used.filter(|(_, d)| d.max > 0.0) {
        rows.push(distribution_row(&format!("{} used, nmol", course.drug), d));
    }
    let volume = work.medium_ml.map_or(String::new(), |volume| {
        format!(" Drug used counts {} mL of medium at each.", number(volume))
    });
    html! {
        section {
            h2 { "Outcomes and timing" }
            (table(&format!("How {culture}s ended"), &["Outcome", &cultures, "Share (95% interval)"], &outcomes))
            (table(
                "Timing and work",
                &["", &cultures, "Median", "95% interval", "10%", "90%", "Least", "Most"],
                &rows,
            ))
            p {
                "Every visit with fresh medium is a passage, a change of dose, a calendar change or the seeding itself; "
                "looks at which nothing is done are not counted." (volume)
            }
            @for course in &summary.courses { @if course.ladder > 1 {
                p { (course.drug) ": highest dose reached, " (highest_doses(&course.highest_dose, culture)) "." }
            } }
        }
    }
}

/// The commonest highest doses, most flasks first.
fn highest_doses(doses: &[(f64, u64)], culture: &str) -> String {
    let mut sorted = doses.to_vec();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.total_cmp(&b.0)));
    let parts: Vec<String> = sorted
        .iter()
        .take(6)
        .map(|&(nm, flasks)| format!("{} in {}", dose(nm), counted(flasks, culture)))
        .collect();
    let rest = if sorted.len() > 6 { "; others less often" } else { "" };
    format!("{}{rest}", parts.join("; "))
}

/// From the last week without a resistant flask, in about a dozen rows; only the last where there is none at all.
fn week_rows(weeks: &[WeekRow], worlds: Option<&WorldsSummary>) -> Vec<Vec<String>> {
    let first = weeks
        .iter()
        .position(|row| row.share > 0.0)
        .unwrap_or(weeks.len())
        .saturating_sub(1);
    let every = (weeks.len() - first).div_ceil(12).max(1);
    let row = |row: &WeekRow| {
        let share = percent_with_interval(row.share, row.low, row.high);
        let over = worlds.and_then(|worlds| worlds.by(7.0 * f64::from(row.week)));
        let cells = [format!("week {}", row.week), share].into_iter();
        cells.chain(over.map(predicted)).collect()
    };
    weeks[first..].iter().step_by(every).map(row).collect()
}

/// Success by week, and flasks needed.
pub fn planning(summary: &FlaskSummary) -> Markup {
    let needed = |n: Option<u64>| n.map_or("no number".to_owned(), grouped);
    let rows: Vec<Vec<String>> = summary
        .flasks_needed
        .iter()
        .map(|row| {
            let range = format!("{} to {}", needed(row.at_least), needed(row.at_most));
            vec![
                labelled(row.class, &row.label).to_owned(),
                share(&row.share),
                needed(row.flasks),
                range,
            ]
        })
        .collect();
    let weeks = week_rows(&summary.success_by_week, summary.worlds.as_ref());
    let mut week_heads = vec!["", "Probability (95% interval)"];
    if summary.worlds.is_some() {
        week_heads = vec![
            "",
            "At the central guesses (95% interval of chance)",
            "Over worlds (nine of ten)",
        ];
    }
    let cultures = format!("{}s", capital(summary.culture()));
    let (of_all, wanted) = (
        format!("Share of all {}s", summary.culture()),
        format!("{cultures} needed"),
    );
    html! {
        section {
            h2 { "Planning" }
            @if !weeks.is_empty() {
                (table(&format!("Probability of a resistant {} by the end of a week", summary.culture()), &week_heads, &weeks))
            }
            @if !rows.is_empty() {
                (table(
                    &format!("{cultures} needed for a 95% chance of at least one that the mechanism dominates{}", match summary.worlds {
                        Some(_) => " (at the central guesses)",
                        None => "",
                    }),
                    &["Mechanism", &of_all, &wanted, "Over the interval"],
                    &rows,
                ))
            }
        }
    }
}
