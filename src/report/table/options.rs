//! What protocols come to over worlds: `world_protocols.csv`, `world_pairs.csv`, `world_flasks.csv` of a comparison.

use super::worlds::{Ended, endings};
use crate::report::compare::letter;
use crate::statistics::worlds::{Choice, ChoiceOption, OptionsRecord, WorldFlask};
use crate::tables::{Description, Kind, Rows, Table};

/// What the tables of a comparison over worlds are, in their order.
pub fn descriptions() -> Vec<Description> {
    let each = [
        protocols().description().clone(),
        pairs().description().clone(),
        flasks().description().clone(),
    ];
    each.to_vec()
}

/// The tables with their content.
pub(super) fn tables(choice: &Choice, worlds: &[OptionsRecord]) -> Vec<(Description, String)> {
    let of_options = choice.options.iter().enumerate();
    let of_pairs = choice.ahead.iter().enumerate().flat_map(|(one, row)| {
        let others = row.iter().enumerate().filter(move |(other, _)| *other != one);
        others.map(move |(other, ahead)| (one, other, *ahead))
    });
    let texts = [
        protocols().text(of_options),
        pairs().text(of_pairs),
        flasks().text(worlds.iter().flat_map(all_flasks)),
    ];
    descriptions().into_iter().zip(texts).collect()
}

fn all_flasks(world: &OptionsRecord) -> impl Iterator<Item = FlaskRow<'_>> {
    world.options.iter().enumerate().flat_map(move |(option, flasks)| {
        let flasks = flasks.iter().flatten().enumerate();
        flasks.map(move |(number, flask)| FlaskRow {
            world: world.world,
            option,
            number,
            flask,
        })
    })
}

/// Rows of `world_protocols.csv`.
struct Protocols;

impl Rows for Protocols {
    type Row<'a> = (usize, &'a ChoiceOption);
}

fn protocols() -> Table<Protocols> {
    let table = Table::<Protocols>::new("world_protocols.csv", "protocol of a comparison, over worlds");
    let table = table.column("protocol", Kind::Text, "its letter", |row| {
        letter(row.0).to_string().into()
    });
    columns(table, "", |row| Some(row.1))
}

/// Columns that tell an option over worlds, behind a prefix.
pub(super) fn columns<T: Rows>(
    table: Table<T>,
    prefix: &'static str,
    of: for<'r, 'a> fn(&'r T::Row<'a>) -> Option<&'r ChoiceOption>,
) -> Table<T> {
    let name = |name: &str| format!("{prefix}{name}");
    const NONE: &str = "no worlds were drawn";
    table
        .column(
            name("resistant"),
            Kind::Share,
            "probability of resistance by the horizon in a world that nobody knows",
            move |row| of(row).map(|one| one.resistant.mean).into(),
        )
        .missing(NONE)
        .column(
            name("resistant_quarter"),
            Kind::Share,
            "share of resistant flasks that a quarter of the worlds stay below",
            move |row| of(row).map(|one| one.resistant.quarter).into(),
        )
        .missing(NONE)
        .column(
            name("resistant_three_quarters"),
            Kind::Share,
            "share of resistant flasks that three quarters of the worlds stay below",
            move |row| of(row).map(|one| one.resistant.three_quarters).into(),
        )
        .missing(NONE)
        .column(
            name("restricted_mean"),
            Kind::Days,
            "mean time to resistance within the horizon, over worlds",
            move |row| of(row).map(|one| one.time).into(),
        )
        .missing(NONE)
        .column(
            name("best"),
            Kind::Share,
            "share of worlds in which it does best by what is wanted; ties are shared",
            move |row| of(row).map(|one| one.best).into(),
        )
        .missing(NONE)
        .column(
            name("ahead_of_chosen"),
            Kind::Share,
            "share of worlds in which it does better than the one that does best on average; ties count half",
            move |row| of(row).map(|one| one.ahead_of_chosen).into(),
        )
        .missing(NONE)
        .column(
            name("regret_low"),
            Kind::Number,
            "regret of choosing it, from below: days, or a share of flasks where a kind of resistance is wanted",
            move |row| of(row).and_then(|one| one.regret_low).into(),
        )
        .missing("no worlds were drawn, or each has a single flask")
        .column(name("regret_high"), Kind::Number, "the same from above", move |row| {
            of(row).map(|one| one.regret_high).into()
        })
        .missing(NONE)
}

/// Rows of `world_pairs.csv`.
struct Pairs;

impl Rows for Pairs {
    type Row<'a> = (usize, usize, f64);
}

fn pairs() -> Table<Pairs> {
    Table::<Pairs>::new("world_pairs.csv", "ordered pair of protocols, over worlds")
        .column("protocol", Kind::Text, "letter of the one", |row| {
            letter(row.0).to_string().into()
        })
        .column("other", Kind::Text, "letter of the other", |row| {
            letter(row.1).to_string().into()
        })
        .column(
            "ahead",
            Kind::Share,
            "share of worlds in which the one does better by what is wanted; ties count half",
            |row| row.2.into(),
        )
}

/// Rows of `world_flasks.csv` of a comparison.
struct Flasks;

/// A flask of a world under a protocol.
#[derive(Clone, Copy)]
struct FlaskRow<'a> {
    world: u64,
    option: usize,
    number: usize,
    flask: &'a WorldFlask,
}

impl Rows for Flasks {
    type Row<'a> = FlaskRow<'a>;
}

impl Ended for FlaskRow<'_> {
    fn flask(&self) -> &WorldFlask {
        self.flask
    }
}

fn flasks() -> Table<Flasks> {
    let table = Table::<Flasks>::new("world_flasks.csv", "world, protocol and flask")
        .column("world", Kind::Integer, "number of the world, from 0", |row| {
            row.world.into()
        })
        .column("protocol", Kind::Text, "letter of the protocol", |row| {
            letter(row.option).to_string().into()
        })
        .column(
            "flask",
            Kind::Integer,
            "number of the flask in its world, from 0; it has the same streams under every protocol",
            |row| row.number.into(),
        );
    endings(table)
}
