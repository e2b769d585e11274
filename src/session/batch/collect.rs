//! What is collected of the replicates of a row: a quantity of each replicate, and a statistic of them.

use crate::engine::record::{FlaskRecord, Outcome, PlainRecord};
use crate::model::biology::MechanismClass;
use crate::model::plain::PlainModel;
use crate::scenario::error::nearest;
use crate::scenario::{Body, Scenario};
use crate::session::SessionError;
use crate::statistics::STOPS;
use crate::statistics::counts::share;
use crate::statistics::quantile::sorted_quantile;

/// A quantity of a flask, and what it says of one; `None` where a flask has none.
type OfFlask = (&'static str, fn(&FlaskRecord) -> Option<f64>);

/// Quantities of flasks.
const FLASK: [OfFlask; 18] = [
    ("resistant", |r| share(r.outcome == Outcome::Resistant)),
    ("extinct", |r| share(r.outcome == Outcome::Extinct)),
    // Wells into which no cell was seeded.
    ("empty", |r| share(r.outcome == Outcome::Empty)),
    ("given_up", |r| share(r.outcome == Outcome::GivenUp)),
    ("time_over", |r| share(r.outcome == Outcome::TimeOver)),
    ("outcome_day", |r| Some(r.outcome_day)),
    ("resistance_day", |r| {
        (r.outcome == Outcome::Resistant).then_some(r.outcome_day)
    }),
    ("goal_day", |r| r.goal_day),
    ("end_day", |r| Some(r.end_day)),
    ("cells", |r| Some(r.cells as f64)),
    ("passages", |r| Some(f64::from(r.passages))),
    ("dose_steps", |r| Some(f64::from(r.dose_steps))),
    ("crashes", |r| Some(f64::from(r.crashes))),
    ("growth_share", |r| r.growth_share),
    ("doublings", |r| Some(r.work.doublings)),
    ("pre_existing", |r| Some(r.pre_existing)),
    ("acquired", |r| Some(r.acquired)),
    ("spiked", |r| Some(r.spiked)),
];

/// Classes of the dominant mechanism of resistant flasks; other flasks count as 0.
const CLASSES: [(&str, MechanismClass); 7] = [
    ("dominant_on_target", MechanismClass::OnTarget),
    ("dominant_amplification", MechanismClass::Amplification),
    ("dominant_bypass", MechanismClass::Bypass),
    ("dominant_state", MechanismClass::State),
    ("dominant_transformed", MechanismClass::Transformed),
    ("dominant_compound", MechanismClass::Compound),
    ("dominant_none", MechanismClass::None),
];

/// Whether the drugs hold unaltered cells: 1 or 0 for a row, without a look at its flasks.
const HELD: &str = "unaltered_held";

/// Counts on a day: `cells_day_30`.
const ON_DAY: &str = "cells_day_";

/// What is collected of a laboratory scenario where nothing is named.
const USUAL: [&str; 12] = [
    HELD,
    "resistant",
    "extinct",
    "given_up",
    "outcome_day",
    "resistance_day:median",
    "dominant_on_target",
    "dominant_amplification",
    "dominant_bypass",
    "dominant_state",
    "dominant_transformed",
    "dominant_compound",
];

/// A statistic over replicates.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Statistic {
    Mean,
    Sd,
    Least,
    Most,
    /// See [`sorted_quantile`].
    Quantile(f64),
}

const STATISTICS: [(&str, Statistic); 9] = [
    ("mean", Statistic::Mean),
    ("sd", Statistic::Sd),
    ("min", Statistic::Least),
    ("max", Statistic::Most),
    ("median", Statistic::Quantile(0.5)),
    ("q05", Statistic::Quantile(0.05)),
    ("q25", Statistic::Quantile(0.25)),
    ("q75", Statistic::Quantile(0.75)),
    ("q95", Statistic::Quantile(0.95)),
];

/// One column of results.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name in the table.
    pub name: String,
    quantity: Quantity,
    statistic: Statistic,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Quantity {
    /// Place in [`FLASK`].
    Flask(usize),
    /// Place in [`CLASSES`].
    Class(usize),
    Held,
    /// Cells at the first look on or after this day; none later than the end.
    OnDay(f64),
    PlainStop(usize),
    PlainEnd,
    PlainTotal,
    PlainType(usize),
    PlainMutation(usize),
}

/// The columns of a scenario's results: `QUANTITY` (its mean) or `QUANTITY:STATISTIC`; the usual ones where none is
/// named.
///
/// # Errors
/// A quantity or a statistic is not known.
pub fn columns(scenario: &Scenario, wanted: &[String]) -> Result<Vec<Column>, SessionError> {
    let known = known(scenario);
    let usual = || match &scenario.body {
        Body::Laboratory(_) => USUAL.iter().map(|name| (*name).to_owned()).collect(),
        Body::Plain(_) => known.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(),
    };
    let wanted = if wanted.is_empty() { usual() } else { wanted.to_vec() };
    wanted.iter().map(|text| column(&known, text)).collect()
}

fn column(known: &[(String, Quantity)], text: &str) -> Result<Column, SessionError> {
    let (name, statistic) = text.split_once(':').unwrap_or((text, "mean"));
    let found = known
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, quantity)| *quantity);
    let laboratory = known.iter().any(|(_, quantity)| matches!(quantity, Quantity::Flask(_)));
    let on_day = || {
        let day = name.strip_prefix(ON_DAY).and_then(|day| day.parse::<f64>().ok());
        day.filter(|day| laboratory && day.is_finite() && *day >= 0.0)
            .map(Quantity::OnDay)
    };
    let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
    let quantity = found.or_else(on_day).ok_or_else(|| {
        SessionError::Request(format!(
            "--collect \"{text}\": \"{name}\" is not a quantity\n  {}{}",
            nearest(name, &names),
            if laboratory {
                "; cells_day_30 and other days"
            } else {
                ""
            }
        ))
    })?;
    let statistics: Vec<&str> = STATISTICS.iter().map(|(name, _)| *name).collect();
    let place = statistics.iter().position(|known| *known == statistic).ok_or_else(|| {
        SessionError::Request(format!(
            "--collect \"{text}\": \"{statistic}\" is not a statistic\n  {}",
            nearest(statistic, &statistics)
        ))
    })?;
    Ok(Column {
        name: text.replace([':', '.'], "_"),
        quantity,
        statistic: STATISTICS[place].1,
    })
}

/// Every quantity of a scenario by name, but for counts on days.
fn known(scenario: &Scenario) -> Vec<(String, Quantity)> {
    match &scenario.body {
        Body::Laboratory(_) => {
            let flask = FLASK
                .iter()
                .enumerate()
                .map(|(i, (name, _))| (*name, Quantity::Flask(i)));
            let classes = CLASSES
                .iter()
                .enumerate()
                .map(|(i, (name, _))| (*name, Quantity::Class(i)));
            flask
                .chain(classes)
                .chain([(HELD, Quantity::Held)])
                .map(|(name, quantity)| (name.to_owned(), quantity))
                .collect()
        }
        Body::Plain(model) => plain(model),
    }
}

fn plain(model: &PlainModel) -> Vec<(String, Quantity)> {
    let stops = STOPS.iter().enumerate();
    let stops = stops.map(|(i, stop)| (stop.word().to_owned(), Quantity::PlainStop(i)));
    let types = model.types.iter().enumerate();
    let types = types.map(|(i, t)| (format!("cells_{}", t.name), Quantity::PlainType(i)));
    let mutations = model.mutations.iter().enumerate().map(|(i, m)| {
        let path = model.path(m).join("_");
        (format!("mutations_{path}"), Quantity::PlainMutation(i))
    });
    let first = [("end_day", Quantity::PlainEnd), ("cells_total", Quantity::PlainTotal)];
    let first = first.map(|(name, quantity)| (name.to_owned(), quantity));
    stops.chain(first).chain(types).chain(mutations).collect()
}

impl Column {
    /// Of a flask in a row whose drugs hold unaltered cells or do not; `None` where it has none.
    pub(super) fn of_flask(&self, record: &FlaskRecord, held: bool) -> Option<f64> {
        match self.quantity {
            Quantity::Held => share(held),
            Quantity::Flask(i) => FLASK[i].1(record),
            Quantity::Class(i) => {
                let dominant = record.composition.first().map(|share| share.mechanism.class);
                share(record.outcome == Outcome::Resistant && dominant == Some(CLASSES[i].1))
            }
            Quantity::OnDay(day) => {
                let look = record.looks.iter().find(|look| look.day >= day - 1e-9);
                look.map(|look| look.cells as f64)
            }
            _ => None,
        }
    }

    /// Of a replicate of the plain form.
    pub(super) fn of_plain(&self, record: &PlainRecord) -> Option<f64> {
        match self.quantity {
            Quantity::PlainStop(i) => share(record.stop == STOPS[i]),
            Quantity::PlainEnd => Some(record.end_day),
            Quantity::PlainTotal => Some(record.cells.iter().map(|cells| *cells as f64).sum()),
            Quantity::PlainType(i) => record.cells.get(i).map(|cells| *cells as f64),
            Quantity::PlainMutation(i) => record.mutations.get(i).map(|events| *events as f64),
            _ => None,
        }
    }

    /// The statistic of the replicates that have the quantity; `None` where none has.
    pub(super) fn statistic(&self, values: &mut [f64]) -> Option<f64> {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        match self.statistic {
            _ if values.is_empty() => None,
            Statistic::Mean => Some(mean),
            // One replicate says nothing of how much they differ.
            Statistic::Sd if values.len() < 2 => None,
            Statistic::Sd => {
                let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
                Some(libm::sqrt(squares / (n - 1.0)))
            }
            Statistic::Least => values.iter().copied().reduce(f64::min),
            Statistic::Most => values.iter().copied().reduce(f64::max),
            Statistic::Quantile(p) => {
                values.sort_by(f64::total_cmp);
                Some(sorted_quantile(values, p))
            }
        }
    }
}
