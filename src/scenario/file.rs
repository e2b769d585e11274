//! A whole scenario or lock file as it stands in TOML. Unknown keys are errors; values are checked later.

use super::checked::{Body, Laboratory, Scenario};
use super::course;
use super::course::file::CourseFile;
use super::defaults;
use super::keys::kinds::{Choice, Inside, List, Named, Number, Special, Text, Time, TimeWithin, Truth, Whole, inside};
use super::keys::write::days;
use super::keys::{LockOnly, May, Must, Names, Or, Rules, parts, table};
use super::laboratory::barcodes::BarcodesFile;
use super::laboratory::flask::FlaskFile;
use super::laboratory::line::LineFile;
use super::laboratory::outcome::{ResistanceFile, StopFile};
use super::laboratory::patients::PatientsFile;
use super::laboratory::routes::RoutesFile;
use super::laboratory::worlds::WorldsFile;
use super::plain::file::PlainFile;
use super::plan::PlanFile;
use super::value::Scalar;
use crate::engine::{Method, Settings};
use serde_json::{Value, json};
use std::collections::BTreeMap;

table! {
    /// An Escalade scenario: the laboratory form has [line] and [[course]], the plain form [plain].
    #[derive(Default)]
    pub struct ScenarioFile {
        /// Version of this format.
        #[mark(Run)]
        #[read(elsewhere)]
        schema: Must<Special<Scalar>> = Special::new(|what, _| {
            json!({ "description": what, "const": defaults::SCHEMA })
        }).must(),
        /// What the scenario is called, in reports and messages.
        #[mark(Run)]
        #[read(elsewhere)]
        name: Must<Text> = Text.must(),
        /// What the experiment asks; stands on top of the report.
        #[mark(Run)]
        #[read(elsewhere)]
        question: May<Text> = Text.may(),
        /// Virtual flasks (or replicates).
        #[mark(Run)]
        replicates: Or<Whole> = Whole(1, defaults::MAX_REPLICATES).or(100_u64),
        /// Random seed: the same seed gives the same results.
        #[mark(Run)]
        seed: Or<Whole> = Whole(0, i64::MAX as u64).or(1_u64),
        /// How often the flask is looked at, 1 h to 30 d; everything happens at looks.
        #[mark(Laboratory)]
        look_every: Or<TimeWithin> = TimeWithin {
            low: 1.0 / 24.0,
            high: 30.0,
            allowed: "1 h to 30 d",
        }.or("1 d"),
        /// Your own drugs, alleles and lines: overlay files, by paths that start in this file's folder.
        #[mark(Run, Laboratory)]
        #[read(elsewhere)]
        overlays: May<List<Text>> = List(Text, 1).may(),
        /// How it is computed.
        #[read(elsewhere)]
        engine: May<Inside<EngineFile>> = inside().may(),
        /// What is written besides the summary.
        #[mark(Run)]
        #[read(elsewhere)]
        record: May<Inside<RecordFile>> = inside().may(),
        /// The plain form: types, rates, mutations and phases, without the knowledge base.
        #[read(elsewhere)]
        plain: May<Inside<PlainFile>> = inside().may(),
        /// The cells before the experiment.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        line: May<Inside<LineFile>> = inside().may(),
        /// The vessel.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        flask: May<Inside<FlaskFile>> = inside().may(),
        /// Replicates are patients, who differ from each other.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        patients: May<Inside<PatientsFile>> = inside().may(),
        /// What surrounds the cells, a level from 0 to 1 per factor.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        niche: May<Named<Number>> = Named(
            Number { low: 0.0, high: 1.0, allowed: "levels from 0 to 1" },
            Some("niche"),
        ).may(),
        /// Which escape routes are open.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        routes: May<Inside<RoutesFile>> = inside().may(),
        /// Heritable marks, to tell pre-existing from acquired resistance.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        barcodes: May<Inside<BarcodesFile>> = inside().may(),
        /// What is given, a drug each.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        course: May<List<Inside<CourseFile>>> = List(inside(), 1).may(),
        /// When a flask counts as resistant.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        resistance: May<Inside<ResistanceFile>> = inside().may(),
        /// When the experiment ends.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        stop: May<Inside<StopFile>> = inside().may(),
        /// How many draws of what is not known.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        worlds: May<Inside<WorldsFile>> = inside().may(),
        /// For `escalade sweep`.
        #[mark(Run)]
        #[read(elsewhere)]
        sweep: May<Special<toml::Value>> = Special::new(sweep).may(),
        /// For `escalade plan`.
        #[mark(Run)]
        #[read(elsewhere)]
        plan: May<Inside<PlanFile>> = inside().may(),
        /// What a lock file says about the run that it reproduces.
        #[read(elsewhere)]
        locked: LockOnly<Inside<LockedFile>> = LockOnly(inside()),
        /// The overlays that a lock file's run was made with.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        overlay_texts: LockOnly<Special<toml::Value>> = LockOnly(Special::new(|_, _| Value::Null)),
        /// Assumed, imputed and unchecked values of a lock file.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        assumptions: LockOnly<Special<toml::Value>> = LockOnly(Special::new(|_, _| Value::Null)),
        /// The resolved biology of a lock file.
        #[mark(Laboratory)]
        #[read(elsewhere)]
        biology: LockOnly<Special<toml::Value>> = LockOnly(Special::new(|_, _| Value::Null)),
    }
}

/// The words for the engines.
pub const METHOD: Choice<Method> = Choice {
    what: "an engine",
    words: &[("interval", Method::Interval), ("exact", Method::Exact)],
};

table! {
    /// How it is computed.
    #[derive(Default)]
    pub struct EngineFile {
        /// interval: closed-form steps; exact: every event, for small populations.
        method: Or<Choice<Method>> = METHOD.or(METHOD.word(defaults::ENGINE.method)),
        /// Relative error that a step may make.
        tolerance: Or<Number> = Number {
            low: 0.001,
            high: 0.2,
            allowed: "a relative error from 0.001 to 0.2",
        }.or(defaults::ENGINE.tolerance),
    }
}

table! {
    /// What is written besides the summary.
    #[derive(Default)]
    pub struct RecordFile {
        /// Plain form: write trajectories.csv, a row per type and time.
        every: May<Time> = Time.may(),
        /// Laboratory form: write looks.csv, a row per flask and look.
        looks: Or<Truth> = Truth.or(false),
        /// Laboratory form: rising days whose composition goes to samples.csv.
        samples: May<List<Time>> = List(Time, 0).may(),
    }
}

table! {
    /// What a lock file says about the run that it reproduces.
    pub struct LockedFile {
        /// Version of the program that wrote it.
        #[read(elsewhere)]
        version: Must<Text> = Text.must(),
        /// SHA-256 of the resolved scenario.
        #[read(elsewhere)]
        scenario_hash: Must<Text> = Text.must(),
        /// Fingerprint of the knowledge base.
        #[read(elsewhere)]
        knowledge_hash: Must<Text> = Text.must(),
        /// The scenario that it was written for, for drawing worlds.
        #[read(elsewhere)]
        scenario: May<Text> = Text.may(),
        /// Knowledge values that were set by key, which holds in every world.
        #[read(elsewhere)]
        values: May<Special<BTreeMap<String, f64>>> = Special::new(|what, _| {
            json!({ "description": what, "type": "object", "additionalProperties": { "type": "number" } })
        }).may(),
        /// The table that its worlds came from, where there was one.
        #[read(elsewhere)]
        worlds: May<Text> = Text.may(),
    }
}

fn sweep(what: &str, _: &Names) -> Value {
    let values = json!({
        "description": "The values, or a range in text such as \"10..1000 nM:5 log\".",
        "anyOf": [
            { "type": "array", "items": { "type": ["string", "number", "boolean"] }, "minItems": 1 },
            { "type": "string" },
        ],
    });
    let key = "A dotted key of this file, such as flask.passage.split or course.alectinib.dose.";
    let entry = crate::document::table_schema(
        "One key and its values; `escalade sweep` runs all combinations.",
        &["key", "values"],
        vec![
            ("key", json!({ "description": key, "type": "string", "minLength": 1 })),
            ("values", values),
        ],
    );
    parts::list(what, entry, 0)
}

impl ScenarioFile {
    /// The file of a checked scenario with nothing left to default, but for seed, replicates and what locks it.
    pub fn of(scenario: &Scenario) -> Result<Self, toml::ser::Error> {
        let Settings { method, tolerance } = scenario.settings;
        let file = Self {
            schema: defaults::SCHEMA.into(),
            name: scenario.name.clone(),
            question: Some(scenario.question.clone()),
            engine: Some(EngineFile {
                method: Some(METHOD.word(method)),
                tolerance: Some(tolerance.into()),
            }),
            ..Self::default()
        };
        match &scenario.body {
            Body::Plain(model) => Ok(Self {
                record: Some(RecordFile {
                    every: model.record_every.map(days),
                    looks: None,
                    samples: None,
                }),
                plain: Some(PlainFile::of(model)),
                ..file
            }),
            Body::Laboratory(laboratory) => Self {
                worlds: Some(WorldsFile::of(&scenario.worlds)),
                ..file
            }
            .with_laboratory(laboratory),
        }
    }

    fn with_laboratory(self, laboratory: &Laboratory) -> Result<Self, toml::ser::Error> {
        let Laboratory {
            biology,
            protocol,
            conditions,
            ..
        } = laboratory;
        let design = &protocol.design;
        let samples = design.samples.iter().map(|&day| days(day));
        let levels = conditions
            .niche
            .iter()
            .map(|niche| (niche.factor.clone(), niche.level.into()));
        Ok(Self {
            record: Some(RecordFile {
                every: None,
                looks: Some(laboratory.record_looks),
                samples: (!design.samples.is_empty()).then(|| samples.collect()),
            }),
            line: Some(LineFile::of(biology, protocol, conditions)),
            look_every: Some(days(protocol.look_every)),
            flask: design
                .patients
                .is_none()
                .then(|| FlaskFile::of(&protocol.flask, design)),
            patients: design.patients.as_ref().map(PatientsFile::of),
            niche: (!conditions.niche.is_empty()).then(|| levels.collect()),
            routes: RoutesFile::of(&conditions.routes),
            barcodes: design.barcodes.as_ref().map(BarcodesFile::of),
            course: Some(
                protocol
                    .courses
                    .iter()
                    .map(|one| course::write::course(biology, one))
                    .collect(),
            ),
            resistance: Some(ResistanceFile::of(&protocol.resistance, design.patients.is_some())),
            stop: Some(StopFile::of(&protocol.stop)),
            overlay_texts: match laboratory.overlays.is_empty() {
                true => None,
                false => Some(toml::Value::try_from(&laboratory.overlays)?),
            },
            assumptions: Some(toml::Value::try_from(&laboratory.assumptions)?),
            biology: Some(toml::Value::try_from(biology)?),
            ..self
        })
    }
}
