//! Tables of a fit.

use super::posterior::Posterior;
use crate::statistics::fit::{FitSummary, FreeValue, Place, Placed, PlacedPoint, Point};
use crate::tables::{COLUMNS_FILE, Description, Kind, Rows, Table, dictionary};

/// Rows of `values.csv`.
struct Values;
/// Rows of `observed.csv`.
struct Points;

/// Rows of `placed.csv`.
struct PlacedPoints;

impl Rows for PlacedPoints {
    type Row<'a> = &'a PlacedPoint;
}

impl Rows for Values {
    type Row<'a> = &'a FreeValue;
}

impl Rows for Points {
    type Row<'a> = &'a Point;
}

/// What the tables of a fit are; `posterior` are its draws.
pub fn fit_descriptions(posterior: Description) -> Vec<Description> {
    vec![
        values().description().clone(),
        points().description().clone(),
        posterior,
    ]
}

/// `values.csv`, `observed.csv`, `posterior.csv` and their data dictionary: (file name, content).
pub fn fit(fit: &FitSummary, posterior: &Posterior) -> Vec<(String, String)> {
    let named = |description: &Description, text| (description.name.to_owned(), text);
    vec![
        named(values().description(), values().text(&fit.values)),
        named(points().description(), points().text(&fit.points)),
        posterior.file(),
        (
            COLUMNS_FILE.to_owned(),
            dictionary(&fit_descriptions(posterior.description())),
        ),
    ]
}

fn values() -> Table<Values> {
    Table::<Values>::new("values.csv", "free value")
        .column(
            "key",
            Kind::Text,
            "its key, or what it is where it belongs to the data",
            |row| (&row.key).into(),
        )
        .column("what", Kind::Text, "what it is", |row| (&row.what).into())
        .column(
            "of_data",
            Kind::Flag,
            "it belongs to how the data were taken, and to no world",
            |row| row.of_data.into(),
        )
        .column(
            "prior_low",
            Kind::Number,
            "5% quantile before the data, in its own unit",
            |row| row.prior.low.into(),
        )
        .column("prior_median", Kind::Number, "median before the data", |row| {
            row.prior.middle.into()
        })
        .column("prior_high", Kind::Number, "95% quantile before the data", |row| {
            row.prior.high.into()
        })
        .column("low", Kind::Number, "5% quantile with the data", |row| {
            row.posterior.low.into()
        })
        .column("median", Kind::Number, "median with the data", |row| {
            row.posterior.middle.into()
        })
        .column("high", Kind::Number, "95% quantile with the data", |row| {
            row.posterior.high.into()
        })
        .column(
            "narrowed",
            Kind::Number,
            "spread with the data over the spread before, on the scale of normal scores",
            |row| row.narrowed.into(),
        )
        .column(
            "moved",
            Kind::Number,
            "mean with the data on the scale of normal scores, where it was 0 with spread 1 before",
            |row| row.moved.into(),
        )
        .column(
            "identified",
            Kind::Flag,
            "the data say clearly more than was known",
            |row| row.is_identified().into(),
        )
}

/// A row that stands for an observation.
trait Seen {
    fn place(&self) -> &Place;
    fn observed(&self) -> f64;
}

impl Seen for Point {
    fn place(&self) -> &Place {
        &self.place
    }

    fn observed(&self) -> f64 {
        self.observed
    }
}

impl Seen for PlacedPoint {
    fn place(&self) -> &Place {
        &self.place
    }

    fn observed(&self) -> f64 {
        self.observed
    }
}

/// The columns that say what was seen, and where.
fn seen<T: Seen + 'static, R: for<'a> Rows<Row<'a> = &'a T>>(table: Table<R>) -> Table<R> {
    table
        .column("what", Kind::Text, "what was seen", |row| (&row.place().what).into())
        .column(
            "flask",
            Kind::Text,
            "flask, plate or stock; empty where it is of all of them",
            |row| (&row.place().of).into(),
        )
        .column(
            "at",
            Kind::Number,
            "day, or dose in nM; empty where neither says anything",
            |row| row.place().at.into(),
        )
        .column(
            "observed",
            Kind::Number,
            "what was seen, in the unit of the data",
            |row| row.observed().into(),
        )
}

fn points() -> Table<Points> {
    let condition = Table::<Points>::new("observed.csv", "observation").column(
        "condition",
        Kind::Text,
        "condition; empty where there is one",
        |row| (&row.place.condition).into(),
    );
    seen(condition)
        .column(
            "low",
            Kind::Number,
            "5% quantile of what is seen of new flasks of the fitted model",
            |row| row.simulated.low.into(),
        )
        .column("median", Kind::Number, "their median", |row| {
            row.simulated.middle.into()
        })
        .column("high", Kind::Number, "their 95% quantile", |row| {
            row.simulated.high.into()
        })
        .column("inside", Kind::Flag, "it lies between both quantiles", |row| {
            row.is_inside().into()
        })
}

/// What `placed.csv` is.
pub fn placed_description() -> Description {
    placed_points().description().clone()
}

/// `placed.csv` and its data dictionary: (file name, content).
pub fn placed(placed: &Placed) -> Vec<(String, String)> {
    let described = placed_description();
    vec![
        (described.name.to_owned(), placed_points().text(&placed.points)),
        (COLUMNS_FILE.to_owned(), dictionary(&[described])),
    ]
}

fn placed_points() -> Table<PlacedPoints> {
    seen(Table::<PlacedPoints>::new("placed.csv", "observation"))
        .column(
            "below",
            Kind::Share,
            "share of simulated ones below, every value at its central guess",
            |row| row.below.into(),
        )
        .column("low", Kind::Number, "their 5% quantile", |row| row.chance.low.into())
        .column("median", Kind::Number, "their median", |row| row.chance.middle.into())
        .column("high", Kind::Number, "their 95% quantile", |row| row.chance.high.into())
        .column(
            "below_worlds",
            Kind::Share,
            "share of worlds below; empty where nothing is unknown",
            |row| row.below_worlds.into(),
        )
        .column("worlds_low", Kind::Number, "5% quantile over worlds", |row| {
            row.worlds.map(|band| band.low).into()
        })
        .column("worlds_median", Kind::Number, "median over worlds", |row| {
            row.worlds.map(|band| band.middle).into()
        })
        .column("worlds_high", Kind::Number, "95% quantile over worlds", |row| {
            row.worlds.map(|band| band.high).into()
        })
}
