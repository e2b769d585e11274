//! The laboratory form, table by table: its keys, what they mean together, and how they are written back.

pub mod check;
pub mod conditions;
pub mod design;
pub mod flask;
pub mod line;
pub mod outcome;
