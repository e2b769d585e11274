//! What each read-out of a work-up shows: its figure, where an assay draws one, and its strongest rows. Taken from the
//! read-outs alone, so that a page of a hidden culture can show it.

use super::document::grid;
use crate::assay::functional::{AddBack, SwitchTest};
use crate::assay::identity::Typing;
use crate::assay::signals::array::PhosphoArray;
use crate::assay::signals::blot::Blot;
use crate::assay::signals::markers::Stains;
use crate::assay::surroundings::cytokines::Elisa;
use crate::assay::surroundings::drug_level::DrugLevel;
use crate::diagnosis::readouts::PotencyCheck;
use crate::diagnosis::{Readouts, Topic};
use crate::report::ReportError;
use crate::report::assay::{add_back_table, array_table, drug_level_table, elisa_table, stains_table, switch_table};
use crate::report::figure::assay as drawing;
use crate::report::figure::readouts as figures;
use maud::{Markup, PreEscaped, html};

/// What is drawn of that which ranks everything.
pub(super) const RANKED: usize = 6;

/// Whether what read-outs mean stands beside them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    WithCalls,
    Hidden,
}

/// A figure with its caption.
pub(super) fn picture(svg: &str, caption: &str) -> Markup {
    html! { figure { (PreEscaped(svg)) @if !caption.is_empty() { figcaption { (caption) } } } }
}

pub(super) fn potency(check: &PotencyCheck) -> Result<Markup, ReportError> {
    Ok(picture(&figures::potency(check)?, ""))
}

pub(super) fn identity(typing: &Typing, told: Told) -> Result<Markup, ReportError> {
    let drawn = drawing::identity::draw(std::slice::from_ref(typing), told == Told::WithCalls)?;
    let caption = "STR typing: a clean culture shows every allele of the line and no other one. Letters stand for repeat numbers, which are drawn.";
    Ok(picture(&drawn, caption))
}

/// Resistance indices and the viability at the flask's dose.
pub(super) fn shifts(readouts: &Readouts) -> Result<Markup, ReportError> {
    let index = figures::shifts(readouts)?;
    let survival = (readouts.survival.as_ref())
        .map(|at| figures::survival(readouts, at))
        .transpose()?;
    Ok(html! { @for svg in index.iter().chain(&survival) { (picture(svg, "")) } })
}

pub(super) fn switches(tests: &[SwitchTest], told: Told) -> Result<Markup, ReportError> {
    let table = switch_table(tests);
    let table = match told {
        Told::WithCalls => table,
        // The last column says what the others mean.
        Told::Hidden => table.pick(&[0, 1, 2, 3, 4, 5], tests.len()),
    };
    Ok(html! {
        (picture(&drawing::signals::switch(tests)?, ""))
        (grid("Viability over the undrugged control (95%)", &table, true))
    })
}

pub(super) fn blot(blot: &Blot) -> Result<Markup, ReportError> {
    let caption = "Western blot of parental cells and of the culture, without and with the drug.";
    Ok(picture(&drawing::blot::draw(blot)?, caption))
}

/// The largest changes in the figure, so many rows in the table.
pub(super) fn array(array: &PhosphoArray, table_rows: usize) -> Result<Markup, ReportError> {
    let most = PhosphoArray {
        spots: array.spots.iter().take(RANKED).cloned().collect(),
        ..array.clone()
    };
    let (spots, rows) = (array.spots.len(), array.spots.len().min(table_rows));
    let columns = [0, 1, 2, 3, 4, 5, 6, 7];
    Ok(html! {
        (picture(&drawing::signals::array(&most)?, &drawn_of(most.spots.len(), spots, "spot")))
        (grid(&format!("{rows} of {spots} spots, by change"), &array_table(array).pick(&columns, rows), false))
    })
}

/// "The 6 first of 9 spots." where not all are drawn.
fn drawn_of(drawn: usize, all: usize, what: &str) -> String {
    match drawn == all {
        true => String::new(),
        false => format!("The first {drawn} of {all} {what}s."),
    }
}

/// The partners with most Bliss excess in the figure, so many rows in the table.
pub(super) fn add_backs(tests: &[AddBack], table_rows: usize) -> Result<Markup, ReportError> {
    let mut ranked = tests.to_vec();
    ranked.sort_by(|a, b| b.bliss_excess.value.total_cmp(&a.bliss_excess.value));
    let (all, drawn, rows) = (ranked.len(), ranked.len().min(RANKED), ranked.len().min(table_rows));
    let columns = [0, 1, 3, 4, 5, 6, 7, 9];
    Ok(html! {
        (picture(&drawing::signals::add_back(&ranked[..drawn])?, &drawn_of(drawn, all, "partner")))
        (grid(&format!("{rows} of {all} partners, by Bliss excess"), &add_back_table(&ranked).pick(&columns, rows), true))
    })
}

pub(super) fn stains(stains: &Stains) -> Result<Markup, ReportError> {
    Ok(html! {
        (picture(&drawing::signals::stains(stains)?, ""))
        (grid("Stained cells", &stains_table(stains), true))
    })
}

pub(super) fn elisa(elisa: &Elisa) -> Result<Markup, ReportError> {
    Ok(html! {
        (picture(&drawing::signals::elisa(elisa)?, ""))
        (grid("ELISA of the supernatant", &elisa_table(elisa), true))
    })
}

pub(super) fn drug_level(level: &DrugLevel) -> Result<Markup, ReportError> {
    Ok(html! {
        (picture(&drawing::drug_level::draw(&drawing::drug_level::data(level))?, ""))
        (grid("Drug left in the medium", &drug_level_table(level), false))
    })
}

/// What a hidden culture's page shows below the heading of one sheet of read-outs, in place of the sheet's text;
/// `None` where the text says it best.
pub(super) fn in_place_of_text(readouts: &Readouts, topic: Topic) -> Result<Option<Markup>, ReportError> {
    let shown = match topic {
        Topic::Switch => switches(&readouts.switches, Told::Hidden)?,
        Topic::AddBack => add_backs(&readouts.add_backs, usize::MAX)?,
        Topic::Blot => return readouts.blot.as_ref().map(blot).transpose(),
        Topic::Array => {
            return (readouts.array.as_ref())
                .map(|read| array(read, usize::MAX))
                .transpose();
        }
        Topic::Markers => return readouts.stains.as_ref().map(stains).transpose(),
        Topic::Cytokines => return readouts.elisa.as_ref().map(elisa).transpose(),
        _ => return Ok(None),
    };
    Ok(Some(shown))
}

/// What it shows above the text of a sheet.
pub(super) fn above_text(readouts: &Readouts, topic: Topic) -> Result<Option<Markup>, ReportError> {
    let drawn = |svg: Option<String>| svg.map(|svg| picture(&svg, ""));
    match topic {
        Topic::Stock => readouts.potency.as_ref().map(potency).transpose(),
        Topic::Line => (readouts.identity.as_ref())
            .map(|typing| identity(typing, Told::Hidden))
            .transpose(),
        Topic::DoseResponse => shifts(readouts).map(Some),
        Topic::Driver => Ok(drawn(
            readouts.driver.as_ref().map(figures::driver).transpose()?.flatten(),
        )),
        Topic::DrugLevel => readouts.drug_level.as_ref().map(drug_level).transpose(),
        Topic::Panel => Ok(drawn(
            readouts.panel.as_ref().map(figures::panel).transpose()?.flatten(),
        )),
        _ => Ok(None),
    }
}
