//! The page of a laboratory run.

use super::captions::captioned;
use super::document::{assumptions, document, figures, key_numbers, provenance};
use super::tables::{bounds, origin, outcomes_and_timing, planning, profile_tables};
use super::{lines, patients, rules, together, worlds};
use crate::engine::Method;
use crate::engine::record::{FlaskTrace, Outcome};
use crate::model::protocol::Protocol;
use crate::report::figure::FlaskFigures;
use crate::report::words::{labelled, median_of_all, share_parts};
use crate::report::{RunContext, story};
use crate::scenario::warnings::not_held;
use crate::statistics::FlaskSummary;
use crate::statistics::profile::class_name;
use crate::statistics::worlds::WorldsSummary;
use crate::words::{counted, number, percent, short_days};
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
        (key_numbers(&strip(context, summary)))
        @if let Some(worlds) = &summary.worlds { (worlds::leans(worlds, summary.culture())) }
        (rules::section(&summary.rules))
        section { h2 { "Results" } (figures(&captioned(protocol, summary, trace, drawn))) }
        (lines::section(&summary.lines, summary.culture()))
        (profile_tables(summary))
        (together::not_resistant(&summary.not_resistant, summary.culture()))
        (origin(summary))
        @if let Some(arms) = &summary.arms { (together::arms(arms)) }
        @if let Some(barcodes) = &summary.barcodes { (together::barcodes(barcodes)) }
        @if let Some(wells) = &summary.wells { (together::wells(wells)) }
        @if let Some(series) = &summary.patients { (patients::section(series)) }
        (outcomes_and_timing(summary))
        (planning(summary))
        @if summary.outcome(Outcome::Resistant).count > 0 { (on_the_bench()) }
        (methods(context, protocol))
        (assumptions(&context.assumptions))
        (limitations())
        (provenance(&context.provenance))
    };
    document(context, &story::answer(summary), body)
}

fn strip(context: &RunContext, summary: &FlaskSummary) -> Vec<(String, String)> {
    let resistant = summary.outcome(Outcome::Resistant);
    let (percent_resistant, range) = share_parts(&resistant);
    if let Some(worlds) = &summary.worlds {
        return over_worlds(context, summary, worlds);
    }
    let mut out = vec![
        (counted(summary.replicates, summary.culture()), "simulated".to_owned()),
        (percent_resistant, format!("resistant (95% interval {range})")),
    ];
    if not_held(&context.warnings) {
        let what = "unaltered cells outgrow the dose: resistant without any change";
        out.push(("not held".to_owned(), what.to_owned()));
    }
    if let Some(days) = &summary.time_to_resistance {
        let median = days.median();
        let interval =
            bounds(median.low, median.high).map_or(String::new(), |range| format!(" (95% interval {range})"));
        let what = match &summary.patients {
            Some(series) => format!(
                "median time among those who progressed{interval}; over all patients {} (Kaplan-Meier)",
                median_of_all(&series.median)
            ),
            None => format!("median time to resistance{interval}"),
        };
        out.push((short_days(median.value), what));
    }
    if let Some(row) = summary
        .profile
        .by_mechanism
        .first()
        .filter(|row| row.dominant.of_resistant.count > 0)
    {
        let of = percent(row.dominant.of_resistant.share);
        out.push((
            labelled(row.class, &row.label).to_owned(),
            format!("dominates {of} of resistant {}s", summary.culture()),
        ));
    }
    for outcome in [Outcome::Extinct, Outcome::GivenUp] {
        let other = summary.outcome(outcome);
        if other.count > 0 {
            let (percent, range) = share_parts(&other);
            let what = format!("{} (95% interval {range})", outcome.word().replace('_', " "));
            out.push((percent, what));
        }
    }
    if let Some(empty) = summary.empty() {
        let (percent, range) = share_parts(&empty);
        out.push((percent, format!("empty: no cell was seeded (95% interval {range})")));
    }
    out.truncate(6);
    out
}

/// The prediction first, then what the central guesses give.
fn over_worlds(context: &RunContext, summary: &FlaskSummary, worlds: &WorldsSummary) -> Vec<(String, String)> {
    let culture = summary.culture();
    let counted_worlds = counted(worlds.worlds - worlds.refused, "world");
    let half = story::middle_half(&worlds.resistant);
    let mut out = vec![(
        story::mean(&worlds.resistant),
        format!("of {culture}s become resistant, over {counted_worlds} (middle half {half})"),
    )];
    if let Some(days) = &worlds.days {
        let (low, high) = (number(days.low), number(days.high));
        out.push((
            short_days(days.median),
            format!("median time to resistance, over worlds (nine of ten {culture}s {low} to {high})"),
        ));
    }
    if let Some(first) = worlds.leading().first() {
        let leads = format!(
            "leads in {} of {}",
            story::leads(first.leads),
            counted(worlds.with_leader, "world")
        );
        out.push((class_name(first.class).to_owned(), format!("{leads} with resistance")));
    }
    if not_held(&context.warnings) {
        let what = "unaltered cells outgrow the dose: resistant without any change";
        out.push(("not held".to_owned(), what.to_owned()));
    }
    let (share, range) = share_parts(&summary.outcome(Outcome::Resistant));
    let simulated = counted(summary.replicates, culture);
    out.push((
        share,
        format!("of {simulated} with every value at its central guess (chance alone: {range})"),
    ));
    if let Some(days) = &summary.time_to_resistance {
        let median = short_days(days.median().value);
        out.push((median, "median time, with every value at its central guess".to_owned()));
    }
    out
}

/// Where the flasks are worked up.
fn on_the_bench() -> Markup {
    html! {
        section {
            h2 { "On the bench" }
            p {
                "What would a laboratory make of these cultures? " code { "escalade diagnose" }
                " with this folder works the resistant ones up from read-outs alone, each step of the guides with its figure, and holds "
                "the calls against the truth; its page is then in the folder " code { "diagnosis" } " beside this one."
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
            @if context.protocol_words.is_empty() { p {
                "A flask counts as resistant at the first look at which growth is at least " (percent(rule.growth))
                " of the parental rate, held for " (counted(u64::from(rule.held_for), "passage"))
                ", at the goal dose; in courses without a goal, at the first look on drug with more cells than at the start of treatment. "
                "A mechanism is present above " (percent(rule.detection_limit))
                " (variant allele frequency for alleles, share of cells otherwise)."
            } }
            p {
                "Cells divide, die, mutate and change state at random; each flask is one draw of that process with "
                @if context.provenance.method == Method::Exact { "every event simulated." }
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
