//! A scenario to start from: a line and a drug, the usual defaults written out.

use super::error::nearest;
use super::known::{Books, Library};
use super::{Overlay, load_with, warnings};

const TEMPLATE: &str = include_str!("template.toml");

/// Column of the comments.
const COMMENTS: usize = 39;

/// Ladders to try, from the usual one on: first dose and goal.
const LADDERS: [(&str, &str); 6] = [
    ("IC20", "1 uM"),
    ("IC20", "3 uM"),
    ("IC20", "10 uM"),
    ("10 nM", "1 uM"),
    ("10 nM", "10 uM"),
    ("100 nM", "30 uM"),
];

/// The text of a scenario of this line under this drug, rising to the lowest goal that holds parental cells back. It
/// passes `check`. Errors name what is allowed.
pub fn write(line: &str, drug: &str, overlays: &[Overlay]) -> Result<String, String> {
    let library = Library::new(Books::Overlays(overlays))?;
    for (flag, wanted, known) in [("line", line, &library.lines), ("drug", drug, &library.drugs)] {
        if !known.iter().any(|name| name == wanted) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            return Err(format!(
                "--{flag} \"{wanted}\" is not a {flag} of the knowledge base\n  {}",
                nearest(wanted, &known)
            ));
        }
    }
    let mut sound = None;
    let mut refused = String::new();
    for (start, goal) in LADDERS {
        let text = filled(line, drug, start, goal);
        match load_with("the template", text.clone(), overlays) {
            Ok(scenario) if warnings::of(&scenario).is_empty() => return Ok(text),
            Ok(_) => sound = sound.or(Some(text)),
            Err(error) => refused = error.to_string(),
        }
    }
    sound.ok_or(refused)
}

fn filled(line: &str, drug: &str, start: &str, goal: &str) -> String {
    let marks = [("@LINE@", line), ("@DRUG@", drug), ("@START@", start), ("@GOAL@", goal)];
    let put_in = |line: &str| {
        let full = marks
            .iter()
            .fold(line.to_owned(), |text, (mark, value)| text.replace(mark, value));
        // A tab stands before each comment: they stay below each other whatever the names' lengths.
        match full.split_once('\t') {
            Some((code, comment)) => format!("{code:<COMMENTS$}{comment}\n"),
            None => full + "\n",
        }
    };
    TEMPLATE.lines().map(put_in).collect()
}
