//! A fit: checked, then run from the priors to the posterior, then held against the data once more.

use super::bands;
use super::called::in_words;
use super::conditions::DataFile;
use super::course::Course;
use super::evaluate::Evaluator;
use super::free::{Free, Target as FreeTarget};
use super::lock;
use super::plan::Plan;
use super::seen::Condition;
use super::used;
use super::wanted::Wanted;
use crate::ensemble::{FIT, Keep};
use crate::report;
use crate::report::table::{Posterior, PosteriorValue};
use crate::scenario::lock::VERSION;
use crate::scenario::vary::Draft;
use crate::scenario::{Overlay, Scenario};
use crate::session::claimed::in_place;
use crate::session::place::in_bytes;
use crate::session::{Conduct, Made, Outcome, Place, SessionError, Target};
use crate::statistics::fit::{
    Agreement, Band, FitFile, FitSummary, Point, Sampler, SamplerSettings, happened, least_particles, ranks,
    trade_offs, usual_batches,
};
use crate::statistics::worlds::deciding;

/// Draws from the priors by which the values that matter are found.
const LOOKED_AT: u64 = 400;
/// Values that are free at most where the user names none.
const MOST_FREE: usize = 6;
/// New experiments at least: one in a hundred that is as far off as the data is to be told from none.
pub(super) const LEAST_SEEN_AGAIN: usize = 200;
/// Batches of moves after which a fit ends in any case.
const MOST_BATCHES: u64 = 400;

/// A fit that can be run.
pub struct Fit {
    pub(super) evaluator: Evaluator,
    free: Free,
    /// Whether the values that matter are still to be found.
    searching: bool,
    usual: Scenario,
    pub(super) wanted: Wanted,
    seed: u64,
    lock: String,
    files: Vec<FitFile>,
}

/// What a fit found.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// In numbers.
    pub summary: FitSummary,
    /// The posterior as a table: of worlds, or of draws for a batch.
    pub posterior: Posterior,
}

impl Fit {
    /// Of a scenario's text and files of data; `shown` is the scenario's name in messages, `plan` names conditions.
    ///
    /// # Errors
    /// Scenario, data, conditions or free values are not valid.
    pub fn of(
        shown: &str,
        text: &str,
        overlays: &[Overlay],
        plan: Option<(&str, &str)>,
        files: &[DataFile],
        wanted: Wanted,
    ) -> Result<Self, SessionError> {
        let plan_text = plan.map_or("", |(_, text)| text);
        let plan = plan.map_or(Ok(Plan::default()), |(name, text)| Plan::read(name, text))?;
        let evaluator = Evaluator::of(shown, text, overlays, &plan, files, wanted.seed)?;
        let told = used::files(files)?;
        used::refuse_again(&evaluator.knowledge, &told)?;
        let usual = evaluator.usual[0].clone();
        let asked: Vec<String> = plan.free.iter().chain(&wanted.free).cloned().collect();
        let shared = usual.worlds.shared;
        let free = Free::of(
            &asked,
            usual.laboratory(),
            &evaluator.knowledge,
            shared,
            evaluator.seen(),
        )?;
        let seed = evaluator.seed;
        let knowledge = evaluator.knowledge.fingerprint();
        let fit = Self {
            lock: lock::text(text, &knowledge, plan_text, files, &wanted, seed, &asked),
            evaluator,
            free,
            searching: asked.is_empty(),
            usual,
            seed,
            wanted,
            files: told,
        };
        fit.check_particles()?;
        fit.check_free()?;
        Ok(fit)
    }

    /// So many values want so many draws. Values that the fit looks for itself get them unasked.
    fn check_particles(&self) -> Result<(), SessionError> {
        let (asked, dims) = (self.wanted.particles, self.free.dims());
        let least = least_particles(dims);
        match self.searching || asked >= least {
            true => Ok(()),
            false => Err(SessionError::Request(format!(
                "--particles {asked}: so few draws cannot tell what is known of {dims} free values from chance\n  allowed: {least} or \
                 more, or fewer values with --free"
            ))),
        }
    }

    /// Evaluations of the likelihood that fits like this one take.
    pub(super) fn usual_evaluations(&self) -> u64 {
        let most = if self.searching { MOST_FREE } else { usize::MAX };
        usual_batches(self.free.dims().min(most)) * self.wanted.particles as u64
    }

    /// Free keys of the scenario must be settable to both of their ends, under every condition.
    fn check_free(&self) -> Result<(), SessionError> {
        for (span, target) in self.free.spans().iter().zip(self.free.targets()) {
            if !matches!(target, FreeTarget::Scenario { .. }) {
                continue;
            }
            let open = |condition: &&Condition| !self.evaluator.is_set(condition, &span.key);
            let open: Vec<&Condition> = self.evaluator.conditions.iter().filter(open).collect();
            if open.is_empty() {
                return Err(SessionError::Request(format!(
                    "--free {}: every condition with data sets it\n  allowed: a key that one of them leaves as the scenario has it",
                    span.key
                )));
            }
            for number in [span.low, span.high] {
                let cell = Draft::cell(&span.key, &target.text(number)).map_err(SessionError::Request)?;
                for condition in &open {
                    let cells = [&condition.set[..], std::slice::from_ref(&cell)].concat();
                    self.evaluator.draft.scenario(&cells, &self.evaluator.knowledge)?;
                }
            }
        }
        Ok(())
    }

    /// Observations.
    pub fn observations(&self) -> u64 {
        self.evaluator
            .conditions
            .iter()
            .map(Condition::observations)
            .sum::<usize>() as u64
    }

    /// Stocks of an estimate of the likelihood at first, and the arms of each, by condition whose barcodes were read.
    pub fn stocks(&self) -> Vec<(u64, u64)> {
        let marked = self
            .evaluator
            .conditions
            .iter()
            .filter(|condition| condition.has_barcodes());
        let both = marked.map(Condition::stocks_of_estimate);
        both.map(|(stocks, arms)| (stocks as u64, arms as u64)).collect()
    }

    /// Keys of what is free; all that is not known where the values that matter are still to be found.
    pub fn keys(&self) -> Vec<&str> {
        self.free.spans().iter().map(|span| span.key.as_str()).collect()
    }

    /// What is known of them beforehand, by key, each in its own unit.
    pub fn priors(&self) -> Vec<(&str, Band)> {
        self.free
            .spans()
            .iter()
            .map(|span| (span.key.as_str(), bands::prior(span)))
            .collect()
    }

    /// Whether those of the free values that matter are still to be found.
    pub fn is_searching(&self) -> bool {
        self.searching
    }

    /// Runs it; `conduct` is told of every evaluation.
    ///
    /// # Errors
    /// The place is refused, the system refuses to write, or it is stopped on request.
    pub fn run<P: Place>(&self, place: &P, conduct: &Conduct) -> Result<Outcome<Fitted, P::Target>, SessionError> {
        in_place(FIT, &self.lock, place, conduct, |target| {
            let mut course = Course::at(target.name());
            let keep = target.keep();
            // How many steps it takes is not known beforehand.
            conduct.progress.begin(self.usual_evaluations());
            let free = match self.searching {
                true => self.those_that_matter(&mut course, keep, conduct)?,
                false => self.free.clone(),
            };
            let sampler = self.sample(&free, &mut course, keep, conduct)?;
            let fitted = self.fitted(&free, &sampler, &mut course, keep, conduct)?;
            conduct.progress.end();
            let mut files = report::fit::files(&fitted.summary, &fitted.posterior)?;
            let json = serde_json::to_string_pretty(&fitted.summary).map_err(SessionError::failed)?;
            files.push((FIT.summary.to_owned(), json));
            Ok(Made {
                result: fitted,
                files: in_bytes(files),
            })
        })
    }

    /// The values on which the likelihood of the data turns, from draws of everything that is not known.
    fn those_that_matter(
        &self,
        course: &mut Course,
        keep: &mut impl Keep,
        conduct: &Conduct,
    ) -> Result<Free, SessionError> {
        let first = Sampler::new(SamplerSettings {
            particles: LOOKED_AT as usize,
            dims: self.free.dims(),
            seed: self.seed,
            estimated: false,
            most_batches: 1,
        });
        let points = first.proposals().to_vec();
        let found = course.evaluate(&self.evaluator, &self.free, points.clone(), 1, keep, conduct)?;
        let possible: Vec<usize> = (0..points.len()).filter(|i| found[*i] > f64::NEG_INFINITY).collect();
        let joint: Vec<Vec<f64>> = possible.iter().map(|i| self.free.joint(&points[*i])).collect();
        let scores = columns(&joint, self.free.spans().len());
        // Far from the data the likelihood falls without end: its rank says enough.
        let answer = ranks(&possible.iter().map(|i| found[*i]).collect::<Vec<f64>>());
        let spans = self.free.spans();
        let keys: Vec<&str> = deciding(&scores, answer, self.seed)
            .into_iter()
            .filter(|value| self.free.targets()[*value] != FreeTarget::Data)
            .take(MOST_FREE)
            .map(|value| spans[value].key.as_str())
            .collect();
        match keys.is_empty() {
            true => Err(SessionError::request(
                "--free: no value stands above chance in what was observed, so nothing of them can be learned from it\n  \
                 allowed: name the values, --free KEY; or more data",
            )),
            false => Ok(self.free.only(&keys, self.usual.worlds.shared)),
        }
    }

    fn sample(
        &self,
        free: &Free,
        course: &mut Course,
        keep: &mut impl Keep,
        conduct: &Conduct,
    ) -> Result<Sampler, SessionError> {
        let mut sampler = Sampler::new(SamplerSettings {
            particles: self.wanted.particles.max(least_particles(free.dims())),
            dims: free.dims(),
            seed: self.seed,
            estimated: self.evaluator.is_estimated(),
            most_batches: MOST_BATCHES,
        });
        while !sampler.is_done() && course.flasks <= self.wanted.most_flasks {
            let found = course.evaluate(
                &self.evaluator,
                free,
                sampler.proposals().to_vec(),
                sampler.repeats(),
                keep,
                conduct,
            )?;
            sampler.take(&found);
        }
        match sampler.stages().is_empty() {
            true => Err(SessionError::request(
                "the data are impossible under every draw of the priors\n  allowed: data that the scenario can give: look at \
                 `escalade explain`, populations, days and doses; or wider ranges (--free KEY=LOW..HIGH)",
            )),
            false => Ok(sampler),
        }
    }

    fn fitted(
        &self,
        free: &Free,
        sampler: &Sampler,
        course: &mut Course,
        keep: &mut impl Keep,
        conduct: &Conduct,
    ) -> Result<Fitted, SessionError> {
        let points: Vec<&[f64]> = sampler.points().collect();
        let luck = match self.evaluator.is_estimated() {
            true => {
                let again = points.iter().map(|point| point.to_vec()).collect();
                let again = course.evaluate(&self.evaluator, free, again, sampler.repeats(), keep, conduct)?;
                fall(sampler.log_likelihoods(), &again)
            }
            false => 0.0,
        };
        let again = points.iter().cycle().take(points.len().max(LEAST_SEEN_AGAIN));
        let again = again.map(|point| point.to_vec()).collect();
        let experiments = course.see_again(&self.evaluator, free, again, keep, conduct)?;
        let mut seen = [experiments];
        let places = happened(self.evaluator.places(), &mut seen);
        let [seen] = seen;
        let points_seen: Vec<Point> = places
            .into_iter()
            .enumerate()
            .map(|(i, (place, observed))| Point {
                place,
                observed,
                simulated: Band::of(seen.iter().map(|numbers| numbers[i]).collect()),
            })
            .collect();
        let told = self
            .usual
            .laboratory()
            .map(|laboratory| &laboratory.assumptions[..])
            .unwrap_or_default();
        let what = |key: &str| match told.iter().find(|told| told.key == key) {
            Some(told) => told.what.clone(),
            None => {
                let knowledge = &self.evaluator.knowledge;
                let record = knowledge.value(key);
                let called = record.map(|value| value.about.what.clone());
                let called = called.or_else(|| knowledge.derived_words(key));
                called.unwrap_or_else(|| in_words(key, &self.usual))
            }
        };
        let values = bands::values(free, &points, what, &self.evaluator.knowledge);
        let keys: Vec<String> = values.iter().map(|value| value.key.clone()).collect();
        let joint: Vec<Vec<f64>> = points.iter().map(|point| free.joint(point)).collect();
        Ok(Fitted {
            summary: FitSummary {
                scenario: self.usual.name.clone(),
                version: VERSION.to_owned(),
                seed: self.seed,
                id: lock::id(&self.lock),
                data: self.files.clone(),
                observations: self.observations(),
                particles: points.len() as u64,
                flasks: course.flasks,
                settled: sampler.is_settled(),
                luck,
                stages: sampler.stages().to_vec(),
                trade_offs: trade_offs(&keys, &columns(&joint, keys.len())),
                values,
                correlation: bands::correlation(free, &points),
                agreement: Agreement::of(&points_seen, &seen),
                points: points_seen,
            },
            posterior: posterior(free, &points),
        })
    }
}

/// A list per value, of a list per draw.
fn columns(draws: &[Vec<f64>], values: usize) -> Vec<Vec<f64>> {
    let column = |value: usize| draws.iter().map(|numbers| numbers[value]).collect();
    (0..values).map(column).collect()
}

/// Median by which log likelihoods fall where they are estimated anew.
fn fall(before: impl Iterator<Item = f64>, again: &[f64]) -> f64 {
    let mut falls: Vec<f64> = before
        .zip(again)
        .map(|(before, again)| (before - again).min(1e6))
        .collect();
    falls.sort_by(f64::total_cmp);
    falls.get(falls.len() / 2).copied().unwrap_or(0.0)
}

/// A row per draw, as `run --worlds` and `batch --table` take it.
fn posterior(free: &Free, points: &[&[f64]]) -> Posterior {
    let targets = free.targets().iter().enumerate();
    let shown: Vec<(usize, &FreeTarget)> = targets.filter(|(_, target)| **target != FreeTarget::Data).collect();
    let value = |&(i, target): &(usize, &FreeTarget)| PosteriorValue {
        key: free.spans()[i].key.clone(),
        unit: target.unit(),
    };
    let draw = |point: &&[f64]| {
        let numbers = free.numbers(point);
        shown.iter().map(|(i, target)| target.text(numbers[*i])).collect()
    };
    Posterior {
        values: shown.iter().map(value).collect(),
        draws: points.iter().map(draw).collect(),
    }
}
