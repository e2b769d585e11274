//! How large a file may be: no sound one comes near, and a silly one is refused before it costs memory or time.

use super::path::Path;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// Marks, spaces and line breaks of a file outside of texts and remarks, at most: what a parser holds grows with them.
pub const MOST_MARKS: usize = 5_000_000;
/// Entries of a list at most, but for records, which only the marks of their file limit.
pub const MOST_ENTRIES: usize = 10_000;
/// Characters of a text at most, but for those in a lock file, which hold whole files.
pub const MOST_CHARACTERS: usize = 10_000;
/// The table of a lock file that holds whole files.
const WHOLE_FILES: &str = "locked";

/// Reads a text that nobody checked; `None` where it is none of `T`, or too large to be one.
pub fn read_small<T: DeserializeOwned>(text: &str) -> Option<T> {
    match is_crowded(text) {
        true => None,
        false => toml::from_str(text).ok(),
    }
}

/// Whether a text has more than [`MOST_MARKS`].
pub(super) fn is_crowded(text: &str) -> bool {
    let mut rest = text.as_bytes();
    let mut marks = 0;
    while let [byte, after @ ..] = rest {
        rest = match byte {
            b'#' => &after[line_of(after)..],
            b'"' | b'\'' => &rest[quoted(rest, *byte)..],
            _ => after,
        };
        marks += usize::from(!(byte.is_ascii_alphanumeric() || b"_-+:#".contains(byte) || !byte.is_ascii()));
        if marks > MOST_MARKS {
            return true;
        }
    }
    false
}

/// Bytes to the end of the line.
fn line_of(text: &[u8]) -> usize {
    text.iter().position(|&byte| byte == b'\n').unwrap_or(text.len())
}

/// Bytes of the quoted text that begins here; to the end of the line, or of everything, where it does not end.
fn quoted(text: &[u8], quote: u8) -> usize {
    let long = [quote; 3];
    let (marks, is_long) = match text.starts_with(&long) {
        true => (3, true),
        false => (1, false),
    };
    let mut at = marks;
    while at < text.len() {
        match text[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !is_long => return at,
            _ if text[at..].starts_with(&long[..marks]) => return at + marks,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// A value that is too large, and in what.
pub(super) struct TooLarge {
    pub at: Path,
    pub what: String,
    pub allowed: String,
}

/// The first value of a table that is too large.
pub(super) fn too_large(table: &DeTable<'_>) -> Option<TooLarge> {
    let of_files = |key: &str| key == WHOLE_FILES;
    let mut entries = table.iter().filter(|(key, _)| !of_files(key.get_ref()));
    entries.find_map(|(key, value)| of_value(value.get_ref(), Path::default().key(key.get_ref())))
}

/// Whether a list is one of tables, such as the records of an overlay.
fn is_records(list: &DeArray<'_>) -> bool {
    let is_table = |entry: &Spanned<DeValue>| matches!(entry.get_ref(), DeValue::Table(_));
    list.iter().all(is_table)
}

fn of_value(value: &DeValue<'_>, at: Path) -> Option<TooLarge> {
    match value {
        DeValue::String(text) if text.len() > MOST_CHARACTERS && text.chars().count() > MOST_CHARACTERS => {
            Some(TooLarge {
                what: format!("has {} characters", text.chars().count()),
                allowed: format!("at most {MOST_CHARACTERS}"),
                at,
            })
        }
        DeValue::Array(list) if list.len() > MOST_ENTRIES && !is_records(list) => Some(TooLarge {
            what: format!("has {} entries", list.len()),
            allowed: format!("at most {MOST_ENTRIES}"),
            at,
        }),
        DeValue::Table(table) => {
            let mut entries = table.iter();
            entries.find_map(|(key, value)| of_value(value.get_ref(), at.key(key.get_ref())))
        }
        DeValue::Array(list) => {
            let mut entries = list.iter().enumerate();
            entries.find_map(|(i, entry)| of_value(entry.get_ref(), at.index(i)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_texts_and_remarks_does_not_count() {
        let many = "=,[] \n".repeat(MOST_MARKS);
        for sound in [
            format!("x = '''{many}'''"),
            format!("x = \"\"\"{many}\\\"\"\"\""),
            format!("x = \"{}\"", "=\\\",".repeat(MOST_MARKS)),
            format!("# {}", "=,[] ".repeat(MOST_MARKS)),
            format!("x = {}", "a".repeat(2 * MOST_MARKS)),
        ] {
            assert!(!is_crowded(&sound), "{}", &sound[..20]);
        }
        for crowded in [
            "a=1\n".repeat(MOST_MARKS),
            format!("x = [{}]", "1,".repeat(MOST_MARKS + 1)),
            "[".repeat(MOST_MARKS + 1),
            "\"\" ".repeat(MOST_MARKS),
            format!("# \"\"\"\n{}", "\n".repeat(MOST_MARKS + 1)),
            format!("x = 'a'\ny = \"\\\\\"\n{}", ".".repeat(MOST_MARKS + 1)),
        ] {
            assert!(is_crowded(&crowded), "{}", &crowded[..9]);
        }
    }
}
