//! Results in memory.

use super::place::{Place, Target};
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
            mark: marks.summary,
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
    mark: &'static str,
    keep: Memory,
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
        self.write(self.mark, bytes)
    }

    fn began(&mut self, _: usize, _: bool) -> Result<(), KeepError> {
        Ok(())
    }

    fn ended(&mut self, _: &str) -> Result<(), KeepError> {
        Ok(())
    }
}
