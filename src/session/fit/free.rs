//! Values that are free, with what is known of them beforehand.

use crate::document::nearest_name;
use crate::knowledge::schema::CLASS_PREFIX;
use crate::knowledge::{Joint, KnowledgeBase, Span};
use crate::report::table::PosteriorUnit;
use crate::scenario::Laboratory;
use crate::scenario::vary::Draft;
use crate::session::SessionError;
use crate::session::uncertain::spans;
use crate::statistics::fit::{COUNTING_ERROR, READ_SCATTER, WELL_SCATTER};
use crate::statistics::worlds::Ignorance;
use std::collections::BTreeMap;

/// Names of what belongs to the data and not to a world.
pub const COUNTING: &str = "counting error";
/// See [`COUNTING`].
pub const WELLS: &str = "scatter of wells";
/// See [`COUNTING`].
pub const READS: &str = "scatter of barcode reads";

/// What is among the data that has an error of measuring of its own.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measured {
    /// Cells were counted.
    pub counts: bool,
    /// Signals of wells.
    pub wells: bool,
    /// Reads of barcodes.
    pub reads: bool,
}

/// Where a free number goes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    /// A key of the knowledge base.
    Knowledge,
    /// A key of the scenario: what stands after the number (" nM"), and whether it is a whole one.
    Scenario { unit: String, whole: bool },
    /// How the data were taken.
    Data,
}

/// The free values, drawn on the scale of their scores.
#[derive(Debug, Clone)]
pub(super) struct Free {
    ignorance: Ignorance,
    targets: Vec<Target>,
    /// What an earlier fit knows together.
    joints: Vec<Joint>,
}

/// What a point says.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    pub knowledge: Vec<(String, f64)>,
    pub scenario: Vec<(String, String)>,
    pub data: BTreeMap<String, f64>,
}

impl Free {
    /// Of what the user asks for; in the laboratory form everything that is not known where nothing is asked for.
    pub fn of(
        asked: &[String],
        laboratory: Option<&Laboratory>,
        base: &KnowledgeBase,
        shared: f64,
        seen: Measured,
    ) -> Result<Self, SessionError> {
        let known = laboratory.map(|laboratory| spans(base, laboratory)).transpose()?;
        let known = known.unwrap_or_default();
        let mut free: Vec<(Span, Target)> = Vec::new();
        for text in asked {
            for (span, target) in named(text, &known, base, laboratory.is_some())? {
                if !free.iter().any(|(other, _)| other.key == span.key) {
                    free.push((span, target));
                }
            }
        }
        if asked.is_empty() {
            free.extend(known.into_iter().map(|span| (span, Target::Knowledge)));
        }
        free.retain(|(span, _)| span.low < span.high);
        if free.is_empty() {
            return Err(SessionError::request(
                "--free: nothing is free\n  allowed: a key with its central 90%, such as plain.phases.1.rates.a.birth=0.2..0.9; \
                 of a laboratory scenario also keys of the knowledge base and class:NAME",
            ));
        }
        Ok(Self::with_data(free, shared, seen, base.fits().joints()))
    }

    /// Everything that is not known of a scenario; nothing of the plain form.
    pub fn everything(
        laboratory: Option<&Laboratory>,
        base: &KnowledgeBase,
        shared: f64,
        seen: Measured,
    ) -> Result<Self, SessionError> {
        let known = laboratory.map(|laboratory| spans(base, laboratory)).transpose()?;
        let known = known.into_iter().flatten().filter(|span| span.low < span.high);
        Ok(Self::with_data(
            known.map(|span| (span, Target::Knowledge)).collect(),
            shared,
            seen,
            base.fits().joints(),
        ))
    }

    /// With the errors of measuring of what is among the data.
    fn with_data(mut free: Vec<(Span, Target)>, shared: f64, seen: Measured, joints: &[Joint]) -> Self {
        for (is_seen, key, prior) in [
            (seen.counts, COUNTING, COUNTING_ERROR),
            (seen.wells, WELLS, WELL_SCATTER),
            (seen.reads, READS, READ_SCATTER),
        ] {
            if is_seen {
                let (value, low, high) = prior;
                free.push((Span::between(key, value, low, high), Target::Data));
            }
        }
        Self::drawn(free, shared, joints)
    }

    fn drawn(mut free: Vec<(Span, Target)>, shared: f64, joints: &[Joint]) -> Self {
        // A class of one has nothing in common with anything.
        let classes: Vec<_> = free.iter().filter_map(|(span, _)| span.kind.class.clone()).collect();
        for (span, _) in &mut free {
            let alone = |class: &_| classes.iter().filter(|other| *other == class).count() == 1;
            if span.kind.class.as_ref().is_some_and(alone) {
                span.kind.class = None;
            }
        }
        let (spans, targets): (Vec<_>, Vec<_>) = free.into_iter().unzip();
        Self {
            ignorance: Ignorance::new(spans, shared).with(joints),
            targets,
            joints: joints.to_vec(),
        }
    }

    /// The same with these values alone, and with what belongs to the data.
    pub fn only(&self, keys: &[&str], shared: f64) -> Self {
        let all = self.ignorance.spans().iter().cloned().zip(self.targets.iter().cloned());
        let kept = all.filter(|(span, target)| *target == Target::Data || keys.contains(&span.key.as_str()));
        Self::drawn(kept.collect(), shared, &self.joints)
    }

    /// Scores of a point.
    pub fn dims(&self) -> usize {
        self.ignorance.inputs().len()
    }

    /// The values, in order.
    pub fn spans(&self) -> &[Span] {
        self.ignorance.spans()
    }

    /// Where each goes.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The numbers at a point.
    pub fn numbers(&self, scores: &[f64]) -> Vec<f64> {
        self.ignorance.numbers(scores)
    }

    /// Each value's joint score at a point: standard normal beforehand.
    pub fn joint(&self, scores: &[f64]) -> Vec<f64> {
        self.ignorance.joint(scores)
    }

    /// What a point says.
    pub fn values(&self, scores: &[f64]) -> Values {
        let mut values = Values::default();
        let numbers = self.numbers(scores);
        for ((span, target), number) in self.spans().iter().zip(&self.targets).zip(numbers) {
            match target {
                Target::Knowledge => values.knowledge.push((span.key.clone(), number)),
                Target::Scenario { .. } => values.scenario.push((span.key.clone(), target.text(number))),
                Target::Data => {
                    values.data.insert(span.key.clone(), number);
                }
            }
        }
        values
    }
}

impl Target {
    /// A number as the scenario or a table of draws has it.
    pub fn text(&self, number: f64) -> String {
        match self {
            Target::Scenario { unit, whole } => {
                let number = if *whole { libm::round(number) } else { number };
                format!("{number}{unit}")
            }
            Target::Knowledge | Target::Data => number.to_string(),
        }
    }

    /// What [`Self::text`] is written in.
    pub fn unit(&self) -> PosteriorUnit {
        match self {
            Target::Scenario { unit, .. } if !unit.is_empty() => PosteriorUnit::Written,
            Target::Scenario { .. } | Target::Knowledge | Target::Data => PosteriorUnit::Own,
        }
    }
}

/// The values that one argument names.
fn named(
    text: &str,
    known: &[Span],
    base: &KnowledgeBase,
    laboratory: bool,
) -> Result<Vec<(Span, Target)>, SessionError> {
    if let Some(class) = text.strip_prefix(CLASS_PREFIX) {
        return of_class(class.trim(), known);
    }
    let (key, range) = match text.split_once('=') {
        Some((key, range)) => (key.trim(), Some(range.trim())),
        None => (text.trim(), None),
    };
    let of_knowledge = laboratory && key.contains('/');
    match (of_knowledge, range) {
        (true, None) => {
            let span = known
                .iter()
                .find(|span| span.key == key)
                .cloned()
                .or_else(|| base.span(key));
            let span = span.ok_or_else(|| unknown(key, known))?;
            Ok(vec![(span, Target::Knowledge)])
        }
        (true, Some(range)) => {
            let domain = base
                .domain(key)
                .map_err(|error| SessionError::Request(format!("--free {key}: {error}")))?;
            let (low, high) = range.split_once("..").ok_or_else(|| not_a_range(text))?;
            let end = |cell: &str| {
                let number = base.number(key, cell.trim());
                number.map_err(|error| SessionError::Request(format!("--free {text}: {error}")))
            };
            let (low, high) = (end(low)?, end(high)?);
            let kind = known.iter().find(|span| span.key == key).map(|span| span.kind.clone());
            let span = Span {
                domain,
                kind: kind.unwrap_or_default(),
                ..between(text, key, low, high)?
            };
            Ok(vec![(span, Target::Knowledge)])
        }
        (false, Some(range)) => {
            let (low, high) = range.split_once("..").ok_or_else(|| not_a_range(text))?;
            let ((low, unit), (high, other)) = (parted(text, low)?, parted(text, high)?);
            if !unit.is_empty() && unit.trim() != other.trim() {
                return Err(SessionError::Request(format!(
                    "--free {text}: \"{}\" and \"{}\" are different units\n  allowed: both ends in the same unit",
                    unit.trim(),
                    other.trim()
                )));
            }
            let whole =
                low.fract() == 0.0 && high.fract() == 0.0 && high >= 100.0 && unit.is_empty() && other.is_empty();
            let unit = other;
            Draft::cell(key, &format!("{low}{unit}"))
                .map_err(|what| SessionError::Request(format!("--free {text}: {what}")))?;
            Ok(vec![(between(text, key, low, high)?, Target::Scenario { unit, whole })])
        }
        (false, None) => Err(SessionError::Request(format!(
            "--free {text}: nothing is known of it beforehand\n  allowed: a key of the scenario with its central 90%: \
             {key}=LOW..HIGH{}",
            if laboratory {
                "; or a key of the knowledge base, which has a slash (escalade tornado lists them)"
            } else {
                ""
            }
        ))),
    }
}

fn of_class(class: &str, known: &[Span]) -> Result<Vec<(Span, Target)>, SessionError> {
    let of = |span: &&Span| {
        span.kind
            .class
            .as_ref()
            .is_some_and(|c| c.words().eq_ignore_ascii_case(class))
    };
    let spans: Vec<_> = known
        .iter()
        .filter(of)
        .cloned()
        .map(|span| (span, Target::Knowledge))
        .collect();
    if !spans.is_empty() {
        return Ok(spans);
    }
    let mut classes: Vec<String> = known
        .iter()
        .filter_map(|span| Some(span.kind.class.as_ref()?.words()))
        .collect();
    classes.sort();
    classes.dedup();
    let names: Vec<&str> = classes.iter().map(String::as_str).collect();
    let nearest = nearest_name(class, &names).map_or(String::new(), |name| {
        format!("\n  did you mean \"{CLASS_PREFIX}{name}\"?")
    });
    Err(SessionError::Request(format!(
        "--free {CLASS_PREFIX}{class}: the scenario leans on no such class\n  allowed: {}{nearest}",
        classes.join(", ")
    )))
}

fn unknown(key: &str, known: &[Span]) -> SessionError {
    let names: Vec<&str> = known.iter().map(|span| span.key.as_str()).collect();
    let nearest = nearest_name(key, &names).map_or(String::new(), |name| format!("\n  did you mean {name}?"));
    SessionError::Request(format!(
        "--free {key}: is no value that the scenario leans on\n  allowed: the keys in the first column of tornado.csv{nearest}"
    ))
}

fn not_a_range(text: &str) -> SessionError {
    SessionError::Request(format!(
        "--free {text}: is no range\n  allowed: KEY=LOW..HIGH, the central 90% beforehand"
    ))
}

/// A number and what stands after it.
fn parted(text: &str, end: &str) -> Result<(f64, String), SessionError> {
    let end = end.trim();
    let is_number = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    let after = end.find(|c: char| !is_number(c)).unwrap_or(end.len());
    let (number, unit) = end.split_at(after);
    let number: f64 = number
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .ok_or_else(|| not_a_range(text))?;
    let unit = match unit.trim() {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    Ok((number, unit))
}

fn between(text: &str, key: &str, low: f64, high: f64) -> Result<Span, SessionError> {
    match low > 0.0 && low < high {
        true => Ok(Span::between(key, libm::sqrt(low * high), low, high)),
        false => Err(SessionError::Request(format!(
            "--free {text}: from {low} to {high}\n  allowed: 0 < LOW < HIGH; the value is log-normal between them"
        ))),
    }
}
