//! Arms of one small barcoded stock, and reads of them.

use escalade::random::Generator;
use escalade::sampling::{gamma, multinomial_of_many};

/// Cells that get a barcode each, a small pool, three arms under a dose that only cells with an amplified MET outgrow, looked at
/// every so many days until the last.
pub fn scenario(library: f64, look_every: u32, last: u32) -> String {
    format!(
        r#"
schema = 1
name = "Marked arms"
replicates = 3
look_every = "{look_every} d"
[line]
id = "H3122"
expand_to = 1e4
arms = 3
[barcodes]
library = {library}
cells_per_barcode = 100
[flask]
seed_cells = 400
[routes]
alleles = false
amplification = false
bypass = ["met-amplification"]
states = false
[[course]]
drug = "alectinib"
dose = "300 nM"
[stop]
after = "{last} d"
"#
    )
}

/// So many reads of cells per barcode, each with an error of its own: a gamma variate of this shape.
pub fn read(rng: &mut Generator, cells: &[(u32, u64)], reads: u64, shape: f64) -> Vec<(u32, u64)> {
    let weights: Vec<f64> = cells.iter().map(|(_, n)| *n as f64 * gamma(rng, shape)).collect();
    let drawn = multinomial_of_many(rng, reads, &weights);
    cells.iter().map(|(barcode, _)| *barcode).zip(drawn).collect()
}
