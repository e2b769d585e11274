//! `designs.csv`, `calendar.csv` and `sequencing.csv` of a plan.

use crate::diagnosis::Sequencer;
use crate::report::plan::Event;
use crate::report::plan::{DesignRow, PlanReport};
use crate::statistics::race::SampleShare;
use crate::tables::{COLUMNS_FILE, Description, Kind, Rows, Table, column_names, dictionary};
use crate::words::percent;

/// What decides which columns the tables of a plan have.
#[derive(Debug, Clone)]
pub struct PlanFamilies {
    /// Keys that there was to choose from.
    pub keys: Vec<String>,
    /// Drugs by their ids.
    pub drugs: Vec<String>,
}

impl PlanFamilies {
    fn of(report: &PlanReport) -> Self {
        let mut families = Self {
            keys: Vec::new(),
            drugs: Vec::new(),
        };
        let add = |all: &mut Vec<String>, one: &String| {
            if !all.contains(one) {
                all.push(one.clone());
            }
        };
        for row in &report.designs {
            row.values.keys().for_each(|key| add(&mut families.keys, key));
            row.drug_mg.keys().for_each(|drug| add(&mut families.drugs, drug));
        }
        families.keys.sort();
        families.drugs.sort();
        families
    }

    /// What the tables are, in their order.
    pub fn descriptions(&self) -> Vec<Description> {
        vec![
            designs(self).description().clone(),
            calendar().description().clone(),
            sequencing().description().clone(),
        ]
    }
}

/// The tables of a plan and their data dictionary: (file name, content).
pub fn plan(report: &PlanReport) -> Vec<(String, String)> {
    let families = PlanFamilies::of(report);
    let ranked = report.designs.iter().enumerate();
    let samples = report.sequencing.iter().flat_map(|all| &all.samples);
    let texts = [
        designs(&families).text(ranked),
        calendar().text(&report.calendar),
        sequencing().text(samples),
    ];
    let descriptions = families.descriptions();
    let names = descriptions.iter().map(|table| table.name.to_owned());
    let told = (COLUMNS_FILE.to_owned(), dictionary(&descriptions));
    names.zip(texts).chain([told]).collect()
}

/// Rows of `designs.csv`.
struct Designs;

impl Rows for Designs {
    type Row<'a> = (usize, &'a DesignRow);
}

const UNKNOWN: &str = "volume of the medium or molar mass is not known";

fn designs(families: &PlanFamilies) -> Table<Designs> {
    let table = Table::<Designs>::new(
        "designs.csv",
        "design: the winner, those looked at again, those left in the race, those that dropped out; each by value",
    );
    let named = named(table, &families.keys);
    pair_and_front(taken(needed(judged(named)), &families.drugs))
}

/// Which design it is.
fn named(table: Table<Designs>, all: &[String]) -> Table<Designs> {
    let keys = all.to_vec();
    table
        .column("rank", Kind::Integer, "from 1", |row| (row.0 + 1).into())
        .column(
            "design",
            Kind::Integer,
            "number among all combinations, from 1",
            |row| row.1.design.into(),
        )
        .column("name", Kind::Text, "what it is called", |row| (&row.1.name).into())
        .column("schedule", Kind::Text, "its schedule", |row| {
            row.1.schedule.as_ref().into()
        })
        .missing("the plan has no named schedules")
        .each(column_names(all), |table, i, name| {
            let key = keys[i].clone();
            let meaning = format!("value of the key {key}");
            table
                .column(name, Kind::Text, meaning, move |row| row.1.values.get(&key).into())
                .missing("the design's schedule does not have the key")
        })
}

/// How it stands, and on what that rests.
fn judged(table: Table<Designs>) -> Table<Designs> {
    table
    .column(
        "standing",
        Kind::Text,
        "`winner`, `running` (in the race at its end), `set_aside` (not shown to be worse, not among the best when the budget ran low), `dropped` (another was better), `over_limit`, or `short` (it comes to the goal less often than is asked)",
        |row| row.1.standing.word().into(),
    )
    .column(
        "value",
        Kind::Number,
        "value by the goal, mean over worlds: a probability, a difference of shares, or days up to the day that counts (to the goal: negative)",
        |row| row.1.value.into(),
    )
    .column(
        "low",
        Kind::Number,
        "lower end of its 95% interval over worlds",
        |row| row.1.low.into(),
    )
    .column("high", Kind::Number, "upper end of that interval", |row| {
        row.1.high.into()
    })
    .column("worlds", Kind::Integer, "worlds that it rests on", |row| {
        row.1.worlds.into()
    })
    .column(
        "fresh",
        Kind::Flag,
        "the worlds are new ones, which had no part in choosing",
        |row| row.1.fresh.into(),
    )
    .column("raced", Kind::Number, "value in the race", |row| row.1.raced.0.into())
    .column(
        "raced_worlds",
        Kind::Integer,
        "worlds of the race in which it was looked at",
        |row| row.1.raced.1.into(),
    )
    .column(
        "best",
        Kind::Share,
        "probability that it is the best of those looked at again",
        |row| row.1.best.into(),
    )
    .missing("it was not looked at again")
}

/// Its flasks, and how many the goal needs.
fn needed(table: Table<Designs>) -> Table<Designs> {
    table
        .column("flasks", Kind::Integer, "flasks of the design", |row| {
            row.1.flasks.into()
        })
        .column("met", Kind::Share, "probability that it comes to the goal", |row| {
            row.1.met.map(|met| met.probability).into()
        })
        .missing("the value is that probability, or the goal has none")
        .column(
            "enough_flasks",
            Kind::Integer,
            "fewest flasks that reach the probability asked for",
            |row| row.1.enough.into(),
        )
        .missing("the flasks allowed do not reach it, or no probability is asked for")
}

/// What it takes.
fn taken(table: Table<Designs>, all: &[String]) -> Table<Designs> {
    let drugs = all.to_vec();
    table
        .column(
            "weeks",
            Kind::Number,
            "weeks until the last flask is done with, mean",
            |row| row.1.used.weeks.into(),
        )
        .column(
            "flask_weeks",
            Kind::Number,
            "weeks of all flasks together, mean",
            |row| row.1.used.flask_weeks.into(),
        )
        .column(
            "visits",
            Kind::Number,
            "days with a look, that of seeding among them, mean; 0 for the plain form",
            |row| row.1.used.visits.into(),
        )
        .column("passages", Kind::Number, "passages of all flasks, mean", |row| {
            row.1.used.passages.into()
        })
        .column("feeds", Kind::Number, "further changes of medium, mean", |row| {
            row.1.used.feeds.into()
        })
        .column("hours", Kind::Hours, "hands-on work from seeding on, mean", |row| {
            row.1.hours.into()
        })
        .column(
            "medium_mL",
            Kind::Number,
            "medium in mL from seeding on, what is lost included, mean",
            |row| row.1.medium_ml.into(),
        )
        .missing(UNKNOWN)
        .each(column_names(all), |table, i, name| {
            let drug = drugs[i].clone();
            let meaning = format!("{drug} in mg, what is lost included, mean");
            table
                .column(format!("drug_mg_{name}"), Kind::Number, meaning, move |row| {
                    row.1.drug_mg.get(&drug).copied().into()
                })
                .missing("the design does not give it, or volume of the medium or molar mass is not known")
        })
}

/// What its drugs do together at once, and whether nothing beats it.
fn pair_and_front(table: Table<Designs>) -> Table<Designs> {
    table
    .column(
        "bliss_excess",
        Kind::Number,
        "short-term synergy of its two drugs at the doses that their courses come to, whether they meet or not: viability of the unaltered line after 72 h that independent action would leave, less what is left",
        |row| row.1.pair.as_ref().map(|pair| pair.cell.bliss_excess).into(),
    )
    .missing("the design does not have two drugs")
    .column(
        "loewe_excess",
        Kind::Number,
        "the same against dose additivity",
        |row| row.1.pair.as_ref().and_then(|pair| pair.cell.loewe_excess).into(),
    )
    .missing("the design does not have two drugs, or one of them alone cannot do as much")
    .column(
        "front",
        Kind::Flag,
        "no other design is better in value, weeks, visits or drug and worse in none of them",
        |row| row.1.front.into(),
    )
}

/// Rows of `calendar.csv`.
struct Calendar;

impl Rows for Calendar {
    type Row<'a> = &'a Event;
}

fn calendar() -> Table<Calendar> {
    Table::<Calendar>::new("calendar.csv", "thing to do, by day")
        .column(
            "day",
            Kind::Day,
            "the day, or the median of the flasks that get there",
            |row| row.day.into(),
        )
        .column(
            "early",
            Kind::Day,
            "one flask of twenty that get there is earlier",
            |row| row.early.into(),
        )
        .column(
            "late",
            Kind::Day,
            "one flask of twenty that get there is later",
            |row| row.late.into(),
        )
        .column("share", Kind::Share, "flasks that get there, over all worlds", |row| {
            row.share.into()
        })
        .column(
            "kind",
            Kind::Text,
            "`prepare`, `seed`, `dose`, `step`, `pause`, `resume` or `stop` (of a drug), `freeze`, `sample`, `sequence` or `end`",
            |row| row.kind.into(),
        )
        .column("every", Kind::Number, "days from one time to the next", |row| row.every.into())
        .missing("it is done once")
        .column("times", Kind::Integer, "how often it is done", |row| row.times.into())
        .column("what", Kind::Text, "what is done", |row| (&row.what).into())
        .column("when", Kind::Text, "on which condition", |row| {
            Some(&row.when).filter(|when| !when.is_empty()).into()
        })
        .missing("on the day, whatever the flasks do")
}

/// Rows of `sequencing.csv`.
struct Sequencing;

impl Rows for Sequencing {
    type Row<'a> = &'a SampleShare;
}

fn sequencing() -> Table<Sequencing> {
    Table::<Sequencing>::new(
        "sequencing.csv",
        "day and depth of sequencing the winner's flasks that become resistant; none where none does",
    )
    .column(
        "day",
        Kind::Day,
        "day of the sample; of flasks that were resistant before, of their last one",
        |row| row.day.into(),
    )
    .column("depth", Kind::Integer, "reads at every position", |row| {
        row.depth.into()
    })
    .column(
        "found",
        Kind::Share,
        "flasks of which every mechanism in 5% of their cells or more is found, however few of the sample's cells have it",
        |row| row.found.into(),
    )
    .column(
        "right",
        Kind::Share,
        format!(
            "flasks whose first call, by DNA alone, has the kind of what makes them resistant in the end; a finding is called where it \
             speaks for {} of the sample's cells or more",
            percent(Sequencer::explaining_share())
        ),
        |row| row.right.into(),
    )
    .column(
        "complete",
        Kind::Share,
        "flasks of which that is so and every mechanism in 5% of their cells or more is found",
        |row| row.complete.into(),
    )
    .column("low", Kind::Share, "lower end of its 95% interval over worlds", |row| {
        row.low.into()
    })
    .column("high", Kind::Share, "upper end of that interval", |row| row.high.into())
}
