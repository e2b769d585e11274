//! How a comparison was made, what it cannot say, and how to repeat it.

use crate::report::compare::{CompareReport, letter};
use crate::report::page::document::provenance_of;
use crate::scenario::words::engine;
use crate::words::{grouped, number};
use maud::{Markup, html};

pub(super) fn methods(report: &CompareReport) -> Markup {
    html! {
        section {
            h2 { "Methods in short" }
            @for (i, arm) in report.arms.iter().enumerate() {
                h3 { (letter(i)) ": " (arm.name) }
                ul { @for line in &arm.protocol_words { li { (line) } } }
            }
            ul { @for line in &report.choices { li { (line) } } }
            @if !report.unrelated() { p {
                "Random numbers are keyed by seed, purpose and flask number, so flask 17 of every protocol "
                @if report.unpaired.is_empty() { "starts from the same expanded stock and meets the same streams" }
                @else { "meets the same streams, where the protocols share what is drawn by them" }
                " (common random numbers). Once the protocols have treated two \
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

pub(super) fn limitations(report: &CompareReport) -> Markup {
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

pub(super) fn provenance(report: &CompareReport) -> Markup {
    let own = report.arms.iter().enumerate().flat_map(|(i, arm)| {
        [
            (format!("Scenario {}", letter(i)), arm.scenario_hash.clone()),
            (format!("Knowledge base {}", letter(i)), arm.knowledge_hash.clone()),
            (format!("Engine {}", letter(i)), engine(arm.method, arm.tolerance)),
        ]
    });
    let rows = [
        ("Escalade".to_owned(), report.version.clone()),
        ("Seed".to_owned(), report.seed.to_string()),
        ("Flasks per protocol".to_owned(), grouped(report.replicates)),
        ("Sampler version".to_owned(), report.sampler_version.to_string()),
    ];
    let files = html! {
        code { "scenarios/" } " beside this page holds each scenario with every value as used; running one gives the same flasks."
    };
    let same = "scenarios, seed, version and knowledge base";
    provenance_of(same, &files, rows.into_iter().chain(own))
}
