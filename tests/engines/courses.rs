//! Courses with pauses, lines of treatment and vials: both engines agree, and simple planted biologies
//! answer as theory says.

use crate::flasks::{agree, biology, course, flasks, protocol};
use escalade::engine::Method;
use escalade::engine::record::{FlaskRecord, Outcome};
use escalade::knowledge::KnowledgeBase;
use escalade::model::biology::Biology;
use escalade::model::course::{Adaptive, Course, CrashRule, Dosing, Holiday, Oral, Pulse, Recovery, StepRule, Vial};
use escalade::model::pharmacokinetics::Plasma;
use escalade::model::protocol::Protocol;

fn constant(drug: usize, dose: f64) -> Course {
    Course {
        drug,
        ..course(0.0, None, Dosing::Constant { dose })
    }
}

fn pulse(on: f64, recovery: Recovery, starts_off: bool) -> Option<Pulse> {
    Some(Pulse {
        on,
        recovery,
        starts_off,
    })
}

#[test]
fn pulses_that_wait_for_recovery() {
    let mut pulsed = constant(0, 300.0);
    pulsed.timing.pulse = pulse(4.0, Recovery::Confluence { share: 0.3 }, false);
    pulsed.timing.holidays = vec![Holiday {
        from: 20.0,
        until: 24.0,
    }];
    agree("pulses", &biology(1e5), &protocol(vec![pulsed], 40.0), 80, 400);
}

#[test]
fn pulses_by_the_calendar() {
    let mut pulsed = constant(0, 300.0);
    pulsed.timing.pulse = pulse(3.0, Recovery::Days { days: 4.0 }, true);
    agree("calendar pulses", &biology(1e5), &protocol(vec![pulsed], 40.0), 90, 400);
}

/// A dose a day with one compartment.
fn by_mouth() -> Course {
    let mut oral = constant(0, 300.0);
    oral.dosing = Dosing::Oral(Oral {
        every: 1.0,
        half_life: 0.8,
        absorption_half_life: 0.25,
        plasma_average: 300.0,
        plasma: Plasma::free(1.0, 0.1),
    });
    oral
}

/// The concentration moves within every look.
#[test]
fn doses_by_mouth() {
    agree("oral", &biology(1e5), &protocol(vec![by_mouth()], 20.0), 91, 300);
}

/// The same in cells a twentieth as fast that are looked at every eight days: rates are averaged over whole intervals of
/// dosing, but not those of the first days; the exact engine follows the level itself.
#[test]
fn doses_by_mouth_for_slow_cells() {
    let mut slow = biology(1e5);
    let fate = &mut slow.fate;
    for rate in [&mut fate.birth, &mut fate.death, &mut fate.kill, &mut fate.kill_over] {
        *rate *= 0.05;
    }
    for way in &mut slow.transitions {
        (way.base, way.induced, way.relief) = (0.05 * way.base, 0.05 * way.induced, 0.05 * way.relief);
    }
    let mut protocol = protocol(vec![by_mouth()], 120.0);
    (protocol.look_every, protocol.flask.passage_every) = (8.0, None);
    agree("oral, slow", &slow, &protocol, 92, 200);
}

#[test]
fn adaptive_courses() {
    let mut adaptive = constant(0, 300.0);
    adaptive.timing.adaptive = Some(Adaptive {
        off_below: 0.5,
        on_above: 1.0,
        of_seeding: false,
    });
    agree("adaptive", &biology(1e5), &protocol(vec![adaptive], 40.0), 81, 400);
}

#[test]
fn a_second_line_after_resistance() {
    let mut first = constant(0, 100.0);
    first.timing.until_resistance = true;
    let mut second = constant(0, 1_000.0);
    second.timing.after_resistance = 1;
    agree("sequence", &biology(1e5), &protocol(vec![first, second], 45.0), 82, 400);
}

fn thawing(vial: Vial) -> Protocol {
    let dosing = Dosing::Escalation {
        doses: vec![20.0, 600.0],
        step_when: StepRule {
            growth: None,
            passages: Some(1),
            ..StepRule::growth(0.0, 1)
        },
        hold: 0.0,
        crash_below: 0.3,
        on_crash: CrashRule::Thaw(vial),
        give_up_after: None,
        give_up_after_crashes: None,
    };
    protocol(vec![course(0.0, None, dosing)], 45.0)
}

#[test]
fn vials_frozen_and_thawed() {
    let vial = Vial {
        cells: 200,
        survival: 0.7,
    };
    let (biology, protocol) = (biology(3e4), thawing(vial));
    let thaws: u32 = flasks(&biology, &protocol, Method::Interval, 83, 50)
        .iter()
        .map(|record| record.thaws)
        .sum();
    assert!(thaws >= 25, "{thaws} thaws in 50 flasks");
    agree("thaw", &biology, &protocol, 84, 400);
}

/// A flask that died out is begun again from a vial, and its cells are those of before: in drug-free
/// medium they grow, and no lineage is younger than the crash.
#[test]
fn a_flask_that_died_out_is_begun_again() {
    let mut biology = biology(0.0);
    biology.transitions.clear();
    let vial = Vial {
        cells: 200,
        survival: 1.0,
    };
    let mut protocol = thawing(vial);
    let Dosing::Escalation { doses, .. } = &mut protocol.courses[0].dosing else {
        panic!("it escalates");
    };
    doses[1] = 1e6;
    for record in flasks(&biology, &protocol, Method::Interval, 85, 50) {
        assert_ne!(record.outcome, Outcome::Extinct, "{record:?}");
        assert!(record.thaws >= 1 && record.thaws <= record.crashes, "{record:?}");
        assert_eq!(record.lineages.len(), 1, "the founding clone only");
    }
}

/// H3122 under alectinib and lorlatinib with two alleles, each of which resists one of them fully.
fn two_sided(per_division: f64) -> Biology {
    let base = KnowledgeBase::builtin().expect("the knowledge base loads");
    let drugs = ["alectinib", "lorlatinib"];
    let mut biology = base.resolve("H3122", &drugs).expect("H3122 resolves").biology;
    biology.transitions.clear();
    biology.bypasses.clear();
    biology.compounds.clear();
    biology.alleles.truncate(2);
    (biology.ladder.first_gain, biology.ladder.further_gain) = (0.0, 0.0);
    // Killing outpaces growth, as the theory of alternation asks.
    biology.fate.kill *= 3.0;
    for (resisted, allele) in biology.alleles.iter_mut().enumerate() {
        (allele.activity, allele.per_division) = (1.0, per_division);
        for (drug, potency) in allele.potency.iter_mut().enumerate() {
            (potency.fold, potency.slope) = (if drug == resisted { 1e6 } else { 1.0 }, None);
        }
    }
    biology
}

fn resistant_share(records: &[FlaskRecord]) -> f64 {
    let resistant = records.iter().filter(|r| r.outcome == Outcome::Resistant).count();
    resistant as f64 / records.len() as f64
}

/// Alternation: a clone that one drug leaves alone is killed by the other, so with kill rates above the
/// growth rate it shrinks over a cycle and only double mutants (expected: none) escape.
/// 200 flasks each; a difference of 0.35 between two shares has probability below 1e-6 if they are equal
/// (Hoeffding: exp(-2 * 100 * 0.35^2) = 2e-11).
#[test]
fn alternation_holds_clones_that_resist_one_drug() {
    let biology = two_sided(2e-3);
    let wild_type = biology.wild_type();
    let net = |doses: [f64; 2]| biology.phenotype(&wild_type, 0, &doses).net();
    assert!(
        net([0.0, 0.0]) + net([1000.0, 0.0]).max(net([0.0, 1000.0])) <= 0.05,
        "one week of each is no gain: {} {} {}",
        net([0.0, 0.0]),
        net([1000.0, 0.0]),
        net([0.0, 1000.0])
    );
    let mut in_turn = [constant(0, 1000.0), constant(1, 1000.0)];
    for (course, starts_off) in in_turn.iter_mut().zip([false, true]) {
        course.timing.pulse = pulse(3.0, Recovery::Days { days: 3.0 }, starts_off);
    }
    let share = |courses: Vec<Course>, seed| {
        resistant_share(&flasks(&biology, &protocol(courses, 60.0), Method::Interval, seed, 200))
    };
    let alone = share(vec![constant(0, 1000.0)], 86);
    let alternating = share(in_turn.to_vec(), 87);
    assert!(alone > alternating + 0.35, "alone {alone}, in turn {alternating}");
}

/// Adaptive therapy: in a nearly full vessel sensitive cells crowd resistant ones, so a resistant clone that
/// exists beforehand takes longer to carry the flask than where the sensitive cells are killed at once.
#[test]
fn adaptive_therapy_delays_a_crowded_clone() {
    let mut biology = two_sided(2e-3);
    biology.alleles.truncate(1);
    let mut adaptive = constant(0, 1000.0);
    adaptive.timing.adaptive = Some(Adaptive {
        off_below: 0.5,
        on_above: 1.0,
        of_seeding: false,
    });
    let days = |course: Course, seed| {
        let mut protocol = protocol(vec![course], 300.0);
        protocol.flask.seed_cells = 1_600;
        protocol.flask.passage_at = 0.99;
        protocol.flask.passage_every = None;
        protocol.stop.at_resistance = true;
        protocol.stock = escalade::model::protocol::Stock::Clone { expand_to: 1_600.0 };
        let mut days: Vec<f64> = flasks(&biology, &protocol, Method::Interval, seed, 200)
            .iter()
            .map(|record| record.outcome_day)
            .collect();
        days.sort_by(f64::total_cmp);
        days
    };
    let (throughout, in_turns) = (days(constant(0, 1000.0), 88), days(adaptive, 89));
    // Order statistics: the medians' distribution-free intervals at alpha below 1e-6 (4.9 standard deviations
    // of a Binomial(200, 1/2): ranks 65 and 135) do not meet.
    assert!(
        throughout[135] < in_turns[64],
        "throughout {} to {}, adaptive {} to {}",
        throughout[64],
        throughout[135],
        in_turns[64],
        in_turns[135]
    );
}
