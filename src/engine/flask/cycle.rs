//! What cells see in the long run of drugs that are given on and on, for what is told before anything is simulated.

use super::medium::{BUILT_UP, DrugInMedium, Medium, Moment};
use crate::model::biology::{Biology, Genotype};
use crate::model::course::Course;
use crate::model::pharmacokinetics::Profile;

/// Parts of the days between two medium changes in which a falling level is looked at, at most.
const PARTS: f64 = 60.0;

/// A drug that is given on and on.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Index in the biology.
    pub drug: usize,
    /// What reaches the cells: in fresh medium, or on average between oral doses, nM.
    pub dose: f64,
    /// How it moves.
    pub profile: Profile,
}

impl Given {
    /// A dose of a course, nM, as it reaches cells.
    pub fn of(course: &Course, dose: f64) -> Self {
        Self {
            drug: course.drug,
            dose: dose * course.actual,
            profile: course.profile(),
        }
    }
}

/// What cells see in the long run, from one medium change to the next or from oral dose to oral dose.
#[derive(Debug, Clone)]
pub struct Cycle(Vec<Moment>);

impl Cycle {
    /// Of these drugs, of so many of the biology, in medium that is changed after so many days (infinite: never, so that what decays
    /// is gone in the long run).
    pub fn of(given: &[Given], known: usize, medium_lasts: f64) -> Self {
        let in_medium = |given: &Given| DrugInMedium {
            drug: given.drug,
            dose: given.dose,
            profile: given.profile,
            since: -given.profile.building_up(BUILT_UP),
            until: None,
        };
        let medium = Medium {
            drugs: given.iter().map(in_medium).collect(),
            known,
            changed: 0.0,
        };
        Self(match medium.rhythm(0.0) {
            _ if medium.is_steady() => Moment::throughout(medium.doses(0.0, 0.0)),
            Some(interval) => medium.whole_interval(interval),
            None if medium_lasts.is_finite() => medium.parts(medium_lasts.max(medium.longest_interval())),
            None => {
                let lasting: Vec<Given> = given.iter().filter(|given| !given.profile.fades()).cloned().collect();
                return Self::of(&lasting, known, 0.0);
            }
        })
    }

    /// Net growth per day of a genotype in a state, on average.
    pub fn net(&self, biology: &Biology, genotype: &Genotype, state: usize) -> f64 {
        let net = |moment: &Moment| moment.share * biology.phenotype(genotype, state, &moment.doses).net();
        self.0.iter().map(net).sum()
    }
}

impl Medium {
    /// So many days in equal parts, each with its mean levels.
    fn parts(&self, days: f64) -> Vec<Moment> {
        let parts = libm::ceil((days / self.resolution()).clamp(1.0, PARTS));
        let length = days / parts;
        let part = |part: u32| Moment {
            share: 1.0 / parts,
            doses: self.doses(f64::from(part) * length, f64::from(part + 1) * length),
        };
        (0..parts as u32).map(part).collect()
    }

    /// Days between the oral doses of any drug, the longest; 0 where none is taken.
    fn longest_interval(&self) -> f64 {
        self.moving()
            .filter_map(|drug| drug.profile.interval())
            .fold(0.0, f64::max)
    }
}
