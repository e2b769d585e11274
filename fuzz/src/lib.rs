//! What is fuzzed, and what it starts from. Each reader takes any bytes; a panic or a hang is a fault.

pub mod corpus;
pub mod mutate;
pub mod readers;
