//! `escalade diagnose --blind`: the read-outs of a hidden flask; an answer; the truth.

use super::diagnose::Session;
use super::{Failure, terminal};
use crate::diagnosis::atlas::{Feeds, Route};
use crate::diagnosis::score::score;
use crate::diagnosis::{Atlas, Call, Diagnosis, Kind, Thresholds, Verdict, Worked, Workup};
use crate::ensemble::folder;
use crate::random::{Purpose, stream};
use crate::report::diagnosis::sheets;
use crate::report::page;
use crate::sampling::uniform;
use crate::scenario::error::nearest;
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
    let atlas = Atlas::of(&session.bench);
    let alleles = session.bench.biology.alleles.iter().map(|allele| allele.name.clone());
    let alleles: Vec<String> = alleles.collect();
    // An answer that cannot be read costs nothing: it is checked before the culture is worked up.
    let given = args
        .answer
        .as_ref()
        .map(|text| parse(text, &atlas, &alleles))
        .transpose()?;
    let taken = session.take(flask)?;
    let mut worked = session.work(&taken, workup, &Thresholds::default())?;
    let name = format!("culture {}", session.seed);
    hide(&mut worked, &name);
    let answer = match given {
        Some(answer) => Some(answer),
        None => {
            hand_out(session, &worked, out)?;
            ask(&atlas, &alleles)?
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

/// A specimen's name tells its flask.
fn hide(worked: &mut Worked, name: &str) {
    worked.readouts.culture = name.to_owned();
    if let Some(blot) = &mut worked.readouts.blot {
        for lane in &mut blot.lanes {
            let before = lane.specimen.contains("before treatment") || lane.specimen == "parental";
            lane.specimen = if before { "before" } else { "resistant" }.to_owned();
        }
    }
}

fn how() -> String {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    format!(
        "KIND or KIND:NAME, such as \"bypass:MET\" or \"on-target:G1202R\"; several with \" + \".\n  kinds: {}",
        kinds.join(", ")
    )
}

fn hand_out(session: &Session, worked: &Worked, out: Option<&Path>) -> Result<(), Failure> {
    let drug = &worked.readouts.drug;
    let mut text = format!(
        "A {} culture that grows in {drug}, day {}. What is it, and what now?\n",
        session.bench.biology.line_name, worked.day
    );
    for (head, sheet) in sheets(&worked.readouts) {
        text += &format!("\n== {head}\n{sheet}");
    }
    terminal::print(text.trim_end())?;
    let Some(root) = out else { return Ok(()) };
    let page = page::diagnosis::quiz(&worked.readouts, VERSION, &how()).map_err(|e| Failure::Other(e.to_string()))?;
    let files = [("quiz.html".to_owned(), page)];
    folder::write_files(root, &files).map_err(|error| Failure::Input(error.to_string()))?;
    terminal::print(&format!("\nPage: {}", root.join("quiz.html").display()))
}

/// Asks at the terminal; `None` where nobody sits at it.
fn ask(atlas: &Atlas, alleles: &[String]) -> Result<Option<Vec<Call>>, Failure> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Ok(None);
    }
    loop {
        terminal::note(&format!("\nYour answer: {}", how()));
        let mut line = String::new();
        if stdin.lock().read_line(&mut line)? == 0 {
            return Ok(None);
        }
        match parse(&line, atlas, alleles) {
            Ok(calls) => return Ok(Some(calls)),
            Err(Failure::Input(problem)) => terminal::note(&problem),
            Err(other) => return Err(other),
        }
    }
}

/// "bypass:MET + on-target:G1202R".
fn parse(text: &str, atlas: &Atlas, alleles: &[String]) -> Result<Vec<Call>, Failure> {
    let one = |part: &str| {
        let (kind, name) = part.split_once(':').unwrap_or((part, ""));
        let (word, name) = (kind.trim().to_lowercase(), name.trim());
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(|| {
            Failure::Input(format!(
                "answer \"{}\": \"{word}\" is not a kind\n  {}",
                text.trim(),
                nearest(&word, &kinds)
            ))
        })?;
        let route = match kind {
            Kind::Bypass if !name.is_empty() => Some(route(name, atlas).ok_or_else(|| {
                let through = atlas.routes.iter().filter(|route| route.feeds == Feeds::Bypass);
                let names = through.flat_map(|route| [&route.name].into_iter().chain(&route.through));
                unknown(text, name, word.as_str(), names.map(String::as_str))
            })?),
            _ => None,
        };
        let named: Vec<String> = match kind {
            _ if name.is_empty() => Vec::new(),
            Kind::OnTarget => {
                let one = |part: &str| {
                    let found = alleles.iter().find(|allele| allele.eq_ignore_ascii_case(part.trim()));
                    let all = || alleles.iter().map(String::as_str);
                    found.cloned().ok_or_else(|| unknown(text, part.trim(), &word, all()))
                };
                name.split('+').map(one).collect::<Result<_, _>>()?
            }
            _ => vec![name.to_owned()],
        };
        Ok(Call {
            kind,
            names: named,
            route: route.map(|route| route.id.clone()),
            weight: 1.0,
            confirmed: false,
        })
    };
    text.split(" + ").map(one).collect()
}

/// The route that a name means: its own name or that of an alteration, or whole words of either.
fn route<'a>(name: &str, atlas: &'a Atlas) -> Option<&'a Route> {
    let plain = |text: &str| format!(" {} ", text.trim().to_lowercase().replace(['-', '_'], " "));
    let wanted = plain(name);
    let meant = |hit: &dyn Fn(&str) -> bool| {
        atlas.routes.iter().find(|route| {
            let mut names = [&route.name, &route.id].into_iter().chain(&route.through);
            names.any(|known| hit(&plain(known)))
        })
    };
    meant(&|known| known == wanted).or_else(|| meant(&|known| known.contains(&wanted)))
}

fn unknown<'a>(text: &str, name: &str, kind: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let mut names: Vec<&str> = known.collect();
    names.sort_unstable();
    names.dedup();
    Failure::Input(format!(
        "answer \"{}\": \"{name}\" is no name of kind {kind}\n  {}",
        text.trim(),
        nearest(name, &names)
    ))
}

fn reveal(worked: &Worked, answer: &[Call]) -> Result<(), Failure> {
    let yours = Diagnosis {
        calls: answer.to_vec(),
        ..worked.diagnosis.clone()
    };
    let score = score(&yours, &worked.truth);
    let said = match (score.verdict, score.named) {
        (Verdict::Right, true) => "right, to the name",
        (Verdict::Right, false) => "right in kind",
        (Verdict::Partly, _) => "partly right",
        (Verdict::Wrong, _) => "not right",
    };
    let mut text = format!(
        "Your answer: {} is {said}.\nThe cells (flask {}): {}.\nThe workflow says: {} ({}).\n\nEvidence\n",
        yours.words(),
        worked.flask,
        worked.truth.words(),
        worked.diagnosis.words(),
        worked.score.verdict.word()
    );
    for evidence in &worked.diagnosis.evidence {
        let speaks = evidence.speaks_for.map_or(String::new(), |kind| format!(" -> {kind}"));
        text += &format!("  {}: {}{speaks}\n", evidence.step.name(), evidence.text);
    }
    text += "\nWhat now\n";
    for advice in &worked.advice {
        text += &format!("  {} [{}]\n", advice.text, advice.source);
    }
    terminal::print(text.trim_end())
}
