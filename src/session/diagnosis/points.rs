//! A hidden culture as a game: what read-outs and wrong answers take from the points of a right answer.

use crate::diagnosis::{Effort, Readouts, Topic};

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
