//! Lines of treatment: when each failed, for how long it held, and what carried the flask then.

use super::interval::Proportion;
use super::quantile::Distribution;
use crate::engine::record::{FlaskRecord, Outcome};
use crate::model::biology::Mechanism;
use crate::model::course::Course;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line of treatment over the ensemble. Days of flasks that it never failed are in no median.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineRow {
    /// Drugs given in this line.
    pub drugs: Vec<String>,
    /// Flasks that became resistant to it, of those that it was begun in.
    pub failed: Proportion,
    /// Day of that resistance, from seeding; absent where there is none.
    pub day: Option<Distribution>,
    /// Days from the resistance to the line before (for the first line: from seeding) to that day.
    pub held: Option<Distribution>,
    /// Of the failed flasks, by the mechanism with the most cells on that day; most frequent first.
    pub dominant: Vec<DominantRow>,
}

/// A mechanism and the flasks that it dominates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DominantRow {
    /// The mechanism with the most cells.
    pub mechanism: Mechanism,
    /// Flasks that it dominates, of the failed ones.
    pub flasks: Proportion,
}

#[derive(Debug, Clone, Default)]
struct LineCount {
    drugs: Vec<String>,
    started: u64,
    days: Vec<f64>,
    held: Vec<f64>,
    dominant: BTreeMap<Mechanism, u64>,
}

/// Streams flasks; keeps two numbers per flask and line.
#[derive(Debug, Clone)]
pub(crate) struct LineCounter {
    lines: Vec<LineCount>,
}

impl LineCounter {
    /// `None` where no course waits for a resistance: then there is one line, which the profile tells.
    pub fn new(courses: &[Course], drugs: &[String]) -> Option<Self> {
        let last = courses.iter().map(|course| course.timing.after_resistance).max()?;
        let given = |line: u32, course: &Course| {
            let after = course.timing.after_resistance;
            after == line || (after < line && !course.timing.until_resistance)
        };
        let line = |line: u32| {
            let mut names: Vec<String> = Vec::new();
            for (_, drug) in courses.iter().zip(drugs).filter(|(course, _)| given(line, course)) {
                if !names.contains(drug) {
                    names.push(drug.clone());
                }
            }
            LineCount {
                drugs: names,
                ..LineCount::default()
            }
        };
        (last > 0).then(|| Self {
            lines: (0..=last).map(line).collect(),
        })
    }

    /// Adds one flask.
    pub fn add(&mut self, record: &FlaskRecord) {
        let earlier = record.failures.iter().map(|line| (line.day, &line.composition));
        let resistant = record.outcome == Outcome::Resistant;
        let last = resistant.then_some((record.outcome_day, &record.composition));
        self.note(
            earlier
                .chain(last)
                .map(|(day, composition)| (day, composition.first().map(|share| &share.mechanism))),
        );
    }

    /// Day and dominant mechanism of each resistance of one flask.
    fn note<'a>(&mut self, mut failures: impl Iterator<Item = (f64, Option<&'a Mechanism>)>) {
        let mut since = 0.0;
        for line in &mut self.lines {
            line.started += 1;
            let Some((day, dominant)) = failures.next() else {
                return;
            };
            line.days.push(day);
            line.held.push(day - since);
            since = day;
            if let Some(mechanism) = dominant {
                *line.dominant.entry(mechanism.clone()).or_insert(0) += 1;
            }
        }
    }

    /// The lines in order.
    pub fn finish(&self) -> Vec<LineRow> {
        self.lines.iter().map(LineCount::finish).collect()
    }
}

impl LineCount {
    fn finish(&self) -> LineRow {
        let failed = self.days.len() as u64;
        let mut dominant: Vec<DominantRow> = (self.dominant.iter())
            .map(|(mechanism, &flasks)| DominantRow {
                mechanism: mechanism.clone(),
                flasks: Proportion::new(flasks, failed),
            })
            .collect();
        dominant.sort_by(|a, b| {
            let fewer = b.flasks.count.cmp(&a.flasks.count);
            fewer.then_with(|| a.mechanism.cmp(&b.mechanism))
        });
        LineRow {
            drugs: self.drugs.clone(),
            failed: Proportion::new(failed, self.started),
            day: Distribution::of(&mut self.days.clone()),
            held: Distribution::of(&mut self.held.clone()),
            dominant,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::biology::MechanismClass;
    use crate::model::course::{Dosing, Timing};

    fn course(after_resistance: u32, until_resistance: bool) -> Course {
        Course {
            drug: 0,
            from: 0.0,
            until: None,
            half_life: None,
            dosing: Dosing::Constant { dose: 100.0 },
            timing: Timing {
                after_resistance,
                until_resistance,
                ..Timing::default()
            },
            actual: 1.0,
        }
    }

    fn mechanism(label: &str, order: u32) -> Mechanism {
        Mechanism {
            label: label.to_owned(),
            class: MechanismClass::Bypass,
            region: String::new(),
            order,
        }
    }

    #[test]
    fn each_line_counts_its_own_flasks_days_and_mechanisms() {
        let courses = [course(0, true), course(0, false), course(1, false)];
        let drugs = ["first", "kept", "second"].map(str::to_owned);
        let (a, b) = (mechanism("a", 1), mechanism("b", 2));
        let mut counter = LineCounter::new(&courses, &drugs).expect("two lines");
        for failures in [
            vec![(100.0, Some(&a)), (130.0, Some(&b))],
            vec![(120.0, Some(&a)), (125.0, Some(&a))],
            vec![(140.0, Some(&b))],
            vec![],
        ] {
            counter.note(failures.into_iter());
        }
        let lines = counter.finish();
        assert_eq!(lines[0].drugs, ["first", "kept"]);
        assert_eq!(lines[1].drugs, ["kept", "second"], "a course without an end goes on");
        assert_eq!((lines[0].failed.count, lines[0].failed.n), (3, 4));
        assert_eq!(
            (lines[1].failed.count, lines[1].failed.n),
            (2, 3),
            "only flasks that came to it"
        );
        let median = |d: &Option<Distribution>| d.as_ref().map(|d| d.median().value);
        assert_eq!(
            (median(&lines[0].day), median(&lines[0].held)),
            (Some(120.0), Some(120.0))
        );
        assert_eq!(
            (median(&lines[1].day), median(&lines[1].held)),
            (Some(127.5), Some(17.5))
        );
        let dominant: Vec<(&str, u64, u64)> = (lines[0].dominant.iter())
            .map(|row| (row.mechanism.label.as_str(), row.flasks.count, row.flasks.n))
            .collect();
        assert_eq!(dominant, [("a", 2, 3), ("b", 1, 3)]);
    }

    #[test]
    fn one_line_of_treatment_needs_no_table() {
        assert!(LineCounter::new(&[course(0, true)], &["only".to_owned()]).is_none());
    }
}
