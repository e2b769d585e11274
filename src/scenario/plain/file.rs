//! `[plain]` as it stands in scenario and lock files.

use crate::model::plain::{BirthDeath, PlainModel, Threshold};
use crate::scenario::keys::kinds::{Cells, Inside, List, Named, Number, Rate, Special, Time, Whole, inside};
use crate::scenario::keys::write::days;
use crate::scenario::keys::{May, Must, Names, Or, Rules, parts, table};
use serde_json::Value;

const PROBABILITY: Number = Number {
    low: 0.0,
    high: 1.0,
    allowed: "a probability from 0 to 1",
};

table! {
    /// The plain form: types, rates, mutations and phases, without the knowledge base.
    pub struct PlainFile {
        /// Types of cells.
        #[read(elsewhere)]
        types: Must<List<Inside<TypeFile>>> = List(inside(), 1).must(),
        /// What can mutate into what.
        #[read(elsewhere)]
        mutations: May<List<Inside<MutationFile>>> = List(inside(), 0).may(),
        /// What changes into what without dividing.
        #[read(elsewhere)]
        switches: May<List<Inside<SwitchFile>>> = List(inside(), 0).may(),
        /// Cells that there is room for: births slow down as the total comes near, to deaths alone.
        capacity: May<Cells> = Cells.may(),
        /// Phases in order.
        #[read(elsewhere)]
        phases: Must<List<Inside<PhaseFile>>> = List(inside(), 1).must(),
        /// The replicate stops at its first passage of this size.
        #[read(elsewhere)]
        stop: May<Inside<ThresholdFile>> = inside().may(),
    }
}

table! {
    /// A type.
    pub struct TypeFile {
        /// Letters, digits and hyphens.
        #[read(elsewhere)]
        name: Must<Special<String>> = Special::new(name).must(),
        /// Cells on day 0.
        founders: Must<Cells> = Cells.must(),
    }
}

table! {
    /// A mutation.
    pub struct MutationFile {
        /// Type of the mother.
        #[read(elsewhere)]
        from: Must<Special<String>> = Special::new(name).must(),
        /// Type of the one daughter that mutates, or the types of both where both change: ["T", "T"].
        #[read(elsewhere)]
        to: Must<Special<Daughters>> = Special::new(daughters).must(),
        /// Probability per division; those of one type sum to at most 1.
        per_division: Must<Number> = PROBABILITY.must(),
    }
}

table! {
    /// A switch.
    pub struct SwitchFile {
        /// Type before.
        #[read(elsewhere)]
        from: Must<Special<String>> = Special::new(name).must(),
        /// Type after.
        #[read(elsewhere)]
        to: Must<Special<String>> = Special::new(name).must(),
        /// Rate per day at which a living cell changes type.
        per_day: Must<Rate> = Rate.must(),
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
        #[read(elsewhere)]
        until: May<Inside<ThresholdFile>> = inside().may(),
        /// What can mutate into what in this phase, instead of the list that holds everywhere; [] is nothing.
        #[read(elsewhere)]
        mutations: May<List<Inside<MutationFile>>> = List(inside(), 0).may(),
        /// What changes without dividing in this phase, instead of the list that holds everywhere; [] is nothing.
        #[read(elsewhere)]
        switches: May<List<Inside<SwitchFile>>> = List(inside(), 0).may(),
        /// Rates of every type in this phase.
        #[read(elsewhere)]
        rates: Must<Named<Inside<RatesFile>>> = Named(inside(), None).must(),
    }
}

table! {
    /// Rates per day.
    pub struct RatesFile {
        /// Divisions per cell and day.
        birth: Must<Rate> = Rate.must(),
        /// Deaths per cell and day.
        death: Must<Rate> = Rate.must(),
    }
}

table! {
    /// A size of the population or of a type.
    pub struct ThresholdFile {
        /// All cells together.
        total_cells: May<Cells> = Cells.may(),
        /// Or a type, with `cells`.
        #[read(elsewhere)]
        r#type: May<Special<String>> = Special::new(name).may(),
        /// Cells of that type.
        cells: May<Cells> = Cells.may(),
    }
}

/// The daughters of a division that are not as their mother.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(
    untagged,
    expecting = "is neither a type's name nor two of them: allowed are \"T\" and [\"T\", \"T\"]"
)]
pub enum Daughters {
    /// One.
    One(String),
    /// Both.
    Both([String; 2]),
}

impl std::fmt::Display for Daughters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Daughters::One(to) => f.write_str(to),
            Daughters::Both([to, and]) => write!(f, "{to} and {and}"),
        }
    }
}

/// The name of a type, or of two.
fn daughters(what: &str, names: &Names) -> Value {
    let both = serde_json::json!({ "type": "array", "items": name("", names), "minItems": 2, "maxItems": 2 });
    serde_json::json!({ "description": what, "anyOf": [name("", names), both] })
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
        let mutations = |rates: &[f64]| -> Vec<MutationFile> {
            let all = model.mutations.iter().zip(rates);
            all.map(|(m, &per_division)| MutationFile {
                from: name(m.from),
                to: match m.and {
                    None => Daughters::One(name(m.to)),
                    Some(and) => Daughters::Both([name(m.to), name(and)]),
                },
                per_division: per_division.into(),
            })
            .collect()
        };
        let switches = |rates: &[f64]| -> Vec<SwitchFile> {
            let all = model.switches.iter().zip(rates);
            all.map(|(s, &per_day)| SwitchFile {
                from: name(s.from),
                to: name(s.to),
                per_day: per_day.into(),
            })
            .collect()
        };
        let phases = model.phases.iter().map(|phase| PhaseFile {
            duration: phase.duration.is_finite().then(|| days(phase.duration)),
            keep: Some(phase.keep.into()),
            repeat: Some(phase.repeat.into()),
            until: phase.until.as_ref().map(size),
            mutations: phase.changes.as_ref().map(|own| mutations(&own.per_division)),
            switches: phase.changes.as_ref().map(|own| switches(&own.per_day)),
            rates: phase.rates.iter().enumerate().map(rates).collect(),
        });
        Self {
            types: types.collect(),
            mutations: Some(mutations(&model.per_division())),
            switches: Some(switches(&model.per_day())),
            capacity: model.capacity.map(Into::into),
            phases: phases.collect(),
            stop: model.stop.as_ref().map(size),
        }
    }
}
