//! What the middle of a split step does to cells whose kinds switch, or divide into two other kinds, often.

use super::workspace::Interval;
use crate::engine::culture::Culture;
use crate::engine::population::{Kind, World};
use crate::random::Generator;
use crate::sampling::{binomial_pq, multinomial, poisson};

impl Interval {
    /// Moves cells between kinds whose changes are split off. What arrives may differ by a trifle (of second order)
    /// from what leaves, since either has to have its exact mean.
    pub(super) fn redistribute<W: World>(&mut self, culture: &mut Culture<W>, length: f64) {
        let kinds = std::mem::take(&mut self.split.switching);
        let mut parts = std::mem::take(&mut self.split.parts);
        let mut moved = std::mem::take(&mut self.split.moved);
        let rows: Vec<Row> = kinds
            .iter()
            .map(|&kind| self.row(culture.world, &kinds, kind, length))
            .collect();
        moved.clear();
        for from in 0..culture.population.cells.len() {
            if culture.population.cells[from] == 0 {
                continue;
            }
            let Some(row) = kinds.iter().position(|&k| k == culture.population.kinds[from]) else {
                continue;
            };
            let row = &rows[row];
            let leaving = binomial_pq(culture.rng, culture.population.cells[from], 1.0 - row.stay, row.stay);
            if leaving == 0 {
                continue;
            }
            culture.population.cells[from] -= leaving;
            parts.clear();
            parts.resize(row.weights.len(), 0);
            multinomial(culture.rng, leaving, &row.weights, &mut parts);
            for (way, &times) in row.ways.iter().zip(&parts).filter(|(_, times)| **times > 0) {
                match *way {
                    Way::To(kind, factor) => {
                        let cells = scaled(culture.rng, times, factor);
                        if cells > 0 {
                            moved.push((culture.world.switched(culture.population, from, kind), cells));
                        }
                    }
                    Way::Pair(conversion, factors) => {
                        let daughters = culture.world.converted(culture.population, from, conversion, times);
                        for (daughter, factor) in daughters.into_iter().zip(factors) {
                            moved.push((daughter, scaled(culture.rng, times, factor)));
                        }
                    }
                }
            }
        }
        for &(to, cells) in &moved {
            culture.population.cells[to] += cells;
        }
        (self.split.switching, self.split.parts, self.split.moved) = (kinds, parts, moved);
    }

    /// What the middle of a step has to do to cells of kind `from`, so that with half a step of
    /// growth on either side the means are those of growth and changes together: the mean matrix
    /// `M = exp((G + Q) length)` with the growth of the two halves divided out.
    fn row<W: World>(&mut self, world: &W, split: &[Kind], from: Kind, length: f64) -> Row {
        let flows = self.flows(world, split, from, length);
        let row = exponential_row(&flows);
        // Cells that arrive in each kind, per cell; the first is `from` itself.
        let arrive: Vec<f64> = (row.iter().zip(&flows.excess))
            .map(|(r, e)| (r * libm::exp(-0.5 * e)).max(0.0))
            .collect();
        Row::of(&flows, row[0].clamp(0.0, 1.0), &arrive)
    }

    /// Kinds that cells of `from` may come to within a step, and the flows between them.
    fn flows<W: World>(&mut self, world: &W, split: &[Kind], from: Kind, length: f64) -> Flows {
        let own = self.kind_step(world, from).branching.growth();
        let mut flows = Flows {
            kinds: vec![from],
            excess: vec![0.0],
            flows: Vec::new(),
        };
        let mut next = 0;
        while next < flows.kinds.len() {
            let kind = flows.kinds[next];
            if split.contains(&kind) {
                let (targets, cumulative) = world.switches(kind);
                let mut before = 0.0;
                for (&to, &sum) in targets.iter().zip(cumulative) {
                    let to = self.place(world, &mut flows, to, own, length);
                    let rate = (sum - before) * length;
                    let change = Change::Switch(to);
                    flows.flows.push(Flow {
                        from: next,
                        change,
                        rate,
                    });
                    before = sum;
                }
                let birth = self.kind_step(world, kind).birth;
                let (pairs, cumulative) = world.conversions(kind);
                let mut before = 0.0;
                for (conversion, (&[a, b], &sum)) in pairs.iter().zip(cumulative).enumerate() {
                    let a = self.place(world, &mut flows, a, own, length);
                    let b = self.place(world, &mut flows, b, own, length);
                    let rate = birth * (sum - before) * length;
                    let change = Change::Pair(conversion, [a, b]);
                    flows.flows.push(Flow {
                        from: next,
                        change,
                        rate,
                    });
                    before = sum;
                }
            }
            next += 1;
        }
        flows
    }

    /// A kind's place among those of the flows.
    fn place<W: World>(&mut self, world: &W, flows: &mut Flows, kind: Kind, own: f64, length: f64) -> usize {
        if let Some(place) = flows.kinds.iter().position(|&known| known == kind) {
            return place;
        }
        flows.kinds.push(kind);
        let growth = self.kind_step(world, kind).branching.growth();
        flows.excess.push((growth - own) * length);
        flows.kinds.len() - 1
    }
}

/// What may happen to a cell within a step, all times the step.
struct Flows {
    /// The kind that it starts from, then those that it may come to.
    kinds: Vec<Kind>,
    /// Growth above that of the first.
    excess: Vec<f64>,
    flows: Vec<Flow>,
}

struct Flow {
    from: usize,
    change: Change,
    rate: f64,
}

/// Places of the kinds that come about.
#[derive(Clone, Copy)]
enum Change {
    Switch(usize),
    /// By this conversion.
    Pair(usize, [usize; 2]),
}

/// First row of the exponential of growth and flows, by its power series; the step keeps its norm near one.
fn exponential_row(flows: &Flows) -> Vec<f64> {
    let mut row = vec![0.0; flows.kinds.len()];
    let mut term = vec![0.0; flows.kinds.len()];
    let mut following = Vec::with_capacity(flows.kinds.len());
    (row[0], term[0]) = (1.0, 1.0);
    for order in 1..=30 {
        following.clear();
        following.extend(term.iter().zip(&flows.excess).map(|(t, e)| t * e / f64::from(order)));
        for &Flow { from, change, rate } in &flows.flows {
            let flow = term[from] * rate / f64::from(order);
            following[from] -= flow;
            match change {
                Change::Switch(to) => following[to] += flow,
                Change::Pair(_, daughters) => daughters.iter().for_each(|&to| following[to] += flow),
            }
        }
        row.iter_mut().zip(&following).for_each(|(r, f)| *r += f);
        // Later terms fall faster still.
        if row.iter().zip(&following).all(|(r, f)| f.abs() <= 1e-15 * r.abs()) {
            break;
        }
        std::mem::swap(&mut term, &mut following);
    }
    row
}

/// `cells` times a factor close to one, in the mean; none stays none.
pub(super) fn scaled(rng: &mut Generator, cells: u64, factor: f64) -> u64 {
    if factor >= 1.0 {
        cells + poisson(rng, cells as f64 * (factor - 1.0))
    } else {
        binomial_pq(rng, cells, factor, 1.0 - factor)
    }
}

/// Changes of one kind in the middle of a step.
struct Row {
    /// Share of cells that stay.
    stay: f64,
    /// How the others leave, in proportion to these weights.
    ways: Vec<Way>,
    weights: Vec<f64>,
}

/// A way to leave, with the factors (close to one) that make the means of what arrives exact.
enum Way {
    To(Kind, f64),
    /// Both daughters of a division, by this conversion.
    Pair(usize, [f64; 2]),
}

impl Row {
    /// Pairs come as pairs, so that numbers vary as they should; what comes by more than one change comes singly.
    fn of(flows: &Flows, stay: f64, arrive: &[f64]) -> Self {
        let pairs = flows.flows.iter().filter_map(|flow| match (flow.from, flow.change) {
            (0, Change::Pair(conversion, daughters)) => Some((conversion, daughters, flow.rate)),
            _ => None,
        });
        // What pairs bring to each kind to first order, and everything else with it.
        let mut paired = vec![0.0; arrive.len()];
        let mut first = vec![0.0; arrive.len()];
        for flow in flows.flows.iter().filter(|flow| flow.from == 0) {
            match flow.change {
                Change::Switch(to) => first[to] += flow.rate,
                Change::Pair(_, daughters) => {
                    for to in daughters {
                        first[to] += flow.rate;
                        paired[to] += flow.rate;
                    }
                }
            }
        }
        let exact = |to: usize| if first[to] > 0.0 { arrive[to] / first[to] } else { 1.0 };
        let (mut ways, mut weights, mut brings) = (Vec::new(), Vec::new(), vec![0.0; arrive.len()]);
        for (conversion, daughters, rate) in pairs {
            let weight = 0.5 * rate * (exact(daughters[0]) + exact(daughters[1]));
            ways.push(Change::Pair(conversion, daughters));
            weights.push(weight);
            daughters.iter().for_each(|&to| brings[to] += weight);
        }
        for to in 1..arrive.len() {
            let single = match first[to] > 0.0 {
                true => arrive[to] * (1.0 - paired[to] / first[to]),
                false => arrive[to],
            };
            ways.push(Change::Switch(to));
            weights.push(single);
            brings[to] += single;
        }
        // Cells that leave bring in each kind `(1 - stay) / total * brings`; wanted is `arrive`.
        let total: f64 = weights.iter().sum();
        let leaving = (1.0 - stay).max(1e-300);
        let factor = |to: usize| match brings[to] > 0.0 {
            true => total / leaving * (arrive[to] / brings[to]),
            false => 1.0,
        };
        let ways = ways.into_iter().map(|change| match change {
            Change::Switch(to) => Way::To(flows.kinds[to], factor(to)),
            Change::Pair(conversion, daughters) => Way::Pair(conversion, daughters.map(factor)),
        });
        Self {
            stay,
            ways: ways.collect(),
            weights,
        }
    }
}
