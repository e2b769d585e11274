//! A tornado in words: its answer, its rows and what they mean.

use crate::statistics::tornado::{Largest, MOST_FLASKS, Reach, Row, Shift, Tornado};
use crate::words::{Align, Columns, counted, days, fixed, listed, percent, short_days, signed};
use std::fmt::Write;

/// Values that move the answer beyond noise.
pub(in crate::report) fn beyond(tornado: &Tornado) -> usize {
    tornado.rows.iter().filter(|row| row.effect > 0.0).count()
}

/// The strongest values: name, value, range, then at either end the change of the share of resistant flasks, of the mean
/// time, of the shares of mechanisms, and what chance alone would give of the last.
pub(in crate::report) fn rows(tornado: &Tornado, top: usize) -> Vec<[String; 7]> {
    let shown = tornado.rows.iter().take(top.min(beyond(tornado).max(1)));
    let row = |row: &Row| {
        let of = |read: fn(&Shift) -> String| pair(row, read);
        [
            name(row).to_owned(),
            row.value.clone(),
            row.range.clone(),
            of(|shift| signed(libm::round(100.0 * shift.resistant))),
            of(|shift| signed(libm::round(shift.days))),
            of(|shift| points(shift.profile)),
            of(|shift| points(shift.profile_noise)),
        ]
    };
    shown.map(row).collect()
}

/// What the columns of [`rows`] are.
pub(in crate::report) const HEADS: [&str; 7] = [
    "",
    "value",
    "range",
    "resistant, change in points",
    "mean time, change in days",
    "mechanisms, change in points",
    "by chance alone, points",
];

/// How a cell of two numbers is read.
pub(in crate::report) const PAIRS: &str = "Each pair: the value at its low end / at its high end.";

/// What the changes are, where a figure or table does not say it by itself.
pub(in crate::report) const MEANING: &str = "The mean time is that to resistance. Mechanisms: how many of 100 flasks change, on \
     balance, to another mechanism or another end without resistance (total variation distance), beside what chance alone \
     would give on average. Doses such as IC20 are measured again in the changed cells.";

/// Which value matters most, in a sentence or two.
pub(in crate::report) fn answer(tornado: &Tornado) -> String {
    let (n, beyond) = (tornado.rows.len(), beyond(tornado));
    let as_it_is = format!(
        "As it is, {} of flasks become resistant, after {} on average (a flask without resistance counts with {}){}.",
        percent(tornado.resistant),
        days(tornado.days),
        days(tornado.horizon),
        never_held(tornado)
    );
    let strongest: Vec<String> = rows(tornado, 3).iter().map(|row| row[0].clone()).collect();
    match beyond {
        0 => format!("{as_it_is} None of {n} values moves that beyond noise over its range."),
        _ => format!(
            "{as_it_is} {beyond} of {n} values move that beyond noise over their ranges; most of all {}.",
            listed(&strongest)
        ),
    }
}

/// What so many flasks can find, and what the largest movement within noise would take.
pub(in crate::report) fn reach(tornado: &Tornado) -> String {
    let Reach {
        fewest,
        smallest,
        largest,
    } = &tornado.reach;
    let flasks = counted(tornado.replicates, "flask");
    let finds = match smallest {
        Some(smallest) => format!(
            "{flasks} at each end find a mechanism whose share moves by {} points with a probability of 80%, where all that change \
             do so the same way ({fewest} flasks at least).",
            points(*smallest)
        ),
        None => format!(
            "{flasks} at each end cannot show that a value moves a mechanism: {fewest} at least would have to change, all the \
             same way."
        ),
    };
    let Some(Largest { key, moved, flasks }) = largest else {
        return finds;
    };
    let named = tornado
        .rows
        .iter()
        .find(|row| row.key == *key)
        .map_or(key.as_str(), name);
    let needed = match flasks {
        Some(flasks) => format!("about {}", counted(*flasks, "flask")),
        None => format!("more than {}", counted(MOST_FLASKS, "flask")),
    };
    format!(
        "{finds} The largest movement within noise, {} points ({named}), would take {needed} at each end.",
        points(*moved)
    )
}

/// A share in points of 100 flasks.
fn points(share: f64) -> String {
    fixed(100.0 * share, 0)
}

/// What a value is called.
fn name(row: &Row) -> &str {
    match row.what.is_empty() {
        true => &row.key,
        false => &row.what,
    }
}

/// What is to be known of resistance that nothing had to arise for.
fn never_held(tornado: &Tornado) -> &'static str {
    match tornado.never_held {
        true => ", since the dose never held the unaltered cells",
        false => "",
    }
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
        "As it is: {} of flasks resistant, after {} on average (at most {}){}\n",
        percent(tornado.resistant),
        short_days(tornado.days),
        short_days(tornado.horizon),
        never_held(tornado)
    );
    let beyond = beyond(tornado);
    use Align::{Left, Right};
    let mut table = Columns::new(&[Left, Left, Left, Right, Right, Right, Right]);
    table.row(HEADS);
    rows(tornado, top).into_iter().for_each(|row| table.row(row));
    text += &table.text();
    let _ = writeln!(text, "\n{PAIRS} {MEANING}");
    let within = tornado.rows.len() - beyond;
    if beyond == 0 {
        let _ = writeln!(
            text,
            "No value moves the answer beyond noise; the row is the one that moved it most."
        );
    }
    if beyond > top {
        let more = counted((beyond - top) as u64, "more value");
        let _ = writeln!(text, "Beyond noise beside these: {more}; see tornado.csv.");
    }
    let _ = writeln!(
        text,
        "Within noise: {}. Without a part in this run: {}. Not to be moved: {}.",
        counted(within as u64, "value"),
        tornado.without_part.len(),
        tornado.not_moved.len()
    );
    let _ = writeln!(text, "{}", reach(tornado));
    text
}

fn pair(row: &Row, read: impl Fn(&Shift) -> String) -> String {
    let end = |shift: &Option<Shift>| shift.as_ref().map_or_else(|| "-".to_owned(), &read);
    format!("{} / {}", end(&row.low), end(&row.high))
}
