//! Descriptions as a table of their own and as a page.

use super::description::{ColumnDescription, Description};
use super::kind::Kind;
use super::table::{Rows, Table};

/// The data dictionary of a folder.
pub const COLUMNS_FILE: &str = "columns.csv";

/// Rows of `columns.csv`: a column of a described table.
pub struct Columns;

/// A column and the table that it is of.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// The table.
    pub of: &'a Description,
    /// One of its columns.
    pub column: &'a ColumnDescription,
}

impl Rows for Columns {
    type Row<'a> = Column<'a>;
}

/// `columns.csv`: what each column of the tables beside it is.
pub fn columns() -> Table<Columns> {
    Table::<Columns>::new(COLUMNS_FILE, "column of a table in the same folder")
        .column("table", Kind::Text, "file name of the table", |row| row.of.name.into())
        .column("column", Kind::Text, "name in the table's header", |row| {
            row.column.name.as_ref().into()
        })
        .column("type", Kind::Text, "`text`, `flag`, `integer` or `number`", |row| {
            row.column.kind.storage().word().into()
        })
        .column("unit", Kind::Text, "unit or range", |row| {
            Some(row.column.kind.unit()).filter(|unit| !unit.is_empty()).into()
        })
        .missing("text, counts and numbers without unit")
        .column("meaning", Kind::Text, "what it says", |row| {
            row.column.meaning.as_ref().into()
        })
        .column("missing", Kind::Text, "when a cell of the column is empty", |row| {
            Some(row.column.missing).filter(|when| !when.is_empty()).into()
        })
        .missing("the column is never empty")
}

/// The content of `columns.csv` for some tables, itself among them.
pub fn dictionary(tables: &[Description]) -> String {
    let own = columns().description().clone();
    described(tables.iter().chain([&own]))
}

/// The same of these tables alone, for a file of another name.
pub fn described<'a>(tables: impl IntoIterator<Item = &'a Description>) -> String {
    let columns_of = |of: &'a Description| of.columns.iter().map(move |column| Column { of, column });
    columns().text(tables.into_iter().flat_map(columns_of))
}

/// Tables as sections of a Markdown page.
pub fn markdown(tables: &[Description]) -> String {
    let mut text = String::new();
    for table in tables {
        text += &format!("### `{}`\n\nA row per {}.\n\n", table.name, table.row);
        text += "| column | type | unit | meaning | empty where |\n| --- | --- | --- | --- | --- |\n";
        for column in &table.columns {
            text += &format!(
                "| `{}` | {} | {} | {} | {} |\n",
                column.name,
                column.kind.storage().word(),
                column.kind.unit(),
                column.meaning,
                column.missing
            );
        }
        text.push('\n');
    }
    text
}
