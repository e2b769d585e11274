//! Whether phases without a duration can end.

use crate::model::plain::{PlainModel, PlainPhase, Threshold};
use crate::scenario::error::Checked;
use crate::scenario::value::Place;

/// A size above this many capacities is beyond what chance brings.
const OUT_OF_REACH: f64 = 1.5;

/// A phase without duration must be able to meet a size that ends it, or to die out.
pub fn check_reachable(place: &Place, model: &PlainModel) -> Checked<()> {
    let mut alive: Vec<bool> = model.types.iter().map(|t| t.founders > 0).collect();
    for (i, phase) in model.phases.iter().enumerate() {
        spread(model, phase, &mut alive);
        if phase.duration.is_finite() {
            continue;
        }
        let here = place.key("phases").index(i);
        let sizes: Vec<Threshold> = [phase.until, model.stop].into_iter().flatten().collect();
        if !sizes.iter().any(|size| size.of_type.is_none_or(|index| alive[index])) {
            return Err(here
                .fault("has no `duration` and waits for a type that no cell can become")
                .help("give it a duration, or founders or a mutation for that type"));
        }
        let living: Vec<usize> = (0..model.types.len()).filter(|&kind| alive[kind]).collect();
        let still = still(model, phase);
        if living.iter().all(|&kind| still[kind]) {
            return Err(here
                .fault("has no `duration` and never ends: no cell divides, dies or switches")
                .help("give the phase a duration, or a type a rate above 0"));
        }
        let grows = |&&kind: &&usize| phase.rates[kind].birth > phase.rates[kind].death;
        let still = living.iter().find(|&&kind| still[kind]);
        if let (Some(&still), None) = (still, living.iter().find(grows)) {
            let name = &model.types[still].name;
            return Err(here
                .fault(format!(
                    "has no `duration` and never ends: no type grows, so that no size is met, and the cells of \"{name}\" \
                     never die"
                ))
                .help("give the phase a duration, or that type a death rate above 0"));
        }
        let room = model.capacity.map(|cells| cells as f64 * OUT_OF_REACH);
        if let Some(room) = room.filter(|room| sizes.iter().all(|size| size.cells as f64 > *room)) {
            return Err(here
                .fault(format!(
                    "has no `duration` and waits for a size that there is no room for: capacity {}",
                    room / OUT_OF_REACH
                ))
                .help("give the phase a duration, or a size below the capacity"));
        }
    }
    Ok(())
}

/// Which types may live by the end of a phase.
fn spread(model: &PlainModel, phase: &PlainPhase, alive: &mut [bool]) {
    let mut ways: Vec<Vec<usize>> = vec![Vec::new(); model.types.len()];
    let mutations = model.mutations.iter().zip(phase.per_division(model));
    for (mutation, _) in mutations.filter(|(_, rate)| *rate > 0.0) {
        ways[mutation.from].extend([Some(mutation.to), mutation.and].into_iter().flatten());
    }
    let switches = model.switches.iter().zip(phase.per_day(model));
    for (switch, _) in switches.filter(|(_, rate)| *rate > 0.0) {
        ways[switch.from].push(switch.to);
    }
    let mut next: Vec<usize> = (0..alive.len()).filter(|&kind| alive[kind]).collect();
    while let Some(kind) = next.pop() {
        for &to in &ways[kind] {
            if !std::mem::replace(&mut alive[to], true) {
                next.push(to);
            }
        }
    }
}

/// Types to whose cells nothing happens in a phase.
fn still(model: &PlainModel, phase: &PlainPhase) -> Vec<bool> {
    let mut still: Vec<bool> = phase
        .rates
        .iter()
        .map(|rates| rates.birth == 0.0 && rates.death == 0.0)
        .collect();
    let switches = model.switches.iter().zip(phase.per_day(model));
    switches
        .filter(|(_, rate)| *rate > 0.0)
        .for_each(|(switch, _)| still[switch.from] = false);
    still
}
