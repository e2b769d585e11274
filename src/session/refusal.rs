//! Why a place is refused, told by what differs.

use super::SessionError;
use crate::ensemble::{KeepError, LOCK};
use crate::scenario::lock::{self, Identity, VERSION};

/// A place that cannot be used: the caller's to mend.
pub fn refused(error: KeepError, ours: &str) -> SessionError {
    const ELSEWHERE: &str = "\n  nothing was changed; choose another folder with --out";
    let advice = match &error {
        KeepError::OtherRun { lock, .. } => format!("{}{}{ELSEWHERE}", other_version(lock), told_apart(lock, ours)),
        KeepError::NotARun { .. } | KeepError::Foreign { .. } => ELSEWHERE.to_owned(),
        KeepError::Taken { .. } => "\n  nothing was changed; name a new file".to_owned(),
        KeepError::Busy { .. } => "\n  wait for it, or choose another folder with --out".to_owned(),
        KeepError::Damaged { .. } => String::new(),
        KeepError::Io { .. } | KeepError::Tables(_) | KeepError::Threads(_) => {
            "\n  choose a folder that can be written with --out".to_owned()
        }
    };
    SessionError::Refused { error, advice }
}

/// Says who wrote a lock, where that was another version of the program.
fn other_version(lock: &str) -> String {
    match lock::written_by(lock) {
        Some(version) if version != VERSION => {
            format!("\n  written by escalade {version}, this is escalade {VERSION}: the results could differ")
        }
        _ => String::new(),
    }
}

/// What tells two locks apart: by what they say of their runs, else by their lines.
pub(super) fn told_apart(theirs: &str, ours: &str) -> String {
    match (lock::identity(theirs), lock::identity(ours)) {
        (Some(theirs), Some(ours)) => differences(&theirs, &ours),
        (None, Some(_)) => format!("\n  its {LOCK} cannot be read"),
        (_, None) => format!("{}{}", only(theirs, ours, "there"), only(ours, theirs, "here")),
    }
}

/// The first lines of a text that another one lacks.
fn only(text: &str, other: &str, whose: &str) -> String {
    let differing = text.lines().filter(|line| !other.lines().any(|known| known == *line));
    differing.take(4).map(|line| format!("\n  {whose}: {line}")).collect()
}

/// What tells two runs apart, one line each.
fn differences(theirs: &Identity, ours: &Identity) -> String {
    let text = |i: &Identity| (i.name.clone(), i.scenario_hash.clone());
    let mut lines = String::new();
    let mut compare = |what: &str, theirs: &str, ours: &str| {
        if theirs != ours {
            lines += &format!("\n  {what}: {theirs} there, {ours} here");
        }
    };
    compare("version", &theirs.version, &ours.version);
    compare(
        "knowledge base",
        &short(&theirs.knowledge_hash),
        &short(&ours.knowledge_hash),
    );
    compare("seed", &theirs.seed.to_string(), &ours.seed.to_string());
    compare(
        "replicates",
        &theirs.replicates.to_string(),
        &ours.replicates.to_string(),
    );
    let ((their_name, their_hash), (our_name, our_hash)) = (text(theirs), text(ours));
    compare(
        "scenario",
        &format!("\"{their_name}\" ({})", short(&their_hash)),
        &format!("\"{our_name}\" ({})", short(&our_hash)),
    );
    if lines.is_empty() {
        lines = format!("\n  its {} has been edited", LOCK);
    }
    lines
}

/// The first letters of a hash.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}
