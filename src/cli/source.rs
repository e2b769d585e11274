//! Reading scenario files from the disk.

use super::failure::Failure;
use crate::ensemble::folder::holder;
use crate::scenario::{self, Overlay, Scenario};
use std::path::{Path, PathBuf};

/// The user's own knowledge files.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Knowledge {
    /// Your own drugs, alleles and lines: an overlay file on the knowledge base (may be repeated).
    #[arg(long = "kb", value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Knowledge {
    /// Reads the overlays, in their order.
    pub fn overlays(&self) -> Result<Vec<Overlay>, Failure> {
        let read = |path: &PathBuf| {
            let (file, text) = text(path)?;
            Ok(Overlay { file, text })
        };
        self.files.iter().map(read).collect()
    }
}

/// Reads and checks a scenario file.
pub fn scenario(path: &Path, knowledge: &Knowledge) -> Result<Scenario, Failure> {
    let overlays = knowledge.overlays()?;
    scenario::with_overlays(&overlays).map_err(|error| Failure::Input(error.to_string()))?;
    let (shown, text) = text(path)?;
    scenario::load_with(&shown, text, &overlays).map_err(|error| Failure::Input(error.to_string()))
}

/// A file's name for messages, and its text.
pub fn text(path: &Path) -> Result<(String, String), Failure> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        let what = match error.kind() {
            std::io::ErrorKind::NotFound => "no such file".to_owned(),
            std::io::ErrorKind::IsADirectory => "is a folder; give the scenario file in it".to_owned(),
            _ => format!("cannot be read: {error}"),
        };
        Failure::Input(format!("{shown}: {what}{}", similar(path)))
    })?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::Input(format!("{shown}: not a text file (not UTF-8)")))?;
    Ok((shown, text))
}

/// A scenario with a similar name in the same folder, as advice.
fn similar(path: &Path) -> String {
    let Ok(entries) = std::fs::read_dir(holder(path)) else {
        return String::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".toml"))
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

/// The name of a scenario file without `.toml` or `.lock.toml`.
pub fn stem(scenario: &Path) -> String {
    let name = scenario.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".toml").unwrap_or(&name);
    stem.strip_suffix(".lock").unwrap_or(stem).to_owned()
}
