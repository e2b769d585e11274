//! The designs of a plan in the order of its ranking.

use super::found::{Found, ends};
use super::pair::short_term;
use super::request::Planned;
use super::uses::{Needs, needs, own, used};
use crate::report::plan::costs::hours;
use crate::report::plan::{DesignRow, Met, Standing};
use crate::scenario::plan::Plan;
use crate::statistics::race::{self, Use, undominated};

/// Designs: the winner, those looked at again, those in the race at its end, those that dropped out, those over a limit; each
/// by value.
pub fn ranked(planned: &Planned, found: &Found, values: &[Vec<f64>], best: &[f64]) -> Vec<DesignRow> {
    let mut rows: Vec<(usize, DesignRow)> = (0..planned.designs.designs.len())
        .map(|design| (design, row(planned, found, design, values, best)))
        .collect();
    let points: Vec<Vec<f64>> = (rows.iter())
        .map(|(_, row)| vec![-row.value, row.used.weeks, row.used.visits, row.drug_total()])
        .collect();
    let may: Vec<bool> = rows
        .iter()
        .map(|(_, row)| !matches!(row.standing, Standing::OverLimit | Standing::Short))
        .collect();
    let allowed: Vec<Vec<f64>> = points
        .iter()
        .zip(&may)
        .filter(|(_, may)| **may)
        .map(|(point, _)| point.clone())
        .collect();
    let mut front = undominated(&allowed).into_iter();
    for ((_, row), may) in rows.iter_mut().zip(&may) {
        row.front = *may && front.next().unwrap_or(false);
    }
    let class = |row: &DesignRow| match (row.standing, row.fresh) {
        (Standing::Winner, _) => 0,
        (Standing::OverLimit, _) => 4,
        (Standing::Short, _) => 5,
        (_, true) => 1,
        (Standing::Running | Standing::SetAside, _) => 2,
        (Standing::Dropped, _) => 3,
    };
    rows.sort_by(|(a, one), (b, other)| {
        let values = other.value.total_cmp(&one.value);
        class(one).cmp(&class(other)).then(values).then(a.cmp(b))
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

fn row(planned: &Planned, found: &Found, design: usize, values: &[Vec<f64>], best: &[f64]) -> DesignRow {
    let (plan, of) = (planned.plan(), &planned.designs.designs[design]);
    let (goal, n) = (&plan.goal, of.flasks);
    let place = found.finalists.iter().position(|finalist| *finalist == design);
    let fared = match place {
        Some(place) => Fared::in_new_worlds(plan, found, place, n, values),
        None => Fared::in_race(found, design),
    };
    let (low, high) = fared.value.interval(goal.is_met());
    let mean = Use::mean(fared.uses.iter());
    let Needs { medium_ml, drug_mg } = needs(&mean, of, plan);
    let asked = goal.probability.filter(|_| goal.is_met());
    let raced = found.standings[design];
    DesignRow {
        design: of.number,
        name: of.name.clone(),
        schedule: of.schedule.clone(),
        values: (of.values.iter())
            .map(|(key, value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                (key.clone(), text)
            })
            .collect(),
        standing: standing(found, design, place),
        value: fared.value.mean,
        low,
        high,
        worlds: fared.value.worlds,
        fresh: place.is_some(),
        raced: (raced.mean, raced.worlds),
        best: place.and_then(|place| best.get(place).copied()),
        enough: asked.and_then(|asked| fared.enough(asked)),
        flasks: n,
        met: goal.is_cheapest().then(|| Met::of(&fared.met)),
        hours: hours(&mean, &plan.bench, n as f64, of.limited.vessels),
        used: mean,
        medium_ml,
        drug_mg,
        pair: short_term(&of.scenario),
        front: false,
    }
}

/// How a design fared in the worlds that its figures rest on.
struct Fared {
    value: race::Standing,
    /// Whether it came to the goal, where its value says what it costs.
    met: race::Standing,
    /// What it took in each world.
    uses: Vec<Use>,
    /// Sums of values over worlds, by number of flasks from 1.
    sums: Vec<f64>,
}

impl Fared {
    fn in_race(found: &Found, design: usize) -> Self {
        Self {
            value: found.standings[design],
            met: found.met[design],
            uses: found.uses[design].clone(),
            sums: found.fewer[design].clone(),
        }
    }

    /// The finalist in this place, with `n` flasks; `values` are those of the finalists in every new world.
    fn in_new_worlds(plan: &Plan, found: &Found, place: usize, n: u64, values: &[Vec<f64>]) -> Self {
        let goal = &plan.goal;
        let flasks = || found.fresh.worlds.iter().map(|world| &world[place]);
        let mut met = race::Standing::default();
        if goal.is_cheapest() {
            flasks().for_each(|flasks| met.add(goal.met(&ends(flasks), n)));
        }
        let mut value = race::Standing::default();
        values.iter().for_each(|world| value.add(world[place]));
        let sum = |fewer: u64| match fewer == n {
            true => values.iter().map(|world| world[place]).sum(),
            false => flasks().map(|flasks| goal.value(&ends(flasks), fewer)).sum(),
        };
        Self {
            value,
            met,
            uses: flasks().map(|flasks| used(plan, own(plan, flasks, n))).collect(),
            sums: (1..=n).map(sum).collect(),
        }
    }

    /// The fewest flasks that reach a probability.
    fn enough(&self, asked: f64) -> Option<u64> {
        let all = asked * self.value.worlds as f64;
        let reached = (1..).zip(&self.sums).find(|(_, sum)| **sum >= all);
        reached.map(|(flasks, _)| flasks)
    }
}

/// How a design came out; `place` is its place among the finalists.
fn standing(found: &Found, design: usize, place: Option<usize>) -> Standing {
    if place == Some(0) {
        return Standing::Winner;
    }
    if found.over[design] {
        return Standing::OverLimit;
    }
    match found.standings[design].out {
        None => Standing::Running,
        Some(race::Out::Limit) => Standing::OverLimit,
        Some(race::Out::Aside) => Standing::SetAside,
        Some(race::Out::Short) => Standing::Short,
        Some(race::Out::Beaten) => Standing::Dropped,
    }
}
