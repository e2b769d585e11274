//! All cases, group by group.

use super::check::{Checks, Row};
use super::effort::Effort;
use super::fault::Fault;
use super::{combination, fluctuation, formulas, genealogy, growth, passages, rescue, states};

/// Runs all cases; rows in a fixed order. `announce` is called with the name of each group as it starts.
pub fn run(effort: Effort, announce: impl Fn(&str)) -> Vec<Row> {
    run_planted(effort, Fault::None, "", announce)
}

/// Runs the cases whose name contains `only`, with a fault planted into what they simulate: the
/// suite is worth something if it then fails.
pub fn run_planted(effort: Effort, fault: Fault, only: &'static str, announce: impl Fn(&str)) -> Vec<Row> {
    type Group = (&'static str, fn(&mut Checks));
    let groups: [Group; 8] = [
        ("birth and death", growth::cases),
        ("fluctuation and pre-existing resistance", fluctuation::cases),
        ("combinations and competing alleles", combination::cases),
        ("rescue and establishment", rescue::cases),
        ("passages", passages::cases),
        ("switching states", states::cases),
        ("genealogy", genealogy::cases),
        ("pharmacology, read-outs and design", formulas::cases),
    ];
    let mut checks = Checks::new(effort, fault, only);
    for (name, cases) in groups {
        announce(name);
        cases(&mut checks);
    }
    checks.rows
}
