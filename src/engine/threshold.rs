//! Sizes that end a phase or a run at their first upward passage, and how far the interval engine
//! may step without overlooking one.

use super::population::{Kind, Population, World};
use crate::model::branching::{family_variance, growth_integral};

/// A watched size. It is met when the count rises to it from below; while the count starts at or
/// above it, the watch waits until the count has fallen below.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watch {
    /// `None` watches the total.
    pub kind: Option<Kind>,
    /// The watched size, cells.
    pub cells: u64,
    armed: bool,
    /// Its kinds go event by event in the current step.
    pub(super) close: bool,
}

/// Sizes up to this many cells are met exactly; larger ones within 1% above.
pub const EXACT_LIMIT: u64 = 1_000;

/// How far a step may reach under a watch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Horizon {
    /// A passage within this many days is impossible for practical purposes (below about 1e-10),
    /// or, close to the size, cannot overshoot it by more than 1%.
    Step(f64),
    /// Close to a small size: go event by event for at most this many days.
    ByEvent(f64),
}

impl Watch {
    /// Watches `kind` (`None`: the total); it is armed if the population is below `cells` now.
    pub fn new(kind: Option<Kind>, cells: u64, population: &Population) -> Self {
        let mut watch = Self {
            kind,
            cells,
            armed: false,
            close: false,
        };
        watch.arm(population);
        watch
    }

    /// The watched count.
    pub fn count(&self, population: &Population) -> u64 {
        self.kind
            .map_or_else(|| population.total(), |kind| population.of_kind(kind))
    }

    /// Starts to watch once the count is below the size.
    pub fn arm(&mut self, population: &Population) {
        self.armed = self.armed || self.count(population) < self.cells;
    }

    /// Whether the size is met now.
    pub fn met(&self, population: &Population) -> bool {
        self.armed && self.count(population) >= self.cells
    }

    /// How far a step of at most `longest` days may go.
    pub fn horizon<W: World>(&self, world: &W, population: &Population, longest: f64) -> Horizon {
        let now = self.count(population);
        let outlook = Outlook::new(world, population, self.kind);
        // Not to be passed unseen: upwards once it counts, downwards before.
        let upwards = self.armed && now < self.cells;
        let distance = if upwards {
            self.cells - now
        } else {
            now - self.cells + 1
        } as f64;
        let is_safe = |h| {
            if upwards {
                outlook.safe(distance, h)
            } else {
                outlook.safe_above(distance, h)
            }
        };
        if is_safe(longest) {
            return Horizon::Step(longest);
        }
        let safe = longest_safe(longest, is_safe);
        if self.cells > EXACT_LIMIT {
            return Horizon::Step(safe.max(outlook.fine_step(self.cells as f64)).min(longest));
        }
        let events = outlook.watched_event_rate();
        if safe * events > 20.0 {
            return Horizon::Step(safe);
        }
        Horizon::ByEvent((60.0 / events.max(1e-6)).min(longest))
    }
}

/// Cells with equal rates, for bounds on what the next days may bring.
struct Group {
    cells: f64,
    birth: f64,
    death: f64,
    /// Rate at which a cell founds cells of other kinds (mutants, switches and both daughters of a conversion).
    outflow: f64,
    watched: bool,
}

struct Outlook {
    groups: Vec<Group>,
    /// Largest birth rate and largest net growth among all kinds that may appear.
    birth: f64,
    growth: f64,
}

impl Outlook {
    fn new<W: World>(world: &W, population: &Population, watched: Option<Kind>) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for (&kind, &cells) in population.kinds.iter().zip(&population.cells) {
            if cells == 0 {
                continue;
            }
            let rates = world.rates(kind);
            // Both daughters of a division that converts are cells of other kinds.
            let outflow = rates.birth * (rates.mutation + 2.0 * rates.converting) + rates.switching;
            let is_watched = watched.is_none_or(|w| w == kind);
            let same = groups.iter_mut().find(|g| {
                g.birth == rates.birth && g.death == rates.death && g.outflow == outflow && g.watched == is_watched
            });
            match same {
                Some(group) => group.cells += cells as f64,
                None => groups.push(Group {
                    cells: cells as f64,
                    birth: rates.birth,
                    death: rates.death,
                    outflow,
                    watched: is_watched,
                }),
            }
        }
        let (birth, growth) = world.ceiling();
        Self {
            groups,
            birth,
            growth: growth.max(0.0),
        }
    }

    /// Bernstein-type bound on the watched count over the next `h` days: the mean rise plus ten
    /// standard deviations or a hundred times the scale of the largest family must stay below
    /// `distance`. Family sizes are geometric, so the second term bounds their exponential tail.
    fn safe(&self, distance: f64, h: f64) -> bool {
        let fastest = libm::exp((self.growth * h).min(700.0));
        let scale = 1.0 + self.birth * growth_integral(self.growth, h).min(1e300);
        let (mut rise, mut variance) = (0.0, 0.0);
        for group in &self.groups {
            let g = group.birth - group.death;
            if group.watched {
                rise += group.cells * libm::expm1((g.max(0.0) * h).min(700.0));
                variance += group.cells * family_variance(group.birth, group.death, h);
            }
            let founded = group.outflow * group.cells * growth_integral(g, h);
            rise += founded * fastest;
            variance += founded * 2.0 * scale * scale;
        }
        let spread = (10.0 * libm::sqrt(variance)).max(100.0 * scale);
        rise + spread <= distance
    }

    /// The same downwards, for a count that is above the size: its fall plus ten standard deviations
    /// must stay below `distance`.
    fn safe_above(&self, distance: f64, h: f64) -> bool {
        let (mut fall, mut variance) = (0.0, 0.0);
        for group in self.groups.iter().filter(|group| group.watched) {
            let g = group.birth - group.death - group.outflow;
            fall -= group.cells * libm::expm1(g.min(0.0) * h);
            variance += group.cells * (group.birth + group.death + group.outflow) * h;
        }
        fall + 10.0 * libm::sqrt(variance) + 30.0 <= distance
    }

    /// Events per day among watched cells.
    fn watched_event_rate(&self) -> f64 {
        self.groups
            .iter()
            .map(|g| {
                if g.watched {
                    g.cells * (g.birth + g.death + g.outflow)
                } else {
                    0.0
                }
            })
            .sum()
    }

    /// A step so short that a passage of size `m` within it ends at most 1% above: the mean moves
    /// by at most 0.4% and the standard deviation is at most 0.12% of the size.
    fn fine_step(&self, m: f64) -> f64 {
        let (mut drift, mut noise) = (0.0, 0.0);
        for group in &self.groups {
            if group.watched {
                drift += group.cells * (group.birth - group.death).abs();
                noise += group.cells * (group.birth + group.death);
            }
            drift += group.cells * group.outflow;
            noise += group.cells * group.outflow;
        }
        let by_drift = 0.004 * m / drift.max(1e-300);
        let by_noise = (0.0012 * m) * (0.0012 * m) / noise.max(1e-300);
        // Rates are taken as constant over the step: nothing may divide often within it.
        by_drift.min(by_noise).min(0.05 / self.birth.max(1e-12))
    }
}

/// Largest safe step, by bisection on a logarithmic scale (good to a percent); 0 if none.
fn longest_safe(longest: f64, safe: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = ((longest * 1e-6).min(1e-3), longest);
    if !safe(low) {
        return 0.0;
    }
    while high > 1.01 * low {
        let middle = libm::sqrt(low * high);
        if safe(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}
