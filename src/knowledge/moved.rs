//! One value of the knowledge base moved, all else as it was: for asking how much an answer leans on it.
//!
//! Keys are those of the assumptions ("H3122/doubling"). Values of records are set in the record. Values
//! that a rule derives (imputed folds, K carried over from another system) and numbers of study tables
//! are set where they are used, so that the rest of the table stays.

use super::KnowledgeBase;
use super::error::{InvalidValue, KnowledgeError, nearest};
use super::resolve::Work;
use super::schema::*;
use super::values;
use crate::units::{Days, Nanomolar};

/// Values without a range are moved so many times up and down. Ba/F3 IC50s of crizotinib on unmutated
/// EML4-ALK span 11 to 132 nM between laboratories, which is 3.5-fold either way.
pub const BETWEEN_LABORATORIES: f64 = 3.0;

/// A number that an answer leans on, and how far it could be off.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    pub key: String,
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// The record states the range; else it is [`BETWEEN_LABORATORIES`].
    pub stated: bool,
}

impl Span {
    pub(super) fn new(key: String, value: f64, range: Option<(f64, f64)>) -> Self {
        let usual = (value / BETWEEN_LABORATORIES, value * BETWEEN_LABORATORIES);
        // A range that does not reach beyond the value says nothing about how far it could be off.
        let stated = range.filter(|(low, high)| low < high);
        let (low, high) = stated.unwrap_or(usual);
        Self {
            key,
            value,
            low: low.min(value),
            high: high.max(value),
            stated: stated.is_some(),
        }
    }
}

/// The name of a fold.
pub(super) fn fold_key(id: &str, drug: &str) -> String {
    format!("fold/{id}/{drug}")
}

/// A place in a record that holds a number.
trait Slot {
    /// Sets it; false where the number does not fit the type.
    fn set(&mut self, number: f64) -> bool;
}

impl Slot for f64 {
    fn set(&mut self, number: f64) -> bool {
        *self = number;
        number.is_finite()
    }
}

impl Slot for Nanomolar {
    fn set(&mut self, number: f64) -> bool {
        Nanomolar::new(number).map(|dose| *self = dose).is_ok()
    }
}

impl Slot for Days {
    fn set(&mut self, number: f64) -> bool {
        Days::new(number).map(|days| *self = days).is_ok()
    }
}

impl<T: Slot> Slot for Sourced<T> {
    fn set(&mut self, number: f64) -> bool {
        self.value.set(number)
    }
}

impl Slot for Weights {
    /// The largest share becomes `number`; the others share the rest as before.
    fn set(&mut self, number: f64) -> bool {
        let Some((first, largest)) = largest(&self.value) else {
            return false;
        };
        for (node, share) in &mut self.value {
            *share *= match *node == first {
                true => number / largest,
                false => (1.0 - number) / (1.0 - largest),
            };
        }
        (0.0..=1.0).contains(&number) && largest < 1.0
    }
}

/// Weights that need not sum to one: all are scaled so that the largest becomes the number.
struct Scaled<'a>(&'a mut std::collections::BTreeMap<String, f64>);

impl Slot for Scaled<'_> {
    fn set(&mut self, number: f64) -> bool {
        let Some((_, largest)) = largest(self.0).filter(|(_, largest)| *largest > 0.0) else {
            return false;
        };
        self.0.values_mut().for_each(|weight| *weight *= number / largest);
        number >= 0.0
    }
}

/// The first of the largest weights.
pub(super) fn largest(weights: &std::collections::BTreeMap<String, f64>) -> Option<(String, f64)> {
    let best = weights.values().copied().fold(f64::NEG_INFINITY, f64::max);
    let (name, weight) = weights.iter().find(|(_, weight)| **weight == best)?;
    Some((name.clone(), *weight))
}

impl KnowledgeBase {
    /// The same knowledge with one number moved.
    pub fn with_value(&self, key: &str, number: f64) -> Result<KnowledgeBase, KnowledgeError> {
        let mut moved = self.clone();
        let before = number_of(self, key);
        if before == Some(number) {
            return Ok(moved);
        }
        let domain = values::all(&self.data)
            .into_iter()
            .find(|view| format!("{}/{}", view.record, view.key) == key);
        let outside = domain.as_ref().is_some_and(|view| !view.domain.allows(number));
        let set = match outside {
            true => false,
            false => match set_record(&mut moved.data, &mut moved.defaults, &mut moved.supply, key, number) {
                Some(set) => set,
                None if self.is_derived(key) => {
                    moved.moved.insert(key.to_owned(), number);
                    number.is_finite() && number > 0.0
                }
                None => return Err(self.unknown_key(key)),
            },
        };
        moved.data.defaults = Some(moved.defaults.clone());
        moved.data.supply = Some(moved.supply.clone());
        match set {
            true => Ok(moved),
            false => Err(KnowledgeError::Invalid(Box::new(InvalidValue {
                file: "knowledge base".to_owned(),
                line: None,
                key: key.to_owned(),
                value: number.to_string(),
                allowed: domain.map_or("numbers above 0", |view| view.domain.words()).to_owned(),
                nearest: None,
            }))),
        }
    }

    /// Value and range of a number of a record, by its key.
    pub fn span(&self, key: &str) -> Option<Span> {
        let views = values::all(&self.data);
        let view = views
            .iter()
            .find(|view| format!("{}/{}", view.record, view.key) == key)?;
        Some(Span::new(key.to_owned(), view.number, view.range))
    }

    /// Whether a rule or a study table gives the value of this key where it is used.
    fn is_derived(&self, key: &str) -> bool {
        let data = &self.data;
        let drug = |id: &str| data.drug.iter().any(|drug| drug.id == id);
        match key.split('/').collect::<Vec<_>>().as_slice() {
            ["fold", allele, to] => {
                let one = data.allele.iter().any(|a| a.id == *allele);
                let names = allele.split('+').all(|part| data.allele.iter().any(|a| a.name == part));
                drug(to) && (one || names)
            }
            ["potency", line, of] => drug(of) && data.line.iter().any(|l| l.id == *line),
            [study, _, of] => drug(of) && data.study.iter().any(|s| s.id == *study),
            [id, "paths"] => data.allele.iter().any(|a| a.id == *id) || data.bypass.iter().any(|b| b.id == *id),
            _ => false,
        }
    }

    fn unknown_key(&self, key: &str) -> KnowledgeError {
        let views = values::all(&self.data);
        let known: Vec<String> = views
            .iter()
            .map(|view| format!("{}/{}", view.record, view.key))
            .collect();
        KnowledgeError::Unknown {
            kind: "value",
            id: key.to_owned(),
            nearest: nearest(key, known.iter().map(String::as_str)),
            valid: vec!["the keys in the JSON form of `explain`".to_owned()],
        }
    }

    /// What a derived value was moved to.
    pub(super) fn moved(&self, key: &str) -> Option<f64> {
        self.moved.get(key).copied()
    }
}

impl Work<'_> {
    /// Keeps a number that the answer leans on.
    pub(super) fn span(&mut self, key: &str, value: f64, range: Option<(f64, f64)>) {
        if !self.spans.iter().any(|span| span.key == key) {
            self.spans.push(Span::new(key.to_owned(), value, range));
        }
    }
}

/// The number that a record holds under a key.
fn number_of(kb: &KnowledgeBase, key: &str) -> Option<f64> {
    let views = values::all(&kb.data);
    let view = views.iter().find(|view| format!("{}/{}", view.record, view.key) == key);
    view.map(|view| view.number)
}

/// Sets the value of a record; `None` where no record has the key, false where the number does not fit.
fn set_record(
    data: &mut File,
    defaults: &mut Defaults,
    supply: &mut SupplyRecord,
    key: &str,
    number: f64,
) -> Option<bool> {
    let (record, name) = key.split_once('/')?;
    let mut slots: Slots = Vec::new();
    of_tables(record, defaults, supply, &mut slots);
    of_records(record, data, &mut slots);
    let (_, slot) = slots.iter_mut().find(|(known, _)| known == name)?;
    Some(slot.set(number))
}

type Slots<'a> = Vec<(String, Box<dyn Slot + 'a>)>;

/// Adds `key` for a value, or for one that may be absent.
macro_rules! slots {
    ($into:expr; maybe $of:ident . $($key:ident),*) => {{
        $(if let Some(value) = &mut $of.$key {
            $into.push((stringify!($key).to_owned(), Box::new(value)));
        })*
    }};
    ($into:expr; $of:ident . $($key:ident),*) => {{
        $($into.push((stringify!($key).to_owned(), Box::new(&mut $of.$key)));)*
    }};
}

impl<T: Slot> Slot for &mut T {
    fn set(&mut self, number: f64) -> bool {
        (**self).set(number)
    }
}

fn of_tables<'a>(record: &str, defaults: &'a mut Defaults, supply: &'a mut SupplyRecord, into: &mut Slots<'a>) {
    match record {
        "defaults" => slots!(into; defaults.hill_slope, toxicity_slope, turnover, kill_per_growth, kill_over,
            birth_exponent, saturation, node_weights),
        "supply" => {
            slots!(into; supply.mutation_rate, transition, transversion, cpg_transition, mean_weight);
            slots!(into; maybe supply.induced_mutability);
        }
        _ => {}
    }
}

fn of_records<'a>(id: &str, data: &'a mut File, into: &mut Slots<'a>) {
    for line in data.line.iter_mut().filter(|line| line.id == id) {
        slots!(into; line.doubling);
        slots!(into; maybe line.copies, turnover, kill_per_growth, kill_over, birth_exponent, saturation, density,
            node_weights);
        if let Some(side) = &mut line.side_weights {
            into.push(("side_weights".to_owned(), Box::new(Scaled(&mut side.value))));
        }
        if let Some(fit) = &mut line.kill_fit {
            into.push(("kill_fit".to_owned(), Box::new(&mut fit.growth_share)));
        }
    }
    for drug in data.drug.iter_mut().filter(|drug| drug.id == id) {
        for site in &mut drug.on {
            let target = site.source.as_ref().or(site.node.as_ref()).cloned().unwrap_or_default();
            into.push((format!("half dose on {target}"), Box::new(&mut site.half_dose)));
            if let Some(slope) = &mut site.slope {
                into.push((format!("slope on {target}"), Box::new(slope)));
            }
        }
    }
    for pair in data.pair.iter_mut().filter(|pair| pair.drug == id) {
        into.push((format!("k_factor beside {}", pair.beside), Box::new(&mut pair.k_factor)));
        into.push((
            format!("half_dose beside {}", pair.beside),
            Box::new(&mut pair.half_dose),
        ));
    }
    for family in &mut data.family {
        if family.amplification.id == id {
            let ladder = &mut family.amplification;
            slots!(into; ladder.max_copies, first_gain, further_gain, loss);
        }
        if family.id == id {
            into.push(("activity of mutant copies".to_owned(), Box::new(&mut family.activity)));
            slots!(into; maybe family.copy_ceiling);
        }
    }
    for allele in data.allele.iter_mut().filter(|allele| allele.id == id) {
        slots!(into; maybe allele.rate, activity);
    }
    for bypass in data.bypass.iter_mut().filter(|bypass| bypass.id == id) {
        slots!(into; bypass.activity);
        slots!(into; maybe bypass.rate);
    }
    for factor in data.niche.iter_mut().filter(|factor| factor.id == id) {
        slots!(into; maybe factor.ligand, activity, sparing, dose_left);
    }
    for source in data.source.iter_mut().filter(|source| source.id == id) {
        into.push(("weights".to_owned(), Box::new(Scaled(&mut source.weights))));
    }
    for table in data.toxicity.iter_mut().filter(|table| table.id == id) {
        let doses = table.ic50.iter_mut();
        into.extend(doses.map(|(drug, dose)| (drug.clone(), Box::new(dose) as Box<dyn Slot + 'a>)));
    }
    for vessel in data.vessel.iter_mut().filter(|vessel| vessel.id == id) {
        slots!(into; vessel.capacity, seeding);
    }
    for spectrum in data.spectrum.iter_mut().filter(|spectrum| spectrum.id == id) {
        slots!(into; spectrum.gc);
    }
    for mutagen in data.mutagen.iter_mut().filter(|mutagen| mutagen.id == id) {
        slots!(into; mutagen.frequency);
    }
    of_states(id, &mut data.state, &mut data.switch, into);
}

fn of_states<'a>(id: &str, states: &'a mut [StateRecord], switches: &'a mut [SwitchRecord], into: &mut Slots<'a>) {
    for state in states.iter_mut().filter(|state| state.id == id) {
        slots!(into; maybe state.birth_factor, death_factor, sparing, driver_share);
        for activation in &mut state.activates {
            let key = format!("activity of {}", activation.source);
            into.push((key, Box::new(&mut activation.activity)));
        }
    }
    for switch in switches.iter_mut().filter(|switch| switch.from == id) {
        let to = switch.to.clone();
        let mut found: Slots<'a> = Vec::new();
        slots!(found; maybe switch.base, induced, induced_exponent, relief, relief_exponent);
        into.extend(
            found
                .into_iter()
                .map(|(key, slot)| (format!("{key} to {to}, per day"), slot)),
        );
    }
}
