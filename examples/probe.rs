use escalade::engine::*;
use escalade::model::plain::*;
use std::time::Instant;
fn w1() -> PlainModel {
    let mut types = vec![PlainType {
        name: "wt".into(),
        founders: 1_000_000,
    }];
    let mut m = vec![];
    for i in 0..20 {
        types.push(PlainType {
            name: format!("m{i}"),
            founders: 0,
        });
        m.push(PlainMutation {
            from: 0,
            to: i + 1,
            per_division: 1e-7,
        });
    }
    PlainModel {
        phases: vec![PlainPhase {
            duration: 1000.0,
            rates: vec![BirthDeath { birth: 0.7, death: 0.2 }; 21],
            keep: 1.0,
            until: None,
            repeat: 1,
        }],
        types,
        mutations: m,
        switches: vec![],
        stop: Some(Threshold {
            of_type: None,
            cells: 1_000_000_000,
        }),
        record_every: None,
    }
}
fn w2() -> PlainModel {
    let mut w = w1();
    w.types[0].founders = 10_000_000;
    w.phases[0].duration = 30.0;
    w.phases[0].rates = vec![BirthDeath { birth: 0.7, death: 0.3 }; 21];
    w.phases[0].rates[0] = BirthDeath { birth: 0.7, death: 1.0 };
    w.stop = Some(Threshold {
        of_type: None,
        cells: 100_000_000,
    });
    w
}
fn main() {
    let s = Settings {
        method: Method::Interval,
        tolerance: 0.01,
    };
    for (name, m, r) in [("w1", w1(), 2000u64), ("w2", w2(), 20000)] {
        let t = Instant::now();
        let mut tot = 0f64;
        let mut mu = 0f64;
        let mut day = 0.0;
        let mut sq = 0.0;
        let mut mut_cells = 0.0;
        for i in 0..r {
            let x = run_plain(&m, &s, 1, i);
            tot += x.cells.iter().sum::<u64>() as f64;
            mu += x.mutations.iter().sum::<u64>() as f64;
            day += x.end_day;
            let mc = x.cells[1..].iter().sum::<u64>() as f64;
            mut_cells += mc;
            sq += mc * mc;
        }
        let e = t.elapsed().as_secs_f64() / r as f64;
        println!(
            "{name}: {:.2} us, total {:.4e} mutations {:.4} day {:.4} mutcells {:.5e} sd/mean {:.3}",
            e * 1e6,
            tot / r as f64,
            mu / r as f64,
            day / r as f64,
            mut_cells / r as f64,
            (sq / r as f64 - (mut_cells / r as f64).powi(2)).sqrt() / (mut_cells / r as f64)
        );
    }
}
