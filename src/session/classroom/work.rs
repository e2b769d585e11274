//! A lesson carried out with a student's seed: what comes of it, and what is read off.

use super::roster::own;
use crate::engine::record::FlaskTrace;
use crate::engine::trace_flask;
use crate::report::classroom::{Arm, Estimate, Lesson, Own, Read, Shown, lessons};
use crate::report::data;
use crate::report::figure::{muller, plain};
use crate::scenario::error::nearest;
use crate::scenario::{self, Laboratory, Scenario};
use crate::session::experiment::with_number;
use crate::session::{Conduct, Growing, Replicate, SessionError, Summary};
use crate::statistics::PlainSummary;
use crate::statistics::colonies::Cultures;
use crate::words::{days, number, percent, with_interval};
use serde::Serialize;
use serde_json::Value;

/// Replicates between two tellings of progress.
const AT_ONCE: u64 = 4;

/// A lesson carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Worked {
    /// Seed of all arms.
    pub seed: u64,
    /// In the lesson's order.
    pub arms: Vec<WorkedArm>,
    /// What is read off, in the lesson's order.
    pub reads: Vec<ReadOff>,
}

/// An arm of a lesson carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkedArm {
    /// What it is called in the lesson.
    pub name: String,
    /// What is done, a sentence per entry.
    pub done: Vec<String>,
    /// The first flask or culture.
    pub own: Own,
    /// Every flask or culture in a line.
    pub all: Vec<Own>,
    /// The answer in words.
    pub answer: String,
    /// Its Muller plot; of a fluctuation test the cultures by mutants, of other plain scenarios how they ended. SVG.
    pub figure: String,
    /// The Muller plot for a phone, SVG; none in the plain form.
    pub slim: Option<String>,
    /// The profile of all flasks as [`data`] gives it; none in the plain form.
    pub profile: Option<Value>,
    /// Replicates.
    pub replicates: u64,
    /// The scenario's file, with the seed.
    pub scenario: String,
}

/// A value that is read off.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadOff {
    /// What it is.
    pub what: String,
    /// The value, as people read it.
    pub value: String,
}

/// A lesson by its id.
///
/// # Errors
/// There is no such lesson.
pub fn lesson(id: &str) -> Result<Lesson, SessionError> {
    let all = lessons().map_err(SessionError::failed)?;
    let names: Vec<String> = all.iter().map(|one| one.id.clone()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = all.into_iter().find(|one| one.id == id);
    found.ok_or_else(|| SessionError::Request(format!("there is no lesson \"{id}\"\n  {}", nearest(id, &names))))
}

/// The scenario of a lesson's arm with a seed, and its text.
pub fn of_arm(lesson: &Lesson, arm: &Arm, seed: u64) -> Result<(Scenario, String), SessionError> {
    let file = format!("{}.toml", lesson.id);
    let text = with_number(arm.scenario.trim_start(), "seed", seed);
    Ok((scenario::load(&file, text.clone())?, text))
}

/// Carries a lesson out with this seed.
///
/// # Errors
/// A file of ours is broken.
pub fn work(lesson: &Lesson, seed: u64, conduct: &Conduct) -> Result<Worked, SessionError> {
    let scenarios = lesson.arms.iter().map(|arm| of_arm(lesson, arm, seed));
    let scenarios = scenarios.collect::<Result<Vec<_>, _>>()?;
    conduct
        .progress
        .begin(scenarios.iter().map(|(one, _)| one.replicates).sum());
    let mut arms = Vec::new();
    let mut seen = Vec::new();
    for (arm, (scenario, text)) in lesson.arms.iter().zip(scenarios) {
        let run = Seen::of(scenario, conduct);
        arms.push(run.arm(arm, text)?);
        seen.push(run);
    }
    conduct.progress.end();
    let off = |read: &Read| {
        let value = read.arm.checked_sub(1).and_then(|arm| seen.get(arm)?.value(read));
        let what = read.what.clone();
        let value = value.unwrap_or_else(|| "none".to_owned());
        ReadOff { what, value }
    };
    Ok(Worked {
        seed,
        reads: lesson.reads.iter().map(off).collect(),
        arms,
    })
}

/// An arm simulated.
struct Seen {
    scenario: Scenario,
    all: Vec<Own>,
    /// Cells of the last type in each culture of the plain form.
    counts: Vec<u64>,
    summary: Summary,
    statistics: Value,
    trace: Option<FlaskTrace>,
}

impl Seen {
    fn of(scenario: Scenario, conduct: &Conduct) -> Self {
        let mut growing = Growing::of(scenario);
        let mut counts = Vec::new();
        let mut all = Vec::new();
        while growing.done() < growing.scenario().replicates {
            let new = growing.more(AT_ONCE);
            conduct.progress.add(new.len() as u64);
            all.extend(new.iter().filter_map(|one| own(growing.scenario(), one)));
            counts.extend(new.iter().filter_map(|one| match one {
                Replicate::Plain(record) => record.cells.last().copied(),
                Replicate::Flask(_) => None,
            }));
        }
        let (scenario, summary) = (growing.scenario().clone(), growing.summary());
        let statistics = match &summary {
            Summary::Laboratory(flasks) => serde_json::to_value(flasks),
            Summary::Plain(cultures) => serde_json::to_value(cultures),
        };
        let trace = scenario.laboratory().map(|Laboratory { biology, protocol, .. }| {
            trace_flask(biology, protocol, &scenario.settings, scenario.seed, 0)
        });
        Self {
            all,
            counts,
            summary,
            statistics: statistics.unwrap_or_default(),
            trace,
            scenario,
        }
    }

    fn arm(&self, arm: &Arm, text: String) -> Result<WorkedArm, SessionError> {
        let profile = match (&self.summary, self.scenario.laboratory()) {
            (Summary::Laboratory(flasks), Some(one)) => data::of_flasks("profile", flasks, &one.protocol),
            _ => None,
        };
        let (figure, slim) = self.figures()?;
        let own = self.all.first().cloned();
        Ok(WorkedArm {
            name: arm.name.clone(),
            done: scenario::words::of(&self.scenario),
            own: own.ok_or_else(|| SessionError::failed("a lesson without a flask"))?,
            all: self.all.clone(),
            answer: self.summary.to_string(),
            figure,
            slim,
            profile,
            replicates: self.scenario.replicates,
            scenario: text,
        })
    }

    /// Its figure, and the one for a phone, where that is another.
    fn figures(&self) -> Result<(String, Option<String>), SessionError> {
        Ok(match (&self.summary, &self.trace) {
            (Summary::Laboratory(flasks), Some(trace)) => {
                let [figure, slim] = muller::draw_both(muller::data(trace, &flasks.drugs()))?;
                (figure, Some(slim))
            }
            (Summary::Plain(cultures), ..) => (of_cultures(cultures)?, None),
            (Summary::Laboratory(_), None) => (String::new(), None),
        })
    }

    fn value(&self, read: &Read) -> Option<String> {
        if let Some(at) = &read.at {
            return shown(self.statistics.pointer(at)?, read.shown);
        }
        if let Some(estimate) = read.estimate {
            return self.estimated(estimate);
        }
        let share = share(self.trace.as_ref()?, read.share_of.as_ref()?, read.day)?;
        Some(muller::traced(share))
    }

    /// Mutations per culture, with the 95% interval.
    fn estimated(&self, estimate: Estimate) -> Option<String> {
        let cultures = Cultures {
            name: self.scenario.name.clone(),
            colonies: self.counts.iter().map(|&count| (count, 1.0)).collect(),
            final_cells: None,
            each_cells: Vec::new(),
            growth: 1.0,
        };
        if cultures.colonies.len() < 2 {
            return None;
        }
        let analysis = cultures.analysis();
        let found = match estimate {
            Estimate::Zeros => analysis.by_zeros?,
            Estimate::Likelihood => analysis.mutations,
        };
        Some(with_interval([found.value, found.low, found.high].map(number)))
    }
}

fn of_cultures(cultures: &PlainSummary) -> Result<String, SessionError> {
    Ok(match plain::fluctuation::data(cultures) {
        Some(found) => plain::fluctuation::draw(&found)?,
        None => plain::stops::draw(&plain::stops::data(cultures))?,
    })
}

fn shown(value: &Value, how: Shown) -> Option<String> {
    match (value, how) {
        (Value::String(text), _) => Some(text.clone()),
        (value, Shown::Number) => value.as_f64().map(number),
        (value, Shown::Days) => value.as_f64().map(days),
        (value, Shown::Percent) => value.as_f64().map(percent),
    }
}

/// Share of a flask's cells whose mechanism has these words in its label, on the first day of its trace from `day` on.
fn share(trace: &FlaskTrace, words: &str, day: Option<f64>) -> Option<f64> {
    let last = trace.days.len().checked_sub(1)?;
    let at = day
        .and_then(|day| trace.days.iter().position(|&one| one >= day))
        .unwrap_or(last);
    let cells = |of: &dyn Fn(&str) -> bool| {
        let rows = trace.rows.iter().filter(|row| of(&row.mechanism.label));
        rows.filter_map(|row| row.cells.get(at)).sum::<u64>() as f64
    };
    let all = cells(&|_| true);
    (all > 0.0).then(|| cells(&|label| label.contains(words)) / all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::classroom::lessons;

    /// Every value of every lesson's key can be read off, and what the texts promise comes true.
    #[test]
    fn keys_are_computed() {
        for one in lessons().unwrap() {
            let worked = work(&one, 2026, &Conduct::quiet()).unwrap();
            assert_eq!(
                (worked.arms.len(), worked.reads.len()),
                (one.arms.len(), one.reads.len())
            );
            for (read, of) in worked.reads.iter().zip(&one.reads) {
                assert_ne!(read.value, "none", "{}: {}", one.id, read.what);
                assert_eq!(read.what, of.what);
            }
            assert!(worked.arms.iter().all(|arm| arm.figure.contains("<svg")), "{}", one.id);
            assert_eq!(work(&one, 2026, &Conduct::quiet()).unwrap().reads, worked.reads);
        }
        let values = |id: &str| {
            let worked = work(&lesson(id).unwrap(), 2026, &Conduct::quiet()).unwrap();
            let number = |text: &str| {
                text.split([' ', '%'])
                    .next()
                    .unwrap_or("")
                    .replace([',', '<'], "")
                    .parse::<f64>()
            };
            worked
                .reads
                .iter()
                .map(|read| number(&read.value).unwrap_or(f64::NAN))
                .collect::<Vec<f64>>()
        };
        let pairs = values("pairs");
        assert!(pairs[0] > 40.0 && pairs[1] <= 2.0 && pairs[2] > 40.0, "{pairs:?}");
        let window = values("window");
        assert!(window[0] < 20.0 && window[2] > 50.0 && window[5] > 80.0, "{window:?}");
        let holiday = values("holiday");
        assert!(
            holiday[0] > 80.0 && holiday[2] < 5.0 && holiday[4] > 50.0,
            "{holiday:?}"
        );
        let before = values("before");
        assert!(
            before[0] > 5.0 && before[1] == before[0] && before[5] < 0.2 * before[4] && before[7] > 5.0 * before[3],
            "{before:?}"
        );
    }

    /// A trace leaves out what never exceeds 0.1%: that is not "none", nor is what it no longer shows.
    #[test]
    fn what_a_trace_leaves_out_is_below_what_it_keeps() {
        let before = lesson("before").unwrap();
        let (scenario, _) = of_arm(&before, &before.arms[0], 2026).unwrap();
        let seen = Seen::of(scenario, &Conduct::quiet());
        let read = |share_of: &str| Read {
            what: String::new(),
            arm: 1,
            at: None,
            estimate: None,
            share_of: Some(share_of.to_owned()),
            day: Some(1.0),
            shown: Shown::Percent,
        };
        assert_eq!(seen.value(&read("no such mechanism")).unwrap(), "<0.1%");
        assert_eq!(seen.value(&read("")).unwrap(), "100%");
    }

    #[test]
    fn unknown_lessons_are_told_with_the_nearest() {
        assert!(lesson("chanse").unwrap_err().to_string().contains("chance"));
    }
}
