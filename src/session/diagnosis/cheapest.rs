//! The least that leads to a right answer about a hidden culture.

use super::points::effort;
use super::quiz::{Hidden, Quiz};
use crate::diagnosis::{Atlas, Effort, Thresholds, Topic, diagnose};

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
