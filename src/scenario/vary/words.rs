//! Keys and values of a sweep as people read them.

use crate::scenario::file::ScenarioFile;
use crate::scenario::keys::{Keys, Names};
use crate::units::Nanomolar;
use crate::words::dose;
use serde_json::Value;

/// What the keys of a course mean, by the path within it; `@` stands for the drug.
const COURSE: &[(&str, &str)] = &[
    ("drug", "drug"),
    ("dose", "dose of @"),
    ("start", "first dose of @"),
    ("factor", "factor between doses of @"),
    ("goal", "goal dose of @"),
    ("from", "day on which @ starts"),
    ("until", "day on which @ ends"),
    ("half_life", "half-life of @ in medium"),
    ("actual", "share of @ that the cells get"),
    ("hold", "time for which a dose of @ is held at least"),
    ("give_up_after", "time after which a flask is given up"),
    ("give_up_after_crashes", "crashes after which a flask is given up"),
    ("on_crash", "what a crash is answered with"),
    ("crash_below", "share of the seeding below which a flask has crashed"),
    ("step_when.growth", "share of parental growth at which the dose goes up"),
    ("step_when.doubling_time", "doubling time at which the dose goes up"),
    ("step_when.held_for", "passages in a row before the dose goes up"),
    ("step_when.passages", "passages at a dose before it goes up"),
    ("step_when.every", "time at a dose before it goes up"),
    ("step_when.or_after", "time after which the dose goes up in any case"),
    ("step_when.confluence", "whether the dose goes up only at confluence"),
    ("pulse.on", "time with @"),
    ("pulse.off", "time without @"),
];

/// What other keys mean.
const OTHER: &[(&str, &str)] = &[
    ("line.id", "line"),
    ("line.stock", "stock"),
    ("line.expand_to", "cells that the stock is expanded to"),
    ("line.spike.genotype", "genotype of the cells spiked in"),
    ("line.spike.state", "cell state of the cells spiked in"),
    ("line.spike.share", "share of the cells seeded that is spiked in"),
    ("line.spike.cells", "cells spiked in"),
    ("flask.vessel", "vessel"),
    ("flask.well", "whether the vessel is a well of a plate"),
    ("flask.seed_cells", "cells seeded"),
    ("flask.capacity", "cells that the vessel holds"),
    ("flask.passage.at", "confluence at a passage"),
    ("flask.passage.or_every", "time between passages at most"),
    ("flask.passage.split", "split at a passage"),
    ("flask.pooled", "vessels pooled into a replicate"),
    ("resistance.growth", "share of parental growth that counts as resistant"),
    (
        "resistance.held_for",
        "passages in a row before a flask counts as resistant",
    ),
    ("stop.after", "length of the experiment"),
];

/// A key in words: `share of parental growth at which the dose goes up`. `drugs` are the names of the drugs of the
/// courses, in their order, with their ids.
pub fn key_words(key: &str, drugs: &[(String, String)]) -> String {
    let Some((drug, rest)) = in_course(key, drugs) else {
        let known = OTHER.iter().find(|(path, _)| *path == key);
        return known.map_or_else(|| described(key), |(_, words)| (*words).to_owned());
    };
    let words = match (
        COURSE.iter().find(|(path, _)| *path == rest),
        rest.strip_prefix("doses."),
    ) {
        (Some((_, words)), _) => (*words).to_owned(),
        (None, Some(number)) => format!("dose number {number} of @"),
        (None, None) => described(key),
    };
    match (words.contains('@'), drugs.len()) {
        (true, _) => words.replace('@', drug),
        (false, 0 | 1) => words,
        (false, _) => format!("{words} ({drug})"),
    }
}

/// A key with its value in short, drugs by their doses: `alectinib 100 nM`, `no alectinib`, `cells seeded = 1000`.
pub fn short_words(key: &str, value: &str, drugs: &[(String, String)]) -> String {
    match (in_course(key, drugs), value.parse::<Nanomolar>()) {
        (Some((drug, "dose")), Ok(none)) if none.get() == 0.0 => format!("no {drug}"),
        (Some((drug, "dose")), _) => format!("{drug} {}", value_words(value)),
        _ => format!("{} = {}", key_words(key, drugs), value_words(value)),
    }
}

/// The drug of a course's key by its name, and the path within the course; `None` for keys of no course.
fn in_course<'a>(key: &'a str, drugs: &'a [(String, String)]) -> Option<(&'a str, &'a str)> {
    let (which, rest) = key.strip_prefix("course.")?.split_once('.')?;
    let number = which.parse::<usize>().ok();
    let by_number = number.and_then(|number| drugs.get(number.wrapping_sub(1)));
    let by_name = || drugs.iter().find(|(id, _)| id == which);
    let drug = by_number.or_else(by_name).map_or(which, |(_, name)| name.as_str());
    Some((drug, rest))
}

/// A value in words: concentrations as everywhere, all else as written.
pub fn value_words(value: &str) -> String {
    let molar = value.parse::<Nanomolar>().ok();
    molar.map_or_else(|| value.to_owned(), |molar| dose(molar.get()))
}

/// What the schema of scenarios says of a key, else the key itself with spaces for dots.
fn described(key: &str) -> String {
    let schema = ScenarioFile::json_schema(&Names::none());
    let found = key.split('.').try_fold(&schema, |at, step| step_into(at, step));
    let text = found.and_then(|at| at.get("description")).and_then(Value::as_str);
    let text = text.map(|text| text.split([';', ':', '.']).next().unwrap_or_default().trim());
    match text.filter(|text| !text.is_empty()) {
        Some(text) => {
            let mut letters = text.chars();
            let first = letters.next().map(char::to_lowercase);
            first.into_iter().flatten().chain(letters).collect()
        }
        None => key.replace(['.', '_'], " "),
    }
}

/// The unit of the bare number that a key takes; empty where it has none.
pub fn key_unit(key: &str) -> String {
    let schema = ScenarioFile::json_schema(&Names::none());
    // Names that the user chooses, such as those of types, stand in no schema.
    let found = key.split('.').try_fold(&schema, |at, step| {
        step_into(at, step).or_else(|| at.get("additionalProperties"))
    });
    let unit = found.and_then(|at| at.get("unit")).and_then(Value::as_str);
    unit.unwrap_or_default().to_owned()
}

fn step_into<'a>(at: &'a Value, step: &str) -> Option<&'a Value> {
    let within = at.get("properties").and_then(|keys| keys.get(step));
    within.or_else(|| at.get("items")).or_else(|| {
        let choices = at.get("anyOf").and_then(Value::as_array)?;
        choices.iter().find_map(|choice| step_into(choice, step))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drugs(names: &[&str]) -> Vec<(String, String)> {
        names
            .iter()
            .map(|name| ((*name).to_owned(), (*name).to_owned()))
            .collect()
    }

    #[test]
    fn keys_are_told_in_words() {
        let one = drugs(&["alectinib"]);
        let two = drugs(&["alectinib", "afatinib"]);
        assert_eq!(key_words("course.1.doses.2", &two), "dose number 2 of alectinib");
        let growth = "share of parental growth at which the dose goes up";
        assert_eq!(key_words("course.1.step_when.growth", &one), growth);
        assert_eq!(
            key_words("course.2.step_when.growth", &two),
            format!("{growth} (afatinib)")
        );
        assert_eq!(key_words("course.afatinib.dose", &two), "dose of afatinib");
        assert_eq!(key_words("course.1.dose", &two), "dose of alectinib");
        assert_eq!(key_words("course.1.drug", &one), "drug");
        assert_eq!(key_words("course.2.drug", &two), "drug (afatinib)");
        assert_eq!(key_words("flask.passage.split", &one), "split at a passage");
        assert_eq!(
            (value_words("1 uM"), value_words("1000 nM")),
            ("1 µM".into(), "1 µM".into())
        );
        assert_eq!(
            (value_words("0 nM"), value_words("1:8")),
            ("no drug".into(), "1:8".into())
        );
    }

    #[test]
    fn rates_have_the_unit_of_the_schema() {
        for key in [
            "plain.phases.1.rates.S.birth",
            "plain.phases.2.rates.resistant.death",
            "plain.switches.1.per_day",
            "plain.phases.1.switches.2.per_day",
        ] {
            assert_eq!(key_unit(key), "per day", "{key}");
        }
        for key in [
            "plain.mutations.1.per_division",
            "plain.types.1.founders",
            "flask.seed_cells",
            "plain.no.key",
        ] {
            assert_eq!(key_unit(key), "", "{key}");
        }
    }

    #[test]
    fn doses_are_told_in_short() {
        let two = drugs(&["alectinib", "afatinib"]);
        let told = [
            ("course.1.dose", "1000 nM", "alectinib 1 µM"),
            ("course.afatinib.dose", "0 nM", "no afatinib"),
            ("course.2.dose", "IC20", "afatinib IC20"),
            ("course.1.goal", "1 uM", "goal dose of alectinib = 1 µM"),
            ("flask.seed_cells", "1000", "cells seeded = 1000"),
        ];
        for (key, value, words) in told {
            assert_eq!(short_words(key, value, &two), words);
        }
    }

    /// Every key of a scenario has words, none of them the key's own path.
    #[test]
    fn no_key_is_told_by_its_path() {
        fn leaves(at: &Value, path: &str, out: &mut Vec<String>) {
            if let Some(keys) = at.get("properties").and_then(Value::as_object) {
                for (key, value) in keys {
                    leaves(value, &format!("{path}.{key}"), out);
                }
            } else if let Some(inner) = at.get("items").filter(|inner| inner.get("properties").is_some()) {
                leaves(inner, &format!("{path}.1"), out);
            } else {
                out.push(path.trim_start_matches('.').to_owned());
            }
        }
        let mut keys = Vec::new();
        leaves(&ScenarioFile::json_schema(&Names::none()), "", &mut keys);
        assert!(keys.len() > 60, "{}", keys.len());
        let told = |key: &&String| !key.starts_with("plain") && !key.starts_with("plan.");
        for key in keys.iter().filter(told) {
            let words = key_words(key, &drugs(&["alectinib"]));
            assert!(
                !words.is_empty() && !words.contains('_') && words != key.replace(['.', '_'], " "),
                "{key}: {words}"
            );
        }
    }
}
