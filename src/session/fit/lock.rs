//! The text that names a fit: another scenario, other data or another request is another fit.

use super::conditions::DataFile;
use super::wanted::Wanted;
use crate::scenario::lock::{self, hash};
use std::fmt::Write;

/// The lock of a fit; `knowledge` is the fingerprint of its knowledge base.
pub(super) fn text(
    scenario: &str,
    knowledge: &str,
    plan: &str,
    files: &[DataFile],
    wanted: &Wanted,
    seed: u64,
    free: &[String],
) -> String {
    let mut text = format!(
        "# A fit of Escalade: what it was made of.\nversion = \"{}\"\n",
        lock::VERSION
    );
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let list = |items: &[String]| items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", ");
    let _ = writeln!(text, "seed = {}\nparticles = {}", seed, wanted.particles);
    let _ = writeln!(text, "most_flasks = {}", wanted.most_flasks);
    let _ = writeln!(text, "free = [{}]", list(free));
    let _ = writeln!(text, "scenario_sha256 = \"{}\"", hash(scenario));
    let _ = writeln!(text, "knowledge_sha256 = \"{knowledge}\"");
    if !plan.is_empty() {
        let _ = writeln!(text, "plan_sha256 = \"{}\"", hash(plan));
    }
    for file in files {
        let name = file.bare_name();
        let _ = writeln!(
            text,
            "\n[[data]]\nfile = {}\nsha256 = \"{}\"",
            quoted(name),
            hash(&file.text)
        );
    }
    text
}

/// The name of the fit that a lock is of.
pub(super) fn id(lock: &str) -> String {
    format!("fit-{:.12}", hash(lock))
}
