//! Which points a sweep has, and how large it is.

use crate::model::endpoint::USUAL_HOURS;
use crate::report::Aim;
use crate::scenario::lock::{self, VERSION};
use crate::scenario::vary::{Sweep, Vary, fingerprint};
use crate::scenario::{Books, Laboratory, Scenario, Want, WorldPlan, WorldTable};
use crate::session::SessionError;
use crate::session::grid::{aim, laboratories, laboratory, lock_text, worlds_hash};
use crate::session::worlds::some_worlds;
use crate::words::{counted, grouped};
use serde::{Deserialize, Serialize};

/// More than this is refused unless it is asked for (so many flasks are some hours of two cores).
const MOST_POINTS: u64 = 10_000;
const MOST_FLASKS: u64 = 2_000_000;
/// More than this is refused however much is asked for: every point is a scenario in memory (67 kB each in the laboratory
/// form, 7 GB together).
const MOST_POINTS_EVER: u64 = 100_000;

/// Worlds at most, where their number is left to the sweep. Two flasks in half as many worlds as there are flasks tell chance
/// from what is not known, which one flask in each could not, at the cost of the sweep once more.
const USUAL_WORLDS: u64 = 100;

/// What is asked of a sweep, beside what the scenario file says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wanted {
    /// Keys and their values, those of a dose matrix first.
    pub keys: Vec<Vary>,
    /// Whether the first two keys are to span a matrix of two drugs at constant doses.
    pub matrix: bool,
    /// Duration of the viability assay of a dose matrix, hours (1 to 10,000).
    pub hours: f64,
    /// Flasks at each point [default: the scenario's].
    pub replicates: Option<u64>,
    /// Random seed [default: the scenario's].
    pub seed: Option<u64>,
    /// However large it is.
    pub large: bool,
    /// What is taken for better: `sooner`, `later`, a class or a mechanism [default: by what the scenario is].
    pub want: Option<String>,
    /// Worlds at each point; 0 leaves them out [default: the scenario's own number, else so many that their flasks are
    /// as many as those of the point, at most 100].
    pub worlds: Option<u64>,
    /// Worlds from a table, for every point; what it does not name is drawn.
    pub given_worlds: Option<WorldTable>,
}

/// Duration of the viability assay of a dose matrix where none is asked for.
pub const MATRIX_HOURS: f64 = USUAL_HOURS;

impl Default for Wanted {
    /// Nothing beyond what the scenario file says.
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            matrix: false,
            hours: MATRIX_HOURS,
            replicates: None,
            seed: None,
            large: false,
            want: None,
            worlds: None,
            given_worlds: None,
        }
    }
}

/// One scenario over all combinations of values.
#[derive(Debug)]
pub struct Swept {
    pub(super) sweep: Sweep,
    /// One per point, with one seed and one number of flasks.
    pub(super) scenarios: Vec<Scenario>,
    /// The two courses whose constant doses span a matrix, where it is one.
    pub(super) matrix: Option<[usize; 2]>,
    pub(super) hours: f64,
    pub(super) aim: Aim,
    pub(super) points_hash: String,
    /// What it runs, in words.
    told: Vec<String>,
}

impl Swept {
    /// The points of a scenario file's `[[sweep]]` entries and of the keys that are asked for. `shown` is the file's
    /// name in messages.
    ///
    /// # Errors
    /// A point is no scenario of the laboratory form, or there are too many.
    pub fn of(shown: &str, text: String, wanted: Wanted, books: Books) -> Result<Self, SessionError> {
        if !(1.0..=10_000.0).contains(&wanted.hours) {
            return Err(SessionError::Request(format!(
                "--hours {}: allowed: 1 to 10000",
                wanted.hours
            )));
        }
        let sweep = Sweep::read(shown, text, wanted.keys, books)?;
        let first = sweep.scenario(0, books)?;
        let replicates = wanted.replicates.unwrap_or(first.replicates);
        let seed = wanted.seed.unwrap_or(first.seed);
        let size = size(&sweep, replicates, wanted.large, "flask")?;
        let mut scenarios = vec![first];
        for point in 1..sweep.points() {
            scenarios.push(sweep.scenario(point, books)?);
        }
        some_worlds(wanted.worlds)?;
        let plan = scenarios[0].worlds;
        let usual = (replicates / plan.flasks).clamp(1, USUAL_WORLDS);
        let worlds = wanted.worlds.or(plan.count).unwrap_or(usual);
        let mut hashes = Vec::new();
        for scenario in &mut scenarios {
            (scenario.seed, scenario.replicates) = (seed, replicates);
            scenario.worlds = WorldPlan {
                count: Some(worlds),
                ..plan
            };
            if wanted.given_worlds.is_some() {
                scenario.given_worlds = wanted.given_worlds.clone();
            }
            hashes.push(lock::write(scenario)?.scenario_hash);
            laboratory(shown, scenario, "sweep")?;
        }
        let aim = aim(wanted.want.as_deref(), &laboratories(&scenarios))?;
        let matrix = matrix_courses(&sweep, &laboratories(&scenarios));
        if matrix.is_none() && wanted.matrix {
            return Err(SessionError::Request(
                "--matrix needs two different drugs at constant doses".to_owned(),
            ));
        }
        Ok(Self {
            told: std::iter::once(size).chain(sweep.told(wanted.matrix)).collect(),
            points_hash: fingerprint(hashes.iter().map(String::as_str)),
            hours: wanted.hours,
            aim,
            matrix,
            scenarios,
            sweep,
        })
    }

    /// The scenario of every point.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// How large it is and what varies.
    pub fn told(&self) -> &[String] {
        &self.told
    }

    /// The scenario as it was read, with the points' seed and number of flasks, as TOML.
    pub(super) fn scenario_text(&self) -> Result<String, SessionError> {
        let first = &self.scenarios[0];
        let text = self.sweep.text(first.seed, first.replicates);
        text.map_err(SessionError::failed)
    }

    /// The text that names this sweep.
    pub(super) fn identity(&self) -> Result<String, SessionError> {
        #[derive(Serialize)]
        struct Identity<'a> {
            kind: &'static str,
            version: &'static str,
            seed: u64,
            replicates: u64,
            points_hash: &'a str,
            knowledge_hash: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            hours: Option<f64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            want: Option<&'a Want>,
            worlds: u64,
            world_flasks: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            worlds_hash: Option<String>,
            key: Vec<crate::report::sweep::SweepKey>,
        }
        let laboratories = laboratories(&self.scenarios);
        let identity = Identity {
            kind: "sweep",
            version: VERSION,
            seed: self.scenarios[0].seed,
            replicates: self.scenarios[0].replicates,
            points_hash: &self.points_hash,
            knowledge_hash: laboratories.first().map_or("", |first| &first.knowledge_hash),
            hours: self.matrix.map(|_| self.hours),
            want: self.aim.asked.then_some(&self.aim.want),
            worlds: self.scenarios[0].world_count(),
            world_flasks: self.scenarios[0].worlds.flasks,
            worlds_hash: worlds_hash(&self.scenarios[0]),
            key: self.keys(),
        };
        lock_text("what is swept here. sweep.toml holds the scenario.", &identity)
    }
}

/// How large it is; refused where that looks like a slip.
pub(super) fn size(sweep: &Sweep, replicates: u64, large: bool, culture: &str) -> Result<String, SessionError> {
    let points = sweep.points();
    let flasks = points.saturating_mul(replicates);
    let size = format!(
        "{} x {} = {}",
        counted(points, "point"),
        counted(replicates, culture),
        counted(flasks, culture)
    );
    if points > MOST_POINTS_EVER {
        return Err(SessionError::Request(format!(
            "this sweep is {size}\n  allowed: at most {} points; a table of values is run by escalade batch",
            grouped(MOST_POINTS_EVER)
        )));
    }
    if (points > MOST_POINTS || flasks > MOST_FLASKS) && !large {
        return Err(SessionError::Request(format!(
            "this sweep is {size}\n  allowed without --large: {} points and {} {culture}s",
            grouped(MOST_POINTS),
            grouped(MOST_FLASKS)
        )));
    }
    Ok(size)
}

/// The two courses whose constant doses span a matrix, where the sweep is one.
fn matrix_courses(sweep: &Sweep, laboratories: &[&Laboratory]) -> Option<[usize; 2]> {
    if sweep.keys.len() != 2 {
        return None;
    }
    let courses = [sweep.dose_of(0)?, sweep.dose_of(1)?];
    let first = &laboratories.first()?.protocol.courses;
    let drug = |course: usize| first.get(course).map(|course| course.drug);
    let constant = |l: &&Laboratory| courses.iter().all(|&c| constant_dose(l, c).is_some());
    (drug(courses[0])? != drug(courses[1])? && laboratories.iter().all(constant)).then_some(courses)
}

/// The constant dose of a course, nM.
pub(super) fn constant_dose(laboratory: &Laboratory, course: usize) -> Option<f64> {
    laboratory.protocol.courses.get(course)?.dosing.only()
}
