//! Draws of values that are not known: a range is the central 90% about the value, classes share a stated part.

use escalade::knowledge::schema::{Class, Domain};
use escalade::knowledge::{Conditions, KnowledgeBase, Span};
use escalade::model::spread::SCORE_95;
use escalade::statistics::worlds::{Ignorance, Input, SHARED};

fn spans(line: &str, drugs: &[&str]) -> Vec<Span> {
    let kb = KnowledgeBase::builtin().unwrap();
    kb.resolve_under(line, drugs, &Conditions::default()).unwrap().spans
}

fn everything() -> Vec<Span> {
    let cases: [(&str, &[&str]); 4] = [
        ("H3122", &["alectinib", "lorlatinib"]),
        ("KM12", &["larotrectinib", "trametinib"]),
        ("MOLM-13", &["quizartinib"]),
        ("MV4-11", &["gilteritinib"]),
    ];
    cases.into_iter().flat_map(|(line, drugs)| spans(line, drugs)).collect()
}

/// Every value of three families: median and central 90% are value and range, scores order numbers, and no draw leaves
/// the value's domain.
#[test]
fn a_range_is_the_central_ninety_percent() {
    let all = everything();
    assert!(all.len() > 200);
    for span in &all {
        let near = |score: f64, number: f64| {
            let at = span.at(score);
            let close = (at - number).abs() <= 1e-6 * (span.high - span.low).abs();
            assert!(
                close || span.domain == Domain::Copies,
                "{}: {at} at {score}, not {number}",
                span.key
            );
        };
        near(0.0, span.value);
        near(-SCORE_95, span.low);
        near(SCORE_95, span.high);
        let scores: Vec<f64> = (-40..=40).map(|i| f64::from(i) / 10.0).collect();
        let numbers: Vec<f64> = scores.iter().map(|score| span.at(*score)).collect();
        assert!(numbers.windows(2).all(|pair| pair[0] <= pair[1]), "{}", span.key);
        assert!(numbers.iter().all(|number| span.domain.allows(*number)), "{}", span.key);
    }
}

/// Worlds: each value's share below the low end, in the range and above it is 5, 90 and 5% (a bound takes its side's
/// 5% as an atom). 20,000 worlds; z below 6 for each of about 90 values (two-sided alpha 2e-9 each).
#[test]
fn worlds_have_the_stated_ranges() {
    let worlds = 20_000u64;
    let ignorance = Ignorance::new(spans("H3122", &["alectinib"]), SHARED);
    let mut outside = vec![[0.0f64; 2]; ignorance.spans().len()];
    for world in 0..worlds {
        for ((number, span), count) in ignorance
            .world(1, world)
            .numbers
            .iter()
            .zip(ignorance.spans())
            .zip(&mut outside)
        {
            count[0] += f64::from(u8::from(*number < span.low));
            count[1] += f64::from(u8::from(*number > span.high));
        }
    }
    let n = worlds as f64;
    let error = (0.05 * 0.95 * n).sqrt();
    for (span, [below, above]) in ignorance.spans().iter().zip(&outside) {
        if span.domain == Domain::Copies {
            continue;
        }
        // At a bound, and where half of the mass stands at the value, nothing lies below.
        let atom = span.low == 0.0 || span.low == span.value;
        let expected = if atom { 0.0 } else { 0.05 * n };
        assert!(
            (below - expected).abs() < 6.0 * error,
            "{}: {below} of {n} below",
            span.key
        );
        let atom = (span.high == 1.0 && span.domain == Domain::Share) || span.high == span.value;
        let expected = if atom { 0.0 } else { 0.05 * n };
        assert!(
            (above - expected).abs() < 6.0 * error,
            "{}: {above} of {n} above",
            span.key
        );
    }
}

/// The correlation of two supplies' logarithms is the stated share; of supplies in different classes 0; of a return
/// rate and the class's score minus its root. 20,000 worlds, error of a correlation at most 0.0071; within 6 of them.
#[test]
fn classes_share_their_part_of_the_variance() {
    let worlds = 20_000u64;
    for shared in [0.0, 0.5, 0.9] {
        let ignorance = Ignorance::new(spans("H3122", &["alectinib"]), shared);
        let place = |key: &str| ignorance.spans().iter().position(|span| span.key == key).unwrap();
        let class = |class: Class| {
            ignorance
                .inputs()
                .iter()
                .position(|input| *input == Input::Class(class.clone()))
                .unwrap()
        };
        // Log-normal with one slope on both sides, so that logarithms are normal.
        let [a, b] = ["fold/ALK-I1171T/alectinib", "fold/ALK-I1171N/alectinib"].map(place);
        let other = place("supply/mutation_rate");
        let back = place("drug-tolerant/relief to naive, per day");
        let returns = class(Class::StateReturn);
        let draws: Vec<[f64; 5]> = (0..worlds)
            .map(|world| {
                let drawn = ignorance.world(3, world);
                let log = |i: usize| drawn.numbers[i].ln();
                [log(a), log(b), log(other), log(back), drawn.scores[returns]]
            })
            .collect();
        let correlation = |i: usize, j: usize| {
            let n = worlds as f64;
            let mean = |k: usize| draws.iter().map(|draw| draw[k]).sum::<f64>() / n;
            let (mi, mj) = (mean(i), mean(j));
            let of =
                |k: usize, mk: f64, l: usize, ml: f64| draws.iter().map(|d| (d[k] - mk) * (d[l] - ml)).sum::<f64>();
            of(i, mi, j, mj) / (of(i, mi, i, mi) * of(j, mj, j, mj)).sqrt()
        };
        let near = |i, j, expected: f64| {
            let found = correlation(i, j);
            assert!(
                (found - expected).abs() < 6.0 * 0.0071,
                "{i} with {j} at {shared}: {found}, not {expected}"
            );
        };
        near(0, 1, shared);
        near(0, 2, 0.0);
        near(3, 4, -f64::sqrt(shared));
    }
}

#[test]
fn a_draw_depends_on_seed_world_and_name_alone() {
    let one = Ignorance::new(spans("H3122", &["alectinib"]), SHARED);
    let two = Ignorance::new(spans("H3122", &["alectinib", "lorlatinib"]), SHARED);
    assert!(two.spans().len() > one.spans().len());
    let (a, b) = (one.world(5, 17), two.world(5, 17));
    let mut same = 0;
    for (span, number) in one.spans().iter().zip(&a.numbers) {
        let place = two.spans().iter().position(|other| other.key == span.key);
        if let Some(place) = place.filter(|place| two.spans()[*place] == *span) {
            assert_eq!(*number, b.numbers[place], "{}", span.key);
            same += 1;
        }
    }
    assert!(same > 50, "{same}");
    assert_ne!(one.world(5, 18), a);
    assert_ne!(one.world(6, 17), a);
}

/// With every range a point nothing is left to draw.
#[test]
fn points_are_known() {
    let mut known = spans("H3122", &["alectinib"]);
    for span in &mut known {
        (span.low, span.high) = (span.value, span.value);
    }
    assert!(Ignorance::new(known, SHARED).spans().is_empty());
}
