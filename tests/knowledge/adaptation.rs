//! Adaptation: cells adapt under stress, rung by rung, and revert without.

use crate::bases::{net, resolved, state, with_bypass};
use escalade::model::biology::Genotype;

#[test]
fn cells_adapt_under_stress_and_revert_without() {
    let biology = resolved(&["alectinib"]).biology;
    let wild = biology.wild_type();
    let rate = |g: &Genotype, from: &str, to: &str, dose: f64| {
        let to = state(&biology, to);
        let switches = biology.switches(g, state(&biology, from), &[dose]);
        switches
            .iter()
            .find(|switch| switch.to == to)
            .map_or(0.0, |switch| switch.per_day)
    };
    for adapted in ["drug-tolerant", "ccn1-high"] {
        assert!(rate(&wild, "naive", adapted, 300.0) > 5.0 * rate(&wild, "naive", adapted, 0.0));
        assert!(rate(&wild, adapted, "naive", 300.0) < 0.2 * rate(&wild, adapted, "naive", 0.0));
    }
    // Two weeks off drug restore sensitivity.
    assert!((-14.0 * rate(&wild, "ccn1-high", "naive", 0.0)).exp() < 0.05);
    // Cells are stressed as far as they lack signal: less behind a bypass, not at all at low doses.
    let met = with_bypass(&biology, "met-amplification");
    let tolerant = |genotype: &Genotype, dose: f64| rate(genotype, "naive", "drug-tolerant", dose);
    assert!(tolerant(&met, 300.0) < 0.4 * tolerant(&wild, 300.0));
    assert_eq!(tolerant(&met, 1.0), tolerant(&wild, 0.0));
    // Nothing comes back from transformation.
    assert!(biology.switches(&wild, state(&biology, "sclc"), &[0.0]).is_empty());
}

/// Rung by rung the same receptor gives more; what it gives resists every drug of the target, and is left at once without.
#[test]
fn adaptation_has_rungs() {
    let drugs = ["alectinib", "lorlatinib"];
    let biology = resolved(&drugs).biology;
    let wild = biology.wild_type();
    let rungs = [1, 2, 3].map(|step| state(&biology, &format!("egfr-activation-{step}")));
    let egfr = biology.sources.iter().position(|source| source.id == "egfr").unwrap();
    let activity = rungs.map(|rung| biology.states()[rung].activity[egfr]);
    assert!(activity[2] > 0.5, "{activity:?}");
    for (k, activity_here) in activity.into_iter().enumerate() {
        let part = (k + 1) as f64 / 3.0;
        assert!((activity_here / activity[2] - part).abs() < 1e-12, "{activity:?}");
    }
    for doses in [[1000.0, 0.0], [0.0, 1000.0]] {
        let growth: Vec<f64> = [0]
            .into_iter()
            .chain(rungs)
            .map(|s| net(&biology, &wild, s, &doses))
            .collect();
        assert!(
            growth.windows(2).all(|pair| pair[0] < pair[1]) && growth[3] > 0.0,
            "{growth:?}"
        );
    }
    // Every way goes by one rung: up from the naive state and on, down again.
    let ways = |from: usize, dose: f64| -> Vec<(usize, f64)> {
        let switches = biology.switches(&wild, from, &[dose, 0.0]);
        let of_ladder = switches
            .iter()
            .filter(|way| rungs.contains(&way.to) || rungs.contains(&from));
        of_ladder.map(|way| (way.to, way.per_day)).collect()
    };
    let under: Vec<_> = [0, rungs[0], rungs[1]]
        .map(|from| ways(from, 1000.0))
        .into_iter()
        .collect();
    let up: Vec<f64> = (0..3)
        .map(|k| under[k].iter().find(|way| way.0 == rungs[k]).unwrap().1)
        .collect();
    assert!(
        up[0] > up[1] && up[1] > up[2],
        "less is missing on a higher rung: {up:?}"
    );
    assert!(
        under[1].iter().all(|way| way.0 == rungs[1]),
        "nobody comes down while signal is missing: {under:?}"
    );
    let down: Vec<_> = rungs.map(|from| ways(from, 0.0)).into_iter().collect();
    for (from, to) in [(2, rungs[1]), (1, rungs[0]), (0, 0)] {
        let rate = down[from].iter().find(|way| way.0 == to).unwrap().1;
        assert!(rate > 0.1, "{down:?}");
    }
    // One mechanism in profiles, whatever the rung; each rung by a name of its own that is read back.
    let labels = rungs.map(|rung| biology.mechanism(&wild, rung));
    assert_eq!(labels[0], labels[2]);
    assert_eq!(labels[0].label, "EGFR activation");
    for rung in rungs {
        let name = escalade::assay::genotype::name(&biology, &wild, rung);
        assert_eq!(
            escalade::assay::genotype::parse(&biology, &name).unwrap().1,
            rung,
            "{name}"
        );
    }
    for whole in ["egfr-activation", "EGFR activation", "parental @ egfr-activation"] {
        assert_eq!(
            escalade::assay::genotype::parse(&biology, whole).unwrap().1,
            rungs[2],
            "{whole}"
        );
    }
}
