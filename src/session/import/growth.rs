//! Growth counts: the doubling time of a line.

use super::asked::DataFile;
use super::gathered::Gathered;
use crate::observed::{Count, Table};
use crate::session::SessionError;
use crate::statistics::growth::{FlaskCounts, Growth, LineGrowth};
use crate::words::{cells, counted, days, number, with_interval};
use std::collections::BTreeMap;

impl Gathered<'_> {
    pub(super) fn counts(&mut self, file: &DataFile, table: &Table<Count>) -> Result<(), SessionError> {
        let refuse =
            |what: &str, allowed: &str| SessionError::Request(format!("{}: {what}\n  allowed: {allowed}", file.name));
        let condition = self.condition(file, &table.conditions())?;
        let line = self
            .system(None)
            .map_err(|error| refuse(&error.message, "--line LINE: the line whose cells were counted"))?;
        let (id, name) = (line.id.clone(), line.name.clone());
        if self.growth.iter().any(|growth| growth.line == id) {
            return Err(refuse(
                &format!("counts of {id} are there already"),
                "one file of counts for a line",
            ));
        }
        let rows: Vec<&Count> = table.of_condition(condition).collect();
        let drugged = rows.iter().find(|row| row.dose.is_some_and(|dose| dose > 0.0));
        if let Some(row) = drugged {
            let what = format!(
                "line {} has a dose of drug; a doubling time is that of cells without",
                row.line
            );
            return Err(refuse(
                &what,
                "counts without drug; others under a `condition` that is not imported",
            ));
        }
        if rows.iter().any(|row| row.population != rows[0].population) {
            return Err(refuse("counts several types of cells", "counts of all cells together"));
        }
        let flasks = undone(&rows);
        let zeros = rows.iter().filter(|row| row.cells == 0.0).count() as u64;
        if zeros > 0 {
            self.notes.push(format!(
                "{}: {} of 0 cells left out",
                file.name,
                counted(zeros, "count")
            ));
        }
        let few = || refuse("has too few counts", "three days or more, in one flask at least");
        let growth = Growth::of(&flasks).ok_or_else(few)?;
        let doubling = growth.doubling(0.9).ok_or_else(|| {
            let (low, high) = growth.interval(0.9);
            let what = format!(
                "the cells may not grow: {}",
                with_interval([format!("{} per day", number(growth.rate)), number(low), number(high)])
            );
            refuse(&what, "counts of growing cells")
        })?;
        self.notes.push(part(&file.name, &growth));
        self.growth.push(LineGrowth {
            line: id,
            name,
            file: file.name.clone(),
            flasks,
            growth,
            doubling,
        });
        Ok(())
    }
}

/// Which part of the counts was used.
fn part(file: &str, growth: &Growth) -> String {
    let (first, last) = growth.days;
    let left = match growth.left_out {
        0 => "all".to_owned(),
        left => format!("{left} left out, where the line bends"),
    };
    let bends = match (growth.bends, growth.capacity) {
        (true, _) => "; three days still bend".to_owned(),
        (false, Some(capacity)) => format!("; a logistic curve comes to a plateau at {} cells", cells(capacity)),
        (false, None) => String::new(),
    };
    // Worth a word where they are half of the interval's variance or more.
    let share = growth.between * growth.between / growth.at_zero.len() as f64;
    let differ = match share > 0.5 * growth.error * growth.error {
        true => format!(
            "; flasks differ by more than their counts scatter ({} per day, standard deviation), which is in the interval",
            number(growth.between)
        ),
        false => String::new(),
    };
    format!(
        "{file}: {} of {} to {} used, {left}{bends}{differ}",
        counted(growth.used as u64, "count"),
        days(first).trim_end_matches(" days").trim_end_matches(" day"),
        days(last)
    )
}

/// Flasks with their passages undone; counts of 0 have no logarithm.
fn undone(rows: &[&Count]) -> Vec<FlaskCounts> {
    let mut order: Vec<FlaskCounts> = Vec::new();
    // Where each flask stands in the order, and the share of its cells that passages have kept.
    let mut known: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
    for row in rows {
        let (place, share) = known.entry(&row.flask).or_insert((order.len(), 1.0));
        if *place == order.len() {
            order.push(FlaskCounts {
                name: row.flask.clone(),
                counts: Vec::new(),
                passaged: false,
            });
        }
        let (flask, kept) = (&mut order[*place], row.kept.unwrap_or(1.0));
        if row.cells > 0.0 {
            flask.counts.push((row.day, row.cells / *share));
        }
        flask.passaged |= kept < 1.0;
        *share *= kept;
    }
    order
}
