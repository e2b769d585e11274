//! The records of a share, written as they come.

use super::super::keep::append;
use super::super::{KeepError, Sink};
use super::deal::Deal;
use serde::Serialize;
use std::io::{self, Write};
use std::marker::PhantomData;

/// The file of a share's records: block after block, the length of its bytes before each.
pub const RECORDS: &str = "records.bin";

/// The file of a share that says what was asked for, where its lock alone does not give the work again.
pub const REQUEST: &str = "request.toml";

/// Writes the records of a share as they come.
#[derive(Debug)]
pub struct ShardSink<R, W> {
    deal: Deal,
    /// The block under way.
    block: u64,
    /// Its records that are still to come.
    left: u64,
    bytes: Vec<u8>,
    out: W,
    of: PhantomData<fn(R)>,
}

impl<R: Serialize, W: Write> ShardSink<R, W> {
    /// Of a share, from 1.
    pub fn new(deal: Deal, share: u64, out: W) -> Self {
        let mut sink = Self {
            deal,
            block: share - 1,
            left: 0,
            bytes: Vec::new(),
            out,
            of: PhantomData,
        };
        sink.begin(share - 1);
        sink
    }

    /// Where they were written, once all are.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn begin(&mut self, block: u64) {
        let range = self.deal.range(block);
        (self.block, self.left) = (block, range.end.saturating_sub(range.start));
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.write_all(&(self.bytes.len() as u64).to_le_bytes())?;
        self.out.write_all(&self.bytes)?;
        self.bytes.clear();
        self.begin(self.block + self.deal.of);
        Ok(())
    }
}

impl<R: Serialize, W: Write + Send> Sink<R> for ShardSink<R, W> {
    fn accept(&mut self, record: &R) -> Result<(), KeepError> {
        self.bytes = append(std::mem::take(&mut self.bytes), record);
        self.left -= 1;
        match self.left {
            0 => self.end().map_err(KeepError::Tables),
            _ => Ok(()),
        }
    }
}
