//! A finished run on the bench: its flasks as cases.

use super::request::Request;
use crate::assay::{Bench, BenchError, Specimen, Translation};
use crate::diagnosis::readouts::Given;
use crate::diagnosis::{Case, Surroundings, Thresholds, Worked, Workup, beyond, work, work_noting};
use crate::engine::record::{FlaskRecord, Look};
use crate::ensemble::specimens::{BeforeAnd, FinishedRun, When};
use crate::model::course::Course;
use crate::report::AssumptionRow;
use crate::report::diagnosis::Example;
use crate::scenario::Laboratory;
use crate::session::SessionError;
use crate::session::assay::{Mixture, flask_course, leans_on, sampled, withdrawn};
use std::sync::Arc;

/// When an example's expression is read, as shares of the time to its outcome; the outcome itself comes last.
const COURSE: [f64; 3] = [0.0, 0.33, 0.67];
/// And so many days without drug after it.
const AWAY: [f64; 2] = [7.0, 14.0];

/// A run on the bench.
pub(super) struct Cases {
    pub run: Arc<FinishedRun>,
    pub bench: Bench,
    /// The run's first drug on the driver, as its index on the bench.
    drug: usize,
    /// What the bench's drug stock holds of its label; that of the flask's course where nothing else was asked for.
    stock: Option<f64>,
    pub seed: u64,
    /// When the resistant cells are taken.
    pub when: When,
    /// Another line in the resistant cultures.
    foreign: Option<Mixture>,
    /// The line among the run's niche factors; `None` in plain medium.
    co_culture: Option<Bench>,
}

/// The cells of one flask.
pub(super) struct Taken {
    flask: u64,
    day: f64,
    before: Specimen,
    resistant: Specimen,
    /// The drug that it grew under last, and its dose in nM.
    drug: usize,
    dose: f64,
    /// Everything that it had until then.
    given: Vec<Given>,
    /// What the flask's drug held of its label.
    actual: f64,
    /// Share of parental growth from which on it counts as growing.
    growing: f64,
    /// The same cells as the co-culture's bench knows them: before, resistant.
    among: Option<(Specimen, Specimen)>,
}

impl Cases {
    pub fn open(request: &Request) -> Result<Self, SessionError> {
        let run = request.run.clone();
        let bench = run.bench(&run.knowledge(&request.overlays)?)?;
        let laboratory = run.laboratory();
        let drugs = laboratory.protocol.courses.iter().map(|course| course.drug);
        let mut on_bench = drugs.filter_map(|drug| bench.drug(&laboratory.biology.drugs()[drug].id));
        let Some(drug) = on_bench.find(|drug| bench.biology.drugs()[*drug].driver.is_some()) else {
            return Err(SessionError::Request(format!(
                "{}: no course of the run has a drug on the driver of {}; there is no resistance to diagnose",
                run.root().display(),
                bench.biology.line_name
            )));
        };
        let foreign = request.mixed_with.as_ref();
        Ok(Self {
            drug,
            stock: request.stock_holds()?,
            seed: request.seed,
            when: request.when()?,
            foreign: foreign.map(|contamination| contamination.on(&bench)).transpose()?,
            co_culture: co_culture(&run, &bench)?,
            bench,
            run,
        })
    }

    /// The bench whose routes explain the signals: the co-culture's, where there is one.
    pub fn signal_bench(&self) -> &Bench {
        self.co_culture.as_ref().unwrap_or(&self.bench)
    }

    /// What the read-outs of some flasks lean on: values behind the line and every drug that met the cells.
    pub fn leaned_on(&self, worked: &[Worked]) -> Result<Vec<AssumptionRow>, SessionError> {
        let bench = self.signal_bench();
        let met = worked.iter().flat_map(|one| one.readouts.drug_ids());
        let drugs: Vec<usize> = met.filter_map(|id| bench.drug(id)).collect();
        leans_on(bench, &drugs)
    }

    /// A flask before treatment and when it is sampled.
    pub fn take(&self, flask: u64) -> Result<Taken, SessionError> {
        let BeforeAnd { before, then } = self.run.before_and(&self.bench, flask, self.when)?;
        let before = before.named("before treatment");
        let resistant = match &self.foreign {
            Some(mixture) => mixture.in_culture(&then.specimen),
            None => then.specimen,
        };
        let among = match &self.co_culture {
            None => None,
            Some(other) => {
                let to = Translation::between(&self.bench.biology, &other.biology)?;
                Some((to.specimen(&before), to.specimen(&resistant)))
            }
        };
        let on_driver = |drug: usize| self.bench.biology.drugs()[drug].driver.is_some();
        let treated = (self.run).treatment(&self.bench, &then.record, then.day, on_driver);
        // Of several, the drug of the latest course.
        let (drug, dose) = treated.last().copied().unwrap_or((self.drug, 0.0));
        let course = self.course_of(drug);
        Ok(Taken {
            flask,
            day: then.day,
            drug,
            dose,
            given: self.given(&then.record, then.day),
            actual: course.map_or(1.0, |course| course.actual),
            // Without a goal a flask is resistant once it holds more cells than before.
            growing: match course.is_some_and(|course| course.dosing.escalates()) {
                true => self.run.laboratory().protocol.resistance.growth,
                false => 0.0,
            },
            among,
            before,
            resistant,
        })
    }

    /// The last course with a drug of the bench.
    fn course_of(&self, drug: usize) -> Option<&Course> {
        let Laboratory { biology, protocol, .. } = self.run.laboratory();
        let id = &self.bench.biology.drugs()[drug].id;
        let courses = protocol.courses.iter().rev();
        courses
            .into_iter()
            .find(|course| biology.drugs()[course.drug].id == *id)
    }

    /// Drugs that a flask has had up to a day, with their last doses.
    fn given(&self, record: &FlaskRecord, day: f64) -> Vec<Given> {
        let Laboratory { biology, protocol, .. } = self.run.laboratory();
        let mut given: Vec<Given> = Vec::new();
        let looks: Vec<&Look> = record.looks.iter().filter(|look| look.day <= day + 1e-6).collect();
        for (i, look) in looks.iter().enumerate().rev() {
            let doses = protocol.courses.iter().zip(&look.doses);
            for (course, dose) in doses.filter(|(_, dose)| **dose > 0.0) {
                let drug = &biology.drugs()[course.drug];
                if given.iter().all(|known| known.drug_id != drug.id) {
                    given.push(Given {
                        drug: drug.name.clone(),
                        drug_id: drug.id.clone(),
                        dose: *dose,
                        now: i + 1 == looks.len(),
                    });
                }
            }
        }
        given
    }

    /// Works a flask up.
    pub fn work(&self, taken: &Taken, workup: &Workup, limits: &Thresholds) -> Result<Worked, SessionError> {
        self.with(taken, |case| work(case, workup, limits, taken.day))
    }

    /// Works a flask up, keeps its notebook, and does the guides' further steps.
    pub fn example(&self, flask: u64, workup: &Workup, limits: &Thresholds) -> Result<Example, SessionError> {
        let taken = self.take(flask)?;
        let days = COURSE.map(|share| share * taken.day);
        let mut course = flask_course(&self.run, &self.bench, flask, &sampled(&days, taken.day)?)?;
        let last = course.last().cloned();
        let away = |days: f64| last.as_ref().and_then(|last| withdrawn(&self.bench, last, days));
        course.extend(AWAY.into_iter().filter_map(away));
        self.with(&taken, |case| {
            let (worked, notes) = work_noting(case, workup, limits, taken.day);
            Example {
                beyond: beyond(case, workup, &worked.diagnosis, &course),
                worked,
                notes,
            }
        })
    }

    /// The flask as a case.
    fn with<T>(&self, taken: &Taken, of: impl FnOnce(&Case) -> T) -> Result<T, SessionError> {
        let wanted = &self.run.laboratory().conditions.niche;
        let line = self.bench.line()?;
        let factors = self.bench.knowledge().surroundings(line, wanted)?;
        let known = self.bench.knowledge().niche_of(line);
        let surroundings = match (&self.co_culture, &taken.among) {
            (Some(bench), Some((parental, resistant))) => Some(Surroundings {
                bench,
                resistant,
                parental,
                factors: &factors,
                known: &known,
            }),
            _ => None,
        };
        Ok(of(&Case {
            bench: &self.bench,
            before: &taken.before,
            resistant: &taken.resistant,
            drug: taken.drug,
            dose: taken.dose,
            stock: self.stock.unwrap_or(taken.actual),
            growing: taken.growing,
            given: &taken.given,
            surroundings,
            seed: self.seed,
            stream: taken.flask,
        }))
    }
}

/// The bench of a run that grew among niche factors.
fn co_culture(run: &FinishedRun, bench: &Bench) -> Result<Option<Bench>, BenchError> {
    let niche = &run.laboratory().conditions.niche;
    if niche.is_empty() {
        return Ok(None);
    }
    let drugs = bench.drug_ids();
    Bench::among(bench.knowledge(), &bench.biology.line_id, &drugs, niche).map(Some)
}
