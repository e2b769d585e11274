//! How soon things can happen at the earliest: a rule that no flask can meet in time is refused.

use super::bench::Setting;

use crate::model::course::{Course, StepRule};
use crate::model::protocol::{Flask, ResistanceRule};
use crate::scenario::error::Checked;
use crate::scenario::reading::growth_to_reach;
use crate::scenario::value::Place;
use crate::words::{cells, days, percent, time_of_files};

/// What is due more often than the flask is looked at cannot be done when it is due.
pub fn seen_in_time(root: &Place, look_every: f64, flask: &Flask) -> Checked<()> {
    let passage = root.key("flask").key("passage").key("or_every");
    let due = [
        (passage, flask.passage_every, "passages"),
        (
            root.key("flask").key("medium_change"),
            flask.medium_every,
            "medium changes",
        ),
    ];
    for (place, every, what) in due {
        if let Some(every) = every.filter(|every| *every < look_every) {
            let (every, look_every) = (time_of_files(every), time_of_files(look_every));
            return Err(place
                .fault(format!("= {every} is shorter than look_every = {look_every}"))
                .allowed(format!(
                    "at least {look_every}, \"never\", or a look_every of at most {every}"
                ))
                .help(format!("{what} happen at looks")));
        }
    }
    Ok(())
}

impl Setting<'_> {
    /// Refuses a share of the capacity that parental cells do not reach before they are passaged by
    /// the calendar.
    pub fn confluence_is_reached(&self, place: &Place, share: f64) -> Checked<()> {
        let start = self.flask.seed_cells as f64 * self.design.plating;
        let days = self.grown_after(self.flask.seed_cells as f64, share);
        // A passage by the calendar happens at the first look on or after its day.
        let allowed = self.flask.passage_every.map(|every| every + self.look_every);
        match (days, allowed) {
            (Some(days), Some(allowed)) if days > allowed => Err(place
                .fault("is never met: the calendar passages the flask before")
                .allowed("passage.or_every = \"never\" or longer, or more seed_cells")
                .help(format!(
                    "parental cells need {} from {} cells to {} confluence without drug",
                    self::days(days),
                    cells(start),
                    percent(share)
                ))),
            (None, _) if share >= 1.0 => Err(place
                .fault(format!(
                    "is never met: it is {} cells",
                    cells(share * self.flask.capacity)
                ))
                .help(format!("the flask holds at most {} cells", cells(self.flask.capacity)))),
            (None, _) => Err(place
                .fault("is never met: the flask is not passaged at confluence, or growth ends before")
                .allowed("less confluence, in a flask that is passaged at confluence (passage.at)")),
            _ => Ok(()),
        }
    }

    /// Days from so many plated cells, some of which do not attach, to a share of the capacity, at the pace of
    /// unaltered cells without drug.
    pub fn grown_after(&self, cells: f64, share: f64) -> Option<f64> {
        growth_to_reach(cells * self.design.plating, share, self.flask, self.parental_growth)
    }

    /// Days to confluence from so many plated cells, at a look.
    fn confluent_after(&self, cells: f64) -> Option<f64> {
        let days = self.grown_after(cells, self.flask.passage_at)?;
        Some(self.at_look(days))
    }

    fn at_look(&self, days: f64) -> f64 {
        libm::ceil(days / self.look_every - 1e-9).max(1.0) * self.look_every
    }

    /// Fewest days from a count after plating to the next passage; `None` where none ever comes.
    fn next_passage(&self, cells: f64) -> Option<f64> {
        let by_calendar = self.flask.passage_every.map(|every| self.at_look(every));
        let by_size = match self.design.calendar_only {
            true => None,
            false => self.confluent_after(cells),
        };
        match (by_calendar, by_size) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    /// Fewest days between two passages. A flask that the calendar passages is reseeded with at most the
    /// seeding number; a full one is split.
    pub fn between_passages(&self) -> Option<f64> {
        let split = self.flask.split * self.flask.passage_at * self.flask.capacity;
        self.next_passage(split.max(self.flask.seed_cells as f64))
    }

    /// Fewest days that so many passages take, from seeding.
    fn passages_take(&self, count: u32) -> Option<f64> {
        let first = self.next_passage(self.flask.seed_cells as f64)?;
        let more = self.between_passages()?;
        Some(first + more * f64::from(count.saturating_sub(1)))
    }
}

/// Passages that a step needs.
fn passages_asked(rule: &StepRule) -> u32 {
    let in_a_row = if rule.growth.is_some() || rule.confluence {
        rule.held_for
    } else {
        0
    };
    in_a_row.max(rule.passages.unwrap_or(0))
}

/// Refuses a course whose dose cannot go up before it is given up.
pub fn steps_in_time(
    place: &Place,
    setting: &Setting,
    rule: &StepRule,
    from: f64,
    give_up_after: Option<f64>,
) -> Checked<()> {
    let asked = passages_asked(rule);
    if asked == 0 || rule.or_after.is_some() {
        return Ok(());
    }
    let step_when = place.key("step_when");
    let Some(between) = setting.between_passages() else {
        return Err(step_when
            .fault("is never met: it looks at passages, and the flask is never passaged")
            .allowed("`every` or `or_after` in days, or a flask with passage.at or passage.or_every"));
    };
    let take = match from == 0.0 {
        true => setting.passages_take(asked).unwrap_or(between),
        false => between * f64::from(asked - 1),
    };
    let take = take.max(rule.every.unwrap_or(0.0));
    let asks = format!("asks for {asked} passages, which take at least {}", days(take));
    if from + take >= setting.end {
        return Err(step_when.fault(asks).help(format!(
            "the experiment ends after {} ([stop] after)",
            days(setting.end)
        )));
    }
    match give_up_after {
        Some(wait) if wait < take => Err(place
            .key("give_up_after")
            .wrong(time_of_files(wait), "is over before the dose can go up")
            .allowed(format!(
                "at least {}, or fewer passages (held_for)",
                time_of_files(libm::ceil(take))
            ))
            .help(format!("step_when {asks}"))),
        _ => Ok(()),
    }
}

/// Refuses a resistance that has to hold for more passages than the experiment has time for.
pub fn resistance_in_time(root: &Place, setting: &Setting, rule: &ResistanceRule, courses: &[Course]) -> Checked<()> {
    if !courses.iter().any(|course| course.dosing.escalates()) {
        return Ok(());
    }
    let place = root.key("resistance").key("held_for");
    match setting.passages_take(rule.held_for) {
        None => Err(place
            .fault("is never met: growth is judged at passages, and the flask is never passaged")
            .allowed("a flask with passage.at or passage.or_every, or constant doses")),
        Some(take) if take > setting.end => Err(place
            .fault(format!(
                "= {} passages take at least {}, longer than the experiment",
                rule.held_for,
                days(take)
            ))
            .help(format!(
                "the experiment ends after {} ([stop] after)",
                days(setting.end)
            ))),
        Some(_) => Ok(()),
    }
}
