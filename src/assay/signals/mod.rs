//! What cells show of their signalling and state: blot, array, stains, expression.

pub mod array;
pub mod blot;
pub mod expression;
pub mod markers;
pub mod shown;
