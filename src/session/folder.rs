//! Results in a folder on the disk, with a log that knows the clock.

use super::place::{Place, Target};
use crate::ensemble::folder::{RunFolder, Table};
use crate::ensemble::{Found, KeepError, Marks, Parts};
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

/// A folder as a place.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// A folder, which need not exist.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }
}

impl Place for Folder {
    type Target = FolderTarget;

    fn claim(&self, marks: Marks, lock: &str) -> Result<(FolderTarget, Found), KeepError> {
        let (folder, found) = RunFolder::open_as(marks, &self.0, lock)?;
        let target = FolderTarget {
            parts: folder.parts().clone(),
            folder,
            since: Instant::now(),
        };
        Ok((target, found))
    }
}

/// A claimed folder.
#[derive(Debug)]
pub struct FolderTarget {
    folder: RunFolder,
    parts: Parts,
    since: Instant,
}

impl FolderTarget {
    fn note(&self, what: &str) -> Result<(), KeepError> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let now = now.map_or(0, |since| since.as_secs());
        self.folder.log(&format!("{} {what}", utc(now)))
    }
}

impl Target for FolderTarget {
    type Keep = Parts;
    type Table = Table;

    fn keep(&mut self) -> &mut Parts {
        &mut self.parts
    }

    fn name(&self) -> Option<String> {
        Some(self.folder.root().display().to_string())
    }

    fn table(&self, name: &'static str) -> Result<Table, KeepError> {
        self.folder.table(name)
    }

    fn publish(&mut self, table: Table) -> Result<(), KeepError> {
        table.persist()
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), KeepError> {
        self.folder.write(path, bytes)
    }

    fn complete(&mut self, bytes: &[u8]) -> Result<(), KeepError> {
        self.folder.finish(bytes)
    }

    fn began(&mut self, threads: usize, resumed: bool) -> Result<(), KeepError> {
        self.since = Instant::now();
        let resumed = if resumed { ", resuming" } else { "" };
        self.note(&format!("started with {threads} threads{resumed}"))
    }

    fn ended(&mut self, how: &str) -> Result<(), KeepError> {
        let seconds = self.since.elapsed().as_secs_f64();
        self.note(&format!("{how} after {seconds:.1} s"))
    }
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
