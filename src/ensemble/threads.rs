//! The one place that knows of threads. Without the feature `parallel` everything runs on the caller's, with the same
//! results.

/// `f` of every number below `count`, in order, on all threads; nothing is stored.
#[cfg(feature = "parallel")]
pub fn collect<T: Send>(count: u64, f: impl Fn(u64) -> T + Sync) -> Vec<T> {
    use rayon::prelude::*;
    (0..count).into_par_iter().map(&f).collect()
}

/// `f` of every number below `count`, in order.
#[cfg(not(feature = "parallel"))]
pub fn collect<T: Send>(count: u64, f: impl Fn(u64) -> T + Sync) -> Vec<T> {
    (0..count).map(f).collect()
}

/// [`collect`] on so many threads.
pub fn collect_on<T: Send>(threads: usize, count: u64, f: impl Fn(u64) -> T + Sync + Send) -> std::io::Result<Vec<T>> {
    Ok(Threads::new(threads)?.run(|| collect(count, f)))
}

/// Threads that this machine offers.
pub fn available() -> usize {
    match cfg!(feature = "parallel") {
        true => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        false => 1,
    }
}

/// A number of threads to work on.
pub(super) struct Threads {
    /// None where the caller's own is enough.
    #[cfg(feature = "parallel")]
    pool: Option<rayon::ThreadPool>,
}

#[cfg(feature = "parallel")]
impl Threads {
    pub(super) fn new(number: usize) -> std::io::Result<Self> {
        let pool = || rayon::ThreadPoolBuilder::new().num_threads(number).build();
        Ok(Self {
            pool: (number != 1).then(pool).transpose().map_err(std::io::Error::other)?,
        })
    }

    /// Runs `f` with these threads at its hand.
    pub(super) fn run<T: Send>(&self, f: impl FnOnce() -> T + Send) -> T {
        match &self.pool {
            Some(pool) => pool.install(f),
            None => f(),
        }
    }

    /// [`collect`] of `each`, while `beside` is done once.
    pub(super) fn collect_beside<T: Send, B: Send>(
        &self,
        count: u64,
        each: impl Fn(u64) -> T + Sync + Send,
        beside: impl FnOnce() -> B + Send,
    ) -> (Vec<T>, B) {
        match &self.pool {
            Some(pool) => pool.install(|| rayon::join(|| collect(count, each), beside)),
            None => in_turn(count, each, beside),
        }
    }
}

#[cfg(not(feature = "parallel"))]
impl Threads {
    pub(super) fn new(_: usize) -> std::io::Result<Self> {
        Ok(Self {})
    }

    /// Runs `f`.
    pub(super) fn run<T: Send>(&self, f: impl FnOnce() -> T + Send) -> T {
        f()
    }

    /// [`collect`] of `each`, and `beside` once.
    pub(super) fn collect_beside<T: Send, B: Send>(
        &self,
        count: u64,
        each: impl Fn(u64) -> T + Sync + Send,
        beside: impl FnOnce() -> B + Send,
    ) -> (Vec<T>, B) {
        in_turn(count, each, beside)
    }
}

/// On the caller's thread: `beside` first, then every number.
fn in_turn<T, B>(count: u64, each: impl Fn(u64) -> T, beside: impl FnOnce() -> B) -> (Vec<T>, B) {
    let beside = beside();
    ((0..count).map(each).collect(), beside)
}
