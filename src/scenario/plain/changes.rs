//! What changes into what: the lists that hold everywhere, and those of single phases.

use super::file::{Daughters, MutationFile, SwitchFile};
use crate::model::plain::{PhaseChanges, PlainMutation, PlainSwitch, PlainType};
use crate::scenario::error::Checked;
use crate::scenario::value::Place;
use std::collections::{BTreeMap, BTreeSet};

/// Types by name.
pub struct TypeNames<'a> {
    names: Vec<&'a str>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> TypeNames<'a> {
    pub fn of(types: &'a [PlainType]) -> Self {
        let names: Vec<&str> = types.iter().map(|t| t.name.as_str()).collect();
        Self {
            places: names.iter().enumerate().map(|(i, name)| (*name, i)).collect(),
            names,
        }
    }

    /// In the order of the types.
    pub fn all(&self) -> &[&'a str] {
        &self.names
    }

    /// Whether there is a type of this name.
    pub fn knows(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// Index of a type.
    pub fn index(&self, place: &Place, name: &str) -> Checked<usize> {
        self.places.get(name).copied().ok_or_else(|| {
            place
                .wrong(format!("\"{name}\""), "is not one of the types")
                .one_of(name, &self.names)
        })
    }

    /// Where an arrow from a type may end: another type.
    fn end(&self, place: &Place, from: usize, to: &str) -> Checked<usize> {
        match self.index(place, to)? {
            end if end == from => Err(place.wrong(format!("\"{to}\""), "is the type that it starts from")),
            end => Ok(end),
        }
    }
}

/// Every change that any phase knows. Rates outside of phases that say otherwise stand in the lists.
pub struct Changes<'a> {
    names: &'a TypeNames<'a>,
    pub mutations: Vec<PlainMutation>,
    pub switches: Vec<PlainSwitch>,
}

impl<'a> Changes<'a> {
    /// The lists that hold everywhere. `place` is the table that holds both.
    pub fn usual(
        place: &Place,
        mutations: Option<&[MutationFile]>,
        switches: Option<&[SwitchFile]>,
        names: &'a TypeNames<'a>,
    ) -> Checked<Self> {
        Ok(Self {
            mutations: read_mutations(&place.key("mutations"), mutations.unwrap_or_default(), names)?,
            switches: read_switches(&place.key("switches"), switches.unwrap_or_default(), names)?,
            names,
        })
    }

    /// The rates of one phase, which take the place of the usual ones; `None` where it says nothing. To be asked phase
    /// by phase, then [`filled`](Self::filled): changes that only later phases know are added as they come.
    pub fn of_phase(
        &mut self,
        place: &Place,
        mutations: Option<&[MutationFile]>,
        switches: Option<&[SwitchFile]>,
    ) -> Checked<Option<PhaseChanges>> {
        if mutations.is_none() && switches.is_none() {
            return Ok(None);
        }
        let per_division = match mutations {
            None => self.mutations.iter().map(|m| m.per_division).collect(),
            Some(list) => {
                let own = read_mutations(&place.key("mutations"), list, self.names)?;
                let key = |m: &PlainMutation| (m.from, m.to, m.and);
                let rates = own.iter().map(|m| (key(m), m.per_division));
                let new = |m: &PlainMutation| PlainMutation {
                    per_division: 0.0,
                    ..m.clone()
                };
                union(&mut self.mutations, &own, key, new, &rates.collect())
            }
        };
        let per_day = match switches {
            None => self.switches.iter().map(|s| s.per_day).collect(),
            Some(list) => {
                let own = read_switches(&place.key("switches"), list, self.names)?;
                let key = |s: &PlainSwitch| (s.from, s.to);
                let rates = own.iter().map(|s| (key(s), s.per_day));
                let new = |s: &PlainSwitch| PlainSwitch {
                    per_day: 0.0,
                    ..s.clone()
                };
                union(&mut self.switches, &own, key, new, &rates.collect())
            }
        };
        Ok(Some(PhaseChanges { per_division, per_day }))
    }

    /// Rates of a phase with those of changes that came to be known after it: none in that phase.
    pub fn filled(&self, changes: Option<PhaseChanges>) -> Option<PhaseChanges> {
        changes.map(|mut own| {
            own.per_division.resize(self.mutations.len(), 0.0);
            own.per_day.resize(self.switches.len(), 0.0);
            own
        })
    }
}

/// Adds changes that are new to those known, and returns the rate of each; what is not among the phase's own has none.
fn union<T, K: Ord>(
    known: &mut Vec<T>,
    own: &[T],
    key: impl Fn(&T) -> K,
    new: impl Fn(&T) -> T,
    rates: &BTreeMap<K, f64>,
) -> Vec<f64> {
    let seen: BTreeSet<K> = known.iter().map(&key).collect();
    known.extend(own.iter().filter(|change| !seen.contains(&key(change))).map(new));
    known
        .iter()
        .map(|change| rates.get(&key(change)).copied().unwrap_or(0.0))
        .collect()
}

fn read_mutations(place: &Place, list: &[MutationFile], names: &TypeNames) -> Checked<Vec<PlainMutation>> {
    let mut mutations: Vec<PlainMutation> = Vec::with_capacity(list.len());
    let mut sums = vec![0.0; names.all().len()];
    let mut seen = BTreeSet::new();
    for (i, entry) in list.iter().enumerate() {
        let here = place.index(i);
        let from = names.index(&here.key("from"), &entry.from)?;
        let target = here.key("to");
        let (to, and) = match &entry.to {
            Daughters::One(to) => (names.end(&target, from, to)?, None),
            Daughters::Both([to, and]) => (
                names.end(&target.index(0), from, to)?,
                Some(names.end(&target.index(1), from, and)?),
            ),
        };
        let value = here.key("per_division");
        let per_division = entry.per_division(&here)?;
        let mutation = PlainMutation {
            from,
            to,
            and,
            per_division,
        };
        if !seen.insert((from, to, and)) {
            return Err(here.fault(format!("repeats the mutation {} to {}", entry.from, entry.to)));
        }
        sums[from] += per_division;
        if sums[from] > 1.0 + 4.0 * f64::EPSILON {
            return Err(value
                .fault(format!(
                    "makes the mutation probabilities of \"{}\" sum to {}",
                    entry.from, sums[from]
                ))
                .allowed("the per_division of one type sum to at most 1"));
        }
        mutations.push(mutation);
    }
    Ok(mutations)
}

fn read_switches(place: &Place, list: &[SwitchFile], names: &TypeNames) -> Checked<Vec<PlainSwitch>> {
    let mut switches: Vec<PlainSwitch> = Vec::with_capacity(list.len());
    let mut seen = BTreeSet::new();
    for (i, entry) in list.iter().enumerate() {
        let here = place.index(i);
        let from = names.index(&here.key("from"), &entry.from)?;
        let to = names.end(&here.key("to"), from, &entry.to)?;
        if !seen.insert((from, to)) {
            return Err(here.fault(format!("repeats the switch {} to {}", entry.from, entry.to)));
        }
        let per_day = entry.per_day(&here)?;
        switches.push(PlainSwitch { from, to, per_day });
    }
    Ok(switches)
}
