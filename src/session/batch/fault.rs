//! Why a row of a batch cannot be run.

use crate::scenario::Scenario;
use crate::scenario::cost::{self, MOST_SECONDS};
use crate::session::SessionError;
use crate::words::{counted, hours};
use serde::{Deserialize, Serialize};

/// Why a row cannot be run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Fault {
    /// The column, where it is one alone.
    pub column: Option<String>,
    pub what: String,
}

impl Fault {
    pub fn of(column: &str, what: impl std::fmt::Display) -> Self {
        Self {
            column: Some(column.to_owned()),
            what: what.to_string(),
        }
    }

    /// The same of a row of a table.
    pub fn at(&self, table: &str, line: u64, row: u64) -> SessionError {
        SessionError::Row {
            table: table.to_owned(),
            line,
            row,
            column: self.column.clone(),
            message: self.what.clone(),
        }
    }
}

/// A whole number of a cell.
pub(super) fn whole(name: &str, cell: &str, least: u64, most: u64) -> Result<u64, Fault> {
    let number = cell.parse::<u64>().ok();
    let number = number.filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| {
        let what =
            format!("column \"{name}\" = \"{cell}\" is out of range\n  allowed: whole numbers from {least} to {most}");
        Fault::of(name, what)
    })
}

/// What is said of a row that would take longer than any is meant to.
pub(super) fn too_dear(scenario: &Scenario, flasks: u64) -> Option<String> {
    let cost = cost::flask(scenario).times(flasks);
    (cost.seconds > MOST_SECONDS).then(|| {
        format!(
            "a row of {} would take {}\n  allowed: at most {} of one processor for a row",
            counted(flasks, "flask"),
            cost.told(1),
            hours(MOST_SECONDS / 3600.0)
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::session::batch::{Batch, Wanted};
    use crate::session::{Conduct, SessionError};

    const EXACT: &str = r#"
schema = 1
name = "counted one by one"
replicates = 2
[engine]
method = "exact"
[plain]
types = [{ name = "a", founders = 100 }]
[[plain.phases]]
duration = "5 d"
rates = { a = { birth = 0.7, death = 0.5 } }
"#;

    fn batch(text: &str, table: &str) -> Result<String, SessionError> {
        let mut out = Vec::new();
        let batch = Batch::of("s.toml", text.to_owned(), &[], Wanted::default())?;
        batch.run("t.csv", table.as_bytes(), &mut out, &Conduct::quiet())?;
        Ok(String::from_utf8_lossy(&out).into_owned())
    }

    #[test]
    fn rows_that_would_never_end_are_refused_before_they_begin() {
        let founders = |n: &str| format!("plain.types.1.founders\n100\n{n}\n");
        assert_eq!(batch(EXACT, &founders("200")).unwrap().lines().count(), 3);
        let row = batch(EXACT, &founders("9000000000000000")).unwrap_err();
        assert!(
            row.is_input()
                && row
                    .to_string()
                    .starts_with("t.csv:3: row 2: a row of 2 flasks would take")
        );
        let usual = EXACT.replace("founders = 100", "founders = 9000000000000000");
        assert_eq!(
            batch(&usual, &founders("200")).unwrap().lines().count(),
            3,
            "each row by itself"
        );
    }
}
