//! How moves fared.

/// Moves of one kind, and those of them that were accepted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tried {
    pub moves: f64,
    pub accepted: f64,
}

impl Tried {
    pub fn count(&mut self, accepted: bool) {
        self.moves += 1.0;
        self.accepted += f64::from(u8::from(accepted));
    }

    pub fn add(&mut self, more: Tried) {
        self.moves += more.moves;
        self.accepted += more.accepted;
    }

    /// Share that was accepted, where some were made.
    pub fn share(self) -> Option<f64> {
        (self.moves > 0.0).then(|| self.accepted / self.moves)
    }
}
