//! `[routes]`: which escape routes are open.

use crate::knowledge::{Open, Routes};
use crate::scenario::error::Checked;
use crate::scenario::keys::kinds::{Special, Truth};
use crate::scenario::keys::{Names, Or, Rules, parts, table};
use crate::scenario::known::Library;
use crate::scenario::value::Place;
use serde_json::{Value, json};

table! {
    /// Which escape routes are open.
    pub struct RoutesFile {
        /// Point mutations of the driver: all, none, or a list.
        #[read(elsewhere)]
        alleles: Or<Special<toml::Value>> = Special::new(|what, names| open(what, "allele", names)).or(true),
        /// Copy-number changes of the driver.
        amplification: Or<Truth> = Truth.or(true),
        /// Bypass alterations: all, none, or a list.
        #[read(elsewhere)]
        bypass: Or<Special<toml::Value>> = Special::new(|what, names| open(what, "bypass", names)).or(true),
        /// Drug-tolerant, adapted and transformed states: all, none, or a list.
        #[read(elsewhere)]
        states: Or<Special<toml::Value>> = Special::new(|what, names| open(what, "state", names)).or(true),
        /// Stress makes point mutations more frequent.
        induced_mutability: Or<Truth> = Truth.or(false),
    }
}

fn open(what: &str, kind: &str, names: &Names) -> Value {
    let list = parts::list("Only these.", parts::known("A name.", &names.of(kind)), 0);
    json!({ "description": what, "anyOf": [{ "type": "boolean" }, list] })
}

impl RoutesFile {
    /// The table, where any route is closed.
    pub fn of(routes: &Routes) -> Option<Self> {
        let open = |open: &Open| {
            Some(match open {
                Open::All => true.into(),
                Open::None => false.into(),
                Open::Only(some) => some.iter().cloned().collect::<Vec<_>>().into(),
            })
        };
        (*routes != Routes::default()).then(|| Self {
            alleles: open(&routes.alleles),
            amplification: Some(!routes.no_amplification),
            bypass: open(&routes.bypass),
            states: open(&routes.states),
            induced_mutability: Some(routes.induced_mutability),
        })
    }
}

/// The routes of a line, by name where a library is at hand.
pub fn check(place: &Place, file: Option<&RoutesFile>, line: &str, library: Option<&Library>) -> Checked<Routes> {
    let Some(file) = file else { return Ok(Routes::default()) };
    let known = library.map(|library| library.route_names(line));
    let known = known.as_ref();
    let open = |key: &str, value: &Option<toml::Value>, names: Option<&Vec<String>>| match value {
        None => Ok(Open::All),
        Some(value) => check_open(&place.key(key), value, line, names),
    };
    Ok(Routes {
        alleles: open("alleles", &file.alleles, known.map(|known| &known.alleles))?,
        no_amplification: !file.amplification(place)?,
        bypass: open("bypass", &file.bypass, known.map(|known| &known.bypasses))?,
        states: open("states", &file.states, known.map(|known| &known.states))?,
        induced_mutability: file.induced_mutability(place)?,
    })
}

/// true, false, or a list of names.
fn check_open(place: &Place, value: &toml::Value, line: &str, known: Option<&Vec<String>>) -> Checked<Open> {
    let list = match value {
        toml::Value::Boolean(true) => return Ok(Open::All),
        toml::Value::Boolean(false) => return Ok(Open::None),
        toml::Value::Array(list) => list,
        other => {
            return Err(place
                .wrong(other, "cannot be read")
                .allowed("true, false, or a list of names such as [\"...\"]"));
        }
    };
    let mut names = std::collections::BTreeSet::new();
    for (i, name) in list.iter().enumerate() {
        let here = place.index(i);
        let toml::Value::String(name) = name else {
            return Err(here.wrong(name, "is not a name").allowed("names in quotes"));
        };
        if let Some(known) = known.filter(|known| !known.contains(name)) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            return Err(here
                .fault(format!("= \"{name}\" is not among the routes of {line}"))
                .one_of(name, &known));
        }
        names.insert(name.clone());
    }
    Ok(if names.is_empty() {
        Open::None
    } else {
        Open::Only(names)
    })
}

/// What is closed, in a sentence; nothing where every route is open.
pub fn words(routes: &Routes) -> Option<String> {
    let open = |what: &str, open: &Open| match open {
        Open::All => None,
        Open::None => Some(format!("no {what}")),
        Open::Only(some) => {
            let some: Vec<&str> = some.iter().map(String::as_str).collect();
            Some(format!("of {what} only {}", some.join(", ")))
        }
    };
    let told: Vec<String> = [
        open("new alleles", &routes.alleles),
        routes.no_amplification.then(|| "no gain of driver copies".to_owned()),
        open("bypass alterations", &routes.bypass),
        open("cell states beside the naive one", &routes.states),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!told.is_empty()).then(|| format!("What if not every route were open: {}.", told.join("; ")))
}
