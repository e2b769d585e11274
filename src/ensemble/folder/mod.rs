//! Folders on the disk: one writer at a time, files whole or absent, checksums of everything that was written.

mod examined;
mod manifest;
mod part;
mod results;
mod run;
mod shards;
mod whole;
mod writer;

pub use examined::{Examined, examine};
pub use manifest::{Damage, MANIFEST, damage};
pub use part::Parts;
pub use results::{NewFile, holds, is_empty, write_files, write_new};
pub use run::{RunFolder, Table, read_lock};
pub use shards::Shards;
pub use whole::{holder, in_text, read_at_most};
