use escalade::engine::*;
use escalade::model::plain::*;
fn main() {
    let size = 10_000_000u64;
    let m = PlainModel {
        types: vec![
            PlainType {
                name: "a".into(),
                founders: 1000,
            },
            PlainType {
                name: "b".into(),
                founders: 0,
            },
        ],
        mutations: vec![PlainMutation {
            from: 0,
            to: 1,
            per_division: 1e-7,
        }],
        switches: vec![],
        phases: vec![PlainPhase {
            duration: 1e4,
            rates: vec![BirthDeath { birth: 0.7, death: 0.0 }; 2],
            keep: 1.0,
            until: Some(Threshold {
                of_type: Some(0),
                cells: size,
            }),
            repeat: 1,
        }],
        stop: None,
        record_every: None,
    };
    for i in 0..3 {
        println!(
            "{:?}",
            run_plain(
                &m,
                &Settings {
                    method: Method::Interval,
                    tolerance: 0.01
                },
                1,
                i
            )
        );
    }
}
