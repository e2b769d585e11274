//! The report of a plan.

use super::flasks::ByFlasks;
use super::found::Found;
use super::request::Planned;
use super::uses::own;
use super::{costs, rows, winner};
use crate::ensemble::PLAN;
use crate::report::plan::samples::Samples;
use crate::report::plan::{self as report, PlanReport, SearchTold, Telling};
use crate::report::plan::{calendar, ics};
use crate::sampling::SAMPLER_VERSION;
use crate::scenario::lock::VERSION;
use crate::scenario::plan::{FirstDay, Plan, PlanDesign};
use crate::scenario::vary::value_words;
use crate::scenario::{lock, warnings, words};
use crate::session::grid::{Answer, assumptions};
use crate::session::{Made, SessionError};
use crate::statistics::names;
use crate::statistics::race::{self, PlanFlask};

/// The result and its files.
pub fn made(planned: &Planned, found: Found) -> Result<Made<Answer<PlanReport>>, SessionError> {
    let report = report_of(planned, &found)?;
    let mut files = report::files(&report)?;
    let winner = &planned.designs.designs[found.finalists[0]];
    files.push(("winner.toml".to_owned(), winner_text(winner)?));
    let text = report::text(&report);
    Ok(Answer::with(report, text, PLAN, files))
}

/// The winner as a scenario file.
fn winner_text(winner: &PlanDesign) -> Result<String, SessionError> {
    let scenario = &winner.scenario;
    let text = match &scenario.origin {
        Some(origin) => origin.text.clone(),
        None => {
            // A plain scenario is all in its lock file, without what locks it.
            let lock = lock::write(scenario)?.text;
            let mut table: toml::Table = toml::from_str(&lock).map_err(SessionError::failed)?;
            table.remove("locked");
            toml::to_string(&table).map_err(SessionError::failed)?
        }
    };
    Ok(format!("# The best design of a plan: {}.\n{text}", winner.name))
}

fn report_of(planned: &Planned, found: &Found) -> Result<PlanReport, SessionError> {
    let (plan, designs) = (planned.plan(), &planned.designs.designs);
    let best = &designs[found.finalists[0]];
    let values = found.values(plan, designs);
    let regret = race::regret(&values, best.scenario.seed);
    let rows = rows::ranked(planned, found, &values, &regret.each);
    let worlds = found.winner();
    let by_flasks = ByFlasks::of(planned, found, &worlds);
    // What was simulated beside the winner's own flasks says what more of them would do.
    let flasks = best.flasks;
    let all = worlds.iter();
    let worlds: Vec<&[PlanFlask]> = all.map(|world| own(plan, world, flasks)).collect();
    let laboratory = best.scenario.laboratory();
    let (by, bench) = (plan.goal.by, &plan.bench);
    let sequencing = winner::sequencing(planned, &worlds);
    let advised = sequencing.as_ref().map(|all| all.sample().day);
    let pellets = laboratory.map_or(&[][..], |one| &one.protocol.design.samples);
    let samples = Samples::of(bench.samples, pellets, advised, by);
    let calendar = laboratory.map_or_else(Vec::new, |one| {
        calendar::events(one, &worlds, flasks, bench, by, sequencing.as_ref(), &samples)
    });
    let first_day = plan.first_day.unwrap_or(FirstDay::USUAL);
    let look_every = laboratory.map(|one| one.protocol.look_every);
    let name = &planned.designs.scenario.name;
    let settings = &best.scenario.settings;
    Ok(PlanReport {
        version: VERSION.to_owned(),
        name: name.clone(),
        question: planned.designs.scenario.question.clone(),
        seed: best.scenario.seed,
        sampler_version: SAMPLER_VERSION,
        designs_hash: planned.designs_hash.clone(),
        knowledge_hash: laboratory.map_or(lock::NO_KNOWLEDGE.to_owned(), |one| one.knowledge_hash.clone()),
        engine: words::engine(settings.method, settings.tolerance),
        goal: plan.goal.clone(),
        limits: plan.limits.clone(),
        flasks,
        bench: bench.clone(),
        margin: plan.margin,
        choices: choices(planned),
        excluded: (planned.designs.excluded.iter())
            .map(|(design, reasons)| (design.name.clone(), reasons.clone()))
            .collect(),
        search: SearchTold {
            worlds: found.worlds,
            refused: found.refused,
            refused_why: found.refused_why.clone(),
            flasks: found.flasks,
            budget: plan.budget,
            decided: found.decided,
            out_of_reach: found.out_of_reach,
            running: found.running,
            brute_force: planned.experiments() * plan.fresh_worlds * plan.simulated(),
        },
        fresh_worlds: found.fresh.worlds.len() as u64,
        fresh_refused: found.fresh.refused,
        regret,
        instead: winner::instead(planned, &worlds),
        counted_whole: winner::counted_whole(planned, &worlds),
        first: winner::first(planned, found, &values, &worlds, &by_flasks),
        power: by_flasks.power,
        sequencing,
        telling: telling(plan, found, rows[0].enough),
        by_flasks: by_flasks.values,
        simulated: plan.of_winner(),
        ics: ics::ics(name, &planned.designs_hash, &calendar, look_every, by, first_day),
        rules: laboratory.map_or_else(Vec::new, |one| {
            calendar::rules(one, bench, &words::courses(&best.scenario))
        }),
        calendar,
        weeks: winner::weeks(planned, laboratory.is_some(), &worlds, flasks),
        costs: costs::costs(planned, found.finalists[0], &worlds, &samples),
        first_day: plan.first_day.map(|day| day.words(0)),
        protocol_words: words::of(&best.scenario),
        culture: laboratory.map_or("replicate", |one| names::vessel_noun(&one.protocol.flask.vessel)),
        values: found.values,
        warnings: warnings::of(&best.scenario),
        assumptions: assumptions(laboratory.into_iter()),
        designs: rows,
    })
}

/// How the winner's outcome is read, where two hypotheses are told apart.
fn telling(plan: &Plan, found: &Found, enough: Option<u64>) -> Option<Telling> {
    let winner = found.finalists[0];
    let rule = found.rule(winner).filter(|_| plan.goal.is_pair())?;
    let [first, second] = &plan.hypotheses[..] else {
        return None;
    };
    let n = plan.limits.flasks;
    let fewer = enough.filter(|flasks| *flasks < n);
    let mut shares = [0.0; 2];
    for world in found.winner() {
        let hits = plan.goal.hits_of_pair(&super::found::ends(world));
        shares
            .iter_mut()
            .zip(hits)
            .for_each(|(share, hits)| *share += hits as f64 / n as f64);
    }
    let worlds = found.fresh.worlds.len().max(1) as f64;
    Some(Telling {
        first: first.name.clone(),
        second: second.name.clone(),
        rule,
        fewer: fewer.and_then(|flasks| Some((flasks, found.apart(plan, winner).rule(flasks)?))),
        shares: shares.map(|share| share / worlds),
    })
}

/// What there was to choose from, in words.
fn choices(planned: &Planned) -> Vec<String> {
    let plan = planned.plan();
    let schedules = plan.schedules.iter().map(|one| one.name.clone());
    let schedules: Vec<String> = schedules.collect();
    let line = |choice: &crate::scenario::plan::PlanChoice| {
        let values: Vec<String> = choice.vary.shown().iter().map(|value| value_words(value)).collect();
        let of = match choice.schedules.is_empty() {
            true => String::new(),
            false => format!(" (of {})", choice.schedules.join(", ")),
        };
        format!("{}: {}{of}", choice.vary.key, values.join(", "))
    };
    let named = (!schedules.is_empty()).then(|| format!("schedules: {}", schedules.join(", ")));
    named.into_iter().chain(plan.choices.iter().map(line)).collect()
}
