//! How the cost of laboratory flasks grows with lineages, states, days and threads: `cargo bench --bench scaling`.
//!
//! One thing is changed at a time in an H3122 flask under alectinib. The flasks of a table are run in turn, round after round, and
//! the median of the ratios to the first row's time is printed, so that a drifting machine cancels out. Threads need idle cores.

use escalade::engine::{Identity, Method, Settings, flask_pilot, run_flask_unless};
use escalade::scenario::{Body, Laboratory};
use rayon::prelude::*;
use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

const SETTINGS: Settings = Settings {
    method: Method::Interval,
    tolerance: 0.01,
};
const FLASKS: u64 = 40;
const ROUNDS: usize = 5;

/// What is changed; the rest is the usual flask.
#[derive(Clone, Copy)]
struct Flask {
    cells: f64,
    states: bool,
    days: f64,
    identity: Identity,
    threads: usize,
}

const USUAL: Flask = Flask {
    cells: 1e6,
    states: true,
    days: 90.0,
    identity: Identity::Lineages,
    threads: 1,
};

impl Flask {
    fn laboratory(&self) -> Box<Laboratory> {
        let Self {
            cells, states, days, ..
        } = self;
        let text = format!(
            "schema = 1\nname = \"scaling\"\nreplicates = 1\nseed = 1\n[line]\nid = \"H3122\"\n[flask]\nvessel = \"T175\"\n\
             seed_cells = {cells}\npassage = {{ at = \"80% confluence\", or_every = \"7 d\", split = \"1:8\" }}\n[routes]\n\
             states = {states}\n[[course]]\ndrug = \"alectinib\"\ndose = \"100 nM\"\n[stop]\nafter = \"{days} d\"\n\
             at_resistance = false\n"
        );
        match escalade::scenario::load("scaling", text)
            .expect("a scenario of this bench")
            .body
        {
            Body::Laboratory(laboratory) => laboratory,
            Body::Plain(_) => unreachable!("the text has a line"),
        }
    }
}

/// A flask ready to be run.
struct Ready {
    what: String,
    flask: Flask,
    laboratory: Box<Laboratory>,
    pool: rayon::ThreadPool,
}

impl Ready {
    fn of((what, flask): (String, Flask)) -> Self {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(flask.threads);
        Self {
            what,
            laboratory: flask.laboratory(),
            pool: pool.build().expect("threads can be started"),
            flask,
        }
    }

    /// Seconds for all flasks.
    fn seconds(&self) -> f64 {
        let never = AtomicBool::new(false);
        let Laboratory { biology, protocol, .. } = &*self.laboratory;
        let run = |flask| run_flask_unless(&never, biology, protocol, &SETTINGS, self.flask.identity, 1, flask);
        let start = Instant::now();
        self.pool.install(|| {
            (0..FLASKS)
                .into_par_iter()
                .for_each(|flask| drop(black_box(run(flask))))
        });
        start.elapsed().as_secs_f64()
    }

    /// Steps, and compartments carried over them, of a flask on average.
    fn effort(&self) -> (f64, f64) {
        let Laboratory { biology, protocol, .. } = &*self.laboratory;
        let efforts = (0..FLASKS).map(|flask| {
            let pilot = flask_pilot(biology, protocol, &SETTINGS, self.flask.identity, 1, flask, u64::MAX);
            (pilot.effort.steps, pilot.effort.compartments())
        });
        let (steps, carried) = efforts.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        (steps as f64 / FLASKS as f64, carried as f64 / FLASKS as f64)
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn table(title: &str, rows: Vec<(String, Flask)>) {
    let rows: Vec<Ready> = rows.into_iter().map(Ready::of).collect();
    let rounds: Vec<Vec<f64>> = (0..ROUNDS).map(|_| rows.iter().map(Ready::seconds).collect()).collect();
    println!("{title:22}  flasks a second  time, ratio  steps  carried  µs a carried");
    for (i, row) in rows.iter().enumerate() {
        let time = median(rounds.iter().map(|round| round[i]).collect()) / FLASKS as f64;
        let ratio = median(rounds.iter().map(|round| round[i] / round[0]).collect());
        let (steps, carried) = row.effort();
        let each = 1e6 * time / carried;
        let name = &row.what;
        println!(
            "{name:22}  {:15.0}  {ratio:11.2}  {steps:5.0}  {carried:7.0}  {each:12.2}",
            1.0 / time
        );
    }
    println!();
}

fn main() {
    let cells = |cells: f64, identity| Flask {
        cells,
        identity,
        ..USUAL
    };
    let lineages = [1e4, 1e5, 1e6, 1e7].map(|n| (format!("{n:.0e} cells seeded"), cells(n, Identity::Lineages)));
    table("lineages kept", lineages.into());
    let pooled = [1e4, 1e5, 1e6, 1e7].map(|n| (format!("{n:.0e} cells seeded"), cells(n, Identity::Origins)));
    table("lineages pooled", pooled.into());
    let states = [(false, "no states"), (true, "states of the line")];
    table(
        "states",
        states
            .map(|(states, name)| (name.to_owned(), Flask { states, ..USUAL }))
            .into(),
    );
    let days = [30.0, 60.0, 120.0, 240.0].map(|days| (format!("{days} days"), Flask { days, ..USUAL }));
    table("days", days.into());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = (0..).map(|power| 1 << power).take_while(|&threads| threads <= cores);
    table(
        "threads",
        threads
            .map(|threads| (format!("{threads} threads"), Flask { threads, ..USUAL }))
            .collect(),
    );
}
