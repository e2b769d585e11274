//! A hidden culture as a game: what read-outs take from the points of a right answer, and the least that leads to one.

use super::quiz::{Hidden, Quiz};
use crate::diagnosis::{Atlas, Effort, Readouts, Thresholds, Topic, diagnose};

/// Points of a right answer to which no read-out was ordered.
const MOST: f64 = 40.0;
/// What one point pays for: EUR, and days of waiting.
const POINT: Effort = Effort {
    days: 7.0,
    euros: 100.0,
};
/// Points that a wrong answer takes.
const WRONG: f64 = 4.0;
/// Points that an answer lacks which has the right kind without the name of allele, route or state.
const UNNAMED: f64 = 10.0;

/// Points of a right answer, to the name or in kind alone, after read-outs that took so much and so many wrong answers; never
/// less than 1.
pub fn points(named: bool, spent: Effort, wrong: usize) -> u64 {
    let unnamed = if named { 0.0 } else { UNNAMED };
    let taken = spent.euros / POINT.euros + spent.days / POINT.days + WRONG * wrong as f64 + unnamed;
    libm::round(MOST - taken).max(1.0) as u64
}

/// How points are given, in words.
pub fn rule() -> String {
    format!(
        "An answer that is right to the name brings {MOST} points, one that is right in kind {UNNAMED} fewer. Every {} EUR of read-outs take one of them, every {} days of waiting (one read-out after \
         another) one, every wrong answer {WRONG}; at least 1 is left",
        POINT.euros, POINT.days
    )
}

/// What some read-outs of a culture take.
pub fn effort(of: &[Topic], readouts: &Readouts) -> Effort {
    of.iter().map(|topic| topic.effort(readouts)).sum()
}

impl Quiz {
    /// The read-outs that lead the workflow to an answer that is right to the name (or else in kind), for the least money, then the
    /// least time, and whether it has the name; `None` where no choice of them does.
    pub fn cheapest(&self, hidden: &Hidden) -> Option<(Vec<Topic>, bool)> {
        let readouts = &hidden.worked.readouts;
        let done: Vec<Topic> = Topic::ALL.into_iter().filter(|topic| topic.done(readouts)).collect();
        let chosen = |mask: u32| -> Vec<Topic> {
            let taken = |(place, _): &(usize, &Topic)| mask >> place & 1 == 1;
            (done.iter().enumerate().filter(taken))
                .map(|(_, topic)| *topic)
                .collect()
        };
        let mut choices: Vec<(Effort, u32)> = (0..1u32 << done.len())
            .map(|mask| (effort(&chosen(mask), readouts), mask))
            .collect();
        choices.sort_by(|(a, _), (b, _)| a.euros.total_cmp(&b.euros).then(a.days.total_cmp(&b.days)));
        let (atlas, limits) = (Atlas::of(self.bench()), Thresholds::default());
        let mut in_kind = None;
        for topics in choices.into_iter().map(|(_, mask)| chosen(mask)) {
            let marked = hidden.mark(diagnose(&readouts.only(&topics), &atlas, &limits).calls);
            match marked.right() {
                true if marked.score.named => return Some((topics, true)),
                true if in_kind.is_none() => in_kind = Some((topics, false)),
                _ => {}
            }
        }
        in_kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_days_and_wrong_answers_take_points() {
        let spent = |euros, days| Effort { euros, days };
        assert_eq!(points(true, spent(0.0, 0.0), 0), 40);
        assert_eq!(points(true, spent(600.0, 14.0), 0), 32);
        assert_eq!(points(false, spent(600.0, 14.0), 2), 14);
        assert_eq!(points(true, spent(9000.0, 100.0), 0), 1);
    }
}
