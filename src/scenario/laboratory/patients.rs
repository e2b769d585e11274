//! `[patients]`: replicates are patients, who differ from each other and are biopsied when they progress.

use crate::model::biology::Biology;
use crate::model::patients::{Patients, Progression, TUMOUR};
use crate::model::protocol::Flask;
use crate::model::spread::{ShareSpread, Spread};
use crate::scenario::error::{Checked, ScenarioError};
use crate::scenario::keys::kinds::{Cells, Inside, List, Number, SomeShare, Text, Time, TimeWithin, inside};
use crate::scenario::keys::write::{days, in_days, in_percent, percent};
use crate::scenario::keys::{Kind, May, Names, Or, Rules, parts, table};
use crate::scenario::value::{Place, Scalar};
use crate::statistics::patients::findings;
use crate::statistics::profile::class_word;
use crate::words::{cells, cells_of_files, listed, number};
use serde_json::{Value, json};

table! {
    /// Replicates are patients.
    #[derive(Default)]
    pub struct PatientsFile {
        /// Tumour cells when the treatment begins, such as "1e9..1e11": the central 90% of the patients.
        pool: May<Between<Cells>> = Between(Cells).may(),
        /// Concentration in a patient over the one of the courses, such as "0.5..2".
        exposure: Or<Between<Number>> = Between(FACTOR).or(1_u64),
        /// Time in which an untreated tumour doubles, such as "30 d..200 d"; the line's where left out.
        doubling: May<Between<Time>> = Between(Time).may(),
        /// Deaths per birth in the untreated tumour, such as "70%..99%"; the line's where left out.
        turnover: May<Between<SomeShare>> = Between(SomeShare(&["of births"])).may(),
        /// How often heritable changes come in a patient over how often they come in the line, such as "0.3..3".
        supply: Or<Between<Number>> = Between(FACTOR).or(1_u64),
        /// Cells that a patient's tumour can have at most.
        most_cells: Or<Cells> = Cells.or(MOST_CELLS),
        /// When a patient has progressed, and is biopsied.
        #[read(elsewhere)]
        progression: May<Inside<ProgressionFile>> = inside().may(),
        /// Only patients with one of these in the biopsy are published: mechanisms, or classes such as "on-target".
        only: May<List<Text>> = List(Text, 1).may(),
    }
}

table! {
    /// When a patient has progressed.
    #[derive(Default)]
    pub struct ProgressionFile {
        /// Cells over the fewest since the treatment began.
        growth: Or<Number> = Number { low: 1.0, high: 1e6, allowed: "1 to 1e6 times the smallest size" }.or(PROGRESSION),
        /// Cells that can be seen.
        visible: Or<Cells> = Cells.or(VISIBLE),
        /// Time between visits.
        every: Or<TimeWithin> = TimeWithin { low: 1.0, high: 3650.0, allowed: "1 d to 3650 d" }.or("56 d"),
    }
}

/// A fifth more in diameter than at the smallest is 1.2 cubed in volume (RECIST 1.1, doi:10.1016/j.ejca.2008.10.026).
const PROGRESSION: f64 = 1.728;
/// A lesion of 6 mm (`assumed`: 1e9 cells in a mL; Del Monte 2009, doi:10.4161/cc.8.3.7608, finds 1e8 likelier).
const VISIBLE: u64 = 100_000_000;
/// About a kilogram (`assumed`, by the same count).
const MOST_CELLS: u64 = 1_000_000_000_000;

const FACTOR: Number = Number {
    low: 1e-6,
    high: 1e6,
    allowed: "a factor from 1e-6 to 1e6",
};

/// What differs between patients: "LOW..HIGH" are the ends of the central 90%, one value is everybody's.
pub struct Between<K>(pub K);

impl<K> Between<K> {
    const ALLOWED: &'static str = "one value, or the ends of the central 90% as \"LOW..HIGH\"";
}

impl<K: Kind<Raw = Scalar>> Kind for Between<K>
where
    K::Value: Amount,
{
    type Raw = Scalar;
    type Value = Spread;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<Spread> {
        let one = |raw: &Scalar| self.0.read(place, raw).map(Amount::number);
        let spread = match raw.text().and_then(|text| text.split_once("..")) {
            Some((low, high)) => Spread {
                low: one(&scalar(low))?,
                high: one(&scalar(high))?,
            },
            None => {
                let or_range = |error: ScenarioError| error.help(format!("patients may differ: {}", Self::ALLOWED));
                let both = one(raw).map_err(or_range)?;
                Spread { low: both, high: both }
            }
        };
        match spread.low > 0.0 && spread.low <= spread.high {
            true => Ok(spread),
            false => Err(place
                .wrong(raw, "is no range")
                .allowed(Self::ALLOWED)
                .help("the lower end first, above 0")),
        }
    }
    fn schema(&self, what: &str, names: &Names) -> Value {
        let range = parts::pattern(
            "",
            r"^\s*[0-9.eE+-]+\s*[a-z%]*\s*[.][.]\s*[0-9.eE+-]+\s*[a-z%]*\s*$",
            &["0.5..2"],
        );
        json!({ "description": what, "anyOf": [range, self.0.schema("", names)] })
    }
}

/// A number as it stands in a text.
fn scalar(text: &str) -> Scalar {
    let text = text.trim();
    text.parse::<f64>().map_or_else(|_| Scalar::from(text), Scalar::from)
}

/// What a spread can be of.
pub trait Amount {
    /// As a number.
    fn number(self) -> f64;
}

impl Amount for f64 {
    fn number(self) -> f64 {
        self
    }
}

impl Amount for u64 {
    fn number(self) -> f64 {
        self as f64
    }
}

impl PatientsFile {
    /// The patients.
    pub fn check(&self, place: &Place) -> Checked<Patients> {
        let Some(pool) = self.pool(place)? else {
            return Err(place
                .key("pool")
                .fault("is missing")
                .allowed("tumour cells when the treatment begins, as \"1e9..1e11\" (1e9 are about a millilitre)"));
        };
        let most_cells = self.most_cells(place)? as f64;
        if pool.high > 0.5 * most_cells {
            return Err(place.key("pool").out_of_range(
                cells_of_files(pool.high),
                format!("at most half of most_cells = {}", cells_of_files(most_cells)),
            ));
        }
        let turnover = self
            .turnover(place)?
            .map(|Spread { low, high }| ShareSpread { low, high });
        if turnover.is_some_and(|share| share.high >= 1.0) {
            return Err(place
                .key("turnover")
                .out_of_range("100%", "below 100%, or the tumour does not grow"));
        }
        let (progression, at) = (self.progression.clone().unwrap_or_default(), place.key("progression"));
        Ok(Patients {
            pool,
            exposure: self.exposure(place)?,
            doubling: self.doubling(place)?,
            turnover,
            supply: self.supply(place)?,
            most_cells,
            progression: Progression {
                growth: progression.growth(&at)?,
                visible: progression.visible(&at)? as f64,
                every: progression.every(&at)?,
            },
            only: self.only(place)?.unwrap_or_default(),
        })
    }

    /// The table of patients.
    pub fn of(patients: &Patients) -> Self {
        let plain = |number: f64| format!("{number:e}");
        Self {
            pool: Some(between(&patients.pool, plain)),
            exposure: Some(between(&patients.exposure, plain)),
            doubling: patients.doubling.as_ref().map(|spread| between(spread, in_days)),
            turnover: patients.turnover.map(|ShareSpread { low, high }| match low == high {
                true => percent(low),
                false => Scalar::from(format!("{}..{}", in_percent(low), in_percent(high))),
            }),
            supply: Some(between(&patients.supply, plain)),
            most_cells: Some(patients.most_cells.into()),
            progression: Some(ProgressionFile {
                growth: Some(patients.progression.growth.into()),
                visible: Some(patients.progression.visible.into()),
                every: Some(days(patients.progression.every)),
            }),
            only: (!patients.only.is_empty()).then(|| patients.only.clone()),
        }
    }
}

fn between(spread: &Spread, word: impl Fn(f64) -> String) -> Scalar {
    Scalar::from(format!("{}..{}", word(spread.low), word(spread.high)))
}

/// Refuses findings that no biopsy of the line can show.
pub fn check_only(root: &Place, patients: &Patients, biology: &Biology) -> Checked<()> {
    let known = findings(biology);
    let classes: Vec<&str> = known.values().map(|class| class_word(*class)).collect();
    let mut names: Vec<&str> = classes;
    names.sort_unstable();
    names.dedup();
    names.extend(known.keys().map(String::as_str));
    let place = root.key("patients").key("only");
    for (i, wanted) in patients.only.iter().enumerate() {
        if !names.iter().any(|name| name.eq_ignore_ascii_case(wanted)) {
            let fault = place
                .index(i)
                .wrong(format!("\"{wanted}\""), "is no finding of a biopsy of this line");
            return Err(fault.one_of(wanted, &names));
        }
    }
    Ok(())
}

/// A tumour as a flask that nobody passages.
pub fn tumour(patients: &Patients) -> Flask {
    Flask {
        vessel: TUMOUR.into(),
        capacity: patients.most_cells,
        seed_cells: patients.pool.median() as u64,
        passage_at: 1.0,
        passage_every: None,
        medium_every: None,
        split: 1.0,
    }
}

/// Who the patients are, in sentences.
pub fn words(patients: &Patients) -> Vec<String> {
    let alike = |spread: &Spread| spread.low == spread.high;
    let spreads = [
        Some(&patients.pool),
        Some(&patients.exposure),
        patients.doubling.as_ref(),
        Some(&patients.supply),
    ];
    let all_alike = spreads.into_iter().flatten().all(alike);
    let spread = |spread: &Spread, word: &dyn Fn(f64) -> String| match (alike(spread), all_alike) {
        (true, true) => word(spread.low),
        (true, false) => format!("{} (all of them)", word(spread.low)),
        (false, _) => format!("{} to {}", word(spread.low), word(spread.high)),
    };
    let mut differ = vec![format!(
        "{} tumour cells when the treatment begins",
        spread(&patients.pool, &|n| cells(n))
    )];
    if patients.exposure != Spread::ONE {
        differ.push(format!(
            "{} times the stated concentration",
            spread(&patients.exposure, &number)
        ));
    }
    if let Some(doubling) = &patients.doubling {
        let time = spread(doubling, &crate::words::days);
        differ.push(format!("a tumour that doubles in {time} untreated"));
    }
    if patients.supply != Spread::ONE {
        differ.push(format!(
            "{} times the line's supply of heritable changes",
            spread(&patients.supply, &number)
        ));
    }
    let turnover = patients.turnover.map_or(String::new(), |ShareSpread { low, high }| {
        let share = match low == high {
            true => crate::words::percent(low),
            false => format!("{} to {}", crate::words::percent(low), crate::words::percent(high)),
        };
        format!(" In the untreated tumour {share} of the births are made up for by deaths.")
    });
    let rule = &patients.progression;
    let mut told = vec![
        format!(
            "Every replicate is a patient; {} have {}. The tumour grew from one cell of the line.{turnover}",
            if all_alike { "all" } else { "nine of ten" },
            listed(&differ)
        ),
        format!(
            "A patient is looked at every {} and has progressed (counts as resistant, is biopsied) on drug at {} times the smallest \
             size since the treatment began, where at least {} cells were there or could be seen.",
            crate::words::days(rule.every),
            number(rule.growth),
            cells(rule.visible)
        ),
    ];
    if !patients.only.is_empty() {
        told.push(format!(
            "Only patients with {} in the biopsy are published.",
            crate::words::listed(&patients.only)
        ));
    }
    told
}
