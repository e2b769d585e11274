//! The quick verification suite: theory against both engines, fixed seeds, alpha 1e-6 per row.

use escalade::verify::{Effort, run, table};

#[test]
fn both_engines_reproduce_theory() {
    let rows = run(
        Effort {
            quick: true,
            tolerance: 0.01,
        },
        |_| {},
    );
    let failed: Vec<_> = rows.iter().filter(|row| !row.passed).cloned().collect();
    assert!(rows.len() > 80, "{} rows", rows.len());
    assert!(failed.is_empty(), "\n{}", table(&failed));
}
