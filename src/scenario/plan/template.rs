//! A scenario with a plan to start from.

/// The file, every key explained.
pub const TEMPLATE: &str = include_str!("template.toml");
