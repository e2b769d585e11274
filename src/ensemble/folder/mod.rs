//! Folders on the disk: one writer at a time, files whole or absent, checksums of everything that was written.

mod manifest;
mod part;
mod results;
mod run;
mod whole;
mod writer;

pub use manifest::{Damage, MANIFEST, damage};
pub use part::Parts;
pub use results::{NewFile, write_files, write_new};
pub use run::{RunFolder, Table};
pub use whole::holder;
