//! What the findings name together, the one that explains most first.

use crate::diagnosis::atlas::{Atlas, Feeds, Route};
use crate::diagnosis::call::{Call, Kind};
use crate::diagnosis::decision::found::Found;
use crate::diagnosis::thresholds::Thresholds;
use crate::model::biology::StateClass;

/// Calls that explain the culture, and what is carried by too few cells. The first list is never empty.
pub(super) fn calls(found: &Found, atlas: &Atlas, limits: &Thresholds) -> (Vec<Call>, Vec<Call>) {
    let mut all = on_target(found, limits);
    all.extend(bypass(found, atlas));
    all.extend(transformed(found));
    all.extend(reversible(found, &all, atlas, limits));
    all.extend(niche(found, atlas));
    let (mut calls, mut minor): (Vec<Call>, Vec<Call>) =
        all.into_iter().partition(|call| call.weight >= limits.explaining_share);
    let heavier = |a: &Call, b: &Call| b.weight.total_cmp(&a.weight);
    calls.sort_by(heavier);
    minor.sort_by(heavier);
    if calls.is_empty() {
        calls.push(unnamed(found));
    }
    (calls, minor)
}

/// All alleles of the driver are one call, whose share is theirs together, as for one route of a bypass:
/// what each allele carries alone may be too little. Alleles that carry far less than the commonest one
/// stay apart. Whether two of them sit in the same cells is not asked here: reads do not tell.
fn on_target(found: &Found, limits: &Thresholds) -> Vec<Call> {
    let agrees = found.switch.sensitive == Some(true) || found.signals.target_sustained;
    let ours = |call: &&Call| matches!(call.kind, Kind::OnTarget | Kind::Amplification);
    let confirm = |call: &Call| Call {
        confirmed: agrees,
        ..call.clone()
    };
    let calls: Vec<Call> = found.genetic.iter().filter(ours).map(confirm).collect();
    let (mut alleles, mut others): (Vec<Call>, Vec<Call>) =
        calls.into_iter().partition(|call| call.kind == Kind::OnTarget);
    alleles.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut together: Option<Call> = None;
    let least = limits.explaining_share * alleles.first().map_or(0.0, |call| call.weight);
    for call in alleles {
        match &mut together {
            Some(sum) if call.weight >= least => {
                sum.names.extend(call.names);
                sum.weight = (sum.weight + call.weight).min(1.0);
            }
            Some(_) => others.push(call),
            None => together = Some(call),
        }
    }
    together.into_iter().chain(others).collect()
}

/// One call per route: what the panel found of it, else what the signals show.
fn bypass(found: &Found, atlas: &Atlas) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut on_panel: Vec<&Call> = found.genetic.iter().filter(|call| call.kind == Kind::Bypass).collect();
    on_panel.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    for finding in on_panel {
        match calls.iter_mut().find(|call| call.route == finding.route) {
            Some(call) => {
                call.names.extend(finding.names.clone());
                call.weight = (call.weight + finding.weight).min(1.0);
            }
            None => calls.push(finding.clone()),
        }
    }
    for signal in &found.signals.raised {
        let Some(route) = atlas.route(&signal.route).filter(|route| route.feeds == Feeds::Bypass) else {
            continue;
        };
        if calls.iter().all(|call| call.route.as_ref() != Some(&signal.route)) {
            calls.push(by_signal(route, signal.strength));
        }
    }
    // Mesenchymal and transformed cells signal through receptors that no band shows.
    let adapted = !found.stained.is_empty() || found.lost.is_some_and(|lost| lost > 0.0);
    for signal in found.signals.joined.iter().filter(|_| !adapted) {
        let known = calls.iter().any(|call| call.route.as_ref() == Some(&signal.route));
        if let (false, Some(route)) = (known, atlas.route(&signal.route)) {
            calls.push(by_signal(route, signal.strength));
        }
    }
    for call in &mut calls {
        let closes = |route: &String| found.helped.iter().any(|partner| partner.closes.contains(route));
        call.confirmed = call.route.as_ref().is_some_and(closes);
    }
    calls
}

/// A route that signals alone speak for.
fn by_signal(route: &Route, strength: f64) -> Call {
    Call {
        kind: Kind::Bypass,
        names: vec![route.name.clone()],
        route: Some(route.id.clone()),
        weight: strength.min(1.0),
        confirmed: false,
    }
}

fn transformed(found: &Found) -> Vec<Call> {
    let stained = found
        .stained
        .iter()
        .filter(|stained| stained.class == StateClass::Transformed);
    stained
        .map(|stained| Call {
            kind: Kind::Transformed,
            names: vec![stained.marker.clone()],
            route: None,
            weight: stained.share,
            confirmed: found.switch.sensitive == Some(false),
        })
        .collect()
}

/// A shift that a holiday takes away, or an adaptive marker. Copies gained may be lost without drug as well
/// (here only in a run: the re-test lets no copies change), so beside an amplification the holiday alone does
/// not speak for a cell state.
fn reversible(found: &Found, others: &[Call], atlas: &Atlas, limits: &Thresholds) -> Vec<Call> {
    let adaptive = found
        .stained
        .iter()
        .filter(|stained| stained.class == StateClass::Adapted);
    let mut names: Vec<String> = Vec::new();
    let mut share: f64 = 0.0;
    for stained in adaptive {
        names.push(stained.marker.clone());
        share = share.max(stained.share);
    }
    if names.is_empty() {
        for signal in &found.signals.raised {
            if let Some(route) = atlas.route(&signal.route).filter(|route| route.feeds == Feeds::State) {
                names.push(route.readout.clone());
                share = share.max(signal.strength.min(1.0));
            }
        }
    }
    let lost = found.lost.unwrap_or(0.0);
    let unstable =
        (others.iter()).any(|call| call.kind == Kind::Amplification && call.weight >= limits.explaining_share);
    let weight = match (names.is_empty(), unstable) {
        (false, _) => share,
        (true, true) => 0.0,
        (true, false) => lost,
    };
    let call = Call {
        kind: Kind::Reversible,
        names,
        route: None,
        weight,
        confirmed: lost >= limits.reversible,
    };
    if weight > 0.0 { vec![call] } else { Vec::new() }
}

fn niche(found: &Found, atlas: &Atlas) -> Vec<Call> {
    let fed = (found.signals.raised.iter())
        .filter_map(|signal| atlas.route(&signal.route))
        .any(|route| route.feeds == Feeds::Niche);
    let signals = (found.protected || (fed && !found.cytokines.is_empty())).then(|| Call {
        kind: Kind::Niche,
        names: found.cytokines.clone(),
        route: None,
        weight: if found.protected { 1.0 } else { 0.2 },
        confirmed: found.protected,
    });
    match (signals, &found.broken_down) {
        (Some(call), Some(level)) => vec![Call {
            names: call.names.into_iter().chain(level.names.clone()).collect(),
            weight: call.weight.max(level.weight),
            ..call
        }],
        (Some(call), None) => vec![call],
        (None, level) => level.iter().cloned().collect(),
    }
}

/// Where nothing is named, the functional tests may still tell the side.
///
/// A culture that needs its target may carry a change of it, or may have adapted without any: both answer to
/// the next generation. So a mutation that nobody saw is called only where nobody looked, and where what else
/// looks like it is ruled out: a reversible state by the holiday, ligand by growth in plain medium.
fn unnamed(found: &Found) -> Call {
    let signals = &found.signals;
    let looked = found.driver_clean || found.co_culture;
    let lasting = found.lost.is_some_and(|lost| lost <= 0.0);
    let needs_target = found.switch.sensitive == Some(true) && signals.raised.is_empty() && signals.joined.is_empty();
    let on_target = !looked && (signals.target_sustained || (needs_target && lasting));
    let off_target =
        signals.target_inhibited == Some(true) && signals.pathway_sustained || found.switch.sensitive == Some(false);
    let kind = match (on_target, off_target) {
        (true, false) => Kind::OnTarget,
        (false, true) => Kind::Bypass,
        _ => Kind::Undetermined,
    };
    Call {
        kind,
        names: Vec::new(),
        route: None,
        weight: 0.0,
        confirmed: false,
    }
}
