//! The program from outside: what it is asked, what it answers and writes, what it refuses.

mod batch;
mod classroom;
mod compare;
mod cost;
mod faults;
mod folder;
mod hostile;
mod limits;
mod mistakes;
mod names;
mod runs;
mod schema;
mod shards;
mod stories;
#[path = "../support/mod.rs"]
mod support;
mod sweep;
mod warnings;
