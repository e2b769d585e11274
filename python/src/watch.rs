//! Work on a thread of its own, without the interpreter's lock, while the caller's thread listens for Ctrl-C.

use crate::error::exception;
use escalade::session::{Conduct, Progress, SessionError};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How often signals are looked for, and progress is told.
const EVERY: Duration = Duration::from_millis(50);
/// How long work that was asked to stop is waited for; what takes longer ends by itself, unheard.
const GRACE: Duration = Duration::from_millis(500);

/// How the caller wants work to be done; nothing here changes a result.
pub struct Wish {
    /// Threads; all cores without it.
    pub threads: Option<usize>,
    /// Called with (done, total).
    pub progress: Option<Py<PyAny>>,
}

#[derive(Default)]
struct Counter {
    done: AtomicU64,
    total: AtomicU64,
}

impl Progress for Counter {
    fn begin(&self, total: u64) {
        self.total.fetch_add(total, Ordering::Relaxed);
    }

    fn add(&self, done: u64) {
        self.done.fetch_add(done, Ordering::Relaxed);
    }

    fn end(&self) {}
}

impl Counter {
    fn tell(&self, py: Python<'_>, to: Option<&Py<PyAny>>) -> PyResult<()> {
        let (done, total) = (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        match to {
            Some(to) if total > 0 => to.call1(py, (done, total)).map(drop),
            _ => Ok(()),
        }
    }
}

/// Does the work and returns what it made. A signal (or an error of `progress`) stops it at the next block.
pub fn watched<T: Send + 'static>(
    py: Python<'_>,
    wish: Wish,
    work: impl FnOnce(&Conduct) -> Result<T, SessionError> + Send + 'static,
) -> PyResult<T> {
    let threads = wish.threads.unwrap_or_else(escalade::ensemble::available);
    if !(1..=1024).contains(&threads) {
        let words = format!("threads = {threads}: allowed: 1 to 1024");
        return Err(exception(py, &SessionError::Request(words)));
    }
    let stop = Arc::new(AtomicBool::new(false));
    let counter = Arc::new(Counter::default());
    let (sender, mut receiver) = channel();
    let (its_stop, its_counter) = (stop.clone(), counter.clone());
    let worker = move || {
        let conduct = Conduct {
            threads,
            stop: &its_stop,
            progress: &*its_counter,
        };
        // Nobody listens any more where the caller was interrupted.
        let _ = sender.send(catch_unwind(AssertUnwindSafe(|| work(&conduct))));
    };
    std::thread::Builder::new()
        .name("escalade".to_owned())
        .spawn(worker)
        .map_err(|error| exception(py, &SessionError::failed(error)))?;
    loop {
        let heard;
        (heard, receiver) = listen(py, receiver, EVERY);
        match heard {
            Ok(Ok(made)) => {
                let made = made.map_err(|error| exception(py, &error))?;
                counter.tell(py, wish.progress.as_ref())?;
                return Ok(made);
            }
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err(
                    "escalade: a fault of the program, told above; please report it",
                ));
            }
            Err(RecvTimeoutError::Timeout) => {
                let signals = py.check_signals();
                if let Err(error) = signals.and_then(|()| counter.tell(py, wish.progress.as_ref())) {
                    stop.store(true, Ordering::SeqCst);
                    let (_, _) = listen(py, receiver, GRACE);
                    return Err(error);
                }
            }
        }
    }
}

type Heard<T> = Result<T, RecvTimeoutError>;

/// Waits for a message without the lock.
fn listen<T: Send>(py: Python<'_>, from: Receiver<T>, most: Duration) -> (Heard<T>, Receiver<T>) {
    py.detach(move || (from.recv_timeout(most), from))
}
