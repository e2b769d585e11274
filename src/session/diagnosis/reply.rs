//! What a person hears who answers about a hidden culture: a hint twice, then the truth.

use super::quiz::{Hidden, Marked};
use crate::diagnosis::{Call, Kind, Thresholds, Verdict};
use crate::report::diagnosis::{calls, evidence, told, truth};
use crate::words;

/// Answers before the truth is told.
pub const TRIES: usize = 3;

/// What is said to an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// How good it is; then a hint, or the truth with its evidence and advice.
    pub text: String,
    /// The answer is right.
    pub right: bool,
    /// And it has the name of allele, route or state, where there is one.
    pub named: bool,
    /// The truth is told.
    pub over: bool,
}

impl Hidden {
    /// Replies to the answer of this number, from 1.
    pub fn reply(&self, answer: Vec<Call>, number: usize) -> Reply {
        let marked = self.mark(answer);
        let right = marked.right();
        let over = right || number >= TRIES;
        let text = match over {
            true => revealed(self, &marked),
            false => format!("{}\nHint: {}.", said(&marked), hint(self, number)),
        };
        Reply {
            text,
            right,
            named: marked.score.named,
            over,
        }
    }

    /// What the cells have, in words.
    pub fn truth(&self) -> String {
        truth(&self.worked.truth)
    }

    /// What the work-up speaks for, in words.
    pub fn called(&self) -> String {
        calls(&self.worked.diagnosis.calls)
    }
}

/// First which read-outs speak for the cause of most cells, then its kind.
fn hint(hidden: &Hidden, number: usize) -> String {
    let worked = &hidden.worked;
    let causes = worked.truth.types.first().map_or(&[][..], |most| &most.causes);
    let mut kinds: Vec<Kind> = Vec::new();
    for cause in causes {
        if !kinds.contains(&cause.kind) {
            kinds.push(cause.kind);
        }
    }
    let words: Vec<String> = kinds.iter().map(ToString::to_string).collect();
    match (number > 1, &words[..]) {
        (_, []) => return "most of the cells carry no change; look at what surrounds them and at the drug".to_owned(),
        (true, [one]) => return format!("the cause in most of the cells is of the kind {one}"),
        (true, several) => {
            return format!(
                "the causes in most of the cells are of the kinds {}",
                words::listed(several)
            );
        }
        (false, _) => {}
    }
    let speaking = worked
        .diagnosis
        .evidence
        .iter()
        .filter(|row| row.speaks_for.is_some_and(|kind| kinds.contains(&kind)));
    let mut steps: Vec<String> = speaking.map(|row| row.step().name().to_owned()).collect();
    steps.dedup();
    match steps.is_empty() {
        true => "no single read-out speaks for it: ask what the others rule out".to_owned(),
        false => format!("look again at {}", words::listed(&steps)),
    }
}

/// The answer and how good it is.
fn said(marked: &Marked) -> String {
    let score = &marked.score;
    let said = match (score.verdict, score.named) {
        (Verdict::Right | Verdict::Partly, _) if !marked.spare.is_empty() => {
            &format!("partly right: the cells have no {}", marked.spare.join(", no "))
        }
        (Verdict::Right, true) => "right, to the name",
        (Verdict::Right, false) if marked.calls.iter().any(|call| !call.names.is_empty()) => {
            "right in kind, not in name"
        }
        (Verdict::Right, false) => "right in kind",
        (Verdict::Partly, _) => "partly right",
        (Verdict::Wrong, _) => "not right",
    };
    format!("Your answer: {} is {said}.", calls(&marked.calls))
}

fn revealed(hidden: &Hidden, marked: &Marked) -> String {
    let worked = &hidden.worked;
    let mut text = format!(
        "{}\nThe cells ({}): {}.\nThe workflow says: {} ({}).\n\nEvidence\n",
        said(marked),
        words::flask_of_files(worked.flask),
        truth(&worked.truth),
        calls(&worked.diagnosis.calls),
        worked.score.verdict.word()
    );
    let limits = Thresholds::default();
    for row in &worked.diagnosis.evidence {
        let speaks = row.speaks_for.map_or(String::new(), |kind| format!(" -> {kind}"));
        let said = evidence(row, &worked.readouts, &limits);
        text += &format!("  {}: {said}{speaks}\n", row.step().name());
    }
    text += "\nWhat now\n";
    for advice in worked.advice.iter().map(told) {
        text += &format!("  {} [{}]\n", advice.text, advice.source);
    }
    text.trim_end().to_owned()
}
