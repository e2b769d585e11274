//! Which mechanisms flasks hold: at their outcome, on sampled days, and at each resistance.

use crate::engine::record::{FlaskComposition, FlaskRecord, MechanismShare, Outcome};
use crate::statistics::profile::class_word;
use crate::tables::{Feed, Kind, Rows, Table};
use std::io;

/// Classes as they stand in tables.
const CLASSES: &str =
    "`none`, `on-target`, `amplification`, `bypass`, `state`, `transformed` or `compound` (two or more alterations)";
/// What `present` means.
const PRESENT: &str = "above the scenario's detection limit (allele frequency for alleles, share of cells otherwise)";

/// Rows of `mechanisms.csv`.
pub struct Mechanisms;

/// A mechanism in a flask at its outcome.
#[derive(Clone, Copy)]
pub struct MechanismRow<'a> {
    flask: &'a FlaskRecord,
    entry: &'a MechanismShare,
}

impl MechanismRow<'_> {
    /// Shares are counts over the flask's cells, which are far fewer than a share can tell apart.
    fn cells(&self) -> u64 {
        libm::round(self.entry.share * self.flask.cells as f64) as u64
    }
}

impl Rows for Mechanisms {
    type Row<'a> = MechanismRow<'a>;
}

impl Feed for Mechanisms {
    type Record = FlaskRecord;

    fn feed<'a>(flask: &'a FlaskRecord, row: &mut dyn FnMut(MechanismRow<'a>) -> io::Result<()>) -> io::Result<()> {
        flask
            .composition
            .iter()
            .try_for_each(|entry| row(MechanismRow { flask, entry }))
    }
}

/// `mechanisms.csv`: all living cells of each flask on its outcome day, by genotype and state.
pub fn mechanisms() -> Table<Mechanisms> {
    Table::<Mechanisms>::new(
        "mechanisms.csv",
        "flask and mechanism on the outcome day, most cells first; a flask's shares sum to 1, its cells to `cells` in \
         replicates.csv; flasks without living cells have no row",
    )
    .column("replicate", Kind::Integer, "as in replicates.csv", |row| {
        row.flask.replicate.into()
    })
    .column(
        "mechanism",
        Kind::Text,
        "heritable alterations and state; `none`: unaltered",
        |row| (&row.entry.mechanism.label).into(),
    )
    .column("class", Kind::Text, CLASSES, |row| {
        class_word(row.entry.mechanism.class).into()
    })
    .column("region", Kind::Text, "protein region of an on-target allele", |row| {
        region(row.entry)
    })
    .missing("no single on-target allele")
    .column("share", Kind::Share, "share of the living cells", |row| {
        row.entry.share.into()
    })
    .column("cells", Kind::Cells, "living cells with it", |row| row.cells().into())
    .column("present", Kind::Flag, PRESENT, |row| row.entry.present.into())
}

fn region(entry: &MechanismShare) -> crate::tables::Cell<'_> {
    Some(entry.mechanism.region.as_str())
        .filter(|region| !region.is_empty())
        .into()
}

/// Rows of `resistances.csv`.
pub struct Resistances;

/// One resistance of a flask.
#[derive(Clone, Copy)]
pub struct ResistanceRow<'a> {
    replicate: u64,
    line: usize,
    day: f64,
    dominant: Option<&'a MechanismShare>,
}

impl Rows for Resistances {
    type Row<'a> = ResistanceRow<'a>;
}

impl Feed for Resistances {
    type Record = FlaskRecord;

    fn feed<'a>(flask: &'a FlaskRecord, row: &mut dyn FnMut(ResistanceRow<'a>) -> io::Result<()>) -> io::Result<()> {
        let last = (flask.outcome == Outcome::Resistant).then_some((flask.outcome_day, &flask.composition));
        let earlier = flask.failures.iter().map(|failure| (failure.day, &failure.composition));
        for (i, (day, composition)) in earlier.chain(last).enumerate() {
            row(ResistanceRow {
                replicate: flask.replicate,
                line: i + 1,
                day,
                dominant: composition.first(),
            })?;
        }
        Ok(())
    }
}

/// `resistances.csv`: each resistance of each flask.
pub fn resistances() -> Table<Resistances> {
    Table::<Resistances>::new(
        "resistances.csv",
        "flask and line of treatment that it became resistant to; a flask that never did has no row",
    )
    .column("replicate", Kind::Integer, "as in replicates.csv", |row| {
        row.replicate.into()
    })
    .column("treatment_line", Kind::Integer, "line of treatment, from 1", |row| {
        row.line.into()
    })
    .column("day", Kind::Day, "day of the resistance", |row| row.day.into())
    .column(
        "dominant",
        Kind::Text,
        "mechanism with the most cells on that day",
        |row| row.dominant.map(|entry| &entry.mechanism.label).into(),
    )
    .column("dominant_class", Kind::Text, "its class, as in mechanisms.csv", |row| {
        row.dominant.map(|entry| class_word(entry.mechanism.class)).into()
    })
    .column("dominant_share", Kind::Share, "its share of the living cells", |row| {
        row.dominant.map(|entry| entry.share).into()
    })
}

/// Rows of `samples.csv`.
pub struct Samples;

/// A mechanism in a sample; none where no cell lived.
#[derive(Clone, Copy)]
pub struct SampleRow<'a> {
    replicate: u64,
    sample: &'a FlaskComposition,
    entry: Option<&'a MechanismShare>,
}

impl Rows for Samples {
    type Row<'a> = SampleRow<'a>;
}

impl Feed for Samples {
    type Record = FlaskRecord;

    fn feed<'a>(flask: &'a FlaskRecord, row: &mut dyn FnMut(SampleRow<'a>) -> io::Result<()>) -> io::Result<()> {
        for sample in &flask.samples {
            let empty = sample.composition.is_empty().then_some(None);
            for entry in sample.composition.iter().map(Some).chain(empty) {
                row(SampleRow {
                    replicate: flask.replicate,
                    sample,
                    entry,
                })?;
            }
        }
        Ok(())
    }
}

/// When a sample has no mechanism.
const NO_CELLS: &str = "no cell lived";

/// `samples.csv`: what flasks held on the days that the scenario asks for.
pub fn samples() -> Table<Samples> {
    Table::<Samples>::new(
        "samples.csv",
        "flask, asked day and mechanism; one without a mechanism where no cell lived",
    )
    .column("replicate", Kind::Integer, "as in replicates.csv", |row| {
        row.replicate.into()
    })
    .column("asked_day", Kind::Day, "day that the scenario asks for", |row| {
        row.sample.asked_day.into()
    })
    .column("day", Kind::Day, "first look on or after it", |row| {
        row.sample.day.into()
    })
    .column("cells", Kind::Cells, "living cells in the flask", |row| {
        row.sample.cells.into()
    })
    .column("mechanism", Kind::Text, "as in mechanisms.csv", |row| {
        row.entry.map(|entry| &entry.mechanism.label).into()
    })
    .missing(NO_CELLS)
    .column("class", Kind::Text, "as in mechanisms.csv", |row| {
        row.entry.map(|entry| class_word(entry.mechanism.class)).into()
    })
    .missing(NO_CELLS)
    .column("share", Kind::Share, "share of the living cells", |row| {
        row.entry.map(|entry| entry.share).into()
    })
    .missing(NO_CELLS)
    .column("present", Kind::Flag, PRESENT, |row| {
        row.entry.map(|entry| entry.present).into()
    })
    .missing(NO_CELLS)
}
