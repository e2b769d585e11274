use super::*;
use crate::engine::record::Outcome;
use crate::statistics::Proportion;

fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() < tolerance, "{a} against {b}");
}

/// Published: Newcombe 1998 (20, 12, 2, 16); Altman 2000, table 6.2 (14, 5, 0, 22);
/// Fagerland 2014 (1, 1, 7, 12): -0.507 to -0.026. The further digits were worked with the
/// formula in another language. Those tables give first minus second, so they are turned round.
#[test]
fn newcombe_has_its_published_values() {
    for (counts, low, high) in [
        ([20, 12, 2, 16], 0.056_156_424_841_748_24, 0.329_206_995_400_140_53),
        ([14, 5, 0, 22], 0.011_483_241_383_033_305, 0.226_492_684_351_211_2),
        ([1, 1, 7, 12], -0.506_920_226_686_141, -0.025_559_124_164_859_78),
        ([10, 3, 9, 28], -0.251_992_806_434_207_4, 0.017_866_969_929_59),
        ([36, 0, 0, 14], -0.049_116_890_085_923_2, 0.049_116_890_085_923_2),
    ] {
        let [both, only_first, only_other, neither] = counts;
        let pair = PairedShares::from_counts([both, only_other, only_first, neither]);
        close(pair.low, low, 1e-12);
        close(pair.high, high, 1e-12);
    }
    assert_eq!(newcombe([0; 4]), (-1.0, 1.0));
    let (low, high) = newcombe([0, 50, 0, 0]);
    assert!(low == -1.0 && (-0.9..-0.89).contains(&high), "{low} {high}");
}

#[test]
fn student_has_its_table_values() {
    for (degrees, t) in [
        (1.0, 12.706_204_736),
        (4.0, 2.776_445_105),
        (9.0, 2.262_157_163),
        (199.0, 1.971_956_544),
    ] {
        close(t_quantile(0.95, degrees), t, 1e-8);
    }
}

/// Differences 1, 2, 3, 4, 10: mean 4, variance 12.5; half width 2.776445 * sqrt(12.5 / 5).
#[test]
fn paired_means_are_the_textbook_ones() {
    let (first, other) = ([10.0, 20.0, 30.0, 40.0, 50.0], [11.0, 22.0, 33.0, 44.0, 60.0]);
    let pair = PairedMeans::of(&first, &other);
    assert_eq!((pair.n, pair.first, pair.other, pair.difference), (5, 30.0, 34.0, 4.0));
    let half = 2.776_445_105 * libm::sqrt(2.5);
    close(pair.low.unwrap(), 4.0 - half, 1e-8);
    close(pair.high.unwrap(), 4.0 + half, 1e-8);
    // Variances 250 and 362.5, covariance 300.
    close(pair.correlation.unwrap(), 300.0 / libm::sqrt(250.0 * 362.5), 1e-12);
    close(pair.variance_ratio.unwrap(), 12.5 / 612.5, 1e-12);
    let same = PairedMeans::of(&first, &first);
    assert_eq!((same.difference, same.low, same.high), (0.0, Some(0.0), Some(0.0)));
    assert_eq!((same.correlation, same.variance_ratio), (Some(1.0), Some(0.0)));
    let flat = PairedMeans::of(&[1.0, 1.0], &[1.0, 1.0]);
    assert_eq!((flat.correlation, flat.variance_ratio), (None, None));
    assert_eq!(PairedMeans::of(&[1.0], &[2.0]).low, None);
}

fn flask(outcome: Outcome, day: f64) -> FlaskEnd {
    FlaskEnd {
        outcome,
        day,
        dominant: None,
        highest: vec![day],
    }
}

#[test]
fn later_is_told_flask_by_flask_and_never_is_latest() {
    use Outcome::*;
    let first = [
        flask(Resistant, 10.0),
        flask(Resistant, 20.0),
        flask(Extinct, 5.0),
        flask(Resistant, 90.0),
    ];
    let other = [
        flask(Resistant, 12.0),
        flask(Resistant, 20.0),
        flask(Resistant, 30.0),
        flask(GivenUp, 7.0),
    ];
    let drugs = ["a".to_owned()];
    let side = |ends| Side { ends, drugs: &drugs };
    let paired = compare(side(&first), side(&other), 50.0, Flasks::Shared);
    let order = paired.order.unwrap();
    // Day 90 lies beyond the horizon: a tie of two that were not resistant by then.
    assert_eq!(
        (
            order.later_in_first.count,
            order.tie.count,
            order.later_in_other.count,
            order.neither
        ),
        (1, 2, 1, 1)
    );
    assert_eq!(
        (
            paired.resistant.pairs.unwrap().both,
            paired.resistant.pairs.unwrap().only_other,
            paired.resistant.pairs.unwrap().neither
        ),
        (2, 1, 1)
    );
    close(paired.time.first, (10.0 + 20.0 + 50.0 + 50.0) / 4.0, 1e-12);
    close(paired.time.difference, (2.0 - 20.0) / 4.0, 1e-12);
    close(paired.doses[0].highest.difference, (2.0 + 25.0 - 83.0) / 4.0, 1e-12);
}

/// Newcombe 1998 (Statistics in Medicine 17:873), table II: 56/70 against 48/80, method 10: 0.0524 to 0.3339.
/// Welch: 1 to 4 against 2, 4, 6, 8, 10; 5.52 degrees of freedom, worked by numerical integration elsewhere.
#[test]
fn independent_samples_have_their_published_values() {
    let share = PairedShares::independent(Proportion::new(48, 80), Proportion::new(56, 70));
    close(share.low, 0.0524, 5e-5);
    close(share.high, 0.3339, 5e-5);
    assert_eq!((share.correlation, share.pairs), (None, None));
    let mean = PairedMeans::independent(&[1.0, 2.0, 3.0, 4.0], &[2.0, 4.0, 6.0, 8.0, 10.0]);
    close(mean.difference, 3.5, 1e-12);
    close(mean.low.unwrap(), -0.385_368_080_5, 1e-6);
    close(mean.high.unwrap(), 7.385_368_080_5, 1e-6);
    assert_eq!((mean.correlation, mean.variance_ratio), (None, None));
    assert_eq!(PairedMeans::independent(&[1.0], &[2.0, 3.0]).low, None);
    let flat = PairedMeans::independent(&[1.0, 1.0], &[2.0, 2.0]);
    assert_eq!((flat.low, flat.high), (Some(1.0), Some(1.0)));
}
