//! How patients differ from each other: exposure, the tumour's size and pace, how fast changes come. A flask is one of many that
//! are alike but for chance; patients are not, and are looked at when they progress, not when a rule of a laboratory is met.
//!
//! Patients are exchangeable within one state of knowledge: each of them draws from these distributions by itself, whatever is
//! not known about all of them (a world) stays the same for all.

use super::biology::Biology;
use super::spread::{ShareSpread, Spread};
use crate::random::{Purpose, stream};
use crate::sampling::normal;
use serde::{Deserialize, Serialize};

/// Largest probability of a heritable change per division, whatever the patient.
const MOST_PER_DIVISION: f64 = 0.1;

/// See module docs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Patients {
    /// Tumour cells when the treatment begins.
    pub pool: Spread,
    /// Concentration over the one that the courses say.
    pub exposure: Spread,
    /// Days in which the untreated tumour doubles; none: as the line does.
    pub doubling: Option<Spread>,
    /// Death over birth in the untreated tumour; none: as in the line.
    pub turnover: Option<ShareSpread>,
    /// Heritable changes over those that the line has, per division.
    pub supply: Spread,
    /// Cells that a patient's tumour can have at most.
    pub most_cells: f64,
    /// When a patient is biopsied.
    pub progression: Progression,
    /// Only patients in whose biopsy one of these mechanisms or classes is found are published; empty: all.
    pub only: Vec<String>,
}

/// Progression: at a visit on drug the tumour is larger than its smallest size since the treatment began (the size then is one of them), and can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Progression {
    /// Cells over the fewest that there were.
    pub growth: f64,
    /// Cells below which nothing is seen.
    pub visible: f64,
    /// Days between visits.
    pub every: f64,
}

impl Progression {
    /// Whether a tumour that had `smallest` cells has progressed at `cells`.
    pub fn is_met(&self, smallest: u64, cells: u64) -> bool {
        cells as f64 >= self.growth * (smallest as f64).max(self.visible)
    }

    /// Whether a visit falls into the days after `before` up to `day`.
    pub fn is_visit(&self, before: f64, day: f64) -> bool {
        let visits = |day: f64| libm::floor(day / self.every + 1e-9);
        visits(day) > visits(before)
    }
}

/// One patient.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Patient {
    /// Tumour cells when the treatment begins.
    pub pool: f64,
    /// Concentration over the one that the courses say.
    pub exposure: f64,
    /// Days in which the untreated tumour doubles.
    pub doubling: f64,
    /// Heritable changes over those that the line has, per division.
    pub supply: f64,
    /// Death over birth in the untreated tumour.
    pub turnover: f64,
}

impl Patients {
    /// A patient in the middle of all that patients differ in.
    pub fn typical(&self, biology: &Biology) -> Patient {
        self.at(biology, || 0.0)
    }

    /// The patient of a replicate: a stream of its own, so that what else is drawn stays as it is.
    pub fn patient(&self, biology: &Biology, seed: u64, replicate: u64) -> Patient {
        let mut rng = stream(seed, replicate, Purpose::Patient);
        self.at(biology, || normal(&mut rng))
    }

    /// The patient at these standard normal scores, of pool, exposure, supply, doubling and turnover in turn.
    fn at(&self, biology: &Biology, mut score: impl FnMut() -> f64) -> Patient {
        let mut draw = |spread: &Spread| spread.at(score());
        let fate = &biology.fate;
        let pool = draw(&self.pool).min(0.5 * self.most_cells).max(1.0);
        let exposure = draw(&self.exposure);
        let supply = draw(&self.supply);
        let usual = core::f64::consts::LN_2 / fate.growth();
        let doubling = self.doubling.as_ref().map_or(usual, &mut draw);
        let turnover = self.turnover.as_ref().map(|spread| spread.at(score()));
        Patient {
            pool,
            exposure,
            doubling,
            supply,
            turnover: turnover.unwrap_or(fate.death / fate.birth),
        }
    }
}

/// The vessel of a patient.
pub const TUMOUR: &str = "tumour";

impl Patient {
    /// The line in this patient: births and deaths at the pace of the tumour, changes in proportion to the supply. A cell
    /// switches its state as often per generation as in the line: what cells are before a drug is passed on for two to three
    /// generations (Iyer et al. 2025, PLoS Comput Biol, PMC12469175), however long these take.
    pub fn biology(&self, line: &Biology) -> Biology {
        let mut own = line.clone();
        let growth = core::f64::consts::LN_2 / self.doubling;
        let pace = growth / line.fate.growth();
        let fate = &mut own.fate;
        fate.birth = growth / (1.0 - self.turnover);
        fate.death = fate.birth * self.turnover;
        fate.kill *= pace;
        fate.kill_over *= pace;
        let generations = fate.birth / line.fate.birth;
        for way in &mut own.transitions {
            (way.base, way.induced, way.relief) = (
                way.base * generations,
                way.induced * generations,
                way.relief * generations,
            );
        }
        let more = |rate: &mut f64| *rate = (*rate * self.supply).min(MOST_PER_DIVISION.max(*rate));
        for allele in &mut own.alleles {
            more(&mut allele.per_division);
            allele.steps.iter_mut().for_each(|step| more(&mut step.per_division));
        }
        own.bypasses
            .iter_mut()
            .for_each(|bypass| more(&mut bypass.per_division));
        more(&mut own.ladder.first_gain);
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::states::Transition;
    use crate::model::testing::birth_only;

    fn patients(doubling: Option<Spread>) -> Patients {
        Patients {
            pool: Spread { low: 1e8, high: 1e10 },
            exposure: Spread { low: 0.5, high: 2.0 },
            doubling,
            turnover: Some(ShareSpread { low: 0.9, high: 0.9 }),
            supply: Spread::ONE,
            most_cells: 1e12,
            progression: Progression {
                growth: 1.728,
                visible: 1e8,
                every: 56.0,
            },
            only: Vec::new(),
        }
    }

    /// 20,000 patients; hypothesis: shares below the stated ends are 5%, of either. Alpha 1e-6: 4.89 binomial standard errors,
    /// 0.0075. A 95% interval taken for a 90% one gives 2.5%, which this refuses.
    #[test]
    fn nine_of_ten_patients_lie_between_the_ends() {
        let (biology, all) = (birth_only(0.9, 0.1, 1.0), patients(None));
        let n = 20_000;
        let drawn: Vec<Patient> = (0..n).map(|replicate| all.patient(&biology, 7, replicate)).collect();
        let share =
            |is: &dyn Fn(&Patient) -> bool| drawn.iter().filter(|patient| is(patient)).count() as f64 / n as f64;
        for found in [
            share(&|patient| patient.pool < 1e8),
            share(&|patient| patient.pool > 1e10),
            share(&|patient| patient.exposure < 0.5),
            share(&|patient| patient.exposure > 2.0),
        ] {
            assert!((found - 0.05).abs() < 0.0075, "{found}");
        }
        assert!(
            drawn
                .iter()
                .all(|patient| patient.supply == 1.0 && patient.turnover == 0.9)
        );
        let both = share(&|patient| patient.pool < 1e8 && patient.exposure < 0.5);
        assert!(both < 0.005, "they are drawn apart: {both}");
    }

    /// The same of the share of births that deaths make up for, and what else is drawn does not move with it.
    #[test]
    fn patients_differ_in_turnover() {
        let (biology, all) = (birth_only(0.9, 0.1, 1.0), patients(None));
        let differ = Patients {
            turnover: Some(ShareSpread { low: 0.7, high: 0.99 }),
            ..patients(None)
        };
        let n = 20_000;
        let drawn: Vec<Patient> = (0..n).map(|replicate| differ.patient(&biology, 7, replicate)).collect();
        let share = |below: f64| drawn.iter().filter(|patient| patient.turnover < below).count() as f64 / n as f64;
        for (below, expected) in [(0.7, 0.05), (0.99, 0.95)] {
            assert!((share(below) - expected).abs() < 0.0075, "{}", share(below));
        }
        // Half of the logits lie below the middle of the ends: 93.8%, by hand; five standard errors.
        assert!((share(0.938_256) - 0.5).abs() < 0.018, "{}", share(0.938_256));
        for (replicate, patient) in (0..).zip(&drawn[..100]) {
            let same = all.patient(&biology, 7, replicate);
            assert_eq!((patient.pool, patient.exposure), (same.pool, same.exposure));
            let own = patient.biology(&biology);
            assert!((own.fate.death / own.fate.birth - patient.turnover).abs() < 1e-12);
        }
    }

    #[test]
    fn a_tumour_keeps_its_pace_and_its_turnover() {
        let line = birth_only(0.9, 0.1, 1.0);
        let slow = Spread { low: 70.0, high: 70.0 };
        let patient = patients(Some(slow)).patient(&line, 1, 0);
        let own = patient.biology(&line);
        assert!((own.fate.growth() * 70.0 - core::f64::consts::LN_2).abs() < 1e-12);
        assert!((own.fate.death / own.fate.birth - 0.9).abs() < 1e-12);
        assert!(
            (own.fate.kill / line.fate.kill - own.fate.growth() / line.fate.growth()).abs() < 1e-12
                || line.fate.kill == 0.0
        );
    }

    #[test]
    fn states_are_passed_on_for_as_many_generations() {
        let mut line = birth_only(0.9, 0.1, 1.0);
        line.transitions = vec![Transition {
            from: 0,
            to: 0,
            base: 0.001,
            induced: 0.01,
            induced_exponent: 1.0,
            relief: 0.8,
            relief_exponent: 1.0,
            graded: false,
        }];
        let slow = Spread { low: 70.0, high: 70.0 };
        let own = patients(Some(slow)).patient(&line, 1, 0).biology(&line);
        // Ten births a day for each by which the tumour grows; the line has 0.9 a day.
        let births = 10.0 * core::f64::consts::LN_2 / 70.0;
        let way = &own.transitions[0];
        for (found, of_line) in [(way.base, 0.001), (way.induced, 0.01), (way.relief, 0.8)] {
            assert!((found / births - of_line / 0.9).abs() < 1e-12, "{found}");
        }
    }

    #[test]
    fn progression_is_from_the_smallest_that_is_seen() {
        let rule = patients(None).progression;
        assert!(!rule.is_met(1_000_000, 100_000_000), "too small to be seen");
        assert!(rule.is_met(1_000_000, 180_000_000));
        assert!(!rule.is_met(1_000_000_000, 1_700_000_000));
        assert!(rule.is_met(1_000_000_000, 1_800_000_000));
        assert!(rule.is_visit(55.0, 56.0) && !rule.is_visit(56.0, 63.0) && rule.is_visit(105.0, 112.0));
    }
}
