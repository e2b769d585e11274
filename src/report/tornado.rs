//! A tornado in words, as a table and as files.

use super::{ReportError, figure, table};
use crate::statistics::tornado::{Row, Shift, Tornado};
use crate::words::{Align, Columns, number, signed};
use std::fmt::Write;

/// Table, its data dictionary and figure, by file name.
pub fn files(tornado: &Tornado, top: usize) -> Result<Vec<(String, String)>, ReportError> {
    let mut files = table::tornado(tornado);
    files.push((
        "tornado.svg".to_owned(),
        figure::tornado::draw(&figure::tornado::data(tornado, top))?,
    ));
    Ok(files)
}

/// The strongest values, one per line, and what the numbers mean.
pub fn text(tornado: &Tornado, top: usize) -> String {
    let mut text = format!(
        "{}: {} flasks at each end of {} values, on the same random streams\n",
        tornado.scenario,
        tornado.replicates,
        tornado.rows.len()
    );
    let _ = writeln!(
        text,
        "As it is: {}% of flasks resistant, after {} d on average (at most {} d)\n",
        number(100.0 * tornado.resistant),
        number(tornado.days),
        number(tornado.horizon)
    );
    let beyond = tornado.rows.iter().filter(|row| row.effect > 0.0).count();
    use Align::{Left, Right};
    let mut rows = Columns::new(&[Left, Left, Left, Right, Right, Right, Right]);
    rows.row(["", "value", "range", "resistant, %", "days", "profile, %", "noise"]);
    for row in tornado.rows.iter().take(top.min(beyond.max(1))) {
        let of = |read: fn(&Shift) -> String| pair(row, read);
        rows.row([
            row.what.clone(),
            row.value.clone(),
            row.range.clone(),
            of(|shift| signed(libm::round(100.0 * shift.resistant))),
            of(|shift| signed(libm::round(shift.days))),
            of(|shift| format!("{:.0}", 100.0 * shift.profile)),
            of(|shift| format!("{:.0}", 100.0 * shift.profile_noise)),
        ]);
    }
    text += &rows.text();
    let _ = writeln!(
        text,
        "\nEach pair: the value at its low end / at its high end. Days: change of the mean time to resistance; \
         profile: share of flasks that end under another mechanism (total variation distance), beside what chance \
         alone would give. Doses such as IC20 are measured again in the changed cells."
    );
    let within = tornado.rows.len() - beyond;
    if beyond > top {
        let _ = writeln!(
            text,
            "{} more values move the answer beyond noise; see tornado.csv.",
            beyond - top
        );
    }
    let _ = writeln!(
        text,
        "{within} values stay within noise; {} have no part in this run; {} could not be moved.",
        tornado.without_part.len(),
        tornado.not_moved.len()
    );
    text
}

fn pair(row: &Row, read: impl Fn(&Shift) -> String) -> String {
    let end = |shift: &Option<Shift>| shift.as_ref().map_or_else(|| "-".to_owned(), &read);
    format!("{} / {}", end(&row.low), end(&row.high))
}
