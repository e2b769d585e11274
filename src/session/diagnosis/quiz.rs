//! One flask hidden behind its read-outs.

use super::cases::Cases;
use super::flasks::some_resistant;
use super::points::rule;
use super::request::Request;
use crate::assay::Bench;
use crate::diagnosis::scoring::answer::{Book, grammar};
use crate::diagnosis::scoring::score::{score, spare};
use crate::diagnosis::{Call, Diagnosis, Score, Thresholds, Topic, Verdict, Worked, Workup};
use crate::random::{Purpose, stream};
use crate::report::page;
use crate::sampling::uniform;
use crate::scenario::lock::VERSION;
use crate::session::SessionError;

/// Resistant flasks among which one is hidden.
const POOL: usize = 100;

/// A flask picked by the request's seed, and what an answer about it may name.
pub struct Quiz {
    cases: Cases,
    workup: Workup,
    flask: u64,
    book: Book,
}

/// A culture of which only the read-outs are shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Hidden {
    /// Name of the line.
    pub line: String,
    /// The work-up and the truth; the read-outs name no flask.
    pub worked: Worked,
}

/// An answer held against the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// The answer.
    pub calls: Vec<Call>,
    /// How good it is.
    pub score: Score,
    /// What it names that the cells do not have.
    pub spare: Vec<String>,
}

impl Marked {
    /// Whether it names what the cells have and nothing else.
    pub fn right(&self) -> bool {
        self.score.verdict == Verdict::Right && self.spare.is_empty()
    }
}

impl Quiz {
    /// Picks a flask.
    ///
    /// # Errors
    /// A run without a resistant flask, and what is asked for and cannot be had.
    pub fn open(request: &Request) -> Result<Self, SessionError> {
        Self::open_beside(request, &[])
    }

    /// Picks a flask that is none of these, as long as there is one.
    ///
    /// # Errors
    /// See [`Self::open`].
    pub fn open_beside(request: &Request, taken: &[u64]) -> Result<Self, SessionError> {
        let cases = Cases::open(request)?;
        let workup = request.changed_workup(&cases.bench)?;
        let all = some_resistant(&cases.run, POOL)?;
        let free: Vec<u64> = all.iter().copied().filter(|flask| !taken.contains(flask)).collect();
        let pool = if free.is_empty() { all } else { free };
        let mut rng = stream(request.seed, 0, Purpose::Quiz);
        let place = (uniform(&mut rng) * pool.len() as f64) as usize;
        Ok(Self {
            workup,
            flask: pool[place.min(pool.len() - 1)],
            book: Book::of(cases.signal_bench()),
            cases,
        })
    }

    /// Calls from an answer in words, such as "bypass:MET + on-target:G1202R".
    ///
    /// # Errors
    /// A kind or name that does not exist, with those that do.
    pub fn read(&self, answer: &str) -> Result<Vec<Call>, SessionError> {
        self.book.read(answer).map_err(SessionError::Request)
    }

    /// The bench whose routes explain the signals of the hidden flask.
    pub fn bench(&self) -> &Bench {
        self.cases.signal_bench()
    }

    /// Works the culture up.
    ///
    /// # Errors
    /// The flask was not grown or had no living cell when the request takes it.
    pub fn hide(&self) -> Result<Hidden, SessionError> {
        let taken = self.cases.take(self.flask)?;
        let mut worked = self.cases.work(&taken, &self.workup, &Thresholds::default())?;
        worked.readouts.hide(&format!("culture {}", self.cases.seed));
        Ok(Hidden {
            line: self.cases.bench.biology.line_name.clone(),
            worked,
        })
    }
}

impl Hidden {
    /// The read-outs as a page to hand out.
    ///
    /// # Errors
    /// A figure cannot be drawn.
    pub fn page(&self) -> Result<String, SessionError> {
        Ok(page::diagnosis::quiz(
            &self.worked.readouts,
            VERSION,
            &grammar(),
            &rule(),
        )?)
    }

    /// The read-outs one by one: what each is of, and its content as HTML.
    ///
    /// # Errors
    /// A figure cannot be drawn.
    pub fn sheets(&self) -> Result<Vec<(Topic, String)>, SessionError> {
        Ok(page::diagnosis::quiz_sheets(&self.worked.readouts)?)
    }

    /// Holds an answer against the truth.
    pub fn mark(&self, calls: Vec<Call>) -> Marked {
        let answer = Diagnosis {
            calls,
            ..self.worked.diagnosis.clone()
        };
        Marked {
            score: score(&answer, &self.worked.truth),
            spare: spare(&answer, &self.worked.truth),
            calls: answer.calls,
        }
    }
}
