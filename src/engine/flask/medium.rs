//! The medium of a flask: which drugs are in it, and how their concentrations move.

use crate::model::pharmacokinetics::Profile;

/// The drugs in the medium of a flask.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Medium {
    pub drugs: Vec<DrugInMedium>,
    /// Number of drugs of the biology.
    pub known: usize,
    /// Day of the last medium change.
    pub changed: f64,
}

/// One drug of a course.
#[derive(Debug, Clone, PartialEq)]
pub struct DrugInMedium {
    /// Index in the biology.
    pub drug: usize,
    /// In fresh medium, nM.
    pub dose: f64,
    /// How it moves from day `since` on: the day of the medium change, or of the first oral dose.
    pub profile: Profile,
    pub since: f64,
    /// The day from which no more oral doses are taken.
    pub until: Option<f64>,
}

impl DrugInMedium {
    /// Mean concentration over some days, nM.
    fn mean(&self, from: f64, to: f64) -> f64 {
        let taken = self.until.map(|until| until - self.since);
        self.dose * self.profile.taken_mean(from - self.since, to - self.since, taken)
    }
}

/// A part of a step, and what the cells see in it, nM per drug of the biology.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moment {
    /// Share of the step.
    pub share: f64,
    pub doses: Vec<f64>,
}

impl Moment {
    /// A step with the same doses throughout.
    pub fn throughout(doses: Vec<f64>) -> Vec<Self> {
        vec![Self { share: 1.0, doses }]
    }
}

/// Oral doses have built up after so many half-lives: what is missing is below 1% of the level.
pub(super) const BUILT_UP: f64 = 7.0;

impl Medium {
    /// Mean concentration of each drug of the biology over some days, nM.
    pub(super) fn doses(&self, from: f64, to: f64) -> Vec<f64> {
        self.each(|drug| drug.mean(from, to))
    }

    fn each(&self, concentration: impl Fn(&DrugInMedium) -> f64) -> Vec<f64> {
        let mut doses = vec![0.0; self.known];
        for drug in &self.drugs {
            doses[drug.drug] += concentration(drug);
        }
        doses
    }

    pub(super) fn moving(&self) -> impl Iterator<Item = &DrugInMedium> {
        let moves = |drug: &&DrugInMedium| drug.dose > 0.0 && drug.profile != Profile::Steady;
        self.drugs.iter().filter(moves)
    }

    /// Whether every drug in it keeps its concentration.
    pub(super) fn is_steady(&self) -> bool {
        self.moving().next().is_none()
    }

    /// Days over which no level changes by much.
    pub(super) fn resolution(&self) -> f64 {
        let resolutions = self.moving().map(|drug| drug.profile.resolution());
        resolutions.fold(f64::INFINITY, f64::min)
    }

    /// Days between the oral doses, where levels rise and fall by nothing else; the longest where drugs differ.
    pub(super) fn interval(&self) -> Option<f64> {
        let intervals = self.moving().map(|drug| drug.profile.interval());
        intervals.reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b))).flatten()
    }

    /// Days between the oral doses, where from this day on each interval is like the next.
    pub(super) fn rhythm(&self, day: f64) -> Option<f64> {
        let interval = self.interval()?;
        let first = self.moving().next()?;
        let alike = |drug: &DrugInMedium| {
            let apart = (drug.since - first.since) / interval;
            drug.until.is_none()
                && drug.profile.interval() == Some(interval)
                && (apart - libm::round(apart)).abs() < 1e-9
                && drug.profile.built_up(day - drug.since, BUILT_UP)
        };
        self.moving().all(alike).then_some(interval)
    }

    /// What the cells see over some days, moment by moment. Where each interval between doses is like the next, steps of one
    /// or more see a whole one: what the part beyond adds is made good by the next step.
    pub(super) fn moments(&self, from: f64, to: f64) -> Vec<Moment> {
        let (days, rhythm) = (to - from, self.rhythm(from));
        // Levels that build up move by more than those that have.
        let hardly = if rhythm.is_some() { 1.001 } else { 0.3 } * self.resolution();
        match rhythm {
            _ if self.interval().is_none() || days <= hardly => Moment::throughout(self.doses(from, to)),
            Some(rhythm) if days > (1.0 - 1e-9) * rhythm => self.whole_interval(rhythm),
            _ => self.pieces(from, to),
        }
    }

    /// One interval of the rhythm, from dose to dose.
    pub(super) fn whole_interval(&self, interval: f64) -> Vec<Moment> {
        let steady = |t: f64| self.each(|drug| drug.dose * drug.profile.level(t));
        let peaks = self.moving().map(|drug| drug.profile.rise());
        between(0.0, interval, peaks.collect(), &steady)
    }

    /// Days that are not alike, cut at each dose and at each peak.
    fn pieces(&self, from: f64, to: f64) -> Vec<Moment> {
        let seen = |day: f64| self.each(|drug| drug.mean(day, day));
        let mut cuts = Vec::new();
        for (drug, interval) in self.moving().filter_map(|drug| Some((drug, drug.profile.interval()?))) {
            let mut dose = drug.since + interval * libm::floor((from - drug.since) / interval);
            while dose < to && drug.until.is_none_or(|until| dose < until + interval) {
                cuts.extend([dose, dose + drug.profile.rise()]);
                dose += interval;
            }
        }
        between(from, to, cuts, &seen)
    }
}

/// Nodes and weights of Gauss and Legendre on 0 to 1 (Abramowitz and Stegun 1964, table 25.4).
const NODES: [(f64, f64); 5] = [
    (0.046910077030668, 0.118463442528095),
    (0.230765344947158, 0.239314335249683),
    (0.5, 0.284444444444444),
    (0.769234655052842, 0.239314335249683),
    (0.953089922969332, 0.118463442528095),
];

/// Moments between two days whose levels are smooth but for the cuts.
fn between(from: f64, to: f64, mut cuts: Vec<f64>, seen: &dyn Fn(f64) -> Vec<f64>) -> Vec<Moment> {
    cuts.retain(|&cut| cut > from && cut < to);
    cuts.push(to);
    cuts.sort_by(f64::total_cmp);
    let mut moments = Vec::new();
    let mut begin = from;
    for end in cuts {
        let length = end - begin;
        if length > 1e-9 * (to - from) {
            moments.extend(NODES.iter().map(|(node, weight)| Moment {
                share: weight * length / (to - from),
                doses: seen(begin + node * length),
            }));
        }
        begin = end;
    }
    moments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oral(half_life: f64, absorption_half_life: f64, interval: f64, dose: f64) -> DrugInMedium {
        DrugInMedium {
            drug: 0,
            dose,
            profile: Profile::Oral {
                half_life,
                absorption_half_life,
                interval,
            },
            since: 0.0,
            until: None,
        }
    }

    /// What a curve of dose and effect is on average over some days, by moments and by 20,000 slices of the exact level.
    fn averages(medium: &Medium, from: f64, to: f64) -> (f64, f64) {
        let effect = |dose: f64| 1.0 / (1.0 + libm::pow(dose, 1.5));
        let moments = medium.moments(from, to);
        let shares: f64 = moments.iter().map(|moment| moment.share).sum();
        assert!((shares - 1.0).abs() < 1e-9, "{shares}");
        let ours = moments
            .iter()
            .map(|moment| moment.share * effect(moment.doses[0]))
            .sum();
        let slices = 20_000;
        let fine = (0..slices).map(|slice| from + (to - from) * (f64::from(slice) + 0.5) / f64::from(slices));
        let exact: f64 = fine.map(|day| effect(medium.doses(day, day)[0])).sum();
        (ours, exact / f64::from(slices))
    }

    #[test]
    fn moments_average_an_effect_as_the_level_itself_does() {
        for (half_life, absorption, interval) in [
            (0.75, 0.0625, 1.0),
            (0.125, 0.03, 0.5),
            (3.0, 0.1, 1.0),
            (1.75, 0.06, 0.5),
        ] {
            for dose in [0.2, 1.0, 6.0] {
                let medium = Medium {
                    drugs: vec![oral(half_life, absorption, interval, dose)],
                    known: 1,
                    changed: 0.0,
                };
                // The first doses, single intervals, parts of them, and months once levels have built up.
                for (from, to) in [
                    (0.0, 1.0),
                    (0.3, 2.45),
                    (60.0, 60.0 + interval),
                    (60.2, 88.2),
                    (60.1, 60.1 + 0.6 * interval),
                ] {
                    let (ours, exact) = averages(&medium, from, to);
                    assert!(
                        (ours - exact).abs() < 6e-4,
                        "{half_life} {interval} {dose} {from} to {to}: {ours} {exact}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_was_taken_washes_out() {
        let mut drug = oral(1.5, 0.06, 1.0, 3.0);
        drug.until = Some(20.0);
        let medium = Medium {
            drugs: vec![drug],
            known: 1,
            changed: 0.0,
        };
        for (from, to) in [(18.5, 21.5), (20.0, 21.0), (24.0, 25.0)] {
            let (ours, exact) = averages(&medium, from, to);
            assert!((ours - exact).abs() < 5e-4, "{from} to {to}: {ours} {exact}");
        }
        assert_eq!(medium.rhythm(60.0), None);
    }

    #[test]
    fn intervals_are_alike_only_where_all_drugs_are_taken_together() {
        let with = |other: DrugInMedium| Medium {
            drugs: vec![oral(0.75, 0.06, 1.0, 1.0), other],
            known: 1,
            changed: 0.0,
        };
        assert_eq!(with(oral(0.5, 0.06, 1.0, 2.0)).rhythm(30.0), Some(1.0));
        assert_eq!(with(oral(0.5, 0.06, 1.0, 2.0)).rhythm(5.0), None, "not built up");
        assert_eq!(with(oral(0.5, 0.06, 0.5, 2.0)).rhythm(30.0), None, "twice as often");
        let mut later = oral(0.5, 0.06, 1.0, 2.0);
        later.since = 0.5;
        assert_eq!(with(later).rhythm(30.0), None, "in the evening");
        let mut fading = oral(0.5, 0.06, 1.0, 2.0);
        fading.profile = Profile::Decay { half_life: 1.0 };
        assert_eq!(with(fading).interval(), None, "of no interval");
    }
}
