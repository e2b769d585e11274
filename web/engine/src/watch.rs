//! The page is told how far it is.

use escalade::session::{Conduct, Progress};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

#[link(wasm_import_module = "page")]
unsafe extern "C" {
    /// So many of so many are done.
    fn progress(done: f64, total: f64);
}

/// Counts, and tells the page.
#[derive(Default)]
pub struct Watched {
    done: AtomicU64,
    total: AtomicU64,
}

impl Progress for Watched {
    fn begin(&self, total: u64) {
        self.total.fetch_add(total, Ordering::Relaxed);
        self.tell();
    }

    fn add(&self, done: u64) {
        self.done.fetch_add(done, Ordering::Relaxed);
        self.tell();
    }

    fn end(&self) {}
}

impl Watched {
    fn tell(&self) {
        let (done, total) = (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        // SAFETY: the page's function takes two numbers and reads nothing of this memory.
        unsafe { progress(done as f64, total as f64) }
    }

    /// To the end, on the one thread that there is.
    pub fn conduct(&self) -> Conduct<'_> {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Conduct {
            threads: 1,
            stop: &NEVER,
            progress: self,
        }
    }
}
