//! `escalade diagnose --blind`: the read-outs of a hidden flask; an answer; the truth.

use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::diagnosis::scoring::answer::grammar;
use crate::diagnosis::{Call, Thresholds, Verdict};
use crate::report::diagnosis::{calls, evidence, sheets, told, truth};
use crate::session::diagnosis::{Hidden, Marked, Quiz, Request};
use crate::session::write_files;
use std::io::{BufRead, IsTerminal};
use std::path::Path;

#[derive(Debug, clap::Args)]
pub struct QuizArgs {
    /// Quiz: hand out the read-outs of a hidden flask (which one depends on --seed, such as a student's number).
    #[arg(long)]
    pub blind: bool,
    /// Answer of the quiz, such as "bypass:MET", "on-target:G1202R", "reversible", "amplification"; several with " + ".
    #[arg(long, value_name = "TEXT", requires = "blind")]
    pub answer: Option<String>,
}

/// Hands out read-outs, takes the answer, reveals the truth.
pub fn run(request: &Request, args: &QuizArgs, out: Option<&Path>) -> Result<(), Failure> {
    let quiz = Quiz::open(request)?;
    // An answer that cannot be read costs nothing: it is checked before the culture is worked up.
    let given = args.answer.as_ref().map(|text| quiz.read(text)).transpose()?;
    let hidden = quiz.hide()?;
    let answer = match given {
        Some(answer) => Some(answer),
        None => {
            hand_out(&hidden, out)?;
            ask(&quiz)?
        }
    };
    match answer {
        Some(answer) => reveal(&hidden, &hidden.mark(answer)),
        None => terminal::print(&format!(
            "\nAnswer with: escalade diagnose {} --blind --seed {} --answer \"KIND:NAME\"",
            request.run.root().display(),
            request.seed
        )),
    }
}

fn hand_out(hidden: &Hidden, out: Option<&Path>) -> Result<(), Failure> {
    let readouts = &hidden.worked.readouts;
    let mut text = format!(
        "Culture of {} that grows in {}. What is it, and what now?\n",
        hidden.line, readouts.drug
    );
    for sheet in sheets(readouts) {
        text += &format!("\n== {}\n{}", sheet.topic.heading(), sheet.text);
    }
    terminal::print(text.trim_end())?;
    let Some(root) = out else { return Ok(()) };
    let files = [("quiz.html".to_owned(), hidden.page()?)];
    write_files(root, &files)?;
    terminal::print(&format!("\nPage: {}", root.join("quiz.html").display()))
}

/// Takes the answer from standard input: asks until it can be read where a person sits at the terminal, reads one
/// line of a pipe; `None` where nothing comes.
fn ask(quiz: &Quiz) -> Result<Option<Vec<Call>>, Failure> {
    let stdin = std::io::stdin();
    let asked = stdin.is_terminal();
    if asked {
        terminal::note(&format!("\nAnswer with {}", grammar()));
    }
    loop {
        if asked {
            terminal::prompt("Your answer: ");
        }
        let mut line = String::new();
        if stdin.lock().read_line(&mut line)? == 0 {
            return Ok(None);
        }
        match (line.trim().is_empty(), quiz.read(&line)) {
            (true, _) if asked => {}
            (true, _) => return Ok(None),
            (false, Ok(calls)) => return Ok(Some(calls)),
            (false, Err(problem)) if asked => terminal::note(&problem.to_string()),
            (false, Err(problem)) => return Err(problem.into()),
        }
    }
}

fn reveal(hidden: &Hidden, marked: &Marked) -> Result<(), Failure> {
    let (worked, score) = (&hidden.worked, &marked.score);
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
    let mut text = format!(
        "\nYour answer: {} is {said}.\nThe cells (flask {}): {}.\nThe workflow says: {} ({}).\n\nEvidence\n",
        calls(&marked.calls),
        worked.flask,
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
    terminal::print(text.trim_end())
}
