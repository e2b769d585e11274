//! What a fit costs: `cargo bench --bench fit`, two threads.
//!
//! Counts: three values from eight conditions by three flasks, beside the time of the flasks that it simulated alone.
//! Plates: two values from ten doses by six wells. Colonies: thirty cultures. Times are of this machine, the ratio is not.

use escalade::engine::run_plain;
use escalade::random::{Generator, Purpose, stream};
use escalade::sampling::normal;
use escalade::scenario::{Body, load};
use escalade::session::fit::{DataFile, Fit, Fitted, Wanted};
use escalade::session::{Conduct, InMemory, Outcome, Silent};
use escalade::statistics::colonies::Cultures;
use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

const DEATHS: [f64; 8] = [0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6];

const COUNTED: &str = r#"
schema = 1
name = "Eight conditions"
[plain]
types = [{ name = "sensitive", founders = 1e5 }, { name = "resistant", founders = 300 }]
[[plain.phases]]
duration = "9 d"
rates = { sensitive = { birth = 0.6, death = DEATH }, resistant = { birth = 0.5, death = 0.15 } }
[record]
every = "3 d"
"#;

const PLATED: &str = include_str!("../tests/data/plated.toml");

fn fitted(scenario: &str, plan: &str, data: String, free: &[&str]) -> (Fitted, f64) {
    let start = Instant::now();
    let file = DataFile {
        name: "data.csv".to_owned(),
        text: data,
        ..DataFile::default()
    };
    let wanted = Wanted {
        free: free.iter().map(|&key| key.to_owned()).collect(),
        ..Wanted::default()
    };
    let fit = Fit::of("s.toml", scenario, &[], Some(("plan.toml", plan)), &[file], wanted).expect("a valid fit");
    let conduct = Conduct {
        threads: 2,
        stop: &AtomicBool::new(false),
        progress: &Silent,
    };
    match fit.run(&InMemory, &conduct) {
        Ok(Outcome::Done { result, .. }) => (result, start.elapsed().as_secs_f64()),
        _ => unreachable!("a fit in memory ends"),
    }
}

/// Cells counted with an error of a tenth.
fn counted(cells: u64, rng: &mut Generator) -> u64 {
    (cells as f64 * libm::exp(0.1 * normal(rng))).round() as u64
}

fn counts() {
    let mut rng = stream(1, 0, Purpose::Observation);
    let mut data = "condition,flask,day,type,cells\n".to_owned();
    let mut plan = String::new();
    let mut alone = 0.0;
    for death in DEATHS {
        plan += &format!(
            "[[condition]]\nname = \"{death}\"\nset = {{ \"plain.phases.1.rates.sensitive.death\" = {death} }}\n"
        );
        let scenario = load("s.toml", COUNTED.replace("DEATH", &death.to_string())).expect("a valid scenario");
        let Body::Plain(model) = &scenario.body else {
            unreachable!()
        };
        for flask in 0..3 {
            let record = run_plain(model, &scenario.settings, 1, flask);
            for sample in record.samples.iter().filter(|sample| sample.day > 0.0) {
                for (name, cells) in ["sensitive", "resistant"].iter().zip(&sample.cells) {
                    data += &format!("{death},{flask},{},{name},{}\n", sample.day, counted(*cells, &mut rng));
                }
            }
        }
        let start = Instant::now();
        for flask in 0..1_000 {
            black_box(run_plain(model, &scenario.settings, 2, flask));
        }
        alone += start.elapsed().as_secs_f64() / 8_000.0;
    }
    let free = [
        "plain.phases.1.rates.sensitive.birth=0.4..0.9",
        "plain.phases.1.rates.resistant.birth=0.3..0.7",
        "plain.types.2.founders=100..1000",
    ];
    let (fit, seconds) = fitted(&COUNTED.replace("DEATH", "0.6"), &plan, data, &free);
    let flasks = fit.summary.flasks;
    println!(
        "counts: {seconds:.1} s for {} draws, {flasks} flasks; {:.2} times those flasks alone on both threads",
        fit.summary.particles,
        seconds / (flasks as f64 * alone / 2.0)
    );
}

fn plates() {
    let mut rng = stream(2, 0, Purpose::Observation);
    let mut data = "drug,dose_nM,signal,hours\n".to_owned();
    for dose in (0..10).map(|step| 3000.0 / f64::from(3_i32.pow(step))) {
        for _ in 0..6 {
            let share = 1.0 / (1.0 + dose / 30.0);
            data += &format!(
                "alectinib,{dose},{},72\n",
                1e4 * share * libm::exp(0.08 * normal(&mut rng))
            );
        }
    }
    for _ in 0..6 {
        data += &format!("alectinib,0,{},72\n", 1e4 * libm::exp(0.08 * normal(&mut rng)));
    }
    let free = ["dhawan-2017-h3122/WT/alectinib=10..100", "H3122/doubling=1.2..4"];
    let (fit, seconds) = fitted(PLATED, "", data, &free);
    println!("plates: {seconds:.1} s for {} draws", fit.summary.particles);
}

fn colonies() {
    let cultures = Cultures {
        name: "thirty cultures".to_owned(),
        colonies: (0..30).map(|culture| (culture * culture % 97, 1.0)).collect(),
        final_cells: None,
        each_cells: Vec::new(),
        growth: 1.0,
    };
    let start = Instant::now();
    black_box(cultures.analysis());
    println!("colonies: {:.1} ms", 1e3 * start.elapsed().as_secs_f64());
}

fn main() {
    counts();
    plates();
    colonies();
}
