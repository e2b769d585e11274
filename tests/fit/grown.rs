//! Helpers: cells whose growth is known, and their counts.

use escalade::random::{Purpose, stream};
use escalade::sampling::normal;

/// 10^8 cells that grow by 0.4 a day: chance between flasks does not show.
pub const GROWTH: &str = r#"
schema = 1
name = "Growth"
replicates = 10
[plain]
types = [{ name = "cells", founders = 1e8 }]
[[plain.phases]]
duration = "10 d"
rates = { cells = { birth = 0.5, death = 0.1 } }
"#;

pub const BIRTH: &str = "plain.phases.1.rates.cells.birth=0.3..0.8";

/// Counts of three flasks on four days that scatter by `cv` about growth by `net` a day.
pub fn counts(net: f64, cv: f64, seed: u64) -> String {
    let mut rng = stream(seed, 0, Purpose::Observation);
    let mut text = "flask,day,cells\n".to_owned();
    for flask in ["a", "b", "c"] {
        for day in [2.0, 4.0, 6.0, 8.0] {
            let cells = 1e8 * (net * day + cv * normal(&mut rng)).exp();
            text += &format!("{flask},{day},{}\n", cells.round());
        }
    }
    text
}
