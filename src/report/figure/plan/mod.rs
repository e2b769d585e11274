//! Figures of a plan: its designs ranked, what they take, and flasks against the goal.

pub mod front;
pub mod power;
pub mod rank;
