//! The files of a comparison, and its answer in words.

use super::figure::compare as draw;
use super::figure::compare::signed;
use super::table::PairFamily;
use super::words::share;
use super::{AssumptionRow, ReportError, json, page, table};
use crate::statistics::FlaskSummary;
use crate::statistics::paired::{FlaskEnd, Paired, PairedMeans, PairedShares};
use crate::words::{counted, number, percent};
use serde::Serialize;

/// Version of the layout of `compare.json`; rises when a reader would have to change.
pub const COMPARE_SCHEMA: u32 = 1;

/// Most protocols in one comparison: as many as there are colours.
pub const MAX_ARMS: usize = 8;

/// What a protocol is called: A, B, C...
pub fn letter(i: usize) -> char {
    (b'A' + (i % 26) as u8) as char
}

/// One protocol.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Arm {
    /// Name of the scenario.
    pub name: String,
    /// The protocol, a sentence per entry.
    pub protocol_words: Vec<String>,
    pub scenario_hash: String,
    pub knowledge_hash: String,
    /// `interval` or `exact`.
    pub method: String,
    pub tolerance: f64,
    /// Day on which its experiment ends.
    pub after: f64,
    /// Name and identifier of the drug of each course.
    #[serde(skip)]
    pub drugs: Vec<String>,
    #[serde(skip)]
    pub columns: Vec<String>,
    /// As in `summary.json` of a run.
    #[serde(rename = "statistics")]
    pub summary: FlaskSummary,
}

/// A protocol against the first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Index of the protocol.
    pub other: usize,
    /// The two share their flasks: the same line, so that flask r of one is flask r of the other. Where they do not,
    /// the two are independent samples, and nothing is told flask by flask.
    pub shares_flasks: bool,
    #[serde(flatten)]
    pub paired: Paired,
}

/// Everything that a comparison's page tells.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareReport {
    pub version: String,
    pub seed: u64,
    pub replicates: u64,
    pub sampler_version: u32,
    /// Days: the earliest end of the experiments.
    pub horizon: f64,
    /// Which seed and number of replicates, and why.
    pub choices: Vec<String>,
    /// What the protocols do not share, so that pairing means less or nothing.
    pub unpaired: Vec<String>,
    pub arms: Vec<Arm>,
    pub comparisons: Vec<Comparison>,
    pub assumptions: Vec<AssumptionRow>,
}

#[derive(Serialize)]
struct CompareFile<'a> {
    schema: u32,
    kind: &'static str,
    provenance: CompareProvenance<'a>,
    horizon_days: f64,
    choices: &'a [String],
    unpaired: &'a [String],
    protocols: &'a [Arm],
    comparisons: &'a [Comparison],
}

#[derive(Serialize)]
struct CompareProvenance<'a> {
    version: &'a str,
    seed: u64,
    replicates: u64,
    sampler_version: u32,
}

/// `A against B`.
pub fn title(report: &CompareReport) -> String {
    let names: Vec<&str> = report.arms.iter().map(|arm| arm.name.as_str()).collect();
    names.join(" against ")
}

/// Files besides `pairs.csv`: (path within the folder, content).
pub fn files(report: &CompareReport) -> Result<Vec<(String, String)>, ReportError> {
    let figures = [
        ("incidence", draw::incidence(&report.arms, report.horizon)?),
        ("differences", draw::differences(&report.arms, &report.comparisons)?),
        ("profile", draw::profile(&report.arms, &report.comparisons)?),
    ];
    let file = CompareFile {
        schema: COMPARE_SCHEMA,
        kind: "compare",
        provenance: CompareProvenance {
            version: &report.version,
            seed: report.seed,
            replicates: report.replicates,
            sampler_version: report.sampler_version,
        },
        horizon_days: report.horizon,
        choices: &report.choices,
        unpaired: &report.unpaired,
        protocols: &report.arms,
        comparisons: &report.comparisons,
    };
    let drawn = figures.each_ref().map(|(_, svg)| svg.as_str());
    let mut out = vec![("compare.html".to_owned(), page::compare::page(report, drawn))];
    out.push((
        "compare.json".to_owned(),
        json::indented(&file).map_err(ReportError::Json)?,
    ));
    out.extend(figures.map(|(name, svg)| (format!("figures/{name}.svg"), svg)));
    Ok(out)
}

/// `pairs.csv` and its data dictionary: (file name, content). `ends` holds the flasks of each protocol.
pub fn pairs_table(arms: &[Arm], ends: &[Vec<FlaskEnd>]) -> Vec<(String, String)> {
    let families = arms.iter().enumerate().map(|(i, arm)| PairFamily {
        letter: letter(i).to_string(),
        drugs: arm.columns.clone(),
    });
    table::pairs(&families.collect::<Vec<_>>(), ends)
}

impl CompareReport {
    /// No protocol shares its flasks with the first.
    pub fn unrelated(&self) -> bool {
        self.comparisons.iter().all(|row| !row.shares_flasks)
    }
}

/// The answer, a sentence or two per protocol.
pub fn answer(report: &CompareReport) -> String {
    report
        .comparisons
        .iter()
        .map(|row| sentence(report, row))
        .collect::<Vec<_>>()
        .join(" ")
}

fn sentence(report: &CompareReport, row: &Comparison) -> String {
    let (a, b) = (letter(0), letter(row.other));
    let paired = &row.paired;
    let resistant = &paired.resistant;
    let flasks = match &paired.order {
        Some(order) => format!(
            "Flask by flask, resistance came later under {b} in {}, later under {a} in {}, and neither in {}.",
            share(&order.later_in_other),
            share(&order.later_in_first),
            percent(order.tie.share),
        ),
        None => format!("The lines of {a} and {b} differ, so that this compares independent flasks, not pairs."),
    };
    format!(
        "Resistant by day {}: {} of {} under {a}, {} under {b}; difference {}. Time to resistance up to that day: {} d \
         under {a}, {} d under {b}; difference {}. {flasks}",
        number(report.horizon),
        percent(resistant.first.share),
        counted(paired.n, "flask"),
        percent(resistant.other.share),
        points(resistant),
        number(paired.time.first),
        number(paired.time.other),
        days(&paired.time),
    )
}

/// `−12 percentage points (−20 to −4)`.
pub fn points(shares: &PairedShares) -> String {
    let text = percentage_points;
    format!(
        "{} percentage points (95% interval {} to {})",
        text(shares.difference),
        text(shares.low),
        text(shares.high)
    )
}

/// `+1.5`: a share as percentage points, with one decimal.
pub fn percentage_points(share: f64) -> String {
    match libm::round(share * 1000.0) / 10.0 {
        0.0 => "0".to_owned(),
        points if points < 0.0 => format!("−{:.1}", -points),
        points => format!("+{points:.1}"),
    }
}

/// `+31 d (95% interval +25 to +37)`.
pub fn days(means: &PairedMeans) -> String {
    match means.low.zip(means.high) {
        Some((low, high)) => format!(
            "{} d (95% interval {} to {})",
            signed(means.difference),
            signed(low),
            signed(high)
        ),
        None => format!("{} d", signed(means.difference)),
    }
}

/// What pairing bought, in a sentence.
pub fn gain(correlation: Option<f64>, ratio: Option<f64>) -> String {
    match (correlation, ratio) {
        (Some(r), Some(ratio)) if ratio > 0.0 => format!(
            "correlation {}; the difference varies {} times as much as between independent flasks ({} as many of those \
             would do as well)",
            number(r),
            number(ratio),
            match 1.0 / ratio {
                times if times >= 1.0 => format!("{} times", number(times)),
                times => percent(times),
            }
        ),
        (Some(r), Some(_)) => format!("correlation {}; the difference does not vary at all", number(r)),
        (None, Some(ratio)) => format!(
            "no correlation can be given, since one side never varies; variance ratio {}",
            number(ratio)
        ),
        _ => "nothing varies, so there is no correlation".to_owned(),
    }
}

/// The answer for a terminal.
pub fn text(report: &CompareReport) -> String {
    let mut out = String::new();
    for (i, arm) in report.arms.iter().enumerate() {
        out += &format!("{}  {}\n", letter(i), arm.name);
    }
    out += "\n";
    for row in &report.comparisons {
        let (a, b) = (letter(0), letter(row.other));
        let paired = &row.paired;
        let how = if row.shares_flasks { "paired" } else { "each, unpaired" };
        out += &format!(
            "{b} against {a}, {} {how}, up to day {}\n",
            counted(paired.n, "flask"),
            number(report.horizon)
        );
        let mut lines = vec![
            (
                "resistant by then",
                format!(
                    "{a} {}, {b} {}",
                    share(&paired.resistant.first),
                    share(&paired.resistant.other)
                ),
            ),
            ("  difference", points(&paired.resistant)),
            (
                "restricted mean time",
                format!(
                    "{a} {} d, {b} {} d",
                    number(paired.time.first),
                    number(paired.time.other)
                ),
            ),
            ("  difference", days(&paired.time)),
        ];
        let of_pairs = paired.order.as_ref().map(|order| {
            [
                (
                    "later in",
                    format!(
                        "{a} {}, {b} {}, tie {}",
                        share(&order.later_in_first),
                        share(&order.later_in_other),
                        share(&order.tie)
                    ),
                ),
                (
                    "pairing, time",
                    gain(paired.time.correlation, paired.time.variance_ratio),
                ),
                (
                    "pairing, resistant",
                    gain(paired.resistant.correlation, paired.resistant_variance_ratio),
                ),
            ]
        });
        lines.extend(of_pairs.into_iter().flatten());
        for (what, words) in lines {
            out += &format!("  {what:<22}{words}\n");
        }
        out += "\n";
    }
    out
}
