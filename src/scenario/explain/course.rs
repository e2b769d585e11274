//! What one course of a laboratory scenario implies: doses, growth of every one-step type at each of them, and the windows in
//! which a type is selected.

use super::beside::{Beside, beside, with};
use crate::assay::cells::genotype::name as genotype_name;
use crate::engine::Cycle;
use crate::model::biology::{Biology, Genotype, Mechanism, MechanismClass};
use crate::model::design::Spike;
use crate::model::endpoint::absolute_ic;
use crate::model::pharmacokinetics::Profile;
use crate::model::protocol::Course;
use crate::scenario::course::timing::resistance_words;
use crate::scenario::subject::Subject;
use crate::scenario::{Laboratory, defaults};
use crate::words::{self, Align, Columns, dose, fixed, hours, number, signed_fixed};
use serde::Serialize;
use std::fmt;

/// At most this many doses of a course are shown as columns of the text.
const COLUMNS: usize = 9;

/// One course.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CourseExplained {
    /// Name of the drug.
    pub drug: String,
    /// First day on it, from seeding.
    pub from: f64,
    /// Day on which it is withdrawn; absent for never.
    pub until: Option<f64>,
    /// Starts at the flask's resistance of this number, not on `from`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_resistance: Option<u32>,
    /// nM, rising; nominal.
    pub doses: Vec<f64>,
    /// Doses with these effects on the unaltered line's viability: (percent, nM), where reached.
    pub inhibitory: Vec<(u32, Option<f64>)>,
    /// Those are of cells in the scenario's surroundings; doses such as "IC20" are of cells without.
    #[serde(skip)]
    pub in_niche: bool,
    /// What else is in the medium, in words; empty where nothing is.
    pub beside: String,
    /// Over what rates are averaged, in words; empty where the level stays.
    pub averaged: String,
    /// One row per reachable type.
    pub types: Vec<TypeExplained>,
    /// One entry per dose.
    pub windows: Vec<Window>,
}

/// Growth of one genotype in one state at each dose of a course.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypeExplained {
    /// The alteration, with the copies of an amplified driver; "unaltered".
    #[serde(rename = "label")]
    pub name: String,
    /// The cell state.
    pub state: String,
    /// No alteration: the line itself, in one of its states.
    #[serde(skip)]
    pub unaltered: bool,
    /// Copies of the driver after the first step of amplification.
    #[serde(skip)]
    pub copies: Option<u32>,
    /// Birth minus death per day, one per dose.
    pub net: Vec<f64>,
    /// The same over the parental line's net growth without drug.
    pub share_of_parental: Vec<f64>,
}

/// Which types grow at a dose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Window {
    /// nM, nominal.
    pub dose: f64,
    /// The unaltered naive cells still grow.
    pub parental_grows: bool,
    /// Altered types or other states that grow.
    pub growing: Vec<String>,
}

/// The course of this index.
pub fn course(laboratory: &Laboratory, subject: &Subject, index: usize) -> CourseExplained {
    let Laboratory { biology, protocol, .. } = laboratory;
    let this = &protocol.courses[index];
    let doses = this.dosing.doses();
    let Beside {
        given: others,
        told: beside,
    } = beside(biology, protocol, index);
    let seen = |dose: &f64| subject.cycle(&with(&others, this, *dose), protocol.flask.medium_lasts());
    let seen: Vec<Cycle> = doses.iter().map(seen).collect();
    let wild_type = biology.wild_type();
    let row = |name: String, genotype: &Genotype, state: usize, copies: Option<u32>| {
        let net: Vec<f64> = seen.iter().map(|seen| subject.net(genotype, state, seen)).collect();
        TypeExplained {
            name,
            unaltered: *genotype == wild_type,
            copies,
            state: biology.states()[state].full_name(),
            share_of_parental: net.iter().map(|net| net / subject.undrugged()).collect(),
            net,
        }
    };
    let mut types: Vec<TypeExplained> = (0..biology.states().len())
        .map(|state| row("unaltered".to_owned(), &wild_type, state, None))
        .collect();
    for (genotype, mechanism, _) in biology.reachable_first() {
        let copies = copies_of(biology, &genotype, &mechanism);
        let name = genotype_name(biology, &genotype, 0);
        types.push(row(name, &genotype, 0, copies));
    }
    // What is spiked in beyond these.
    let first: Vec<Genotype> = biology
        .reachable_first()
        .into_iter()
        .map(|(genotype, ..)| genotype)
        .collect();
    for Spike { genotype, state, .. } in &protocol.design.spikes {
        if *genotype != wild_type && (*state > 0 || !first.contains(genotype)) {
            let name = genotype_name(biology, genotype, 0);
            types.push(row(name, genotype, *state, None));
        }
    }
    let windows = doses.iter().enumerate().map(|(i, &dose)| Window {
        dose,
        parental_grows: types[0].net[i] > 0.0,
        growing: types[1..]
            .iter()
            .filter(|row| row.net[i] > 0.0)
            .map(TypeExplained::shown)
            .collect(),
    });
    let hours = defaults::IC_HOURS;
    let inhibitory = [20, 50, 90].map(|percent| {
        let fraction = f64::from(percent) / 100.0;
        (percent, absolute_ic(biology, &wild_type, 0, this.drug, fraction, hours))
    });
    CourseExplained {
        drug: biology.drugs()[this.drug].name.clone(),
        from: this.from,
        until: this.until,
        after_resistance: Some(this.timing.after_resistance).filter(|times| *times > 0),
        windows: windows.collect(),
        doses,
        inhibitory: inhibitory.to_vec(),
        in_niche: !laboratory.conditions.niche.is_empty(),
        beside,
        averaged: averaged(this, protocol.flask.medium_lasts()),
        types,
    }
}

/// Over what the rates of a course are averaged.
fn averaged(course: &Course, medium_lasts: f64) -> String {
    match course.profile() {
        Profile::Steady => String::new(),
        Profile::Oral { .. } => "means from dose to dose".to_owned(),
        Profile::Decay { .. } if medium_lasts.is_finite() => {
            format!(
                "means over the {} that a medium lasts, from the stated dose down",
                words::days(medium_lasts)
            )
        }
        Profile::Decay { .. } => {
            "without drug in the long run: it decays, and no calendar renews the medium".to_owned()
        }
    }
}

/// Copies of the driver in an amplified type; `None` for others.
fn copies_of(biology: &Biology, genotype: &Genotype, mechanism: &Mechanism) -> Option<u32> {
    (mechanism.class == MechanismClass::Amplification).then(|| biology.driver_copies(genotype).0)
}

impl Window {
    /// What grows here, of `others` types beside the unaltered naive one.
    fn told(&self, others: usize) -> String {
        let growing = match self.growing.len() {
            0 => "no other type does".to_owned(),
            n if n == others && self.parental_grows => "so does every other type".to_owned(),
            n if n == others => "every other type does".to_owned(),
            _ => format!("growing: {}", self.growing.join(", ")),
        };
        match self.parental_grows {
            true => format!("parental cells grow; {growing}"),
            false => format!("parental cells do not grow; {growing}"),
        }
    }
}

impl TypeExplained {
    /// As one of those that grow: the unaltered line by its state.
    fn shown(&self) -> String {
        if self.unaltered { &self.state } else { &self.name }.clone()
    }
}

impl fmt::Display for CourseExplained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = self
            .until
            .map_or(String::new(), |day| format!(" to day {}", number(day)));
        let beside = match self.beside.is_empty() {
            true => String::new(),
            false => format!(", beside {}", self.beside),
        };
        let from = match self.after_resistance {
            Some(times) => resistance_words(times),
            None => format!("day {}", number(self.from)),
        };
        writeln!(f, "{} from {from}{until}{beside}", self.drug)?;
        let known = |(percent, at): &(u32, Option<f64>)| match at {
            Some(at) => format!("IC{percent} {}", dose(*at)),
            None => format!("IC{percent} not reached"),
        };
        let known: Vec<String> = self.inhibitory.iter().map(known).collect();
        let niche = if self.in_niche {
            " in its surroundings (doses such as \"IC20\" are those without)"
        } else {
            ""
        };
        writeln!(
            f,
            "Unaltered line, {} viability{niche}: {}",
            hours(defaults::IC_HOURS),
            known.join(", ")
        )?;
        let shown = self.columns();
        let decimals = self.decimals();
        let title = match self.averaged.is_empty() {
            true => "Net growth per day".to_owned(),
            false => format!("Net growth per day, {}", self.averaged),
        };
        self.table(f, &title, &shown, |row, i| signed_fixed(row.net[i], decimals))?;
        self.table(f, "Share of parental growth, %", &shown, |row, i| {
            fixed(100.0 * row.share_of_parental[i], 0)
        })?;
        if self.types.iter().any(|row| row.copies.is_some()) {
            writeln!(
                f,
                "Copies: the first step of amplification; later divisions may add more, and with them growth on drug."
            )?;
        }
        writeln!(f, "Selection windows, at the doses above")?;
        let same = |a: &&Window, b: &&Window| a.parental_grows == b.parental_grows && a.growing == b.growing;
        let at_columns: Vec<&Window> = shown.iter().map(|&i| &self.windows[i]).collect();
        for windows in at_columns.chunk_by(same) {
            let (first, last) = (windows[0], windows[windows.len() - 1]);
            let doses = match windows.len() {
                1 => dose(first.dose),
                _ => format!("{} to {}", dose(first.dose), dose(last.dose)),
            };
            writeln!(f, "  {doses}: {}", first.told(self.types.len() - 1))?;
        }
        Ok(())
    }
}

impl CourseExplained {
    /// Which doses become columns: all, or evenly chosen ones with the first and the last.
    fn columns(&self) -> Vec<usize> {
        let n = self.doses.len();
        if n <= COLUMNS {
            return (0..n).collect();
        }
        (0..COLUMNS).map(|i| i * (n - 1) / (COLUMNS - 1)).collect()
    }

    /// Decimals in which the rates of this course can be told apart.
    fn decimals(&self) -> usize {
        let fastest = self
            .types
            .iter()
            .flat_map(|row| &row.net)
            .fold(0.0, |most: f64, net| most.max(net.abs()));
        match fastest {
            0.1.. => 2,
            0.03.. => 3,
            _ => 4,
        }
    }

    fn table(
        &self,
        f: &mut fmt::Formatter<'_>,
        title: &str,
        shown: &[usize],
        cell: impl Fn(&TypeExplained, usize) -> String,
    ) -> fmt::Result {
        writeln!(f, "{title}")?;
        let mut align = vec![Align::Left, Align::Left];
        align.resize(2 + shown.len(), Align::Right);
        let mut columns = Columns::new(&align).indented(2);
        let doses = shown.iter().map(|&i| dose(self.doses[i]));
        columns.row(["type", "state"].map(str::to_owned).into_iter().chain(doses));
        for row in &self.types {
            let cells = shown.iter().map(|&i| cell(row, i));
            columns.row([row.name.clone(), row.state.clone()].into_iter().chain(cells));
        }
        f.write_str(&columns.text())
    }
}
