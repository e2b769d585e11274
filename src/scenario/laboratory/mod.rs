//! The laboratory form, table by table: its keys, what they mean together, and how they are written back.

pub mod barcodes;
pub mod called;
pub mod check;
pub mod conditions;
pub mod design;
pub mod flask;
pub mod line;
pub mod mutagen;
pub mod outcome;
pub mod patients;
pub mod routes;
mod shelf;
pub mod spike;
pub mod worlds;
