//! `pairs.csv`: how flasks of the same number ended under each protocol of a comparison.

use super::options;
use crate::statistics::paired::FlaskEnd;
use crate::statistics::worlds::{Choice, OptionsRecord};
use crate::tables::{COLUMNS_FILE, Description, Kind, Rows, Table, column_names, dictionary};

/// A protocol as columns name it.
#[derive(Debug, Clone)]
pub struct PairFamily {
    /// The protocol's letter.
    pub letter: String,
    /// Drug of each of its courses, by its identifier.
    pub drugs: Vec<String>,
}

/// Rows of `pairs.csv`.
struct Pairs;

#[derive(Clone, Copy)]
struct PairRow<'a> {
    ends: &'a [Vec<FlaskEnd>],
    replicate: usize,
}

impl<'a> PairRow<'a> {
    fn under(self, protocol: usize) -> &'a FlaskEnd {
        &self.ends[protocol][self.replicate]
    }
}

impl Rows for Pairs {
    type Row<'a> = PairRow<'a>;
}

/// What `pairs.csv` is.
pub fn pairs_description(protocols: &[PairFamily]) -> Description {
    table(protocols).description().clone()
}

/// Tables of a comparison and their data dictionary: (file name, content). `ends` holds the flasks of each protocol,
/// `worlds` what came of a choice over worlds, and their flasks.
pub fn compared(
    protocols: &[PairFamily],
    ends: &[Vec<FlaskEnd>],
    worlds: Option<(&Choice, &[OptionsRecord])>,
) -> Vec<(String, String)> {
    let replicates = 0..ends.first().map_or(0, Vec::len);
    let text = table(protocols).text(replicates.map(|replicate| PairRow { ends, replicate }));
    let mut all = vec![(pairs_description(protocols), text)];
    all.extend(
        worlds
            .into_iter()
            .flat_map(|(choice, flasks)| options::tables(choice, flasks)),
    );
    let descriptions: Vec<Description> = all.iter().map(|(described, _)| described.clone()).collect();
    let texts = all
        .into_iter()
        .map(|(described, text)| (described.name.to_owned(), text));
    texts
        .chain([(COLUMNS_FILE.to_owned(), dictionary(&descriptions))])
        .collect()
}

fn table(protocols: &[PairFamily]) -> Table<Pairs> {
    let table = Table::<Pairs>::new("pairs.csv", "flask, under each protocol of a comparison").column(
        "replicate",
        Kind::Integer,
        "number of the flask, from 0",
        |row| row.replicate.into(),
    );
    table.each(protocols, |table, i, protocol| {
        let a = &protocol.letter;
        let table = table
            .column(
                format!("{a}_outcome"),
                Kind::Text,
                format!("under protocol {a}: `resistant`, `extinct`, `given_up`, `time_over` or `empty`"),
                move |row| row.under(i).outcome.word().into(),
            )
            .column(format!("{a}_outcome_day"), Kind::Day, "when that was", move |row| {
                row.under(i).day.into()
            })
            .column(format!("{a}_ttr_day"), Kind::Day, "time to resistance", move |row| {
                row.under(i).resistant_by(f64::INFINITY).into()
            })
            .missing("the flask is not resistant")
            .column(
                format!("{a}_dominant"),
                Kind::Text,
                "mechanism with the most cells at the outcome",
                move |row| row.under(i).dominant.as_ref().map(|mechanism| &mechanism.label).into(),
            )
            .missing("no cell lived");
        table.each(column_names(&protocol.drugs), |table, course, drug| {
            table.column(
                format!("{a}_highest_dose_nM_{drug}"),
                Kind::Nanomolar,
                format!("highest dose of {drug} up to the horizon; a drug that comes again is numbered"),
                move |row| row.under(i).highest[course].into(),
            )
        })
    })
}
