//! The race: block after block of worlds until it is decided or the budget is spent.

use super::job::{BlockJob, Flasks, Runner};
use super::request::{FINALISTS, LOOK};
use super::uses::{needs, used};
use crate::ensemble::{self, Drive, Ended, Keep, KeepError, Later, Sink};
use crate::scenario::plan::{Limited, Plan};
use crate::session::{Conduct, SessionError};
use crate::statistics::interval::wilson;
use crate::statistics::race::{Out, PlanFlask, Race, Tally, Use};
use crate::statistics::worlds::WorldFlask;
use crate::words::{counted, percent};

/// Flasks between two looks, about, where few designs are left.
const BLOCK: u64 = 400;

/// Part of the budget after which only the best are gone on with.
const ALL: f64 = 2.0 / 3.0;

/// Share of experiments that may need more than a limit allows.
const OVER: f64 = 0.1;

/// Worlds before a limit of medium or drug is held against a design, and how sure it has to be (standard errors).
const LEAST: u64 = 32;
const SURE: f64 = 3.0;

/// A race under way.
pub struct Search<'a> {
    runners: &'a [Runner<'a>],
    limited: &'a [Limited],
    plan: &'a Plan,
    /// How the designs stand.
    pub race: Race,
    /// Worlds that were counted.
    pub worlds: u64,
    /// Further worlds in which some design cannot be carried out, and why in the first.
    pub refused: u64,
    /// See [`Self::refused`].
    pub refused_why: Option<String>,
    /// Flasks simulated.
    pub flasks: u64,
    /// Records so far.
    pub records: u64,
    /// What each design took in each of its worlds.
    pub uses: Vec<Vec<Use>>,
    /// Worlds in which each design needed more than a limit allows.
    over: Vec<u64>,
    /// What was seen of each design under either hypothesis.
    pub tallies: Vec<Tally>,
    /// Worlds in which the best went on after the budget was spent.
    played_off: u64,
    /// How far the goal is was told.
    told: bool,
    /// Values with fewer flasks: per design and number of flasks from 1, sums over worlds.
    pub fewer: Vec<Vec<f64>>,
}

/// What ends a race.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// No other that is left can be better by more than the margin.
    Settled,
    /// The next look would go beyond the budget, and the best went on in half as many worlds as final figures rest on.
    Spent,
    /// Every design needed more than a limit allows.
    NoneLeft,
    /// No design came to the goal in any world.
    OutOfReach,
}

impl<'a> Search<'a> {
    /// Of designs with what limits them.
    pub fn new(runners: &'a [Runner<'a>], limited: &'a [Limited], plan: &'a Plan) -> Self {
        let designs = runners.len();
        Self {
            runners,
            limited,
            plan,
            race: Race::new(designs, plan.goal.span(), plan.margin),
            worlds: 0,
            refused: 0,
            refused_why: None,
            flasks: 0,
            records: 0,
            uses: vec![Vec::new(); designs],
            over: vec![0; designs],
            tallies: vec![Tally::new(plan.limits.flasks); designs],
            played_off: 0,
            told: false,
            fewer: vec![vec![0.0; plan.limits.flasks as usize]; designs],
        }
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// Stopped on request, the system refuses, or no world can be had.
    pub fn run(
        &mut self,
        keep: &mut impl Keep,
        conduct: &Conduct,
        place: Option<String>,
    ) -> Result<Ending, SessionError> {
        loop {
            let running = self.race.running();
            if running.is_empty() {
                return Ok(Ending::NoneLeft);
            }
            if self.worlds > 0 && self.race.is_settled() {
                return Ok(Ending::Settled);
            }
            let each = running.len() as u64 * self.plan.simulated();
            let mut worlds = (BLOCK / each).max(LOOK);
            let begun = self.worlds + self.refused > 0;
            if !begun {
                worlds = worlds.min(self.plan.budget / each).max(LOOK);
            }
            let spent = self.flasks + worlds * each;
            if begun && running.len() > FINALISTS && spent as f64 > ALL * self.plan.budget as f64 {
                // Those over a limit are no finalists.
                let over: Vec<usize> = running.iter().copied().filter(|design| self.is_over(*design)).collect();
                over.into_iter().for_each(|design| self.race.exclude(design));
                self.race.shorten(FINALISTS);
                continue;
            }
            if begun && spent > self.plan.budget {
                if running.len() < 2 || self.played_off >= self.plan.play_off_worlds() {
                    return Ok(Ending::Spent);
                }
                worlds = worlds.min(self.plan.play_off_worlds() - self.played_off);
                self.played_off += worlds;
            }
            self.block(&running, worlds, keep, conduct, &place)?;
            if self.worlds == 0 {
                return Err(SessionError::Request(format!(
                    "no world in which every design can be carried out as it is written was found\n  in the first: {}",
                    self.refused_why.as_deref().unwrap_or("unknown")
                )));
            }
            self.look();
            let third = 3 * self.flasks >= self.plan.budget;
            if self.worlds >= LEAST && third && self.is_out_of_reach() {
                return Ok(Ending::OutOfReach);
            }
            self.tell(conduct);
        }
    }

    /// Whether no design came to the goal in any world.
    fn is_out_of_reach(&self) -> bool {
        let worst = self.plan.goal.worst();
        let standings = self.race.standings().iter();
        worst.is_some_and(|worst| standings.clone().all(|one| one.mean == worst))
    }

    /// After the first round: whether the goal is far from what any design does.
    fn tell(&mut self, conduct: &Conduct) {
        let (Some(asked), false) = (self.plan.goal.probability, self.told || self.worlds < LEAST) else {
            return;
        };
        self.told = true;
        let standings = self.race.standings().iter();
        let most = standings
            .filter(|one| one.out != Some(Out::Limit))
            .map(|one| wilson(one.mean * one.worlds as f64, one.worlds as f64, SURE).1)
            .fold(0.0, f64::max);
        if most < asked {
            conduct.progress.note(&format!(
                "note: after the first {} no design comes near the {} asked for: {} at most; the search goes on for the best \
                 there is. To ask for less, stop it and lower plan.goal.probability; for more, widen limits or choices",
                counted(self.worlds, "world"),
                percent(asked),
                percent(most)
            ));
        }
    }

    fn block(
        &mut self,
        running: &[usize],
        worlds: u64,
        keep: &mut impl Keep,
        conduct: &Conduct,
        place: &Option<String>,
    ) -> Result<(), SessionError> {
        let job = BlockJob {
            runners: self.runners,
            running,
            first: self.worlds + self.refused,
            flasks: self.plan.limits.flasks,
            sequencing: None,
        };
        let start = self.records;
        let mut rows = Rows {
            designs: running.len(),
            row: Vec::new(),
            take: |row: &[Flasks]| self.world(running, row),
        };
        let records = worlds * running.len() as u64;
        drive(&job, start, records, &mut rows, keep, conduct, place)?;
        self.records += records;
        Ok(())
    }

    /// Takes a world with the flasks of every design in the race.
    fn world(&mut self, running: &[usize], row: &[Flasks]) {
        let n = self.plan.limits.flasks;
        self.flasks += self.plan.simulated() * running.len() as u64;
        let flasks: Result<Vec<&Vec<PlanFlask>>, &String> = row.iter().map(Result::as_ref).collect();
        let flasks = match flasks {
            Ok(flasks) => flasks,
            Err(why) => {
                self.refused += 1;
                self.refused_why.get_or_insert_with(|| why.clone());
                return;
            }
        };
        self.worlds += 1;
        let goal = &self.plan.goal;
        let mut values = Vec::new();
        for (design, flasks) in running.iter().zip(flasks) {
            let ends: Vec<&WorldFlask> = flasks.iter().map(|flask| &flask.end).collect();
            let value = match goal.is_pair() {
                false => goal.value(&ends, n),
                // The rule comes from the worlds before.
                true => {
                    let (tally, hits) = (&mut self.tallies[*design], goal.hits_of_pair(&ends));
                    let value = tally.rule().map_or(0.5, |rule| rule.right(hits));
                    tally.add(hits);
                    value
                }
            };
            values.push(value);
            for (fewer, sum) in (1..).zip(&mut self.fewer[*design]) {
                *sum += if fewer == n { value } else { goal.value(&ends, fewer) };
            }
            let used = used(self.plan, flasks);
            self.over[*design] += u64::from(needs(&used, &self.limited[*design], self.plan).is_over(&self.plan.limits));
            self.uses[*design].push(used);
        }
        self.race.add(&values);
    }

    /// Looks at the race: who breaks a limit, who is beaten.
    fn look(&mut self) {
        for design in self.race.running() {
            let (over, worlds) = (self.over[design] as f64, self.uses[design].len() as f64);
            if worlds >= LEAST as f64 && wilson(over, worlds, SURE).0 > OVER {
                self.race.exclude(design);
            }
        }
        self.race.drop_worse();
    }

    /// Whether a design needed more than a limit allows in more than one experiment of ten.
    pub fn is_over(&self, design: usize) -> bool {
        self.over[design] as f64 > OVER * self.uses[design].len() as f64
    }
}

/// Records gathered into worlds.
pub struct Rows<F> {
    /// Records of a world.
    pub designs: usize,
    /// Those of the world under way.
    pub row: Vec<Flasks>,
    /// Takes a world.
    pub take: F,
}

impl<F: FnMut(&[Flasks]) + Send> Sink<Flasks> for Rows<F> {
    fn accept(&mut self, record: &Flasks) -> Result<(), KeepError> {
        self.row.push(record.clone());
        if self.row.len() == self.designs {
            (self.take)(&self.row);
            self.row.clear();
        }
        Ok(())
    }
}

/// Drives a block of records that follow `start` others.
pub fn drive(
    job: &BlockJob,
    start: u64,
    records: u64,
    sink: &mut impl Sink<Flasks>,
    keep: &mut impl Keep,
    conduct: &Conduct,
    place: &Option<String>,
) -> Result<(), SessionError> {
    let drive = Drive {
        replicates: records,
        threads: conduct.threads,
        stop: conduct.stop,
        progress: &|done| conduct.progress.add(done * job.flasks),
    };
    match ensemble::run(job, sink, &mut Later { keep, start }, &drive)? {
        Ended::Complete => Ok(()),
        Ended::Interrupted { stored } => Err(SessionError::Interrupted {
            stored: start + stored,
            records: start + records,
            unit: "worlds of designs",
            place: place.clone(),
        }),
    }
}
