//! The cost sheet of the winner.

use super::found::Found;
use super::request::Planned;
use super::uses::{needs, used};
use crate::report::plan::costs::{CostLine, hours};
use crate::scenario::Laboratory;
use crate::scenario::plan::{Plan, PlanDesign};
use crate::statistics::quantile::sorted_quantile;
use crate::statistics::race::{PlanFlask, Use};
use crate::words::{counted, grouped, number};
use std::collections::BTreeMap;

/// The cost sheet of the winner, from its flasks in many worlds; empty in the plain form.
pub fn costs(planned: &Planned, found: &Found, worlds: &[&[PlanFlask]]) -> Vec<CostLine> {
    let (plan, design) = (planned.plan(), &planned.designs.designs[found.finalists[0]]);
    let Some(laboratory) = design.scenario.laboratory() else {
        return Vec::new();
    };
    let sheet = CostSheet {
        plan,
        design,
        laboratory,
        uses: worlds.iter().map(|world| used(plan, world)).collect(),
    };
    let mut lines = Vec::from(sheet.time());
    lines.push(sheet.vessels());
    lines.extend(sheet.medium());
    lines.extend(sheet.drugs());
    lines.push(sheet.vials());
    lines.push(sheet.sequencing());
    lines
}

/// What the lines are worked out from.
struct CostSheet<'a> {
    plan: &'a Plan,
    design: &'a PlanDesign,
    laboratory: &'a Laboratory,
    /// What the experiment took in each world.
    uses: Vec<Use>,
}

impl CostSheet<'_> {
    fn line(
        &self,
        what: impl Into<String>,
        unit: &'static str,
        from: impl Into<String>,
        of: impl Fn(&Use) -> f64,
    ) -> CostLine {
        let mut all: Vec<f64> = self.uses.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        CostLine {
            what: what.into(),
            mean: all.iter().sum::<f64>() / all.len().max(1) as f64,
            nine_of_ten: match all.is_empty() {
                true => 0.0,
                false => sorted_quantile(&all, 0.9),
            },
            unit,
            from: from.into(),
        }
    }

    fn flasks(&self) -> f64 {
        self.design.flasks as f64
    }

    fn time(&self) -> [CostLine; 3] {
        let pooled = self.design.limited.vessels;
        let work = "visits, looks, feeds, passages and freezing, with the minutes below";
        [
            self.line("length", "weeks", "until the last flask is done with", |used| {
                used.weeks
            }),
            self.line("visits", "", "days with a look", |used| used.visits),
            self.line("hands-on work", "h", work, |used| {
                hours(used, &self.plan.bench, self.flasks(), pooled)
            }),
        ]
    }

    fn vessels(&self) -> CostLine {
        let vessel = &self.laboratory.protocol.flask.vessel;
        let pooled = self.design.limited.vessels;
        let from = match pooled {
            0 | 1 => "a new one at seeding and at every passage".to_owned(),
            pooled => format!("{pooled} new ones, which are pooled, at seeding and at every passage"),
        };
        self.line(format!("vessels ({vessel})"), "", from, |used| {
            f64::from(pooled.max(1)) * (self.flasks() + used.passages)
        })
    }

    fn medium(&self) -> Option<CostLine> {
        let each = self.design.limited.medium_ml?;
        let from = format!(
            "{} mL at seeding, passages and feeds, {}% on top",
            number(each),
            number(100.0 * self.plan.bench.spare)
        );
        Some(self.line("medium", "mL", from, |used| {
            needs(used, self.design, self.plan).medium_ml.unwrap_or(0.0)
        }))
    }

    /// Drugs whose mass is known, where the volume of the medium is.
    fn drugs(&self) -> Vec<CostLine> {
        let limited = &self.design.limited;
        let courses = limited.courses.iter().filter(|_| limited.medium_ml.is_some());
        let masses: BTreeMap<&str, Option<f64>> = courses.map(|(drug, mass)| (drug.as_str(), *mass)).collect();
        let known = masses.into_iter().filter_map(|(drug, mass)| Some((drug, mass?)));
        known
            .map(|(drug, mass)| {
                let from = format!("doses of all fresh medium; {} g/mol, the free compound", number(mass));
                self.line(drug, "mg", from, |used| {
                    let needed = needs(used, self.design, self.plan).drug_mg;
                    needed.get(drug).copied().unwrap_or(0.0)
                })
            })
            .collect()
    }

    fn vials(&self) -> CostLine {
        let at_steps = self.plan.bench.freeze_at_steps;
        let from = match at_steps {
            true => "of every stock, at every dose step, and of each flask at its end",
            false => "of every stock, and of each flask at its end",
        };
        self.line("vials frozen", "", from, |used| {
            2.0 * self.flasks() + if at_steps { used.steps } else { 0.0 }
        })
    }

    fn sequencing(&self) -> CostLine {
        let bench = &self.plan.bench;
        let from = format!(
            "{} of each flask at {} reads",
            counted(bench.samples, "sample"),
            grouped(bench.depth)
        );
        self.line("sequencing runs", "", from, |_| self.flasks() * bench.samples as f64)
    }
}
