//! The text of a file, and where a key of it stands.

use super::error::{FileError, Line};
use super::limits::{MOST_MARKS, is_crowded, too_large};
use super::path::{Path, Step};
use crate::words::control_character;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

/// The text of a file together with its name.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name in messages.
    pub file: String,
    /// What stands in it.
    pub text: String,
}

impl Source {
    /// Reads the text into `T`, turning parser messages into ours, which do not offer the `hidden` keys.
    ///
    /// # Errors
    /// The text is no TOML, is too large, holds a control character, or is no `T`; with line and key where they are known.
    pub fn parse<T: DeserializeOwned>(&self, hidden: &[&str]) -> Result<T, FileError> {
        let table = self.table()?;
        T::deserialize(toml::Deserializer::from(table)).map_err(|error| self.explain(&error, hidden))
    }

    /// The document as the parser has it.
    pub(super) fn table(&self) -> Result<Spanned<DeTable<'_>>, FileError> {
        if is_crowded(&self.text) {
            let what = format!("has more than {MOST_MARKS} marks, spaces and line breaks outside of texts and remarks");
            return Err(FileError::whole_file(&self.file, what).help("what is that large belongs into a table (CSV)"));
        }
        let table = DeTable::parse(&self.text).map_err(|error| {
            if error.message() == "duplicate key" {
                return self.written_twice(error.span());
            }
            let told = self.at_span(error.span(), format!("not valid TOML: {}", error.message()));
            if let Some(quote) = told.line.as_ref().and_then(|line| curly_quote(&line.text)) {
                return told.allowed("straight quotes: name = \"...\"").help(format!(
                    "{quote} is a curly quote, as word processors and web pages make them"
                ));
            }
            match told.line.as_ref().is_some_and(|line| has_decimal_comma(&line.text)) {
                true => told.allowed("numbers with a decimal point and no separators: 0.5, 1000000 or 1e6"),
                false => told,
            }
        })?;
        if let Some((at, control)) = control_in(table.get_ref(), &Path::default()) {
            return Err(self
                .fault(
                    &at,
                    format!(
                        "`{}` holds the control character {}",
                        at.last_key(),
                        control.escape_unicode()
                    ),
                )
                .allowed(match is_name(at.last_key()) {
                    true => "letters, digits, punctuation and spaces",
                    false => "letters, digits, punctuation, spaces and line breaks",
                }));
        }
        if let Some(large) = too_large(table.get_ref()) {
            let span = span_of(table.get_ref(), &large.at);
            let fault = self.at_span(span, format!("`{}` {}", large.at.last_key(), large.what));
            return Err(FileError {
                key: Some(large.at),
                ..fault.allowed(large.allowed)
            });
        }
        Ok(table)
    }

    /// A key, or a table's header, that stands in the file before.
    fn written_twice(&self, span: Option<Range<usize>>) -> FileError {
        let key = span.clone().and_then(|span| self.text.get(span)).unwrap_or("");
        let error = self.at_span(span, format!("`{}` is written twice", key.trim()));
        let Some(Line { number, text: line }) = &error.line else {
            return error;
        };
        let bare = |line: &str| line.split(['=', '#']).next().unwrap_or("").trim().to_owned();
        let earlier = self.text.lines().take(number - 1);
        // Of equal lines before, the nearest one: a list of tables repeats its keys.
        let first = earlier
            .enumerate()
            .filter(|(_, other)| bare(other) == bare(line))
            .last();
        let advice = first.map_or(String::new(), |(i, _)| {
            format!("it stands on line {} already; remove one", i + 1)
        });
        error.help(advice)
    }

    /// An error about a key, with the value that the file has there.
    pub fn fault(&self, at: &Path, message: impl Into<String>) -> FileError {
        let span = DeTable::parse(&self.text)
            .ok()
            .and_then(|table| span_of(table.get_ref(), at));
        FileError {
            key: Some(at.clone()),
            value: self.value_at(at),
            ..self.at_span(span, message)
        }
    }

    /// The single value or list of values at a place; none where the file has none, or a table.
    fn value_at(&self, at: &Path) -> Option<Value> {
        let root = Value::Table(self.text.parse().ok()?);
        let value = at.steps().iter().try_fold(&root, |value, step| match step {
            Step::Key(key) => value.get(key),
            Step::Index(index) => value.get(index),
        })?;
        let of_tables = value.get(0).is_some_and(Value::is_table);
        (!value.is_table() && !of_tables).then(|| value.clone())
    }

    /// A reader's error in our words.
    pub(super) fn explain(&self, error: &toml::de::Error, hidden: &[&str]) -> FileError {
        let message = error.message();
        let table = DeTable::parse(&self.text).ok();
        // The file itself has an empty span.
        let span = error.span().filter(|span| span.end > 0);
        let path = span.clone().zip(table).map(|(span, table)| path_at(&table, &span));
        let path = path.unwrap_or_default();
        let fault = |key: Path, message: String| FileError {
            value: self.value_at(&key),
            key: Some(key),
            ..self.at_span(span.clone(), message)
        };
        if let Some(rest) = message.strip_prefix("unknown field `") {
            let mut words = rest.split('`');
            let unknown = words.next().unwrap_or_default();
            let allowed = words.skip(1).step_by(2).filter(|key| !hidden.contains(key));
            let allowed: Vec<&str> = allowed.collect();
            let place = path.parent().named();
            return fault(path, format!("unknown key `{unknown}`{place}")).one_of(unknown, &allowed);
        }
        if let Some(rest) = message.strip_prefix("missing field `") {
            let missing = rest.split('`').next().unwrap_or_default();
            return fault(path.key(missing), missing_key(&path.key(missing)));
        }
        if let Some(rest) = message.strip_prefix("unknown variant `") {
            let mut words = rest.split('`');
            let unknown = words.next().unwrap_or_default();
            let allowed: Vec<&str> = words.skip(1).step_by(2).collect();
            return fault(path.clone(), format!("{path}: unknown \"{unknown}\"")).one_of(unknown, &allowed);
        }
        let told = message
            .strip_prefix("invalid type: ")
            .or_else(|| message.strip_prefix("invalid value: "));
        match told.map(|told| told.split_once(", expected ")) {
            Some(Some((found, expected))) => {
                let told = format!("{path}: found {found}");
                fault(path, told).allowed(expected)
            }
            _ => {
                let parts = ["; expected ", "; allowed: "].iter();
                let parts = parts.filter_map(|mark| message.split_once(mark)).next();
                let (told, allowed) = parts.map_or((message, None), |(told, allowed)| (told, Some(allowed)));
                let told = fault(path.clone(), format!("{path}: {told}"));
                match allowed {
                    Some(allowed) => told.allowed(allowed),
                    None => told,
                }
            }
        }
    }

    fn at_span(&self, span: Option<Range<usize>>, message: impl Into<String>) -> FileError {
        let mut error = FileError::whole_file(&self.file, message);
        error.line = span.map(|span| self.line_at(&span));
        error
    }

    /// Line number and text of a span; a long line is cut to what surrounds the span.
    fn line_at(&self, span: &Range<usize>) -> Line {
        const WIDTH: usize = 100;
        let mut start = span.start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let line_start = self.text[..start].rfind('\n').map_or(0, |i| i + 1);
        let number = self.text[..start].matches('\n').count() + 1;
        let line = self.text[line_start..].lines().next().unwrap_or("");
        if line.chars().count() <= WIDTH {
            return Line {
                number,
                text: line.trim_end().to_owned(),
            };
        }
        let column = self.text[line_start..start].chars().count();
        let skip = column.saturating_sub(WIDTH / 2);
        let shown: String = line.chars().skip(skip).take(WIDTH).collect();
        let before = if skip > 0 { "..." } else { "" };
        let after = if skip + WIDTH < line.chars().count() { "..." } else { "" };
        Line {
            number,
            text: format!("{before}{shown}{after}"),
        }
    }
}

/// What is said of a key that has to be given.
pub fn missing_key(key: &Path) -> String {
    format!("key {key} is missing")
}

/// A digit, a comma and a digit, as in 0,5, outside quotes and lists.
fn has_decimal_comma(line: &str) -> bool {
    let code = line.split('#').next().unwrap_or("");
    let quoted = code.contains(['"', '[', '{']);
    let bytes = code.as_bytes();
    !quoted
        && bytes
            .windows(3)
            .any(|w| w[0].is_ascii_digit() && w[1] == b',' && w[2].is_ascii_digit())
}

/// A curly quote of a line, comments aside.
fn curly_quote(line: &str) -> Option<char> {
    let code = line.split('#').next().unwrap_or("");
    code.chars()
        .find(|c| "\u{201c}\u{201d}\u{201e}\u{2018}\u{2019}\u{201a}".contains(*c))
}

/// Visits every keyed value and list entry with its path, key span and value span.
fn visit(value: &Spanned<DeValue<'_>>, path: &Path, see: &mut dyn FnMut(&Path, Range<usize>)) {
    see(path, value.span());
    match value.get_ref() {
        DeValue::Table(table) => visit_table(table, path, see),
        DeValue::Array(array) => {
            for (i, entry) in array.iter().enumerate() {
                visit(entry, &path.index(i), see);
            }
        }
        _ => {}
    }
}

fn visit_table(table: &DeTable<'_>, path: &Path, see: &mut dyn FnMut(&Path, Range<usize>)) {
    for (key, value) in table.iter() {
        let inner = path.key(key.get_ref());
        see(&inner, key.span());
        visit(value, &inner, see);
    }
}

/// The innermost path whose key or value covers the start of a span.
fn path_at(table: &Spanned<DeTable<'_>>, span: &Range<usize>) -> Path {
    let mut best: (usize, Path) = (usize::MAX, Path::default());
    visit_table(table.get_ref(), &Path::default(), &mut |path, candidate| {
        if candidate.contains(&span.start) && candidate.len() <= best.0 {
            best = (candidate.len(), path.clone());
        }
    });
    best.1
}

/// The span of a path's key (or entry), or of the deepest part of it that exists.
fn span_of(table: &DeTable<'_>, at: &Path) -> Option<Range<usize>> {
    let (first, rest) = at.steps().split_first()?;
    let Step::Key(first) = first else { return None };
    let (key, mut value) = table.get_key_value(first.as_str())?;
    let mut span = key.span();
    for step in rest {
        (span, value) = match (value.get_ref(), step) {
            (DeValue::Table(table), Step::Key(key)) => match table.get_key_value(key.as_str()) {
                Some((key, value)) => (key.span(), value),
                None => break,
            },
            (DeValue::Array(list), Step::Index(i)) => match list.get(*i) {
                Some(entry) => (entry.span(), entry),
                None => break,
            },
            _ => break,
        };
    }
    Some(span)
}

/// Keys of names, which stand in tables, figures and one-line messages.
fn is_name(key: &str) -> bool {
    matches!(key, "name" | "id" | "label" | "symbol")
}

/// The first text of a table with a control character in it, and that character.
fn control_in(table: &DeTable<'_>, at: &Path) -> Option<(Path, char)> {
    table
        .iter()
        .find_map(|(key, value)| control_of(value.get_ref(), at.key(key.get_ref())))
}

fn control_of(value: &DeValue<'_>, at: Path) -> Option<(Path, char)> {
    match value {
        DeValue::String(text) => {
            let breaks = || text.chars().find(|c| matches!(c, '\n' | '\t'));
            let control = control_character(text).or_else(|| is_name(at.last_key()).then(breaks).flatten());
            control.map(|control| (at, control))
        }
        DeValue::Table(table) => control_in(table, &at),
        DeValue::Array(list) => {
            let mut entries = list.iter().enumerate();
            entries.find_map(|(i, entry)| control_of(entry.get_ref(), at.index(i)))
        }
        _ => None,
    }
}
