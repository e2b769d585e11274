//! `escalade diagnose --blind`: the read-outs of a hidden flask; an answer; the truth.

use super::diagnose::Session;
use super::failure::Failure;
use super::terminal;
use crate::diagnosis::scoring::answer::{Book, grammar};
use crate::diagnosis::scoring::score::{score, spare};
use crate::diagnosis::{Call, Diagnosis, Thresholds, Verdict, Worked, Workup};
use crate::random::{Purpose, stream};
use crate::report::diagnosis::{calls, evidence, sheets, told, truth};
use crate::report::page;
use crate::sampling::uniform;
use crate::scenario::lock::VERSION;
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

/// Resistant flasks among which one is hidden.
const POOL: usize = 100;

/// Hands out read-outs, takes the answer, reveals the truth.
pub fn run(session: &Session, args: &QuizArgs, workup: &Workup, out: Option<&Path>) -> Result<(), Failure> {
    let pool = session.resistant(POOL)?;
    let mut rng = stream(session.seed, 0, Purpose::Quiz);
    let place = (uniform(&mut rng) * pool.len() as f64) as usize;
    let flask = pool[place.min(pool.len() - 1)];
    let book = Book::of(session.signal_bench());
    // An answer that cannot be read costs nothing: it is checked before the culture is worked up.
    let given = args
        .answer
        .as_ref()
        .map(|text| book.read(text).map_err(Failure::Input))
        .transpose()?;
    let taken = session.take(flask)?;
    let mut worked = session.work(&taken, workup, &Thresholds::default())?;
    let name = format!("culture {}", session.seed);
    worked.readouts.hide(&name);
    let answer = match given {
        Some(answer) => Some(answer),
        None => {
            hand_out(session, &worked, out)?;
            ask(&book)?
        }
    };
    match answer {
        Some(answer) => reveal(&worked, &answer),
        None => terminal::print(&format!(
            "\nAnswer with: escalade diagnose {} --blind --seed {} --answer \"KIND:NAME\"",
            session.run.root().display(),
            session.seed
        )),
    }
}

fn hand_out(session: &Session, worked: &Worked, out: Option<&Path>) -> Result<(), Failure> {
    let drug = &worked.readouts.drug;
    let mut text = format!(
        "Culture of {} that grows in {drug}. What is it, and what now?\n",
        session.bench.biology.line_name
    );
    for sheet in sheets(&worked.readouts) {
        text += &format!("\n== {}\n{}", sheet.topic.heading(), sheet.text);
    }
    terminal::print(text.trim_end())?;
    let Some(root) = out else { return Ok(()) };
    let page =
        page::diagnosis::quiz(&worked.readouts, VERSION, &grammar()).map_err(|e| Failure::Other(e.to_string()))?;
    let files = [("quiz.html".to_owned(), page)];
    crate::session::write_files(root, &files)?;
    terminal::print(&format!("\nPage: {}", root.join("quiz.html").display()))
}

/// Takes the answer from standard input: asks until it can be read where a person sits at the terminal, reads one
/// line of a pipe; `None` where nothing comes.
fn ask(book: &Book) -> Result<Option<Vec<Call>>, Failure> {
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
        match (line.trim().is_empty(), book.read(&line)) {
            (true, _) if asked => {}
            (true, _) => return Ok(None),
            (false, Ok(calls)) => return Ok(Some(calls)),
            (false, Err(problem)) if asked => terminal::note(&problem),
            (false, Err(problem)) => return Err(Failure::Input(problem)),
        }
    }
}

fn reveal(worked: &Worked, answer: &[Call]) -> Result<(), Failure> {
    let yours = Diagnosis {
        calls: answer.to_vec(),
        ..worked.diagnosis.clone()
    };
    let score = score(&yours, &worked.truth);
    let spare = spare(&yours, &worked.truth);
    let said = match (score.verdict, score.named) {
        (Verdict::Right | Verdict::Partly, _) if !spare.is_empty() => {
            &format!("partly right: the cells have no {}", spare.join(", no "))
        }
        (Verdict::Right, true) => "right, to the name",
        (Verdict::Right, false) if yours.calls.iter().any(|call| !call.names.is_empty()) => {
            "right in kind, not in name"
        }
        (Verdict::Right, false) => "right in kind",
        (Verdict::Partly, _) => "partly right",
        (Verdict::Wrong, _) => "not right",
    };
    let mut text = format!(
        "\nYour answer: {} is {said}.\nThe cells (flask {}): {}.\nThe workflow says: {} ({}).\n\nEvidence\n",
        calls(&yours.calls),
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
