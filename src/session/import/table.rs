//! A table of potencies.

use super::asked::DataFile;
use super::gathered::Gathered;
use super::studies::Reading;
use crate::document::FileError;
use crate::observed::{PotencyRow, Table};

impl Gathered<'_> {
    pub(super) fn table(&mut self, file: &DataFile, table: &Table<PotencyRow>) {
        for row in &table.records {
            if let Err(error) = self.row(row) {
                self.fault(file, row.line, error);
            }
        }
    }

    fn row(&mut self, row: &PotencyRow) -> Result<(), FileError> {
        let line = self.system(row.cell_line.as_deref())?;
        let drug = self.names.drug(&row.drug)?;
        let label = self.names.label(line, Some(&row.allele), row.codon.as_deref())?;
        if row.side.is_some() && row.slope.is_some() {
            self.notes
                .push(format!("{label} under {drug}: a bound has no slope, which is left out"));
        }
        let reading = Reading {
            nm: row.nm,
            side: row.side,
            range: row.range.filter(|_| row.side.is_none()),
            slope: row.slope.filter(|_| row.side.is_none()),
        };
        let hours = row.hours.or(self.asked.hours);
        let told = format!("a potency of {drug} for {label} in {} is there already", line.id);
        match self.studies.add(line, hours, (label, drug), reading) {
            true => Ok(()),
            false => {
                Err(FileError::whole_file("", told).allowed("one for each allele, drug, line and length of assay"))
            }
        }
    }
}
