//! Results in memory.

use super::SessionError;
use super::claimed::Outcome;
use super::place::{Place, Target};
use super::refusal::refused;
use crate::ensemble::{Found, KeepError, Marks, Memory};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Memory as a place: nothing is ever found there.
#[derive(Debug, Clone, Copy, Default)]
pub struct InMemory;

impl Place for InMemory {
    type Target = MemoryTarget;

    fn claim(&self, marks: Marks, lock: &str) -> Result<(MemoryTarget, Found), KeepError> {
        let lock = (marks.lock.to_owned(), lock.as_bytes().to_vec());
        let target = MemoryTarget {
            files: BTreeMap::from([lock]),
            marks,
            keep: Memory,
        };
        Ok((target, Found::Nothing))
    }
}

/// Files by name, in memory.
#[derive(Debug, Clone)]
pub struct MemoryTarget {
    /// Content by path.
    pub files: BTreeMap<String, Vec<u8>>,
    marks: Marks,
    keep: Memory,
}

impl MemoryTarget {
    /// Puts a finished work's files into another place, as the work itself would have put them there.
    ///
    /// # Errors
    /// The place is refused, or the system refuses to write.
    pub fn store<P: Place>(&self, place: &P) -> Result<Outcome<(), P::Target>, SessionError> {
        let of = |name: &str| self.files.get(name).map_or(&[][..], Vec::as_slice);
        let lock = String::from_utf8_lossy(of(self.marks.lock));
        let claimed = place.claim(self.marks, &lock);
        let (mut target, found) = claimed.map_err(|error| refused(error, &lock))?;
        if found == Found::Complete {
            return Ok(Outcome::AlreadyComplete);
        }
        target.began(1, found == Found::Unfinished)?;
        let marks = [self.marks.lock, self.marks.summary];
        for (path, bytes) in self.files.iter().filter(|(path, _)| !marks.contains(&path.as_str())) {
            target.write(path, bytes)?;
        }
        target.ended("complete")?;
        target.complete(of(self.marks.summary))?;
        Ok(Outcome::Done { result: (), target })
    }
}

/// A table in memory.
#[derive(Debug, Clone)]
pub struct MemoryTable {
    name: &'static str,
    bytes: Vec<u8>,
}

impl Write for MemoryTable {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Target for MemoryTarget {
    type Keep = Memory;
    type Table = MemoryTable;

    fn keep(&mut self) -> &mut Memory {
        &mut self.keep
    }

    fn name(&self) -> Option<String> {
        None
    }

    fn table(&self, name: &'static str) -> Result<MemoryTable, KeepError> {
        let bytes = Vec::new();
        Ok(MemoryTable { name, bytes })
    }

    fn publish(&mut self, table: MemoryTable) -> Result<(), KeepError> {
        self.files.insert(table.name.to_owned(), table.bytes);
        Ok(())
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), KeepError> {
        self.files.insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn complete(&mut self, bytes: &[u8]) -> Result<(), KeepError> {
        self.write(self.marks.summary, bytes)
    }

    fn began(&mut self, _: usize, _: bool) -> Result<(), KeepError> {
        Ok(())
    }

    fn ended(&mut self, _: &str) -> Result<(), KeepError> {
        Ok(())
    }
}
