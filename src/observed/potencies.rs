//! Tables of potencies: alleles by drugs, or a row for each pair.

use super::column::{Column, Holds};
use super::faults::{At, Fault, Faults};
use super::head::{Head, Place, taken_apart};
use super::record::{Before, Observation, Record, Table, only_once};
use super::row::{Row, Side};
use super::sheet::Sheet;
use super::unit::{self, Unit};
use crate::document::Checked;
use csv::StringRecord;

/// The potency of a drug against cells that carry an allele.
#[derive(Debug, Clone, PartialEq)]
pub struct PotencyRow {
    /// Line of the file, from 1.
    pub line: usize,
    /// The allele as the file calls it.
    pub allele: String,
    /// The drug as the file calls it.
    pub drug: String,
    /// nM; a bound where `side` says so.
    pub nm: f64,
    /// On which side of `nm` it is known to lie; none: it was read.
    pub side: Option<Side>,
    /// Low and high end, nM; none: not stated.
    pub range: Option<(f64, f64)>,
    /// Hill slope; none: not stated.
    pub slope: Option<f64>,
    /// Hours of the assay; none: not stated.
    pub hours: Option<f64>,
    /// The cell line or assay system; none: not stated.
    pub cell_line: Option<String>,
    /// The codon that a new allele changes; none: not stated.
    pub codon: Option<String>,
}

const ALLELE: usize = 0;
const CELL_LINE: usize = 1;
const HOURS: usize = 2;
const CODON: usize = 3;
const DRUG: usize = 4;
const IC50: usize = 5;
const LOW: usize = 6;
const HIGH: usize = 7;
const SLOPE: usize = 8;

/// Columns of both forms stand first.
static COLUMNS: [Column; 9] = [
    Column::must("allele", Holds::Name, "allele of the driver; WT: unmutated")
        .also(&["mutation", "mutant", "genotype", "variant", "alleles"]),
    Column::may("line", Holds::Name, "cell line or assay system").also(&["cell_line", "system"]),
    Column::may("hours", Holds::Hours, "length of the assay").also(&["duration"]),
    Column::may(
        "codon",
        Holds::Name,
        "codon before the change, of an allele that the knowledge base does not have",
    ),
    Column::must("drug", Holds::Name, "name of the drug").also(&["compound", "inhibitor"]),
    Column::must("ic50", Holds::Dose, "its potency; > and < where only a bound is known").also(&["potency"]),
    Column::may("low", Holds::Dose, "low end of it").also(&["ic50_low"]),
    Column::may("high", Holds::Dose, "high end of it").also(&["ic50_high"]),
    Column::may("slope", Holds::Signal, "Hill slope").also(&["hill_slope", "hill"]),
];
const SHARED: usize = 4;

/// What a table of potencies may look like, for messages and help.
pub const FORMS: &str =
    "an IC50 table: allele, then a column for each drug with its unit (alectinib_nM), or allele, drug, ic50_nM";

/// Whether a text is a table of potencies, by its header.
pub fn is_potencies(text: &str) -> bool {
    let mut ignored = Faults::new("", text);
    let sheet = Sheet::open(text, &mut ignored);
    sheet.is_some_and(|sheet| is_long(&sheet.headers) || is_wide(&sheet.headers))
}

fn names(headers: &[String]) -> Vec<String> {
    headers.iter().map(|header| taken_apart(header).0).collect()
}

fn is_long(headers: &[String]) -> bool {
    let names = names(headers);
    let has = |column: &Column| {
        names
            .iter()
            .any(|name| column.names().any(|known| name.starts_with(known)))
    };
    has(&COLUMNS[DRUG]) && has(&COLUMNS[IC50])
}

fn is_wide(headers: &[String]) -> bool {
    let first = names(headers).into_iter().next().unwrap_or_default();
    let doses = headers.iter().skip(1).filter(|header| drug_of(header).is_some());
    COLUMNS[ALLELE].is_called(&first) && doses.count() > 0
}

/// `Alectinib (nM)`, `alectinib_uM`: the drug and the factor to nM.
fn drug_of(header: &str) -> Option<(&str, Unit)> {
    let header = header.trim();
    let (name, unit) = match header.find(['(', '[']) {
        Some(open) if header.ends_with([')', ']']) => (&header[..open], &header[open + 1..header.len() - 1]),
        _ => header.rsplit_once(['_', ' '])?,
    };
    let name = name.trim_end_matches(['_', ' ']).trim();
    Some((name, unit::unit(Holds::Dose, unit)?)).filter(|(name, _)| !name.is_empty())
}

/// Reads a table of potencies of either form; `file` is its name in messages.
///
/// # Errors
/// Everything that is wrong in it, up to twenty mistakes.
///
/// # Panics
/// Never: a file without mistakes has records.
pub fn potencies(file: &str, text: &str) -> Checked<Table<PotencyRow>> {
    let mut faults = Faults::new(file, text);
    let table = Sheet::open(text, &mut faults).and_then(|sheet| match is_long(&sheet.headers) {
        true => {
            let head = Head::of("potencies", &COLUMNS, &sheet.headers, sheet.at, &mut faults);
            super::read::table(file, &sheet, head, &mut faults)
        }
        false => wide(file, &sheet, &mut faults),
    });
    faults.told()?;
    Ok(table.expect("a file without mistakes has records"))
}

impl Observation for PotencyRow {
    fn condition(&self) -> Option<&str> {
        None
    }
}

impl Record for PotencyRow {
    fn read(row: &mut Row) -> Option<Self> {
        let (allele, drug) = (row.name(ALLELE), row.name(DRUG));
        row.is_there(IC50);
        let (side, nm) = potency(row, IC50)?;
        let (low, high) = (row.may_number(LOW), row.may_number(HIGH));
        let range = low.zip(high);
        if range.is_some_and(|(low, high)| !(low <= nm && nm <= high)) {
            row.refuse(
                LOW,
                "and the high end do not hold the potency",
                String::new(),
                "low end, potency, high end in rising order",
            );
        }
        let slope = row.may_number(SLOPE);
        if slope.is_some_and(|slope| slope <= 0.0) {
            row.refuse(SLOPE, "is no slope", String::new(), "above 0");
        }
        Some(Self {
            line: row.at.line,
            nm,
            side,
            range,
            slope,
            hours: row.may_number(HOURS),
            cell_line: row.may_name(CELL_LINE),
            codon: row.may_name(CODON),
            allele: allele?,
            drug: drug?,
        })
    }

    fn follow(&self, before: &mut Before, row: &mut Row) {
        let hours = self.hours.map(|hours| hours.to_string()).unwrap_or_default();
        let names = [
            self.cell_line.as_deref().unwrap_or_default(),
            &hours,
            &self.allele,
            &self.drug,
        ];
        only_once(&names, before, row, ALLELE);
    }
}

/// A potency above 0, or a bound.
fn potency(row: &mut Row, column: usize) -> Option<(Option<Side>, f64)> {
    let (side, nm) = row.may_bound(column)?;
    if nm == 0.0 {
        row.refuse(
            column,
            "is nothing",
            String::new(),
            "a concentration above 0; \"> 10000\" where it was not reached",
        );
        return None;
    }
    Some((side, nm))
}

/// Alleles by drugs: what is empty was not measured.
fn wide(file: &str, sheet: &Sheet, faults: &mut Faults) -> Option<Table<PotencyRow>> {
    let (head, drugs) = wide_head(sheet, faults);
    if !faults.is_empty() {
        return None;
    }
    let (mut records, mut before) = (Vec::new(), Before::default());
    sheet.rows(|cells: &StringRecord, at: At| {
        if !super::read::has_width(cells, head.width, at, faults) {
            return;
        }
        let mut row = Row {
            head: &head,
            cells,
            at,
            faults,
        };
        let Some(allele) = row.name(ALLELE) else { return };
        let (cell_line, hours, codon) = (row.may_name(CELL_LINE), row.may_number(HOURS), row.may_name(CODON));
        for (i, drug) in drugs.iter().enumerate() {
            let Some((side, nm)) = potency(&mut row, SHARED + i) else {
                continue;
            };
            let record = PotencyRow {
                line: at.line,
                allele: allele.clone(),
                drug: drug.clone(),
                nm,
                side,
                range: None,
                slope: None,
                hours,
                cell_line: cell_line.clone(),
                codon: codon.clone(),
            };
            record.follow(&mut before, &mut row);
            records.push(record);
        }
    });
    if records.is_empty() && faults.is_empty() {
        let fault = Fault {
            what: "has no potency",
            allowed: "a number for at least one allele and drug".to_owned(),
            ..Fault::default()
        };
        faults.add(Some(sheet.at), &fault);
    }
    Some(Table {
        file: file.to_owned(),
        records,
        unread: Vec::new(),
    })
}

/// The columns that both forms share, and then one for each drug.
fn wide_head(sheet: &Sheet, faults: &mut Faults) -> (Head, Vec<String>) {
    let mut columns = COLUMNS[..SHARED].to_vec();
    let mut places: Vec<Option<Place>> = vec![None; SHARED];
    let mut drugs: Vec<String> = Vec::new();
    for (at, header) in sheet
        .headers
        .iter()
        .enumerate()
        .filter(|(_, header)| !header.is_empty())
    {
        let place = |unit| {
            Some(Place {
                at,
                name: header.clone(),
                unit,
                beside: None,
            })
        };
        let plain = taken_apart(header).0;
        if let Some(shared) = COLUMNS[..SHARED].iter().position(|column| column.is_called(&plain)) {
            places[shared] = place(Unit::of(1.0));
            continue;
        }
        let mut fault = Fault {
            column: Some(header),
            ..Fault::default()
        };
        match drug_of(header) {
            Some((drug, _)) if drugs.iter().any(|known| known.eq_ignore_ascii_case(drug)) => {
                fault.what = "is there twice";
                fault.help = "keep one of them";
            }
            Some((drug, unit)) => {
                drugs.push(drug.to_owned());
                columns.push(COLUMNS[IC50]);
                places.push(place(unit));
                continue;
            }
            None => {
                fault.what = "has no unit that is known";
                fault.allowed = "the drug with pM, nM, uM, mM or M: alectinib_nM, alectinib (uM)".to_owned();
            }
        }
        faults.add(Some(sheet.at), &fault);
    }
    let head = Head {
        columns,
        places,
        foreign: Vec::new(),
        width: sheet.headers.len(),
    };
    (head, drugs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_potencies_are_read_in_both_forms() {
        let wide = "Mutation,alectinib (nM),lorlatinib_uM\nWT,10,0.001\nG1202R,> 10000,0.05\nL1196M,,< 0.001\n";
        assert!(is_potencies(wide));
        let table = potencies("ic50.csv", wide).unwrap();
        let rows: Vec<(&str, &str, f64, Option<Side>)> = (table.records.iter())
            .map(|row| (row.allele.as_str(), row.drug.as_str(), row.nm, row.side))
            .collect();
        assert_eq!(
            rows,
            [
                ("WT", "alectinib", 10.0, None),
                ("WT", "lorlatinib", 1.0, None),
                ("G1202R", "alectinib", 10_000.0, Some(Side::Above)),
                ("G1202R", "lorlatinib", 50.0, None),
                ("L1196M", "lorlatinib", 1.0, Some(Side::Below)),
            ]
        );
        assert_eq!(table.records[4].line, 4);
        let long = "allele,drug,ic50_nM,low_nM,high_nM,slope,hours\nWT,alectinib,10,8,12,1.1,72\nG1202R,alectinib,>10000,,,,72\n";
        assert!(is_potencies(long));
        let table = potencies("ic50.csv", long).unwrap();
        let row = &table.records[0];
        assert_eq!(
            (row.range, row.slope, row.hours),
            (Some((8.0, 12.0)), Some(1.1), Some(72.0))
        );
        assert_eq!(table.records[1].side, Some(Side::Above));
        // Neither counts nor plates are taken for one.
        assert!(!is_potencies("flask,day,cells\n") && !is_potencies("drug,dose_nM,signal,allele\n"));
        assert!(!is_potencies("flask,day,allele,vaf\n"));
    }

    #[test]
    fn mistakes_of_potencies_are_named() {
        for (text, part) in [
            (
                "allele,alectinib_nM,alectinib_nM\nWT,1,2\n",
                "`alectinib_nM` is there twice",
            ),
            (
                "allele,alectinib,lorlatinib_nM\nWT,1,2\n",
                "`alectinib` has no unit that is known",
            ),
            ("allele,alectinib_nM\nWT,0\n", "\"0\" is nothing"),
            ("allele,alectinib_nM\nWT,-3\n", "is negative"),
            ("allele,alectinib_nM\nWT,\"1,5\"\n", "has a decimal comma"),
            (
                "allele,alectinib_nM\nWT,1\nWT,2\n",
                "\"WT\" is there twice: it stands on line 2",
            ),
            ("allele,alectinib_nM\nWT,\n", "has no potency"),
            (
                "allele,drug,ic50_nM,low_nM,high_nM\nWT,x,5,6,7\n",
                "do not hold the potency",
            ),
        ] {
            let told = potencies("t.csv", text).unwrap_err().to_string();
            assert!(told.contains(part), "{told}");
        }
    }
}
