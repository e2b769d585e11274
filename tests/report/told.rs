//! Numbers in words and in `summary.json`, held against the records.

use super::*;

fn records() -> Vec<FlaskRecord> {
    (0..200).map(made_up_flask).collect()
}

/// Quantile of the records, between the two next to it.
fn quantile(values: impl Iterator<Item = f64>, p: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let place = p * (values.len() - 1) as f64;
    let below = place.floor() as usize;
    let next = values[(below + 1).min(values.len() - 1)];
    values[below] + place.fract() * (next - values[below])
}

#[test]
fn the_middle_four_fifths_of_the_days_lie_between_their_deciles() {
    let records = records();
    let days = || {
        let resistant = records.iter().filter(|record| record.outcome == Outcome::Resistant);
        resistant.map(|record| record.outcome_day)
    };
    let sentence = answer_sentence(&summarised(&protocol(vec![escalation()]), &records));
    let (median, between) = sentence.split_once(" days (80% of them between ").unwrap();
    let median = median.rsplit_once(' ').unwrap().1;
    let (low, rest) = between.split_once(" and ").unwrap();
    let high = rest.split_once(')').unwrap().0;
    for (told, p) in [(low, 0.1), (median, 0.5), (high, 0.9)] {
        let (told, seen): (f64, f64) = (told.parse().unwrap(), quantile(days(), p));
        assert!((told - seen).abs() <= 0.5, "{told} told, {seen} at {p}");
    }
}

#[test]
fn goal_days_are_those_of_flasks_that_reached_the_goal() {
    let records = records();
    let files = flask_run("goal", &protocol(vec![escalation()]), &records);
    let summary: serde_json::Value = serde_json::from_str(file(&files, "summary.json")).unwrap();
    let told = &summary["statistics"]["goal_day"];
    let days = || records.iter().filter_map(|record| record.goal_day);
    let n = days().count();
    assert_eq!(told["n"].as_u64(), Some(n as u64));
    assert!((told["mean"].as_f64().unwrap() - days().sum::<f64>() / n as f64).abs() < 1e-9);
    for row in told["quantiles"].as_array().unwrap() {
        let (p, value) = (row["p"].as_f64().unwrap(), row["value"].as_f64().unwrap());
        assert!((value - quantile(days(), p)).abs() < 1e-9, "{value} at {p}");
    }
}

#[test]
fn highest_doses_are_told_most_flasks_first() {
    let records = records();
    let files = flask_run("doses", &protocol(vec![escalation()]), &records);
    let (_, text) = file(&files, "report.html")
        .split_once("highest dose reached, ")
        .unwrap();
    // A number and its unit may stand on either side of a no-break space.
    let told = text.split_once("</p>").unwrap().0.replace('\u{a0}', " ");
    let mut wanted: std::collections::BTreeMap<u64, (f64, u64)> = std::collections::BTreeMap::new();
    for record in &records {
        let highest = record.looks.iter().map(|look| look.doses[0]).fold(0.0, f64::max);
        wanted.entry(highest.to_bits()).or_insert((highest, 0)).1 += 1;
    }
    let mut wanted: Vec<(f64, u64)> = wanted.into_values().collect();
    wanted.sort_by_key(|row| std::cmp::Reverse(row.1));
    let counts: Vec<u64> = (told.split(" in ").skip(1))
        .map(|part| part.split(' ').next().unwrap().parse().unwrap())
        .collect();
    assert!(wanted[0].1 > wanted[1].1 && counts.len() > 1, "{told}");
    let first = told.split(" in ").next().unwrap();
    assert!(first.ends_with(&escalade::words::dose(wanted[0].0)), "{told}");
    assert!(counts.iter().zip(&wanted).all(|(told, seen)| *told == seen.1), "{told}");
}
