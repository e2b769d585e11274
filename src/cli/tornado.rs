//! `escalade tornado`: every uncertain value moved over its range, on the same random streams.

use super::failure::Failure;
use super::{source, terminal};
use crate::engine;
use crate::ensemble::Found;
use crate::ensemble::collect_on;
use crate::ensemble::folder::RunFolder;
use crate::knowledge::{Certainty, KnowledgeBase, Span};
use crate::report;
use crate::scenario::lock;
use crate::scenario::{Body, Books, Laboratory, Scenario, load_from, with_overlays};
use crate::session::{Progress, SessionError};
use crate::statistics::tornado::{Ending, Row, Shift, Tornado, shift};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct TornadoArgs {
    /// Scenario file (laboratory form).
    scenario: PathBuf,
    /// Folder of the result [default: runs/NAME-OF-THE-SCENARIO-FILE-tornado].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Number of flasks at each end of each value.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    replicates: u64,
    /// Values shown in the table and the figure.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=1000))]
    top: u64,
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    #[command(flatten)]
    knowledge: source::Knowledge,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

pub fn run(args: &TornadoArgs) -> Result<(), Failure> {
    let (shown, text) = source::text(&args.scenario)?;
    let overlays = args.knowledge.overlays()?;
    let base = with_overlays(&overlays).map_err(|error| Failure::Input(error.to_string()))?;
    let mut scenario = source::scenario(&args.scenario, &args.knowledge)?;
    scenario.replicates = args.replicates;
    if scenario.locked || matches!(scenario.body, Body::Plain(_)) {
        return Err(Failure::Input(format!(
            "{shown}: has no knowledge-base values to move\n  a tornado needs a scenario of the laboratory form, not \
             the plain form or a lock file"
        )));
    }
    let lock = lock::write(&scenario).map_err(|error| Failure::Input(error.to_string()))?;
    let out = args.out.clone().unwrap_or_else(|| default_folder(&args.scenario));
    let marked = format!("{}\n# Every value moved over its range: escalade tornado.\n", lock.text);
    let (folder, found) = RunFolder::open(&out, &marked).map_err(|error| Failure::Input(error.to_string()))?;
    if found == Found::Complete && !args.json {
        return terminal::print(&format!("already complete: {}", out.display()));
    }
    let load = |base: &KnowledgeBase| load_from(&shown, text.clone(), Books::Base(base));
    let tornado = Moving {
        args,
        base: &base,
        usual: &scenario,
        load: &load,
    }
    .all()?;
    let top = args.top as usize;
    let files = report::tornado::files(&tornado, top).map_err(|error| Failure::Other(error.to_string()))?;
    for (name, content) in &files {
        folder.write(name, content.as_bytes()).map_err(SessionError::from)?;
    }
    let json = serde_json::to_string_pretty(&tornado).map_err(|error| Failure::Other(error.to_string()))?;
    folder.finish(json.as_bytes()).map_err(SessionError::from)?;
    match args.json {
        true => terminal::print(&json),
        false => terminal::print(&format!(
            "{}\nFigure and table: {}",
            report::tornado::text(&tornado, top),
            out.display()
        )),
    }
}

fn default_folder(scenario: &Path) -> PathBuf {
    let name = scenario.file_stem().unwrap_or_default().to_string_lossy();
    Path::new("runs").join(format!("{name}-tornado"))
}

/// Loads the scenario with a knowledge base.
type Load<'a> = &'a dyn Fn(&KnowledgeBase) -> Result<Scenario, crate::scenario::error::ScenarioError>;

struct Moving<'a> {
    args: &'a TornadoArgs,
    base: &'a KnowledgeBase,
    usual: &'a Scenario,
    load: Load<'a>,
}

/// What became of one end of a value.
enum End {
    /// The end is the value itself.
    Value,
    /// Every rate and dose stays as it is.
    Same,
    Moved(Box<Laboratory>),
    Refused(String),
}

impl Moving<'_> {
    fn all(&self) -> Result<Tornado, Failure> {
        let usual = laboratory(self.usual)?;
        let horizon = usual.protocol.stop.after;
        let spans = self.spans(usual)?;
        let ends: Vec<[End; 2]> = spans
            .iter()
            .map(|span| [span.low, span.high].map(|number| self.end(usual, span, number)))
            .collect();
        let runs = ends.iter().flatten().filter(|end| matches!(end, End::Moved(_))).count() as u64;
        let progress = terminal::Progress::new(self.args.quiet);
        progress.begin((runs + 1) * self.args.replicates);
        let before = self.endings(usual)?;
        progress.add(self.args.replicates);
        let n = before.len() as f64;
        let mut tornado = Tornado {
            scenario: self.usual.name.clone(),
            replicates: self.args.replicates,
            seed: self.usual.seed,
            horizon,
            resistant: before.iter().filter(|ending| ending.resistant.is_some()).count() as f64 / n,
            days: before
                .iter()
                .map(|e| e.resistant.unwrap_or(horizon).min(horizon))
                .sum::<f64>()
                / n,
            rows: Vec::new(),
            without_part: Vec::new(),
            not_moved: Vec::new(),
        };
        for (span, ends) in spans.iter().zip(&ends) {
            let mut shifts: [Option<Shift>; 2] = [None, None];
            for (end, into) in ends.iter().zip(&mut shifts) {
                match end {
                    End::Moved(laboratory) => {
                        *into = Some(shift(&before, &self.endings(laboratory)?, horizon));
                        progress.add(self.args.replicates);
                    }
                    End::Refused(why) => tornado.not_moved.push((span.key.clone(), why.clone())),
                    End::Value | End::Same => {}
                }
            }
            if shifts.iter().any(Option::is_some) {
                tornado.rows.push(row(usual, span, shifts, horizon));
            } else if !ends.iter().any(|end| matches!(end, End::Refused(_))) {
                tornado.without_part.push(span.key.clone());
            }
        }
        progress.end();
        let moved: Vec<&str> = spans.iter().map(|span| span.key.as_str()).collect();
        let bare = usual.assumptions.iter().filter(|a| !moved.contains(&a.key.as_str()));
        tornado
            .not_moved
            .extend(bare.map(|a| (a.key.clone(), "no number and range to move".to_owned())));
        tornado.rank();
        Ok(tornado)
    }

    /// The numbers that the biology leans on, and those of the vessel.
    fn spans(&self, usual: &Laboratory) -> Result<Vec<Span>, Failure> {
        let drugs: Vec<&str> = usual.biology.drugs().iter().map(|drug| drug.id.as_str()).collect();
        let resolved = self
            .base
            .resolve_under(&usual.biology.line_id, &drugs, &usual.conditions);
        let mut spans = resolved.map_err(|error| Failure::Input(error.to_string()))?.spans;
        for assumed in &usual.assumptions {
            if !spans.iter().any(|span| span.key == assumed.key) {
                spans.extend(self.base.span(&assumed.key));
            }
        }
        Ok(spans)
    }

    fn end(&self, usual: &Laboratory, span: &Span, number: f64) -> End {
        if number == span.value {
            return End::Value;
        }
        let moved = match self.base.with_value(&span.key, number) {
            Ok(base) => (self.load)(&base).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        match moved.map(|scenario| scenario.body) {
            Ok(Body::Laboratory(moved)) if moved.biology == usual.biology && moved.protocol == usual.protocol => {
                End::Same
            }
            Ok(Body::Laboratory(moved)) => End::Moved(moved),
            Ok(Body::Plain(_)) => End::Refused("has the plain form".to_owned()),
            Err(why) => End::Refused(why),
        }
    }

    /// How every flask ends; what comes after resistance is left out.
    fn endings(&self, laboratory: &Laboratory) -> Result<Vec<Ending>, Failure> {
        let mut protocol = laboratory.protocol.clone();
        protocol.stop.at_resistance = true;
        let Scenario { settings, seed, .. } = self.usual;
        let flask = |replicate| {
            let record = engine::run_flask(&laboratory.biology, &protocol, settings, *seed, replicate);
            Ending::of(&record)
        };
        let threads = self.args.threads.map_or(0, |threads| threads as usize);
        collect_on(threads, self.args.replicates, flask).map_err(|error| Failure::Other(error.to_string()))
    }
}

fn laboratory(scenario: &Scenario) -> Result<&Laboratory, Failure> {
    match &scenario.body {
        Body::Laboratory(laboratory) => Ok(laboratory),
        Body::Plain(_) => Err(Failure::Input("the plain form has no values to move".to_owned())),
    }
}

fn row(usual: &Laboratory, span: &Span, [low, high]: [Option<Shift>; 2], horizon: f64) -> Row {
    let told = usual.assumptions.iter().find(|assumed| assumed.key == span.key);
    let text = |of: fn(&crate::scenario::Assumed) -> &String| told.map_or(String::new(), |t| of(t).clone());
    let stated = told.and_then(|told| told.range.clone()).filter(|_| span.stated);
    let ends = [low, high].into_iter().flatten();
    Row {
        key: span.key.clone(),
        what: text(|told| &told.what),
        value: text(|told| &told.value),
        range: stated.unwrap_or_else(|| "a third to three times".to_owned()),
        certainty: told.map_or(Certainty::CHECKED, |told| told.certainty),
        effect: ends.map(|shift| shift.effect(horizon)).fold(0.0, f64::max),
        low,
        high,
    }
}
