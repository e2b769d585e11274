//! Figures of a plan: its designs ranked, what they take, when to sequence, and flasks against the goal.

pub mod front;
pub mod power;
pub mod rank;
pub mod sequence;
