//! `worlds.csv` and `world_flasks.csv`: what was drawn, and what became of it.

use crate::engine::record::Outcome;
use crate::statistics::profile::class_word;
use crate::statistics::worlds::{WorldFlask, WorldRecord};
use crate::tables::{Feed, Kind, Rows, Table};
use std::io;

/// Rows of `worlds.csv`.
pub struct WorldRows;

impl Rows for WorldRows {
    type Row<'a> = &'a WorldRecord;
}

impl Feed for WorldRows {
    type Record = WorldRecord;

    fn feed<'a>(world: &'a WorldRecord, row: &mut dyn FnMut(&'a WorldRecord) -> io::Result<()>) -> io::Result<()> {
        row(world)
    }
}

/// `worlds.csv`; `keys` are the values that are drawn. `run --worlds` reads it.
pub fn worlds(keys: &[String]) -> Table<WorldRows> {
    Table::<WorldRows>::new("worlds.csv", "world: one draw of every value that is not known")
        .column(WORLD, Kind::Integer, "number of the world, from 0", |row| {
            row.world.into()
        })
        .column(
            REFUSED,
            Kind::Text,
            "why the experiment cannot be carried out in it",
            |row| row.flasks.as_ref().err().map(String::as_str).into(),
        )
        .missing("in worlds where it can")
        .each(keys, |table, i, key| {
            let meaning =
                format!("{key} of the knowledge base, in its own unit (days, nM, per day, per division or none)");
            table.column(key.clone(), Kind::Number, meaning, move |row| row.numbers[i].into())
        })
}

/// The column of `worlds.csv` that numbers worlds.
pub const WORLD: &str = "world";
/// The column of `worlds.csv` that says why a world has no flasks.
pub const REFUSED: &str = "refused";

/// Rows of `world_flasks.csv`.
pub struct WorldFlasks;

/// A flask of a world.
#[derive(Debug, Clone, Copy)]
pub struct WorldFlaskRow<'a> {
    world: u64,
    number: u64,
    flask: &'a WorldFlask,
}

impl Rows for WorldFlasks {
    type Row<'a> = WorldFlaskRow<'a>;
}

impl Feed for WorldFlasks {
    type Record = WorldRecord;

    fn feed<'a>(record: &'a WorldRecord, row: &mut dyn FnMut(WorldFlaskRow<'a>) -> io::Result<()>) -> io::Result<()> {
        let flasks = record.flasks.iter().flatten();
        flasks.enumerate().try_for_each(|(i, flask)| {
            row(WorldFlaskRow {
                world: record.world,
                number: i as u64,
                flask,
            })
        })
    }
}

/// `world_flasks.csv`.
pub fn world_flasks() -> Table<WorldFlasks> {
    let table = Table::<WorldFlasks>::new("world_flasks.csv", "world and flask in it")
        .column("world", Kind::Integer, "as in worlds.csv", |row| row.world.into())
        .column(
            "flask",
            Kind::Integer,
            "number of the flask in its world, from 0",
            |row| row.number.into(),
        );
    endings(table)
}

/// A row that has a flask of a world.
pub(super) trait Ended {
    fn flask(&self) -> &WorldFlask;
}

impl Ended for WorldFlaskRow<'_> {
    fn flask(&self) -> &WorldFlask {
        self.flask
    }
}

/// Adds the columns that say how a flask ended.
pub(super) fn endings<R: Rows>(table: Table<R>) -> Table<R>
where
    for<'a> R::Row<'a>: Ended,
{
    table
        .column("outcome", Kind::Text, Outcome::LISTED, |row| {
            row.flask().outcome.word().into()
        })
        .column("outcome_day", Kind::Day, "day of the outcome", |row| {
            row.flask().day.into()
        })
        .column("class", Kind::Text, "class of the dominant mechanism", |row| {
            row.flask().class.map(class_word).into()
        })
        .missing("in flasks that are not resistant")
        .column("mechanism", Kind::Text, "dominant mechanism", |row| {
            row.flask().mechanism.as_deref().into()
        })
        .missing("in flasks that are not resistant")
}
