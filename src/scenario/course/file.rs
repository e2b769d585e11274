//! `[[course]]` as it stands in scenario and lock files.

use crate::scenario::defaults::{GROWTH, HELD_FOR, NEVER};
use crate::scenario::keys::kinds::{
    Cells, Choice, Concentration, Dose, Inside, Known, List, Number, Passages, Ratio, Share, SomeShare, Special, Time,
    TimeOrNever, TimeWithin, Truth, Whole, WithinOrNever, inside,
};
use crate::scenario::keys::{May, Must, Names, Or, Rules, parts, table};
use crate::scenario::value::Scalar;
use serde_json::{Value, json};

/// What is done with a crashed flask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnCrash {
    /// The dose is kept.
    Hold,
    /// One step back.
    StepBack,
    /// Drug-free medium until recovery.
    Rescue,
    /// The last vial is thawed.
    Thaw,
}

/// The words for what is done with a crashed flask.
pub const ON_CRASH: Choice<OnCrash> = Choice {
    what: "a way to treat a crash",
    words: &[
        ("hold", OnCrash::Hold),
        ("step-back", OnCrash::StepBack),
        ("rescue", OnCrash::Rescue),
        ("thaw", OnCrash::Thaw),
    ],
};

/// The words for how the first pulse begins: whether it begins without drug.
pub const STARTS_OFF: Choice<bool> = Choice {
    what: "a way to start",
    words: &[("on", false), ("off", true)],
};

table! {
    /// One drug over time. A constant dose, an escalation, or a patient-like course.
    #[derive(Default)]
    pub struct CourseFile {
        /// Drug of the knowledge base, or of an overlay (--kb).
        drug: Must<Known> = Known("drug").must(),
        /// First day, or the resistance of the flask at which the course starts.
        from: Or<Special<Scalar>> = Special::new(first_day).or("0 d"),
        /// Day on which the drug is withdrawn.
        until: Or<Special<Scalar>> = Special::new(last_day).or(NEVER),
        /// Half-life of the drug in medium, at least 1 h.
        half_life: Or<WithinOrNever> = WithinOrNever(TimeWithin {
            low: 1.0 / 24.0,
            high: f64::INFINITY,
            allowed: "1 h and above, or \"never\" for a drug that is stable in medium",
        }).or(NEVER),
        /// Active drug over the nominal: below 100% for a degraded or overdiluted drug.
        actual: Or<Ratio> = Ratio {
            words: &["of nominal"],
            low: 0.01,
            high: 10.0,
            allowed: "1% to 1000% of nominal",
        }.or("100%"),
        /// One dose throughout.
        dose: May<Dose> = Dose.may(),
        /// First dose of an escalation.
        #[mark(Escalation)]
        start: May<Dose> = Dose.may(),
        /// Each dose of an escalation over the one before.
        #[mark(Escalation)]
        factor: May<Special<Scalar>> = Special::new(|what, _| {
            json!({ "description": what, "type": "number", "exclusiveMinimum": 1, "maximum": 1000 })
        }).may(),
        /// Last dose of an escalation.
        #[mark(Escalation)]
        goal: May<Dose> = Dose.may(),
        /// Rising doses of an escalation, instead of start, factor and goal.
        #[mark(Escalation)]
        doses: May<List<Dose>> = List(Dose, 1).may(),
        /// Least time at each dose.
        #[mark(Escalation)]
        hold: Or<Time> = Time.or("0 d"),
        /// A flask with fewer viable cells, as a share of those of the seeding number that attach, has crashed.
        #[mark(Escalation)]
        crash_below: Or<Share> = Share(&["of seeding"]).or("20% of seeding"),
        /// What is done with a crashed flask: keep the dose; one step back; drug-free medium until recovery; the last
        /// vial.
        #[mark(Escalation)]
        on_crash: Or<Choice<OnCrash>> = ON_CRASH.or("hold"),
        /// Cells in a vial that is thawed after a crash. Assumed, as in a usual cryovial (5e5 to 5e6).
        #[mark(Escalation)]
        vial_cells: Or<Cells> = Cells.or(1_000_000_u64),
        /// Cells alive after thawing. Assumed (50% to 95%).
        #[mark(Escalation)]
        vial_survival: Or<SomeShare> = SomeShare(&[]).or("80%"),
        /// The flask is given up this long after the last step up.
        #[mark(Escalation)]
        give_up_after: Or<TimeOrNever> = TimeOrNever.or(NEVER),
        /// The flask is given up at this crash.
        #[mark(Escalation)]
        give_up_after_crashes: May<Whole> = Whole(1, 1000).may(),
        /// When the dose goes up: all that is stated holds.
        #[mark(Escalation)]
        step_when: May<Inside<StepFile>> = inside().may(),
        /// Drug on and off in turn.
        pulse: May<Inside<PulseFile>> = inside().may(),
        /// Days without this drug, in order.
        holidays: May<List<Inside<HolidayFile>>> = List(inside(), 0).may(),
        /// Drug off and on by the number of cells, as a share of those at the course's start.
        adaptive: May<Inside<AdaptiveFile>> = inside().may(),
        /// A patient-like course at steady state, instead of doses.
        oral: May<Inside<OralFile>> = inside().may(),
    }
}

table! {
    /// When the dose goes up: all that is stated holds.
    #[derive(Default)]
    pub struct StepFile {
        /// Growth over a passage is at least this share of the parental rate.
        growth: Or<SomeShare> = SomeShare(&["of parental"]).or(GROWTH),
        /// Doubling time at most this, such as "120% of parental" or "60 h"; instead of growth.
        doubling_time: May<Special<Scalar>> = Special::new(|what, _| {
            json!({ "description": what, "anyOf": [parts::share("", &["of parental"]), parts::time("")] })
        }).may(),
        /// The passage was done because the flask was confluent.
        confluence: May<Truth> = Truth.may(),
        /// Passages in a row with growth, doubling_time or confluence.
        held_for: Or<Passages> = Passages.or(HELD_FOR),
        /// Passages at the dose at least.
        passages: May<Passages> = Passages.may(),
        /// Time at the dose at least.
        every: May<Time> = Time.may(),
        /// Step up after this time whatever else is asked.
        or_after: Or<TimeOrNever> = TimeOrNever.or(NEVER),
    }
}

table! {
    /// Drug on and off in turn.
    pub struct PulseFile {
        /// Time with drug, a whole number of looks.
        on: Must<Time> = Time.must(),
        /// Time without drug.
        off: May<Time> = Time.may(),
        /// Instead of off: without drug until the flask is this full.
        off_until: May<SomeShare> = SomeShare(&["confluence", "confluent"]).may(),
        /// How the first pulse begins.
        start: Or<Choice<bool>> = STARTS_OFF.or("on"),
    }
}

table! {
    /// A holiday.
    pub struct HolidayFile {
        /// First day without drug.
        from: Must<Time> = Time.must(),
        /// First day with drug again.
        until: Must<Time> = Time.must(),
    }
}

table! {
    /// Drug off and on by the number of cells, as a share of those at the course's start.
    pub struct AdaptiveFile {
        /// The drug is left out once fewer cells are left.
        off_below: Must<Special<Scalar>> = Special::new(level).must(),
        /// It is given again once as many are there.
        on_above: Must<Special<Scalar>> = Special::new(level).must(),
    }
}

table! {
    /// A patient-like course at steady state, instead of doses.
    pub struct OralFile {
        /// Time between oral doses.
        every: Must<Time> = Time.must(),
        /// Elimination half-life in plasma.
        half_life: May<Time> = Time.may(),
        /// Half-life of absorption. Assumed (0.5 h to 3 h).
        absorption_half_life: Or<Time> = Time.or("1.5 h"),
        /// Mean total concentration in plasma.
        average: May<Concentration> = Concentration.may(),
        /// Instead of average: total concentration in plasma before the next dose.
        trough: May<Concentration> = Concentration.may(),
        /// Unbound share in plasma.
        free_fraction: May<Number> = UNBOUND.may(),
        /// Unbound share in medium; computed for 10% serum where left out.
        medium_free_fraction: May<Number> = UNBOUND.may(),
        /// Instead of the unbound shares: dose in plasma over dose in medium with the same effect, measured.
        plasma_shift: May<Number> = SHIFT.may(),
    }
}

const UNBOUND: Number = Number {
    low: 1e-4,
    high: 1.0,
    allowed: "a share from 0.0001 to 1",
};

const SHIFT: Number = Number {
    low: 1.0,
    high: 1e5,
    allowed: "a fold from 1 to 100000",
};

/// Resistances that a course may wait for, by number.
pub const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];

/// What stands for a resistance instead of a day.
pub const RESISTANCE: &str = "resistance";

fn time_or(what: &str, words: &[String]) -> Value {
    json!({ "description": what, "anyOf": [parts::time(""), { "type": "string", "enum": words }] })
}

fn first_day(what: &str, _: &Names) -> Value {
    let numbered = ORDINALS.iter().map(|ordinal| format!("{ordinal} {RESISTANCE}"));
    let words: Vec<String> = [RESISTANCE.to_owned()].into_iter().chain(numbered).collect();
    time_or(what, &words)
}

fn last_day(what: &str, _: &Names) -> Value {
    time_or(what, &[NEVER.to_owned(), RESISTANCE.to_owned()])
}

fn level(what: &str, _: &Names) -> Value {
    let share = r"^\s*[0-9.]+\s*%(\s*of (start|seeding))?\s*$";
    parts::pattern(what, share, &["50%", "100% of seeding"])
}
