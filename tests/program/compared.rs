//! Helpers: what `escalade compare` is given, a scenario and the same at ten times the dose.

use crate::support::{Bench, LABORATORY, changed};

pub fn bench() -> Bench {
    let bench = Bench::with(LABORATORY);
    bench.write("high.toml", &changed(LABORATORY, "300 nM", "3 uM"));
    bench
}
