//! A plain scenario over lists or grids of values: every point simulated in memory, on the same random streams.

use super::Wanted;
use super::request::size;
use crate::scenario::lock::VERSION;
use crate::scenario::vary::Sweep;
use crate::scenario::{Books, SCHEMA, Scenario};
use crate::session::{Conduct, SessionError, Summary, simulate};
use crate::statistics::PlainSummary;
use crate::statistics::plain::STOPS;
use crate::words::{self, Align, Columns, counted};
use serde::Serialize;

/// A plain scenario over all combinations of values.
#[derive(Debug)]
pub struct PlainSwept {
    sweep: Sweep,
    scenarios: Vec<Scenario>,
    told: Vec<String>,
}

/// A key and its values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainKey {
    /// Path of the key, for example "plain.types.1.founders".
    pub key: String,
    /// Its values as written.
    pub values: Vec<String>,
}

/// The values of a point and what came of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainPoint {
    /// In the order of the keys.
    pub values: Vec<String>,
    /// As in `summary.json` of a run.
    pub statistics: PlainSummary,
}

/// What came of every point.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainSweep {
    /// Version of this format.
    pub schema: u64,
    /// Version of Escalade.
    pub version: &'static str,
    /// Name of the scenario.
    pub scenario: String,
    /// Seed of every point.
    pub seed: u64,
    /// Replicates of every point.
    pub replicates: u64,
    /// What is varied.
    pub keys: Vec<PlainKey>,
    /// The last key moves fastest.
    pub points: Vec<PlainPoint>,
}

impl PlainSwept {
    /// The points of a scenario file's `[[sweep]]` entries and of the keys that are asked for; none where the scenario has
    /// the laboratory form. `shown` is the file's name in messages.
    ///
    /// # Errors
    /// A point is no valid scenario, there are too many, or something is asked for that the plain form does not have.
    pub fn of(shown: &str, text: &str, wanted: &Wanted) -> Result<Option<Self>, SessionError> {
        let sweep = Sweep::read(shown, text.to_owned(), wanted.keys.clone(), Books::Overlays(&[]))?;
        if !sweep.is_plain() {
            return Ok(None);
        }
        let asked = [
            ("matrix", wanted.matrix),
            ("want", wanted.want.is_some()),
            ("worlds", wanted.worlds.is_some() || wanted.given_worlds.is_some()),
        ];
        if let Some((option, _)) = asked.into_iter().find(|(_, asked)| *asked) {
            return Err(SessionError::Request(format!(
                "--{option} belongs to the laboratory form, and {shown} has the plain form\n  allowed: --vary KEY=VALUES"
            )));
        }
        let books = Books::Overlays(&[]);
        let first = sweep.scenario(0, books)?;
        let (replicates, seed) = (
            wanted.replicates.unwrap_or(first.replicates),
            wanted.seed.unwrap_or(first.seed),
        );
        let size = size(&sweep, replicates, wanted.large, "replicate")?;
        let mut scenarios = Vec::new();
        for point in 0..sweep.points() {
            let scenario = sweep.scenario(point, books)?;
            scenarios.push(Scenario {
                seed,
                replicates,
                ..scenario
            });
        }
        Ok(Some(Self {
            told: std::iter::once(size).chain(sweep.told(false)).collect(),
            scenarios,
            sweep,
        }))
    }

    /// The scenario of every point.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// How large it is and what varies.
    pub fn told(&self) -> &[String] {
        &self.told
    }

    /// Simulates every point.
    ///
    /// # Errors
    /// Stopped on request, or the system refused to start threads.
    pub fn run(&self, conduct: &Conduct) -> Result<PlainSweep, SessionError> {
        let keys = self.sweep.keys.iter().map(|vary| PlainKey {
            key: vary.key.clone(),
            values: vary.shown(),
        });
        let keys: Vec<PlainKey> = keys.collect();
        let mut points = Vec::new();
        for (point, scenario) in self.scenarios.iter().enumerate() {
            let places = self.sweep.places(point as u64);
            let values = keys.iter().zip(places).map(|(key, place)| key.values[place].clone());
            if let Summary::Plain(statistics) = simulate(scenario, conduct)? {
                points.push(PlainPoint {
                    values: values.collect(),
                    statistics: *statistics,
                });
            }
        }
        let first = &self.scenarios[0];
        Ok(PlainSweep {
            schema: SCHEMA,
            version: VERSION,
            scenario: first.name.clone(),
            seed: first.seed,
            replicates: first.replicates,
            keys,
            points,
        })
    }
}

impl PlainSweep {
    /// A row per point: how replicates ended, when on average, and mean counts.
    pub fn text(&self) -> String {
        let seen = |i: &usize| {
            self.points
                .iter()
                .any(|point| point.statistics.stops[*i].share.count > 0)
        };
        let stops: Vec<usize> = (0..STOPS.len()).filter(seen).collect();
        let counts = |summary: &PlainSummary| {
            let all = std::iter::once(&summary.total).chain(&summary.types);
            let all = all.chain(&summary.mutations);
            all.map(|count| (count.name.clone(), words::mean_cells(count.mean)))
                .collect::<Vec<_>>()
        };
        let names = self
            .points
            .first()
            .map(|point| counts(&point.statistics))
            .unwrap_or_default();
        let keys = self.keys.iter().map(|key| key.key.clone());
        let head = keys
            .chain(stops.iter().map(|&i| STOPS[i].word().replace('_', " ")))
            .chain(["mean end".to_owned()])
            .chain(names.into_iter().map(|(name, _)| name));
        let mut align = vec![Align::Left; self.keys.len()];
        align.resize(head.clone().count(), Align::Right);
        let mut table = Columns::new(&align).indented(2);
        table.row(head);
        for PlainPoint { values, statistics } in &self.points {
            let ended = stops.iter().map(|&i| words::percent(statistics.stops[i].share.share));
            let end = statistics.end_day.as_ref().map(|days| words::days(days.mean));
            let cells = counts(statistics).into_iter().map(|(_, mean)| mean);
            let row = values.iter().cloned().chain(ended).chain([end.unwrap_or_default()]);
            table.row(row.chain(cells));
        }
        format!(
            "{}: {} of {}, seed {}\n\n{}\nShares of replicates by how they ended, and means. Every point meets the same random \
             streams. --json has intervals and quantiles.",
            self.scenario,
            counted(self.points.len() as u64, "point"),
            counted(self.replicates, "replicate"),
            self.seed,
            table.text()
        )
    }
}
