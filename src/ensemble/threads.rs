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

    /// `make` on every thread until it gives nothing more, while the caller's takes what is made, in any order. `close`
    /// is called where nothing more is wanted: after an error of `take`, or where a thread panics.
    pub(super) fn produce<T: Send, E>(
        &self,
        make: impl Fn() -> Option<T> + Sync,
        take: impl FnMut(T) -> Result<(), E>,
        close: impl Fn() + Sync,
    ) -> Result<(), E> {
        let Some(pool) = &self.pool else {
            return std::iter::from_fn(make).try_for_each(take);
        };
        let (sender, receiver) = std::sync::mpsc::channel();
        pool.in_place_scope(|scope| {
            for _ in 0..pool.current_num_threads() {
                let (sender, make, close) = (sender.clone(), &make, &close);
                scope.spawn(move |_| {
                    let guard = OnPanic(close);
                    while make().is_some_and(|made| sender.send(made).is_ok()) {}
                    drop(guard);
                });
            }
            drop(sender);
            let taken = receiver.into_iter().try_for_each(take);
            if taken.is_err() {
                close();
            }
            taken
        })
    }
}

/// Calls a function where the thread panics, so that nobody waits for what will not come.
#[cfg(feature = "parallel")]
struct OnPanic<F: Fn()>(F);

#[cfg(feature = "parallel")]
impl<F: Fn()> Drop for OnPanic<F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0();
        }
    }
}

#[cfg(not(feature = "parallel"))]
impl Threads {
    pub(super) fn new(_: usize) -> std::io::Result<Self> {
        Ok(Self {})
    }

    /// `make` until it gives nothing more, each taken at once.
    pub(super) fn produce<T, E>(
        &self,
        make: impl Fn() -> Option<T>,
        take: impl FnMut(T) -> Result<(), E>,
        _close: impl Fn(),
    ) -> Result<(), E> {
        std::iter::from_fn(make).try_for_each(take)
    }
}
