//! The courses of one flask: doses at each look, growth on drug, lines of treatment, frozen vials.

use super::lineage::Group;
use super::medium::{DrugInMedium, Medium};
use super::world::FlaskWorld;
use crate::engine::population::Population;
use crate::model::course::{Course, CrashRule, Dosing, Vial};
use crate::model::culture::{FULL, growth_share};
use crate::model::dosing::{Asked, Controller, Observation};
use crate::model::patients::Progression;
use crate::model::protocol::Protocol;
use crate::random::Generator;
use crate::sampling::binomial;

/// See module docs.
pub(super) struct Treatment<'a> {
    protocol: &'a Protocol,
    /// Net growth of the parental line without drug, per day.
    parental_growth: f64,
    pub controllers: Vec<Controller<'a>>,
    /// How often the flask has become resistant to a line of treatment that another one follows.
    line: u32,
    /// Passages in a row with the growth of a resistant flask at the goal dose.
    held: u32,
    /// Count when the first drug of this line of treatment was given.
    at_treatment: Option<u64>,
    on_drug: Option<OnDrug>,
    freezer: Option<Freezer>,
    /// Fewest cells since the first drug of this line of treatment, those that it met among them, or since a holiday: patients
    /// progress from there.
    fewest: Option<u64>,
    /// Per course, when oral doses were taken.
    spells: Vec<Vec<Spell>>,
}

/// Oral doses taken from one day on, until another.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Spell {
    dose: f64,
    from: f64,
    until: Option<f64>,
}

/// From `day` on this dose is taken.
fn note_spell(spells: &mut Vec<Spell>, day: f64, dose: f64) {
    let open = spells.last_mut().filter(|spell| spell.until.is_none());
    if open.as_ref().is_some_and(|spell| spell.dose == dose) {
        return;
    }
    if let Some(open) = open {
        open.until = Some(day);
    }
    if dose > 0.0 {
        spells.push(Spell {
            dose,
            from: day,
            until: None,
        });
    }
}

/// Growth over the days on drug of a passage, kept where drugs are paused on purpose.
#[derive(Default)]
struct OnDrug {
    /// Days that the parental line would have needed for the same growth, and days on drug.
    parental_days: f64,
    days: f64,
    /// Any drug in the medium, and cells when it came (scaled by the share kept at passages since).
    now: bool,
    came_on: f64,
}

/// What was frozen.
struct Freezer {
    rule: Vial,
    vial: Vec<Group>,
    thaws: u32,
    rng: Generator,
}

impl<'a> Treatment<'a> {
    /// `vials` draws what is frozen and what survives thawing.
    pub fn new(protocol: &'a Protocol, parental_growth: f64, vials: Generator) -> Self {
        let pauses = protocol.courses.iter().any(|course| course.timing.pauses());
        let freezer = vial_of(protocol).map(|rule| Freezer {
            rule,
            vial: Vec::new(),
            thaws: 0,
            rng: vials,
        });
        Self {
            protocol,
            parental_growth,
            controllers: protocol.courses.iter().map(Controller::new).collect(),
            line: 0,
            held: 0,
            at_treatment: None,
            fewest: None,
            on_drug: pauses.then(OnDrug::default),
            freezer,
            spells: vec![Vec::new(); protocol.courses.len()],
        }
    }

    /// Doses that hold from this look on, nM per course.
    pub fn doses(&mut self, day: f64, cells: u64) -> Vec<f64> {
        let of_seeding = cells as f64 / self.protocol.flask.seed_cells as f64;
        for controller in &mut self.controllers {
            controller.mind_start(day, of_seeding);
        }
        let doses: Vec<f64> = match self.recovers() {
            true => vec![0.0; self.controllers.len()],
            false => self.controllers.iter().map(|c| c.dose(day)).collect(),
        };
        let any = doses.iter().any(|&dose| dose > 0.0);
        let building = self.builds_up(day);
        if any {
            if self.at_treatment.is_none() {
                self.fewest = Some(cells);
            }
            let start = self.at_treatment.filter(|_| !building);
            self.at_treatment = start.or(self.at_treatment.max(Some(cells)));
        }
        if let Some(on_drug) = &mut self.on_drug {
            if any && !on_drug.now {
                on_drug.came_on = cells as f64;
            } else if any && building {
                on_drug.came_on = on_drug.came_on.max(cells as f64);
            }
            on_drug.now = any;
        }
        doses
    }

    /// Oral doses have been taken for less than five half-lives: the cells do not see the whole dose yet, and
    /// what they grow until then is no resistance.
    fn builds_up(&self, day: f64) -> bool {
        let courses = self.protocol.courses.iter().zip(&self.spells);
        courses.into_iter().any(|(course, spells)| {
            let open = spells.last().filter(|spell| spell.until.is_none());
            let oral = course.dosing.oral();
            oral.zip(open)
                .is_some_and(|(oral, open)| day - open.from < 5.0 * oral.half_life)
        })
    }

    /// What these doses put into the medium.
    pub fn medium(&mut self, doses: &[f64], day: f64, known: usize) -> Medium {
        let exposure = self.protocol.design.patient.map_or(1.0, |patient| patient.exposure);
        let mut drugs = Vec::new();
        for ((course, &dose), spells) in self.protocol.courses.iter().zip(doses).zip(&mut self.spells) {
            let drug = |dose: f64, since: f64, until: Option<f64>| DrugInMedium {
                drug: course.drug,
                dose: dose * course.actual * exposure,
                profile: course.profile(),
                since,
                until,
            };
            if course.dosing.oral().is_none() {
                drugs.push(drug(dose, day, None));
                continue;
            }
            // Oral doses are taken at fixed hours, whatever happens to the medium, and linger.
            note_spell(spells, day, dose);
            let gone = course.profile().gone_after().unwrap_or(0.0);
            spells.retain(|spell| spell.until.is_none_or(|until| day - until < gone));
            drugs.extend(spells.iter().map(|spell| drug(spell.dose, spell.from, spell.until)));
        }
        Medium {
            drugs,
            known,
            changed: day,
        }
    }

    /// The cells have grown from `start` to `end` since the last look. In a full flask growth says nothing.
    pub fn note_growth(&mut self, days: f64, start: u64, end: u64) {
        let capacity = self.protocol.flask.capacity;
        let full = FULL * capacity;
        if let Some(on_drug) = &mut self.on_drug
            && on_drug.now
            && days > 0.0
            && !(start as f64 >= full && end as f64 >= full)
        {
            let share = growth_share(start as f64, end as f64, days, self.parental_growth, capacity);
            on_drug.parental_days += share * days;
            on_drug.days += days;
        }
    }

    /// The growth that rules go by at the end of a passage: over its days on drug where drugs are
    /// paused (`None` where there were none), else over all of it.
    pub fn judged(&self, growth: Option<f64>) -> Option<f64> {
        match &self.on_drug {
            Some(on_drug) => growth
                .filter(|_| on_drug.days > 0.0)
                .map(|_| on_drug.parental_days / on_drug.days),
            None => growth,
        }
    }

    /// A passage kept so many of the cells.
    pub fn note_passage(&mut self, kept: f64) {
        if let Some(on_drug) = &mut self.on_drug {
            (on_drug.parental_days, on_drug.days) = (0.0, 0.0);
            on_drug.came_on *= kept;
        }
    }

    /// So many of the cells were left when a vial was taken out of the flask.
    pub fn note_taken(&mut self, left: f64) {
        if let Some(on_drug) = &mut self.on_drug {
            on_drug.came_on *= left;
        }
    }

    /// The flask grows as the resistance rule asks (see [`crate::model::protocol::ResistanceRule`]);
    /// the passage that may end now began on day `since`.
    pub fn resistant(&mut self, day: f64, cells: u64, growth: Option<f64>, since: f64) -> bool {
        if let Some(patients) = &self.protocol.design.patients {
            return self.progressed(&patients.progression, day, cells);
        }
        let current: Vec<&Controller> = self.controllers.iter().filter(|c| c.counts(day - 1e-6)).collect();
        let escalating: Vec<&Controller> = current.iter().copied().filter(|c| c.escalates()).collect();
        if escalating.is_empty() {
            let on_drug = current.iter().any(|c| c.dose(day - 1e-6) > 0.0);
            let risen = self
                .on_drug
                .as_ref()
                .is_none_or(|on_drug| on_drug.now && cells as f64 > on_drug.came_on);
            return on_drug && risen && !self.builds_up(day) && self.at_treatment.is_some_and(|start| cells > start);
        }
        let at_goal = escalating.iter().all(|c| c.at_goal(day - 1e-6));
        // A passage that began before the goal dose was reached (and held) does not count.
        let whole = current
            .iter()
            .filter_map(|c| c.goal_held())
            .all(|goal| since >= goal - 1e-9);
        if !at_goal {
            self.held = 0;
        } else if let Some(growth) = growth {
            self.held = if whole && growth >= self.protocol.resistance.growth {
                self.held + 1
            } else {
                0
            };
        }
        self.held >= self.protocol.resistance.held_for
    }

    /// A patient's tumour has grown from its smallest size on drug (see [`Progression`]).
    fn progressed(&mut self, rule: &Progression, day: f64, cells: u64) -> bool {
        if self.at_treatment.is_none() {
            return false;
        }
        // What grows in a holiday is no progression on the drug: it counts from its size when the drug is back.
        let fewest = match self.is_on_holiday(day - 1e-6) {
            true => cells,
            false => self.fewest.map_or(cells, |fewest| fewest.min(cells)),
        };
        self.fewest = Some(fewest);
        let current = self.controllers.iter().filter(|c| c.counts(day - 1e-6));
        let on_drug = current.into_iter().any(|c| c.dose(day - 1e-6) > 0.0);
        on_drug && rule.is_visit(day - self.protocol.look_every, day) && rule.is_met(fewest, cells)
    }

    /// A holiday is under way from all drugs that are to be given now.
    fn is_on_holiday(&self, day: f64) -> bool {
        let mut counting = self.controllers.iter().filter(|c| c.counts(day)).peekable();
        counting.peek().is_some() && counting.all(|c| c.on_holiday(day))
    }

    /// The flask is resistant on this day. Whether a further line of treatment begins.
    pub fn next_line(&mut self, day: f64) -> bool {
        let next = self.line + 1;
        for controller in &mut self.controllers {
            controller.mind_resistance(day, next);
        }
        let follows = |course: &Course| course.timing.after_resistance == next;
        let begins = self.protocol.courses.iter().any(follows);
        if begins {
            self.line = next;
            self.held = 0;
            (self.at_treatment, self.fewest) = (None, None);
            if let Some(on_drug) = &mut self.on_drug {
                // The next drugs count from their own first day.
                on_drug.now = false;
            }
        }
        begins
    }

    /// Shows every course the flask; what they ask for together.
    pub fn look(&mut self, seen: &Observation) -> Asked {
        let mut all = Asked::default();
        for controller in &mut self.controllers {
            let asked = controller.look(seen);
            all.freeze |= asked.freeze;
            all.thaw |= asked.thaw;
        }
        all
    }

    pub fn gives_up(&self, day: f64) -> bool {
        self.controllers.iter().any(|c| c.gives_up(day))
    }

    /// A flask that has died out can be begun again.
    pub fn may_thaw(&self, day: f64) -> bool {
        self.controllers.iter().any(|c| c.may_thaw(day))
    }

    pub fn thaws(&self) -> u32 {
        self.freezer.as_ref().map_or(0, |freezer| freezer.thaws)
    }

    /// Whether vials are frozen at all.
    pub fn freezes(&self) -> bool {
        self.freezer.is_some()
    }

    /// Thawed cells are recovering: no drug of any course.
    fn recovers(&self) -> bool {
        self.controllers.iter().any(Controller::revives)
    }

    /// Freezes a vial out of these cells, at most `most` of each of them; returns what went into it.
    pub fn freeze(&mut self, cells: Vec<Group>, most: f64) -> &[Group] {
        static NONE: Vec<Group> = Vec::new();
        let Some(freezer) = &mut self.freezer else {
            return &NONE;
        };
        let total: u64 = cells.iter().map(|group| group.cells).sum();
        let share = (freezer.rule.cells as f64 / total.max(1) as f64).min(most);
        freezer.vial = thinned(cells, share, &mut freezer.rng);
        &freezer.vial
    }

    /// Cells of the last vial that are alive after thawing.
    pub fn thaw(&mut self) -> Vec<Group> {
        let Some(freezer) = &mut self.freezer else {
            return Vec::new();
        };
        freezer.thaws += 1;
        thinned(freezer.vial.clone(), freezer.rule.survival, &mut freezer.rng)
    }
}

/// The cells of a flask by lineage and state.
pub(super) fn counts(world: &FlaskWorld, population: &Population) -> Vec<Group> {
    let occupied = population.cells.iter().enumerate().filter(|(_, cells)| **cells > 0);
    let group = |(i, &cells): (usize, &u64)| Group {
        place: world.place(i),
        cells,
    };
    occupied.map(group).collect()
}

/// The cells that a passage left over, given each compartment before it.
pub(super) fn left_over(world: &FlaskWorld, before: &[u64], after: &Population) -> Vec<Group> {
    let compartments = before.iter().zip(&after.cells).enumerate();
    let group = |(i, (before, after)): (usize, (&u64, &u64))| Group {
        place: world.place(i),
        cells: before - before.min(after),
    };
    compartments.map(group).filter(|group| group.cells > 0).collect()
}

fn thinned(cells: Vec<Group>, share: f64, rng: &mut Generator) -> Vec<Group> {
    let drawn = cells.into_iter().map(|group| Group {
        cells: binomial(rng, group.cells, share),
        ..group
    });
    drawn.filter(|group| group.cells > 0).collect()
}

/// The first vial that a course asks for; all courses share the freezer.
fn vial_of(protocol: &Protocol) -> Option<Vial> {
    protocol.courses.iter().find_map(|course| match &course.dosing {
        Dosing::Escalation {
            on_crash: CrashRule::Thaw(vial),
            ..
        } => Some(*vial),
        _ => None,
    })
}
