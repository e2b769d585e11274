//! What advice can say, and where it comes from.

use crate::assay::functional::TestDose;
use crate::diagnosis::call::Call;
use crate::diagnosis::evidence::FoldDown;

/// One piece of advice.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// The calls that it answers.
    pub about: Vec<Call>,
    /// What to do.
    pub says: Says,
    /// Where that comes from; never empty.
    pub sources: Vec<Source>,
}

/// Where advice comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A test of this culture.
    Own,
    /// A reference of the knowledge base.
    Cited(Citation),
    /// A source for one thing: a drug, an alteration.
    Of {
        /// What it is about.
        what: String,
        /// Its source.
        source: Box<Source>,
    },
    /// The family has no guide.
    NoGuide,
    /// A potency without a source.
    PotencyAssumed,
    /// A drug without a potency.
    NoPotency,
    /// Computed from the drug's potency on the unaltered driver.
    OnUnaltered,
    /// Imputed by the knowledge base from related alleles or drugs.
    Imputed,
    /// The knowledge base lists no inhibitor.
    NoneListed,
    /// Follows from the calls; not tested.
    FollowsFromCalls,
    /// Allele fractions count copies, not cells.
    CopiesNotCells,
    /// What a record of the knowledge base says itself: its summary, or why a value is assumed.
    Record(String),
}

/// A reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Id in the knowledge base.
    pub id: String,
    /// Authors, year, journal.
    pub citation: String,
    /// DOI, PMC or product number.
    pub link: String,
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Says {
    /// Another lineage does not come back.
    AnotherLineage,
    /// Repeat the dose-response first.
    RepeatDoseResponse,
    /// Discard the culture, thaw an earlier vial.
    Discard,
    /// Use a fresh drug stock.
    FreshStock,
    /// Count the copies again in clones.
    CountCopies,
    /// Weeks without drug, to lose copies.
    LoseCopies {
        /// Share of the extra copies lost per division.
        per_division: f64,
        /// A re-test after a holiday was done, which cannot show it.
        tested: bool,
    },
    /// Rest the culture.
    Rest(RestAdvice),
    /// A partner that re-sensitised the culture.
    Partner(Partner),
    /// The driver's inhibitor with partners against something.
    Combine {
        /// The driver's inhibitor.
        base: String,
        /// What to add.
        partners: Partners,
        /// Against which route or alteration.
        against: String,
    },
    /// The same, where the alteration behind the route is not known.
    CombineByRoute {
        /// The driver's inhibitor.
        base: String,
        /// Partners that close every alteration of the route.
        sure: Vec<String>,
        /// Partners that close some.
        other: Vec<String>,
        /// The route.
        against: String,
    },
    /// The knowledge base has no inhibitor of it.
    NoInhibitor {
        /// Route or alteration.
        of: String,
    },
    /// Several routes are to be closed at once.
    AllRoutes {
        /// The driver's inhibitor.
        base: String,
        /// One partner for each route.
        partners: Vec<String>,
    },
    /// Find the route first.
    FindRoute,
    /// An allele that nobody named: sequence the driver to choose.
    SequenceDriver {
        /// Inhibitors that stop the culture in its own switch test.
        stopped_by: Vec<String>,
    },
    /// Grow out single cells: which of them carry several alleles?
    SingleCells {
        /// The alleles.
        alleles: Vec<String>,
        /// Their shares come to more than all cells.
        overlap: bool,
    },
    /// What stops the alteration cannot be computed.
    TestInhibitors {
        /// What was found in the driver.
        found: String,
    },
    /// By the culture's own switch test the cells no longer need the driver.
    DriverNotNeeded {
        /// What was found in the driver.
        found: String,
    },
    /// The culture's own switch test does not tell whether the cells need the driver.
    SwitchUndecided {
        /// What was found in the driver.
        found: String,
        /// Why not.
        why: Undecided,
    },
    /// One inhibitor of the driver.
    Inhibitor(Inhibitor),
    /// No one inhibitor stops all.
    NoneStops {
        /// What was found in the driver.
        found: String,
        /// Each of these stops one clone.
        apart: Vec<StopsOne>,
    },
    /// Inhibitors that should work, and did not in the culture's own switch test.
    Overruled(Vec<LeftBy>),
    /// Against a factor of the surroundings.
    Factor {
        /// Its name.
        factor: String,
        /// What takes it away.
        partners: Partners,
    },
    /// Measure the drug: a factor breaks it down unseen.
    MeasureDrug {
        /// The factor.
        factor: String,
        /// The drug.
        drug: String,
        /// What the knowledge base says of the factor.
        summary: String,
    },
    /// A factor that no supernatant shows.
    Unshown {
        /// The factor.
        factor: String,
        /// What the knowledge base says of it.
        summary: String,
    },
    /// Profile the co-culture's factors.
    ProfileFactors,
    /// What would decide.
    LookFurther {
        /// Inhibitors that stop the cells though the driver's sequence is clean; empty where that is not so.
        stopped_though_clean: Vec<String>,
        /// What was not done yet.
        open: Vec<OpenStep>,
    },
}

/// Why cells that live through a switch test may need their driver all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecided {
    /// The blot has the target at work under drug.
    TargetAtWork,
    /// Cells that need it and have what was found would live at the tested doses, too.
    Outlived,
}

/// Days without drug.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RestAdvice {
    /// It helped in the culture's own re-test.
    Helped {
        /// Its length.
        days: f64,
        /// Share of the resistance that it took, 0 to 1.
        lost: f64,
    },
    /// It did not.
    InVain {
        /// Its length.
        days: f64,
    },
    /// Not tried.
    Untried,
}

/// A partner in the culture's own add-back.
#[derive(Debug, Clone, PartialEq)]
pub struct Partner {
    /// Name of the partner.
    pub partner: String,
    /// nM; `None` where the add-back is not on the table.
    pub dose: Option<f64>,
    /// What it did.
    pub did: PartnerDid,
    /// The flask has had it.
    pub given: Option<GivenBefore>,
    /// It is known to act on another alteration of the route only.
    pub elsewhere: bool,
}

/// What a partner did.
#[derive(Debug, Clone, PartialEq)]
pub enum PartnerDid {
    /// Fewer cells than independent action would leave.
    Synergy {
        /// Share left of both.
        left: f64,
        /// Share expected.
        expected: f64,
    },
    /// The IC50 of the drug falls.
    Fall {
        /// The drug.
        drug: String,
        /// By how much.
        ic50: FoldDown,
    },
}

/// A drug that the flask has had already.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GivenBefore {
    /// It is in the medium still.
    pub now: bool,
    /// nM.
    pub dose: f64,
}

/// Names of partners.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partners {
    /// Not tried on the culture, or with success.
    pub open: Vec<String>,
    /// Tried in vain.
    pub vain: Vec<String>,
}

/// One inhibitor of the driver against the clones that a culture may hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Inhibitor {
    /// Name of the drug.
    pub drug: String,
    /// Each allele as a clone of its own.
    pub clones: Vec<CloneLeft>,
    /// Viability of a clone with all alleles on one copy.
    pub all_in_cis: Option<f64>,
    /// The dose.
    pub dose: TestDose,
    /// Viability in the culture's own switch test.
    pub own_test: Option<f64>,
}

/// A clone under a drug.
#[derive(Debug, Clone, PartialEq)]
pub struct CloneLeft {
    /// Its alteration.
    pub clone: String,
    /// Viability over the undrugged control.
    pub left: f64,
}

/// An inhibitor that stops one of several clones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopsOne {
    /// Name of the drug.
    pub drug: String,
    /// The clone.
    pub clone: String,
}

/// What an inhibitor left.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftBy {
    /// Name of the drug.
    pub drug: String,
    /// Viability of the culture.
    pub left: f64,
}

/// A test that was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenStep {
    /// Re-test after two weeks.
    Holiday,
    /// Sequence of the driver.
    Driver,
    /// Copies of the driver.
    Copies,
    /// Switch test.
    Switch,
    /// Western blot.
    Blot,
    /// Phospho-array.
    Array,
    /// Gene panel.
    Panel,
    /// Lineage markers.
    Markers,
}
