//! A tornado carried out: the same flasks with every value at its ends, as one ensemble.

use super::ends::{End, Ends, Mover};
use crate::engine::{self, Settings};
use crate::ensemble::{Job, KeepError, RUN, Sink};
use crate::knowledge::{Certainty, Span};
use crate::model::biology::MechanismClass;
use crate::model::protocol::Protocol;
use crate::report;
use crate::scenario::cost::{self, Cost};
use crate::scenario::lock;
use crate::scenario::{Assumed, Body, Laboratory, Overlay, Scenario, load_with, with_overlays};
use crate::session::place::in_bytes;
use crate::session::{Command, Conduct, Exporter, Made, Outcome, Place, SessionError, Target, Work, carry_out};
use crate::statistics::tornado::{Noise, Over, Reach, Row, Shift, Test, Tornado, largest, shift, tested};
use crate::statistics::worlds::WorldFlask;
use std::sync::atomic::AtomicBool;

/// Seconds of one processor that a tornado should take where its flasks are left open: a minute of two, less what reading
/// and drawing take.
const USUAL_SECONDS: f64 = 100.0;
/// Flasks at each end of each value then.
const FEWEST: f64 = 20.0;
const MOST: f64 = 100.0;

/// Every uncertain value of a scenario, to be moved over its range.
#[derive(Debug)]
pub struct Moving {
    scenario: Scenario,
    laboratory: Box<Laboratory>,
    ends: Vec<Ends>,
    /// Units of the values, in the same order.
    units: Vec<&'static str>,
}

impl Moving {
    /// A scenario file (`shown` is its name in messages) with `replicates` flasks at each end of each value; where they
    /// are left open, as many as a minute of two processors should take, 20 to 100.
    ///
    /// # Errors
    /// The scenario cannot be read, or has no knowledge-base values to move.
    pub fn of(shown: &str, text: &str, overlays: &[Overlay], replicates: Option<u64>) -> Result<Self, SessionError> {
        let base = with_overlays(overlays)?;
        let scenario = load_with(shown, text.to_owned(), overlays)?;
        let laboratory = match &scenario.body {
            Body::Laboratory(laboratory) if !scenario.locked => laboratory.clone(),
            _ => {
                return Err(SessionError::Request(format!(
                    "{shown}: has no knowledge-base values to move\n  a tornado needs a scenario of the laboratory \
                     form, not the plain form or a lock file"
                )));
            }
        };
        let mover = Mover {
            base: &base,
            usual: &laboratory,
            shown,
            text,
        };
        let ends = mover.all()?;
        let mut moving = Self {
            units: ends.iter().map(|ends| base.unit(&ends.span.key)).collect(),
            ends,
            laboratory,
            scenario,
        };
        moving.scenario.worlds.count = Some(0);
        moving.scenario.replicates = replicates.unwrap_or_else(|| moving.usual_flasks());
        Ok(moving)
    }

    /// Flasks at each end that should be done in [`USUAL_SECONDS`] of one processor, by the estimate of the costs.
    fn usual_flasks(&self) -> u64 {
        let ensembles = 1 + self.moved().count() as u64;
        let seconds = cost::flask(&self.scenario).times(ensembles).seconds;
        let flasks = if seconds > 0.0 {
            USUAL_SECONDS / seconds
        } else {
            f64::INFINITY
        };
        flasks.clamp(FEWEST, MOST) as u64
    }

    /// Flasks at each end of each value.
    pub fn flasks(&self) -> u64 {
        self.scenario.replicates
    }

    /// Runs every end over the same flasks; `top` values are drawn.
    ///
    /// # Errors
    /// The place is refused, the system refuses to write, or it is stopped on request.
    pub fn run<P: Place>(
        &self,
        top: usize,
        place: &P,
        conduct: &Conduct,
    ) -> Result<Outcome<Tornado, P::Target>, SessionError> {
        let lock = lock::write(&self.scenario)?.text;
        let job = EndJob::of(self);
        let work = Work {
            marks: RUN,
            command: Command::Tornado,
            lock: &format!("{lock}\n# Every value moved over its range: escalade tornado.\n"),
            records: job.laboratories.len() as u64 * job.replicates,
            job: &job,
            unit: "flasks",
        };
        carry_out(&work, place, conduct, |_| {
            Ok(Rows {
                moving: self,
                top,
                endings: Vec::new(),
            })
        })
    }

    /// What all of it will cost.
    pub fn cost(&self) -> Cost {
        let one = || cost::of(&self.scenario);
        self.moved().fold(one(), |all, _| all.and(one()))
    }

    /// The value ends that make other laboratories, in the order of their ensembles.
    fn moved(&self) -> impl Iterator<Item = &Laboratory> {
        self.ends
            .iter()
            .flat_map(|ends| &ends.ends)
            .filter_map(|end| match end {
                End::Moved(laboratory) => Some(&**laboratory),
                _ => None,
            })
    }
}

/// Flask r of laboratory l is record l x replicates + r; the first laboratory is the scenario's own.
struct EndJob<'a> {
    laboratories: Vec<(&'a Laboratory, Protocol)>,
    settings: Settings,
    seed: u64,
    replicates: u64,
}

impl<'a> EndJob<'a> {
    /// What comes after resistance is left out.
    fn of(moving: &'a Moving) -> Self {
        let until_resistant = |laboratory: &'a Laboratory| {
            let mut protocol = laboratory.protocol.clone();
            protocol.stop.at_resistance = true;
            (laboratory, protocol)
        };
        let all = std::iter::once(&*moving.laboratory).chain(moving.moved());
        Self {
            laboratories: all.map(until_resistant).collect(),
            settings: moving.scenario.settings,
            seed: moving.scenario.seed,
            replicates: moving.scenario.replicates,
        }
    }
}

impl Job for EndJob<'_> {
    type Record = WorldFlask;

    fn simulate(&self, record: u64, stop: &AtomicBool) -> Option<WorldFlask> {
        let (laboratory, protocol) = &self.laboratories[(record / self.replicates) as usize];
        let replicate = record % self.replicates;
        let record = engine::run_flask_unless(
            stop,
            &laboratory.biology,
            protocol,
            &self.settings,
            engine::Identity::Origins,
            self.seed,
            replicate,
        )?;
        Some(WorldFlask::of(&record))
    }
}

/// Collects the endings and makes the rows of them.
struct Rows<'a> {
    moving: &'a Moving,
    top: usize,
    endings: Vec<WorldFlask>,
}

impl Sink<WorldFlask> for Rows<'_> {
    fn accept(&mut self, record: &WorldFlask) -> Result<(), KeepError> {
        self.endings.push(record.clone());
        Ok(())
    }
}

impl<T: Target> Exporter<WorldFlask, T> for Rows<'_> {
    type Result = Tornado;

    fn finish(self, _: &mut T) -> Result<Made<Tornado>, SessionError> {
        let tornado = self.tornado();
        let mut files = report::tornado::files(&tornado, self.top, lock::VERSION)?;
        let json = serde_json::to_string_pretty(&tornado).map_err(SessionError::failed)?;
        files.push((RUN.summary.to_owned(), json));
        Ok(Made {
            files: in_bytes(files),
            result: tornado,
        })
    }
}

impl Rows<'_> {
    /// The ensembles of the ends, in their order.
    fn ensembles(&self) -> impl Iterator<Item = &[WorldFlask]> {
        self.endings.chunks(self.moving.scenario.replicates as usize).skip(1)
    }

    /// What chance explains, of all ends together.
    fn noise(&self, before: &[WorldFlask]) -> Noise {
        let tests: Vec<Test> = self.ensembles().flat_map(|after| tested(before, after)).collect();
        Noise::of(self.ensembles().count(), &tests)
    }

    fn tornado(&self) -> Tornado {
        let Moving {
            scenario,
            laboratory: usual,
            ends,
            units,
        } = self.moving;
        let horizon = usual.protocol.stop.after;
        let before = self.endings.get(..scenario.replicates as usize).unwrap_or_default();
        let mut ensembles = self.ensembles();
        let n = before.len() as f64;
        let resistant = before.iter().filter(|flask| flask.is_resistant()).count();
        let days = before.iter().map(|flask| flask.restricted(horizon));
        let noise = self.noise(before);
        let mut tornado = Tornado {
            scenario: scenario.name.clone(),
            replicates: scenario.replicates,
            seed: scenario.seed,
            horizon,
            resistant: resistant as f64 / n,
            days: days.sum::<f64>() / n,
            never_held: 2 * before
                .iter()
                .filter(|flask| flask.class == Some(MechanismClass::None))
                .count()
                > resistant,
            reach: Reach::new(noise, scenario.replicates),
            rows: Vec::new(),
            without_part: Vec::new(),
            not_moved: Vec::new(),
        };
        for (Ends { span, ends }, unit) in ends.iter().zip(units) {
            let mut shifts: [Option<Shift>; 2] = [None, None];
            for (end, into) in ends.iter().zip(&mut shifts) {
                match end {
                    End::Moved(_) => {
                        let Some(after) = ensembles.next() else { continue };
                        let moved = shift(before, after, horizon, noise);
                        if moved.effect(horizon) == 0.0 {
                            tornado.reach.consider(&span.key, largest(before, after), noise);
                        }
                        *into = Some(moved);
                    }
                    End::Refused(why) => tornado.not_moved.push((span.key.clone(), why.clone())),
                    End::Value | End::Same => {}
                }
            }
            if shifts.iter().any(Option::is_some) {
                tornado
                    .rows
                    .push(row(usual, (span, unit), shifts, &|shift| shift.effect(horizon)));
            } else if !ends.iter().any(|end| matches!(end, End::Refused(_))) {
                tornado.without_part.push(span.key.clone());
            }
        }
        let bare = (usual.assumptions.iter()).filter(|a| ends.iter().all(|ends| ends.span.key != a.key));
        let bare = bare.map(|a| (a.key.clone(), "no number and range to move".to_owned()));
        tornado.not_moved.extend(bare);
        tornado.rank();
        tornado
    }
}

fn row(
    usual: &Laboratory,
    (span, unit): (&Span, &str),
    [low, high]: [Option<Shift>; 2],
    effect: &dyn Fn(Shift) -> f64,
) -> Row {
    let told = usual.assumptions.iter().find(|assumed| assumed.key == span.key);
    let text = |of: fn(&Assumed) -> &String| told.map_or(String::new(), |t| of(t).clone());
    let stated = told.and_then(|told| told.range.clone()).filter(|_| span.stated);
    let ends = [low, high].into_iter().flatten();
    Row {
        key: span.key.clone(),
        what: text(|told| &told.what),
        unit: unit.to_owned(),
        value: text(|told| &told.value),
        range: stated.unwrap_or_else(|| "a third to three times".to_owned()),
        over: Over {
            value: span.value,
            low: span.low,
            high: span.high,
            stated: span.stated,
        },
        certainty: told.map_or(Certainty::CHECKED, |told| told.certainty),
        effect: ends.map(effect).fold(0.0, f64::max),
        low,
        high,
    }
}
