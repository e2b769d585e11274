//! The race: block after block of worlds until it is decided or the budget is spent.

use super::block::{Rows, drive};
use super::entry::{Entry, Shared};
use super::job::{BlockJob, Flasks, Runner};
use super::request::{FINALISTS, LOOK};
use super::uses::{hypotheses, needs, own, used};
use crate::ensemble::Keep;
use crate::scenario::plan::Plan;
use crate::session::{Conduct, SessionError};
use crate::statistics::interval::wilson;
use crate::statistics::race::{Capital, ERROR, Out, PlanFlask, Race, Standing, Tally, Use};
use crate::statistics::worlds::WorldFlask;
use crate::words::{counted, percent};

/// Flasks between two looks, about, where few designs are left.
const BLOCK: u64 = 400;

/// Part of the budget after which only the finalists are gone on with.
const ALL: f64 = 2.0 / 3.0;

/// Share of experiments that may need more than a limit allows.
const OVER: f64 = 0.1;

/// Worlds before a limit of medium or drug is held against a design, or a goal is told to be far, and how sure it has to be (standard
/// errors).
const LEAST: u64 = 32;
const SURE: f64 = 3.0;

/// A race under way.
pub struct Search<'a> {
    runners: &'a [Runner<'a>],
    entries: &'a [Entry<'a>],
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
    /// What each design took in each of its experiments.
    pub uses: Vec<Vec<Use>>,
    /// Experiments in which each design needed more than a limit allows.
    over: Vec<u64>,
    /// What was seen of each design under either hypothesis.
    pub tallies: Vec<Tally>,
    /// Worlds in which the best went on after the budget was spent.
    played_off: u64,
    /// How far the goal is was told.
    told: bool,
    /// Values with fewer flasks: per design and number of flasks from 1, sums over worlds.
    pub fewer: Vec<Vec<f64>>,
    /// How probably each design comes to the goal, where it has to do so as probably as is asked.
    pub met: Vec<Standing>,
    /// Of each design: a bet against "it comes to the goal less often than is asked, by more than does not matter", and one against
    /// "as often as is asked".
    known: Vec<[Capital; 2]>,
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
    /// Of designs.
    pub fn new(runners: &'a [Runner<'a>], entries: &'a [Entry<'a>], plan: &'a Plan) -> Self {
        let designs = entries.len();
        let spans = entries
            .iter()
            .map(|entry| plan.goal.span(entry.design.flasks))
            .collect();
        let mut race = Race::new(spans, plan.margin);
        if plan.goal.is_cheapest() {
            (0..designs).for_each(|design| race.qualify(design, false, false));
        }
        Self {
            runners,
            entries,
            plan,
            race,
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
            met: vec![Standing::default(); designs],
            known: vec![[Capital::default(); 2]; designs],
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
            let shared = self.shared(&running);
            let each = self.flasks_of(&shared);
            let mut worlds = (BLOCK / each).max(LOOK);
            let begun = self.worlds + self.refused > 0;
            if !begun {
                worlds = worlds.min(self.plan.budget / each).max(LOOK);
            }
            let spent = self.flasks + worlds * each;
            let most = self.most(spent);
            if begun && shared.len() > most {
                // Those over a limit are no finalists.
                for design in running.iter().filter(|_| most == FINALISTS) {
                    if self.is_over(*design) {
                        self.race.exclude(*design, Out::Limit);
                    }
                }
                self.shorten(most);
                continue;
            }
            if begun && spent > self.plan.budget {
                if running.len() < 2 || self.played_off >= self.plan.play_off_worlds() {
                    return Ok(Ending::Spent);
                }
                worlds = worlds.min(self.plan.play_off_worlds() - self.played_off);
                self.played_off += worlds;
            }
            self.block(&shared, worlds, keep, conduct, &place)?;
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
        let values = match self.plan.goal.is_cheapest() {
            true => &self.met,
            false => self.race.standings(),
        };
        let most = (self.race.standings().iter().zip(values))
            .filter(|(standing, _)| standing.out != Some(Out::Limit))
            .map(|(_, one)| reached(one, SURE).1)
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
        shared: &[Shared],
        worlds: u64,
        keep: &mut impl Keep,
        conduct: &Conduct,
        place: &Option<String>,
    ) -> Result<(), SessionError> {
        let flasks: Vec<u64> = shared.iter().map(|one| one.flasks).collect();
        let of: Vec<usize> = shared.iter().map(|one| one.runner).collect();
        let job = BlockJob {
            runners: self.runners,
            running: &of,
            first: self.worlds + self.refused,
            flasks: &flasks,
            sequencing: None,
        };
        let start = self.records;
        let mut rows = Rows {
            designs: shared.len(),
            row: Vec::new(),
            take: |row: &[Flasks]| self.world(shared, row),
        };
        let records = worlds * shared.len() as u64;
        drive(&job, start, records, &mut rows, keep, conduct, place)?;
        self.records += records;
        Ok(())
    }

    /// These designs by the flasks that they share.
    fn shared(&self, running: &[usize]) -> Vec<Shared> {
        let alike = running.chunk_by(|a, b| self.entries[*a].runner == self.entries[*b].runner);
        let of = |designs: &[usize]| Shared {
            runner: self.entries[designs[0]].runner,
            flasks: designs
                .iter()
                .map(|one| self.entries[*one].design.flasks)
                .max()
                .unwrap_or(0),
            designs: designs.to_vec(),
        };
        alike.map(of).collect()
    }

    /// Flasks of a world.
    fn flasks_of(&self, shared: &[Shared]) -> u64 {
        let hypotheses = self.plan.simulated() / self.plan.limits.flasks;
        hypotheses * shared.iter().map(|one| one.flasks).sum::<u64>()
    }

    /// Takes a world: of each row of flasks every design in the race that shares them has its own.
    fn world(&mut self, shared: &[Shared], row: &[Flasks]) {
        self.flasks += self.flasks_of(shared);
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
        let mut values = Vec::new();
        for (shared, flasks) in shared.iter().zip(flasks) {
            let ends: Vec<&WorldFlask> = flasks.iter().map(|flask| &flask.end).collect();
            values.extend(shared.designs.iter().map(|design| self.design(*design, flasks, &ends)));
        }
        self.race.add(&values);
    }

    /// Takes the flasks of a design in a world, of which it may have the first alone, and how they ended; returns its value.
    fn design(&mut self, design: usize, flasks: &[PlanFlask], ends: &[&WorldFlask]) -> f64 {
        let (goal, of) = (&self.plan.goal, self.entries[design].design);
        let n = of.flasks;
        let value = match goal.is_pair() {
            false => goal.value(ends, n),
            // The rule comes from the worlds before.
            true => {
                let (tally, hits) = (&mut self.tallies[design], goal.hits_of_pair(ends));
                let value = tally.rule().map_or(0.5, |rule| rule.right(hits));
                tally.add(hits);
                value
            }
        };
        // What fewer flasks tell of two hypotheses rests on rules of their own, from all worlds.
        for (fewer, sum) in (1..).zip(&mut self.fewer[design]).filter(|_| !goal.is_pair()) {
            *sum += if fewer == n { value } else { goal.value(ends, fewer) };
        }
        if let Some((asked, near)) = goal.probability.zip(goal.near()) {
            let met = goal.met(ends, n);
            self.met[design].add(met);
            let [able, short] = &mut self.known[design];
            able.bet(met - near);
            short.bet(asked - met);
        }
        for used in used(self.plan, own(self.plan, flasks, n)) {
            self.over[design] += u64::from(needs(&used, of, self.plan).is_over(&self.plan.limits));
            self.uses[design].push(used);
        }
        value
    }

    /// Looks at the race: who breaks a limit, who is beaten.
    fn look(&mut self) {
        for design in self.race.running() {
            // The experiments of a world are not independent.
            let of_world = hypotheses(self.plan) as f64;
            let (over, worlds) = (
                self.over[design] as f64 / of_world,
                self.uses[design].len() as f64 / of_world,
            );
            if worlds >= LEAST as f64 && wilson(over, worlds, SURE).0 > OVER {
                self.race.exclude(design, Out::Limit);
            }
            self.mind_goal(design);
        }
        self.race.drop_worse();
    }

    /// Designs to go on with at most once so many flasks are spent: the finalists after a part of the budget. What comes to a goal,
    /// and for how little, is known slowly: there half of them go on again and again, with as many flasks for each
    /// halving (Karnin, Koren and Somekh 2013). Designs that differ in their flasks alone count as one.
    fn most(&self, spent: u64) -> usize {
        let all = self.runners.len();
        let halvings = match self.plan.goal.is_cheapest() {
            true => (0_u32..usize::BITS).find(|n| all >> n <= FINALISTS).unwrap_or(0),
            false => 1,
        };
        let part = spent as f64 / (ALL * self.plan.budget as f64);
        match (part * f64::from(halvings)) as u32 {
            done if done >= halvings => FINALISTS,
            done => all >> done,
        }
    }

    /// Goes on with the best so many of the race, each with all numbers of flasks that it has there.
    fn shorten(&mut self, most: usize) {
        let best = self.best(self.race.running());
        let kept: Vec<usize> = best.iter().take(most).map(|one| self.entries[*one].runner).collect();
        for design in self.race.running() {
            if !kept.contains(&self.entries[design].runner) {
                self.race.exclude(design, Out::Aside);
            }
        }
    }

    /// Of designs that differ in their flasks alone the best, the best first: those that seem to come to the goal as probably as is
    /// asked by their values, before the others by how probably they do.
    pub fn best(&self, mut designs: Vec<usize>) -> Vec<usize> {
        let fit = |one: &usize| self.race.is_fit(*one);
        let value = |one: &usize| match fit(one) {
            true => self.race.standings()[*one].mean,
            false => self.met[*one].mean,
        };
        designs.sort_by(|a, b| {
            let values = value(b).total_cmp(&value(a));
            fit(b).cmp(&fit(a)).then(values).then(a.cmp(b))
        });
        let mut known: Vec<usize> = Vec::new();
        designs.retain(|design| {
            let runner = self.entries[*design].runner;
            let new = !known.contains(&runner);
            known.push(runner);
            new
        });
        designs
    }

    /// Where a design has to come to the goal as probably as is asked: whether it seems to, is known to, or is known not to.
    fn mind_goal(&mut self, design: usize) {
        let met = &self.met[design];
        let Some(asked) = self.plan.goal.probability.filter(|_| self.plan.goal.is_cheapest()) else {
            return;
        };
        // Of all designs at all looks one such claim is wrong in at most 5 of 100 plans (see [`Race`]).
        let bar = 2.0 * self.entries.len() as f64 / ERROR;
        let [able, short] = self.known[design].each_ref().map(|bet| bet.most() >= bar);
        if short {
            self.race.exclude(design, Out::Short);
        }
        // A standard error to spare: of many that lie about what is asked, those that lie above it by chance are chosen.
        let fit = reached(met, 1.0).0 >= asked;
        self.race.qualify(design, fit, fit && able);
    }

    /// Whether a design needed more than a limit allows in more than one experiment of ten.
    pub fn is_over(&self, design: usize) -> bool {
        self.over[design] as f64 > OVER * self.uses[design].len() as f64
    }
}

/// How probably a goal is met, so many standard errors below and above.
fn reached(met: &Standing, errors: f64) -> (f64, f64) {
    wilson(met.mean * met.worlds as f64, met.worlds as f64, errors)
}
