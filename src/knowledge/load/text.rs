//! The text of a file: reading it, and where a record of it stands.

use crate::document::{FileError, Path, Rest, Source, Step};
use crate::knowledge::schema::{File, Which};
use toml::{Table, Value};

/// Parses one file as far as it can be read; mistakes carry file, line, key and value.
///
/// # Errors
/// Too much is wrong with it to read the rest.
pub fn parse(source: &Source) -> Result<Rest<File>, FileError> {
    source.parse_all(&[], |error| error)
}

/// Whether a mistake leaves every record there, with its name and kind.
pub fn keeps_records(error: &FileError) -> bool {
    match error.key.as_ref().map(Path::steps) {
        Some([Step::Key(_), Step::Index(_), Step::Key(key), ..]) => !NAMED_BY.contains(&key.as_str()),
        _ => false,
    }
}

/// An error about a value: `key` (joined by dots) of a record, wherever among the files it stands. A later file's
/// record has taken the place of an earlier one's.
pub fn fault(texts: &[Source], which: &Which, key: &str, value: &str) -> FileError {
    let found = texts.iter().rev().find_map(|source| {
        let root: Table = source.text.parse().ok()?;
        let at = locate(&root, which)?;
        let keys = key.split('.').filter(|key| !key.is_empty());
        let at = keys.fold(at, |at, key| match key.parse() {
            Ok(index) => at.index(index),
            Err(_) => at.key(key),
        });
        Some((source, at))
    });
    let Which { id, beside } = which;
    let other = beside
        .as_ref()
        .map_or(String::new(), |(_, key, value)| format!(" ({key} \"{value}\")"));
    match found {
        Some((source, at)) => {
            let kind = at.steps().first().map_or(String::new(), |kind| format!("{kind} "));
            source.fault(&at, format!("{kind}\"{id}\"{other}: {key} = {value}"))
        }
        None => FileError::whole_file("knowledge base", format!("\"{id}\"{other}: {key} = {value}")),
    }
}

/// Keys by which a record is named, the surest first.
const NAMED_BY: [&str; 5] = ["id", "name", "allele", "from", "drug"];

/// Where a record stands.
fn locate(root: &Table, which: &Which) -> Option<Path> {
    if let (Some(Value::Table(_)), None) = (root.get(&which.id), &which.beside) {
        return Some(Path::default().key(&which.id));
    }
    let is = |entry: &Value, key: &str, wanted: &str| entry.get(key).and_then(Value::as_str) == Some(wanted);
    let entries = || {
        let lists = root.iter().filter_map(|(kind, list)| Some((kind, list.as_array()?)));
        lists.flat_map(|(kind, list)| list.iter().enumerate().map(move |(i, entry)| (kind, i, entry)))
    };
    let of_kind = |kind: &str, entry: &Value| {
        let fits = |(table, key, value): &(&str, &str, String)| kind == *table && is(entry, key, value);
        which.beside.as_ref().is_none_or(fits)
    };
    let found = NAMED_BY.iter().find_map(|key| {
        let entries = entries();
        // The last of several: the id was taken when it came.
        let mut named = entries.filter(|(kind, _, entry)| is(entry, key, &which.id) && of_kind(kind, entry));
        named.next_back()
    });
    // A table within a record that has an id of its own.
    let within = || {
        entries().find_map(|(kind, i, entry)| {
            let inner = entry.as_table()?.iter();
            let key = inner.into_iter().find(|(_, inner)| is(inner, "id", &which.id))?.0;
            Some(Path::default().key(kind).index(i).key(key))
        })
    };
    found
        .map(|(kind, i, _)| Path::default().key(kind).index(i))
        .or_else(within)
}

/// The lines of a record: from its header to the next one of another record.
pub fn record_text(text: &str, kind: &str, id: &str) -> Option<String> {
    let (header, inner) = (format!("[[{kind}]]"), [format!("[{kind}."), format!("[[{kind}.")]);
    let is_header = |line: &str| line.starts_with('[') && !inner.iter().any(|inner| line.starts_with(inner.as_str()));
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines.iter().enumerate().filter(|(_, line)| line.trim() == header);
    for (start, _) in starts {
        let rest = &lines[start + 1..];
        let end = rest
            .iter()
            .position(|line| is_header(line.trim()))
            .unwrap_or(rest.len());
        let record = &rest[..end];
        let named = record.iter().any(|line| {
            let (key, value) = line.split_once('=').unwrap_or_default();
            key.trim() == "id" && value.trim().trim_matches(['"', '\'']) == id
        });
        if named {
            // What stands before the next header is about the next record.
            let last = record
                .iter()
                .rposition(|line| !line.trim().is_empty() && !line.trim().starts_with('#'));
            let kept = &record[..last.map_or(0, |last| last + 1)];
            return Some(format!("{header}\n{}\n", kept.join("\n")));
        }
    }
    None
}
