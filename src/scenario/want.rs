//! Whether resistance is wanted sooner or later.

use super::Laboratory;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Whether resistance is wanted sooner or later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Want {
    /// By who makes a resistant line.
    Sooner,
    /// By who looks for control that lasts.
    Later,
}

impl Want {
    /// What a scenario is for: an escalation makes a resistant line, everything else is held for as long as it lasts.
    pub fn of(laboratory: &Laboratory) -> Self {
        let courses = &laboratory.protocol.courses;
        match courses.iter().any(|course| course.dosing.escalates()) {
            true => Want::Sooner,
            false => Want::Later,
        }
    }

    /// Which of two mean times to resistance is wanted more: the wanted one is less.
    pub fn order(self, a: f64, b: f64) -> Ordering {
        match self {
            Want::Sooner => a.total_cmp(&b),
            Want::Later => b.total_cmp(&a),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wanted_time_comes_first() {
        let first = |want: Want| {
            let mut days = [120.0, 10.0, 350.0];
            days.sort_by(|a, b| want.order(*a, *b));
            days[0]
        };
        assert_eq!((first(Want::Sooner), first(Want::Later)), (10.0, 350.0));
    }
}
