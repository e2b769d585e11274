//! Files that users write, as TOML: where a key stands, and errors that name file, line, key, value, what is allowed and
//! the nearest name. Scenarios and overlays of the knowledge base are read through here.

mod change;
mod error;
mod lenient;
mod limits;
mod mistakes;
mod path;
mod schema;
mod source;

pub use change::with_number;
pub use error::{Allowed, Checked, FileError, Line, nearest, nearest_name};
pub use lenient::Rest;
pub use limits::{MOST_ENTRIES, read_small};
pub use mistakes::Mistakes;
pub use path::{Path, Step};
pub use schema::table_schema;
pub use source::{Source, missing_key};
