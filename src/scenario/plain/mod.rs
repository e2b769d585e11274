//! The plain form: types, rates, mutations and phases, without the knowledge base.

mod changes;
pub mod check;
mod ends;
pub mod file;
