//! The laboratory's own data: tidy CSV in, typed records out, or everything that is wrong with it.
//!
//! A file has a header line and a row for each observation; commas between columns, points in numbers, the unit in the
//! header (`dose_nM`, `dose (uM)`, `time [h]`) or in a column beside (`dose_unit`). Tabs between columns, a byte order
//! mark, Windows line ends, quoted cells, empty lines and remarks before the header (`# ...`) are read as well. The kind is
//! recognised from the columns, or stated; [`Kind::signature`] lists them. Every kind may have a column `condition`, so
//! that one file holds several. Columns of other names are left unread and listed; a slip of a name is a mistake.
//!
//! ```
//! use escalade::observed::{self, Observed};
//!
//! let text = "flask,hours,cells_per_mL,volume_mL\nA,0,1e5,10\nA,48,2.1e5,10\n";
//! let Observed::Counts(counts) = observed::read("growth.csv", text)? else { unreachable!() };
//! assert_eq!((counts.records[1].day, counts.records[1].cells), (2.0, 2.1e6));
//! # Ok::<(), escalade::document::FileError>(())
//! ```

mod barcodes;
mod cell;
mod colonies;
mod column;
mod counts;
mod faults;
mod fractions;
mod head;
mod kind;
mod outcomes;
mod plates;
mod potencies;
mod read;
mod recognise;
mod record;
mod rectangle;
mod row;
mod sheet;
#[cfg(test)]
mod tests;
mod unit;

pub use barcodes::BarcodeCount;
pub use colonies::Culture;
pub use counts::Count;
pub use fractions::Fraction;
pub use kind::{KINDS, Kind};
pub use outcomes::Ending;
pub use plates::Well;
pub use potencies::{FORMS, PotencyRow, is_potencies, potencies};
pub use read::{Observed, Stated, read, read_as};
pub use recognise::is_of_no_kind;
pub use record::{Observation, Table};
pub use rectangle::rectangles;
pub use row::Side;
pub use sheet::MOST_COLUMNS;
pub use sheet::text;
