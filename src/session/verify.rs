//! The verification suite as a session: what is to be proven in, a table of comparisons or of proofs out.

use super::error::SessionError;
pub use super::worlds::laboratory_proofs;
use crate::verify::{self, Effort, Proof, Row, Scale, WorldFault};

/// What is to be verified.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Request {
    /// Simulations against exact results of theory.
    Theory(Effort),
    /// What worlds promise, by so many experiments, each with worlds and a truth of its own.
    Worlds {
        /// Number of experiments; from 100 on the stated errors hold.
        experiments: u64,
    },
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum Verified {
    /// Comparisons with theory.
    Theory(Vec<Row>),
    /// Proofs of worlds.
    Worlds(Vec<Proof>),
}

/// Verifies; `announce` is told what comes next.
///
/// # Errors
/// A scenario of the suite cannot be read, which a test excludes.
pub fn verify(request: Request, announce: impl Fn(&str)) -> Result<Verified, SessionError> {
    Ok(match request {
        Request::Theory(effort) => Verified::Theory(verify::run(effort, announce)),
        Request::Worlds { experiments } => {
            let scale = Scale {
                experiments,
                worlds: 400,
                alpha: 1e-3,
                errors: 3.0,
            };
            let mut proofs = verify::predictions(scale, WorldFault::None, &announce);
            announce("influences");
            proofs.extend(verify::influences(scale, WorldFault::None));
            announce("a laboratory scenario");
            // A world of it takes as long as a hundred plain ones.
            proofs.extend(laboratory_proofs(Scale { worlds: 100, ..scale })?);
            Verified::Worlds(proofs)
        }
    })
}

impl Verified {
    /// How many of all there are do not hold.
    pub fn failed(&self) -> usize {
        match self {
            Verified::Theory(rows) => rows.iter().filter(|row| !row.passed).count(),
            Verified::Worlds(proofs) => proofs.iter().filter(|proof| !proof.passed).count(),
        }
    }

    /// One sentence: whether all of them hold, or how many do not.
    pub fn told(&self) -> String {
        let (all, what) = match self {
            Verified::Theory(rows) => (rows.len(), "comparisons"),
            Verified::Worlds(proofs) => (proofs.len(), "proofs"),
        };
        match self.failed() {
            0 => format!("all {all} {what} hold"),
            failed => format!("{failed} of {all} {what} fail"),
        }
    }

    /// The table for a terminal.
    pub fn table(&self) -> String {
        match self {
            Verified::Theory(rows) => verify::table(rows),
            Verified::Worlds(proofs) => verify::proofs_table(proofs),
        }
    }

    /// The table as CSV; [`verify::csv_description`] and [`verify::proofs_description`] say what its columns are.
    pub fn csv(&self) -> String {
        match self {
            Verified::Theory(rows) => verify::csv(rows),
            Verified::Worlds(proofs) => verify::proofs_csv(proofs),
        }
    }

    /// The table as a JSON array with an object per row.
    ///
    /// # Errors
    /// A number that JSON cannot hold, which no row has.
    pub fn json(&self) -> Result<String, SessionError> {
        let text = match self {
            Verified::Theory(rows) => serde_json::to_string_pretty(rows),
            Verified::Worlds(proofs) => serde_json::to_string_pretty(proofs),
        };
        text.map(|text| text + "\n")
            .map_err(|error| SessionError::Request(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(passed: bool) -> Row {
        Row {
            case: "growth".to_owned(),
            quantity: "mean, cells".to_owned(),
            source: "Kendall 1948",
            engine: "interval",
            theory: 2.0,
            simulated: 2.5,
            z: 3.0,
            replicates: 100,
            passed,
        }
    }

    #[test]
    fn a_comparison_that_fails_is_counted_and_stands_in_every_form() {
        let verified = Verified::Theory(vec![row(true), row(false), row(true)]);
        assert_eq!(verified.failed(), 1);
        assert_eq!(verified.told(), "1 of 3 comparisons fail");
        assert_eq!(Verified::Theory(vec![row(true)]).told(), "all 1 comparisons hold");
        let rows: serde_json::Value = serde_json::from_str(&verified.json().expect("finite numbers")).expect("JSON");
        let failed = rows
            .as_array()
            .expect("rows")
            .iter()
            .filter(|row| row["passed"] == false);
        assert_eq!(failed.count(), 1);
        assert_eq!(verified.csv().lines().count(), 4);
    }
}
