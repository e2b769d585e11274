//! The overlays that a scenario names itself: `overlays = ["my.toml"]`.

use super::error::Checked;
use super::known::{Books, Overlay};
use super::value::Place;
use crate::document::{Source, read_small};

const KEY: &str = "overlays";

/// Reads the overlays that a scenario names, in their order. `read` is given each name, a path relative to the scenario's
/// own folder, and gives the file or says why it cannot. A file that is no scenario names none: reading it tells why.
///
/// # Errors
/// An overlay cannot be read; the error points at its name in the scenario.
pub fn named(file: &str, text: &str, mut read: impl FnMut(&str) -> Result<Overlay, String>) -> Checked<Vec<Overlay>> {
    let source = Source {
        file: file.to_owned(),
        text: text.to_owned(),
    };
    let table: toml::Table = read_small(text).unwrap_or_default();
    let names = table.get(KEY).and_then(toml::Value::as_array).into_iter().flatten();
    let place = Place::root(&source).key(KEY);
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
        false => Err(root
            .key(KEY)
            .fault("are not at hand: scenarios are checked without reading other files")
            .help("a program reads them with scenario::overlays::named and gives them to load_with")),
    }
}
