//! `tornado.csv`: how far the answer moves with each uncertain value.

use crate::statistics::tornado::{Row, Shift, Tornado};
use crate::tables::{COLUMNS_FILE, Description, Kind, Rows, Table, dictionary};

/// Rows of `tornado.csv`.
struct Values;

impl Rows for Values {
    type Row<'a> = &'a Row;
}

/// One end of a value's range.
struct End {
    name: &'static str,
    of: fn(&Row) -> Option<Shift>,
}

const ENDS: [End; 2] = [
    End {
        name: "low",
        of: |row| row.low,
    },
    End {
        name: "high",
        of: |row| row.high,
    },
];

/// When an end has no numbers.
const NO_END: &str = "the value has no such end, or it could not be moved there";

/// What `tornado.csv` is.
pub fn tornado_description() -> Description {
    table().description().clone()
}

/// `tornado.csv`, most effect first, and its data dictionary: (file name, content).
pub fn tornado(tornado: &Tornado) -> Vec<(String, String)> {
    let described = tornado_description();
    vec![
        (described.name.to_owned(), table().text(&tornado.rows)),
        (COLUMNS_FILE.to_owned(), dictionary(&[described])),
    ]
}

fn table() -> Table<Values> {
    Table::<Values>::new("tornado.csv", "uncertain value, most effect first")
        .column("key", Kind::Text, "identifier of the value", |row| (&row.key).into())
        .column("what", Kind::Text, "what it is", |row| (&row.what).into())
        .column(
            "value",
            Kind::Number,
            "as it is; of several that are moved together, the largest",
            |row| row.over.value.into(),
        )
        .column(
            "unit",
            Kind::Text,
            "unit of the value and of the ends of its range; empty where it has none",
            |row| (&row.unit).into(),
        )
        .column(
            "low",
            Kind::Number,
            "low end of the range that it was moved over",
            |row| row.over.low.into(),
        )
        .column("high", Kind::Number, "high end of that range", |row| {
            row.over.high.into()
        })
        .column(
            "stated",
            Kind::Flag,
            "its record states the range; else it is a third to three times",
            |row| row.over.stated.into(),
        )
        .column("certainty", Kind::Text, "how surely it is known", |row| {
            row.certainty.words().into()
        })
        .column(
            "effect",
            Kind::Number,
            "what the rows are ranked by: movement beyond noise",
            |row| row.effect.into(),
        )
        .each(ENDS, |table, _, end| {
            let End { name, of } = end;
            table
                .column(
                    format!("{name}_resistant"),
                    Kind::Number,
                    format!("change of the share of resistant flasks with the value at its {name} end"),
                    move |row| of(row).map(|shift| shift.resistant).into(),
                )
                .missing(NO_END)
                .column(
                    format!("{name}_resistant_error"),
                    Kind::Number,
                    "its standard error",
                    move |row| of(row).map(|shift| shift.resistant_error).into(),
                )
                .missing(NO_END)
                .column(
                    format!("{name}_days"),
                    Kind::Days,
                    "change of the mean time to resistance within the horizon",
                    move |row| of(row).map(|shift| shift.days).into(),
                )
                .missing(NO_END)
                .column(
                    format!("{name}_days_error"),
                    Kind::Days,
                    "its standard error",
                    move |row| of(row).map(|shift| shift.days_error).into(),
                )
                .missing(NO_END)
                .column(
                    format!("{name}_profile"),
                    Kind::Share,
                    "share of the flasks' endings that moved to another mechanism (total variation distance)",
                    move |row| of(row).map(|shift| shift.profile).into(),
                )
                .missing(NO_END)
                .column(
                    format!("{name}_profile_noise"),
                    Kind::Share,
                    "what chance alone would give for that",
                    move |row| of(row).map(|shift| shift.profile_noise).into(),
                )
                .missing(NO_END)
        })
}
