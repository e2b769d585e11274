//! Numbers of a run's folder against the records, which are simulated a second time here.

use crate::support::Bench;
use escalade::engine::record::{FlaskRecord, Outcome};
use escalade::engine::run_flask;
use escalade::scenario::{Body, load};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A rising drug in a small vessel, and another one after resistance to it.
const TWO_LINES: &str = r#"
schema = 1
name = "two lines"
replicates = 12
seed = 3
[line]
id = "H3122"
[flask]
vessel = "T25"
seed_cells = 1e5
medium = "5 mL"
[[course]]
drug = "crizotinib"
until = "resistance"
doses = ["50 nM", "100 nM", "200 nM"]
step_when = { growth = "50% of parental", held_for = "1 passage" }
on_crash = "rescue"
[[course]]
drug = "alectinib"
from = "resistance"
dose = "100 nM"
[record]
looks = true
samples = ["30 d"]
[stop]
after = "300 d"
"#;

/// A table as it is read.
struct Read {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Read {
    fn of(bench: &Bench, file: &str) -> Self {
        let bytes = bench.read(file);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let heads = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.expect("as many fields as columns"));
        Self {
            heads,
            rows: rows.map(|row| row.iter().map(str::to_owned).collect()).collect(),
        }
    }

    fn texts(&self, column: &str) -> Vec<&str> {
        let place = self.heads.iter().position(|head| head == column);
        let place = place.unwrap_or_else(|| panic!("no column {column} among {:?}", self.heads));
        self.rows.iter().map(|row| row[place].as_str()).collect()
    }

    /// Numbers; empty cells are none.
    fn numbers(&self, column: &str) -> Vec<Option<f64>> {
        let read = |cell: &&str| (!cell.is_empty()).then(|| cell.parse().expect("a number"));
        self.texts(column).iter().map(read).collect()
    }
}

fn records() -> Vec<FlaskRecord> {
    let scenario = load("s.toml", TWO_LINES.to_owned()).expect("a scenario");
    let Body::Laboratory(laboratory) = &scenario.body else {
        panic!("a laboratory scenario");
    };
    let flask = |i| {
        let settings = &scenario.settings;
        run_flask(&laboratory.biology, &laboratory.protocol, settings, scenario.seed, i)
    };
    (0..scenario.replicates).map(flask).collect()
}

fn all<T>(values: impl IntoIterator<Item = T>) -> Vec<Option<T>> {
    values.into_iter().map(Some).collect()
}

fn of_flasks<T>(records: &[FlaskRecord], value: impl Fn(&FlaskRecord) -> T) -> Vec<T> {
    records.iter().map(value).collect()
}

fn replicates(bench: &Bench, records: &[FlaskRecord]) {
    let table = Read::of(bench, "r/replicates.csv");
    let resistant = |record: &FlaskRecord| record.outcome == Outcome::Resistant;
    let number = |column: &str, value: &dyn Fn(&FlaskRecord) -> Option<f64>| {
        assert_eq!(table.numbers(column), of_flasks(records, value), "{column}");
    };
    number("replicate", &|f| Some(f.replicate as f64));
    number("outcome_day", &|f| Some(f.outcome_day));
    number("ttr_day", &|f| resistant(f).then_some(f.outcome_day));
    number("end_day", &|f| Some(f.end_day));
    number("goal_day", &|f| f.goal_day);
    number("passages", &|f| Some(f64::from(f.passages)));
    number("dose_steps", &|f| Some(f64::from(f.dose_steps)));
    number("crashes", &|f| Some(f64::from(f.crashes)));
    number("cells", &|f| Some(f.cells as f64));
    number("growth_share", &|f| f.growth_share);
    number("dominant_share", &|f| f.composition.first().map(|first| first.share));
    number("pre_existing", &|f| Some(f.pre_existing));
    number("acquired", &|f| Some(f.acquired));
    number("via_tolerant", &|f| Some(f.via_tolerant));
    number("compound", &|f| Some(f.compound));
    number("doublings", &|f| Some(f.work.doublings));
    number("discarded", &|f| Some(f.work.discarded as f64));
    number("lost", &|f| Some(f.work.lost as f64));
    number("medium_changes", &|f| Some(f64::from(f.work.medium_changes)));
    number("thaws", &|f| Some(f64::from(f.thaws)));
}

fn mechanisms(bench: &Bench, records: &[FlaskRecord]) {
    let table = Read::of(bench, "r/mechanisms.csv");
    let entries = || {
        records
            .iter()
            .flat_map(|f| f.composition.iter().map(move |entry| (f, entry)))
    };
    assert_eq!(table.numbers("share"), all(entries().map(|(_, entry)| entry.share)));
    let present = entries().map(|(_, entry)| f64::from(u8::from(entry.present)));
    assert_eq!(table.numbers("present"), all(present));
    let labels: Vec<&str> = entries().map(|(_, entry)| entry.mechanism.label.as_str()).collect();
    assert_eq!(table.texts("mechanism"), labels);
    // What a flask holds adds up to it.
    let mut sums: BTreeMap<u64, (f64, u64)> = BTreeMap::new();
    let (shares, cells) = (table.numbers("share"), table.numbers("cells"));
    for ((flask, _), (share, cells)) in entries().zip(shares.iter().zip(&cells)) {
        let sum = sums.entry(flask.replicate).or_default();
        *sum = (sum.0 + share.expect("a share"), sum.1 + cells.expect("cells") as u64);
    }
    for flask in records.iter().filter(|flask| flask.cells > 0) {
        let (share, cells) = sums[&flask.replicate];
        assert!((share - 1.0).abs() < 1e-12, "flask {}: {share}", flask.replicate);
        assert_eq!(cells, flask.cells, "flask {}", flask.replicate);
    }
    assert!(
        records
            .iter()
            .all(|flask| flask.cells > 0 || !sums.contains_key(&flask.replicate))
    );
}

fn resistances(bench: &Bench, records: &[FlaskRecord]) {
    let table = Read::of(bench, "r/resistances.csv");
    let mut expected = Vec::new();
    for flask in records {
        let last = (flask.outcome == Outcome::Resistant).then_some((flask.outcome_day, &flask.composition));
        let lines = flask
            .failures
            .iter()
            .map(|line| (line.day, &line.composition))
            .chain(last);
        for (line, (day, composition)) in (1..).zip(lines) {
            expected.push((flask.replicate, line, day, composition[0].mechanism.label.as_str()));
        }
    }
    assert!(
        expected.iter().any(|row| row.1 == 2),
        "both lines of treatment fail in some flask"
    );
    assert_eq!(table.numbers("replicate"), all(expected.iter().map(|row| row.0 as f64)));
    assert_eq!(
        table.numbers("treatment_line"),
        all(expected.iter().map(|row| f64::from(row.1)))
    );
    assert_eq!(table.numbers("day"), all(expected.iter().map(|row| row.2)));
    assert_eq!(
        table.texts("dominant"),
        expected.iter().map(|row| row.3).collect::<Vec<_>>()
    );
}

fn drug_and_looks(bench: &Bench, records: &[FlaskRecord]) {
    let table = Read::of(bench, "r/drug_use.csv");
    let sums = || records.iter().flat_map(|f| f.work.drug.iter().copied());
    assert_eq!(table.numbers("dose_sum_nM"), all(sums()));
    assert_eq!(table.numbers("amount_nmol"), all(sums().map(|sum| sum * 5.0 / 1e3)));
    assert_eq!(table.texts("drug")[..2], ["crizotinib", "alectinib"]);
    let table = Read::of(bench, "r/looks.csv");
    let looks = || records.iter().flat_map(|f| &f.looks);
    assert_eq!(table.numbers("cells"), all(looks().map(|look| look.cells as f64)));
    assert_eq!(
        table.numbers("dose_nM_crizotinib"),
        all(looks().map(|look| look.doses[0]))
    );
    assert_eq!(
        table.numbers("dose_nM_alectinib"),
        all(looks().map(|look| look.doses[1]))
    );
}

fn lineages(bench: &Bench, records: &[FlaskRecord]) {
    let table = Read::of(bench, "r/lineages.csv");
    let lineages = || records.iter().flat_map(|f| &f.lineages);
    assert_eq!(table.numbers("lineage"), all(lineages().map(|l| f64::from(l.lineage))));
    assert_eq!(table.numbers("founded_day"), all(lineages().map(|l| l.founded_day)));
    assert_eq!(table.numbers("max_share"), all(lineages().map(|l| l.max_share)));
    let parents: Vec<Option<f64>> = lineages().map(|l| l.parent.map(f64::from)).collect();
    assert_eq!(table.numbers("parent"), parents);
    let states: Vec<&String> = table
        .heads
        .iter()
        .filter(|head| head.starts_with("end_cells_"))
        .collect();
    for (i, state) in states.iter().enumerate() {
        assert_eq!(
            table.numbers(state),
            all(lineages().map(|l| l.end_cells[i] as f64)),
            "{state}"
        );
    }
}

/// Median and number of a summarised sample against the sample itself.
#[track_caller]
fn distribution(summary: &Value, mut sample: Vec<f64>) {
    sample.sort_by(f64::total_cmp);
    assert!(!sample.is_empty());
    assert_eq!(summary["n"], sample.len());
    assert_eq!(summary["min"].as_f64(), sample.first().copied());
    assert_eq!(summary["max"].as_f64(), sample.last().copied());
    let n = sample.len();
    let median = 0.5 * (sample[(n - 1) / 2] + sample[n / 2]);
    let quantiles = summary["quantiles"].as_array().expect("quantiles");
    let told = quantiles
        .iter()
        .find(|quantile| quantile["p"] == 0.5)
        .expect("a median");
    let told = told["value"].as_f64().expect("a number");
    assert!((told - median).abs() < 1e-9, "{told} for {median}");
}

fn summary(bench: &Bench, records: &[FlaskRecord]) {
    let file: Value = serde_json::from_slice(&bench.read("r/summary.json")).expect("JSON");
    let told = &file["statistics"];
    let resistant = || records.iter().filter(|f| f.outcome == Outcome::Resistant);
    distribution(&told["goal_day"], records.iter().filter_map(|f| f.goal_day).collect());
    let goal: BTreeSet<u64> = records.iter().filter_map(|f| f.goal_day).map(f64::to_bits).collect();
    let outcome: BTreeSet<u64> = records.iter().map(|f| f.outcome_day.to_bits()).collect();
    assert!(goal != outcome, "days that tell the two apart");
    distribution(
        &told["time_to_resistance"],
        resistant().map(|f| f.outcome_day).collect(),
    );
    distribution(&told["passages"], of_flasks(records, |f| f64::from(f.passages)));
    distribution(&told["dose_steps"], of_flasks(records, |f| f64::from(f.dose_steps)));
    distribution(&told["crashes"], of_flasks(records, |f| f64::from(f.crashes)));
    for row in told["outcomes"].as_array().expect("outcomes") {
        let same = |f: &&FlaskRecord| row["outcome"] == f.outcome.word();
        assert_eq!(row["share"]["count"], records.iter().filter(same).count());
    }
    for (course, told) in told["courses"].as_array().expect("courses").iter().enumerate() {
        let mut flasks: BTreeMap<u64, u64> = BTreeMap::new();
        for record in records {
            let highest = record.looks.iter().map(|look| look.doses[course]).fold(0.0, f64::max);
            *flasks.entry(highest.to_bits()).or_default() += 1;
        }
        let expected: Vec<(f64, u64)> = flasks.iter().map(|(bits, n)| (f64::from_bits(*bits), *n)).collect();
        let told: Vec<(f64, u64)> = serde_json::from_value(told["highest_dose"].clone()).expect("doses and flasks");
        assert_eq!(told, expected, "highest doses of course {course}, rising");
    }
}

#[test]
fn a_run_tells_what_its_records_hold() {
    let bench = Bench::with(TWO_LINES);
    let told = bench.good(&["run", "s.toml", "--out", "r", "--quiet", "--json"]);
    assert_eq!(
        told.trim_end().as_bytes(),
        bench.read("r/summary.json").trim_ascii_end()
    );
    let again = bench.good(&["run", "s.toml", "--out", "r", "--json"]);
    assert_eq!(again, told, "a finished folder tells the same");
    let records = records();
    replicates(&bench, &records);
    mechanisms(&bench, &records);
    resistances(&bench, &records);
    drug_and_looks(&bench, &records);
    lineages(&bench, &records);
    summary(&bench, &records);
    dictionary(&bench);
}

/// The data dictionary has a row for every column of every table beside it, and no other.
fn dictionary(bench: &Bench) {
    let told = Read::of(bench, "r/columns.csv");
    let (tables, columns) = (told.texts("table"), told.texts("column"));
    let told: BTreeSet<(String, String)> = tables
        .iter()
        .zip(&columns)
        .map(|(table, column)| ((*table).to_owned(), (*column).to_owned()))
        .collect();
    let files = bench.run_files("r").into_iter().map(|(name, _)| name);
    let found: BTreeSet<(String, String)> = files
        .filter(|name| name.ends_with(".csv"))
        .flat_map(|name| {
            let heads = Read::of(bench, &format!("r/{name}")).heads;
            heads.into_iter().map(move |head| (name.clone(), head))
        })
        .collect();
    assert_eq!(told, found);
}
