//! A finished run on the bench: its flasks as cases.

use super::{DiagnoseArgs, input};
use crate::assay::cells::foreign::mixed_with;
use crate::assay::cells::specimen::ForeignLine;
use crate::assay::{Bench, BenchError, Specimen, Translation};
use crate::cli::assay::{contamination, flask_course, flask_numbers, leans_on, sampled, withdrawn};
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::diagnosis::readouts::Given;
use crate::diagnosis::{Case, Surroundings, Thresholds, Worked, Workup, beyond, work, work_noting};
use crate::engine::record::{FlaskRecord, Look, Outcome};
use crate::ensemble::specimens::{FinishedRun, FlaskSpecimen, SpecimenError, When};
use crate::model::course::Course;
use crate::report::AssumptionRow;
use crate::report::diagnosis::Example;
use crate::scenario::{self, Laboratory};
use std::sync::Arc;

/// Flasks that are diagnosed where none are named.
const USUAL_FLASKS: usize = 20;
/// Flasks looked through for resistant ones.
const LOOKED_THROUGH: u64 = 2000;
/// Fewest cells that can be plated, sequenced and lysed without growing them first (`assumed`: a few wells' worth).
const FEWEST_CELLS: f64 = 1e3;
/// When an example's expression is read, as shares of the time to its outcome; the outcome itself comes last.
const COURSE: [f64; 3] = [0.0, 0.33, 0.67];
/// And so many days without drug after it.
const AWAY: [f64; 2] = [7.0, 14.0];

/// A run on the bench.
pub struct Session {
    pub run: FinishedRun,
    pub bench: Bench,
    /// The run's first drug on the driver, as its index on the bench.
    drug: usize,
    /// What the bench's drug stock holds of its label; that of the flask's course where nothing else was asked for.
    stock: Option<f64>,
    pub seed: u64,
    /// When the resistant cells are taken.
    when: When,
    /// Another line in the resistant cultures, and its share of the cells.
    foreign: Option<(Arc<ForeignLine>, f64)>,
    /// The line among the run's niche factors; `None` in plain medium.
    co_culture: Option<Bench>,
}

/// The cells of one flask.
pub struct Taken {
    pub flask: u64,
    pub day: f64,
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

impl Session {
    pub fn open(args: &DiagnoseArgs, stock: Option<f64>) -> Result<Self, Failure> {
        let run = FinishedRun::open(&args.run).map_err(input)?;
        let knowledge = scenario::with_overlays(&args.knowledge.overlays()?).map_err(input)?;
        let bench = run.bench(&knowledge).map_err(input)?;
        let laboratory = run.laboratory();
        let drugs = laboratory.protocol.courses.iter().map(|course| course.drug);
        let mut on_bench = drugs.filter_map(|drug| bench.drug(&laboratory.biology.drugs()[drug].id));
        let Some(drug) = on_bench.find(|drug| bench.biology.drugs()[*drug].driver.is_some()) else {
            return Err(Failure::Input(format!(
                "{}: no course of the run has a drug on the driver of {}; there is no resistance to diagnose",
                args.run.display(),
                bench.biology.line_name
            )));
        };
        let co_culture = co_culture(&run, &bench).map_err(input)?;
        let when = match args.day {
            None => When::Outcome,
            Some(day) if day.is_finite() && day >= 0.0 => When::Day(day),
            Some(day) => return Err(Failure::Input(format!("--day {day}: allowed from 0 on"))),
        };
        let foreign = (args.mixed_with.as_ref())
            .map(|text| contamination(&bench, text))
            .transpose()?;
        Ok(Self {
            run,
            bench,
            drug,
            stock,
            foreign,
            seed: args.seed,
            when,
            co_culture,
        })
    }

    /// The bench whose routes explain the signals: the co-culture's, where there is one.
    pub fn signal_bench(&self) -> &Bench {
        self.co_culture.as_ref().unwrap_or(&self.bench)
    }

    /// What the read-outs of some flasks lean on: values behind the line and every drug that met the cells.
    pub fn leaned_on(&self, worked: &[Worked]) -> Result<Vec<AssumptionRow>, Failure> {
        let bench = self.signal_bench();
        let met = worked.iter().flat_map(|one| one.readouts.drug_ids());
        let drugs: Vec<usize> = met.filter_map(|id| bench.drug(id)).collect();
        leans_on(bench, &drugs)
    }

    /// Flasks that are named, else the first resistant ones.
    pub fn flasks(&self, list: Option<&str>) -> Result<Vec<u64>, Failure> {
        self.living(match list {
            Some(list) => flask_numbers(list, self.run.scenario.replicates)?,
            None => self.resistant(USUAL_FLASKS)?,
        })
    }

    /// Those of some flasks that hold cells when they are sampled; which others are left out is noted.
    fn living(&self, flasks: Vec<u64>) -> Result<Vec<u64>, Failure> {
        let (mut living, mut without, mut why) = (Vec::new(), Vec::new(), None);
        for flask in flasks {
            match self.run.specimen(&self.bench, flask, self.when) {
                Ok(taken) if taken.specimen.total() < FEWEST_CELLS => {
                    without.push(flask.to_string());
                    let cells = taken.specimen.total();
                    why.get_or_insert(format!("flask {flask} holds {cells} cells, too few to plate and lyse"));
                }
                Ok(_) => living.push(flask),
                Err(error @ (SpecimenError::NoCells { .. } | SpecimenError::DayOutside { .. })) => {
                    without.push(flask.to_string());
                    let lines: Vec<String> = error.to_string().lines().map(|line| line.trim().to_owned()).collect();
                    why.get_or_insert(lines.join("; "));
                }
                Err(error) => return Err(input(error)),
            }
        }
        match (living.is_empty(), why) {
            (true, Some(why)) => Err(Failure::Input(format!(
                "no flask has cells to assay then\n  {why}\n  name others with --flasks, or another --day"
            ))),
            (_, Some(why)) => {
                terminal::note(&format!("left out: flasks {} ({why})", without.join(", ")));
                Ok(living)
            }
            (_, None) => Ok(living),
        }
    }

    /// The first resistant flasks of the run.
    pub fn resistant(&self, at_most: usize) -> Result<Vec<u64>, Failure> {
        let mut found = Vec::new();
        for flask in 0..self.run.scenario.replicates.min(LOOKED_THROUGH) {
            if self.run.record(flask).map_err(input)?.outcome == Outcome::Resistant {
                found.push(flask);
            }
            if found.len() == at_most {
                break;
            }
        }
        match found.is_empty() {
            true => Err(Failure::Input(
                "no flask of the run became resistant: there is nothing to diagnose\n  name flasks with --flasks to look anyway"
                    .to_owned(),
            )),
            false => Ok(found),
        }
    }

    /// A flask before treatment and at its outcome.
    pub fn take(&self, flask: u64) -> Result<Taken, Failure> {
        let taken = self.run.specimens(&self.bench, flask, &[When::Start, self.when]);
        let [before, resistant] = <[_; 2]>::try_from(taken.map_err(input)?).map_err(|_| {
            input(SpecimenError::NoSuchFlask {
                flask,
                replicates: self.run.scenario.replicates,
            })
        })?;
        let resistant = FlaskSpecimen {
            specimen: match &self.foreign {
                Some((line, share)) => mixed_with(&resistant.specimen, line, *share),
                None => resistant.specimen,
            },
            ..resistant
        };
        let before = before.specimen.named("before treatment");
        let among = match &self.co_culture {
            None => None,
            Some(other) => {
                let to = Translation::between(&self.bench.biology, &other.biology).map_err(input)?;
                Some((to.specimen(&before), to.specimen(&resistant.specimen)))
            }
        };
        let on_driver = |drug: usize| self.bench.biology.drugs()[drug].driver.is_some();
        let treated = (self.run).treatment(&self.bench, &resistant.record, resistant.day, on_driver);
        // Of several, the drug of the latest course.
        let (drug, dose) = treated.last().copied().unwrap_or((self.drug, 0.0));
        let course = self.course_of(drug);
        Ok(Taken {
            flask,
            day: resistant.day,
            drug,
            dose,
            given: self.given(&resistant.record, resistant.day),
            actual: course.map_or(1.0, |course| course.actual),
            // Without a goal a flask is resistant once it holds more cells than before.
            growing: match course.is_some_and(|course| course.dosing.escalates()) {
                true => self.run.laboratory().protocol.resistance.growth,
                false => 0.0,
            },
            among,
            before,
            resistant: resistant.specimen,
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
    pub fn work(&self, taken: &Taken, workup: &Workup, limits: &Thresholds) -> Result<Worked, Failure> {
        self.with(taken, |case| work(case, workup, limits, taken.day))
    }

    /// Works a flask up, keeps its notebook, and does the guides' further steps.
    pub fn example(&self, flask: u64, workup: &Workup, limits: &Thresholds) -> Result<Example, Failure> {
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
    fn with<T>(&self, taken: &Taken, of: impl FnOnce(&Case) -> T) -> Result<T, Failure> {
        let wanted = &self.run.laboratory().conditions.niche;
        let line = self.bench.line().map_err(input)?;
        let factors = self.bench.knowledge().surroundings(line, wanted).map_err(input)?;
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
