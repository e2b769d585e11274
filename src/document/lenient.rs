//! Reading on where a key is wrong: a wrong key is taken out, one that is missing is filled in, and the rest is read.

use super::error::FileError;
use super::mistakes::Mistakes;
use super::path::{Path, Step};
use super::source::Source;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// Most bytes that are read again and again for the sake of further mistakes.
const MOST_READ: usize = 20_000_000;

/// What a file says apart from its mistakes.
pub struct Rest<T> {
    /// What could be read; of use for telling further mistakes only, unless there is none.
    pub read: T,
    /// Unknown keys, missing keys, wrong kinds of values.
    pub found: Mistakes,
    /// Where something stands that the file does not have.
    pub filled: Vec<Path>,
}

/// What takes the place of something missing, one of which has its type.
const FILLINGS: [fn() -> DeValue<'static>; 3] = [
    || DeValue::String("".into()),
    || DeValue::Array(DeArray::new()),
    || DeValue::Table(DeTable::new()),
];

impl Source {
    /// Reads the text into `T`, finding every unknown or missing key and every wrong kind of value. Messages do not offer
    /// the `hidden` keys; `tell` words them.
    ///
    /// # Errors
    /// The text is not TOML, or too much is wrong with it to tell what the rest means; with what else was found.
    pub fn parse_all<T: DeserializeOwned>(
        &self,
        hidden: &[&str],
        tell: fn(FileError) -> FileError,
    ) -> Result<Rest<T>, FileError> {
        let mut found = Mistakes::default();
        let mut left_out: Vec<Path> = Vec::new();
        let mut filled: Vec<(Path, usize)> = Vec::new();
        for read in 0.. {
            if read * self.text.len() > MOST_READ || found.is_full() {
                break;
            }
            let mut table = self.table()?;
            let root = table.get_mut();
            let out = left_out.iter().all(|path| change(root, path.steps(), None));
            let filled_in = filled
                .iter()
                .all(|(path, kind)| change(root, path.steps(), Some(FILLINGS[*kind])));
            if !out || !filled_in {
                break;
            }
            let error = match T::deserialize(toml::Deserializer::from(table)) {
                Ok(read) => {
                    let filled = filled.into_iter().map(|(path, _)| path).collect();
                    return Ok(Rest { read, found, filled });
                }
                Err(error) => error,
            };
            let missing = error.message().starts_with("missing field");
            // What was filled in stands nowhere, like the file as a whole.
            let nowhere = error.span().is_none_or(|span| span.end == 0);
            if nowhere && let Some((path, kind)) = filled.last_mut() {
                if !missing && *kind + 1 < FILLINGS.len() {
                    *kind += 1;
                    continue;
                }
                // Nothing fits, or a filling lacks keys: the table goes that it stands in.
                if !missing || *kind + 1 == FILLINGS.len() {
                    let table = path.parent();
                    if !matches!(table.steps().last(), Some(Step::Key(_))) {
                        break;
                    }
                    let apart = |path: &Path| !path.steps().starts_with(table.steps());
                    left_out.retain(apart);
                    filled.retain(|(path, _)| apart(path));
                    left_out.push(table);
                    continue;
                }
            }
            let error = self.explain(&error, hidden);
            let Some(at) = error.key.clone().filter(|path| !path.steps().is_empty()) else {
                found.add(tell(error));
                break;
            };
            // A key that goes by a wrong name is not missing as well.
            if !missing || !left_out.iter().any(|path| path.parent() == at.parent()) {
                found.add(tell(error));
            }
            // What was taken out may be missing then.
            let again = match missing {
                true => filled.iter().any(|(path, _)| *path == at),
                false => left_out.contains(&at),
            };
            if again {
                break;
            }
            match missing {
                true => filled.push((at, 0)),
                false => left_out.push(at),
            }
        }
        found.refused()
    }
}

/// Takes a key out of a document, or fills it in; false where it cannot be.
fn change(table: &mut DeTable<'_>, steps: &[Step], filling: Option<fn() -> DeValue<'static>>) -> bool {
    let [Step::Key(key), rest @ ..] = steps else {
        return false;
    };
    if !rest.is_empty() {
        return table
            .get_mut(key.as_str())
            .is_some_and(|value| change_in(value.get_mut(), rest, filling));
    }
    match filling {
        None => table.remove(key.as_str()).is_some(),
        Some(filling) => {
            let key = Spanned::new(0..0, key.clone().into());
            table.insert(key, Spanned::new(0..0, filling()));
            true
        }
    }
}

fn change_in(value: &mut DeValue<'_>, steps: &[Step], filling: Option<fn() -> DeValue<'static>>) -> bool {
    match (value, steps) {
        (DeValue::Table(table), steps) => change(table, steps, filling),
        (DeValue::Array(list), [Step::Index(i), rest @ ..]) if !rest.is_empty() => list
            .get_mut(*i)
            .is_some_and(|value| change_in(value.get_mut(), rest, filling)),
        _ => false,
    }
}
