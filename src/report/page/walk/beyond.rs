//! The guides' steps that do not decide, each with the figure of its assay.

use super::super::document::grid;
use super::super::seen::picture;
use super::shown::Shown;
use super::steps::means;
use crate::assay::viability::dose_response::DoseResponse;
use crate::diagnosis::{Beyond, Sequenced};
use crate::report::ReportError;
use crate::report::assay::{Grid, SequencingReport, clones_table, expression_table, potencies};
use crate::report::diagnosis::Example;
use crate::report::figure::assay as drawing;
use crate::words;
use maud::{Markup, html};

/// Clones whose curves are drawn.
const CLONES: usize = 4;

/// Methods, candidates, clones, expression.
pub(super) fn further(example: &Example) -> Result<Vec<Shown>, ReportError> {
    let beyond = &example.beyond;
    let mut all = Vec::new();
    if let Some(driver) = &example.notes.driver {
        all.push(Shown::new(
            ("Does a second method of sequencing agree?", "P05"),
            "Sanger shows changes from about a fifth of the reads on, digital PCR down to about a thousandth.",
            None,
            methods(driver, &beyond.orthogonal)?,
        ));
    }
    if !beyond.expressed.is_empty() {
        all.push(Shown::new(
            ("Does the candidate alone make parental cells resistant?", "P08"),
            "The called alteration, engineered into the parental line, lets more cells live under the drug.",
            None,
            candidates(beyond)?,
        ));
    }
    all.push(Shown::new(
        ("Are all cells alike?", "P02"),
        "Single cells picked, grown without drug, banked and assayed; a state that needs the drug is lost on the way.",
        None,
        clones(beyond)?,
    ));
    if !beyond.expression.rows.is_empty() {
        all.push(Shown::new(
            ("Does expression follow the drug?", "P15"),
            "Markers of an adapted state rise under drug and fall after withdrawal; + on drug, - without.",
            None,
            html! {
                (picture(&drawing::signals::expression(&beyond.expression)?, ""))
                (grid("Share of cells in the state, plus background", &expression_table(&beyond.expression), true))
            },
        ));
    }
    Ok(all)
}

fn methods(driver: &Sequenced, others: &[Sequenced]) -> Result<Markup, ReportError> {
    let reports: Vec<SequencingReport> = others.iter().cloned().map(SequencingReport::from).collect();
    let called =
        (others.iter()).any(|run| run.culture.calls().next().is_some() || run.culture.copy_calls().next().is_some());
    Ok(html! {
        @if called { (picture(&drawing::vaf::draw(&drawing::vaf::data(&reports))?, "")) }
        (grid("Driver, by method", &by_method(driver, others), true))
    })
}

/// Parental and engineered cells on one plate.
fn candidates(beyond: &Beyond) -> Result<Markup, ReportError> {
    let mut table = Grid::new(&["candidate", "IC50 parental", "IC50 with it", "index"]);
    let mut plates: Vec<Vec<DoseResponse>> = Vec::new();
    for one in &beyond.expressed {
        let plate = vec![one.parental.clone(), one.engineered.clone()];
        let cells = potencies(&plate).pick(&[2, 6], 2);
        let cell = |row: usize, column: usize| cells.cells()[row][column].clone();
        table.push(vec![one.candidate.clone(), cell(1, 0), cell(2, 0), cell(2, 1)]);
        plates.push(plate);
    }
    let drawn: Vec<Vec<DoseResponse>> = plates.iter().map(|plate| means(plate)).collect();
    Ok(html! {
        (picture(&drawing::curves::draw(&drawing::curves::data(&drawn))?, "Dots: means of wells."))
        (grid("Under the drug (95%)", &table, true))
    })
}

fn clones(beyond: &Beyond) -> Result<Markup, ReportError> {
    let table = clones_table(&beyond.cloning, std::slice::from_ref(&beyond.clones));
    let drawn: Vec<DoseResponse> = beyond.clones.iter().take(CLONES + 1).cloned().collect();
    let caption = match beyond.clones.len() > drawn.len() {
        true => format!("Curves of the first {CLONES} clones; dots: means of wells."),
        false => "Dots: means of wells.".to_owned(),
    };
    let plated = format!(
        "{} cells plated singly, {} grew",
        beyond.cloning.plated,
        beyond.cloning.clones.len()
    );
    Ok(html! {
        @if drawn.len() > 1 { (picture(&drawing::curves::draw(&drawing::curves::data(&[means(&drawn)]))?, &caption)) }
        (grid(&plated, &table, true))
    })
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
