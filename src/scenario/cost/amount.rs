//! Amounts of time and room, and which of them look like a slip.

use crate::words::{counted, listed, number};

/// More seconds of one processor than this are refused unless they are asked for: ten hours.
pub const MOST_SECONDS: f64 = 10.0 * 3600.0;
/// More bytes of memory at once than this.
pub const MOST_MEMORY: f64 = 4e9;
/// More bytes on the disk than this.
pub const MOST_BYTES: f64 = 1e10;

/// What a run costs, roughly.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// Replicates.
    pub replicates: u64,
    /// Seconds of one processor for all of them.
    pub seconds: f64,
    /// Bytes of memory at once.
    pub memory: f64,
    /// Bytes on the disk.
    pub bytes: f64,
    /// What one replicate consists of, where that is a lot: "1e12 events".
    pub each: Option<String>,
}

impl Cost {
    /// Of what does nothing.
    pub const NOTHING: Self = Self {
        replicates: 0,
        seconds: 0.0,
        memory: 0.0,
        bytes: 0.0,
        each: None,
    };

    /// Of so many replicates, `self` being one.
    pub fn times(self, replicates: u64) -> Self {
        let n = replicates as f64;
        Self {
            replicates,
            seconds: n * self.seconds,
            bytes: n * self.bytes,
            ..self
        }
    }

    /// Of one of so many equal shares.
    pub fn among(self, shares: u64) -> Self {
        let n = shares as f64;
        Self {
            replicates: self.replicates.div_ceil(shares),
            seconds: self.seconds / n,
            bytes: self.bytes / n,
            ..self
        }
    }

    /// Of both, one after the other.
    pub fn and(self, other: Self) -> Self {
        Self {
            replicates: self.replicates.saturating_add(other.replicates),
            seconds: self.seconds + other.seconds,
            memory: self.memory.max(other.memory),
            bytes: self.bytes + other.bytes,
            each: self.each.or(other.each),
        }
    }

    /// Whether it looks like a slip.
    pub fn is_absurd(&self) -> bool {
        self.seconds > MOST_SECONDS || self.memory > MOST_MEMORY || self.bytes > MOST_BYTES
    }

    /// "about 40 s on 2 threads, 30 MB on the disk"; what does not matter is left out.
    pub fn told(&self, threads: usize) -> String {
        // No more threads work than there are replicates.
        let threads = threads.min(usize::try_from(self.replicates).unwrap_or(usize::MAX));
        let mut parts = vec![match threads {
            0 | 1 => format!("about {} of one processor", duration(self.seconds)),
            n => format!("about {} on {n} threads", duration(self.seconds / n as f64)),
        }];
        if self.memory > 1e8 {
            parts.push(format!("{} of memory", bytes(self.memory)));
        }
        if self.bytes > 1e6 {
            parts.push(format!("{} on the disk", bytes(self.bytes)));
        }
        let each = self.each.as_ref().map_or(String::new(), |each| {
            format!(" ({each} in each of {})", counted(self.replicates, "replicate"))
        });
        listed(&parts) + &each
    }

    /// What is allowed without being asked for.
    pub fn limits() -> String {
        format!(
            "{} of one processor, {} of memory and {} on the disk",
            duration(MOST_SECONDS),
            bytes(MOST_MEMORY),
            bytes(MOST_BYTES)
        )
    }
}

/// A duration with the unit that suits it, to two digits.
fn duration(seconds: f64) -> String {
    let units = [
        (365.25 * 86_400.0, "years"),
        (86_400.0, "days"),
        (3600.0, "h"),
        (60.0, "min"),
    ];
    let suits = units.iter().find(|(unit, _)| seconds >= 1.5 * unit);
    let (unit, name) = suits.copied().unwrap_or((1.0, "s"));
    format!("{} {name}", two_digits((seconds / unit).max(0.1)))
}

fn bytes(bytes: f64) -> String {
    let units = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB")];
    let suits = units.iter().find(|(unit, _)| bytes >= *unit);
    let (unit, name) = suits.copied().unwrap_or((1e3, "kB"));
    format!("{} {name}", two_digits(bytes / unit))
}

fn two_digits(value: f64) -> String {
    let unit = libm::pow(10.0, libm::floor(libm::log10(value.max(1e-300))) - 1.0);
    number(libm::round(value / unit) * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(seconds: f64, bytes: f64) -> Cost {
        Cost {
            replicates: 1,
            seconds,
            memory: 0.0,
            bytes,
            each: None,
        }
    }

    #[test]
    fn amounts_have_the_unit_that_suits_them() {
        assert_eq!(cost(40.0, 0.0).told(1), "about 40 s of one processor");
        let of_two = cost(3_700.0, 1.55e7).times(2);
        assert_eq!(of_two.told(2), "about 62 min on 2 threads and 31 MB on the disk");
        assert_eq!(cost(7_400.0, 0.0).told(2), "about 2.1 h of one processor");
        assert_eq!(cost(0.01, 5e3).told(1), "about 0.1 s of one processor");
        assert_eq!(
            cost(4.0 * 365.25 * 86_400.0, 0.0).told(1),
            "about 4 years of one processor"
        );
    }

    #[test]
    fn many_replicates_cost_more_time_and_disk_but_no_more_memory() {
        let one = Cost {
            memory: 7.0,
            ..cost(2.0, 3.0)
        };
        let all = one.times(5);
        assert_eq!(
            (all.seconds, all.bytes, all.memory, all.replicates),
            (10.0, 15.0, 7.0, 5)
        );
        assert!(!all.is_absurd());
        assert!(all.clone().times(4_000).is_absurd());
        let both = all.clone().and(cost(1.0, 1.0));
        assert_eq!((both.seconds, both.bytes, both.replicates), (11.0, 16.0, 6));
    }
}
