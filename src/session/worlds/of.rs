//! The worlds of one scenario.

use super::given::GivenWorlds;
use crate::engine::record::{FlaskRecord, FlaskSample};
use crate::engine::{self, Settings};
use crate::knowledge::schema::Class;
use crate::knowledge::{KnowledgeBase, Span};
use crate::scenario::{Assumed, Body, Laboratory, MAX_REPLICATES, Origin, Overlay, Scenario, with_overlays};
use crate::session::SessionError;
use crate::session::uncertain::spans;
use crate::statistics::worlds::{Described, Drawn, Ignorance, Input, World, WorldFlask, WorldRecord};
use crate::words;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Flasks that a world may have; each (world, flask) has streams of its own, behind those of the ensemble.
const FLASKS: u64 = 1 << 20;

/// The numbers of a world's flasks.
pub fn replicates(world: u64, flasks: u64) -> Range<u64> {
    let first = MAX_REPLICATES + world * FLASKS;
    first..first + flasks
}

/// The worlds of a laboratory scenario.
pub struct Worlds {
    origin: Origin,
    knowledge: Arc<KnowledgeBase>,
    ignorance: Ignorance,
    given: Option<GivenWorlds>,
    inputs: Vec<Described>,
    /// Values that are taken as exact, in words.
    exact: Vec<String>,
    count: u64,
    flasks: u64,
    shared: f64,
    settings: Settings,
    seed: u64,
    horizon: f64,
}

impl Worlds {
    /// Of a scenario; `None` where it draws none: the plain form, a count of 0, or nothing that is not known.
    ///
    /// # Errors
    /// The scenario that a lock file names is not the one that it holds.
    pub fn of(scenario: &Scenario) -> Result<Option<Self>, SessionError> {
        Self::of_shelf(scenario, &mut Shelf::default())
    }

    /// The same with knowledge bases at hand.
    ///
    /// # Errors
    /// See [`Self::of`].
    pub fn of_shelf(scenario: &Scenario, shelf: &mut Shelf) -> Result<Option<Self>, SessionError> {
        let (Body::Laboratory(laboratory), Some(origin)) = (&scenario.body, &scenario.origin) else {
            return Ok(None);
        };
        let count = scenario.world_count();
        if count == 0 {
            return Ok(None);
        }
        let knowledge = shelf.knowledge(&laboratory.overlays, &origin.values)?;
        let given = scenario.given_worlds.as_ref();
        let given = given
            .map(|table| GivenWorlds::read(&table.file, &table.text, &knowledge))
            .transpose()?;
        if scenario.locked {
            origin.check(&knowledge, scenario)?;
        }
        let shared = scenario.worlds.shared;
        // What the user sets by its key is known, as is what a record states as a point.
        let is_exact = |span: &Span| origin.values.contains_key(&span.key) || span.low >= span.high;
        let (exact, spans): (Vec<Span>, Vec<Span>) = spans(&knowledge, laboratory)?.into_iter().partition(is_exact);
        let exact = exact.into_iter().map(|span| {
            let told = laboratory.assumptions.iter().find(|assumed| assumed.key == span.key);
            described_value(&knowledge, span.key.clone(), Some(&span), told).named()
        });
        let ignorance = Ignorance::new(spans, shared).with(knowledge.fits().joints());
        if ignorance.spans().is_empty() {
            return Ok(None);
        }
        Ok(Some(Self {
            inputs: described(&knowledge, laboratory, &ignorance),
            exact: exact.collect(),
            origin: origin.clone(),
            knowledge,
            ignorance,
            count: given.as_ref().map_or(count, |given| given.count().min(count)),
            given,
            flasks: scenario.worlds.flasks,
            shared,
            settings: scenario.settings,
            seed: scenario.seed,
            horizon: laboratory.protocol.stop.after,
        }))
    }

    /// How many.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The values that are drawn or given, by key, in the order of a record's numbers.
    pub fn keys(&self) -> Vec<String> {
        self.ignorance.spans().iter().map(|span| span.key.clone()).collect()
    }

    /// The values of classes that have scores: what those alone make of each.
    pub fn of_classes(&self, score: &dyn Fn(&Class) -> Option<f64>) -> Vec<(&Span, f64)> {
        let numbers = self.ignorance.of_classes(score);
        let both = self.ignorance.spans().iter().zip(numbers);
        both.filter_map(|(span, number)| Some((span, number?))).collect()
    }

    /// The draw of a world, with what is given in its place.
    fn world(&self, seed: u64, number: u64) -> World {
        let Some(given) = &self.given else {
            return self.ignorance.world(seed, number);
        };
        let mut world = (self.ignorance).world_given(seed, number, &|class| given.score(number, class));
        let numbers = given.world(number);
        let first = world.scores.len() - world.numbers.len();
        for (i, span) in self.ignorance.spans().iter().enumerate() {
            if let Some(number) = numbers.get(span.key.as_str()) {
                world.numbers[i] = *number;
                // Only the order of scores counts.
                world.scores[first + i] = *number;
            }
        }
        world
    }

    /// The numbers that are drawn in a world, in the order of [`Self::keys`].
    pub fn numbers(&self, number: u64) -> Vec<f64> {
        self.world(self.seed, number).numbers
    }

    /// Every value that is drawn: its key, and what it is.
    pub fn told(&self) -> Vec<(String, String)> {
        let own = self
            .inputs
            .iter()
            .filter_map(|input| Some((input.key.clone()?, input.what.clone())));
        own.collect()
    }

    /// The same, followed to this day at most.
    pub fn until(self, day: f64) -> Self {
        Self {
            horizon: self.horizon.min(day),
            ..self
        }
    }

    /// What `of` takes from the flasks of any world, or why it has none; `None` on a stop.
    pub fn each<T>(
        &self,
        number: u64,
        flasks: u64,
        stop: &AtomicBool,
        of: &dyn Fn(&FlaskRecord) -> T,
    ) -> Option<Result<Vec<T>, String>> {
        match self.laboratory(number, &self.world(self.seed, number)) {
            Ok(laboratory) => Some(Ok(self.flasks_of(&laboratory, self.seed, number, flasks, stop, of)?)),
            Err(why) => Some(Err(why)),
        }
    }

    /// The same with the cells of each flask on some days and, last, at its end; `of` is told the experiment in that world.
    pub fn each_sampled<T>(
        &self,
        number: u64,
        flasks: u64,
        stop: &AtomicBool,
        days: &[f64],
        of: &dyn Fn(&Laboratory, &FlaskRecord, &[FlaskSample]) -> T,
    ) -> Option<Result<Vec<T>, String>> {
        let laboratory = match self.laboratory(number, &self.world(self.seed, number)) {
            Ok(laboratory) => laboratory,
            Err(why) => return Some(Err(why)),
        };
        let Laboratory { biology, protocol, .. } = &*laboratory;
        let one = |replicate| {
            let (settings, seed) = (&self.settings, self.seed);
            let (record, samples) =
                engine::sample_flask_unless(stop, biology, protocol, settings, seed, replicate, days)?;
            Some(of(&laboratory, &record, &samples))
        };
        Some(Ok(replicates(number, flasks).map(one).collect::<Option<_>>()?))
    }

    /// The flasks of a world; `None` on a stop.
    pub fn simulate(&self, number: u64, stop: &AtomicBool) -> Option<WorldRecord> {
        self.simulate_with(self.seed, number, self.flasks, stop)
    }

    /// The same with another seed and number of flasks.
    pub(super) fn simulate_with(&self, seed: u64, number: u64, flasks: u64, stop: &AtomicBool) -> Option<WorldRecord> {
        let world = self.world(seed, number);
        let flasks = match self.laboratory(number, &world) {
            Ok(laboratory) => Ok(self.flasks_of(&laboratory, seed, number, flasks, stop, &WorldFlask::of)?),
            Err(why) => Err(why),
        };
        Some(WorldRecord {
            world: number,
            numbers: world.numbers,
            flasks,
        })
    }

    /// The experiment in a world.
    fn laboratory(&self, number: u64, world: &World) -> Result<Box<Laboratory>, String> {
        let keys = self.ignorance.spans().iter().map(|span| span.key.as_str());
        let drawn = keys.zip(world.numbers.iter().copied());
        // What is given beyond what the scenario leans on changes nothing, but for errors of its own.
        let given = self.given.as_ref().map(|given| given.world(number)).unwrap_or_default();
        let moved = self.knowledge.with_values(drawn.chain(given));
        let scenario = self.origin.read(&moved.map_err(|error| error.to_string())?);
        // The file and its lines are not at fault, and from the lock file they would be others.
        match scenario.map_err(|error| error.reason().to_owned())?.body {
            Body::Laboratory(mut laboratory) => {
                // What comes after resistance is not asked for.
                laboratory.protocol.stop.at_resistance = true;
                laboratory.protocol.stop.after = laboratory.protocol.stop.after.min(self.horizon);
                Ok(laboratory)
            }
            Body::Plain(_) => Err("has the plain form".to_owned()),
        }
    }

    fn flasks_of<T>(
        &self,
        laboratory: &Laboratory,
        seed: u64,
        world: u64,
        flasks: u64,
        stop: &AtomicBool,
        of: &dyn Fn(&FlaskRecord) -> T,
    ) -> Option<Vec<T>> {
        let Laboratory { biology, protocol, .. } = laboratory;
        replicates(world, flasks)
            .map(|replicate| {
                let record = engine::run_flask_unless(
                    stop,
                    biology,
                    protocol,
                    &self.settings,
                    engine::Identity::Origins,
                    seed,
                    replicate,
                )?;
                Some(of(&record))
            })
            .collect()
    }

    /// Values that a table gives, by themselves or by the score of their class.
    fn given_values(&self, given: &GivenWorlds) -> u64 {
        let spans = self.ignorance.spans().iter();
        spans
            .filter(|span| given.gives(&span.key, span.kind.class.as_ref()))
            .count() as u64
    }

    /// What was drawn.
    pub fn drawn(&self) -> Drawn {
        let worlds: Vec<World> = (0..self.count).map(|number| self.world(self.seed, number)).collect();
        let scores = |input| worlds.iter().map(|world: &World| world.scores[input]).collect();
        Drawn {
            scores: (0..self.inputs.len()).map(scores).collect(),
            exact: self.exact.clone(),
            inputs: self.inputs.clone(),
            given: self.given.as_ref().map(|given| self.given_values(given)),
            shared: self.shared,
            horizon: self.horizon,
            seed: self.seed,
        }
    }
}

/// Knowledge bases by what they were made of: reading one takes as long as many flasks.
#[derive(Default)]
pub struct Shelf {
    bases: Vec<Shelved>,
}

struct Shelved {
    overlays: Vec<Overlay>,
    values: BTreeMap<String, f64>,
    base: Arc<KnowledgeBase>,
}

impl Shelf {
    fn knowledge(
        &mut self,
        overlays: &[Overlay],
        values: &BTreeMap<String, f64>,
    ) -> Result<Arc<KnowledgeBase>, SessionError> {
        let made_of_these = |held: &&Shelved| held.overlays == overlays && held.values == *values;
        if let Some(held) = self.bases.iter().find(made_of_these) {
            return Ok(held.base.clone());
        }
        let files = with_overlays(overlays).map_err(SessionError::request)?;
        let stated = values.iter().map(|(key, number)| (key.as_str(), *number));
        let base = Arc::new(files.with_values(stated).map_err(SessionError::request)?);
        self.bases.push(Shelved {
            overlays: overlays.to_vec(),
            values: values.clone(),
            base: base.clone(),
        });
        Ok(base)
    }
}

/// Every input in words.
fn described(knowledge: &KnowledgeBase, laboratory: &Laboratory, ignorance: &Ignorance) -> Vec<Described> {
    let of = |input: Input| match input {
        Input::Class(class) => Described {
            what: class.words(),
            key: None,
            value: None,
            range: None,
            certainty: None,
            measure: class.measure().to_owned(),
        },
        Input::Own(key) => {
            let span = ignorance.spans().iter().find(|span| span.key == key);
            let told = laboratory.assumptions.iter().find(|assumed| assumed.key == key);
            described_value(knowledge, key, span, told)
        }
    };
    ignorance.inputs().into_iter().map(of).collect()
}

fn described_value(knowledge: &KnowledgeBase, key: String, span: Option<&Span>, told: Option<&Assumed>) -> Described {
    let record = knowledge.value(&key);
    let stated = record.and_then(|value| value.range_words.clone());
    let told_range = told.and_then(|told| told.range.clone());
    let ends = |span: &Span| format!("{} to {}", words::number(span.low), words::number(span.high));
    let measure = span.map_or("", |span| match &span.kind.class {
        Some(class) => class.measure(),
        None => span.kind.measure,
    });
    let value = told
        .map(|told| told.value.clone())
        .or(record.map(|value| value.words.clone()));
    Described {
        what: match (told, record) {
            (Some(told), _) => told.what.clone(),
            (None, Some(value)) => value.about.what.clone(),
            (None, None) => knowledge.derived_words(&key).unwrap_or_else(|| key.clone()),
        },
        value: value.or(span.map(|span| words::number(span.value))),
        range: told_range.or(stated).or(span.map(ends)),
        certainty: span.map(|span| span.certainty),
        measure: measure.to_owned(),
        key: Some(key),
    }
}
