//! `escalade classroom`: the engine, the knowledge base and lessons in one page that opens anywhere.

use super::diagnose::preset;
use super::failure::Failure;
use super::{source, terminal};
use crate::ensemble::specimens::FinishedRun;
use crate::report::classroom::{Contents, page};
use crate::session::classroom::{ClassCode, Gathering, KEY, WORKSHEETS, lesson, pack, print, write_sheets};
use crate::session::{SessionError, write_new};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The engine's file, beside the program.
const ENGINE: &str = "escalade.wasm.gz";
/// Every stream of gzip begins with it (RFC 1952).
const GZIP: [u8; 2] = [0x1f, 0x8b];

#[derive(Debug, clap::Args)]
pub struct ClassroomArgs {
    /// Scenarios to have on the page, beside those of the lessons.
    #[arg(value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// Page to write, such as classroom.html; never overwritten. With --class, a folder.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The page's engine, as `web/build` makes it [default: escalade.wasm.gz beside this program].
    #[arg(long, value_name = "FILE")]
    engine: Option<PathBuf>,
    /// Print the code of a class with this name, such as "Genetics, Monday".
    #[arg(long, value_name = "NAME", conflicts_with_all = ["scenarios", "out", "engine", "class"])]
    code_for: Option<String>,
    /// Worksheets of the class with this code, and the teacher's key, into the folder --out [default: classroom-CODE-LESSON].
    #[arg(long, value_name = "CODE", conflicts_with_all = ["scenarios", "engine"])]
    class: Option<String>,
    /// Students of the class.
    #[arg(long, value_name = "N", default_value_t = 24, requires = "class")]
    students: u64,
    /// Lesson of the worksheets: chance, before, window, ladder, holiday, pairs.
    #[arg(long, value_name = "ID", default_value = "chance", requires = "class")]
    lesson: String,
    /// Instead of worksheets, for every student a page with the read-outs of a hidden flask of this run's folder, and the key.
    #[arg(long, value_name = "RUN", requires = "class")]
    hidden: Option<PathBuf>,
    /// How much is read out of hidden flasks: full, standard or cheap.
    #[arg(long, value_name = "NAME", default_value = "standard", requires = "hidden")]
    workup: String,
    /// No progress.
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    knowledge: source::Knowledge,
}

pub fn run(args: &ClassroomArgs) -> Result<(), Failure> {
    if let Some(name) = &args.code_for {
        return terminal::print(&ClassCode::for_name(name).to_string());
    }
    if let Some(code) = &args.class {
        return sheets(args, code);
    }
    let Some(out) = &args.out else {
        return Err(Failure::Input(
            "say where the page goes: --out classroom.html\n  or what else is wanted: --class CODE, --code-for NAME"
                .to_owned(),
        ));
    };
    let contents = contents(args)?;
    let engine = engine(args.engine.as_deref())?;
    let page = page(&engine, &contents).map_err(SessionError::failed)?;
    write_new(out, &page)?;
    terminal::print(&format!(
        "wrote {}: open it in a browser; it needs no network",
        out.display()
    ))
}

/// What a class is given on paper, and the teacher's key.
fn sheets(args: &ClassroomArgs, code: &str) -> Result<(), Failure> {
    let class: ClassCode = code.parse().map_err(Failure::Input)?;
    let progress = terminal::Progress::of(args.quiet, "students");
    let conduct = terminal::conduct(Some(1), &progress);
    let (files, what) = match &args.hidden {
        None => {
            let lesson = lesson(&args.lesson)?;
            if args.knowledge.are_given() {
                let what = "--kb is for the page and for --hidden: lessons stand on the built-in knowledge base";
                return Err(Failure::Input(what.to_owned()));
            }
            let files = print(&lesson, class, args.students, &conduct)?;
            (files, format!("Worksheets, two pages a student: {WORKSHEETS}"))
        }
        Some(run) => {
            let run = Arc::new(FinishedRun::open(run).map_err(SessionError::from)?);
            let workup = preset("--workup", &args.workup)?;
            let files = pack(
                &run,
                &args.knowledge.overlays()?,
                &workup,
                class,
                args.students,
                &conduct,
            )?;
            (files, "Hidden flasks, a page a student: culture-*.html".to_owned())
        }
    };
    let about = args.hidden.as_ref().map_or(args.lesson.as_str(), |_| "hidden");
    let usual = || format!("classroom-{class}-{about}").into();
    let folder = args.out.clone().unwrap_or_else(usual);
    write_sheets(&folder, &files)?;
    terminal::print(&format!("In {}\n{what}\nKey, for the teacher: {KEY}", folder.display()))
}

/// The user's scenarios and overlays, checked.
fn contents(args: &ClassroomArgs) -> Result<Contents, Failure> {
    let mut gathering = Gathering::default();
    for path in &args.scenarios {
        let checked = source::scenario(path, &args.knowledge)?;
        let (shown, text) = source::text(path)?;
        let overlays = args.knowledge.overlays_of(path, &shown, &text)?;
        gathering.add(&shown, text, checked, overlays)?;
    }
    Ok(gathering.contents(args.knowledge.overlays()?)?)
}

/// The compressed engine.
fn engine(named: Option<&Path>) -> Result<Vec<u8>, Failure> {
    let beside = || Some(std::env::current_exe().ok()?.with_file_name(ENGINE));
    let path = named
        .map(Path::to_owned)
        .or_else(beside)
        .unwrap_or_else(|| ENGINE.into());
    let advice = "`web/build` in the source makes it and the page; a release has it beside the program; --engine FILE names another";
    let bytes = std::fs::read(&path).map_err(|error| {
        Failure::Input(format!(
            "{}: the page's engine cannot be read: {error}\n  {advice}",
            path.display()
        ))
    })?;
    match bytes.starts_with(&GZIP) {
        true => Ok(bytes),
        false => Err(Failure::Input(format!(
            "{}: not the page's engine (a WebAssembly module compressed with gzip)\n  {advice}",
            path.display()
        ))),
    }
}
