//! The page of a laboratory run.

use super::{Figure, assumptions, document, figures, key_numbers, provenance, table};
use crate::engine::record::{FlaskTrace, Outcome};
use crate::model::protocol::Protocol;
use crate::report::flask::FlaskFigures;
use crate::report::words::{counted, dose, grouped, mechanism, number, percent, percent_range, share};
use crate::report::{RunContext, story};
use crate::statistics::FlaskSummary;
use crate::statistics::profile::ProfileRow;
use crate::statistics::quantile::Distribution;
use crate::statistics::summary::MeanShare;
use maud::{Markup, html};

/// The whole page.
pub fn page(
    context: &RunContext,
    protocol: &Protocol,
    summary: &FlaskSummary,
    trace: Option<&FlaskTrace>,
    drawn: &FlaskFigures,
) -> String {
    let body = html! {
        (key_numbers(&strip(summary)))
        section { h2 { "Results" } (figures(&captioned(protocol, summary, trace, drawn))) }
        (profile_tables(summary))
        (origin(summary))
        (outcomes_and_timing(summary))
        (planning(summary))
        (methods(context, protocol))
        (assumptions(&context.assumptions))
        (limitations())
        (provenance(&context.provenance))
    };
    document(context, &story::answer_sentence(summary), body)
}

fn strip(summary: &FlaskSummary) -> Vec<(String, String)> {
    let resistant = summary.outcome(Outcome::Resistant);
    let range = percent_range(resistant.low, resistant.high);
    let mut out = vec![
        (counted(summary.replicates, "flask"), "simulated".to_owned()),
        (percent(resistant.share), format!("resistant (95% interval {range})")),
    ];
    if let Some(days) = &summary.time_to_resistance {
        let median = days.median();
        let interval =
            bounds(median.low, median.high).map_or(String::new(), |range| format!(" (95% interval {range})"));
        out.push((
            format!("{} d", number(median.value)),
            format!("median time to resistance{interval}"),
        ));
    }
    if let Some(row) = summary
        .profile
        .by_mechanism
        .first()
        .filter(|row| row.dominant.of_resistant.count > 0)
    {
        let of = percent(row.dominant.of_resistant.share);
        out.push((
            mechanism(&row.label).to_owned(),
            format!("dominates {of} of resistant flasks"),
        ));
    }
    for outcome in [Outcome::Extinct, Outcome::GivenUp] {
        let other = summary.outcome(outcome);
        if other.count > 0 {
            let what = format!(
                "{} (95% interval {})",
                outcome.word().replace('_', " "),
                percent_range(other.low, other.high)
            );
            out.push((percent(other.share), what));
        }
    }
    out.truncate(5);
    out
}

fn captioned<'a>(
    protocol: &Protocol,
    summary: &FlaskSummary,
    trace: Option<&FlaskTrace>,
    drawn: &'a FlaskFigures,
) -> Vec<Figure<'a>> {
    let mut out = vec![
        Figure {
            svg: &drawn.profile,
            title: "Which mechanisms",
            caption: profile_caption(protocol, summary),
        },
        Figure {
            svg: &drawn.incidence,
            title: "When",
            caption: "Share of flasks that have become resistant, gone extinct or been given up by a day \
                      (Aalen-Johansen, competing outcomes; only the end of the experiment censors), with pointwise \
                      95% intervals."
                .to_owned(),
        },
        Figure {
            svg: &drawn.course,
            title: "Cells and dose over time",
            caption: course_caption(summary),
        },
    ];
    if let (Some(trace), Some(svg)) = (trace, &drawn.muller) {
        let (title, caption) = trace_caption(summary, trace);
        out.push(Figure { svg, title, caption });
    }
    out
}

fn profile_caption(protocol: &Protocol, summary: &FlaskSummary) -> String {
    if summary.profile.resistant_flasks == 0 {
        return "No flask became resistant, so there is no profile to show.".to_owned();
    }
    format!(
        "Mechanism with the most cells on the day a flask became resistant, over {}, with 95% Wilson intervals. \
         Pale: share of resistant flasks in which it was above the detection limit of {}.",
        counted(summary.profile.resistant_flasks, "resistant flask"),
        percent(protocol.resistance.detection_limit),
    )
}

fn course_caption(summary: &FlaskSummary) -> String {
    let (kept, n) = (summary.drawn.len() as u64, summary.replicates);
    let lines = if kept == n {
        "all".to_owned()
    } else {
        format!("the first {} of", grouped(kept))
    };
    let dose = "Bottom: dose; median and bands are of the highest dose reached so far, over all flasks, a flask that \
                has ended keeping its last.";
    format!(
        "Thin lines: {lines} {}. Top: living cells at each look, before anything is done; median and bands are over \
         flasks still under way (their number in the strip below) as long as these are at least half of all. {}",
        counted(n, "flask"),
        if summary.courses.is_empty() { "" } else { dose },
    )
}

fn trace_caption(summary: &FlaskSummary, trace: &FlaskTrace) -> (&'static str, String) {
    let record = &trace.record;
    let outcome = record.outcome.word().replace('_', " ");
    let typical = summary.typical_replicate == Some(record.replicate);
    let which = if typical {
        format!(
            "Flask {}: its outcome ({outcome}) and dominant mechanism are the commonest, and its day is closest to the \
             median of that group",
            record.replicate
        )
    } else {
        format!("Flask {} ({outcome})", record.replicate)
    };
    let title = if typical { "A typical flask" } else { "One flask" };
    let how = "Each band is a lineage in one cell state, as a share of living cells; descendants stand inside their \
               parents. Below: all cells, and dose.";
    (title, format!("{which}. {how}"))
}

fn profile_row(row: &ProfileRow) -> Vec<String> {
    let dominant = &row.dominant.of_resistant;
    vec![
        mechanism(&row.label).to_owned(),
        format!("{}/{}", grouped(dominant.count), grouped(dominant.n)),
        share(dominant),
        share(&row.dominant.of_all),
        share(&row.present.of_resistant),
    ]
}

fn profile_tables(summary: &FlaskSummary) -> Markup {
    let profile = &summary.profile;
    let heads = |first| {
        [
            first,
            "Dominant in",
            "of resistant flasks",
            "of all flasks",
            "Present in resistant flasks",
        ]
    };
    let rows = |rows: &[ProfileRow]| rows.iter().map(profile_row).collect::<Vec<_>>();
    html! {
        section {
            h2 { "Resistance profile" }
            @if profile.resistant_flasks == 0 {
                p { "No flask became resistant, so there is no profile." }
            } @else {
                p { "At the day of resistance; shares with 95% Wilson intervals." }
                (table("By mechanism", &heads("Mechanism"), &rows(&profile.by_mechanism)))
                (table("By class", &heads("Class"), &rows(&profile.by_class)))
                @if !profile.by_region.is_empty() {
                    (table("On-target alleles by protein region", &heads("Region"), &rows(&profile.by_region)))
                }
            }
        }
    }
}

fn origin(summary: &FlaskSummary) -> Markup {
    let origin = &summary.origin;
    let mean = |m: &MeanShare| {
        let range = m
            .low
            .zip(m.high)
            .map_or(String::new(), |(low, high)| format!(" ({})", percent_range(low, high)));
        format!("{}{range}", percent(m.mean))
    };
    let row = |name: &str, cells: &MeanShare, flasks: &crate::statistics::Proportion| {
        vec![
            name.to_owned(),
            mean(cells),
            format!("{}/{}", grouped(flasks.count), grouped(flasks.n)),
            share(flasks),
        ]
    };
    let rows = [
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
    let unaltered = origin.mostly_unaltered;
    html! {
        @if summary.profile.resistant_flasks > 0 {
            section {
                h2 { "Where it came from" }
                (table(
                    "Origin of the resistant cells, by when their latest heritable alteration arose",
                    &["Arose", "Mean share of cells", "Flasks with most cells so", "Share of resistant flasks"],
                    &rows,
                ))
                p {
                    "Two or more heritable alterations in one cell: " (mean(&origin.compound)) " of the cells on average; "
                    "most cells in " (share(&origin.mostly_compound)) " of resistant flasks. "
                    @if unaltered.count > 0 {
                        "Most cells without any heritable alteration: " (share(&unaltered)) " of resistant flasks."
                    }
                }
            }
        }
    }
}

fn bounds(low: Option<f64>, high: Option<f64>) -> Option<String> {
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

fn outcomes_and_timing(summary: &FlaskSummary) -> Markup {
    let outcomes: Vec<Vec<String>> = summary
        .outcomes
        .iter()
        .map(|row| {
            let name = row.outcome.word().replace('_', " ");
            vec![
                name,
                format!("{}/{}", grouped(row.share.count), grouped(row.share.n)),
                share(&row.share),
            ]
        })
        .collect();
    let timed = [
        ("day of resistance", &summary.time_to_resistance),
        ("first day at the goal dose", &summary.goal_day),
        ("passages", &summary.passages),
        ("dose steps", &summary.dose_steps),
        ("crashes", &summary.crashes),
    ];
    let rows: Vec<Vec<String>> = timed
        .iter()
        .filter_map(|(name, d)| d.as_ref().map(|d| distribution_row(name, d)))
        .collect();
    html! {
        section {
            h2 { "Outcomes and timing" }
            (table("How flasks ended", &["Outcome", "Flasks", "Share (95% interval)"], &outcomes))
            (table(
                "Timing and work",
                &["", "Flasks", "Median", "95% interval", "10%", "90%", "Least", "Most"],
                &rows,
            ))
            @for course in &summary.courses { @if course.ladder > 1 {
                p { (course.drug) ": highest dose reached, " (highest_doses(&course.highest_dose)) "." }
            } }
        }
    }
}

/// The commonest highest doses, most flasks first.
fn highest_doses(doses: &[(f64, u64)]) -> String {
    let mut sorted = doses.to_vec();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.total_cmp(&b.0)));
    let parts: Vec<String> = sorted
        .iter()
        .take(6)
        .map(|&(nm, flasks)| format!("{} in {}", dose(nm), counted(flasks, "flask")))
        .collect();
    let rest = if sorted.len() > 6 { "; others less often" } else { "" };
    format!("{}{rest}", parts.join("; "))
}

fn planning(summary: &FlaskSummary) -> Markup {
    let needed = |n: Option<u64>| n.map_or("no number".to_owned(), grouped);
    let rows: Vec<Vec<String>> = summary
        .flasks_needed
        .iter()
        .map(|row| {
            let range = format!("{} to {}", needed(row.at_least), needed(row.at_most));
            vec![
                mechanism(&row.label).to_owned(),
                share(&row.share),
                needed(row.flasks),
                range,
            ]
        })
        .collect();
    // From the last week without a resistant flask, in about a dozen rows.
    let first = summary
        .success_by_week
        .iter()
        .position(|row| row.share > 0.0)
        .unwrap_or(0)
        .saturating_sub(1);
    let every = (summary.success_by_week.len() - first.min(summary.success_by_week.len()))
        .div_ceil(12)
        .max(1);
    let weeks: Vec<Vec<String>> = summary
        .success_by_week
        .iter()
        .skip(first)
        .step_by(every)
        .map(|row| {
            vec![
                format!("week {}", row.week),
                format!("{} ({})", percent(row.share), percent_range(row.low, row.high)),
            ]
        })
        .collect();
    html! {
        section {
            h2 { "Planning" }
            @if !weeks.is_empty() {
                (table("Probability of a resistant flask by the end of a week", &["", "Probability (95% interval)"], &weeks))
            }
            @if !rows.is_empty() {
                (table(
                    "Flasks needed for a 95% chance of at least one that the mechanism dominates",
                    &["Mechanism", "Share of all flasks", "Flasks needed", "Over the interval"],
                    &rows,
                ))
            }
        }
    }
}

fn methods(context: &RunContext, protocol: &Protocol) -> Markup {
    let rule = &protocol.resistance;
    html! {
        section {
            h2 { "Methods in short" }
            @if !context.protocol_words.is_empty() {
                ul { @for line in &context.protocol_words { li { (line) } } }
            }
            p {
                "A flask counts as resistant at the first look at which growth is at least " (percent(rule.growth))
                " of the parental rate, held for " (counted(u64::from(rule.held_for), "passage"))
                ", at the goal dose; in courses without a goal, at the first look on drug with more cells than at the start of treatment. "
                "A mechanism is present above " (percent(rule.detection_limit))
                " (variant allele frequency for alleles, share of cells otherwise)."
            }
            p {
                "Cells divide, die, mutate and change state at random; each flask is one draw of that process with "
                @if context.provenance.method == "exact" { "every event simulated." }
                @else { "exact birth-death transitions over whole intervals (tolerance " (number(context.provenance.tolerance)) " for crowding and switching)." }
                " Shares carry Wilson intervals, quantiles carry order-statistic intervals, incidence is Aalen-Johansen's. "
                "Intervals say how far the number of simulated flasks leaves the answer open; they do not cover what the model may have wrong."
            }
        }
    }
}

fn limitations() -> Markup {
    html! {
        section {
            h2 { "Limitations" }
            ul {
                li { "This is a simulation. It can only find mechanisms that its knowledge base knows, at the potencies given there." }
                li { "Growth rates follow from potencies by a model of target, pathways and fate that is fitted to parental curves only; what was assumed is listed above." }
                li { "A flask is not a tumour: no immune system, blood supply or whole-body pharmacology." }
                li { "For research and teaching only. It gives no advice about patients." }
            }
        }
    }
}
