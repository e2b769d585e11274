//! `escalade check`: a scenario's validity, without running it.

use super::failure::Failure;
use super::{source, terminal};
use crate::ensemble::folder::{Examined, MANIFEST, examine};
use crate::ensemble::{Marks, RUN, available};
use crate::scenario::{Body, Books, Scenario, cost};
use crate::session::plan::{Planned, Wanted};
use crate::session::sweep::{self, PlainSwept, Swept};
use crate::words::counted;
use std::path::Path;

pub fn run(path: &Path, knowledge: &source::Knowledge, large: bool) -> Result<(), Failure> {
    if path.is_dir() {
        return folder(path);
    }
    let scenario = source::scenario(path, knowledge)?;
    let sweep = sweep(path, knowledge, &scenario, large)?;
    let plan = plan(path, knowledge, &scenario)?;
    let form = match &scenario.body {
        Body::Laboratory(laboratory) => format!(
            "laboratory form, {} under {}",
            laboratory.biology.line_name,
            laboratory
                .biology
                .drugs()
                .iter()
                .map(|drug| drug.name.as_str())
                .collect::<Vec<_>>()
                .join(" with ")
        ),
        Body::Plain(model) => format!("plain form, {} types, {} phases", model.types.len(), model.phases.len()),
    };
    terminal::warn([&scenario]);
    let cost = cost::of_run(&scenario);
    terminal::cost(&cost, None, large, true)?;
    // `run` leaves scenarios with [[sweep]] to `sweep`.
    let running = match scenario.sweeps {
        true => String::new(),
        false => format!("\n  running it takes {}", cost.told(available())),
    };
    terminal::print(&format!(
        "{}: good ({form}; {}, seed {}){running}{sweep}{plan}",
        path.display(),
        counted(scenario.replicates, "replicate"),
        scenario.seed
    ))
}

/// What a sweep would do, with every point of it checked; empty where the scenario has none.
fn sweep(path: &Path, knowledge: &source::Knowledge, scenario: &Scenario, large: bool) -> Result<String, Failure> {
    if !scenario.sweeps {
        return Ok(String::new());
    }
    let (shown, text) = source::text(path)?;
    let wanted = sweep::Wanted {
        large,
        ..sweep::Wanted::default()
    };
    let told = |told: &[String], scenarios: &[Scenario]| {
        format!(
            "\n  sweeping it: {}; {}",
            told.join("; "),
            cost::of_all(scenarios).told(available())
        )
    };
    if let Some(swept) = PlainSwept::of(&shown, &text, &wanted)? {
        return Ok(told(swept.told(), swept.scenarios()));
    }
    let overlays = knowledge.overlays_of(path, &shown, &text)?;
    let swept = Swept::of(&shown, text, wanted, Books::Overlays(&overlays))?;
    Ok(told(swept.told(), swept.scenarios()))
}

/// What a plan would do, with every design of it checked; empty where the scenario has none.
fn plan(path: &Path, knowledge: &source::Knowledge, scenario: &Scenario) -> Result<String, Failure> {
    if !scenario.plans {
        return Ok(String::new());
    }
    let (shown, text) = source::text(path)?;
    let overlays = knowledge.overlays_of(path, &shown, &text)?;
    let under = source::Knowledge::overlays_of_hypotheses(path, &shown, &text)?;
    let planned = Planned::of(&shown, text, Wanted::default(), Books::Overlays(&overlays), &under)?;
    Ok(format!(
        "\n  planning it: {}; at most {}",
        planned.told().join("; "),
        planned.cost().told(available())
    ))
}

/// Whether every file of a finished folder is as it was written.
fn folder(path: &Path) -> Result<(), Failure> {
    let found = examine(path).map_err(|error| Failure::Other(error.to_string()))?;
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
        return terminal::print(&format!(
            "{shown}: every file is as it was written{}",
            indented(left.chain(foreign))
        ));
    }
    if found.marks.is_none() && !found.has_checksums {
        return Err(Failure::Input(format!(
            "{shown}: is not a folder that escalade filled\n  allowed: a scenario file, or the folder of a run"
        )));
    }
    let damaged = found.damaged.iter().chain(&found.damaged_beside);
    let lines = damaged.map(|one| format!("{} {}", one.file, one.what)).chain(foreign);
    let what = match found.unfinished {
        true => "is not finished",
        false => "not everything is as it was written",
    };
    Err(Failure::Input(format!(
        "{shown}: {what}{}{}",
        indented(lines),
        indented(mended(path, &found).into_iter())
    )))
}

/// What can be done about it.
fn mended(path: &Path, found: &Examined) -> Vec<String> {
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
    let lock = path.join(marks.lock);
    // A tornado's lock is that of its run with a line more.
    let text = std::fs::read_to_string(&lock).ok()?;
    crate::scenario::load(marks.lock, text.clone())
        .ok()
        .and_then(|scenario| crate::scenario::lock::write(&scenario).ok())
        .filter(|lock| lock.text == text)?;
    Some(format!("escalade run {} --out {}", lock.display(), path.display()))
}

fn indented(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| format!("\n  {line}")).collect()
}
