//! From records to files: the one place where the run meets statistics and report.

use super::{Failure, terminal};
use crate::engine::record::{FlaskRecord, FlaskTrace, PlainRecord};
use crate::ensemble::folder::{RunFolder, SUMMARY, Table};
use crate::ensemble::{KeepError, Sink};
use crate::model::plain::PlainModel;
use crate::report::table::{FlaskFamilies, PlainFamilies};
use crate::report::{self, AssumptionRow, Provenance, ReportError, RunContext, table};
use crate::scenario::lock::{Lock, VERSION};
use crate::scenario::{Body, Laboratory, SCHEMA, Scenario, words};
use crate::statistics::{FlaskAccumulator, FlaskSummary, PlainAccumulator, PlainSummary};
use crate::tables::{COLUMNS_FILE, Tables};
use std::fmt::Write;

/// The answer in words and the content of `summary.json`, which marks the run as complete and is
/// therefore left to the caller to write last.
pub type Answer = Result<(String, Vec<u8>), Failure>;

/// What went wrong after the run had begun.
pub fn failed(error: &KeepError) -> Failure {
    Failure::Other(format!(
        "{error}\n  what is finished was kept; run the same command to go on"
    ))
}

/// Starts the run's tables in its folder.
fn open(folder: &RunFolder) -> impl FnMut(&'static str) -> Result<Table, Failure> + '_ {
    |name| folder.table(name).map_err(|error| failed(&error))
}

/// Gives the finished tables their names, and writes the data dictionary beside them.
fn persist<R>(tables: Tables<R, Table>, folder: &RunFolder) -> Result<(), Failure> {
    let dictionary = tables.dictionary();
    for table in tables.finish()? {
        table.persist().map_err(|error| failed(&error))?;
    }
    folder
        .write(COLUMNS_FILE, dictionary.as_bytes())
        .map_err(|error| failed(&error))
}

/// Tables and statistics of a plain run.
pub struct PlainOutput<'a> {
    model: &'a PlainModel,
    statistics: PlainAccumulator,
    tables: Tables<PlainRecord, Table>,
}

impl<'a> PlainOutput<'a> {
    pub fn new(folder: &RunFolder, model: &'a PlainModel) -> Result<Self, Failure> {
        Ok(Self {
            model,
            statistics: PlainAccumulator::new(model),
            tables: table::plain(&PlainFamilies::of(model), open(folder))?,
        })
    }

    pub fn finish(self, folder: &RunFolder, scenario: &Scenario, lock: &Lock) -> Answer {
        persist(self.tables, folder)?;
        let summary = self.statistics.finish();
        let files = report::plain_files(&context(scenario, lock), self.model, &summary);
        Ok((plain_answer(&summary), write_files(folder, files)?))
    }
}

impl Sink<PlainRecord> for PlainOutput<'_> {
    fn accept(&mut self, record: &PlainRecord) -> Result<(), KeepError> {
        self.statistics.add(record);
        self.tables.add(record).map_err(KeepError::Tables)
    }
}

/// Tables and statistics of a laboratory run.
pub struct FlaskOutput<'a> {
    laboratory: &'a Laboratory,
    statistics: FlaskAccumulator,
    tables: Tables<FlaskRecord, Table>,
}

impl<'a> FlaskOutput<'a> {
    pub fn new(folder: &RunFolder, laboratory: &'a Laboratory) -> Result<Self, Failure> {
        let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
        let families = FlaskFamilies::of(biology, protocol, laboratory.record_looks);
        Ok(Self {
            laboratory,
            statistics: FlaskAccumulator::new(protocol, biology),
            tables: table::flasks(&families, open(folder))?,
        })
    }

    /// `trace` simulates a replicate again, for the Muller plot.
    pub fn finish(
        self,
        folder: &RunFolder,
        scenario: &Scenario,
        lock: &Lock,
        trace: impl Fn(u64) -> FlaskTrace,
    ) -> Answer {
        persist(self.tables, folder)?;
        let summary = self.statistics.finish();
        let trace = summary.typical_replicate.map(trace);
        let Laboratory { biology, protocol, .. } = self.laboratory;
        let files = report::flask_files(&context(scenario, lock), biology, protocol, &summary, trace.as_ref());
        Ok((flask_answer(&summary), write_files(folder, files)?))
    }
}

impl Sink<FlaskRecord> for FlaskOutput<'_> {
    fn accept(&mut self, record: &FlaskRecord) -> Result<(), KeepError> {
        self.statistics.add(record);
        self.tables.add(record).map_err(KeepError::Tables)
    }
}

/// Writes every file but the summary, which is returned.
fn write_files(folder: &RunFolder, files: Result<Vec<(String, String)>, ReportError>) -> Result<Vec<u8>, Failure> {
    let files = files.map_err(|error| Failure::Other(error.to_string()))?;
    let mut summary = Vec::new();
    for (path, content) in files {
        if path == SUMMARY {
            summary = content.into_bytes();
        } else {
            folder
                .write(&path, content.as_bytes())
                .map_err(|error| failed(&error))?;
        }
    }
    Ok(summary)
}

fn context(scenario: &Scenario, lock: &Lock) -> RunContext {
    RunContext {
        name: scenario.name.clone(),
        question: scenario.question.clone(),
        protocol_words: words::of(scenario),
        provenance: Provenance {
            version: VERSION.to_owned(),
            schema: SCHEMA as u32,
            scenario_hash: lock.scenario_hash.clone(),
            knowledge_hash: lock.knowledge_hash.clone(),
            seed: scenario.seed,
            replicates: scenario.replicates,
            method: words::method(scenario.settings.method).to_owned(),
            tolerance: scenario.settings.tolerance,
            sampler_version: crate::sampling::SAMPLER_VERSION,
        },
        assumptions: match &scenario.body {
            Body::Plain(_) => Vec::new(),
            Body::Laboratory(laboratory) => assumptions(laboratory),
        },
    }
}

/// What a laboratory scenario leans on, as the report tells it.
pub fn assumptions(laboratory: &Laboratory) -> Vec<AssumptionRow> {
    let row = |a: &crate::scenario::Assumed| AssumptionRow {
        what: a.what.clone(),
        value: a.value.clone(),
        range: a.range.clone(),
        certainty: a.certainty,
        why: a.why.clone(),
    };
    laboratory.assumptions.iter().map(row).collect()
}

fn flask_answer(summary: &FlaskSummary) -> String {
    let text = format!(
        "{}\n\n{}\n{}",
        report::answer_sentence(summary),
        report::text_profile(summary).trim_end(),
        report::text_together(summary)
    );
    text.trim_end().to_owned()
}

/// How replicates ended, and the mean of every count.
fn plain_answer(summary: &PlainSummary) -> String {
    let mut text = String::new();
    let mut ends = Vec::new();
    for stop in summary.stops.iter().filter(|stop| stop.share.count > 0) {
        ends.push(format!(
            "{} ended as {} ({:.1}%, 95% interval {:.1} to {:.1}%)",
            stop.share.count,
            stop.reason.word(),
            100.0 * stop.share.share,
            100.0 * stop.share.low,
            100.0 * stop.share.high
        ));
    }
    let _ = write!(text, "Of {} replicates, {}.\n\n", summary.replicates, ends.join("; "));
    let mut rows = vec![["", "mean", "median", "5%", "95%", "zero in"].map(str::to_owned)];
    let number = |x: f64| terminal::number(x);
    for count in std::iter::once(&summary.total)
        .chain(&summary.types)
        .chain(&summary.mutations)
    {
        rows.push([
            count.name.clone(),
            number(count.mean),
            number(count.median),
            number(count.q05),
            number(count.q95),
            format!("{:.1}%", 100.0 * count.zero.share),
        ]);
    }
    text += &terminal::table(&rows);
    text
}
