//! The overlays that a scenario names itself: `overlays = ["my.toml"]`.

use super::error::{Checked, ScenarioError};
use super::known::{Books, Overlay};
use super::value::Place;
use crate::document::{Source, read_small};
use toml::{Table, Value};

const KEY: &str = "overlays";

/// Reads the overlays that a scenario names, in their order. `read` is given each name, a path relative to the scenario's
/// own folder, and gives the file or says why it cannot. A file that is no scenario names none: reading it tells why.
///
/// # Errors
/// An overlay cannot be read; the error points at its name in the scenario.
pub fn named(file: &str, text: &str, mut read: impl FnMut(&str) -> Result<Overlay, String>) -> Checked<Vec<Overlay>> {
    let source = source(file, text);
    let table: Table = read_small(text).unwrap_or_default();
    each(&Place::root(&source), &table, &mut read)
}

/// The same of the overlays that the hypotheses of its plan name: a list for each of them, in their order.
///
/// # Errors
/// An overlay cannot be read; the error points at its name in the scenario.
pub fn of_hypotheses(
    file: &str,
    text: &str,
    mut read: impl FnMut(&str) -> Result<Overlay, String>,
) -> Checked<Vec<Vec<Overlay>>> {
    let source = source(file, text);
    let table: Table = read_small(text).unwrap_or_default();
    let plan = table.get("plan").and_then(|plan| plan.get("hypothesis"));
    let hypotheses = plan.and_then(Value::as_array).into_iter().flatten();
    let place = Place::root(&source).key("plan").key("hypothesis");
    let tables = hypotheses.map(|one| one.as_table().cloned().unwrap_or_default());
    tables
        .enumerate()
        .map(|(i, one)| each(&place.index(i), &one, &mut read))
        .collect()
}

fn source(file: &str, text: &str) -> Source {
    Source {
        file: file.to_owned(),
        text: text.to_owned(),
    }
}

/// The overlays that a table names.
fn each(place: &Place, table: &Table, read: &mut impl FnMut(&str) -> Result<Overlay, String>) -> Checked<Vec<Overlay>> {
    let names = table.get(KEY).and_then(Value::as_array).into_iter().flatten();
    let place = place.key(KEY);
    let each = names.enumerate().filter_map(|(i, name)| Some((i, name.as_str()?)));
    each.map(|(i, name)| {
        read(name).map_err(|why| {
            let told = place
                .index(i)
                .wrong(format!("\"{name}\""), format!("cannot be taken: {why}"));
            told.help("the path of an overlay starts in the folder of the scenario")
        })
    })
    .collect()
}

/// A scenario that names overlays is given them.
pub(super) fn at_hand(root: &Place, named: Option<&[String]>, books: Books) -> Checked<()> {
    let given = match books {
        Books::Overlays(overlays) => overlays.len(),
        Books::Base(_) => usize::MAX,
    };
    match named.map_or(0, <[String]>::len) <= given {
        true => Ok(()),
        false => {
            Err(not_at_hand(root)
                .help("a program reads them with scenario::overlays::named and gives them to load_with"))
        }
    }
}

/// What is said of overlays that a table names and that nobody has read.
pub(super) fn not_at_hand(place: &Place) -> ScenarioError {
    let fault = "are not at hand: scenarios are checked without reading other files";
    place.key(KEY).fault(fault)
}
