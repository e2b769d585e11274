//! `escalade diagnose --blind`: the read-outs of a hidden flask; an answer; the truth.

use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::diagnosis::Call;
use crate::diagnosis::scoring::answer::grammar;
use crate::report::diagnosis::sheets;
use crate::session::diagnosis::{Hidden, Quiz, Request, TRIES};
use crate::session::write_files;
use std::io::{BufRead, IsTerminal};
use std::path::Path;

#[derive(Debug, clap::Args)]
pub struct QuizArgs {
    /// Quiz: hand out the read-outs of a hidden flask (which one depends on --seed, such as a student's number).
    #[arg(long)]
    pub blind: bool,
    /// Answer of the quiz, such as "bypass:MET", "on-target:G1202R", "reversible", "amplification"; several with " + ".
    /// Given again, it is another try: a wrong answer gives a hint, the third one the truth.
    #[arg(long, value_name = "TEXT", requires = "blind")]
    pub answer: Vec<String>,
}

/// Hands out read-outs, takes the answer, reveals the truth.
pub fn run(request: &Request, args: &QuizArgs, out: Option<&Path>) -> Result<(), Failure> {
    let quiz = Quiz::open(request)?;
    // An answer that cannot be read costs nothing: it is checked before the culture is worked up.
    let given: Vec<Vec<Call>> = (args.answer.iter().map(|text| quiz.read(text))).collect::<Result<_, _>>()?;
    let hidden = quiz.hide()?;
    if given.is_empty() {
        hand_out(&hidden, out)?;
    }
    let mut given = given.into_iter();
    let asked = given.len() == 0;
    for number in 1..=TRIES {
        let answer = match asked {
            true => ask(&quiz)?,
            false => given.next(),
        };
        let Some(answer) = answer else {
            return how_to(request, number);
        };
        let reply = hidden.reply(answer, number);
        terminal::print(&format!("\n{}", reply.text))?;
        if reply.over {
            return Ok(());
        }
    }
    Ok(())
}

/// How the try of this number is made.
fn how_to(request: &Request, number: usize) -> Result<(), Failure> {
    let again = match number {
        1 => String::new(),
        number => format!(" (try {number} of {TRIES}: repeat --answer for every answer so far, then the new one)"),
    };
    // Another work-up would hand out other read-outs.
    let workup = match request.workup.name.as_str() {
        "full" => String::new(),
        name => format!(" --workup {name}"),
    };
    terminal::print(&format!(
        "\nAnswer with: escalade diagnose {}{workup} --blind --seed {} --answer \"KIND:NAME\"{again}",
        request.run.root().display(),
        request.seed
    ))
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
