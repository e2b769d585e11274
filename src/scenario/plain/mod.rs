//! The plain form: types, rates, mutations and phases, without the knowledge base.

pub mod check;
pub mod file;
