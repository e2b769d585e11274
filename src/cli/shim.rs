//! Stand-in for statistics and report until they are merged.

use crate::engine::record::PlainRecord;
use crate::ensemble::Sink;
use crate::ensemble::folder::{FolderError, RunFolder, Table};
use crate::model::plain::PlainModel;
use crate::scenario::Scenario;
use crate::scenario::lock::Lock;
use std::io::Write;

pub struct PlainOutput {
    table: Table,
    row: Vec<u8>,
    extinct: u64,
}

impl PlainOutput {
    pub fn new(folder: &RunFolder, model: &PlainModel) -> Result<Self, FolderError> {
        let mut header = String::from("replicate,stop_reason,end_day,cells_total");
        for t in &model.types {
            header += &format!(",cells_{}", t.name);
        }
        for m in &model.mutations {
            header += &format!(",mutations_{}_{}", model.types[m.from].name, model.types[m.to].name);
        }
        let mut table = folder.table("replicates.csv")?;
        header.push('\n');
        table
            .write(header.as_bytes())
            .map_err(|e| FolderError::io("write", folder.root(), e))?;
        Ok(Self {
            table,
            row: Vec::new(),
            extinct: 0,
        })
    }

    pub fn finish(self, _: &RunFolder, scenario: &Scenario, lock: &Lock) -> Result<(String, Vec<u8>), FolderError> {
        self.table.persist()?;
        let summary = format!("{{\"scenario_hash\": \"{}\"}}\n", lock.scenario_hash);
        let answer = format!("{} of {} replicates died out.", self.extinct, scenario.replicates);
        Ok((answer, summary.into_bytes()))
    }
}

impl Sink<PlainRecord> for PlainOutput {
    fn accept(&mut self, r: &PlainRecord) -> std::io::Result<()> {
        self.extinct += u64::from(r.stop == crate::engine::record::PlainStop::Extinct);
        self.row.clear();
        let total: u64 = r.cells.iter().sum();
        write!(self.row, "{},{},{},{total}", r.replicate, r.stop.word(), r.end_day)?;
        for n in r.cells.iter().chain(&r.mutations) {
            write!(self.row, ",{n}")?;
        }
        self.row.push(b'\n');
        self.table.write(&self.row)
    }
}
