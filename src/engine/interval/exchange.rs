//! How kinds exchange cells in the middle of a split step, in means and in ways.

use crate::engine::population::Kind;

/// Error of the means of what arrives, relative to the largest.
const MEANS: f64 = 1e-10;

/// Kinds among which cells may move within a step, and everything that may happen to a cell, times the step.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub kinds: Vec<Kind>,
    /// Net growth of each kind.
    growth: Vec<f64>,
    /// The same less what leaves.
    kept: Vec<f64>,
    flows: Vec<Flow>,
    /// What arrives by all flows: from, to, and how much.
    arrivals: Vec<(usize, usize, f64)>,
}

#[derive(Debug)]
struct Flow {
    from: usize,
    change: Change,
    rate: f64,
}

/// Places, within the group, of the kinds that come about.
#[derive(Debug, Clone, Copy)]
enum Change {
    Switch(usize),
    /// By this conversion.
    Pair(usize, [usize; 2]),
}

impl Group {
    pub fn clear(&mut self) {
        self.kinds.clear();
        self.growth.clear();
        self.kept.clear();
        self.flows.clear();
        self.arrivals.clear();
    }

    /// A kind with its net growth; returns its place.
    pub fn add(&mut self, kind: Kind, growth: f64) -> usize {
        self.kinds.push(kind);
        self.growth.push(growth);
        self.kept.push(growth);
        self.kinds.len() - 1
    }

    /// Cells of `from` switch to `to`.
    pub fn switch(&mut self, from: usize, to: usize, rate: f64) {
        let change = Change::Switch(to);
        self.flow(Flow { from, change, rate }, &[to]);
    }

    /// Divisions of `from` bring forth a pair.
    pub fn convert(&mut self, from: usize, conversion: usize, daughters: [usize; 2], rate: f64) {
        let change = Change::Pair(conversion, daughters);
        self.flow(Flow { from, change, rate }, &daughters);
    }

    fn flow(&mut self, flow: Flow, arrive: &[usize]) {
        self.kept[flow.from] -= flow.rate;
        self.arrivals
            .extend(arrive.iter().map(|&to| (flow.from, to, flow.rate)));
        self.flows.push(flow);
    }
}

/// Work space for [`Row::set`].
#[derive(Debug, Default)]
pub(super) struct Series {
    /// Cells that arrive in each kind, per cell of the kind that they start from.
    arrive: Vec<f64>,
    term: Vec<f64>,
    following: Vec<f64>,
    /// What pairs, and first-order changes altogether, bring to each kind.
    paired: Vec<f64>,
    first: Vec<f64>,
    brings: Vec<f64>,
}

fn zeroed(values: &mut Vec<f64>, len: usize) {
    values.clear();
    values.resize(len, 0.0);
}

impl Series {
    /// What the middle of a step has to do to cells of kind `start`, so that with half a step of growth on either side
    /// the means are those of growth and changes together: a row of the mean matrix `M = exp((G + Q) length)` with the
    /// growth of the two halves divided out. A power series about the growth of `start`; the step keeps its norm near
    /// one.
    fn arrivals(&mut self, group: &Group, start: usize) {
        let own = group.growth[start];
        zeroed(&mut self.arrive, group.kinds.len());
        zeroed(&mut self.term, group.kinds.len());
        (self.arrive[start], self.term[start]) = (1.0, 1.0);
        for order in 1..=60 {
            let share = 1.0 / f64::from(order);
            self.following.clear();
            let kept = self.term.iter().zip(&group.kept).map(|(t, k)| t * (k - own));
            self.following.extend(kept);
            for &(from, to, rate) in &group.arrivals {
                self.following[to] += self.term[from] * rate;
            }
            let mut largest = 0.0f64;
            for (arrive, following) in self.arrive.iter_mut().zip(&mut self.following) {
                *following *= share;
                *arrive += *following;
                largest = largest.max(following.abs());
            }
            std::mem::swap(&mut self.term, &mut self.following);
            // Later terms fall faster still.
            if largest < MEANS {
                break;
            }
        }
        for (arrive, growth) in self.arrive.iter_mut().zip(&group.growth) {
            let apart = growth - own;
            if apart != 0.0 {
                *arrive *= libm::exp(-0.5 * apart);
            }
            *arrive = arrive.max(0.0);
        }
    }
}

/// Changes of one kind in the middle of a step.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Share of cells that stay.
    pub stay: f64,
    /// How the others leave, in proportion to these weights.
    pub ways: Vec<Way>,
    pub weights: Vec<f64>,
}

/// A way to leave, with the factors (close to one) that make the means of what arrives exact.
#[derive(Debug)]
pub(super) enum Way {
    To(Kind, f64),
    /// Both daughters of a division, by this conversion.
    Pair(usize, [f64; 2]),
}

impl Row {
    /// The changes of the group's kind `start`. Pairs come as pairs, so that numbers vary as they should; what comes by
    /// more than one change comes singly.
    pub fn set(&mut self, group: &Group, start: usize, series: &mut Series) {
        series.arrivals(group, start);
        let Series {
            arrive,
            paired,
            first,
            brings,
            ..
        } = series;
        let kinds = arrive.len();
        zeroed(paired, kinds);
        zeroed(first, kinds);
        zeroed(brings, kinds);
        self.stay = arrive[start].min(1.0);
        self.ways.clear();
        self.weights.clear();
        let own = || group.flows.iter().filter(|flow| flow.from == start);
        // What pairs bring to each kind to first order, and everything else with it.
        for flow in own() {
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
        for flow in own() {
            if let Change::Pair(_, daughters) = flow.change {
                let weight = 0.5 * flow.rate * (exact(daughters[0]) + exact(daughters[1]));
                self.weights.push(weight);
                daughters.iter().for_each(|&to| brings[to] += weight);
            }
        }
        let others = || (0..kinds).filter(|&to| to != start);
        for to in others() {
            let single = match first[to] > 0.0 {
                true => arrive[to] * (1.0 - paired[to] / first[to]),
                false => arrive[to],
            };
            self.weights.push(single);
            brings[to] += single;
        }
        // Cells that leave bring in each kind `(1 - stay) / total * brings`; wanted is `arrive`.
        let total: f64 = self.weights.iter().sum();
        let leaving = (1.0 - self.stay).max(1e-300);
        let factor = |to: usize| match brings[to] > 0.0 {
            true => total / leaving * (arrive[to] / brings[to]),
            false => 1.0,
        };
        for flow in own() {
            if let Change::Pair(conversion, daughters) = flow.change {
                self.ways.push(Way::Pair(conversion, daughters.map(factor)));
            }
        }
        self.ways
            .extend(others().map(|to| Way::To(group.kinds[to], factor(to))));
    }
}

/// What redistribution keeps between steps, so that none allocates.
#[derive(Debug, Default)]
pub(super) struct Redistribution {
    /// Of the split kinds, in their order.
    pub rows: Vec<Row>,
    /// Which of them are those of this step.
    pub known: Vec<bool>,
    pub group: Group,
    pub series: Series,
    pub parts: Vec<u64>,
    pub moved: Vec<(usize, u64)>,
}
