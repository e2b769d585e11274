//! Several mistakes of one file, told together.

use super::error::{Checked, FileError};
use super::path::Path;

/// So many mistakes are told at most.
const MOST: usize = 100;

/// Mistakes found so far, in the order in which they were found; each once, and so many at most.
#[derive(Debug, Default)]
pub struct Mistakes(Vec<FileError>);

impl Mistakes {
    /// What was checked; a mistake is kept, and there is nothing then.
    pub fn keep<T>(&mut self, checked: Checked<T>) -> Option<T> {
        match checked {
            Ok(good) => Some(good),
            Err(error) => {
                self.add(error);
                None
            }
        }
    }

    /// Keeps an error with all that it holds.
    pub fn add(&mut self, error: FileError) {
        for error in error.each() {
            if !self.is_full() && !self.0.contains(&error) {
                self.0.push(error);
            }
        }
    }

    /// Keeps those of others that are told and not about a key of these: one key, one mistake.
    pub fn add_where(&mut self, others: Mistakes, told: impl Fn(&FileError) -> bool) {
        let before = self.0.len();
        for error in others.0.into_iter().filter(told) {
            let same = |known: &FileError| known.key.is_some() && known.key == error.key;
            if !self.0[..before].iter().any(same) {
                self.add(error);
            }
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this holds for each.
    pub fn all(&self, holds: impl Fn(&FileError) -> bool) -> bool {
        self.0.iter().all(holds)
    }

    /// Whether as many are known as are told.
    pub fn is_full(&self) -> bool {
        self.0.len() >= MOST
    }

    /// Whether one of them is about a key below this place, or about the place.
    pub fn below(&self, place: &Path) -> bool {
        let keys = self.0.iter().filter_map(|error| error.key.as_ref());
        keys.into_iter().any(|key| key.steps().starts_with(place.steps()))
    }

    /// Nothing, or one error of them all, by lines.
    ///
    /// # Errors
    /// There is a mistake.
    pub fn told(self) -> Checked<()> {
        match self.is_empty() {
            true => Ok(()),
            false => Err(self.error()),
        }
    }

    /// The error of a check that gave nothing.
    ///
    /// # Errors
    /// Always.
    pub fn refused<T>(self) -> Checked<T> {
        Err(self.error())
    }

    /// One error of them all, by lines.
    pub fn error(mut self) -> FileError {
        let line = |error: &FileError| error.line.as_ref().map_or(usize::MAX, |line| line.number);
        self.0.sort_by_key(line);
        let mut all = self.0.into_iter();
        match all.next() {
            Some(first) => FileError {
                more: all.collect(),
                ..first
            },
            None => FileError::whole_file("", "was refused without a reason"),
        }
    }
}
