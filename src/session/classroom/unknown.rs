//! Worlds of a scenario drawn a few at a time, for somebody who watches: what is not known, beside what chance leaves.

use crate::report::palette::{self, Colour};
use crate::report::words::labelled;
use crate::scenario::Scenario;
use crate::session::SessionError;
use crate::session::worlds::Worlds;
use crate::statistics::profile::class_name;
use crate::statistics::worlds::{Outlook, WorldFlask};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// A scenario's worlds, and the flasks of those that are drawn.
pub struct Unknown {
    worlds: Worlds,
    /// Of each world that is drawn, its flasks or why the experiment cannot be carried out there.
    drawn: Vec<Result<Vec<WorldFlask>, String>>,
}

/// A share over worlds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorldShare {
    /// What it is a share of, as the profile calls it.
    pub label: String,
    /// Its colour, as in a page.
    pub colour: String,
    /// Probability for a flask in a world that nobody knows, 0 to 1.
    pub mean: f64,
    /// In 5% of the worlds their own share is smaller.
    pub low: f64,
    /// In 5% it is larger.
    pub high: f64,
}

/// What worlds leave open of the bars of a profile.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorldShares {
    /// Worlds in which the experiment was carried out.
    pub counted: u64,
    /// Flasks in each.
    pub flasks: u64,
    /// Worlds in which it cannot be carried out; they are left out of everything else.
    pub refused: u64,
    /// Why, in the first of them.
    pub why: Option<String>,
    /// Flasks that become resistant.
    pub resistant: WorldShare,
    /// Resistant flasks that each class dominates, the most frequent first.
    pub classes: Vec<WorldShare>,
    /// The same by mechanism.
    pub mechanisms: Vec<WorldShare>,
}

impl Unknown {
    /// So many worlds of a scenario, none of them drawn; `None` where nothing of it is unknown, as in the plain form.
    ///
    /// # Errors
    /// The scenario that a lock file names is not the one that it holds.
    pub fn of(scenario: &Scenario, worlds: u64) -> Result<Option<Self>, SessionError> {
        let mut scenario = scenario.clone();
        scenario.worlds.count = Some(worlds);
        let drawn = Vec::new();
        Ok(Worlds::of(&scenario)?.map(|worlds| Self { worlds, drawn }))
    }

    /// Worlds that there are to be.
    pub fn total(&self) -> u64 {
        self.worlds.count()
    }

    /// Worlds that are drawn.
    pub fn done(&self) -> u64 {
        self.drawn.len() as u64
    }

    /// Draws so many more, as far as there are to be.
    pub fn more(&mut self, worlds: u64) {
        static NEVER: AtomicBool = AtomicBool::new(false);
        let end = self.done().saturating_add(worlds).min(self.total());
        let new = (self.done()..end).filter_map(|world| self.worlds.simulate(world, &NEVER));
        let new: Vec<_> = new.map(|record| record.flasks).collect();
        self.drawn.extend(new);
    }

    /// Why the experiment cannot be carried out in the first world where it cannot.
    pub fn refused_why(&self) -> Option<&str> {
        self.drawn
            .iter()
            .find_map(|world| world.as_ref().err().map(String::as_str))
    }

    /// What those that are drawn leave open; `None` where the experiment can be carried out in none of them.
    pub fn shares(&self) -> Option<WorldShares> {
        let held: Vec<&[WorldFlask]> = self.drawn.iter().filter_map(|world| world.as_deref().ok()).collect();
        let first = held.first()?;
        let all = || held.iter().copied().flatten();
        let of = |label: &str, colour: Colour, has: &dyn Fn(&WorldFlask) -> Option<bool>| {
            let world = |flasks: &&[WorldFlask]| {
                flasks
                    .iter()
                    .filter_map(has)
                    .map(|yes| f64::from(u8::from(yes)))
                    .collect()
            };
            share(label, colour, &held.iter().map(world).collect::<Vec<_>>())
        };
        let classes: BTreeSet<_> = all().filter_map(|flask| flask.class).collect();
        let mechanisms: BTreeSet<_> = all()
            .filter_map(|flask| Some((flask.class?, flask.mechanism.as_deref()?)))
            .collect();
        let by_class = classes.into_iter().map(|class| {
            of(class_name(class), palette::class(class), &|flask| {
                Some(flask.class? == class)
            })
        });
        let by_mechanism = mechanisms.into_iter().map(|(class, name)| {
            let of_this = |flask: &WorldFlask| Some((flask.class?, flask.mechanism.as_deref()?) == (class, name));
            of(labelled(class, name), palette::class(class), &of_this)
        });
        Some(WorldShares {
            counted: held.len() as u64,
            flasks: first.len() as u64,
            refused: self.done() - held.len() as u64,
            why: self.refused_why().map(str::to_owned),
            resistant: of("becomes resistant", palette::RESISTANT, &|flask| {
                Some(flask.is_resistant())
            }),
            classes: most_first(by_class.collect()),
            mechanisms: most_first(by_mechanism.collect()),
        })
    }
}

/// Of a 0 or 1 of every world's flasks.
fn share(label: &str, colour: Colour, worlds: &[Vec<f64>]) -> WorldShare {
    let [mean, low, high] = Outlook::of(worlds).nine_of_ten();
    WorldShare {
        label: label.to_owned(),
        colour: colour.hex(),
        mean,
        low,
        high,
    }
}

fn most_first(mut shares: Vec<WorldShare>) -> Vec<WorldShare> {
    shares.sort_by(|a, b| b.mean.total_cmp(&a.mean));
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Conduct, InMemory, Outcome, Summary, run};

    const FLASKS: &str = "schema = 1\nname = \"t\"\nreplicates = 2\n[line]\nid = \"H3122\"\n[[course]]\ndrug = \"alectinib\"\n\
                          dose = \"300 nM\"\n[stop]\nafter = \"150 d\"\n";

    /// Drawn a few at a time, shares are those of the outlook that a run tells.
    #[test]
    fn bands_are_those_of_a_run() {
        let mut scenario = crate::scenario::load("t.toml", FLASKS.to_owned()).unwrap();
        let mut unknown = Unknown::of(&scenario, 12).unwrap().unwrap();
        assert_eq!((unknown.done(), unknown.total(), unknown.shares()), (0, 12, None));
        unknown.more(5);
        unknown.more(100);
        let ours = unknown.shares().unwrap();
        scenario.worlds.count = Some(12);
        let Outcome::Done {
            result: Summary::Laboratory(flasks),
            ..
        } = run(&scenario, &InMemory, &Conduct::quiet()).unwrap()
        else {
            unreachable!()
        };
        let theirs = flasks.worlds.unwrap();
        assert_eq!(
            (ours.counted + ours.refused, ours.flasks),
            (theirs.worlds, theirs.flasks)
        );
        let numbers = |one: &WorldShare| [one.mean, one.low, one.high];
        assert_eq!(numbers(&ours.resistant), theirs.resistant.nine_of_ten());
        assert_eq!(ours.classes.len(), theirs.classes.len());
        for (our, their) in ours.classes.iter().zip(&theirs.classes) {
            assert_eq!(
                (our.label.as_str(), numbers(our)),
                (class_name(their.class), their.share.nine_of_ten())
            );
        }
        assert!(ours.mechanisms.len() >= ours.classes.len());
    }

    #[test]
    fn plain_scenarios_have_no_worlds() {
        let text = "schema = 1\nname = \"t\"\nreplicates = 7\n[plain]\ntypes = [{ name = \"a\", founders = 9 }]\n\
                    [[plain.phases]]\nduration = \"3 d\"\nrates = { a = { birth = 1.0, death = 0.5 } }\n";
        let scenario = crate::scenario::load("t.toml", text.to_owned()).unwrap();
        assert!(Unknown::of(&scenario, 10).unwrap().is_none());
    }
}
