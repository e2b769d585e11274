//! A comparison carried out: every protocol's statistics, and the paired differences.

use super::request::Comparison;
use crate::ensemble::{COMPARE, KeepError, Sink};
use crate::report::ReportError;
use crate::report::choice::OverWorlds;
use crate::report::compare::{self as report, Arm, CompareReport, Comparison as Row, letter};
use crate::sampling::SAMPLER_VERSION;
use crate::scenario::lock::VERSION;
use crate::scenario::{Laboratory, Want, pairing, warnings, words};
use crate::session::grid::{self, Answer, GridJob, GridRecord, Named, WorldsSink, assumptions, horizon, laboratories};
use crate::session::{Command, Conduct, Made, Outcome, Place, SessionError};
use crate::statistics::paired::{self, FlaskEnd, Flasks, Side};
use crate::statistics::worlds::{Choice, OptionsRecord};
use crate::statistics::{FlaskAccumulator, names};

impl Comparison {
    /// Runs every protocol over the same flasks.
    ///
    /// # Errors
    /// The place is refused, the system refuses to write, or it is stopped on request.
    pub fn run<P: Place>(
        &self,
        place: &P,
        conduct: &Conduct,
    ) -> Result<Outcome<Answer<CompareReport>, P::Target>, SessionError> {
        let laboratories = laboratories(&self.scenarios);
        let named = Named {
            marks: COMPARE,
            lock: &self.identity()?,
            command: Command::Compare,
        };
        let sink = PairSink::new(&laboratories, self.scenarios[0].replicates, self.aim.want.clone());
        let job = GridJob::of(&self.scenarios)?;
        let finish = |sink| self.made(&laboratories, job.values(), sink);
        grid::run(&named, &job, sink, finish, place, conduct)
    }

    fn made(
        &self,
        laboratories: &[&Laboratory],
        values: u64,
        sink: PairSink,
    ) -> Result<Made<Answer<CompareReport>>, ReportError> {
        let arms: Vec<Arm> = (0..laboratories.len())
            .map(|i| self.arm(i, laboratories[i], &sink))
            .collect();
        let report = CompareReport {
            version: VERSION.to_owned(),
            seed: self.scenarios[0].seed,
            replicates: self.scenarios[0].replicates,
            sampler_version: SAMPLER_VERSION,
            horizon: sink.horizon,
            choices: self.choices.clone(),
            unpaired: self.unpaired.clone(),
            comparisons: rows(laboratories, &arms, &sink),
            worlds: sink.worlds(&arms).map(|choice| OverWorlds { values, choice }),
            no_world: sink.worlds.none(),
            aim: self.aim.clone(),
            assumptions: assumptions(laboratories.iter().copied()),
            arms,
        };
        let mut files = report::tables(&report, &sink.ends, &sink.world_flasks);
        let locks = self.locks.iter().enumerate();
        files.extend(locks.map(|(i, lock)| (format!("scenarios/{}.lock.toml", letter(i)), lock.text.clone())));
        files.extend(report::files(&report)?);
        let text = report::text(&report);
        Ok(Answer::with(report, text, COMPARE, files))
    }

    fn arm(&self, i: usize, laboratory: &Laboratory, sink: &PairSink) -> Arm {
        let scenario = &self.scenarios[i];
        let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
        Arm {
            name: scenario.name.clone(),
            protocol_words: words::of(scenario),
            doses: words::doses(scenario),
            scenario_hash: self.locks[i].scenario_hash.clone(),
            knowledge_hash: self.locks[i].knowledge_hash.clone(),
            method: scenario.settings.method,
            tolerance: scenario.settings.tolerance,
            after: protocol.stop.after,
            warnings: warnings::of(scenario),
            drugs: names::course_drugs(biology, protocol),
            columns: names::course_ids(biology, protocol),
            summary: sink.statistics[i].finish(),
        }
    }
}

/// Every protocol but the first, flask by flask against the first.
fn rows(laboratories: &[&Laboratory], arms: &[Arm], sink: &PairSink) -> Vec<Row> {
    let side = |i: usize| Side {
        ends: &sink.ends[i],
        drugs: &arms[i].drugs,
    };
    let row = |other: usize| {
        let flasks = match pairing::share_flasks(laboratories[0], laboratories[other]) {
            true => Flasks::Shared,
            false => Flasks::Unrelated,
        };
        Row {
            other,
            shares_flasks: flasks == Flasks::Shared,
            paired: paired::compare(side(0), side(other), sink.horizon, flasks),
        }
    };
    (1..arms.len()).map(row).collect()
}

/// Statistics of each protocol, and the ends of its flasks.
struct PairSink {
    replicates: u64,
    seen: u64,
    horizon: f64,
    courses: Vec<usize>,
    worlds: WorldsSink,
    world_flasks: Vec<OptionsRecord>,
    statistics: Vec<FlaskAccumulator>,
    ends: Vec<Vec<FlaskEnd>>,
}

impl PairSink {
    fn new(laboratories: &[&Laboratory], replicates: u64, want: Want) -> Self {
        let statistics = |l: &&Laboratory| FlaskAccumulator::new(&l.protocol, &l.biology);
        Self {
            replicates,
            seen: 0,
            horizon: horizon(laboratories),
            worlds: WorldsSink::new(laboratories, want),
            world_flasks: Vec::new(),
            courses: laboratories.iter().map(|l| l.protocol.courses.len()).collect(),
            statistics: laboratories.iter().map(statistics).collect(),
            ends: laboratories.iter().map(|_| Vec::new()).collect(),
        }
    }
}

impl PairSink {
    /// What all worlds say.
    fn worlds(&self, arms: &[Arm]) -> Option<Choice> {
        let eligible: Vec<bool> = arms.iter().map(Arm::may_be_chosen).collect();
        self.worlds.finish(&eligible)
    }
}

impl Sink<GridRecord> for PairSink {
    fn accept(&mut self, record: &GridRecord) -> Result<(), KeepError> {
        let record = match record {
            GridRecord::Flask(flask) => flask,
            GridRecord::World(world) => {
                self.worlds.add(world);
                self.world_flasks.push(world.clone());
                return Ok(());
            }
        };
        let arm = (self.seen / self.replicates) as usize;
        self.statistics[arm].add(record);
        self.ends[arm].push(FlaskEnd::of(record, self.courses[arm], self.horizon));
        self.seen += 1;
        Ok(())
    }
}
