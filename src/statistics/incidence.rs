//! Cumulative incidence of competing outcomes: how likely each has happened by a day.

use super::interval::{Z95, wilson};
use serde::{Deserialize, Serialize};

/// One point of a cumulative incidence curve (a step function, right-continuous).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct IncidencePoint {
    /// Day from which the curve has this value.
    pub day: f64,
    /// Probability that the outcome has happened by `day`.
    pub value: f64,
    /// Pointwise 95% interval.
    pub low: f64,
    /// Upper end of that interval.
    pub high: f64,
}

/// When a replicate ended, and by which of the competing causes; `None` is censored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct End {
    /// Day of the end.
    pub day: f64,
    /// Which of the causes, from 0.
    pub cause: Option<u8>,
}

/// Running sums of one cause.
#[derive(Debug, Clone, Copy, Default)]
struct Cause {
    incidence: f64,
    // Sums of the variance below, over event days i: a_i, F_i a_i, F_i^2 a_i; own term; cross terms.
    f_a: f64,
    f2_a: f64,
    own: f64,
    cross: f64,
    f_cross: f64,
}

/// Aalen-Johansen estimate for `causes` competing causes; one curve each, starting at day 0.
///
/// F_k(t) = sum over event days of S(t_i-) d_ki / Y_i (Aalen and Johansen 1978, Scandinavian
/// Journal of Statistics 5:141). The variance is the delta method's (Marubini and Valsecchi 1995,
/// section 10.2; Choudhury 2002, doi:10.1002/sim.1070). The interval is Wilson's with the
/// effective size F (1 - F) / Var, which without censoring is exactly that of the proportion.
/// Events come before censoring on the same day. `ends` gets sorted.
pub fn aalen_johansen(ends: &mut [End], causes: usize) -> Vec<Vec<IncidencePoint>> {
    ends.sort_by(|a, b| a.day.total_cmp(&b.day).then(b.cause.cmp(&a.cause)));
    let n = ends.len() as f64;
    let start = IncidencePoint {
        day: 0.0,
        value: 0.0,
        low: 0.0,
        high: wilson(0.0, n, Z95).1,
    };
    let mut curves = vec![vec![start]; causes];
    let mut sums = vec![Cause::default(); causes];
    let (mut survival, mut all_a) = (1.0, 0.0);
    let mut at_risk = n;
    for group in ends.chunk_by(|a, b| a.day == b.day) {
        let events = group.iter().filter(|end| end.cause.is_some()).count() as f64;
        if events > 0.0 {
            // The last term is 0 * infinity where nobody is left: nothing changes any more.
            let a = if at_risk > events {
                events / (at_risk * (at_risk - events))
            } else {
                0.0
            };
            all_a += a;
            for (k, sum) in sums.iter_mut().enumerate() {
                let own = group.iter().filter(|end| end.cause == Some(k as u8)).count() as f64;
                sum.event(survival, at_risk, own, a);
                curves[k].push(sum.point(group[0].day, all_a, n));
            }
            survival *= 1.0 - events / at_risk;
        }
        at_risk -= group.len() as f64;
    }
    curves
}

impl Cause {
    fn event(&mut self, survival: f64, at_risk: f64, own: f64, a: f64) {
        let cross = survival * own / (at_risk * at_risk);
        self.incidence += survival * own / at_risk;
        self.f_a += self.incidence * a;
        self.f2_a += self.incidence * self.incidence * a;
        self.own += survival * survival * (at_risk - own) * own / (at_risk * at_risk * at_risk);
        self.cross += cross;
        self.f_cross += self.incidence * cross;
    }

    /// Var F(t) = sum (F - F_i)^2 a_i + sum S_i^2 d_ki (Y_i - d_ki) / Y_i^3 - 2 sum (F - F_i) S_i d_ki / Y_i^2.
    fn variance(&self, all_a: f64) -> f64 {
        let f = self.incidence;
        f * f * all_a - 2.0 * f * self.f_a + self.f2_a + self.own - 2.0 * (f * self.cross - self.f_cross)
    }

    fn point(&self, day: f64, all_a: f64, n: f64) -> IncidencePoint {
        // What rounding leaves of 1 - f at the end, over what it leaves of the variance, is no size.
        let f = if self.incidence > 1.0 - 1e-9 {
            1.0
        } else {
            self.incidence
        };
        let variance = self.variance(all_a);
        // At the very ends all n replicates count.
        let size = if f > 0.0 && f < 1.0 && variance > 0.0 {
            (f * (1.0 - f) / variance).min(n)
        } else {
            n
        };
        let (low, high) = wilson(f * size, size, Z95);
        IncidencePoint {
            day,
            value: f,
            low,
            high,
        }
    }
}

/// The day by which an outcome has happened to half of all, with a 95% interval; `None` where it is not reached.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MedianDay {
    /// The day.
    pub value: Option<f64>,
    /// Lower end: the first day on which the curve's upper band is at half.
    pub low: Option<f64>,
    /// Upper end: the first day on which its lower band is.
    pub high: Option<f64>,
}

impl MedianDay {
    /// Of a cumulative incidence. Where nothing competes this is the median of Kaplan and Meier, its interval that of
    /// Brookmeyer and Crowley (1982, Biometrics 38:29).
    pub fn of(curve: &[IncidencePoint]) -> Self {
        let first = |is: &dyn Fn(&IncidencePoint) -> f64| {
            let reached = |point: &&IncidencePoint| is(point) >= 0.5 - 1e-12;
            curve.iter().skip(1).find(reached).map(|point| point.day)
        };
        Self {
            value: first(&|point| point.value),
            low: first(&|point| point.high),
            high: first(&|point| point.low),
        }
    }
}

/// The value of a curve at a day. `None` where the curve is empty.
pub fn at(curve: &[IncidencePoint], day: f64) -> Option<IncidencePoint> {
    let after = curve.partition_point(|point| point.day <= day);
    let point = *curve.get(after.saturating_sub(1))?;
    Some(IncidencePoint { day, ..point })
}

/// The same curve with at most `limit` points, evenly spaced in time.
pub(crate) fn thin(curve: Vec<IncidencePoint>, limit: usize) -> Vec<IncidencePoint> {
    let (Some(first), Some(last)) = (curve.first(), curve.last()) else {
        return curve;
    };
    if curve.len() <= limit {
        return curve;
    }
    let step = (last.day - first.day) / (limit - 1) as f64;
    (0..limit)
        .filter_map(|i| {
            at(
                &curve,
                if i + 1 == limit {
                    last.day
                } else {
                    first.day + step * i as f64
                },
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(day: f64, cause: Option<u8>) -> End {
        End { day, cause }
    }

    #[test]
    fn hand_computed_example_with_censoring() {
        // Day 1: cause 0 (Y = 6); day 2: cause 1 and one censored (Y = 5); day 3: cause 0 (Y = 3);
        // day 4: censored (Y = 2); day 5: cause 1 (Y = 1).
        let mut ends = [
            end(3.0, Some(0)),
            end(1.0, Some(0)),
            end(2.0, None),
            end(2.0, Some(1)),
            end(5.0, Some(1)),
            end(4.0, None),
        ];
        let curves = aalen_johansen(&mut ends, 2);
        // S: 1, 5/6, 5/6 * 4/5 = 2/3, 2/3 * 2/3 = 4/9, 0.
        let f0: Vec<f64> = curves[0].iter().map(|p| p.value).collect();
        let f1: Vec<f64> = curves[1].iter().map(|p| p.value).collect();
        let expected0 = [0.0, 1.0 / 6.0, 1.0 / 6.0, 1.0 / 6.0 + 2.0 / 9.0, 1.0 / 6.0 + 2.0 / 9.0];
        let expected1 = [0.0, 0.0, 1.0 / 6.0, 1.0 / 6.0, 1.0 / 6.0 + 4.0 / 9.0];
        for (got, want) in f0.iter().chain(&f1).zip(expected0.iter().chain(&expected1)) {
            assert!((got - want).abs() < 1e-12, "{got} is not {want}");
        }
        let days: Vec<f64> = curves[0].iter().map(|p| p.day).collect();
        assert_eq!(days, [0.0, 1.0, 2.0, 3.0, 5.0]);
        assert_eq!(at(&curves[0], 2.5).map(|p| p.value), Some(f0[2]));
    }

    #[test]
    fn variance_with_censoring_matches_the_sum_written_out() {
        let mut ends = [
            end(1.0, Some(0)),
            end(2.0, None),
            end(3.0, Some(0)),
            end(4.0, Some(1)),
            end(5.0, None),
            end(6.0, None),
        ];
        let curves = aalen_johansen(&mut ends, 2);
        // Cause 0 after day 4: F = 1/6 + 5/6/4 = 0.375, with F_i = 1/6, 0.375, 0.375 at the three event days.
        let f = 1.0 / 6.0 + 5.0 / 24.0;
        let d1 = f - 1.0 / 6.0;
        let variance = d1 * d1 / 30.0 + 5.0 / 216.0 + (5.0f64 / 6.0).powi(2) * 3.0 / 64.0 - 2.0 * d1 / 36.0;
        let size = f * (1.0 - f) / variance;
        let (low, high) = wilson(f * size, size, Z95);
        let point = curves[0][3];
        assert!((point.value - f).abs() < 1e-12 && point.day == 4.0);
        assert!(
            (point.low - low).abs() < 1e-9 && (point.high - high).abs() < 1e-9,
            "{point:?}, {low} to {high}"
        );
    }

    #[test]
    fn without_censoring_it_is_the_proportion_with_its_wilson_interval() {
        let mut ends: Vec<End> = (0..50)
            .map(|i| end(f64::from(i / 3), (i % 7 != 0).then_some((i % 2) as u8)))
            .collect();
        for e in ends.iter_mut().filter(|e| e.cause.is_none()) {
            e.day = 99.0;
        }
        let counted = |cause, day| ends.iter().filter(|e| e.cause == Some(cause) && e.day <= day).count() as f64;
        let wanted: Vec<_> = (0..2).map(|cause| wilson(counted(cause, 12.0), 50.0, Z95)).collect();
        let curves = aalen_johansen(&mut ends.clone(), 2);
        for cause in 0..2u8 {
            let point = at(&curves[cause as usize], 12.0).unwrap();
            assert!((point.value - counted(cause, 12.0) / 50.0).abs() < 1e-12);
            let (low, high) = wanted[cause as usize];
            assert!((point.low - low).abs() < 1e-9 && (point.high - high).abs() < 1e-9);
        }
    }

    /// Sums of many steps end a little off 1; for any number of replicates the interval there is that of n of n.
    #[test]
    fn when_everything_has_happened_rounding_does_not_widen_the_interval() {
        for n in 2..200u32 {
            let mut ends: Vec<End> = (0..n).map(|i| end(f64::from(i * 7 % n), Some(0))).collect();
            let curve = &aalen_johansen(&mut ends, 1)[0];
            let last = curve[curve.len() - 1];
            let (low, high) = wilson(f64::from(n), f64::from(n), Z95);
            assert_eq!((last.value, last.low, last.high), (1.0, low, high), "{n}");
        }
    }

    /// Days 1, 2, 4 and 6 of five, one censored on day 3: survival 4/5, 3/5, 3/10, 0, so that half have gone by day 4, where among
    /// those who went the median is day 3. Two of five never reach it.
    #[test]
    fn the_median_of_all_counts_those_who_are_left() {
        let seen = [
            (1.0, Some(0)),
            (2.0, Some(0)),
            (3.0, None),
            (4.0, Some(0)),
            (6.0, Some(0)),
        ];
        let mut ends = seen.map(|(day, cause)| end(day, cause));
        let median = MedianDay::of(&aalen_johansen(&mut ends, 1)[0]);
        assert_eq!(median.value, Some(4.0));
        assert!(median.low.is_some_and(|low| low < 4.0));
        let mut few = [
            end(1.0, Some(0)),
            end(2.0, Some(0)),
            end(9.0, None),
            end(9.0, None),
            end(9.0, None),
        ];
        assert_eq!(MedianDay::of(&aalen_johansen(&mut few, 1)[0]).value, None);
    }

    #[test]
    fn nothing_and_everything() {
        assert_eq!(aalen_johansen(&mut [], 3)[0][0].high, 1.0);
        let curves = aalen_johansen(&mut [end(2.0, Some(0)), end(2.0, Some(0))], 1);
        assert_eq!((curves[0][1].value, curves[0][1].high), (1.0, 1.0));
        let long: Vec<IncidencePoint> = (0..1000)
            .map(|i| IncidencePoint {
                day: f64::from(i),
                value: 0.0,
                low: 0.0,
                high: 0.0,
            })
            .collect();
        let thinned = thin(long, 101);
        assert_eq!((thinned.len(), thinned[100].day), (101, 999.0));
    }
}
