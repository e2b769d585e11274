//! What is expected over worlds: chance parted from what is not known, and which unknown decides.

mod choice;
mod collect;
mod draw;
mod influence;
mod split;
mod summary;

pub use choice::{Choice, ChoiceAccumulator, ChoiceOption, OptionsRecord};
pub use collect::{NoWorld, WorldFlask, WorldRecord, WorldsAccumulator};
pub use draw::{Ignorance, Input, SHARED, World, score_of_class};
pub use influence::{FEWEST, Influence, Influences, Output, PERMUTATIONS, Question, deciding};
pub use split::{Shares, Split};
pub use summary::{ClassOutlook, Described, Drawn, Lean, Outlook, Spread, WorldDay, WorldsSummary};
