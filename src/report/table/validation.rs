//! Tables of the rules held against observations.

use super::posterior::Posterior;
use crate::report::validation::ValidationReport;
use crate::statistics::validation::{CategoryRow, GroupRow, MovedRow, NAIVE, Naive, SetRow};
use crate::tables::{COLUMNS_FILE, Description, Kind, Rows, Table, dictionary};

/// Rows of `sets.csv`.
struct Sets;
/// Rows of `scores.csv`.
struct Scores;
/// Rows of `values.csv`.
struct Moved;

impl Rows for Sets {
    type Row<'a> = (f64, &'a SetRow, &'a CategoryRow);
}

impl Rows for Scores {
    type Row<'a> = (f64, &'a GroupRow);
}

impl Rows for Moved {
    type Row<'a> = &'a MovedRow;
}

/// What the tables of a validation are; `posterior` are its draws.
pub fn validation_descriptions(posterior: Description) -> Vec<Description> {
    vec![
        sets().description().clone(),
        scores().description().clone(),
        values().description().clone(),
        posterior,
    ]
}

/// `sets.csv`, `scores.csv`, `values.csv`, `posterior.csv` and their data dictionary: (file name, content).
pub fn validation(report: &ValidationReport, posterior: &Posterior) -> Vec<(String, String)> {
    let at = || report.at.iter();
    let categories = at().flat_map(|at| {
        let sets = at.sets.iter();
        sets.flat_map(move |set| set.categories.iter().map(move |row| (at.reporting, set, row)))
    });
    let groups = at().flat_map(|at| at.groups.iter().map(move |group| (at.reporting, group)));
    let judged = report.judged();
    let moved = judged.classes.iter().chain(&judged.values);
    let texts = [
        sets().text(categories),
        scores().text(groups),
        values().text(moved),
        posterior.text(),
    ];
    let descriptions = validation_descriptions(posterior.description());
    let names = descriptions.iter().map(|table| table.name.to_owned());
    let told = (COLUMNS_FILE.to_owned(), dictionary(&descriptions));
    names.zip(texts).chain([told]).collect()
}

const REPORTING: &str = "how much likelier novel findings of lines are published than their share";

fn sets() -> Table<Sets> {
    Table::<Sets>::new("sets.csv", "category of a set, at a reporting weight")
        .column("reporting", Kind::Number, REPORTING, |row| row.0.into())
        .column("set", Kind::Text, "its identifier", |row| (&row.1.id).into())
        .column(
            "group",
            Kind::Text,
            "with which others it is left out of the fit",
            |row| (&row.1.group).into(),
        )
        .column("category", Kind::Text, "what it is called", |row| (&row.2.name).into())
        .column("observed", Kind::Integer, "observations in it", |row| {
            row.2.observed.count.into()
        })
        .column("n", Kind::Integer, "observations of the set", |row| {
            row.2.observed.n.into()
        })
        .column(
            "predicted",
            Kind::Number,
            "mean share over worlds, fitted to the other groups",
            |row| row.2.predicted.into(),
        )
        .column(
            "low",
            Kind::Number,
            "5% quantile of the share among n new observations",
            |row| row.2.band.low.into(),
        )
        .column("high", Kind::Number, "95% quantile of it", |row| row.2.band.high.into())
        .column("inside", Kind::Flag, "the observed share lies between them", |row| {
            row.2.is_inside().into()
        })
        .column("unfitted", Kind::Number, "mean share over all worlds", |row| {
            row.2.unfitted.into()
        })
        .column(
            "naive",
            Kind::Number,
            "share by the best naive predictor of the group",
            |row| row.2.naive.into(),
        )
}

fn scores() -> Table<Scores> {
    let naive = |wanted: Naive| {
        move |row: &(f64, &GroupRow)| {
            let found = row.1.naive.iter().find(|(naive, _)| *naive == wanted);
            found.and_then(|(_, score)| *score)
        }
    };
    let [alike, supply, rank] = NAIVE.map(naive);
    Table::<Scores>::new("scores.csv", "group of sets, at a reporting weight")
        .column("reporting", Kind::Number, REPORTING, |row| row.0.into())
        .column("group", Kind::Text, "its name", |row| (&row.1.name).into())
        .column("n", Kind::Integer, "observations", |row| row.1.n.into())
        .column(
            "fitted",
            Kind::Number,
            "log score with classes fitted to the other groups",
            |row| row.1.ours.into(),
        )
        .column("unfitted", Kind::Number, "log score over all worlds", |row| {
            row.1.unfitted.into()
        })
        .column("uniform", Kind::Number, "log score of equal shares", move |row| {
            alike(row).into()
        })
        .column(
            "supply",
            Kind::Number,
            "log score of shares in proportion to the supply",
            move |row| supply(row).into(),
        )
        .missing("the protocol states none for a category")
        .column(
            "potency_rank",
            Kind::Number,
            "log score of shares in proportion to one over the rank by IC50",
            move |row| rank(row).into(),
        )
        .missing("the protocol states none for a category")
        .column(
            "difference",
            Kind::Number,
            "fitted less the best of the three before",
            |row| row.1.difference.into(),
        )
        .column(
            "low",
            Kind::Number,
            "2.5% quantile of it over observations drawn again",
            |row| row.1.low.into(),
        )
        .column("high", Kind::Number, "97.5% quantile of it", |row| row.1.high.into())
        .column("verdict", Kind::Text, "`better`, `worse` or `undecided`", |row| {
            row.1.verdict.word().into()
        })
        .column(
            "power",
            Kind::Number,
            "to which its likelihood is raised where it is fitted",
            |row| row.1.power.into(),
        )
        .column(
            "effective_worlds",
            Kind::Number,
            "equal worlds that the fit to the others is worth",
            |row| row.1.effective.into(),
        )
}

fn values() -> Table<Moved> {
    Table::<Moved>::new(
        "values.csv",
        "class (standard normal scores), or what it alone makes of a value, at the reporting weight that is judged",
    )
    .column("key", Kind::Text, "class:NAME, or its key", |row| (&row.key).into())
    .column("what", Kind::Text, "what it is", |row| (&row.what).into())
    .column("class", Kind::Text, "its class", |row| (&row.class).into())
    .column("prior_low", Kind::Number, "5% quantile before the fit", |row| {
        row.prior.low.into()
    })
    .column("prior_median", Kind::Number, "median before the fit", |row| {
        row.prior.middle.into()
    })
    .column("prior_high", Kind::Number, "95% quantile before the fit", |row| {
        row.prior.high.into()
    })
    .column("low", Kind::Number, "5% quantile with all groups", |row| {
        row.posterior.low.into()
    })
    .column("median", Kind::Number, "median with all groups", |row| {
        row.posterior.middle.into()
    })
    .column("high", Kind::Number, "95% quantile with all groups", |row| {
        row.posterior.high.into()
    })
}
