//! A folder looked at without changing it: what is damaged, what is not ours, what a killed process left.

use super::super::{BATCH, COMPARE, FIT, KeepError, Marks, PLAN, RUN, SHARD, SWEEP, VALIDATION};
use super::manifest::{Damage, MANIFEST, damage, known};
use super::run::{LOG, PARTS};
use super::whole::is_passing;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Folders in a folder of results are no deeper than this.
const DEEPEST: usize = 3;

/// What was found in a folder; paths within it, with forward slashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examined {
    /// What fills it; none where it holds files beside a run, or nothing of ours.
    pub marks: Option<Marks>,
    /// Whether work is begun and not finished.
    pub unfinished: bool,
    /// Whether it, or a folder in it, has checksums.
    pub has_checksums: bool,
    /// Files of the folder's own work that are not as they were written.
    pub damaged: Vec<Damage>,
    /// The same of folders in it that another command filled.
    pub damaged_beside: Vec<Damage>,
    /// Files that Escalade did not write.
    pub foreign: Vec<String>,
    /// What a killed process left, or one that is at work.
    pub left: Vec<String>,
}

/// Looks at every file of a folder, and of those in it.
///
/// # Errors
/// Something cannot be read.
pub fn examine(root: &Path) -> Result<Examined, KeepError> {
    let is_there = |name: &str| root.join(name).is_file();
    let marks = [RUN, COMPARE, SWEEP, FIT, PLAN, VALIDATION, BATCH, SHARD]
        .into_iter()
        .find(|marks| is_there(marks.lock));
    let unfinished = marks.is_some_and(|marks| !is_there(marks.summary));
    let mut found = Examined {
        marks,
        unfinished,
        has_checksums: is_there(MANIFEST),
        ..Examined::default()
    };
    let mut ours = known(root);
    if !unfinished && (marks.is_some() || found.has_checksums) {
        found.damaged = damage(root)?;
    } else {
        // What an unfinished work wrote is not known yet.
        ours = marks.map(|_| BTreeSet::new());
    }
    found.walk(root, root, ours.as_ref(), DEEPEST)?;
    Ok(found)
}

impl Examined {
    /// Whether nothing is wrong, however much is foreign.
    pub fn is_whole(&self) -> bool {
        self.has_checksums && !self.unfinished && self.damaged.is_empty() && self.damaged_beside.is_empty()
    }

    /// `ours` is what the checksums that hold for `folder` know; without them nothing there is called foreign.
    fn walk(
        &mut self,
        root: &Path,
        folder: &Path,
        ours: Option<&BTreeSet<String>>,
        depth: usize,
    ) -> Result<(), KeepError> {
        let read = |error| KeepError::io("read", folder, error);
        for entry in fs::read_dir(folder).map_err(read)? {
            let entry = entry.map_err(read)?;
            let (path, name) = (entry.path(), entry.file_name());
            let within = within(root, &path);
            if is_passing(&name) || within == PARTS {
                self.left.push(within);
            } else if !entry.file_type().map_err(read)?.is_dir() {
                let passes = within == LOG || name == MANIFEST || self.unfinished;
                if !passes && ours.is_some_and(|ours| !ours.contains(&within)) {
                    self.foreign.push(within);
                }
            } else if path.join(MANIFEST).is_file() {
                self.beside(root, &path, depth)?;
            } else if depth > 0 {
                self.walk(root, &path, ours, depth - 1)?;
            }
        }
        self.foreign.sort();
        self.left.sort();
        Ok(())
    }

    /// A folder within, with checksums of its own.
    fn beside(&mut self, root: &Path, folder: &Path, depth: usize) -> Result<(), KeepError> {
        let named = |file: &str| format!("{}/{file}", within(root, folder));
        self.has_checksums = true;
        let damage = damage(folder)?.into_iter().map(|one| Damage {
            file: named(&one.file),
            ..one
        });
        self.damaged_beside.extend(damage);
        let ours = known(folder).map(|names| names.iter().map(|name| named(name)).collect());
        match depth {
            0 => Ok(()),
            _ => self.walk(root, folder, ours.as_ref(), depth - 1),
        }
    }
}

fn within(root: &Path, path: &Path) -> String {
    let steps = path.strip_prefix(root).unwrap_or(path).iter();
    let steps: Vec<_> = steps.map(|step| step.to_string_lossy()).collect();
    steps.join("/")
}
