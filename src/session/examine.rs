//! The verdict on a folder of results: whether it is as it was written, and what can be done where it is not.

use super::SessionError;
use crate::ensemble::folder::{self, Examined, MANIFEST};
use crate::ensemble::{Marks, RUN};
use crate::scenario::{self, lock};
use std::path::Path;

/// Looks at every file of a finished folder; the verdict in words.
///
/// # Errors
/// Something is damaged, missing or not finished, nothing of it was written by Escalade, or it cannot be read.
pub fn examine(path: &Path) -> Result<String, SessionError> {
    let found = folder::examine(path).map_err(SessionError::failed)?;
    let shown = path.display();
    let foreign = found
        .foreign
        .iter()
        .map(|file| format!("{file} was not written by escalade"));
    if found.is_whole() {
        let left = found
            .left
            .iter()
            .map(|file| format!("{file} was left by a killed process"));
        return Ok(format!(
            "{shown}: every file is as it was written{}",
            indented(left.chain(foreign))
        ));
    }
    if found.marks.is_none() && !found.has_checksums {
        return Err(SessionError::Request(format!(
            "{shown}: is not a folder that escalade filled\n  allowed: a scenario file, or the folder of a run"
        )));
    }
    let damaged = found.damaged.iter().chain(&found.damaged_beside);
    let lines = damaged.map(|one| format!("{} {}", one.file, one.what)).chain(foreign);
    let what = match found.unfinished {
        true => "is not finished",
        false => "not everything is as it was written",
    };
    Err(SessionError::Request(format!(
        "{shown}: {what}{}{}",
        indented(lines),
        indented(remedies(path, &found).into_iter())
    )))
}

/// What can be done about it.
fn remedies(path: &Path, found: &Examined) -> Vec<String> {
    let mut told = Vec::new();
    let lock = found.marks.map_or(MANIFEST, |marks| marks.lock);
    if found.damaged.iter().any(|one| one.file == lock) {
        told.push(format!(
            "{lock} names what fills the folder: without it nothing can be made again here; run the command again with \
             another --out"
        ));
    } else if found.unfinished || !found.damaged.is_empty() {
        let verb = if found.unfinished {
            "finishes it"
        } else {
            "makes it again"
        };
        told.push(match again(path, found.marks) {
            Some(command) => format!("{command} {verb}, as the command that made it does"),
            None => format!("the command that made it {verb}"),
        });
    }
    if !found.damaged_beside.is_empty() {
        told.push("what is damaged in folders within: remove it, and run the command that made it again".to_owned());
    }
    told
}

/// The command that does a run again by its own lock, where that is all of it.
fn again(path: &Path, marks: Option<Marks>) -> Option<String> {
    let marks = marks.filter(|marks| *marks == RUN)?;
    // A tornado's lock is that of its run with a line more.
    let text = folder::read_lock(path, marks).ok()??;
    scenario::load(marks.lock, text.clone())
        .ok()
        .and_then(|scenario| lock::write(&scenario).ok())
        .filter(|lock| lock.text == text)?;
    let lock = path.join(marks.lock);
    Some(format!("escalade run {} --out {}", lock.display(), path.display()))
}

fn indented(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| format!("\n  {line}")).collect()
}
