//! Advice on what lies outside the cells, and on what is not named yet.

use crate::diagnosis::advice::adviser::{Adviser, Said};
use crate::diagnosis::advice::says::{OpenStep, Says};
use crate::diagnosis::call::Call;
use crate::diagnosis::evidence::Step;
use crate::knowledge::schema::NicheRecord;

impl Adviser<'_> {
    /// What takes the factors away, and what the supernatant cannot show.
    pub fn niche(&self, call: &Call) -> Vec<Said> {
        let family = self.family().map_or("", |family| &family.id);
        let factors = &self.bench.knowledge().data().niche;
        let of_family = |factor: &&NicheRecord| factor.families.iter().any(|id| id == family);
        let here = || {
            factors
                .iter()
                .filter(of_family)
                .filter(|factor| factor.brings.is_empty())
        };
        let named = |factor: &&NicheRecord| factor.readout.iter().any(|readout| call.names.contains(readout));
        let mut said = self.own_tests();
        for factor in here().filter(named) {
            let says = Says::Factor {
                factor: factor.name.clone(),
                partners: self.by_add_back(&factor.inhibitors),
            };
            said.push(says.from(self.cited(&factor.reference)));
        }
        let own = &self.bench.biology.drugs()[self.drug].id;
        // An enzyme that breaks the drug down, where it does: blocking the stroma's signals is no answer to it.
        let measured = self.diagnosis.did(Step::DrugLevel);
        for factor in here().filter(|factor| !measured && factor.breaks_down(own)) {
            let says = Says::MeasureDrug {
                factor: factor.name.clone(),
                drug: self.own_drug().to_owned(),
                summary: factor.summary.clone(),
            };
            said.push(says.by(vec![self.guide(), self.cited(&factor.reference)]));
        }
        if call.names.is_empty() {
            for factor in here().filter(|factor| factor.sparing.is_some()) {
                let says = Says::Unshown {
                    factor: factor.name.clone(),
                    summary: factor.summary.clone(),
                };
                said.push(says.from(self.cited(&factor.reference)));
            }
        }
        if said.is_empty() {
            said.push(Says::ProfileFactors.from(self.guide()));
        }
        said
    }

    /// What would decide, of what was not done.
    pub fn further(&self) -> Vec<Said> {
        let did = |step| self.diagnosis.did(step);
        let shown = &self.diagnosis.shown;
        let asked = [
            (did(Step::Holiday), OpenStep::Holiday),
            (did(Step::DriverSequencing), OpenStep::Driver),
            (shown.copies_counted, OpenStep::Copies),
            (did(Step::Switch), OpenStep::Switch),
            (did(Step::Blot), OpenStep::Blot),
            (did(Step::Array), OpenStep::Array),
            (did(Step::Panel), OpenStep::Panel),
            (did(Step::Markers), OpenStep::Markers),
        ];
        let read = self.readouts.driver.as_ref();
        let nothing_before = read.is_none_or(|run| run.as_before.is_empty());
        let clean = did(Step::DriverSequencing) && shown.alleles.is_empty() && nothing_before;
        let further = Says::LookFurther {
            stopped_though_clean: if clean { shown.stopped_by.clone() } else { Vec::new() },
            open: asked
                .into_iter()
                .filter(|(done, _)| !done)
                .map(|(_, step)| step)
                .collect(),
        };
        let mut said = self.own_tests();
        said.push(further.from(self.guide()));
        said
    }
}
