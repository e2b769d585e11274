//! `escalade assay blot`, `array`, `markers`, `cytokines` and `expression`.

use super::Out;
use super::subject::{Subject, SubjectArgs, days, drugs_at, leans_on};
use crate::assay::signals::array::{ArrayNoise, array};
use crate::assay::signals::blot::{BlotNoise, LaneSetup, blot};
use crate::assay::signals::expression::{DaySample, ExpressionNoise, expression};
use crate::assay::signals::markers::{StainNoise, stain};
use crate::assay::surroundings::cytokines::{ElisaNoise, elisa};
use crate::assay::viability::growth::Culture;
use crate::assay::{Bench, Specimen};
use crate::cli::failure::Failure;
use crate::ensemble::specimens::{FinishedRun, When};
use crate::knowledge::schema::NicheRecord;
use crate::knowledge::{Factor, NicheLevel};
use crate::random::Purpose;
use crate::report::assay as reports;
use crate::scenario::error::nearest;
use crate::units::Nanomolar;
use crate::words;

/// A drug and its dose in the lanes.
#[derive(Debug, clap::Args)]
pub struct DoseArgs {
    /// Drug in the lanes with drug; without it the flask's own.
    #[arg(long)]
    pub drug: Vec<String>,
    /// Its dose, such as "300 nM"; without it the flask's own when it was sampled, or when it last had drug.
    #[arg(long, value_name = "DOSE")]
    pub dose: Option<String>,
}

impl DoseArgs {
    /// Index of the drug and dose in nM.
    pub fn read(&self, subject: &Subject) -> Result<(usize, f64), Failure> {
        let own = subject.treated.first().map(|(drug, _)| *drug);
        let drug = match (self.drug.is_empty(), own) {
            (true, Some(own)) => own,
            _ => (subject.drugs(&self.drug)?.first().copied())
                .ok_or_else(|| Failure::Input("say which drug: --drug NAME".to_owned()))?,
        };
        let Some(text) = &self.dose else {
            let in_flask = subject.treated.iter().find(|(treated, _)| *treated == drug);
            return in_flask.copied().ok_or_else(|| {
                let id = &subject.bench.biology.drugs()[drug].id;
                let why = match subject.run.is_some() {
                    true => "the flask had none of it by then",
                    false => "a line and a genotype have none of their own",
                };
                Failure::Input(format!(
                    "say the dose of {id}: {why}\n  such as --drug {id} --dose \"300 nM\""
                ))
            });
        };
        let dose: Nanomolar = (text.parse()).map_err(|error| Failure::Input(format!("--dose: {error}")))?;
        match dose.get() > 0.0 {
            true => Ok((drug, dose.get())),
            false => Err(Failure::Input(format!(
                "--dose {text}: must be above 0 (cells without drug are shown beside it)"
            ))),
        }
    }

    /// Doses of all drugs, and the treatment in words.
    fn doses(&self, subject: &Subject) -> Result<(Vec<f64>, String), Failure> {
        let (drug, dose) = self.read(subject)?;
        let name = &subject.bench.biology.drugs()[drug].name;
        Ok((subject.bench.only(drug, dose), format!("{name} {}", words::dose(dose))))
    }
}

/// The one culture that is assayed.
pub fn only(subject: &Subject) -> Result<&Specimen, Failure> {
    match subject.cultures.as_slice() {
        [one] => Ok(one),
        _ => Err(Failure::Input(
            "this assay takes one culture: give one --genotype".to_owned(),
        )),
    }
}

#[derive(Debug, clap::Args)]
pub struct BlotArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    #[command(flatten)]
    dose: DoseArgs,
    /// Repeats of the blot.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    blots: u32,
    #[command(flatten)]
    out: Out,
}

pub fn run_blot(args: &BlotArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let (dosed, treatment) = args.dose.doses(&subject)?;
    let none = vec![0.0; dosed.len()];
    let parental = [&subject.before];
    let resistant = subject.cultures.iter().filter(|culture| **culture != subject.before);
    let mut lanes = Vec::new();
    for specimen in parental.into_iter().chain(resistant) {
        for (doses, treatment) in [(&none, "no drug"), (&dosed, treatment.as_str())] {
            lanes.push(LaneSetup {
                specimen,
                doses,
                treatment,
            });
        }
    }
    let noise = BlotNoise {
        blots: args.blots,
        ..BlotNoise::default()
    };
    let mut rng = subject.rng(args.out.seed, Purpose::Blot);
    let read = blot(&subject.bench.biology, &lanes, noise, &mut rng);
    let leaned = leans_on(&subject.bench, &drugs_at(&dosed))?;
    args.out.deliver(reports::blot(&read, &leaned))
}

#[derive(Debug, clap::Args)]
pub struct ArrayArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    #[command(flatten)]
    dose: DoseArgs,
    #[command(flatten)]
    out: Out,
}

pub fn run_array(args: &ArrayArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let culture = only(&subject)?;
    let (doses, treatment) = args.dose.doses(&subject)?;
    let mut rng = subject.rng(args.out.seed, Purpose::KinaseArray);
    let (cells, at) = ((&subject.before, culture), (&doses[..], treatment.as_str()));
    let read = array(&subject.bench.biology, cells, at, ArrayNoise::default(), &mut rng);
    let leaned = leans_on(&subject.bench, &drugs_at(&doses))?;
    args.out.deliver(reports::array(&read, &leaned))
}

#[derive(Debug, clap::Args)]
pub struct MarkersArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Cells counted per slide.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    cells: u64,
    #[command(flatten)]
    out: Out,
}

pub fn run_markers(args: &MarkersArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let culture = only(&subject)?;
    let noise = StainNoise {
        cells: args.cells,
        ..StainNoise::default()
    };
    let biology = &subject.bench.biology;
    if biology.states().iter().all(|state| state.marker.is_empty()) {
        let line = &biology.line_name;
        return Err(Failure::Input(format!(
            "no cell state of {line} has a marker in the knowledge base: nothing to stain"
        )));
    }
    let mut rng = subject.rng(args.out.seed, Purpose::Markers);
    let read = stain(biology, &subject.before, culture, noise, &mut rng);
    args.out
        .deliver(reports::stains(&read, &leans_on(&subject.bench, &[])?))
}

#[derive(Debug, clap::Args)]
pub struct CytokinesArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Factor of the co-culture and its level from 0 to 1, such as hs-5 or fgf2=0.5 (may be repeated); a run's own
    /// without it.
    #[arg(long, value_name = "FACTOR")]
    niche: Vec<String>,
    #[command(flatten)]
    out: Out,
}

/// "fgf2=0.5" as factor and level; 1 without a level.
pub fn factors(given: &[String]) -> Result<Vec<NicheLevel>, Failure> {
    given
        .iter()
        .map(|text| match text.split_once('=') {
            None => Ok(NicheLevel::new(text, 1.0)),
            Some((id, level)) => match level.trim().parse::<f64>() {
                Ok(level) => Ok(NicheLevel::new(id.trim(), level)),
                Err(_) => Err(Failure::Input(format!(
                    "--niche \"{text}\": \"{level}\" is not a level\n  allowed: 0 to 1, such as {id}=0.5"
                ))),
            },
        })
        .collect()
}

/// The surroundings of a co-culture.
pub struct CoCulture<'a> {
    /// All factors that the line can have.
    pub known: Vec<&'a NicheRecord>,
    /// Those of this one, with those that they bring along.
    pub factors: Vec<Factor<'a>>,
    /// As they were named.
    wanted: Vec<NicheLevel>,
}

impl CoCulture<'_> {
    /// Share of a drug's dose that reaches the cells.
    pub fn dose_left(&self, subject: &Subject, drug: &str) -> Result<f64, Failure> {
        let line = &subject.bench.biology.line_id;
        let among = subject.bench.knowledge().resolve_in(line, &[drug], &self.wanted);
        let niche = among.map_err(|error| Failure::Input(error.to_string()))?.biology.niche;
        Ok(niche.dose_left.first().copied().unwrap_or(1.0))
    }
}

/// The named factors, or those of the run.
pub fn co_culture<'a>(subject: &'a Subject, named: &[String]) -> Result<CoCulture<'a>, Failure> {
    let base = subject.bench.knowledge();
    let input = |error: crate::knowledge::KnowledgeError| Failure::Input(error.to_string());
    let record = subject.bench.line().map_err(input)?;
    let line = &record.name;
    let known = base.niche_of(record);
    let mut wanted = factors(named)?;
    if let (true, Some(run)) = (wanted.is_empty(), &subject.run) {
        wanted.clone_from(&run.laboratory().conditions.niche);
    }
    if wanted.is_empty() || known.is_empty() {
        let names: Vec<&str> = known.iter().map(|factor| factor.id.as_str()).collect();
        let which = match names.is_empty() {
            true => format!("no surroundings of {line} are in the knowledge base"),
            false => format!(
                "say what surrounds the cells: --niche FACTOR\n  {}",
                nearest("", &names)
            ),
        };
        return Err(Failure::Input(which));
    }
    Ok(CoCulture {
        factors: base.surroundings(record, &wanted).map_err(input)?,
        known,
        wanted,
    })
}

pub fn run_cytokines(args: &CytokinesArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let around = co_culture(&subject, &args.niche)?;
    let mut rng = subject.rng(args.out.seed, Purpose::Cytokines);
    let read = elisa(&around.known, &around.factors, ElisaNoise::default(), &mut rng);
    args.out.deliver(reports::elisa(&read, &leans_on(&subject.bench, &[])?))
}

#[derive(Debug, clap::Args)]
pub struct ExpressionArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Days of the run on which the flask is sampled before that, such as 0,30,60,90; every 30 d without it.
    #[arg(long, value_name = "LIST", allow_hyphen_values = true)]
    days: Option<String>,
    /// Then so long without drug, such as "7 d" and "14 d" (may be repeated).
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, default_values_t = ["7 d".to_owned(), "14 d".to_owned()])]
    withdraw: Vec<String>,
    #[command(flatten)]
    out: Out,
}

/// A flask of a run on some days.
pub fn flask_course(run: &FinishedRun, bench: &Bench, flask: u64, when: &[When]) -> Result<Vec<DaySample>, Failure> {
    let record = run.record(flask).map_err(|error| Failure::Input(error.to_string()))?;
    let taken = run
        .specimens(bench, flask, when)
        .map_err(|error| Failure::Input(error.to_string()))?;
    let drugged = |day: f64| {
        let mut looks = record.looks.iter();
        looks.any(|look| (look.day - day).abs() < 1e-6 && look.doses.iter().any(|dose| *dose > 0.0))
    };
    let samples = taken.into_iter().map(|one| DaySample {
        day: one.day,
        on_drug: drugged(one.day),
        specimen: one.specimen,
    });
    Ok(samples.collect())
}

/// The same cells after so many days without drug; `None` where nothing is left.
pub fn withdrawn(bench: &Bench, last: &DaySample, away: f64) -> Option<DaySample> {
    let none = vec![0.0; bench.biology.drugs().len()];
    let rested = Culture::new(&bench.biology, &last.specimen, &none).after(away)?;
    Some(DaySample {
        day: last.day + away,
        on_drug: false,
        specimen: rested,
    })
}

/// Days on which a flask is sampled up to `last`.
pub fn sampled(named: &[f64], last: f64) -> Result<Vec<When>, Failure> {
    let every = || (0..).map(|month| 30.0 * f64::from(month)).take_while(|day| *day < last);
    let mut days: Vec<f64> = match named.is_empty() {
        true => every().collect(),
        false => named.to_vec(),
    };
    if let Some(outside) = days.iter().find(|day| !(0.0..=last).contains(*day)) {
        return Err(Failure::Input(format!(
            "--days {outside}: the flask is followed up to day {last}, then without drug\n  \
             allowed: 0 to {last}; a later --day D or `--at end` follows it further"
        )));
    }
    days.push(last);
    days.sort_by(f64::total_cmp);
    days.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    Ok(days.into_iter().map(When::Day).collect())
}

/// "0,30,60" as days; none where nothing is named.
fn day_list(list: Option<&str>) -> Result<Vec<f64>, Failure> {
    let wrong = |list: &str, part: &str| {
        Failure::Input(format!(
            "--days \"{list}\": \"{}\" is not a day\n  allowed: days of the run with commas, such as 0,30,60",
            part.trim()
        ))
    };
    let Some(list) = list else { return Ok(Vec::new()) };
    let read = |part: &str| part.trim().parse().map_err(|_| wrong(list, part));
    list.split(',').map(read).collect()
}

pub fn run_expression(args: &ExpressionArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let bench = &subject.bench;
    let mut samples = Vec::new();
    match (&subject.run, args.subject.flask()) {
        (Some(run), Some(flask)) => {
            let last = subject.day.unwrap_or(0.0);
            let days = day_list(args.days.as_deref())?;
            samples = flask_course(run, bench, flask, &sampled(&days, last)?)?;
        }
        _ => {
            for (day, specimen) in [&subject.before, only(&subject)?].into_iter().enumerate() {
                samples.push(DaySample {
                    day: day as f64,
                    // Cells named by genotype have seen no drug.
                    on_drug: false,
                    specimen: specimen.clone(),
                });
            }
        }
    }
    let last = samples.last().cloned();
    for time in &args.withdraw {
        let away = days("--withdraw", time)?;
        samples.extend(last.as_ref().and_then(|last| withdrawn(bench, last, away)));
    }
    let mut rng = subject.rng(args.out.seed, Purpose::Expression);
    let course = expression(&bench.biology, &samples, ExpressionNoise::default(), &mut rng);
    args.out.deliver(reports::expression(&course, &leans_on(bench, &[])?))
}
