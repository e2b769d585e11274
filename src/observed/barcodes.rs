//! Reads of barcodes.

use super::column::{Column, Holds};
use super::counts::{CONDITIONS, WHEN};
use super::record::{Before, Observation, Record, only_once};
use super::row::Row;

/// Reads of a barcode in an arm.
#[derive(Debug, Clone, PartialEq)]
pub struct BarcodeCount {
    /// Line of the file, from 1.
    pub line: usize,
    /// The condition; none where the file has but one.
    pub condition: Option<String>,
    /// The stock that its arm was split from; none: that of all arms of the file.
    pub stock: Option<String>,
    /// The arm or sample.
    pub arm: String,
    /// The flask within the arm; none where it has but one.
    pub flask: Option<String>,
    /// Days from seeding; none: not stated.
    pub day: Option<f64>,
    /// The barcode; each is there once within condition, stock, arm, flask and day.
    pub barcode: String,
    /// Its reads, or cells.
    pub count: u64,
}

const ARM: usize = 0;
const BARCODE: usize = 1;
const COUNT: usize = 2;
const CONDITION: usize = 3;
const FLASK: usize = 4;
const DAY: usize = 5;
const STOCK: usize = 6;

pub(super) static COLUMNS: [Column; 7] = [
    Column::must("arm", Holds::Name, "name of the arm or sample").also(&["sample"]),
    Column::must("barcode", Holds::Name, "the barcode"),
    Column::must("count", Holds::Whole, "its reads, or cells").also(&["reads"]),
    CONDITIONS,
    Column::may("flask", Holds::Name, "flask within the arm").also(&["replicate"]),
    Column { must: false, ..WHEN },
    Column::may("stock", Holds::Name, "stock that the arm was split from").also(&["pool"]),
];

impl Observation for BarcodeCount {
    fn condition(&self) -> Option<&str> {
        self.condition.as_deref()
    }
}

impl Record for BarcodeCount {
    fn read(row: &mut Row) -> Option<Self> {
        let (arm, barcode, count) = (row.name(ARM), row.name(BARCODE), row.number(COUNT));
        Some(Self {
            line: row.at.line,
            condition: row.may_name(CONDITION),
            stock: row.may_name(STOCK),
            flask: row.may_name(FLASK),
            day: row.may_number(DAY),
            arm: arm?,
            barcode: barcode?,
            count: count? as u64,
        })
    }

    fn follow(&self, before: &mut Before, row: &mut Row) {
        let name = |of: &Option<String>| of.clone().unwrap_or_default();
        let (condition, stock, flask) = (name(&self.condition), name(&self.stock), name(&self.flask));
        let day = self.day.map(|day| day.to_bits().to_string()).unwrap_or_default();
        only_once(
            &[&condition, &stock, &self.arm, &flask, &day, &self.barcode],
            before,
            row,
            BARCODE,
        );
    }
}
