//! Reading scenario files from the disk.

use super::failure::Failure;
use crate::ensemble::folder::{holder, read_at_most};
use crate::ensemble::{MOST_FILE, Share};
use crate::scenario::{self, Overlay, Scenario};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The user's own knowledge files.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Knowledge {
    /// Your own drugs, alleles and lines: an overlay file on the knowledge base (may be repeated).
    #[arg(long = "kb", value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Knowledge {
    /// There are any.
    pub fn are_given(&self) -> bool {
        !self.files.is_empty()
    }

    /// Reads the overlays, in their order.
    pub fn overlays(&self) -> Result<Vec<Overlay>, Failure> {
        self.files.iter().map(|path| overlay(path)).collect()
    }

    /// Reads the overlays that the hypotheses of a scenario's plan name.
    pub fn overlays_of_hypotheses(scenario: &Path, shown: &str, text: &str) -> Result<Vec<Vec<Overlay>>, Failure> {
        let read = |name: &str| beside(scenario, name).map(|(_, overlay)| overlay);
        let named = scenario::overlays::of_hypotheses(shown, text, read);
        named.map_err(|error| Failure::Input(error.to_string()))
    }

    /// Reads the overlays that a scenario names and then the user's, each file once. `shown` is the scenario's name in
    /// messages.
    pub fn overlays_of(&self, scenario: &Path, shown: &str, text: &str) -> Result<Vec<Overlay>, Failure> {
        let mut own: Vec<PathBuf> = Vec::new();
        let mut overlays = scenario::overlays::named(shown, text, |name| {
            let (path, overlay) = beside(scenario, name)?;
            own.push(path);
            Ok(overlay)
        })
        .map_err(|error| Failure::Input(error.to_string()))?;
        let is = |a: &Path, b: &Path| a.canonicalize().ok().is_some_and(|a| b.canonicalize().ok() == Some(a));
        let more = self.files.iter().filter(|path| !own.iter().any(|own| is(own, path)));
        for path in more {
            overlays.push(overlay(path)?);
        }
        Ok(overlays)
    }
}

/// An overlay in the folder of a scenario, and where that is.
fn beside(scenario: &Path, name: &str) -> Result<(PathBuf, Overlay), String> {
    let path = scenario.with_file_name(name);
    let text = content(&path)?;
    let file = path.display().to_string();
    Ok((path, Overlay { file, text }))
}

fn overlay(path: &Path) -> Result<Overlay, Failure> {
    let (file, text) = text(path)?;
    Ok(Overlay { file, text })
}

/// Reads and checks a scenario file.
pub fn scenario(path: &Path, knowledge: &Knowledge) -> Result<Scenario, Failure> {
    let (shown, text) = text(path)?;
    let overlays = knowledge.overlays_of(path, &shown, &text)?;
    scenario::with_overlays(&overlays).map_err(|error| Failure::Input(error.to_string()))?;
    scenario::load_with(&shown, text, &overlays).map_err(|error| Failure::Input(error.to_string()))
}

/// A file's name for messages, and its text.
pub fn text(path: &Path) -> Result<(String, String), Failure> {
    let shown = path.display().to_string();
    match content(path) {
        Ok(text) => Ok((shown, text)),
        Err(why) => Err(Failure::Input(format!("{shown}: {why}"))),
    }
}

/// A table of the laboratory's own data: its name for messages, and its text.
pub fn data(path: &Path) -> Result<(String, String), Failure> {
    let shown = path.display().to_string();
    let bytes = bytes(path, ".csv").map_err(|why| Failure::Input(format!("{shown}: {why}")))?;
    let text = crate::observed::text(&shown, bytes).map_err(|error| Failure::Input(error.to_string()))?;
    Ok((shown, text))
}

/// A table of standard input, whole; `shown` is its name in messages.
pub fn standard_input(shown: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().take(MOST_FILE + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::Input(format!("{shown}: cannot be read: {error}")))?;
    if bytes.len() as u64 > MOST_FILE {
        return Err(Failure::Input(format!(
            "{shown}: is larger than {} MB\n  allowed: smaller tables; without a folder, rows stream",
            MOST_FILE / 1_000_000
        )));
    }
    crate::observed::text(shown, bytes).map_err(|error| Failure::Input(error.to_string()))
}

/// A file's bytes, or why there are none, with a file of the same ending that may be meant.
fn bytes(path: &Path, ending: &str) -> Result<Vec<u8>, String> {
    read_at_most(path, MOST_FILE).map_err(|error| {
        let what = match error.kind() {
            std::io::ErrorKind::NotFound => "no such file".to_owned(),
            std::io::ErrorKind::IsADirectory => "is a folder; give the file in it".to_owned(),
            _ => format!("cannot be read: {error}"),
        };
        format!("{what}{}", similar(path, ending))
    })
}

/// A file's text, or why there is none.
fn content(path: &Path) -> Result<String, String> {
    let bytes = bytes(path, ".toml")?;
    String::from_utf8(bytes).map_err(|_| "not a text file (not UTF-8)".to_owned())
}

/// A file with a similar name in the same folder, as advice.
fn similar(path: &Path, ending: &str) -> String {
    let Ok(entries) = std::fs::read_dir(holder(path)) else {
        return String::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(ending))
        .collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let wanted = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    scenario::error::nearest_name(&wanted, &names)
        .filter(|name| *name != wanted)
        .map_or(String::new(), |name| {
            format!("\n  did you mean `{}`?", path.with_file_name(name).display())
        })
}

/// Where results go: where it is said, else into a folder in `runs/`, named after the scenario file.
pub fn folder(out: Option<&Path>, before: &str, scenario: &Path, after: &str) -> Result<PathBuf, Failure> {
    if let Some(out) = out {
        return Ok(out.to_owned());
    }
    let name = format!("{before}{}{after}", stem(scenario));
    match name.chars().all(|c| c == '.') {
        true => Err(Failure::Input(format!(
            "{}: its name gives no folder for the results; say --out DIR",
            scenario.display()
        ))),
        false => Ok(Path::new("runs").join(name)),
    }
}

/// What the name of a share's folder ends in.
pub fn of_share(share: Option<Share>) -> String {
    share.map_or(String::new(), |share| {
        format!("-shard-{}-of-{}", share.number(), share.of())
    })
}

/// The name of a scenario file without `.toml` or `.lock.toml`.
pub fn stem(scenario: &Path) -> String {
    let name = scenario.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".toml").unwrap_or(&name);
    stem.strip_suffix(".lock").unwrap_or(stem).to_owned()
}
