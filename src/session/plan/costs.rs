//! The cost sheet of the winner of a plan.

use super::request::Planned;
use super::uses::{experiments, needs};
use crate::report::plan::costs::{CostLine, hours, vials};
use crate::report::plan::samples::Samples;
use crate::scenario::plan::{Plan, PlanDesign};
use crate::statistics::quantile::sorted_quantile;
use crate::statistics::race::{PlanFlask, Use};
use crate::words::{counted, grouped, listed, number};
use std::collections::BTreeMap;

/// What the experiments of a design took.
struct Sheet<'a> {
    plan: &'a Plan,
    design: &'a PlanDesign,
    /// Flasks of each experiment, and what they took together.
    all: Vec<(&'a [PlanFlask], Use)>,
}

/// The cost sheet of a design that was followed in these worlds; empty for the plain form, which takes nothing.
pub fn costs(planned: &Planned, winner: usize, worlds: &[&[PlanFlask]], samples: &Samples) -> Vec<CostLine> {
    let (plan, design) = (planned.plan(), &planned.designs.designs[winner]);
    let Some(laboratory) = design.scenario.laboratory() else {
        return Vec::new();
    };
    let each = worlds.iter().flat_map(|world| experiments(plan, world));
    let sheet = Sheet {
        plan,
        design,
        all: each.map(|flasks| (flasks, Use::of(flasks))).collect(),
    };
    let mut lines = sheet.work(&laboratory.protocol.flask.vessel.name);
    lines.extend(sheet.medium_and_drug());
    lines.extend(sheet.frozen_and_sequenced(samples));
    lines
}

impl Sheet<'_> {
    fn line(&self, what: String, unit: &'static str, from: String, of: &dyn Fn(&[PlanFlask], &Use) -> f64) -> CostLine {
        let mut all: Vec<f64> = self.all.iter().map(|(flasks, used)| of(flasks, used)).collect();
        all.sort_by(f64::total_cmp);
        CostLine {
            what,
            mean: all.iter().sum::<f64>() / all.len().max(1) as f64,
            nine_of_ten: if all.is_empty() {
                0.0
            } else {
                sorted_quantile(&all, 0.9)
            },
            unit,
            from,
        }
    }

    /// Time, work and vessels.
    fn work(&self, vessel: &str) -> Vec<CostLine> {
        let (limited, n) = (&self.design.limited, self.design.flasks as f64);
        let weeks = "until the last flask is done with".to_owned();
        let visits = "days with a look".to_owned();
        let minutes = "visits, looks, feeds, passages and freezing from day 0 on, with the minutes below".to_owned();
        let vessels = match limited.vessels {
            0 | 1 => "a new one at seeding and at every passage".to_owned(),
            pooled => format!("{pooled} new ones, which are pooled, at seeding and at every passage"),
        };
        vec![
            self.line("length".to_owned(), "weeks", weeks, &|_, used| used.weeks),
            self.line("visits".to_owned(), "", visits, &|_, used| used.visits),
            self.line("hands-on work".to_owned(), "h", minutes, &|_, used| {
                hours(used, &self.plan.bench, n, limited.vessels)
            }),
            self.line(format!("vessels ({vessel})"), "", vessels, &|_, used| {
                f64::from(limited.vessels.max(1)) * (n + used.passages)
            }),
        ]
    }

    fn medium_and_drug(&self) -> Vec<CostLine> {
        let limited = &self.design.limited;
        let Some(each) = limited.medium_ml else {
            return Vec::new();
        };
        let needs = |used: &Use| needs(used, self.design, self.plan);
        let from = format!(
            "{} mL at seeding, passages and feeds, {}% on top",
            number(each),
            number(100.0 * self.plan.bench.spare)
        );
        let mut lines = vec![self.line("medium".to_owned(), "mL", from, &|_, used| {
            needs(used).medium_ml.unwrap_or(0.0)
        })];
        let known = limited
            .courses
            .iter()
            .filter_map(|(drug, mass)| Some((drug.as_str(), (*mass)?)));
        for (drug, mass) in known.collect::<BTreeMap<&str, f64>>() {
            let from = format!("doses of all fresh medium; {} g/mol, the free compound", number(mass));
            lines.push(self.line(drug.to_owned(), "mg", from, &|_, used| {
                needs(used).drug_mg.get(drug).copied().unwrap_or(0.0)
            }));
        }
        lines
    }

    /// What the calendar orders to be frozen and sequenced.
    fn frozen_and_sequenced(&self, samples: &Samples) -> Vec<CostLine> {
        let (bench, n) = (&self.plan.bench, self.design.flasks as f64);
        let of_vials = match bench.freeze_at_steps {
            true => "of every stock, at every dose step, and of each flask that lives at its end".to_owned(),
            false => "of every stock, and of each flask that lives at its end".to_owned(),
        };
        let on = |days: &[f64]| {
            let days: Vec<String> = days.iter().map(|day| number(*day)).collect();
            match days.len() {
                0 => String::new(),
                1 => format!(", and of those in culture on day {}", days[0]),
                _ => format!(", and of those in culture on days {}", listed(&days)),
            }
        };
        let mut frozen = [&samples.sequenced[..], &samples.frozen[..]].concat();
        frozen.sort_by(f64::total_cmp);
        let pellets = format!("of each flask that lives at its end{}", on(&frozen));
        let runs = match samples.at_end {
            false => "none".to_owned(),
            true => format!(
                "of each flask that lives at its end{}, {} at most, at {} reads where the calendar says no other",
                on(&samples.sequenced),
                counted(bench.samples, "sample"),
                grouped(bench.depth)
            ),
        };
        vec![
            self.line("vials frozen".to_owned(), "", of_vials, &|_, used| {
                vials(used, bench, n)
            }),
            self.line("pellets frozen".to_owned(), "", pellets, &|flasks, _| {
                samples.pellets(flasks)
            }),
            self.line("sequencing runs".to_owned(), "", runs, &|flasks, _| {
                samples.runs(flasks)
            }),
        ]
    }
}
