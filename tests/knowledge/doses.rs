//! Doses: half a dose twice is the dose, none changes nothing, and growth falls with the dose.

use crate::bases::{ALK_DRUGS, close, labelled, net, resolved};

#[test]
fn half_a_dose_and_half_a_dose_are_the_dose() {
    // The same drug listed twice is the sham combination.
    let twice = resolved(&["alectinib", "alectinib"]).biology;
    let once = resolved(&["alectinib"]).biology;
    for label in ["WT", "G1202R", "C1156Y+L1198F"] {
        let split = twice.phenotype(&labelled(&twice, label), 0, &[40.0, 40.0]);
        let whole = once.phenotype(&labelled(&once, label), 0, &[80.0]);
        close(split.driver_activity, whole.driver_activity, 1e-12, label);
        close(split.birth, whole.birth, 1e-12, label);
    }
}

#[test]
fn a_drug_at_dose_zero_changes_nothing() {
    let many = resolved(&["alectinib", "crizotinib", "trametinib", "anti-ccn1", "brigatinib"]).biology;
    let one = resolved(&["alectinib"]).biology;
    for label in ["WT", "L1196M", "G1202R"] {
        for s in 0..one.states().len() {
            let a = many.phenotype(&labelled(&many, label), s, &[25.0, 0.0, 0.0, 0.0, 0.0]);
            assert_eq!(
                a,
                one.phenotype(&labelled(&one, label), s, &[25.0]),
                "{label} in state {s}"
            );
        }
    }
}

#[test]
fn undrugged_parental_cells_have_signal_one() {
    let biology = resolved(&ALK_DRUGS).biology;
    let cells = biology.phenotype(&biology.wild_type(), 0, &[0.0; 5]);
    close(cells.signal, 1.0, 1e-12, "signal");
    close(cells.driver_activity, 1.0, 1e-12, "driver");
    close(cells.net(), biology.parental_growth(), 1e-12, "growth");
}

#[test]
fn resistance_is_plausible_across_drugs_and_doses() {
    let biology = resolved(&ALK_DRUGS).biology;
    let growth = |label: &str, drug: usize, dose: f64| {
        let mut doses = [0.0; 5];
        doses[drug] = dose;
        net(&biology, &labelled(&biology, label), 0, &doses) / biology.parental_growth()
    };
    for (drug, name) in ALK_DRUGS.iter().enumerate() {
        for label in [
            "WT", "L1196M", "G1202R", "C1156Y", "I1171N", "F1174C", "D1203N", "L1198F", "G1269A",
        ] {
            let shares: Vec<f64> = [0.0, 10.0, 30.0, 100.0, 300.0, 1000.0]
                .map(|c| growth(label, drug, c))
                .to_vec();
            let falling = shares.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12);
            assert!(falling && shares[0] == 1.0, "{label} under {name}: {shares:?}");
            let row: Vec<String> = shares.iter().map(|share| format!("{share:+.2}")).collect();
            println!("{name:11} {label:9} {}", row.join(" "));
        }
    }
    assert!(growth("G1202R", 1, 300.0) > 0.5 && growth("WT", 1, 300.0) < 0.0);
    assert!(growth("G1202R", 4, 300.0) < 0.2 && growth("G1202R", 4, 1000.0) < 0.0);
    assert!(growth("L1198F", 0, 30.0) < growth("WT", 0, 30.0));
}
