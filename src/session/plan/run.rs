//! A plan carried out: the race, then the finalists in new worlds.

use super::entry::Entry;
use super::found::Found;
use super::fresh;
use super::job::Runner;
use super::made::made;
use super::request::{FINALISTS, Planned};
use super::search::{Ending, Search};
use super::sequence::Sequencing;
use super::uses::{Needs, needs};
use crate::ensemble::PLAN;
use crate::report::plan::PlanReport;
use crate::scenario::plan::PlanDesign;
use crate::session::claimed::in_place;
use crate::session::grid::Answer;
use crate::session::worlds::Shelf;
use crate::session::{Conduct, Outcome, Place, SessionError, Target};
use crate::statistics::quantile::sorted_quantile;
use crate::statistics::race::{Out, Use};
use crate::words::{counted, mass, number, percent};
use std::collections::BTreeMap;

impl Planned {
    /// Searches and looks at the best again.
    ///
    /// # Errors
    /// The place is refused, the system refuses to write, it is stopped on request, no world can be had, or every design
    /// needs more than the limits allow.
    pub fn run<P: Place>(
        &self,
        place: &P,
        conduct: &Conduct,
    ) -> Result<Outcome<Answer<PlanReport>, P::Target>, SessionError> {
        in_place(PLAN, &self.identity()?, place, conduct, |target| {
            conduct.progress.begin(self.flasks());
            let found = self.found(target, conduct);
            conduct.progress.end();
            made(self, found?)
        })
    }

    fn found(&self, target: &mut impl Target, conduct: &Conduct) -> Result<Found, SessionError> {
        let plan = self.plan();
        let mut shelf = Shelf::default();
        let (mut runners, mut entries) = (Vec::new(), Vec::new());
        for alike in self.designs.designs.chunk_by(PlanDesign::is_like) {
            let runner = runners.len();
            runners.push(Runner::of_design(&alike[0], plan.goal.by, &mut shelf)?);
            entries.extend(alike.iter().map(|design| Entry { runner, design }));
        }
        let name = target.name();
        let mut search = Search::new(&runners, &entries, plan);
        let ending = search.run(target.keep(), conduct, name.clone())?;
        let finalists = finalists(&search);
        if ending == Ending::NoneLeft || finalists.is_empty() {
            return Err(SessionError::Request(self.none_left(&search, &entries)));
        }
        let start = search.records;
        let winner = &self.designs.designs[finalists[0]].scenario;
        let sequencing = Sequencing::of(winner, plan)?;
        let by = sequencing.as_ref();
        let of: Vec<usize> = finalists.iter().map(|finalist| entries[*finalist].runner).collect();
        let mut simulated: Vec<usize> = Vec::new();
        for runner in &of {
            if !simulated.contains(runner) {
                simulated.push(*runner);
            }
        }
        let mut fresh = fresh::look(&runners, &simulated, by, plan, start, target.keep(), conduct, name)?;
        fresh.share(&simulated, &of);
        let mut drawn = BTreeMap::new();
        for runner in &simulated {
            drawn.extend(runners[*runner].drawn(&fresh.numbers));
        }
        Ok(Found {
            drawn,
            values: runners.iter().map(Runner::values).max().unwrap_or(0) as u64,
            over: (0..entries.len()).map(|design| search.is_over(design)).collect(),
            standings: search.race.standings().to_vec(),
            decided: search.race.is_decided(),
            out_of_reach: ending == Ending::OutOfReach,
            running: open(&search),
            worlds: search.worlds,
            refused: search.refused,
            refused_why: search.refused_why,
            flasks: search.flasks,
            uses: search.uses,
            fewer: search.fewer,
            met: search.met,
            tallies: search.tallies,
            finalists,
            fresh,
        })
    }

    /// What is said where every design needs too much.
    fn none_left(&self, search: &Search, entries: &[Entry]) -> String {
        let plan = self.plan();
        let standings = search.race.standings();
        let short = (0..entries.len()).filter(|design| standings[*design].out == Some(Out::Short));
        if let Some(best) = short.max_by(|a, b| search.met[*a].mean.total_cmp(&search.met[*b].mean)) {
            return format!(
                "plan.goal: no design within the limits comes to the goal with the {} that are asked for; the best was \"{}\", \
                 with {} over {}\n  widen limits or choices, or ask for less; kind = \"flasks\" looks for what comes nearest",
                percent(plan.goal.probability.unwrap_or(1.0)),
                entries[best].design.name,
                percent(search.met[best].mean),
                counted(search.met[best].worlds, "world"),
            );
        }
        // What is enough in nine experiments of ten, of the design that needs the least.
        let least = |of: &dyn Fn(&Needs) -> f64| {
            let enough = |(uses, entry): (&Vec<Use>, &Entry)| {
                let mut all: Vec<f64> = uses.iter().map(|used| of(&needs(used, entry.design, plan))).collect();
                all.sort_by(f64::total_cmp);
                if all.is_empty() {
                    f64::INFINITY
                } else {
                    sorted_quantile(&all, 0.9)
                }
            };
            search
                .uses
                .iter()
                .zip(entries)
                .map(enough)
                .fold(f64::INFINITY, f64::min)
        };
        let medium = least(&|one| one.medium_ml.unwrap_or(0.0));
        let drug = least(&|one| one.drug_mg.values().copied().fold(0.0, f64::max));
        format!(
            "plan.limits: every design needs more medium or drug than they allow in more than one experiment of ten\n  the least \
             that is enough in nine of ten: {} mL of medium, {} of a drug",
            number(medium),
            mass(drug)
        )
    }
}

/// Designs that were neither shown to be worse nor break a limit.
fn open(search: &Search) -> u64 {
    let standings = search.race.standings().iter();
    standings
        .filter(|standing| matches!(standing.out, None | Some(Out::Aside)))
        .count() as u64
}

/// The designs to look at again: the winner first, then the best others of the race; where none is left beside it, the best
/// of those that dropped out.
fn finalists(search: &Search) -> Vec<usize> {
    let standings = search.race.standings();
    let mut running = search.race.running();
    running.retain(|design| !search.is_over(*design));
    let mut best = search.best(running);
    best.truncate(FINALISTS);
    if best.len() == 1 {
        let beaten = (0..standings.len()).filter(|i| standings[*i].out == Some(Out::Beaten));
        let beaten = beaten.filter(|i| !search.is_over(*i)).collect();
        best.extend(search.best(beaten).first());
    }
    best
}
