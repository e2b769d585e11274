//! One culture from first doubt to advice: every step of the guides, what it showed, what follows.

use super::diagnosis::{grid, verdict};
use crate::diagnosis::{Sequenced, Step};
use crate::report::ReportError;
use crate::report::assay::{
    Grid, SequencingReport, add_back_table, array_table, clones_table, elisa_table, expression_table, interpolations,
    potencies, short, stains_table, switch_table,
};
use crate::report::diagnosis::Example;
use crate::report::figure::{assay_blot, assay_curves, assay_identity, assay_vaf};
use crate::report::words;
use maud::{Markup, PreEscaped, html};

/// Rows of tables that rank everything.
const RANKED: usize = 6;

/// One step as it is shown: question, what the guides expect, what was seen.
struct Shown {
    question: &'static str,
    /// The guides' step, for who looks for it in the page's source.
    guide: &'static str,
    expects: &'static str,
    /// Its evidence in the decision.
    step: Option<Step>,
    seen: Markup,
}

/// Look of the steps.
pub(super) const STYLE: &str = ".step { border-left: 3px solid var(--line); padding: .1rem 0 .1rem 1rem; margin: 1.1rem 0; } \
     .step h4 { font: 600 .95rem \"Helvetica Neue\", Helvetica, Arial, \"Liberation Sans\", sans-serif; margin: 0 0 .15rem; } \
     .step .expects { color: var(--quiet); font-size: .88rem; margin: 0 0 .4rem; } \
     .step .says { margin: .4rem 0; } .step figure { margin: .8rem 0; } .step .table { margin: .6rem 0; } \
     .truth { background: var(--tint); padding: .5rem .8rem; font-size: .92rem; } \
     details summary { cursor: pointer; font-weight: 600; margin: .6rem 0; }";

/// The whole walk through one culture.
pub(super) fn walk(example: &Example) -> Result<Markup, ReportError> {
    let one = &example.worked;
    let steps = steps(example)?;
    let beyond = further(example)?;
    Ok(html! {
        section id=(format!("flask-{}", one.flask)) {
            h2 { "Flask " (one.flask) ", day " (short(one.day)) ": " (one.diagnosis.words()) }
            @for shown in &steps { (step(example, shown)) }
            div.step data-guide="P11 S01 S02 S03" {
                h4 { "What is it, and what now?" }
                p.expects { "No change of the driver leaves bypass, transformation and surroundings, in this order." }
                p { b { "Call" } }
                ul { @for call in &one.diagnosis.calls { li { (call)
                    @if call.weight > 0.0 { ", taken to be in " (words::percent(call.weight.min(1.0))) " of the cells" }
                    @if call.confirmed { "; a functional test agrees" } "."
                } } }
                @if !one.diagnosis.minor.is_empty() {
                    p { "In too few cells to explain the culture: "
                        (one.diagnosis.minor.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")) "." }
                }
                p { b { "Advice" } }
                ul { @for advice in &one.advice { li { (advice.text) ". " i { (advice.source) } } } }
            }
            p.truth { b { "Truth, which only the simulator knows: " } (one.truth.words()) ". The call is " (verdict(one)) "." }
            h3 { "Beside the decision" }
            @for shown in &beyond { (step(example, shown)) }
        }
    })
}

fn step(example: &Example, shown: &Shown) -> Markup {
    let evidence = example.worked.diagnosis.evidence.iter();
    let said: Vec<_> = evidence.filter(|evidence| Some(evidence.step) == shown.step).collect();
    html! {
        div.step data-guide=(shown.guide) {
            h4 { (shown.question) }
            p.expects { (shown.expects) }
            (shown.seen)
            @for evidence in said { p.says { (sentence(&evidence.text))
                @if let Some(kind) = evidence.speaks_for { " " b { "Speaks for " (kind) "." } }
            } }
        }
    }
}

/// With a capital, unless it begins with the name of a read-out such as pERK, and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let named = letters.clone().next().is_some_and(char::is_uppercase);
    let first = first.map_or(String::new(), |letter| match named {
        true => letter.to_string(),
        false => letter.to_uppercase().collect(),
    });
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

fn picture(svg: String, caption: &str) -> Markup {
    html! { figure { (PreEscaped(svg)) figcaption { (caption) } } }
}

fn nothing() -> Markup {
    html! {}
}

/// The steps of the decision, in its order; what was not done is left out.
fn steps(example: &Example) -> Result<Vec<Shown>, ReportError> {
    let (table, notes) = (&example.worked.readouts, &example.notes);
    let mut all = Vec::new();
    if table.potency.is_some() {
        all.push(Shown {
            question: "Is it the drug?",
            guide: "P14",
            expects: "A stock that lost potency makes any culture look resistant, the parental line too.",
            step: Some(Step::Potency),
            seen: nothing(),
        });
    }
    if let Some(typing) = &table.identity {
        all.push(Shown {
            question: "Is it the line?",
            guide: "P14",
            expects: "Cells of another line, which do not live on the driver, look resistant to any inhibitor of it.",
            step: Some(Step::Identity),
            seen: picture(
                assay_identity::draw(std::slice::from_ref(typing))?,
                "STR typing: every allele of the line and no other one. Letters stand for repeat numbers, which are drawn.",
            ),
        });
    }
    let curves = assay_curves::draw(std::slice::from_ref(&notes.curves))?;
    all.push(Shown {
        question: "Is it resistant?",
        guide: "P03 P12",
        expects: "The IC50 of a resistant culture lies above the parental line's on the same plate.",
        step: Some(Step::Resistance),
        seen: html! {
            (picture(curves, "Small dots: wells; large dots: their means; black: IC50 with its 95% interval."))
            @for line in interpolations(notes.curves.iter()).lines() { p.expects { (line) } }
            (grid("Potencies (95%)", &potencies(&notes.curves).pick(&[0, 2, 3, 5, 6], usize::MAX), true))
        },
    });
    if table.holiday.is_some() {
        all.push(Shown {
            question: "Does a holiday undo it?",
            guide: "N03 P10",
            expects: "About two weeks without drug restore a reversible culture; an altered gene stays.",
            step: Some(Step::Holiday),
            seen: nothing(),
        });
    }
    if let Some(driver) = &notes.driver {
        all.push(sequencing(
            "Is the driver altered?",
            "P04 P21",
            "Changes of the resistant culture that its pre-treatment sample does not have; depth decides how rare they may be.",
            Step::DriverSequencing,
            driver,
        )?);
    }
    if !table.switches.is_empty() {
        all.push(Shown {
            question: "Does a later inhibitor of the driver still work?",
            guide: "P07",
            expects: "Sensitive: the cells still live on the driver. Still resistant: they no longer do.",
            step: Some(Step::Switch),
            seen: grid(
                "Viability over the undrugged control (95%)",
                &switch_table(&table.switches),
                true,
            ),
        });
    }
    all.extend(signals(example)?);
    if let Some(panel) = &notes.panel {
        all.push(sequencing(
            "Is another gene altered?",
            "P17",
            "Genes of the MAPK and PI3K pathways, of other receptors, and whatever else the panel reads.",
            Step::Panel,
            panel,
        )?);
    }
    if !table.add_backs.is_empty() {
        let mut ranked = table.add_backs.clone();
        ranked.sort_by(|a, b| b.bliss_excess.value.total_cmp(&a.bliss_excess.value));
        let partners = add_back_table(&ranked).pick(&[0, 1, 4, 5, 6, 7, 9], RANKED);
        let count = ranked.len().min(RANKED);
        all.push(Shown {
            question: "Does closing a route bring the drug back?",
            guide: "P09",
            expects: "An inhibitor of the route that the cells use leaves fewer than both drugs would independently, and \
                      brings the IC50 down.",
            step: Some(Step::AddBack),
            seen: grid(&format!("The {count} partners with most Bliss excess, of {}", ranked.len()), &partners, true),
        });
    }
    all.extend(surroundings(example));
    Ok(all)
}

fn signals(example: &Example) -> Result<Vec<Shown>, ReportError> {
    let table = &example.worked.readouts;
    let mut all = Vec::new();
    if let Some(blot) = &table.blot {
        let bands = assay_blot::draw(blot)?;
        all.push(Shown {
            question: "Is the target inhibited, and do its pathways run on?",
            guide: "P06 P18",
            expects: "pERK or pAKT that stays although the target is inhibited: the signal comes from elsewhere.",
            step: Some(Step::Blot),
            seen: picture(
                bands,
                "Western blot of parental and resistant cells, without and with the drug.",
            ),
        });
    }
    if let Some(array) = &table.array {
        all.push(Shown {
            question: "What rises, without a suspicion?",
            guide: "P16",
            expects: "Everything that carries signal, resistant against parental under drug, ranked by change.",
            step: Some(Step::Array),
            seen: grid(
                &format!("The {RANKED} largest changes of {} spots", array.spots.len()),
                &array_table(array).pick(&[0, 1, 2, 3, 4, 5, 7], RANKED),
                false,
            ),
        });
    }
    Ok(all)
}

fn surroundings(example: &Example) -> Vec<Shown> {
    let table = &example.worked.readouts;
    let stains = table.stains.as_ref().filter(|stains| !stains.rows.is_empty());
    let stains = stains.map(|stains| Shown {
        question: "Is it still the same lineage?",
        guide: "P19",
        expects: "Most cells stain for the marker of another lineage (ASCL1: small cell) after a transformation; markers of \
                  adapted states stand beside it.",
        step: Some(Step::Markers),
        seen: grid("Stained cells", &stains_table(stains), true),
    });
    let elisa = table.elisa.as_ref().map(|elisa| Shown {
        question: "What does the co-culture secrete?",
        guide: "P13",
        expects: "FLT3 ligand, FGF2 and CXCL12 above plain medium where stroma protects.",
        step: Some(Step::Cytokines),
        seen: grid("ELISA of the supernatant", &elisa_table(elisa), true),
    });
    stains.into_iter().chain(elisa).collect()
}

fn sequencing(
    question: &'static str,
    guide: &'static str,
    expects: &'static str,
    step: Step,
    run: &Sequenced,
) -> Result<Shown, ReportError> {
    let figure = assay_vaf::draw(&[SequencingReport::from(run.clone())])?;
    let mut missed = Grid::new(&["missed (truth)", "in cells", "VAF", "why"]);
    for one in &run.missed {
        missed.push(vec![
            one.change.clone(),
            words::percent(one.cells),
            if one.vaf > 0.0 {
                words::percent(one.vaf)
            } else {
                "–".to_owned()
            },
            one.why.clone(),
        ]);
    }
    Ok(Shown {
        question,
        guide,
        expects,
        step: Some(step),
        seen: html! {
            (picture(figure, "Filled: called, new against the pre-treatment sample; open: in the cells and missed, which only the simulator knows."))
            @if !missed.is_empty() { (grid("What the run did not see", &missed, true)) }
        },
    })
}

/// The steps that do not decide.
fn further(example: &Example) -> Result<Vec<Shown>, ReportError> {
    let beyond = &example.beyond;
    let mut all = Vec::new();
    if let Some(driver) = &example.notes.driver {
        all.push(Shown {
            question: "Does a second method of sequencing agree?",
            guide: "P05",
            expects: "Sanger shows changes from about a fifth of the reads on, digital PCR down to about a thousandth.",
            step: None,
            seen: grid("Driver, by method", &by_method(driver, &beyond.orthogonal), true),
        });
    }
    if !beyond.expressed.is_empty() {
        let mut table = Grid::new(&["candidate", "IC50 parental", "IC50 with it", "index"]);
        for one in &beyond.expressed {
            let cells = potencies(&[one.parental.clone(), one.engineered.clone()]).pick(&[2, 6], 2);
            let cell = |row: usize, column: usize| cells.cells()[row][column].clone();
            table.push(vec![one.candidate.clone(), cell(1, 0), cell(2, 0), cell(2, 1)]);
        }
        all.push(Shown {
            question: "Does the candidate alone make parental cells resistant?",
            guide: "P08",
            expects: "The called alteration, engineered into the parental line, lets more cells live under the drug.",
            step: None,
            seen: grid("Under the drug (95%)", &table, true),
        });
    }
    let clones = clones_table(&beyond.cloning, std::slice::from_ref(&beyond.clones));
    all.push(Shown {
        question: "Are all cells alike?",
        guide: "P02",
        expects: "Single cells picked, grown without drug, banked and assayed; a state that needs the drug is lost on the way.",
        step: None,
        seen: grid(
            &format!("{} cells plated singly, {} grew", beyond.cloning.plated, beyond.cloning.clones.len()),
            &clones,
            true,
        ),
    });
    if !beyond.expression.rows.is_empty() {
        all.push(Shown {
            question: "Does expression follow the drug?",
            guide: "P15",
            expects: "Markers of an adapted state rise under drug and fall after withdrawal; + on drug, - without.",
            step: None,
            seen: grid(
                "Share of cells in the state, plus background",
                &expression_table(&beyond.expression),
                true,
            ),
        });
    }
    Ok(all)
}

/// Called changes of the driver: a row per change, a column per method.
fn by_method(first: &Sequenced, others: &[Sequenced]) -> Grid {
    let runs: Vec<&Sequenced> = [first].into_iter().chain(others).collect();
    let mut changes: Vec<&str> = Vec::new();
    for row in runs.iter().flat_map(|run| run.culture.calls()) {
        if !changes.contains(&row.site.change.as_str()) {
            changes.push(&row.site.change);
        }
    }
    let methods: Vec<String> = runs.iter().map(|run| run.culture.method.name()).collect();
    let head: Vec<&str> = ["change"]
        .into_iter()
        .chain(methods.iter().map(String::as_str))
        .collect();
    let mut table = Grid::new(&head);
    for change in changes {
        let of = |run: &&Sequenced| {
            let found = run.culture.calls().find(|row| row.site.change == change);
            found.map_or("not called".to_owned(), |row| {
                words::percents(row.vaf, row.low, row.high).0
            })
        };
        table.push([change.to_owned()].into_iter().chain(runs.iter().map(of)).collect());
    }
    if table.is_empty() {
        let none = runs.iter().map(|_| "nothing called".to_owned());
        table.push(["point mutations".to_owned()].into_iter().chain(none).collect());
    }
    table
}
