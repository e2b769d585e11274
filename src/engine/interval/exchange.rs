//! How kinds exchange cells in the middle of a split step, in means and in ways.

use crate::engine::population::Kind;

/// Error of the means of what arrives, relative to the largest.
const MEANS: f64 = 1e-10;

/// Changes of a cell within what one power series covers.
const CHANGES_OF_A_PART: f64 = 4.0;

/// Kinds among which cells may move within a step, and everything that may happen to a cell, times the step.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub kinds: Vec<Kind>,
    /// Net growth of each kind.
    growth: Vec<f64>,
    /// The same less what leaves.
    kept: Vec<f64>,
    flows: Vec<Flow>,
    /// What arrives by all flows, once [`Self::sort`] was called in the order of the kinds that it comes to.
    arrivals: Vec<Arrival>,
    /// For each kind, the end of what comes to it.
    ends: Vec<usize>,
}

/// What arrives by a flow between kinds, which are told by their places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrival {
    pub from: usize,
    pub to: usize,
    pub rate: f64,
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
        self.ends.clear();
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
        let Flow { from, rate, .. } = flow;
        self.kept[from] -= rate;
        self.arrivals
            .extend(arrive.iter().map(|&to| Arrival { from, to, rate }));
        self.flows.push(flow);
    }

    /// To be called when all is told, before rows are made.
    pub fn sort(&mut self) {
        self.arrivals.sort_by_key(|arrival| arrival.to);
        let ends = (0..self.kinds.len()).map(|kind| self.arrivals.partition_point(|arrival| arrival.to <= kind));
        self.ends.extend(ends);
    }
}

/// Work space for [`Row::set`].
#[derive(Debug, Default)]
pub(super) struct Series {
    /// Of each kind, the sum that was taken last.
    sum: Vec<f64>,
    /// What multiplies each kind itself.
    diagonal: Vec<f64>,
    term: Vec<f64>,
    following: Vec<f64>,
    along: Vec<f64>,
}

fn zeroed(values: &mut Vec<f64>, len: usize) {
    values.clear();
    values.resize(len, 0.0);
}

impl Series {
    /// What the middle of a step has to do to cells of kind `start`, so that with half a step of growth on either side
    /// the means are those of growth and changes together: a row of the mean matrix `M = exp((G + Q) length)` with the
    /// growth of the two halves divided out. A power series about the growth of `start`.
    fn arrivals(&mut self, group: &Group, start: usize) {
        let own = group.growth[start];
        self.end(group, start, |kind| group.kept[kind] - own);
        for (arrive, growth) in self.sum.iter_mut().zip(&group.growth) {
            let apart = growth - own;
            if apart != 0.0 {
                *arrive *= libm::exp(-0.5 * apart);
            }
            *arrive = arrive.max(0.0);
        }
    }

    /// Row `start` of the exponential of `A`, which moves cells as the group does and has this diagonal.
    fn end(&mut self, group: &Group, start: usize, diagonal: impl Fn(usize) -> f64) {
        let parts = self.begin(group, start, diagonal);
        (0..parts).for_each(|_| self.times(group, parts, 0));
    }

    /// Row `start` of the mean of `exp(A u)` over `u` from 0 to 1.
    fn within(&mut self, group: &Group, start: usize, diagonal: impl Fn(usize) -> f64) {
        let parts = self.begin(group, start, diagonal);
        if parts > 1 {
            zeroed(&mut self.along, group.kinds.len());
            for _ in 0..parts {
                let mean = self.along.iter_mut().zip(&self.sum);
                mean.for_each(|(mean, now)| *mean += now / f64::from(parts));
                self.times(group, parts, 0);
            }
            std::mem::swap(&mut self.sum, &mut self.along);
        }
        self.times(group, parts, 1);
    }

    /// Begins with a cell of `start`. Returns the parts of a step in each of which a power series converges fast: a cell
    /// changes about twice in one.
    fn begin(&mut self, group: &Group, start: usize, diagonal: impl Fn(usize) -> f64) -> u32 {
        let kinds = group.kinds.len();
        zeroed(&mut self.sum, kinds);
        self.sum[start] = 1.0;
        zeroed(&mut self.following, kinds);
        self.diagonal.clear();
        self.diagonal.extend((0..kinds).map(diagonal));
        let most = self.diagonal.iter().fold(0.0f64, |most, one| most.max(one.abs()));
        libm::ceil(most / CHANGES_OF_A_PART).max(1.0) as u32
    }

    /// Multiplies the row by the sum over n of `(A / parts)^n / ((later + 1) ... (later + n))`: the exponential, or for `later` = 1
    /// its mean.
    fn times(&mut self, group: &Group, parts: u32, later: u32) {
        self.term.clone_from(&self.sum);
        for order in 1..=60 {
            let share = 1.0 / (f64::from(order + later) * f64::from(parts));
            let (mut largest, mut first) = (0.0f64, 0);
            for (kind, &end) in group.ends.iter().enumerate() {
                let mut following = self.term[kind] * self.diagonal[kind];
                for &Arrival { from, rate, .. } in &group.arrivals[first..end] {
                    following += self.term[from] * rate;
                }
                following *= share;
                self.sum[kind] += following;
                self.following[kind] = following;
                largest = largest.max(following.abs());
                first = end;
            }
            std::mem::swap(&mut self.term, &mut self.following);
            // Later terms fall faster still.
            if largest < MEANS {
                break;
            }
        }
    }

    /// Cell-days, in steps, of a cell of kind `start` in each kind, by changes alone.
    fn time_spent(&mut self, group: &Group, start: usize) -> Vec<f64> {
        self.within(group, start, |kind| group.kept[kind] - group.growth[kind]);
        self.sum.iter().map(|days| days.max(0.0)).collect()
    }
}

/// Probabilities of what a cell is at the end of a step to whose kind it came at any time within, by changes alone: the cell-days
/// of one that is of that kind at the start, as shares.
fn fate(spent: &[f64]) -> Vec<f64> {
    let all: f64 = spent.iter().sum();
    spent.iter().map(|days| days / all).collect()
}

/// Changes of one kind in the middle of a step.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Share of cells that leave.
    pub leave: f64,
    /// Factor (close to one) that makes the mean of those that stay exact.
    pub kept: f64,
    /// How the others leave, in proportion to these weights.
    pub ways: Vec<Way>,
    pub weights: Vec<f64>,
    /// Conversions of cells that changed before within the step, for each cell that leaves.
    pub again: Vec<Again>,
}

/// See [`Row::again`].
#[derive(Debug)]
pub(super) struct Again {
    pub kind: Kind,
    pub conversion: usize,
    pub times: f64,
}

/// A way to leave, with the factors (close to one) that make the means of what arrives exact.
#[derive(Debug)]
pub(super) enum Way {
    To(Kind, f64),
    /// Both daughters of a division, by this conversion, and what becomes of either.
    Pair(usize, [Vec<Fate>; 2]),
}

/// What a daughter is at the end of the step.
#[derive(Debug)]
pub(super) struct Fate {
    pub kind: Kind,
    pub share: f64,
    pub factor: f64,
}

impl Row {
    /// The changes of the group's kind `start`.
    pub fn set(&mut self, group: &Group, start: usize, series: &mut Series) {
        series.arrivals(group, start);
        self.ways.clear();
        self.weights.clear();
        self.again.clear();
        match group.flows.iter().any(|flow| matches!(flow.change, Change::Pair(..))) {
            true => self.in_pairs(group, start, series),
            false => self.singly(group, start, &series.sum),
        }
    }

    /// Who comes back has stayed, and everybody else comes singly. What makes the sum of the means exact is put upon the larger
    /// part, those that stay or those that leave, whose number it changes by the smaller share.
    fn singly(&mut self, group: &Group, start: usize, arrive: &[f64]) {
        let others = || (0..arrive.len()).filter(|&to| to != start);
        self.weights.extend(others().map(|to| arrive[to]));
        let total: f64 = self.weights.iter().sum();
        let stay = if total <= 0.5 {
            1.0 - total
        } else {
            arrive[start].min(0.5)
        };
        self.leave = if total <= 0.5 { total } else { 1.0 - stay };
        self.kept = if stay > 0.0 { arrive[start] / stay } else { 1.0 };
        let factor = if total <= 0.5 { 1.0 } else { total / self.leave };
        let ways = others().map(|to| Way::To(group.kinds[to], factor));
        self.ways.extend(ways);
    }

    /// Who leaves may come back as one of a pair: each daughter changes on its own for the rest of the step, so that numbers
    /// vary as they should.
    fn in_pairs(&mut self, group: &Group, start: usize, series: &mut Series) {
        let kinds = group.kinds.len();
        let own = || group.flows.iter().filter(|flow| flow.from == start);
        let leaving: f64 = own().map(|flow| flow.rate).sum();
        self.leave = -libm::expm1(-leaving);
        self.kept = 1.0;
        let arrive = series.sum.clone();
        let spent: Vec<Vec<f64>> = (0..kinds).map(|kind| series.time_spent(group, kind)).collect();
        let fates: Vec<Vec<f64>> = spent.iter().map(|spent| fate(spent)).collect();
        let mut singles = vec![0.0; kinds];
        let mut brings = vec![0.0; kinds];
        let left = self.leave / leaving.max(1e-300);
        for flow in own() {
            let mut bring = |to: usize| {
                brings
                    .iter_mut()
                    .zip(&fates[to])
                    .for_each(|(all, share)| *all += left * flow.rate * share)
            };
            match flow.change {
                Change::Switch(to) => {
                    bring(to);
                    singles
                        .iter_mut()
                        .zip(&fates[to])
                        .for_each(|(all, share)| *all += flow.rate * share);
                }
                Change::Pair(_, daughters) => daughters.into_iter().for_each(bring),
            }
        }
        let factor = |to: usize| {
            let stayed = if to == start { 1.0 - self.leave } else { 0.0 };
            match brings[to] > 0.0 {
                true => (arrive[to] - stayed).max(0.0) / brings[to],
                false => 1.0,
            }
        };
        let ends_of = |daughter: usize| -> Vec<Fate> {
            let ends = (0..kinds).filter(|&end| fates[daughter][end] > 0.0);
            ends.map(|end| Fate {
                kind: group.kinds[end],
                share: fates[daughter][end],
                factor: factor(end),
            })
            .collect()
        };
        for flow in own() {
            if let Change::Pair(conversion, daughters) = flow.change {
                self.weights.push(flow.rate);
                self.ways.push(Way::Pair(conversion, daughters.map(ends_of)));
            }
        }
        for (to, weight) in singles.into_iter().enumerate().filter(|(_, weight)| *weight > 0.0) {
            self.weights.push(weight);
            self.ways.push(Way::To(group.kinds[to], factor(to)));
        }
        self.convert_again(group, start, &spent[start], left);
    }

    /// All conversions within the step of what began as a cell of `start`, less those by which it left.
    fn convert_again(&mut self, group: &Group, start: usize, spent: &[f64], left: f64) {
        for flow in &group.flows {
            let Change::Pair(conversion, _) = flow.change else {
                continue;
            };
            let first = if flow.from == start { left } else { 0.0 };
            let times = flow.rate * (spent[flow.from] - first) / self.leave.max(1e-300);
            if times > 0.0 {
                let kind = group.kinds[flow.from];
                self.again.push(Again {
                    kind,
                    conversion,
                    times,
                });
            }
        }
    }
}

/// What redistribution keeps between steps, so that none allocates.
#[derive(Debug, Default)]
pub(super) struct Redistribution {
    /// Compartments whose cells may change, with the place of their kind among the split ones.
    pub changing: Vec<(usize, usize)>,
    /// Of the split kinds, in their order.
    pub rows: Vec<Row>,
    /// Which of them are still to be made for this step.
    pub wanted: Vec<bool>,
    pub group: Group,
    pub series: Series,
    pub parts: Vec<u64>,
    pub moved: Vec<(usize, u64)>,
}
