//! Tables: one typed description of each, from which come its header and rows, the data dictionary
//! `columns.csv` of a folder, and the page that documents all of them (scenarios/TABLES.md).
//!
//! Every table is comma-separated, starts with its header, and ends each row with a line feed; text
//! that holds a comma, quote or line feed is quoted as RFC 4180 says. One row is one observation and
//! one cell one value. Days count from seeding, shares run from 0 to 1, flags are 0 or 1, doses are
//! nM. What is unknown or does not apply is empty. Numbers read back to the same bits.

mod cell;
mod description;
mod dictionary;
mod feed;
mod kind;
mod sheet;
mod table;

pub use cell::Cell;
pub use description::{ColumnDescription, Description};
pub use dictionary::{COLUMNS_FILE, Column, Columns, columns, described, dictionary, markdown};
pub use feed::{Feed, Tables};
pub use kind::{Kind, Storage};
pub use sheet::Sheet;
pub use table::{Rows, Table, column_name, column_names};
