//! The page of the rules held against observations.

use super::document::{Figure, Told, figures, key_numbers, shell, table};
use crate::report::table::POSTERIOR;
use crate::report::validation::{CLAIM_HEADS, SCORE_HEADS, ValidationReport, answer, claims, notes, scores};
use crate::statistics::validation::{Assessment, MovedRow, Verdict};
use crate::words::{capital, counted, grouped, number, percent};
use maud::{Markup, html};

/// The whole page.
pub fn page(report: &ValidationReport, observed: &str, classes: &str) -> String {
    let judged = report.judged();
    let body = html! {
        (key_numbers(&tiles(report)))
        section { h2 { "Results" } (figures(&shown(report, observed, classes))) }
        section {
            h2 { "Scores" }
            (table("Log scores, higher is better; each group predicted with classes fitted to the others alone", &SCORE_HEADS, &scores(judged)))
            @for at in report.at.iter().filter(|at| at.reporting != judged.reporting) {
                (table(&format!("The same with a reporting weight of {} for novel findings of lines", number(at.reporting)), &SCORE_HEADS, &scores(at)))
            }
        }
        @if !judged.claims.is_empty() { section {
            h2 { "Claims" }
            p { "Of these, a paper says that something was found, not in how many of how many." }
            (table("How often each comes true", &CLAIM_HEADS, &claims(judged)))
        } }
        section {
            h2 { "What the observations say of classes and their values" }
            (table("What a class alone makes of the value of it that is known least: median and central 90%", &["class", "before", "with all groups"], &moved(judged)))
            p { "Every value stands in values.csv, every category in sets.csv. " code { (POSTERIOR) } " holds the joint draws of the classes: "
                code { "escalade run SCENARIO --worlds " (POSTERIOR) } " draws everything else anew beside them." }
        }
        (sources(judged))
        (methods(report))
    };
    let told_notes = notes(report);
    let told = Told {
        answer: &answer(report),
        notes: &told_notes,
        warned: &[],
    };
    shell(
        &report.version,
        &report.name,
        "Do the rules predict what was observed, in patients and in flasks that they were not fitted to?",
        told,
        body,
    )
}

fn tiles(report: &ValidationReport) -> Vec<(String, String)> {
    let judged = report.judged();
    let of = |verdict: Verdict| judged.groups.iter().filter(|group| group.verdict == verdict).count();
    let groups = judged.groups.len();
    vec![
        (
            format!("{} of {groups}", of(Verdict::Better)),
            "groups better than the best naive predictor".to_owned(),
        ),
        (
            format!("{} of {groups}", of(Verdict::Worse)),
            "groups worse than it".to_owned(),
        ),
        (
            percent(judged.coverage.share),
            "of observed shares within the central 90% of what is predicted".to_owned(),
        ),
        (grouped(report.flasks), "flasks simulated".to_owned()),
        (grouped(report.worlds), "worlds".to_owned()),
        (
            number(judged.effective.round()),
            "worlds that all groups together leave".to_owned(),
        ),
    ]
}

fn shown<'a>(report: &ValidationReport, observed: &'a str, classes: &'a str) -> [Figure<'a>; 2] {
    [
        Figure {
            svg: observed,
            title: "Observed beside predicted",
            caption: format!(
                "Dots: what was published, with Wilson intervals of 95%. Bars: the central 90% of series of the same size, over worlds \
                 and chance; the blue line is the mean. Diamonds: the best naive predictor of the group. The group itself is not in the \
                 fit. Novel findings of cell lines count {}-fold.",
                number(report.judged().reporting)
            ),
        },
        Figure {
            svg: classes,
            title: "Classes with all groups",
            caption: "What all values of a class have in common, in standard deviations of what was not known of it; 0 is the central \
                      guess. Nothing of a single drug, allele or line is fitted."
                .to_owned(),
        },
    ]
}

/// Of each class the value that is known least.
fn moved(at: &Assessment) -> Vec<Vec<String>> {
    let wide = |row: &MovedRow| match row.prior.low > 0.0 {
        true => libm::log(row.prior.high / row.prior.low),
        false => 0.0,
    };
    let band = crate::report::fit::band;
    let of = |class: &MovedRow| {
        let rows = at.values.iter().filter(|row| row.class == class.class);
        let row = rows.max_by(|a, b| wide(a).total_cmp(&wide(b)))?;
        let what = format!("{}, such as {}", class.what, row.what);
        Some(vec![capital(&what), band(&row.prior), band(&row.posterior)])
    };
    at.classes.iter().filter_map(of).collect()
}

fn sources(at: &Assessment) -> Markup {
    html! { section {
        h2 { "Where the observations are from" }
        dl.provenance {
            @for set in &at.sets { dt { (set.title) } dd { (set.source) ". " (set.note) } }
            @for claim in &at.claims { dt { (claim.title) } dd { (claim.source) ". " (claim.note) } }
        }
    } }
}

fn methods(report: &ValidationReport) -> Markup {
    html! { section {
        h2 { "Methods in short" }
        p { "The protocol (sets, categories, predictors, scores) was written before the fit. Everything that is not known was drawn "
            (grouped(report.worlds + report.refused)) " times; each draw has scores of classes that all lines, drugs and alleles \
            share, and everything else twice: flasks of the one half weigh the draw by the probability of what was observed, flasks of \
            the other predict. So no value of a single drug, allele or line is carried from the fit to a prediction. Shares of a \
            world are those of its flasks and of " (number(report.smoothing)) " of the mean profile. Each group is predicted by \
            weights of the others alone." }
        p { "Intervals of differences are central 95% over observations drawn again, from the observed shares with one more \
            observation spread over all categories. Coverage counts categories, of which those of one set depend on each other; whole \
            numbers make it larger than 90% in small sets." }
        p { (counted(report.flasks, "flask")) " of " (counted(report.scenarios.len() as u64, "scenario")) ", seed " (report.seed)
            ", knowledge base " code { (format!("{:.12}", report.knowledge_hash)) } "." }
    } }
}
