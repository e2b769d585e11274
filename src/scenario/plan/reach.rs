//! What of a goal a design can reach at all: by the routes that are open, and by the day on which its drugs are at their
//! goal.

use super::goal::{Counted, Goal, GoalKind};
use crate::model::biology::{Biology, MechanismClass, StateClass};
use crate::model::course::Dosing;
use crate::scenario::Laboratory;
use crate::scenario::want::Sought;
use crate::words::{counted, number};

/// Why a design can never reach the goal, where that can be told without a flask.
pub(super) fn never(goal: &Goal, laboratory: &Laboratory) -> Option<String> {
    let told = match goal.kind {
        GoalKind::Longest | GoalKind::Tell => return None,
        GoalKind::Mechanisms => too_few(goal, laboratory),
        GoalKind::Flasks | GoalKind::Cheapest | GoalKind::Soonest | GoalKind::More => closed(&goal.of, laboratory),
    };
    let resists = matches!(goal.of, Counted::Resistant | Counted::Kind(_));
    told.or_else(|| resists.then(|| too_late(goal, laboratory)).flatten())
}

/// The routes leave none of what is counted.
fn closed(counted: &Counted, laboratory: &Laboratory) -> Option<String> {
    let Counted::Kind(sought) = counted else { return None };
    if brought_in(laboratory) {
        return None;
    }
    let biology = &laboratory.biology;
    let can = match sought {
        Sought::Class(class) => arises(biology, *class),
        Sought::Mechanism(name) => name.split([' ', '+']).count() > 1 || named(biology, name),
    };
    (!can).then(|| {
        format!(
            "no {} can arise in it: its routes are closed ([routes])",
            sought.words()
        )
    })
}

/// Fewer mechanisms can arise than are wanted.
fn too_few(goal: &Goal, laboratory: &Laboratory) -> Option<String> {
    if brought_in(laboratory) {
        return None;
    }
    let biology = &laboratory.biology;
    let alleles = biology.alleles.iter().filter(|one| one.per_division > 0.0).count();
    let bypasses = biology.bypasses.iter().filter(|one| one.per_division > 0.0).count();
    let gains = usize::from(arises(biology, MechanismClass::Amplification));
    let states = (biology.states().iter().enumerate().skip(1))
        .filter(|(index, state)| state.is_top() && entered(biology, *index))
        .count();
    // Unaltered cells that the dose does not hold are one more.
    let single = (alleles + bypasses + gains + states) as u32;
    let most = 2_u64.checked_pow(single).unwrap_or(u64::MAX);
    (goal.at_least > most).then(|| {
        format!(
            "only {} can arise in it, alone or together ([routes])",
            counted(u64::from(single), "alteration")
        )
    })
}

/// Cells that were altered before the experiment are in it.
fn brought_in(laboratory: &Laboratory) -> bool {
    laboratory.biology.mutagenesis.is_some() || !laboratory.protocol.design.spikes.is_empty()
}

/// Whether anything of a class can arise.
fn arises(biology: &Biology, class: MechanismClass) -> bool {
    let of_state = |wanted: &[StateClass]| {
        let mut states = biology.states().iter().enumerate().skip(1);
        states.any(|(index, state)| wanted.contains(&state.class) && entered(biology, index))
    };
    let target = biology.alleles.iter().any(|one| one.per_division > 0.0);
    let bypass = biology.bypasses.iter().any(|one| one.per_division > 0.0);
    let copies: u32 = biology.wild_type().total_copies();
    let gain = biology.ladder.first_gain > 0.0 && biology.ladder.max_copies > copies;
    match class {
        MechanismClass::None => true,
        MechanismClass::OnTarget => target,
        MechanismClass::Amplification => gain,
        MechanismClass::Bypass => bypass,
        MechanismClass::Compound => target || bypass || gain,
        MechanismClass::State => of_state(&[StateClass::Tolerant, StateClass::Adapted]),
        MechanismClass::Transformed => of_state(&[StateClass::Transformed]),
    }
}

fn entered(biology: &Biology, state: usize) -> bool {
    let into = |one: &&crate::model::biology::Transition| one.to == state;
    (biology.transitions.iter().filter(into)).any(|one| one.base > 0.0 || one.induced > 0.0 || one.relief > 0.0)
}

/// Whether an alteration or state of this name can arise.
fn named(biology: &Biology, name: &str) -> bool {
    let state = (biology.states().iter().enumerate()).any(|(index, one)| one.name == name && entered(biology, index));
    let allele = |one: &crate::model::biology::Allele| one.name == name && one.per_division > 0.0;
    let bypass = |one: &crate::model::biology::Bypass| one.name == name && one.per_division > 0.0;
    state
        || biology.alleles.iter().any(allele)
        || biology.bypasses.iter().any(bypass)
        || (biology.amplification() == name && arises(biology, MechanismClass::Amplification))
}

/// The goal dose, at which alone a flask counts as resistant, is reached after the day that counts.
fn too_late(goal: &Goal, laboratory: &Laboratory) -> Option<String> {
    let protocol = &laboratory.protocol;
    let earliest = |course: &crate::model::course::Course| {
        let Dosing::Escalation {
            doses, step_when, hold, ..
        } = &course.dosing
        else {
            return 0.0;
        };
        let every = step_when.every.filter(|_| step_when.or_after.is_none()).unwrap_or(0.0);
        let each = protocol.look_every.max(*hold).max(every);
        course.from + each * doses.len().saturating_sub(1) as f64
    };
    let first = protocol.courses.iter().filter(|one| one.timing.after_resistance == 0);
    let (course, day) = first
        .map(|course| (course, earliest(course)))
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    (day > goal.by).then(|| {
        format!(
            "{} comes to its goal dose on day {} at the earliest, and the goal counts on day {}",
            laboratory.biology.drugs()[course.drug].name,
            number(day),
            number(goal.by)
        )
    })
}

/// Why there can never be more flasks of the one than of the other.
pub(super) fn contradiction(of: &Counted, than: &Counted, biology: &Biology) -> Option<String> {
    let within = match (of, than) {
        (Counted::Kind(_), Counted::Resistant) | (Counted::Extinct, Counted::NotResistant) => true,
        (Counted::Kind(Sought::Mechanism(name)), Counted::Kind(Sought::Class(class))) => {
            class_of(biology, name) == Some(*class)
        }
        _ => false,
    };
    within.then(|| {
        format!(
            "holds every flask that is {}: there can never be more of those",
            of.words()
        )
    })
}

/// The class of a mechanism with one part.
fn class_of(biology: &Biology, name: &str) -> Option<MechanismClass> {
    if biology.alleles.iter().any(|one| one.name == name) {
        return Some(MechanismClass::OnTarget);
    }
    if biology.bypasses.iter().any(|one| one.name == name) {
        return Some(MechanismClass::Bypass);
    }
    if let Some(state) = biology.states().iter().find(|one| one.name == name) {
        return match state.class {
            StateClass::Naive => None,
            StateClass::Tolerant | StateClass::Adapted => Some(MechanismClass::State),
            StateClass::Transformed => Some(MechanismClass::Transformed),
        };
    }
    (biology.amplification() == name).then_some(MechanismClass::Amplification)
}
