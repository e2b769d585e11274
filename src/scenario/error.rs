//! Errors that point at a place in a scenario file: file, line, key, what is allowed, nearest name.

use serde::de::DeserializeOwned;
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A scenario that was refused. `Display` is the whole message, without the word "error".
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioError {
    /// The file as the user named it.
    pub file: String,
    /// Line number (from 1) and that line's text, where a place is known.
    pub line: Option<(usize, String)>,
    /// The key, where the error is about one.
    pub key: Option<Path>,
    /// The refused value as the file has it, where the error is about one.
    pub value: Option<String>,
    /// What is wrong: key and value.
    pub message: String,
    /// What is allowed, the nearest valid name, a remedy.
    pub help: Vec<String>,
}

impl ScenarioError {
    /// An error about the file as a whole.
    pub fn whole_file(file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            key: None,
            value: None,
            message: message.into(),
            help: Vec::new(),
        }
    }

    /// Says which value it is about.
    pub fn about(mut self, value: impl fmt::Display) -> Self {
        self.value = Some(value.to_string());
        self
    }

    /// Adds a line of advice; empty advice is left out.
    pub fn help(mut self, advice: impl Into<String>) -> Self {
        let advice = advice.into();
        if !advice.is_empty() {
            self.help.push(advice);
        }
        self
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.line {
            Some((number, text)) => {
                write!(f, "{}:{number}: {}\n  {number:>4} | {text}", self.file, self.message)?;
            }
            None => write!(f, "{}: {}", self.file, self.message)?,
        }
        for advice in &self.help {
            write!(f, "\n  {advice}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ScenarioError {}

/// What a check gives, or why the scenario is refused.
pub type Checked<T> = Result<T, ScenarioError>;

/// One step into a TOML document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Key(String),
    Index(usize),
}

/// Where a value stands in a TOML document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path(Vec<Step>);

impl Path {
    /// The value under this key.
    pub fn key(&self, key: &str) -> Path {
        let mut steps = self.0.clone();
        steps.push(Step::Key(key.to_owned()));
        Path(steps)
    }

    /// This element of a list.
    pub fn index(&self, index: usize) -> Path {
        let mut steps = self.0.clone();
        steps.push(Step::Index(index));
        Path(steps)
    }

    fn parent(&self) -> Path {
        Path(self.0[..self.0.len().saturating_sub(1)].to_vec())
    }

    /// The table's name as a user would write its header: `[flask]`, `[[course]]`; empty for the root.
    fn table_name(&self) -> String {
        let keys: Vec<&str> = self
            .0
            .iter()
            .filter_map(|step| match step {
                Step::Key(key) => Some(key.as_str()),
                Step::Index(_) => None,
            })
            .collect();
        match (keys.is_empty(), self.0.last()) {
            (true, _) => String::new(),
            (false, Some(Step::Index(_))) => format!("[[{}]]", keys.join(".")),
            (false, _) => format!("[{}]", keys.join(".")),
        }
    }
}

impl fmt::Display for Path {
    /// "`factor` in [[course]]".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.last() {
            Some(Step::Key(key)) => write!(f, "`{key}`{}", in_table(&self.parent())),
            Some(Step::Index(index)) => write!(f, "entry {} of {}", index + 1, self.parent()),
            None => write!(f, "the file"),
        }
    }
}

fn in_table(path: &Path) -> String {
    let name = path.table_name();
    if name.is_empty() { name } else { format!(" in {name}") }
}

/// The text of a scenario file together with its name.
#[derive(Debug, Clone)]
pub struct Source {
    pub file: String,
    pub text: String,
}

impl Source {
    /// Reads the text into `T`, turning parser messages into ours, which do not offer the `hidden` keys.
    pub fn parse<T: DeserializeOwned>(&self, hidden: &[&str]) -> Result<T, ScenarioError> {
        let table = DeTable::parse(&self.text).map_err(|error| {
            if error.message() == "duplicate key" {
                return self.written_twice(error.span());
            }
            let told = self.at_span(error.span(), format!("not valid TOML: {}", error.message()));
            match told.line.as_ref().is_some_and(|(_, line)| has_decimal_comma(line)) {
                true => told.help("numbers have a decimal point and no separators: 0.5, 1000000 or 1e6"),
                false => told,
            }
        })?;
        toml::from_str(&self.text).map_err(|error| self.explain(&error, &table, hidden))
    }

    /// A key, or a table's header, that stands in the file before.
    fn written_twice(&self, span: Option<Range<usize>>) -> ScenarioError {
        let key = span.clone().and_then(|span| self.text.get(span)).unwrap_or("");
        let error = self.at_span(span, format!("`{}` is written twice", key.trim()));
        let Some((number, line)) = &error.line else {
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

    /// An error at a place.
    pub fn fault(&self, at: &Path, message: impl Into<String>) -> ScenarioError {
        let span = DeTable::parse(&self.text).ok().and_then(|table| span_of(&table, at));
        self.at_span(span, message)
    }

    /// Index of the first entry of a list of tables for which `wanted` holds.
    pub fn find_entry(&self, list: &Path, wanted: impl Fn(&DeTable<'_>) -> bool) -> Option<usize> {
        let document = DeTable::parse(&self.text).ok()?;
        let [Step::Key(key)] = list.0.as_slice() else {
            return None;
        };
        let entries = document.get_ref().get(key.as_str())?.get_ref().as_array()?;
        entries
            .iter()
            .position(|entry| entry.get_ref().as_table().is_some_and(&wanted))
    }

    fn explain(&self, error: &toml::de::Error, table: &Spanned<DeTable<'_>>, hidden: &[&str]) -> ScenarioError {
        let message = error.message();
        let path = error.span().map_or_else(Path::default, |span| path_at(table, &span));
        let fault = |message: String| self.at_span(error.span().filter(|s| s.end > 0), message);
        if let Some(rest) = message.strip_prefix("unknown field `") {
            let mut words = rest.split('`');
            let unknown = words.next().unwrap_or_default();
            let allowed = words.skip(1).step_by(2).filter(|key| !hidden.contains(key));
            let allowed: Vec<&str> = allowed.collect();
            let place = in_table(&path.parent());
            return fault(format!("unknown key `{unknown}`{place}")).help(nearest(unknown, &allowed));
        }
        if let Some(rest) = message.strip_prefix("missing field `") {
            let missing = rest.split('`').next().unwrap_or_default();
            return fault(format!("key `{missing}` is missing{}", in_table(&path)));
        }
        let told = message
            .strip_prefix("invalid type: ")
            .or_else(|| message.strip_prefix("invalid value: "));
        match told {
            Some(told) => fault(format!("{path}: found {told}")),
            None => fault(format!("{path}: {message}")),
        }
    }

    fn at_span(&self, span: Option<Range<usize>>, message: impl Into<String>) -> ScenarioError {
        let mut error = ScenarioError::whole_file(&self.file, message);
        error.line = span.map(|span| self.line_at(&span));
        error
    }

    /// Line number and text of a span; a long line is cut to what surrounds the span.
    fn line_at(&self, span: &Range<usize>) -> (usize, String) {
        const WIDTH: usize = 100;
        let mut start = span.start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let line_start = self.text[..start].rfind('\n').map_or(0, |i| i + 1);
        let number = self.text[..start].matches('\n').count() + 1;
        let line = self.text[line_start..].lines().next().unwrap_or("");
        if line.chars().count() <= WIDTH {
            return (number, line.trim_end().to_owned());
        }
        let column = self.text[line_start..start].chars().count();
        let skip = column.saturating_sub(WIDTH / 2);
        let shown: String = line.chars().skip(skip).take(WIDTH).collect();
        let before = if skip > 0 { "..." } else { "" };
        let after = if skip + WIDTH < line.chars().count() { "..." } else { "" };
        (number, format!("{before}{shown}{after}"))
    }
}

/// "did you mean `x`? allowed: a, b, c"; the first half only where a name is near.
pub fn nearest(wrong: &str, allowed: &[&str]) -> String {
    let near = nearest_name(wrong, allowed).map_or(String::new(), |name| format!("did you mean `{name}`? "));
    match allowed.len() {
        0 => near.trim_end().to_owned(),
        _ => format!("{near}allowed: {}", allowed.join(", ")),
    }
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

/// The allowed name that looks most like the wrong one, if any is similar enough.
pub fn nearest_name<'a>(wrong: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let wrong = plain(wrong);
    let likeness = |name: &str| {
        let name = plain(name);
        let slip = strsim::damerau_levenshtein(&wrong, &name) <= 1;
        strsim::jaro_winkler(&wrong, &name) + f64::from(u8::from(slip))
    };
    allowed
        .iter()
        .map(|name| (likeness(name), *name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
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
fn span_of(table: &Spanned<DeTable<'_>>, at: &Path) -> Option<Range<usize>> {
    let mut best: (usize, Option<Range<usize>>) = (0, None);
    visit_table(table.get_ref(), &Path::default(), &mut |path, span| {
        if path.0.len() > best.0 && at.0.starts_with(&path.0) {
            best = (path.0.len(), Some(span));
        }
    });
    best.1
}
