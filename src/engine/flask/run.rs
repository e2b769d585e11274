//! One flask from the stock to its end: looks, passages, dose steps, and what is recorded.

use super::course::{Treatment, counts, left_over};
use super::follow::Follow;
use super::lineage::{Group, Identity};
use super::log::{Count, Ended, LastMedium, Log};
use super::pilot::{Grown, Pilot};
use super::record::{compose, lineage_records};
use super::stock::{self, Seeded};
use super::world::FlaskWorld;
use crate::engine::culture::{Culture, Halt, Span};
use crate::engine::exact::Advance;
use crate::engine::method::{Engine, Settings};
use crate::engine::population::{Crowding, Population};
use crate::engine::record::{BarcodeCounts, FlaskRecord, LineFailure, Look, Outcome};
use crate::model::biology::Biology;
use crate::model::dosing::{Controller, Observation};
use crate::model::protocol::Protocol;
use crate::random::{Generator, Purpose, stream};

pub(super) struct Flask<'a> {
    biology: &'a Biology,
    protocol: &'a Protocol,
    engine: Engine<'a>,
    replicate: u64,
    grown: Grown,
    world: FlaskWorld<'a>,
    population: Population,
    growth: Generator,
    passage: Generator,
    treatment: Treatment<'a>,
    log: Log,
}

impl<'a> Flask<'a> {
    pub(super) fn new(
        biology: &'a Biology,
        protocol: &'a Protocol,
        settings: &Settings,
        identity: Identity,
        seed: u64,
        replicate: u64,
        halt: Halt<'a>,
    ) -> Self {
        let mut engine = Engine::new(settings, halt);
        let pool = stock::pool(biology, protocol, &mut engine, identity, seed, replicate);
        let cells = stock::seeded(pool, protocol, seed, replicate);
        Self::of(cells, engine, protocol, seed, replicate)
    }

    /// On day 0.
    pub(super) fn of(cells: Seeded<'a>, engine: Engine<'a>, protocol: &'a Protocol, seed: u64, replicate: u64) -> Self {
        let biology = cells.world.biology;
        let vials = stream(seed, replicate, Purpose::Vial);
        let mut flask = Self {
            biology,
            protocol,
            engine,
            replicate,
            grown: cells.grown,
            world: cells.world,
            population: cells.population,
            growth: stream(seed, replicate, Purpose::Growth),
            passage: stream(seed, replicate, Purpose::Passage),
            treatment: Treatment::new(protocol, biology.parental_growth(), vials),
            log: Log::default(),
        };
        if flask.treatment.freezes() {
            // A vial of the stock, before any drug.
            flask.freeze(cells.spare);
        }
        flask
    }

    /// `None` where it was halted.
    pub(super) fn run(mut self, follower: Option<&mut dyn Follow>) -> Option<FlaskRecord> {
        let end_day = self.live(follower)?;
        Some(self.into_record(end_day))
    }

    /// What it took to simulate the flask until it ended or was halted.
    pub(super) fn pilot(mut self) -> Pilot {
        let stock = self.engine.effort().compartments();
        let end = self.live(None);
        let day = end.or_else(|| self.log.looks.last().map(|look| look.day));
        let lived = day.unwrap_or(0.0) / self.protocol.stop.after;
        let effort = self.engine.effort().clone();
        let grown = self.grown;
        Pilot {
            effort,
            stock,
            grown,
            lived,
            ended: end.is_some(),
            look: self.protocol.look_every / self.protocol.stop.after,
        }
    }

    /// From seeding to the end, whose day it returns; `None` where it was halted.
    fn live(&mut self, mut follower: Option<&mut dyn Follow>) -> Option<f64> {
        self.plate();
        let marked = self.protocol.design.barcodes.is_some();
        self.log.barcodes = marked.then(|| BarcodeCounts::seeded(&self.world, &self.population));
        self.begin_passage(0.0);
        let every = self.protocol.look_every;
        let last = libm::ceil(self.protocol.stop.after / every - 1e-9) as u64;
        let mut end_day = 0.0;
        self.note(0.0, &mut follower);
        for look in 1..=last {
            let from = (look - 1) as f64 * every;
            end_day = (look as f64 * every).min(self.protocol.stop.after);
            let doses = self.medicate(from);
            let before = self.population.total();
            let extinct = match self.advance(Span::new(from, end_day)) {
                Advance::Halted => return None,
                Advance::Extinct(day) if !self.treatment.may_thaw(end_day) => Some(day),
                _ => None,
            };
            if let Some(day) = extinct {
                end_day = day;
            }
            let cells = self.population.total();
            self.treatment.note_growth(end_day - from, before, cells);
            self.note(end_day, &mut follower);
            self.log.looks.push(Look {
                day: end_day,
                cells,
                doses,
                passaged: false,
            });
            if extinct.is_some() {
                let outcome = if end_day > 0.0 {
                    Outcome::Extinct
                } else {
                    Outcome::Empty
                };
                self.end(outcome, end_day);
                break;
            }
            if self.look(end_day, cells) {
                break;
            }
        }
        self.end(Outcome::TimeOver, end_day);
        Some(end_day)
    }

    /// Sets the doses that hold from this look on; returns them per course.
    fn medicate(&mut self, day: f64) -> Vec<f64> {
        let doses = self.treatment.doses(day, self.population.total());
        if doses != self.log.medium.doses || self.medium_is_due(day) {
            let medium = self.treatment.medium(&doses, day, self.biology.drugs().len());
            self.world.set_medium(&self.population, medium);
            // What a patient swallows is not pipetted into medium.
            let pipetted = doses.iter().zip(&self.protocol.courses);
            let pipetted = pipetted.map(|(&dose, course)| if course.dosing.oral().is_some() { 0.0 } else { dose });
            self.log.chronicle.work.medium(&pipetted.collect::<Vec<_>>());
            self.log.medium = LastMedium {
                doses: doses.clone(),
                day,
            };
        }
        doses
    }

    /// Medium is changed at passages, at changes of dose, and on the calendar.
    fn medium_is_due(&self, day: f64) -> bool {
        let changed = self.log.medium.day;
        let passaged = self.log.looks.last().is_some_and(|look| look.passaged);
        passaged
            || self
                .protocol
                .flask
                .medium_every
                .is_some_and(|every| day - changed >= every - 1e-9)
    }

    fn advance(&mut self, span: Span) -> Advance {
        let mut culture = Culture {
            world: &mut self.world,
            population: &mut self.population,
            crowding: Crowding {
                capacity: Some(self.protocol.flask.capacity),
            },
            rng: &mut self.growth,
            halt: self.engine.halt,
        };
        self.engine.advance(&mut culture, span, &mut [])
    }

    /// Everything the experimenter does at a look. Returns whether the experiment is over.
    fn look(&mut self, day: f64, cells: u64) -> bool {
        let flask = &self.protocol.flask;
        let confluent = cells as f64 >= flask.passage_at * flask.capacity;
        let due = flask
            .passage_every
            .is_some_and(|every| day - self.log.since.day >= every - 1e-9);
        let full = confluent && !self.protocol.design.calendar_only;
        let now = Count {
            day,
            cells: cells as f64,
        };
        self.log.mind_filling(now, flask);
        let parental = self.biology.parental_growth();
        let growth = (full || due).then(|| self.log.grown(now, parental, flask.capacity));
        if growth.is_some() {
            self.log.growth_share = growth;
        }
        let judged = self.treatment.judged(growth);
        if self.log.ended.is_none() && self.treatment.resistant(day, cells, judged, self.log.since.day) {
            if self.treatment.next_line(day) {
                self.note_failure(day);
            } else {
                self.end(Outcome::Resistant, day);
                if self.protocol.stop.at_resistance {
                    return true;
                }
            }
        }
        let seen = Observation {
            day,
            of_seeding: cells as f64 / (flask.seed_cells as f64 * self.protocol.design.plating),
            of_capacity: cells as f64 / flask.capacity,
            confluent,
            passage: growth.is_some(),
            growth: judged,
        };
        let asked = self.treatment.look(&seen);
        if self.log.ended.is_none() && self.treatment.gives_up(day) {
            self.end(Outcome::GivenUp, day);
            return true;
        }
        if day >= self.protocol.stop.after - 1e-9 {
            // The cells are harvested; nobody passages a flask that ends.
            self.end(Outcome::TimeOver, day);
            return true;
        }
        if asked.thaw {
            self.thaw(day);
        } else {
            let before = asked.freeze.then(|| self.population.cells.clone());
            if growth.is_some() {
                self.do_passage(day, cells, full);
            }
            if let Some(before) = before {
                let spare = left_over(&self.world, &before, &self.population);
                self.freeze(spare);
            }
        }
        self.world.compact(&mut self.population);
        false
    }

    /// A vial of what seeding or a passage left over; where nothing is, of at most half the flask.
    fn freeze(&mut self, spare: Vec<Group>) {
        if spare.is_empty() {
            let vial = self.treatment.freeze(counts(&self.world, &self.population), 0.5);
            let before = self.population.total();
            self.world.take_out(&mut self.population, vial);
            // Growth is measured on the cells that were left.
            let left = self.population.total() as f64 / before.max(1) as f64;
            self.log.since.cells *= left;
            self.log.filled = None;
            self.treatment.note_taken(left);
        } else {
            self.treatment.freeze(spare, 1.0);
        }
    }

    /// The last vial takes the place of what is left in the flask.
    fn thaw(&mut self, day: f64) {
        let vial = self.treatment.thaw();
        self.world.replace(&mut self.population, &vial);
        self.treatment.note_passage(1.0);
        self.begin_passage(day);
    }

    /// The cells in the flask are those that the next growth is measured on.
    fn begin_passage(&mut self, day: f64) {
        self.log.begin_passage(Count {
            day,
            cells: self.population.total() as f64,
        });
    }

    /// Resistant to a line of treatment; the next one begins.
    fn note_failure(&mut self, day: f64) {
        let limit = self.protocol.resistance.detection_limit;
        let moment = compose(self.biology, &self.world, &self.population, limit);
        self.log.failures.push(LineFailure {
            day,
            composition: moment.composition,
        });
    }

    /// Splits a full flask; reseeds one whose time is up with at most the seeding number.
    fn do_passage(&mut self, day: f64, cells: u64, full: bool) {
        let flask = &self.protocol.flask;
        let keep = if full {
            flask.split
        } else {
            (flask.seed_cells as f64 / cells as f64).min(1.0)
        };
        self.log.chronicle.work.grown(self.log.since.cells, cells);
        self.population.sample(&mut self.passage, keep);
        self.treatment.note_passage(keep);
        self.log.chronicle.work.discarded += cells - self.population.total();
        if keep < 1.0 {
            self.plate();
        }
        self.log.passages += 1;
        self.begin_passage(day);
        if let Some(look) = self.log.looks.last_mut() {
            look.passaged = true;
        }
    }

    /// Cells in fresh vessels: some do not attach.
    fn plate(&mut self) {
        let cells = self.population.total();
        self.population.sample(&mut self.passage, self.protocol.design.plating);
        self.log.chronicle.work.lost += cells - self.population.total();
    }

    /// Notes sizes, and shows the flask to whoever follows it.
    fn note(&mut self, day: f64, follower: &mut Option<&mut dyn Follow>) {
        let total = self.population.total();
        self.world.note_sizes(&self.population, total);
        let (world, population) = (&self.world, &self.population);
        self.log
            .chronicle
            .note(day, self.protocol, self.biology, world, population);
        if let Some(follower) = follower {
            follower.note(day, &self.world, &self.population, self.biology);
        }
    }

    /// Keeps the first outcome and the composition at that moment.
    fn end(&mut self, outcome: Outcome, day: f64) {
        if self.log.ended.is_none() {
            let limit = self.protocol.resistance.detection_limit;
            let moment = compose(self.biology, &self.world, &self.population, limit);
            self.log.ended = Some(Ended { outcome, day, moment });
            if let Some(barcodes) = &mut self.log.barcodes {
                barcodes.at_outcome = self.world.mark_counts(&self.population);
            }
        }
    }

    fn into_record(mut self, end_day: f64) -> FlaskRecord {
        let total = self.population.total();
        self.log.chronicle.work.grown(self.log.since.cells, total);
        let limit = self.protocol.resistance.detection_limit;
        let Ended { outcome, day, moment } = self.log.ended.unwrap_or_else(|| Ended {
            outcome: Outcome::TimeOver,
            day: end_day,
            moment: compose(self.biology, &self.world, &self.population, limit),
        });
        let (lineages, minor_lineages) = match self.world.identity {
            Identity::Lineages => lineage_records(self.biology, &self.world, &self.population),
            Identity::Origins => (Vec::new(), 0),
        };
        FlaskRecord {
            replicate: self.replicate,
            outcome,
            outcome_day: day,
            end_day,
            goal_day: self
                .treatment
                .controllers
                .iter()
                .find(|c| c.escalates())
                .and_then(Controller::goal_day),
            passages: self.log.passages,
            dose_steps: self.treatment.controllers.iter().map(|c| c.steps).sum(),
            crashes: self.treatment.controllers.iter().map(|c| c.crashes).sum(),
            thaws: self.treatment.thaws(),
            failures: self.log.failures,
            cells: moment.cells,
            growth_share: self.log.growth_share,
            composition: moment.composition,
            pre_existing: moment.pre_existing,
            acquired: moment.acquired,
            via_tolerant: moment.via_tolerant,
            spiked: moment.spiked,
            compound: moment.compound,
            looks: self.log.looks,
            lineages,
            minor_lineages,
            work: self.log.chronicle.work,
            months: self.log.chronicle.months,
            samples: self.log.chronicle.samples,
            barcodes: self.log.barcodes,
            patient: self.protocol.design.patient,
        }
    }
}
