//! The files by which a place of results is known.

/// The file that names the run; written first.
pub const LOCK: &str = "scenario.lock.toml";
/// The file that marks a run as complete; written last.
pub const SUMMARY: &str = "summary.json";

/// Bytes of a file that is read whole, at most.
pub const MOST_FILE: u64 = 64_000_000;

/// The two marks of a folder: the file that names what fills it, written first, and the one that
/// says that it is complete, written last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Names what fills the folder.
    pub lock: &'static str,
    /// Says that it is complete.
    pub summary: &'static str,
}

/// A single run.
pub const RUN: Marks = Marks {
    lock: LOCK,
    summary: SUMMARY,
};
/// A comparison of protocols.
pub const COMPARE: Marks = Marks {
    lock: "compare.lock.toml",
    summary: "compare.json",
};
/// A sweep.
pub const SWEEP: Marks = Marks {
    lock: "sweep.lock.toml",
    summary: "sweep.json",
};

/// A plan.
pub const PLAN: Marks = Marks {
    lock: "plan.lock.toml",
    summary: "plan.json",
};

/// A fit.
pub const FIT: Marks = Marks {
    lock: "fit.lock.toml",
    summary: "fit.json",
};

/// The rules held against observations.
pub const VALIDATION: Marks = Marks {
    lock: "validation.lock.toml",
    summary: "validation.json",
};

/// A batch whose rows are kept.
pub const BATCH: Marks = Marks {
    lock: "batch.lock.toml",
    summary: "batch.json",
};

/// A shard of any of these.
pub const SHARD: Marks = Marks {
    lock: "shard.lock.toml",
    summary: "shard.json",
};

/// What a folder held when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing: a new run.
    Nothing,
    /// An unfinished run of the same lock file.
    Unfinished,
    /// A finished run of the same lock file.
    Complete,
}
