//! The mother's path over a stretch, cut into bins for founders that are drawn in groups.

use crate::model::branching::{Branching, Transition, growth_integral, growth_time};

/// Paths of fewer cells are not taken as geometric.
pub(super) const GROUP_MIN: u64 = 2_000;

/// The mother's path over one stretch: `cells e^(rho s)` for s in `[0, length]` from `day`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Path {
    pub day: f64,
    pub cells: f64,
    pub rho: f64,
    pub length: f64,
}

impl Path {
    /// Integral of the count from the start to `s`.
    pub fn integral(&self, s: f64) -> f64 {
        self.cells * growth_integral(self.rho, s)
    }

    /// Time from the start at which the integral reaches `share` of its value at `until`.
    pub fn time_at(&self, share: f64, until: f64) -> f64 {
        growth_time(self.rho, share * growth_integral(self.rho, until))
    }
}

/// A stretch of the mother's path whose founders all start at one day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bin {
    pub day: f64,
    /// Integral of the mother's count over the bin.
    pub cell_days: f64,
    /// Law of one founder's family at the end of the step.
    pub law: Transition,
}

/// What bins are cut of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cut {
    /// Of the founders: those that leave are as good as dead.
    pub process: Branching,
    /// Of their mothers.
    pub path: Path,
    /// Where on the path the first bin starts.
    pub first: f64,
    /// Day at the end of the step.
    pub end: f64,
    /// Fastest growth per day of what founders found in turn: 0 where they found nothing, or all of it declines.
    pub onward: f64,
}

/// Bins of one cut.
#[derive(Debug, Default)]
pub(super) struct Bins {
    pub cut: Option<Cut>,
    pub bins: Vec<Bin>,
}

/// Width of bins whose founders found in turn over that of bins whose founders do not, squared: what they found starts as early as
/// they do, which a representative time of their own delays by (speed width)^2 / 24 of its mean.
const ONWARD: f64 = 0.25;

/// Cuts a path into bins. Within a bin the mean of `e^(-g x)` under the density `e^(rho x)` of
/// founding gives the representative time, so the mean number of descendants is exact; the relative
/// error of the second moment is (g width)^2 / 12. Later bins add less and less to the variance
/// (its density falls as `e^((rho - 2g) s)`), so they may be wider, but less so where founders found in turn.
pub(super) fn cut_bins(cut: &Cut, tolerance: f64, bins: &mut Vec<Bin>) {
    let &Cut {
        process,
        path,
        first,
        end,
        onward,
    } = cut;
    let growth = process.growth();
    let speed = path.rho.abs().max(growth.abs()).max(onward).max(1e-9);
    let (share, widest) = match onward > 0.0 {
        true => (ONWARD, 0.5),
        false => (1.0, 1.4),
    };
    let narrow = libm::sqrt(12.0 * tolerance * share) / speed;
    let fading = (growth.max(0.0) - 0.5 * path.rho).max(0.0);
    let mut start = first;
    while start < path.length {
        let wide = (narrow * libm::exp(fading * (start - first)))
            .min(widest / speed)
            .max(narrow);
        let left = path.length - start;
        // Never leave a sliver.
        let width = if left < 1.5 * wide { left } else { wide };
        let weight = growth_integral(path.rho, width);
        let mean = growth_integral(path.rho - growth, width) / weight;
        let offset = if (growth * width).abs() < 1e-6 {
            0.5 * width
        } else {
            -libm::log(mean) / growth
        };
        let day = path.day + start + offset;
        let cell_days = path.cells * libm::exp(path.rho * start) * weight;
        bins.push(Bin {
            day,
            cell_days,
            law: process.after(end - day),
        });
        start = if width == left { path.length } else { start + width };
    }
}
