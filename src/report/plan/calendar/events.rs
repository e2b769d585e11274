//! What is done on which day.

use super::reached::{doses, expected};
use super::rules::is_resistant;
use crate::report::plan::event::Event;
use crate::report::plan::pauses::pauses;
use crate::scenario::Laboratory;
use crate::scenario::plan::Bench;
use crate::statistics::names;
use crate::statistics::race::{PlanFlask, WhenToSequence};
use crate::words::{capital, cells, counted, grouped, number, percent};

/// Share of flasks that sequencing has to tell to be worth a line of its own.
const TELLING: f64 = 0.5;

/// What a calendar is asked for.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The design.
    pub laboratory: &'a Laboratory,
    /// Its flasks.
    pub flasks: u64,
    /// What a visit takes.
    pub bench: &'a Bench,
    /// The day that the goal counts.
    pub by: f64,
    /// What samples of its flasks would tell.
    pub sequencing: Option<&'a WhenToSequence>,
}

/// The calendar of a design: its flasks in many worlds say when what reacts to them is to be expected.
pub fn events(asked: &Asked, worlds: &[&[PlanFlask]]) -> Vec<Event> {
    let Laboratory { biology, protocol, .. } = asked.laboratory;
    let all: Vec<&PlanFlask> = worlds.iter().copied().flatten().collect();
    let drugs = names::course_drugs(biology, protocol);
    let mut events = vec![asked.prepare(), asked.seed()];
    events.extend(doses(protocol, &drugs, &all));
    events.extend(pauses(protocol, &drugs, asked.by));
    events.extend(asked.freeze_before_steps(&all));
    events.extend(asked.samples());
    events.extend(asked.sequence_resistant(&all));
    events.extend(asked.sequence_early());
    events.push(asked.end());
    events.sort_by(|a, b| a.day.total_cmp(&b.day));
    events
}

impl Asked<'_> {
    /// What a culture is called.
    fn vessel(&self) -> &'static str {
        names::vessel_noun(&self.laboratory.protocol.flask.vessel)
    }

    fn prepare(&self) -> Event {
        let Laboratory { biology, protocol, .. } = self.laboratory;
        let expanded = protocol.stock.expand_to();
        let before = libm::ceil(libm::log(expanded.max(2.0)) / biology.parental_growth().max(1e-6));
        Event::fixed(
            "prepare",
            -before,
            format!(
                "Start {}: from one {} cell each to {} cells without drug",
                counted(self.flasks, "stock"),
                biology.line_name,
                cells(expanded)
            ),
            "a stock of its own for every flask, so that they do not share what arose before the drug",
        )
    }

    fn seed(&self) -> Event {
        let (flask, design) = (&self.laboratory.protocol.flask, &self.laboratory.protocol.design);
        let vessels = match design.pooled {
            1 => flask.vessel.clone(),
            pooled => format!("{pooled} pooled {} each", flask.vessel),
        };
        let medium = design.medium_ml;
        let medium = medium.map_or(String::new(), |ml| format!(", {} mL of medium", number(ml)));
        Event::fixed(
            "seed",
            0.0,
            format!(
                "Seed {} ({vessels}): {} cells in each{medium}; freeze what is left of every stock",
                counted(self.flasks, self.vessel()),
                cells(flask.seed_cells as f64),
            ),
            "",
        )
    }

    fn freeze_before_steps(&self, all: &[&PlanFlask]) -> Option<Event> {
        let mut courses = self.laboratory.protocol.courses.iter();
        let freezes = self.bench.freeze_at_steps && courses.any(|course| course.dosing.escalates());
        freezes.then(|| Event {
            what: format!("Freeze a vial of the {} before its dose goes up", self.vessel()),
            when: "at every dose step".to_owned(),
            ..expected("freeze", all, self.by, |flask| {
                flask.raised().map(|step| step.day).next()
            })
        })
    }

    /// Samples that the scenario asks for.
    fn samples(&self) -> impl Iterator<Item = Event> {
        let what = format!("Freeze a pellet of every {} for DNA", self.vessel());
        let days = self.laboratory.protocol.design.samples.iter();
        let days = days.filter(|day| **day <= self.by);
        days.map(move |day| Event::fixed("sample", *day, what.clone(), ""))
    }

    fn sequence_resistant(&self, all: &[&PlanFlask]) -> Option<Event> {
        let resistant = expected("sequence", all, self.by, |flask| {
            flask.end.is_resistant_by(self.by).then_some(flask.end.day)
        });
        (self.bench.samples > 0 && resistant.share > 0.0).then(|| Event {
            what: format!(
                "Freeze vials and a pellet; sequence it at {} reads; then IC50 shift and a drug holiday",
                grouped(self.bench.depth)
            ),
            when: format!("when a {} {}", self.vessel(), is_resistant(&self.laboratory.protocol)),
            ..resistant
        })
    }

    /// The sample that speaks most for its trouble, before the end.
    fn sequence_early(&self) -> Option<Event> {
        let told = self.sequencing.filter(|told| told.sample().day < self.by);
        told.map(|told| sequence(told, self.vessel()))
    }

    fn end(&self) -> Event {
        let rest = match self.bench.samples {
            0 => "end every culture".to_owned(),
            _ => format!(
                "freeze and sequence what still grows at {} reads; end every culture",
                grouped(self.bench.depth)
            ),
        };
        Event::fixed("end", self.by, capital(&rest), "the day that the goal counts")
    }
}

/// The sample that speaks most for its trouble; where DNA says little, that.
fn sequence(all: &WhenToSequence, vessel: &str) -> Event {
    let one = all.sample();
    let (told, depth) = (percent(one.complete), grouped(one.depth));
    let (what, when) = match one.complete >= TELLING {
        true => (
            format!("Take a pellet of every {vessel} that grows, and sequence it at {depth} reads"),
            format!(
                "DNA then tells all that makes a {vessel} resistant in {told}; waiting or reading deeper adds at most 5 points"
            ),
        ),
        false => (
            format!(
                "Take a pellet and vials of every {vessel} that grows, for a dose-response before and after a drug holiday and a blot"
            ),
            format!(
                "DNA alone tells all that makes a {vessel} resistant in at most {}, whenever and however deep it is read",
                percent(all.most())
            ),
        ),
    };
    Event::fixed("sample", one.day, what, &when)
}
