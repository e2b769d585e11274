//! Made-up records: a small generator with a fixed seed; they look like flasks but follow no model.

use escalade::engine::record::*;
use escalade::model::biology::{Mechanism, MechanismClass};
use escalade::model::design::Design;
use escalade::model::plain::*;
use escalade::model::protocol::*;

/// SplitMix64, for made-up records only.
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

pub fn mechanism(label: &str, class: MechanismClass, region: &str, order: u32) -> Mechanism {
    Mechanism {
        label: label.into(),
        class,
        region: region.into(),
        order,
    }
}

pub fn none() -> Mechanism {
    mechanism("none", MechanismClass::None, "", 0)
}

/// Mechanisms with their chance to dominate.
pub fn catalogue() -> Vec<(Mechanism, f64)> {
    use MechanismClass::*;
    [
        ("G1202R", OnTarget, "solvent front", 7, 0.30),
        ("I1171N", OnTarget, "beta5-alphaC", 3, 0.12),
        ("I1171T", OnTarget, "beta5-alphaC", 4, 0.07),
        ("V1180L", OnTarget, "roof", 5, 0.05),
        ("L1196M", OnTarget, "gatekeeper", 6, 0.04),
        ("ALK amplification", Amplification, "", 20, 0.10),
        ("MET amplification", Bypass, "", 24, 0.12),
        ("CCN1-high", State, "", 30, 0.06),
        ("G1202R + MET amplification", Compound, "", 40, 0.05),
        ("I1171N + ALK amplification", Compound, "", 41, 0.03),
        ("transformed (SCLC-like)", Transformed, "", 50, 0.02),
        ("none", None, "", 0, 0.04),
    ]
    .map(|(label, class, region, order, weight)| (mechanism(label, class, region, order), weight))
    .to_vec()
}

pub fn ladder() -> Vec<f64> {
    (0..9)
        .map(|k| if k == 8 { 1000.0 } else { 40.0 * 1.5f64.powi(k) })
        .collect()
}

pub fn protocol(courses: Vec<Course>) -> Protocol {
    Protocol {
        stock: Stock::Clone { expand_to: 1e7 },
        flask: Flask {
            vessel: "T75".into(),
            capacity: 1.2e7,
            seed_cells: 1_000_000,
            passage_at: 0.8,
            passage_every: Some(7.0),
            medium_every: None,
            split: 0.125,
        },
        courses,
        resistance: ResistanceRule {
            growth: 0.7,
            held_for: 2,
            detection_limit: 0.01,
        },
        stop: StopRule {
            after: 240.0,
            at_resistance: true,
        },
        look_every: 1.0,
        design: Design::default(),
    }
}

pub fn escalation() -> Course {
    let dosing = Dosing::Escalation {
        doses: ladder(),
        step_when: StepRule::growth(0.7, 2),
        hold: 0.0,
        crash_below: 0.2,
        on_crash: CrashRule::StepBack,
        give_up_after: Some(60.0),
        give_up_after_crashes: None,
    };
    Course {
        drug: 0,
        from: 0.0,
        until: None,
        half_life: None,
        timing: Timing::default(),
        actual: 1.0,
        dosing,
    }
}

/// Days, cells and doses of a made-up flask; ends at `end`.
fn looks(dice: &mut Dice, outcome: Outcome, end: f64, doses: &[f64]) -> Vec<Look> {
    let mut cells = 1e6;
    let pace = end / doses.len() as f64;
    let mut out = Vec::new();
    for day in 0..=end as u32 {
        let reach = if outcome == Outcome::GivenUp { 0.6 } else { 1.0 };
        let step = ((f64::from(day) / pace * reach) as usize).min(doses.len() - 1);
        let dying = outcome == Outcome::Extinct && f64::from(day) > end - 40.0;
        let rate = if dying {
            -0.42
        } else {
            0.10 + 0.22 * dice.unit() - 0.02 * (step as f64 % 3.0)
        };
        let passaged = cells > 9.6e6;
        out.push(Look {
            day: f64::from(day),
            cells: cells as u64,
            doses: vec![doses[step]],
            passaged,
        });
        cells = (if passaged { cells * 0.125 } else { cells }) * rate.exp();
        cells = if dying && f64::from(day) + 1.0 >= end {
            0.0
        } else {
            cells.min(1.15e7)
        };
    }
    out
}

pub fn made_up_flask(replicate: u64) -> FlaskRecord {
    let mut dice = Dice(replicate * 7919 + 11);
    let outcome = match dice.unit() {
        u if u < 0.70 => Outcome::Resistant,
        u if u < 0.84 => Outcome::Extinct,
        u if u < 0.95 => Outcome::GivenUp,
        _ => Outcome::TimeOver,
    };
    let end = match outcome {
        Outcome::TimeOver => 240.0,
        Outcome::Extinct => (60.0 + 90.0 * dice.unit()).floor(),
        _ => (110.0 + 120.0 * dice.unit().sqrt()).floor(),
    };
    let doses = ladder();
    let looks = looks(&mut dice, outcome, end, &doses);
    let cells = looks.last().map_or(0, |look| look.cells);
    let shares = [0.86, 0.09, 0.04, 0.004];
    let mut composition: Vec<MechanismShare> = Vec::new();
    while composition.len() < shares.len() && outcome != Outcome::Extinct {
        let picked = pick(&mut dice);
        if composition.iter().all(|entry| entry.mechanism != picked) {
            let share = shares[composition.len()];
            composition.push(MechanismShare {
                mechanism: picked,
                share,
                frequency: share,
                present: share > 0.01,
            });
        }
    }
    let old = dice.unit() < 0.3;
    FlaskRecord {
        replicate,
        outcome,
        outcome_day: end,
        end_day: end,
        goal_day: (outcome == Outcome::Resistant).then_some((end * 8.0 / 9.0).floor()),
        passages: looks.iter().filter(|look| look.passaged).count() as u32,
        dose_steps: 8,
        crashes: (dice.unit() * 3.0) as u32,
        thaws: 0,
        failures: Vec::new(),
        cells,
        growth_share: (outcome != Outcome::Extinct).then_some(0.7 + 0.3 * dice.unit()),
        composition,
        pre_existing: if old { 0.9 } else { 0.05 },
        acquired: if old { 0.05 } else { 0.6 },
        via_tolerant: if old { 0.0 } else { 0.25 },
        spiked: 0.0,
        compound: 0.08,
        looks,
        lineages: vec![LineageRecord {
            lineage: 3,
            parent: Some(0),
            mechanism: mechanism("G1202R", MechanismClass::OnTarget, "solvent front", 7),
            founded_day: -2.5,
            founded_state: "naive".into(),
            under_drug: false,
            spiked: false,
            barcode: None,
            founders: 1,
            max_cells: 9_000_000,
            max_share: 0.9,
            end_cells: vec![8_000_000, 1_000],
        }],
        minor_lineages: 41,
        work: Work::default(),
        months: Vec::new(),
        samples: Vec::new(),
        barcodes: None,
        patient: None,
    }
}

fn pick(dice: &mut Dice) -> Mechanism {
    let mut left = dice.unit();
    for (mechanism, weight) in catalogue() {
        left -= weight;
        if left < 0.0 {
            return mechanism;
        }
    }
    none()
}

/// Sweeps of nested lineages in a made-up flask.
pub fn made_up_trace(record: FlaskRecord) -> FlaskTrace {
    let days: Vec<f64> = record.looks.iter().map(|look| look.day).collect();
    let last = *days.last().unwrap();
    let by = |label: &str| {
        catalogue()
            .into_iter()
            .map(|(m, _)| m)
            .find(|m| m.label == label)
            .unwrap()
    };
    // (lineage, parent, mechanism, midpoint of its rise, final weight, speed)
    let plan = [
        (0, None, none(), -1e9, 1.0, 1.0),
        (0, None, by("CCN1-high"), last * 0.2, 1.2, 0.12),
        (4, Some(0), by("MET amplification"), last * 0.45, 6.0, 0.10),
        (7, Some(0), by("I1171N"), last * 0.5, 9.0, 0.11),
        (9, Some(0), by("I1171T"), last * 0.55, 3.0, 0.2),
        (12, Some(0), by("G1202R"), last * 0.75, 160.0, 0.14),
        (15, Some(0), by("G1202R"), last * 0.85, 60.0, 0.16),
        (16, Some(12), by("G1202R + MET amplification"), last * 0.9, 400.0, 0.2),
        (17, Some(0), by("V1180L"), last * 0.5, 0.01, 0.2),
    ];
    let weight = |&(_, _, _, middle, end, speed): &(u32, Option<u32>, Mechanism, f64, f64, f64), day: f64| {
        let rise = 1.0 / (1.0 + (-speed * (day - middle)).exp());
        if rise < 1e-4 { 0.0 } else { end * rise }
    };
    let rows = plan.iter().map(|entry| {
        let cells = record.looks.iter().map(|look| {
            let total: f64 = plan.iter().map(|other| weight(other, look.day)).sum();
            (look.cells as f64 * weight(entry, look.day) / total) as u64
        });
        TraceRow {
            lineage: entry.0,
            parent: entry.1,
            mechanism: entry.2.clone(),
            cells: cells.collect(),
        }
    });
    FlaskTrace {
        rows: rows.collect(),
        days,
        record,
    }
}

pub fn rescue() -> PlainModel {
    let rates = vec![
        BirthDeath { birth: 0.3, death: 0.6 },
        BirthDeath { birth: 0.7, death: 0.3 },
    ];
    PlainModel {
        types: vec![
            PlainType {
                name: "sensitive".into(),
                founders: 1_000_000,
            },
            PlainType {
                name: "resistant".into(),
                founders: 0,
            },
        ],
        mutations: vec![PlainMutation {
            from: 0,
            to: 1,
            and: None,
            per_division: 1e-6,
        }],
        switches: Vec::new(),
        phases: vec![PlainPhase {
            duration: f64::INFINITY,
            rates,
            keep: 1.0,
            until: None,
            repeat: 1,
            changes: None,
        }],
        capacity: None,
        stop: Some(Threshold {
            of_type: None,
            cells: 100_000_000,
        }),
        record_every: Some(1.0),
    }
}

pub fn made_up_replicate(replicate: u64) -> PlainRecord {
    let mut dice = Dice(replicate + 1);
    let rescued = dice.unit() < 0.6;
    let founded = 5.0 + 15.0 * dice.unit();
    let end = if rescued {
        founded + 46.0
    } else {
        (44.0 + 6.0 * dice.unit()).floor()
    };
    let sensitive = |day: f64| (1e6 * (-0.3 * day).exp()) as u64;
    let resistant = |day: f64| {
        if rescued && day > founded {
            (0.4 * (day - founded)).exp() as u64
        } else {
            0
        }
    };
    let stop = if rescued {
        PlainStop::TotalCells
    } else {
        PlainStop::Extinct
    };
    let samples = (0..=end as u32).map(|day| {
        let day = f64::from(day);
        PlainSample {
            day,
            cells: vec![sensitive(day), resistant(day)],
        }
    });
    let cells = if rescued {
        vec![sensitive(end), resistant(end)]
    } else {
        vec![0, 0]
    };
    PlainRecord {
        replicate,
        stop,
        end_day: end,
        cells,
        mutations: vec![u64::from(rescued)],
        samples: samples.collect(),
    }
}
