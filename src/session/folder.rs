//! Results in a folder on the disk, with a log that knows the clock.

use super::SessionError;
use super::place::{Place, Target};
use super::refusal::refused;
use crate::ensemble::folder::{self, RunFolder, Table};
use crate::ensemble::{Found, Keep, KeepError, Marks, Parts, Share};
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

/// A folder as a place.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    share: Option<Share>,
    request: Option<String>,
}

impl Folder {
    /// A folder, which need not exist.
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            share: None,
            request: None,
        }
    }

    /// The same for a share of the work; for the whole where it is none.
    pub fn for_share(self, share: Option<Share>) -> Self {
        Self { share, ..self }
    }

    /// The same, which then holds the text of what was asked for.
    pub fn with_request(self, request: Option<String>) -> Self {
        Self { request, ..self }
    }
}

impl Place for Folder {
    type Target = FolderTarget;

    fn claim(&self, marks: Marks, lock: &str) -> Result<(FolderTarget, Found), KeepError> {
        let (folder, found) = RunFolder::open(marks, &self.path, lock, &whoami())?;
        let target = FolderTarget {
            keep: folder.parts().clone(),
            folder,
            since: Instant::now(),
        };
        Ok((target, found))
    }

    fn share(&self) -> Option<Share> {
        self.share
    }

    fn request(&self) -> Option<&str> {
        self.request.as_deref()
    }
}

/// A claimed folder, whose replicates are kept in its parts or come from elsewhere.
#[derive(Debug)]
pub struct FolderTarget<K = Parts> {
    folder: RunFolder,
    keep: K,
    since: Instant,
}

impl<K> FolderTarget<K> {
    /// The same with replicates from elsewhere.
    pub(super) fn keeping<L>(self, keep: L) -> FolderTarget<L> {
        FolderTarget {
            folder: self.folder,
            keep,
            since: self.since,
        }
    }

    /// Files of a complete run that were not as they had been written, so that it was made again: one line each.
    pub fn repaired(&self) -> Vec<String> {
        let damaged = self.folder.damaged().iter();
        damaged.map(|one| format!("{} {}", one.file, one.what)).collect()
    }

    fn note(&self, what: &str) -> Result<(), KeepError> {
        self.folder.log(&format!("{} {what}", utc_now()))
    }
}

impl<K: Keep> Target for FolderTarget<K> {
    type Keep = K;
    type Table = Table;

    fn keep(&mut self) -> &mut K {
        &mut self.keep
    }

    fn name(&self) -> Option<String> {
        Some(self.folder.root().display().to_string())
    }

    fn table(&self, name: &'static str) -> Result<Table, KeepError> {
        self.folder.table(name)
    }

    fn publish(&mut self, table: Table) -> Result<(), KeepError> {
        self.folder.publish(table)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), KeepError> {
        self.folder.write(path, bytes)
    }

    fn complete(&mut self, bytes: &[u8]) -> Result<(), KeepError> {
        self.folder.finish(bytes)
    }

    fn began(&mut self, threads: usize, resumed: bool) -> Result<(), KeepError> {
        self.since = Instant::now();
        for one in self.repaired() {
            self.note(&format!("{one}: made again"))?;
        }
        let resumed = if resumed { ", resuming" } else { "" };
        self.note(&format!("started with {threads} threads{resumed}"))
    }

    fn ended(&mut self, how: &str) -> Result<(), KeepError> {
        let seconds = self.since.elapsed().as_secs_f64();
        self.note(&format!("{how} after {seconds:.1} s"))
    }
}

/// This process, for others that want its folder.
pub(super) fn whoami() -> String {
    format!("process {} since {}", std::process::id(), utc_now())
}

fn utc_now() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    utc(now.map_or(0, |since| since.as_secs()))
}

/// Writes files into a folder, which is made where needed; never over what Escalade did not write.
///
/// # Errors
/// A file is not ours, somebody else writes there, or the system refuses.
pub fn write_files(root: &Path, files: &[(String, String)]) -> Result<(), SessionError> {
    folder::write_files(root, files, &whoami()).map_err(|error| refused(error, ""))
}

/// Writes a new file, whole or not at all, making its folder where needed.
///
/// # Errors
/// There is a file of that name, or the system refuses.
pub fn write_new(path: &Path, text: &str) -> Result<(), SessionError> {
    folder::write_new(path, text.as_bytes()).map_err(|error| refused(error, ""))
}

/// Seconds since 1970 as "2026-01-31 12:00:00 UTC" (civil-from-days, H. Hinnant).
fn utc(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest % 3600 / 60, rest % 60);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}
