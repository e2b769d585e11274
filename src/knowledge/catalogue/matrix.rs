//! Alleles by drugs: how many times more drug each allele needs, and how surely that is known.

use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::certainty::{Certainty, Transcription};
use crate::knowledge::check::genotype_of;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::lookup::{Fold, ImputedFold, bounded, find, measured, studies};
use crate::knowledge::schema::{AlleleRecord, DrugRecord, FoldRecord, LineRecord, short};
use crate::model::endpoint;
use crate::tables::{Description, Kind, Rows, Table};
use crate::words::{Align, Columns};
use serde::Serialize;
use std::fmt;

/// Alleles and named combinations of a family by its drugs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matrix {
    /// Id of the family.
    pub family: String,
    /// Line in which IC50s were simulated; without it the numbers are folds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// Ids of its drugs.
    pub drugs: Vec<String>,
    /// One per allele or combination.
    pub rows: Vec<MatrixRow>,
}

/// One allele or combination in cis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatrixRow {
    /// Name of the allele, or names in cis.
    pub allele: String,
    /// Protein region.
    pub region: String,
    /// One per drug.
    pub cells: Vec<MatrixCell>,
}

/// One allele under one drug.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatrixCell {
    /// Potency change over an unmutated copy, in the endpoint of its study.
    pub fold: f64,
    /// Dose that halves viability in 72 h, simulated in the matrix's line, nM; none below 1 mM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ic50_nm: Option<f64>,
    /// How sure the fold is.
    pub certainty: Certainty,
    /// What a study states where none reads the dose: "> 10 µM".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<String>,
}

impl MatrixCell {
    fn mark(&self) -> &'static str {
        match self.certainty {
            Certainty::Measured(Transcription::Checked) => "",
            Certainty::Measured(Transcription::Unchecked) => "'",
            Certainty::Measured(Transcription::MadeUp) => "*",
            Certainty::Fitted => "^",
            Certainty::Imputed => "~",
            Certainty::Assumed => "?",
        }
    }
}

impl Matrix {
    /// Header and rows of the table, one string per cell.
    pub fn table(&self) -> Vec<Vec<String>> {
        let number = |cell: &MatrixCell| match (&self.line, cell.ic50_nm) {
            (None, _) => short(cell.fold),
            (Some(_), Some(dose)) => short(dose),
            (Some(_), None) => "none".to_owned(),
        };
        let head = ["allele", "region"].map(str::to_owned);
        let mut table = vec![head.into_iter().chain(self.drugs.iter().cloned()).collect::<Vec<_>>()];
        for row in &self.rows {
            let cells = row.cells.iter().map(|cell| {
                let bound = cell.bound.as_ref().map(|bound| format!(" ({bound})"));
                format!("{}{}{}", number(cell), cell.mark(), bound.unwrap_or_default())
            });
            table.push(
                [row.allele.clone(), row.region.clone()]
                    .into_iter()
                    .chain(cells)
                    .collect(),
            );
        }
        table
    }

    /// What the numbers and marks mean.
    pub fn legend(&self) -> String {
        let what = match &self.line {
            None => "Times the dose on an unmutated copy, each in the endpoint of its study.".to_owned(),
            Some(line) => format!("Dose in nM that halves viability of {line} in 72 h, simulated."),
        };
        let mut cells = self.rows.iter().flat_map(|row| &row.cells);
        let fitted = match cells.clone().any(|cell| cell.certainty == Certainty::Fitted) {
            true => " ^ fitted,",
            false => "",
        };
        let bounds = match cells.any(|cell| cell.bound.is_some()) {
            true => " (> 10 µM): a study gives only that bound of the dose.",
            false => "",
        };
        format!("{what} ' unchecked,{fitted} ~ imputed, ? assumed, * made up.{bounds}")
    }

    /// One row per allele and drug.
    pub fn csv(&self) -> String {
        let rows = self.rows.iter().flat_map(|row| {
            let cells = self.drugs.iter().zip(&row.cells);
            cells.map(move |(drug, cell)| Entry {
                family: &self.family,
                row,
                drug,
                cell,
            })
        });
        entries().text(rows)
    }
}

/// An allele under a drug.
#[derive(Clone, Copy)]
struct Entry<'a> {
    family: &'a str,
    row: &'a MatrixRow,
    drug: &'a str,
    cell: &'a MatrixCell,
}

/// Rows of the matrix as a table.
struct Entries;

impl Rows for Entries {
    type Row<'a> = Entry<'a>;
}

fn entries() -> Table<Entries> {
    Table::<Entries>::new("matrix.csv", "allele and drug (what `kb matrix --csv` prints)")
        .column("family", Kind::Text, "identifier of the family", |entry| {
            entry.family.into()
        })
        .column(
            "allele",
            Kind::Text,
            "name of the allele, or of a combination in cis",
            |entry| (&entry.row.allele).into(),
        )
        .column("region", Kind::Text, "protein region, or `compound`", |entry| {
            (&entry.row.region).into()
        })
        .column("drug", Kind::Text, "identifier of the drug", |entry| entry.drug.into())
        .column(
            "fold",
            Kind::Number,
            "potency change over an unmutated copy, in its study's endpoint",
            |entry| short(entry.cell.fold).into(),
        )
        .column(
            "ic50_nM",
            Kind::Nanomolar,
            "dose that halves viability in 72 h, simulated in the named line",
            |entry| entry.cell.ic50_nm.map(short).into(),
        )
        .missing("no line is named, or no dose up to 1 mM does")
        .column("certainty", Kind::Text, "how surely the fold is known", |entry| {
            entry.cell.certainty.words().into()
        })
        .column(
            "bound",
            Kind::Text,
            "side of the dose that a study gives, such as `> 10 µM`",
            |entry| entry.cell.bound.clone().into(),
        )
        .missing("a study reads the dose, or none says anything of it")
}

/// What [`Matrix::csv`] holds.
pub fn matrix_description() -> Description {
    entries().description().clone()
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut align = vec![Align::Left; 2];
        align.resize(2 + self.drugs.len(), Align::Right);
        let mut columns = Columns::new(&align);
        self.table().into_iter().for_each(|row| columns.row(row));
        f.write_str(&columns.text())?;
        write!(f, "{}", self.legend())
    }
}

impl KnowledgeBase {
    /// The matrix of a family; with a line, of the alleles of its gene and with simulated IC50s.
    ///
    /// # Errors
    /// As [`Self::resolve`]; or there is no such family, the line has another driver, or nothing tells a fold.
    pub fn matrix(&self, family: &str, line: Option<&str>) -> Result<Matrix, KnowledgeError> {
        let data = self.data();
        self.family(family)?;
        let line = line.map(|id| self.line(id)).transpose()?;
        let of_line = |gene: &Option<String>| line.is_none_or(|line| line.gene == *gene);
        let drugs: Vec<&DrugRecord> = data
            .drug
            .iter()
            .filter(|drug| drug.family.as_deref() == Some(family))
            .collect();
        let alleles: Vec<&AlleleRecord> = data
            .allele
            .iter()
            .filter(|allele| allele.family == family && of_line(&allele.gene))
            .collect();
        let mut rows = Vec::new();
        for allele in &alleles {
            let mut cells = Vec::new();
            for drug in &drugs {
                cells.push(self.cell(&find(self, allele, drug)?, family, [&allele.id, &allele.name], drug));
            }
            rows.push(MatrixRow {
                allele: allele.name.clone(),
                region: allele.region.clone(),
                cells,
            });
        }
        for compound in data.compound.iter().filter(|compound| compound.family == family) {
            let label = compound.label();
            let parts: Option<Vec<usize>> = (compound.alleles.iter())
                .map(|name| rows.iter().position(|row| row.allele == *name))
                .collect();
            let Some(parts) = parts else { continue };
            let cells = drugs.iter().enumerate().map(|(d, drug)| {
                let of_parts = || ImputedFold::product(parts.iter().map(|part| rows[*part].cells[d].fold));
                let read = measured(self, family, &label, &drug.id).map(Fold::Measured);
                let fold = read.unwrap_or_else(|| {
                    let of_parts = of_parts();
                    let bounded = bounded(self, family, &label, &drug.id);
                    let beyond = bounded.filter(|bounded| !bounded.side.holds(of_parts.fold, bounded.at.ratio));
                    beyond.map_or(Fold::Imputed(of_parts), Fold::Bounded)
                });
                self.cell(&fold, family, [&label, &label], drug)
            });
            let cells = cells.collect();
            rows.push(MatrixRow {
                allele: label,
                region: "compound".to_owned(),
                cells,
            });
        }
        let mut matrix = Matrix {
            family: family.to_owned(),
            line: line.map(|line| line.id.clone()),
            drugs: drugs.iter().map(|drug| drug.id.clone()).collect(),
            rows,
        };
        if let Some(line) = line {
            self.simulate(&mut matrix, line)?;
        }
        Ok(matrix)
    }

    fn cell(&self, fold: &Fold, family: &str, [id, label]: [&str; 2], drug: &DrugRecord) -> MatrixCell {
        let fitted = self.fitted(&FoldRecord::key(id, &drug.id));
        let stated = studies(self, family)
            .into_iter()
            .find_map(|study| study.bound(label, &drug.id));
        MatrixCell {
            fold: fitted.map_or(fold.number(), |fitted| fitted.number),
            ic50_nm: None,
            certainty: fitted.map_or(fold.certainty(), |fitted| fitted.told.certainty),
            bound: stated
                .filter(|_| !matches!(fold, Fold::Measured(_)))
                .map(|bound| bound.words()),
        }
    }

    fn simulate(&self, matrix: &mut Matrix, line: &LineRecord) -> Result<(), KnowledgeError> {
        if line.family.as_ref() != Some(&matrix.family) {
            return Err(KnowledgeError::Undetermined {
                what: format!("IC50s of family \"{}\" in line \"{}\"", matrix.family, line.id),
                why: "the line has another driver".to_owned(),
            });
        }
        let ids: Vec<&str> = matrix.drugs.iter().map(String::as_str).collect();
        let biology = self.resolve(&line.id, &ids)?.biology;
        for row in &mut matrix.rows {
            let Some(genotype) = genotype_of(&biology, &row.allele) else {
                continue;
            };
            for (d, cell) in row.cells.iter_mut().enumerate() {
                cell.ic50_nm = endpoint::absolute_ic(&biology, &genotype, 0, d, 0.5, endpoint::USUAL_HOURS);
            }
        }
        Ok(())
    }
}
