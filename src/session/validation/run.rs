//! A protocol carried out: flasks, then scores.

use super::job::{Findings, FlaskJob, Half};
use super::request::Validation;
use crate::ensemble::{self, Drive, Ended, Keep, KeepError, Sink, VALIDATION};
use crate::knowledge::schema::Class;
use crate::random::{Purpose, stream};
use crate::report::table::{Posterior, PosteriorUnit, PosteriorValue};
use crate::report::validation::{self as report, ValidationReport};
use crate::scenario::lock::VERSION;
use crate::session::claimed::in_place;
use crate::session::grid::Answer;
use crate::session::{Conduct, Made, Outcome, Place, SessionError, Target};
use crate::statistics::validation::{
    Assessment, Category, Claimed, Counts, Finding, Observed, Settings, Study, Values,
};
use crate::statistics::weighted::systematic;

/// Rows of the posterior that is written.
const POSTERIOR_ROWS: usize = 500;

/// Worlds of a scenario and half; none of those that some scenario refuses.
type Worlds<'a> = Vec<&'a [Finding]>;

impl Validation {
    /// Simulates all flasks and holds them against the observations.
    ///
    /// # Errors
    /// The place is refused, the system refuses to write, it is stopped on request, or no world is left.
    pub fn run<P: Place>(
        &self,
        place: &P,
        conduct: &Conduct,
    ) -> Result<Outcome<Answer<ValidationReport>, P::Target>, SessionError> {
        in_place(VALIDATION, &self.identity()?, place, conduct, |target| {
            let halves = self.halves()?;
            conduct.progress.begin(halves.len() as u64 * self.protocol.worlds);
            let name = target.name();
            let findings = simulate(&halves, self.protocol.worlds, target.keep(), conduct, name);
            conduct.progress.end();
            self.made(&halves, &findings?)
        })
    }

    fn made(&self, halves: &[Half], findings: &[Findings]) -> Result<Made<Answer<ValidationReport>>, SessionError> {
        let all: Vec<&[Findings]> = findings.chunks(halves.len()).collect();
        let (whole, refused): (Vec<usize>, Vec<usize>) =
            (0..all.len()).partition(|world| all[*world].iter().all(Result::is_ok));
        let why = refused
            .iter()
            .flat_map(|world| all[*world])
            .find_map(|one| one.as_ref().err());
        if whole.len() < 2 {
            return Err(SessionError::Request(format!(
                "no experiment can be carried out in any world: {}",
                why.map_or("", String::as_str)
            )));
        }
        let study = self.study(halves, &all, &whole);
        let assess = |weight: &f64| study.assess(*weight);
        let at: Vec<Assessment> = self.protocol.reporting.iter().map(assess).collect();
        let judged = self
            .protocol
            .reporting
            .iter()
            .position(|one| *one == self.protocol.judged_at);
        let judged = judged.unwrap_or(0);
        let posterior = self.posterior(&whole, &at[judged].weights);
        let report = ValidationReport {
            version: VERSION.to_owned(),
            name: self.protocol.name.clone(),
            seed: self.protocol.seed,
            knowledge_hash: self.knowledge_hash(),
            worlds: whole.len() as u64,
            refused: refused.len() as u64,
            refused_why: why.cloned(),
            flasks: findings.iter().flatten().map(|one| one.len() as u64).sum(),
            scenarios: self.scenarios.iter().map(|(file, ..)| file.clone()).collect(),
            smoothing: self.protocol.smoothing,
            uniform: self.protocol.uniform,
            least_effective: self.protocol.least_effective,
            judged,
            at,
        };
        let mut files = report::files(&report, &posterior)?;
        files.push((report::PROTOCOL.to_owned(), self.text().to_owned()));
        let text = report::text(&report);
        Ok(Answer::with(report, text, VALIDATION, files))
    }

    fn study(&self, halves: &[Half], all: &[&[Findings]], whole: &[usize]) -> Study {
        let of = |file: &String, half: usize| -> Worlds<'_> {
            let place = self.scenarios.iter().position(|(name, ..)| name == file).unwrap_or(0);
            let flasks = |world: &usize| all[*world][2 * place + half].as_deref().unwrap_or_default();
            whole.iter().map(flasks).collect()
        };
        let sets = self.protocol.sets.iter().map(|set| {
            let (categories, counts) = (set.categories(), set.counts());
            let half = |half: usize| {
                let scenario = |file: &String| counted(&of(file, half), set.flasks, &categories, &counts);
                set.scenarios.iter().map(scenario).collect()
            };
            Observed {
                id: set.id.clone(),
                title: set.title.clone(),
                group: set.group.clone(),
                source: set.source.clone(),
                note: set.note.clone(),
                halves: [half(0), half(1)],
                categories,
            }
        });
        let claims = self.protocol.claims.iter().map(|claim| {
            let matchers = claim.matchers();
            let comes_true = |flask: &&Finding| matchers.iter().any(|one| one.is_found(flask));
            let scenarios: Vec<Worlds> = claim.scenarios.iter().map(|file| of(file, 1)).collect();
            let world = |world: usize| {
                let flasks = || {
                    scenarios
                        .iter()
                        .flat_map(|one| one[world].iter().take(claim.flasks as usize))
                };
                flasks().filter(comes_true).count() as f64 / flasks().count() as f64
            };
            Claimed {
                id: claim.id.clone(),
                title: claim.title.clone(),
                group: claim.group.clone(),
                source: claim.source.clone(),
                note: claim.note.clone(),
                claim: claim.claim.clone(),
                shares: (0..whole.len()).map(world).collect(),
            }
        });
        let classes = self.classes_of(whole);
        Study {
            sets: sets.collect(),
            claims: claims.collect(),
            values: values(halves, &classes),
            classes,
            worlds: whole.len(),
            settings: Settings {
                smoothing: self.protocol.smoothing,
                uniform: self.protocol.uniform,
                least_effective: self.protocol.least_effective.min(0.5 * whole.len() as f64),
                bootstrap: self.protocol.bootstrap,
                seed: self.protocol.seed,
            },
        }
    }

    fn classes_of(&self, whole: &[usize]) -> Vec<Values> {
        let of = |(class, scores): (Class, Vec<f64>)| Values {
            key: class.column(),
            what: class.words(),
            class: class.words(),
            numbers: whole.iter().map(|world| scores[*world]).collect(),
        };
        self.scores().into_iter().map(of).collect()
    }

    /// Scores of classes drawn by the weights of the fit to all groups.
    fn posterior(&self, whole: &[usize], weights: &[f64]) -> Posterior {
        let mut rng = stream(self.protocol.seed, 0, Purpose::Resample);
        let rows: Vec<usize> = systematic(weights, POSTERIOR_ROWS, &mut rng)
            .into_iter()
            .map(|place| whole[place])
            .collect();
        let scores = self.scores();
        let value = |(class, _): &(Class, Vec<f64>)| PosteriorValue {
            key: class.column(),
            unit: PosteriorUnit::Score,
        };
        let draw = |row: &usize| scores.iter().map(|(_, scores)| scores[*row].to_string()).collect();
        Posterior {
            values: scores.iter().map(value).collect(),
            draws: rows.iter().map(draw).collect(),
        }
    }
}

/// Flasks of each world in each category.
fn counted(worlds: &Worlds, flasks: u64, categories: &[Category], counts: &Counts) -> Vec<Vec<f64>> {
    let world = |found: &&[Finding]| {
        let mut tally = vec![0.0; categories.len()];
        for finding in found.iter().take(flasks as usize) {
            if let Some(category) = counts.category(categories, finding) {
                tally[category] += 1.0;
            }
        }
        tally
    };
    worlds.iter().map(world).collect()
}

/// What the scores of classes alone make of every value, in each world; each value once.
fn values(halves: &[Half], classes: &[Values]) -> Vec<Values> {
    let mut all: Vec<Values> = Vec::new();
    let worlds = classes.first().map_or(0, |class| class.numbers.len());
    for half in halves.iter().step_by(2) {
        let told = half.worlds.told();
        let known: Vec<String> = all.iter().map(|value| value.key.clone()).collect();
        let mut new: Vec<Values> = Vec::new();
        for world in 0..worlds {
            let score = |class: &Class| {
                let found = classes.iter().find(|one| one.class == class.words());
                found.map(|one| one.numbers[world])
            };
            let numbers = half.worlds.of_classes(&score);
            let numbers = numbers.into_iter().filter(|(span, _)| !known.contains(&span.key));
            for (place, (span, number)) in numbers.enumerate() {
                if world == 0 {
                    let what = told.iter().find(|(told, _)| *told == span.key);
                    new.push(Values {
                        key: span.key.clone(),
                        what: what.map_or_else(|| span.key.clone(), |(_, what)| what.clone()),
                        class: span.kind.class.as_ref().map_or_else(String::new, Class::words),
                        numbers: Vec::with_capacity(worlds),
                    });
                }
                new[place].numbers.push(number);
            }
        }
        all.append(&mut new);
    }
    all
}

/// All findings, in order.
fn simulate(
    halves: &[Half],
    worlds: u64,
    keep: &mut impl Keep,
    conduct: &Conduct,
    place: Option<String>,
) -> Result<Vec<Findings>, SessionError> {
    let (job, mut all) = (FlaskJob { halves }, All(Vec::new()));
    let records = halves.len() as u64 * worlds;
    let drive = Drive {
        replicates: records,
        threads: conduct.threads,
        stop: conduct.stop,
        progress: &|done| conduct.progress.add(done),
    };
    match ensemble::run(&job, &mut all, keep, &drive)? {
        Ended::Complete => Ok(all.0),
        Ended::Interrupted { stored } => Err(SessionError::Interrupted {
            stored,
            records,
            unit: "worlds of scenarios",
            place,
        }),
    }
}

/// Everything in memory: findings are small.
struct All(Vec<Findings>);

impl Sink<Findings> for All {
    fn accept(&mut self, record: &Findings) -> Result<(), KeepError> {
        self.0.push(record.clone());
        Ok(())
    }
}
