//! From records to files: the one place where the run meets statistics and report.

use super::{Failure, terminal};
use crate::engine::record::{FlaskRecord, FlaskTrace, PlainRecord};
use crate::ensemble::Sink;
use crate::ensemble::folder::{FolderError, RunFolder, SUMMARY, Table};
use crate::model::plain::PlainModel;
use crate::report::{self, AssumptionRow, Provenance, ReportError, RunContext, table};
use crate::scenario::lock::{Lock, VERSION};
use crate::scenario::{Body, Laboratory, SCHEMA, Scenario, words};
use crate::statistics::{FlaskAccumulator, FlaskSummary, PlainAccumulator, PlainSummary, names};
use std::fmt::Write;
use std::io;

/// The answer in words and the content of `summary.json`, which marks the run as complete and is
/// therefore left to the caller to write last.
pub type Answer = Result<(String, Vec<u8>), Failure>;

/// What went wrong after the run had begun.
pub fn failed(error: &FolderError) -> Failure {
    Failure::Other(format!(
        "{error}\n  what is finished was kept; run the same command to go on"
    ))
}

fn started(folder: &RunFolder, name: &'static str, header: &[u8]) -> Result<Table, Failure> {
    let mut table = folder.table(name).map_err(|error| failed(&error))?;
    table.write(header)?;
    Ok(table)
}

/// Tables and statistics of a plain run.
pub struct PlainOutput<'a> {
    model: &'a PlainModel,
    statistics: PlainAccumulator,
    replicates: Table,
    trajectories: Option<Table>,
    row: Vec<u8>,
}

impl<'a> PlainOutput<'a> {
    pub fn new(folder: &RunFolder, model: &'a PlainModel) -> Result<Self, Failure> {
        let mut header = Vec::new();
        table::plain_header(model, &mut header);
        let replicates = started(folder, "replicates.csv", &header)?;
        header.clear();
        table::trajectory_header(&mut header);
        let recorded = model.record_every.is_some();
        let trajectories = recorded.then(|| started(folder, "trajectories.csv", &header));
        Ok(Self {
            model,
            statistics: PlainAccumulator::new(model),
            replicates,
            trajectories: trajectories.transpose()?,
            row: Vec::new(),
        })
    }

    pub fn finish(self, folder: &RunFolder, scenario: &Scenario, lock: &Lock) -> Answer {
        self.replicates.persist().map_err(|error| failed(&error))?;
        if let Some(trajectories) = self.trajectories {
            trajectories.persist().map_err(|error| failed(&error))?;
        }
        let summary = self.statistics.finish();
        let files = report::plain_files(&context(scenario, lock), self.model, &summary);
        Ok((plain_answer(&summary), write_files(folder, files)?))
    }
}

impl Sink<PlainRecord> for PlainOutput<'_> {
    fn accept(&mut self, record: &PlainRecord) -> io::Result<()> {
        self.statistics.add(record);
        self.row.clear();
        table::plain_row(record, &mut self.row);
        self.replicates.write(&self.row)?;
        if let Some(trajectories) = &mut self.trajectories {
            self.row.clear();
            table::trajectory_rows(self.model, record, &mut self.row);
            trajectories.write(&self.row)?;
        }
        Ok(())
    }
}

/// Tables and statistics of a laboratory run.
pub struct FlaskOutput<'a> {
    laboratory: &'a Laboratory,
    statistics: FlaskAccumulator,
    replicates: Table,
    lineages: Table,
    looks: Option<Table>,
    samples: Option<Table>,
    barcodes: Option<Table>,
    row: Vec<u8>,
}

impl<'a> FlaskOutput<'a> {
    pub fn new(folder: &RunFolder, laboratory: &'a Laboratory) -> Result<Self, Failure> {
        let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
        let mut header = Vec::new();
        table::flask_header(&mut header);
        let replicates = started(folder, "replicates.csv", &header)?;
        header.clear();
        table::lineage_header(&names::states(biology), &mut header);
        let lineages = started(folder, "lineages.csv", &header)?;
        header.clear();
        table::look_header(&names::course_columns(biology, protocol), &mut header);
        let looks = laboratory.record_looks.then(|| started(folder, "looks.csv", &header));
        header.clear();
        table::sample_header(&mut header);
        let sampled = !protocol.design.samples.is_empty();
        let samples = sampled.then(|| started(folder, "samples.csv", &header));
        header.clear();
        table::barcode_header(&mut header);
        let marked = protocol.design.barcodes.is_some();
        let barcodes = marked.then(|| started(folder, "barcodes.csv", &header));
        Ok(Self {
            laboratory,
            statistics: FlaskAccumulator::new(protocol, biology),
            replicates,
            lineages,
            looks: looks.transpose()?,
            samples: samples.transpose()?,
            barcodes: barcodes.transpose()?,
            row: Vec::new(),
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
        self.replicates.persist().map_err(|error| failed(&error))?;
        self.lineages.persist().map_err(|error| failed(&error))?;
        for table in [self.looks, self.samples, self.barcodes].into_iter().flatten() {
            table.persist().map_err(|error| failed(&error))?;
        }
        let summary = self.statistics.finish();
        let trace = summary.typical_replicate.map(trace);
        let Laboratory { biology, protocol, .. } = self.laboratory;
        let files = report::flask_files(&context(scenario, lock), biology, protocol, &summary, trace.as_ref());
        Ok((flask_answer(&summary), write_files(folder, files)?))
    }
}

impl Sink<FlaskRecord> for FlaskOutput<'_> {
    fn accept(&mut self, record: &FlaskRecord) -> io::Result<()> {
        self.statistics.add(record);
        self.row.clear();
        table::flask_row(record, &mut self.row);
        self.replicates.write(&self.row)?;
        self.row.clear();
        table::lineage_rows(record, &mut self.row);
        self.lineages.write(&self.row)?;
        if let Some(looks) = &mut self.looks {
            self.row.clear();
            table::look_rows(record, &mut self.row);
            looks.write(&self.row)?;
        }
        if let Some(samples) = &mut self.samples {
            self.row.clear();
            table::sample_rows(record, &mut self.row);
            samples.write(&self.row)?;
        }
        if let Some(barcodes) = &mut self.barcodes {
            self.row.clear();
            table::barcode_rows(record, self.laboratory.protocol.design.arms, &mut self.row);
            barcodes.write(&self.row)?;
        }
        Ok(())
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
        certainty: a.certainty.clone(),
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
