//! Errors that point at a place in a file: file, line, key, value, what is allowed, nearest name.

use super::path::Path;
use std::fmt;

/// A file that was refused: the first mistake in it, and the others. `Display` is the whole message, without the word
/// "error": a paragraph for each mistake and, where there are several, their number.
#[derive(Debug, Clone, PartialEq)]
pub struct FileError {
    /// The file as the user named it.
    pub file: String,
    /// The line, where a place is known.
    pub line: Option<Line>,
    /// The key, where the error is about one.
    pub key: Option<Path>,
    /// The refused value as the file has it; none where it has none there, or a table.
    pub value: Option<toml::Value>,
    /// What is wrong: key and value.
    pub message: String,
    /// Bytes at the end of `message` that are its reason, where a room that knows no files gave one.
    pub cause: Option<u32>,
    /// What the key may have instead, where there is such a thing.
    pub allowed: Option<Allowed>,
    /// What was probably meant, where something allowed is near.
    pub nearest: Option<String>,
    /// Reasons and remedies.
    pub help: Vec<String>,
    /// Further mistakes of the same file, none of which has more.
    pub more: Vec<FileError>,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: usize,
    /// Its text, a long one cut to what surrounds the fault.
    pub text: String,
}

/// What a key may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// One of these names.
    Names(Vec<String>),
    /// Kind, unit and bounds in words, mostly with an example.
    Words(String),
}

impl FileError {
    /// An error about the file as a whole.
    pub fn whole_file(file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            key: None,
            value: None,
            message: message.into(),
            cause: None,
            allowed: None,
            nearest: None,
            help: Vec::new(),
            more: Vec::new(),
        }
    }

    /// Says why, in the words of a room that knows no files.
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        let cause = cause.to_string();
        self.message += &format!(": {cause}");
        self.cause = u32::try_from(cause.len()).ok();
        self
    }

    /// Says what is allowed.
    pub fn allowed(mut self, words: impl Into<String>) -> Self {
        self.allowed = Some(Allowed::Words(words.into()));
        self
    }

    /// Says which names are allowed, and which of them is nearest to the wrong one.
    pub fn one_of(mut self, wrong: &str, names: &[&str]) -> Self {
        self.nearest = nearest_name(wrong, names).map(str::to_owned);
        self.allowed = Some(Allowed::Names(names.iter().map(|&name| name.to_owned()).collect()));
        self
    }

    /// Says what was probably meant.
    pub fn perhaps(mut self, nearest: Option<String>) -> Self {
        self.nearest = nearest;
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

impl FileError {
    /// The mistakes that it tells of, each by itself.
    pub fn each(mut self) -> Vec<Self> {
        let more = std::mem::take(&mut self.more);
        std::iter::once(self).chain(more).collect()
    }

    /// The reason alone, without the key, where a room that knows no files gave one; else the whole message.
    pub fn reason(&self) -> &str {
        let start = self
            .cause
            .and_then(|bytes| self.message.len().checked_sub(bytes as usize));
        start
            .and_then(|start| self.message.get(start..))
            .unwrap_or(&self.message)
    }

    /// The same without lines, which mean nothing where values were put into the file.
    pub fn without_lines(mut self) -> Self {
        self.line = None;
        self.more.iter_mut().for_each(|error| error.line = None);
        self
    }

    /// The first mistake alone.
    fn fmt_one(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.line {
            Some(Line { number, text }) => {
                write!(f, "{}:{number}: {}\n  {number:>4} | {text}", self.file, self.message)?;
            }
            None => write!(f, "{}: {}", self.file, self.message)?,
        }
        let instead = match &self.allowed {
            Some(Allowed::Names(names)) => offer(self.nearest.as_deref(), names),
            Some(Allowed::Words(words)) => {
                let near = self.nearest.as_ref().map(|near| format!("did you mean \"{near}\"? "));
                format!("{}allowed: {}", near.unwrap_or_default(), in_words(words))
            }
            None => String::new(),
        };
        let lines = [&instead].into_iter().filter(|line| !line.is_empty());
        lines.chain(&self.help).try_for_each(|line| write!(f, "\n  {line}"))
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_one(f)?;
        for error in &self.more {
            write!(f, "\n\n")?;
            error.fmt_one(f)?;
        }
        match self.more.len() {
            0 => Ok(()),
            more => write!(f, "\n\n{} mistakes", more + 1),
        }
    }
}

/// What a reader expected of a value, without the names that types have in code.
fn in_words(expected: &str) -> &str {
    match expected {
        "u8" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i32" | "i64" => "a whole number",
        "f32" | "f64" => "a number",
        "a string" | "string" => "a text in quotes",
        "a boolean" | "bool" => "true or false",
        "a sequence" => "a list in [ ]",
        "a map" => "a table",
        _ if expected.starts_with("struct ") => "a table",
        _ => expected,
    }
}

impl std::error::Error for FileError {}

/// What a check gives, or why the file is refused.
pub type Checked<T> = Result<T, FileError>;

/// "did you mean `x`? allowed: a, b, c"; the first half only where a name is near.
pub fn nearest(wrong: &str, allowed: &[&str]) -> String {
    offer(nearest_name(wrong, allowed), allowed)
}

fn offer(nearest: Option<&str>, allowed: &[impl std::borrow::Borrow<str>]) -> String {
    let near = nearest.map_or(String::new(), |name| format!("did you mean `{name}`? "));
    match allowed.len() {
        0 => near.trim_end().to_owned(),
        _ => format!("{near}allowed: {}", allowed.join(", ")),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_stands_without_the_key() {
        let refused =
            FileError::whole_file("s.toml", "`line` cannot be resolved").because("no curve has this midpoint");
        assert_eq!(refused.reason(), "no curve has this midpoint");
        assert_eq!(
            refused.to_string(),
            "s.toml: `line` cannot be resolved: no curve has this midpoint"
        );
        let within = FileError {
            message: format!("with µ: {}", refused.message),
            ..refused
        };
        assert_eq!(within.reason(), "no curve has this midpoint");
        assert_eq!(FileError::whole_file("s.toml", "is empty").reason(), "is empty");
    }
}
