//! `[plain]` as it stands in scenario and lock files.

use crate::model::plain::{BirthDeath, PlainModel, Threshold};
use crate::scenario::keys::kinds::{Cells, Inside, List, Named, Number, Special, Time, Whole, inside};
use crate::scenario::keys::write::days;
use crate::scenario::keys::{May, Must, Names, Or, Rules, parts, table};
use serde_json::Value;

const PROBABILITY: Number = Number {
    low: 0.0,
    high: 1.0,
    allowed: "a probability from 0 to 1",
};

const RATE: Number = Number {
    low: 0.0,
    high: 1000.0,
    allowed: "0 to 1000 per day",
};

table! {
    /// The plain form: types, rates, mutations and phases, without the knowledge base.
    pub struct PlainFile {
        /// Types of cells.
        types: Must<List<Inside<TypeFile>>> = List(inside(), 1).must(),
        /// What can mutate into what.
        mutations: May<List<Inside<MutationFile>>> = List(inside(), 0).may(),
        /// What changes into what without dividing.
        switches: May<List<Inside<SwitchFile>>> = List(inside(), 0).may(),
        /// Phases in order.
        phases: Must<List<Inside<PhaseFile>>> = List(inside(), 1).must(),
        /// The replicate stops at its first passage of this size.
        stop: May<Inside<ThresholdFile>> = inside().may(),
    }
}

table! {
    /// A type.
    pub struct TypeFile {
        /// Letters, digits and hyphens.
        name: Must<Special<String>> = Special::new(name).must(),
        /// Cells on day 0.
        founders: Must<Cells> = Cells.must(),
    }
}

table! {
    /// A mutation.
    pub struct MutationFile {
        /// Type of the mother.
        from: Must<Special<String>> = Special::new(name).must(),
        /// Type of the one daughter that mutates.
        to: Must<Special<String>> = Special::new(name).must(),
        /// Probability per division; those of one type sum to at most 1.
        per_division: Must<Number> = PROBABILITY.must(),
    }
}

table! {
    /// A switch.
    pub struct SwitchFile {
        /// Type before.
        from: Must<Special<String>> = Special::new(name).must(),
        /// Type after.
        to: Must<Special<String>> = Special::new(name).must(),
        /// Rate per day at which a living cell changes type.
        per_day: Must<Number> = RATE.must(),
    }
}

table! {
    /// A phase with constant rates.
    pub struct PhaseFile {
        /// Length of the phase; may be left out where `until` ends it.
        duration: May<Time> = Time.may(),
        /// Each cell is kept with this probability at the end; a passage 1:10 is 0.1.
        keep: Or<Number> = PROBABILITY.or(1.0),
        /// So many times in a row.
        repeat: Or<Whole> = Whole(1, 1_000_000).or(1_u64),
        /// The phase ends early at its first passage of this size.
        until: May<Inside<ThresholdFile>> = inside().may(),
        /// Rates of every type in this phase.
        rates: Must<Named<Inside<RatesFile>>> = Named(inside(), None).must(),
    }
}

table! {
    /// Rates per day.
    pub struct RatesFile {
        /// Divisions per cell and day.
        birth: Must<Number> = RATE.must(),
        /// Deaths per cell and day.
        death: Must<Number> = RATE.must(),
    }
}

table! {
    /// A size of the population or of a type.
    pub struct ThresholdFile {
        /// All cells together.
        total_cells: May<Cells> = Cells.may(),
        /// Or a type, with `cells`.
        r#type: May<Special<String>> = Special::new(name).may(),
        /// Cells of that type.
        cells: May<Cells> = Cells.may(),
    }
}

/// The name of a type.
fn name(what: &str, _: &Names) -> Value {
    parts::pattern(what, "^[A-Za-z0-9-]+$", &["sensitive"])
}

impl PlainFile {
    /// The table of a model.
    pub fn of(model: &PlainModel) -> Self {
        let name = |index: usize| model.types[index].name.clone();
        let size = |threshold: &Threshold| ThresholdFile {
            total_cells: threshold.of_type.is_none().then(|| threshold.cells.into()),
            r#type: threshold.of_type.map(name),
            cells: threshold.of_type.map(|_| threshold.cells.into()),
        };
        let rates = |(i, rates): (usize, &BirthDeath)| {
            let (birth, death) = (rates.birth.into(), rates.death.into());
            (name(i), RatesFile { birth, death })
        };
        let types = model.types.iter().map(|t| TypeFile {
            name: t.name.clone(),
            founders: t.founders.into(),
        });
        let mutations = model.mutations.iter().map(|m| MutationFile {
            from: name(m.from),
            to: name(m.to),
            per_division: m.per_division.into(),
        });
        let switches = model.switches.iter().map(|s| SwitchFile {
            from: name(s.from),
            to: name(s.to),
            per_day: s.per_day.into(),
        });
        let phases = model.phases.iter().map(|phase| PhaseFile {
            duration: phase.duration.is_finite().then(|| days(phase.duration)),
            keep: Some(phase.keep.into()),
            repeat: Some(phase.repeat.into()),
            until: phase.until.as_ref().map(size),
            rates: phase.rates.iter().enumerate().map(rates).collect(),
        });
        Self {
            types: types.collect(),
            mutations: Some(mutations.collect()),
            switches: Some(switches.collect()),
            phases: phases.collect(),
            stop: model.stop.as_ref().map(size),
        }
    }
}
