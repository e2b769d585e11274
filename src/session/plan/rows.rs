//! The designs of a plan in the order of its ranking.

use super::found::{Found, ends};
use super::pair::short_term;
use super::request::Planned;
use super::uses::{Needs, needs, own, used};
use crate::report::plan::costs::hours;
use crate::report::plan::{DesignRow, Met, Standing};
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
    let raced = found.standings[design];
    let place = found.finalists.iter().position(|finalist| *finalist == design);
    let (standing, met, uses, sums): (race::Standing, race::Standing, Vec<Use>, Vec<f64>) = match place {
        Some(place) => {
            let mut met = race::Standing::default();
            let worlds = found.fresh.worlds.iter().filter(|_| goal.is_cheapest());
            worlds.for_each(|world| met.add(goal.met(&ends(&world[place]), n)));
            let mut standing = race::Standing::default();
            values.iter().for_each(|world| standing.add(world[place]));
            let flasks = || found.fresh.worlds.iter().map(|world| &world[place]);
            let sum = |fewer: u64| match fewer == n {
                true => values.iter().map(|world| world[place]).sum(),
                false => flasks().map(|flasks| goal.value(&ends(flasks), fewer)).sum(),
            };
            (
                standing,
                met,
                flasks().flat_map(|flasks| used(plan, own(plan, flasks, n))).collect(),
                (1..=n).map(sum).collect(),
            )
        }
        None => (
            raced,
            found.met[design],
            found.uses[design].clone(),
            found.fewer[design].clone(),
        ),
    };
    let (low, high) = standing.interval(goal.is_met());
    let mean = Use::mean(uses.iter());
    let Needs { medium_ml, drug_mg } = needs(&mean, of, plan);
    let apart = goal.is_pair().then(|| found.apart(plan, design));
    let with = |fewer: u64| match &apart {
        Some(apart) if fewer < n => apart.right(fewer),
        Some(_) => standing.mean,
        None => sums[fewer as usize - 1] / standing.worlds as f64,
    };
    let asked = goal.probability.filter(|_| goal.is_met());
    let enough = asked.and_then(|asked| (1..=n).find(|fewer| with(*fewer) >= asked));
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
        standing: match () {
            () if place == Some(0) => Standing::Winner,
            () if found.over[design] || raced.out == Some(race::Out::Limit) => Standing::OverLimit,
            () => match raced.out {
                None => Standing::Running,
                Some(race::Out::Aside) => Standing::SetAside,
                Some(race::Out::Short) => Standing::Short,
                Some(_) => Standing::Dropped,
            },
        },
        value: standing.mean,
        low,
        high,
        worlds: standing.worlds,
        fresh: place.is_some(),
        raced: (raced.mean, raced.worlds),
        best: place.and_then(|place| best.get(place).copied()),
        enough,
        flasks: n,
        met: goal.is_cheapest().then(|| Met::of(&met)),
        hours: hours(&mean, &plan.bench, n as f64, of.limited.vessels),
        used: mean,
        medium_ml,
        drug_mg,
        pair: short_term(&of.scenario),
        front: false,
    }
}
