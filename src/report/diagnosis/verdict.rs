//! The verdict on a diagnosis, in words.

use super::missed::why;
use crate::diagnosis::{Kind, Verdict, Worked};

/// `right, and named`; with the reason where it is not.
pub fn verdict(one: &Worked) -> String {
    let said = match one.score.verdict {
        Verdict::Right if one.score.named => "right, and named",
        Verdict::Right if matches!(one.score.called, Kind::NotResistant) => "right",
        Verdict::Right => "right, not named",
        Verdict::Partly => "partly right",
        Verdict::Wrong => "wrong",
    };
    why(&one.why).map_or(said.to_owned(), |why| format!("{said}: {why}"))
}
