//! Mechanisms of resistance in bars and stacks: shares of flasks at the end and by month, their names and textures.

use super::*;
use crate::counted::{records, share};
use crate::drawn::Drawn;
use escalade::model::biology::MechanismClass;
use escalade::report::figure::axis::Panel;
use escalade::report::figure::{muller, over_time, profile};
use escalade::report::palette::{self, INK, Texture};

#[test]
fn bars_of_the_profile_are_the_shares_of_resistant_flasks() {
    let (records, protocol) = (records(), protocol(vec![escalation()]));
    let resistant: Vec<FlaskRecord> = (records.iter())
        .filter(|r| r.outcome == Outcome::Resistant)
        .cloned()
        .collect();
    let shown = profile::data(&summarised(&protocol, &records));
    assert_eq!(
        (shown.resistant.count, shown.resistant.n),
        (resistant.len() as u64, 200)
    );
    for bar in shown.mechanisms.iter().filter(|bar| bar.pale.is_some()) {
        let first = share(&resistant, |r| r.composition[0].mechanism.label == bar.label);
        assert!((bar.share.share - first).abs() < 1e-12, "{}", bar.label);
        let present = share(&resistant, |r| {
            r.composition
                .iter()
                .any(|entry| entry.present && entry.mechanism.label == bar.label)
        });
        assert!((bar.pale.unwrap() - present).abs() < 1e-12, "{}", bar.label);
    }
    let all: f64 = shown.classes.iter().map(|bar| bar.share.share).sum();
    assert!((all - 1.0).abs() < 1e-12, "every resistant flask has a class: {all}");
    assert!(shown.mechanisms.is_sorted_by(|a, b| a.share.count >= b.share.count));

    let drawn = Drawn::read(&profile::draw(&shown).unwrap());
    let axis = drawn.across(&Panel {
        bottom: shown.mechanism_panel().bottom + 3.0,
        ..shown.mechanism_panel()
    });
    for (bars, panel) in [
        (&shown.classes, shown.class_panel()),
        (&shown.mechanisms, shown.mechanism_panel()),
    ] {
        for (i, bar) in bars.iter().enumerate() {
            let y = panel.top + (i as f64 + 0.5) * 22.0;
            let in_row = |opacity| -> Vec<f64> {
                let boxes = drawn.boxes(bar.colour, opacity, &panel).into_iter();
                boxes.filter(|(a, b)| a.1 < y && y < b.1).map(|(_, b)| b.0).collect()
            };
            assert!(axis.holds(in_row(1.0)[0], bar.share.share), "{}", bar.label);
            let pale = in_row(0.28);
            assert_eq!(pale.len(), usize::from(bar.pale.is_some()), "{}", bar.label);
            assert!(bar.pale.is_none_or(|share| axis.holds(pale[0], share)), "{}", bar.label);
        }
        let ends: Vec<f64> = (drawn.lines(INK, 1.0, &panel).iter())
            .filter(|line| line[0].1 == line[1].1)
            .flat_map(|line| [line[0].0, line[1].0])
            .collect();
        let wanted = bars.iter().flat_map(|bar| [bar.share.low, bar.share.high]);
        assert!(wanted.zip(ends).all(|(value, x)| axis.holds(x, value)));
    }
}

#[test]
fn months_are_stacked_from_what_dominates_every_flask() {
    let protocol = protocol(vec![escalation()]);
    let mut records = records();
    for record in &mut records {
        // Unaltered until the outcome.
        let months = (record.outcome_day / 30.0).ceil() as usize - 1;
        record.months = vec![Some(none()); months];
    }
    let shown = over_time::data(&summarised(&protocol, &records)).unwrap();
    let extinct = shown.layers.last().unwrap();
    assert_eq!((extinct.name.as_str(), shown.days[0]), ("extinct", 30.0));
    for (month, &day) in shown.days.iter().enumerate() {
        let gone = share(&records, |r| r.outcome == Outcome::Extinct && r.outcome_day <= day);
        assert!((extinct.shares[month] - gone).abs() < 1e-12, "day {day}");
        let dominated = |label: &str| {
            let first = |r: &FlaskRecord| {
                r.composition
                    .first()
                    .is_some_and(|entry| entry.mechanism.label == label)
            };
            share(&records, |r| r.outcome_day <= day && first(r))
        };
        for layer in shown
            .layers
            .iter()
            .filter(|layer| layer.name.contains("1202") || layer.name == "V1180L")
        {
            assert!(
                (layer.shares[month] - dominated(&layer.name)).abs() < 1e-12,
                "{} on {day}",
                layer.name
            );
        }
    }
    let drawn = Drawn::read(&over_time::draw(&shown).unwrap());
    let panel = shown.panel();
    let (across, upward) = (drawn.across(&panel), drawn.upward(&panel));
    for (month, &day) in shown.days.iter().enumerate() {
        let mut below = 0.0;
        for layer in shown.layers.iter().filter(|layer| layer.shares[month] > 0.0) {
            let top = below + layer.shares[month];
            let boxes = drawn.boxes(layer.colour, 1.0, &panel);
            let mut here = boxes
                .iter()
                .filter(|(a, b)| across.value(a.0) < day && day < across.value(b.0));
            let drawn = here.any(|(a, b)| upward.holds(a.1, top) && upward.holds(b.1, below));
            assert!(drawn, "{} on day {day}", layer.name);
            below = top;
        }
        assert!(below < 1.0 + 1e-9);
    }
}

/// Mechanisms that are alike in grey print differ in their texture, which is drawn over the band.
#[test]
fn bands_that_are_alike_in_grey_have_textures() {
    let trace = made_up_trace(made_up_flask(0));
    let shown = muller::data(&trace, &["alectinib".to_owned()]);
    let named = &shown.named;
    for (i, a) in named.iter().enumerate() {
        for b in &named[..i] {
            let apart = (a.colour.lightness() - b.colour.lightness()).abs();
            let told = a.texture != b.texture || apart >= palette::ALIKE;
            assert!(told, "{} and {}: {apart}", a.mechanism.label, b.mechanism.label);
        }
    }
    assert!(named.iter().any(|one| one.texture != Texture::Plain));
    let drawn = Drawn::read(&muller::draw(&shown).unwrap());
    let panel = shown.share_panel();
    for one in named
        .iter()
        .filter(|one| one.texture != Texture::Plain && one.most > 0.1)
    {
        let lines = drawn.lines(one.colour.readable(), 0.6, &panel);
        assert!(lines.len() > 5, "{}: {}", one.mechanism.label, lines.len());
    }
}

/// What dominates most flasks for one month only is named in the figure of all months, before what a few flasks hold to the end.
#[test]
fn what_dominates_for_a_month_has_a_name() {
    let protocol = protocol(vec![escalation()]);
    let mut records = records();
    let state = mechanism("CCN1-high", MechanismClass::State, "", 30);
    for (i, record) in records.iter_mut().enumerate() {
        let own = mechanism(
            &format!("A{}V", i % 20),
            MechanismClass::OnTarget,
            "roof",
            100 + i as u32 % 20,
        );
        let months = (record.outcome_day / 30.0).ceil() as usize - 1;
        record.months = vec![Some(own.clone()); months];
        record.months[0] = Some(if i % 9 < 7 { state.clone() } else { own.clone() });
        record
            .composition
            .iter_mut()
            .take(1)
            .for_each(|entry| entry.mechanism = own.clone());
    }
    let shown = over_time::data(&summarised(&protocol, &records)).unwrap();
    let layer = shown.layers.iter().find(|layer| layer.name == "CCN1-high").unwrap();
    let seen = share(&records, |r| r.months[0].as_ref() == Some(&state));
    assert!(
        seen > 0.7 && (layer.shares[0] - seen).abs() < 1e-12,
        "{:?}",
        layer.shares
    );
    let rest = shown.layers.iter().find(|layer| layer.name == "8 more").unwrap();
    assert!(rest.shares[0] < 0.2, "{:?}", rest.shares);
}
