//! The resistance profile: which mechanisms, in how many flasks.

use super::interval::{Proportion, flasks_needed_95};
use crate::engine::record::{FlaskRecord, Outcome};
use crate::model::biology::{Mechanism, MechanismClass};
use crate::model::mechanism::UNALTERED;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Profile of the flasks at the day on which they became resistant.
///
/// Every count is of resistant flasks. `share` of the row is once over resistant flasks (what does
/// a resistant line carry?) and once over all flasks (how likely do I get one that carries it?).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Flasks that became resistant.
    pub resistant_flasks: u64,
    /// All flasks.
    pub all_flasks: u64,
    /// One row per mechanism that dominates a resistant flask or is present in one.
    pub by_mechanism: Vec<ProfileRow>,
    /// One row per class.
    pub by_class: Vec<ProfileRow>,
    /// Protein regions of on-target alleles.
    pub by_region: Vec<ProfileRow>,
}

impl Profile {
    /// Resistant flasks that cells without an alteration dominate, where there are any.
    pub fn unaltered(&self) -> Option<&ProfileRow> {
        let mut rows = self.by_mechanism.iter();
        rows.find(|row| row.class == MechanismClass::None && row.dominant.of_resistant.count > 0)
    }

    /// Cells without an alteration dominate most resistant flasks: nothing had to arise, since the dose never held them.
    pub fn never_held(&self) -> bool {
        self.unaltered()
            .is_some_and(|row| row.dominant.of_resistant.share > 0.5)
    }
}

/// One mechanism, class or region. Rows fall in the number of flasks that it dominates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileRow {
    /// What the mechanism, class or region is called.
    pub label: String,
    /// Its class; on-target for a region.
    pub class: MechanismClass,
    /// The mechanism itself, in rows by mechanism.
    pub mechanism: Option<Mechanism>,
    /// It has more cells than any other mechanism.
    pub dominant: Proportions,
    /// It is above the detection limit.
    pub present: Proportions,
}

/// One count among resistant flasks and among all flasks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Proportions {
    /// Of the resistant flasks.
    pub of_resistant: Proportion,
    /// Of all flasks.
    pub of_all: Proportion,
}

/// Flasks to run for a 95% chance that at least one becomes resistant and is dominated by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlasksNeeded {
    /// What the mechanism is called.
    pub label: String,
    /// Its class.
    pub class: MechanismClass,
    /// Share of all flasks, with its interval.
    pub share: Proportion,
    /// At the estimated share, and at the ends of its interval (`None`: no number suffices there).
    pub flasks: Option<u64>,
    /// At the upper end of the share's interval.
    pub at_least: Option<u64>,
    /// At its lower end.
    pub at_most: Option<u64>,
}

/// What a class is called in tables and legends.
pub fn class_name(class: MechanismClass) -> &'static str {
    match class {
        MechanismClass::None => "no alteration",
        MechanismClass::OnTarget => "on-target mutation",
        MechanismClass::Amplification => "driver amplification",
        MechanismClass::Bypass => "bypass",
        MechanismClass::State => "cell state",
        MechanismClass::Transformed => "transformation",
        MechanismClass::Compound => "compound",
    }
}

/// The identifier of a class in tables, as in JSON.
pub fn class_word(class: MechanismClass) -> &'static str {
    match class {
        MechanismClass::None => UNALTERED,
        MechanismClass::OnTarget => "on-target",
        MechanismClass::Amplification => "amplification",
        MechanismClass::Bypass => "bypass",
        MechanismClass::State => "state",
        MechanismClass::Transformed => "transformed",
        MechanismClass::Compound => "compound",
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    dominant: u64,
    present: u64,
}

/// Counts mechanisms over resistant flasks. Memory grows with the number of distinct mechanisms.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProfileCounter {
    resistant: u64,
    all: u64,
    mechanisms: BTreeMap<Mechanism, Tally>,
    classes: BTreeMap<MechanismClass, Tally>,
    regions: BTreeMap<String, Tally>,
}

impl ProfileCounter {
    /// Counts one flask.
    pub fn add(&mut self, record: &FlaskRecord) {
        self.all += 1;
        if record.outcome != Outcome::Resistant {
            return;
        }
        self.resistant += 1;
        if let Some(first) = record.composition.first() {
            let mechanism = &first.mechanism;
            self.mechanism(mechanism).dominant += 1;
            self.classes.entry(mechanism.class).or_default().dominant += 1;
            if !mechanism.region.is_empty() {
                self.region(&mechanism.region).dominant += 1;
            }
        }
        self.add_present(record);
    }

    /// A class or region counts once per flask, however many of its mechanisms are there.
    fn add_present(&mut self, record: &FlaskRecord) {
        let present: Vec<&Mechanism> = record
            .composition
            .iter()
            .filter(|entry| entry.present)
            .map(|entry| &entry.mechanism)
            .collect();
        let mut classes: Vec<MechanismClass> = present.iter().map(|m| m.class).collect();
        let mut regions: Vec<&str> = present
            .iter()
            .map(|m| m.region.as_str())
            .filter(|r| !r.is_empty())
            .collect();
        classes.sort_unstable();
        classes.dedup();
        regions.sort_unstable();
        regions.dedup();
        for mechanism in present {
            self.mechanism(mechanism).present += 1;
        }
        for class in classes {
            self.classes.entry(class).or_default().present += 1;
        }
        for region in regions {
            self.region(region).present += 1;
        }
    }

    fn mechanism(&mut self, mechanism: &Mechanism) -> &mut Tally {
        if !self.mechanisms.contains_key(mechanism) {
            self.mechanisms.insert(mechanism.clone(), Tally::default());
        }
        self.mechanisms.get_mut(mechanism).expect("just inserted")
    }

    fn region(&mut self, region: &str) -> &mut Tally {
        if !self.regions.contains_key(region) {
            self.regions.insert(region.to_owned(), Tally::default());
        }
        self.regions.get_mut(region).expect("just inserted")
    }

    /// The profile so far.
    pub fn finish(&self) -> Profile {
        let mechanisms = self.mechanisms.iter();
        let by_mechanism = mechanisms
            .map(|(m, tally)| self.row(&m.label, m.class, Some(m), tally))
            .collect();
        let classes = self.classes.iter();
        let by_class = classes
            .map(|(&class, tally)| self.row(class_name(class), class, None, tally))
            .collect();
        let regions = self.regions.iter();
        let by_region = regions
            .map(|(region, tally)| self.row(region, MechanismClass::OnTarget, None, tally))
            .collect();
        Profile {
            resistant_flasks: self.resistant,
            all_flasks: self.all,
            by_mechanism: ordered(by_mechanism),
            by_class: ordered(by_class),
            by_region: ordered(by_region),
        }
    }

    fn row(&self, label: &str, class: MechanismClass, mechanism: Option<&Mechanism>, tally: &Tally) -> ProfileRow {
        let both = |count| Proportions {
            of_resistant: Proportion::new(count, self.resistant),
            of_all: Proportion::new(count, self.all),
        };
        ProfileRow {
            label: label.to_owned(),
            class,
            mechanism: mechanism.cloned(),
            dominant: both(tally.dominant),
            present: both(tally.present),
        }
    }
}

/// Most often dominant first, then most often present, then the knowledge base's order.
fn ordered(mut rows: Vec<ProfileRow>) -> Vec<ProfileRow> {
    let place = |row: &ProfileRow| (row.class, row.mechanism.as_ref().map(|m| m.order));
    rows.sort_by(|a, b| {
        let falling = (b.dominant.of_all.count, b.present.of_all.count);
        falling
            .cmp(&(a.dominant.of_all.count, a.present.of_all.count))
            .then_with(|| place(a).cmp(&place(b)))
    });
    rows
}

/// Flasks needed for each mechanism that dominated a flask, most frequent first.
pub(crate) fn flasks_needed_for(profile: &Profile) -> Vec<FlasksNeeded> {
    let seen = profile.by_mechanism.iter().filter(|row| row.dominant.of_all.count > 0);
    seen.map(|row| {
        let share = row.dominant.of_all;
        FlasksNeeded {
            label: row.label.clone(),
            class: row.class,
            share,
            flasks: flasks_needed_95(share.share),
            at_least: flasks_needed_95(share.high),
            at_most: flasks_needed_95(share.low),
        }
    })
    .collect()
}
