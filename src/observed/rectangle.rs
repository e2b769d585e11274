//! Plates as readers export them: blocks of 8 x 12 or 16 x 24 signals, with a layout that says what is in each well.

use super::cell;
use super::column::{Column, Holds};
use super::faults::{At, Fault, Faults};
use super::head::Head;
use super::plates::Well;
use super::record::{Before, Observation, Record, Table, only_once};
use super::row::Row;
use super::sheet::Sheet;
use crate::document::Checked;
use std::collections::BTreeMap;

/// What is in a well.
struct Filled {
    line: usize,
    well: String,
    drug: Option<String>,
    dose: f64,
    plate: Option<String>,
    condition: Option<String>,
    hours: Option<f64>,
    allele: Option<String>,
    cell_line: Option<String>,
}

const WELL: usize = 0;
const DOSE: usize = 1;
const DRUG: usize = 2;
const PLATE: usize = 3;
const CONDITION: usize = 4;
const HOURS: usize = 5;
const ALLELE: usize = 6;
const LINE: usize = 7;

static COLUMNS: [Column; 8] = [
    Column::must("well", Holds::Name, "name of the well, such as B3"),
    Column::must("dose", Holds::Dose, "its dose, 0 in control wells").also(&["concentration", "conc"]),
    Column::may(
        "drug",
        Holds::Name,
        "name of the drug; may be empty where the dose is 0",
    )
    .also(&["compound", "inhibitor"]),
    Column::may(
        "plate",
        Holds::Name,
        "number of the plate in the file, from 1; without it the layout is that of all",
    ),
    super::counts::CONDITIONS,
    Column::may("hours", Holds::Hours, "hours under drug").also(&["hour", "time", "day", "days"]),
    Column::may("allele", Holds::Name, "allele that the cells carry").also(&["mutation", "genotype"]),
    Column::may("line", Holds::Name, "cell line").also(&["cell_line"]),
];

impl Observation for Filled {
    fn condition(&self) -> Option<&str> {
        self.condition.as_deref()
    }
}

impl Record for Filled {
    fn read(row: &mut Row) -> Option<Self> {
        let (well, dose) = (row.name(WELL), row.number(DOSE));
        let drug = match dose {
            Some(dose) if dose > 0.0 => Some(row.name(DRUG)?),
            _ => row.may_name(DRUG),
        };
        Some(Self {
            line: row.at.line,
            drug,
            plate: row.may_name(PLATE),
            condition: row.may_name(CONDITION),
            hours: row.may_number(HOURS),
            allele: row.may_name(ALLELE),
            cell_line: row.may_name(LINE),
            well: usual(&well?),
            dose: dose?,
        })
    }

    fn follow(&self, before: &mut Before, row: &mut Row) {
        only_once(
            &[self.plate.as_deref().unwrap_or_default(), &self.well],
            before,
            row,
            WELL,
        );
    }
}

/// `b03` as B3.
fn usual(well: &str) -> String {
    let (row, column) = well.split_at(well.find(|c: char| c.is_ascii_digit()).unwrap_or(well.len()));
    format!("{}{}", row.trim().to_uppercase(), column.trim_start_matches('0'))
}

/// Reads plates and what is in their wells; wells that the layout does not name are left out.
///
/// # Errors
/// Everything that is wrong in either file, up to twenty mistakes each.
pub fn rectangles(file: &str, text: &str, layout_file: &str, layout_text: &str) -> Checked<Table<Well>> {
    let mut faults = Faults::new(layout_file, layout_text);
    let layout: Option<Table<Filled>> = Sheet::open(layout_text, &mut faults).and_then(|sheet| {
        let head = Head::of("layout", &COLUMNS, &sheet.headers, sheet.at, &mut faults);
        super::read::table(layout_file, &sheet, head, &mut faults)
    });
    let mut unreadable = Faults::new(file, text);
    let plates = blocks(text, &mut unreadable);
    unreadable.told()?;
    let mut records = Vec::new();
    for filled in layout.iter().flat_map(|layout| &layout.records) {
        join(filled, &plates, layout_text, &mut faults, &mut records);
    }
    faults.told()?;
    Ok(Table {
        file: file.to_owned(),
        records,
        unread: Vec::new(),
    })
}

/// Signals of a plate, by well.
type Plate = BTreeMap<String, f64>;

fn join(filled: &Filled, plates: &[Plate], layout: &str, faults: &mut Faults, records: &mut Vec<Well>) {
    let mut found = false;
    for (number, plate) in plates.iter().enumerate() {
        let number = (number + 1).to_string();
        if filled.plate.as_ref().is_some_and(|of| *of != number) {
            continue;
        }
        let Some(&signal) = plate.get(&filled.well) else {
            continue;
        };
        found = true;
        records.push(Well {
            line: filled.line,
            condition: filled.condition.clone(),
            drug: filled.drug.clone(),
            dose: filled.dose,
            signal,
            plate: Some(number),
            well: Some(filled.well.clone()),
            hours: filled.hours,
            allele: filled.allele.clone(),
            cell_line: filled.cell_line.clone(),
        });
    }
    if !found {
        let at = layout.split_inclusive('\n').take(filled.line - 1).map(str::len).sum();
        let fault = Fault {
            column: Some("well"),
            cell: Some(&filled.well),
            what: "has no signal in the plates",
            allowed: format!("wells of {} read", crate::words::counted(plates.len() as u64, "plate")),
            ..Fault::default()
        };
        let at = At {
            line: filled.line,
            byte: at,
        };
        faults.add(Some(at), &fault);
    }
}

/// Every block of signals under a row of numbers 1, 2, 3...
fn blocks(text: &str, faults: &mut Faults) -> Vec<Plate> {
    let mut plates: Vec<Plate> = Vec::new();
    // First column and width of the block at hand, and its next row.
    let mut block: Option<(usize, usize, u8)> = None;
    let mut byte = 0;
    for (number, whole) in text.split_inclusive('\n').enumerate() {
        let at = At { line: number + 1, byte };
        byte += whole.len();
        let line = whole.trim_start_matches('\u{feff}').trim_end();
        let mark = if line.contains('\t') { '\t' } else { ',' };
        let cells: Vec<&str> = line.split(mark).map(|cell| cell.trim().trim_matches('"')).collect();
        if let Some((first, width)) = numbered(&cells) {
            plates.push(Plate::new());
            block = Some((first, width, b'A'));
            continue;
        }
        let Some((first, width, row)) = block else { continue };
        let letter = char::from(row);
        if cells.get(first - 1).is_none_or(|name| *name != letter.to_string()) {
            block = None;
            continue;
        }
        block = Some((first, width, row + 1)).filter(|_| row < b'Z');
        for column in 0..width {
            let text = cells.get(first + column).copied().unwrap_or_default();
            let well = format!("{letter}{}", column + 1);
            if text.is_empty() {
                continue;
            }
            match cell::number(text) {
                Ok(signal) => {
                    let plate = plates.last_mut().expect("a block has its plate");
                    plate.insert(well, signal);
                }
                Err(wrong) => {
                    let fault = Fault {
                        column: Some(&well),
                        cell: Some(text),
                        what: wrong.what,
                        allowed: "the signal of the well, or an empty cell".to_owned(),
                        help: wrong.help,
                        ..Fault::default()
                    };
                    faults.add(Some(at), &fault);
                }
            }
        }
    }
    plates.retain(|plate| !plate.is_empty());
    if plates.is_empty() && faults.is_empty() {
        let semicolons = text.matches(';').count() > text.matches(',').count();
        let fault = Fault {
            what: "holds no plate",
            allowed: "a row of numbers 1 to 12 (or 24), then rows A, B, C... of signals, with commas or tabs"
                .to_owned(),
            help: if semicolons {
                "the file has semicolons between its columns: save it with commas"
            } else {
                ""
            },
            ..Fault::default()
        };
        faults.add(None, &fault);
    }
    plates
}

/// First column and width of a row of numbers 1, 2, 3... with room for letters before it.
fn numbered(cells: &[&str]) -> Option<(usize, usize)> {
    let first = cells.iter().position(|cell| *cell == "1").filter(|&first| first > 0)?;
    let after = cells[first..].iter().enumerate();
    let width = after.take_while(|(i, cell)| **cell == (i + 1).to_string()).count();
    let rest = cells[first + width..].iter().all(|cell| cell.is_empty());
    (width >= 2 && rest && cells[..first].iter().all(|cell| cell.parse::<f64>().is_err())).then_some((first, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plates_of_readers_are_joined_with_their_layout() {
        let plate =
            "Reader X,,,\nGain,100,,\n\n,1,2,3\nA,5000,2500,\nB,4900,100,7\n\n,1,2,3\nA,6000,3000,\nB,5800,90,8\n";
        let layout = "well,drug,dose (nM),allele\nA01,,0,WT\nb1,,0,WT\nA2,alectinib,10,WT\nB2,alectinib,1000,WT\n";
        let table = rectangles("plate.csv", plate, "layout.csv", layout).unwrap();
        let second: Vec<&Well> = table
            .records
            .iter()
            .filter(|well| well.plate.as_deref() == Some("2"))
            .collect();
        let signals: Vec<(f64, f64)> = second.iter().map(|well| (well.dose, well.signal)).collect();
        assert_eq!(signals, [(0.0, 6000.0), (0.0, 5800.0), (10.0, 3000.0), (1000.0, 90.0)]);
        assert_eq!(
            (second[2].drug.as_deref(), second[2].line, table.records.len()),
            (Some("alectinib"), 4, 8)
        );
        for (plate, layout, part) in [
            ("no,plate\n1,2\n", layout, "plate.csv: holds no plate"),
            (
                ",1,2\nA,5000,OVRFLW\n",
                layout,
                "plate.csv:2: column `A2` = \"OVRFLW\" is no number",
            ),
            (
                plate,
                "well,drug,dose_nM\nH12,x,5\n",
                "layout.csv:2: column `well` = \"H12\" has no signal in the plates",
            ),
            (plate, "well,drug\nA1,x\n", "`dose` is missing"),
            (plate, "well,drug,dose_nM\nA1,x,5\nA01,x,6\n", "is there twice"),
        ] {
            let told = rectangles("plate.csv", plate, "layout.csv", layout)
                .unwrap_err()
                .to_string();
            assert!(told.contains(part), "{told}");
        }
    }
}
