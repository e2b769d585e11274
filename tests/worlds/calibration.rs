//! Worlds keep what they promise, in small: `escalade verify --worlds` is the whole. Fixed seeds; alpha 1e-6 for ranks,
//! 4.9 standard errors for what is counted.

use escalade::session::verify::laboratory_proofs;
use escalade::verify::{Proof, Scale, WorldFault, influences, predictions, proofs_table};

const SMALL: Scale = Scale {
    experiments: 100,
    worlds: 100,
    alpha: 1e-6,
    errors: 4.9,
};

/// What is drawn anew for every experiment takes longer.
const FEW: Scale = Scale {
    experiments: 40,
    worlds: 40,
    ..SMALL
};

#[track_caller]
fn hold(proofs: &[Proof], at_least: usize) {
    let failed: Vec<Proof> = proofs.iter().filter(|proof| !proof.passed).cloned().collect();
    assert!(
        proofs.len() >= at_least && failed.is_empty(),
        "\n{}",
        proofs_table(&failed)
    );
}

/// The proofs that fail, by what they begin with.
fn failed(proofs: &[Proof], about: &str) -> usize {
    let failed = proofs.iter().filter(|proof| !proof.passed);
    failed.filter(|proof| proof.proof.contains(about)).count()
}

#[test]
fn predictions_are_calibrated_and_sharp() {
    hold(&predictions(SMALL, WorldFault::None, |_| {}), 21);
}

#[test]
fn worlds_that_know_too_much_are_noticed() {
    let proofs = predictions(SMALL, WorldFault::Narrow, |_| {});
    for about in [
        "ranks",
        "own share in its central 90%",
        "growth: day of resistance in its central 90%",
        "width",
        "variance",
    ] {
        assert!(failed(&proofs, about) > 0, "{about} holds\n{}", proofs_table(&proofs));
    }
}

/// Chance that hides in the spread between worlds.
#[test]
fn one_stream_for_the_flasks_of_a_world_is_noticed() {
    let proofs = predictions(SMALL, WorldFault::OneStream, |_| {});
    assert_eq!(
        failed(&proofs, "variance between worlds"),
        3,
        "{}",
        proofs_table(&proofs)
    );
}

#[test]
fn influences_are_those_that_act() {
    hold(&influences(FEW, WorldFault::None), 10);
}

#[test]
fn inputs_of_other_worlds_are_noticed() {
    let proofs = influences(FEW, WorldFault::OtherInputs);
    assert!(
        failed(&proofs, "0.2 is shown") == 1 && failed(&proofs, "mean index") == 4,
        "{}",
        proofs_table(&proofs)
    );
}

#[test]
fn a_laboratory_scenario_is_calibrated() {
    hold(&laboratory_proofs(FEW).expect("a scenario that can be read"), 8);
}
