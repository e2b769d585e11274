//! What the report of a comparison tells, as data.

use crate::engine::Method;
use crate::report::choice::OverWorlds;
use crate::report::story::in_no_world;
use crate::report::{Aim, AssumptionRow};
use crate::scenario::warnings::{About, Warning, no_drug, not_held};
use crate::statistics::paired::{Paired, PairedShares};
use crate::statistics::worlds::NoWorld;
use crate::statistics::{FlaskSummary, Proportion};
use crate::words;
use serde::Serialize;

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
    /// The doses of each course.
    pub doses: Vec<String>,
    /// See [`Lock::scenario_hash`](crate::scenario::lock::Lock::scenario_hash).
    pub scenario_hash: String,
    /// See [`Lock::knowledge_hash`](crate::scenario::lock::Lock::knowledge_hash).
    pub knowledge_hash: String,
    /// `interval` or `exact`.
    pub method: Method,
    /// See [`Settings::tolerance`](crate::engine::Settings::tolerance).
    pub tolerance: f64,
    /// Day on which its experiment ends.
    pub after: f64,
    /// Name and identifier of the drug of each course.
    #[serde(skip)]
    pub drugs: Vec<String>,
    /// See [`Self::drugs`].
    #[serde(skip)]
    pub columns: Vec<String>,
    /// What the scenario may not mean.
    pub warnings: Vec<Warning>,
    /// As in `summary.json` of a run.
    #[serde(rename = "statistics")]
    pub summary: FlaskSummary,
}

impl Arm {
    /// It gives a drug, without which nothing counts as resistant.
    pub fn treated(&self) -> bool {
        !no_drug(&self.warnings)
    }

    /// Its doses hold the unaltered cells, as far as the scenario was warned of and its flasks show.
    pub fn held(&self) -> bool {
        !not_held(&self.warnings) && (self.summary.patients.is_some() || !self.summary.profile.never_held())
    }

    /// It may be chosen: it gives a drug that holds the unaltered cells. What grows elsewhere is no resistant line, and its days
    /// say nothing of a drug that lasts.
    pub fn may_be_chosen(&self) -> bool {
        self.treated() && self.held()
    }
}

/// What came of a protocol by the horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct End {
    /// Index of the protocol.
    pub arm: usize,
    /// Flasks resistant by then.
    pub resistant: Proportion,
    /// Mean time to resistance restricted to it, days.
    pub time: f64,
    /// Flasks that became what is looked for by then; none where nothing is.
    pub sought: Proportion,
}

/// A protocol against the first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Index of the protocol.
    pub other: usize,
    /// The two share their flasks: the same line, so that flask r of one is flask r of the other. Where they do not,
    /// the two are independent samples, and nothing is told flask by flask.
    pub shares_flasks: bool,
    /// The differences, other minus first.
    #[serde(flatten)]
    pub paired: Paired,
}

/// Everything that a comparison's page tells.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareReport {
    /// Version of Escalade.
    pub version: String,
    /// Seed of every protocol.
    pub seed: u64,
    /// Replicates of every protocol.
    pub replicates: u64,
    /// See [`SAMPLER_VERSION`](crate::sampling::SAMPLER_VERSION).
    pub sampler_version: u32,
    /// Days: the earliest end of the experiments.
    pub horizon: f64,
    /// Which seed and number of replicates, and why.
    pub choices: Vec<String>,
    /// What the protocols do not share, so that pairing means less or nothing.
    pub unpaired: Vec<String>,
    /// The protocols, at most [`MAX_ARMS`]; the first is what the others are compared with.
    pub arms: Vec<Arm>,
    /// One entry per further protocol.
    pub comparisons: Vec<Comparison>,
    /// What choosing a protocol would mean over worlds; absent where none was drawn.
    pub worlds: Option<OverWorlds>,
    /// Where worlds were drawn and the experiment can be carried out in none.
    pub no_world: Option<NoWorld>,
    /// What is taken for better.
    pub aim: Aim,
    /// Assumed, imputed and unchecked values that any protocol leans on.
    pub assumptions: Vec<AssumptionRow>,
}

impl CompareReport {
    /// No protocol shares its flasks with the first.
    pub fn unrelated(&self) -> bool {
        self.comparisons.iter().all(|row| !row.shares_flasks)
    }

    /// The doses of a protocol that not every other has, where there are any: "alectinib at 1 µM"; its name, where another gives the same
    /// doses at other times.
    pub fn doses_of(&self, arm: usize) -> Option<String> {
        let this = &self.arms[arm];
        let like = |other: &Arm| other.doses == this.doses && other.name != this.name;
        if self.arms.len() > 2 && self.arms.iter().any(like) {
            return Some(format!("\"{}\"", this.name));
        }
        let own = |dose: &&String| self.arms.iter().any(|other| !other.doses.contains(dose));
        let differing: Vec<String> = self.arms[arm].doses.iter().filter(own).cloned().collect();
        (!differing.is_empty()).then(|| words::listed(&differing))
    }

    /// What people call one culture: a well where all are wells of plates.
    pub fn culture(&self) -> &'static str {
        culture(&self.arms)
    }

    /// What came of every protocol, in their order.
    pub fn ends(&self) -> Vec<End> {
        let first = self.comparisons.first().map(|row| End {
            arm: 0,
            resistant: row.paired.resistant.first,
            time: row.paired.time.first,
            sought: self.sought(row, |shares| shares.first),
        });
        let others = self.comparisons.iter().map(|row| End {
            arm: row.other,
            resistant: row.paired.resistant.other,
            time: row.paired.time.other,
            sought: self.sought(row, |shares| shares.other),
        });
        first.into_iter().chain(others).collect()
    }

    /// See [`Arm::may_be_chosen`].
    pub fn eligible(&self, arm: usize) -> bool {
        self.arms[arm].may_be_chosen()
    }

    /// The same, the protocol that is wanted most first, and last those that may not be chosen.
    pub fn ranked(&self) -> Vec<End> {
        let want = &self.aim.want;
        let useless = |end: &End| !self.eligible(end.arm);
        let loss = |end: &End| want.mean_loss(end.time, end.sought.share);
        let mut ends = self.ends();
        ends.sort_by(|a, b| useless(a).cmp(&useless(b)).then(loss(a).total_cmp(&loss(b))));
        ends
    }

    /// Flasks of one side that became what is looked for.
    fn sought(&self, row: &Comparison, side: fn(&PairedShares) -> Proportion) -> Proportion {
        let found = row.paired.mechanisms.iter().filter(|pair| {
            let sought = self.aim.want.sought();
            sought.is_some_and(|sought| sought.is(&pair.mechanism))
        });
        Proportion::new(found.map(|pair| side(&pair.shares).count).sum(), row.paired.n)
    }

    /// What the scenarios may not mean, a sentence each.
    pub fn warned(&self) -> Vec<String> {
        let open = self.arms.iter().enumerate().filter(|(_, arm)| !arm.held());
        let open: Vec<String> = open.map(|(i, _)| letter(i).to_string()).collect();
        let held = (!open.is_empty()).then(|| {
            format!(
                "Under {} the doses do not hold the unaltered cells: {}s there count as resistant without any change.",
                words::listed(&open),
                self.culture()
            )
        });
        let others = self.arms.iter().enumerate().flat_map(|(i, arm)| {
            let others = arm.warnings.iter().filter(|warning| warning.about != About::NotHeld);
            others.map(move |warning| format!("{}: {}.", letter(i), words::capital(&warning.text)))
        });
        let no_world = self.no_world.iter().map(in_no_world);
        no_world.chain(held).chain(others).collect()
    }
}

/// `A against B`.
pub fn title(report: &CompareReport) -> String {
    let names: Vec<&str> = report.arms.iter().map(|arm| arm.name.as_str()).collect();
    names.join(" against ")
}

/// What a culture of these protocols is called: a flask, unless all of them have the same other one.
pub fn culture(arms: &[Arm]) -> &'static str {
    let first = arms.first().map_or("flask", |arm| arm.summary.culture());
    match arms.iter().all(|arm| arm.summary.culture() == first) {
        true => first,
        false => "flask",
    }
}
