//! Advice, in words.

use super::names::calls;
use crate::diagnosis::Advice;
use crate::diagnosis::advice::says::{
    GivenBefore, Inhibitor, LeftBy, OpenStep, Partner, PartnerDid, Partners, RestAdvice, Says, Source, StopsOne,
    Undecided,
};
use crate::words::{dose, number, percent};
use serde::Serialize;

/// One piece of advice as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The calls that it answers.
    pub about: String,
    /// What to do; without a full stop.
    pub text: String,
    /// Citation, or why there is none.
    pub source: String,
}

/// Advice in words.
pub fn told(advice: &Advice) -> Told {
    Told {
        about: calls(&advice.about),
        text: text(&advice.says),
        source: sources(&advice.sources),
    }
}

/// Sources in a row; one that ends with a full stop needs nothing between.
fn sources(of: &[Source]) -> String {
    let mut text = String::new();
    for source in of.iter().map(source_words) {
        match text.chars().last() {
            None => {}
            Some('.') => text.push(' '),
            Some(_) => text += "; ",
        }
        text += &source;
    }
    text
}

/// A source in words.
pub(super) fn source_words(of: &Source) -> String {
    match of {
        Source::Own => "a test of this culture".into(),
        Source::Cited(reference) => format!("{} ({})", reference.citation, reference.link),
        Source::Of { what, source: known } => format!("{what}: {}", source_words(known)),
        Source::NoGuide => "no guide for this family in the knowledge base".into(),
        Source::PotencyAssumed => "potency assumed".into(),
        Source::NoPotency => "no potency on record".into(),
        Source::OnUnaltered => "computed from the drug's potency on the unaltered driver".into(),
        Source::Imputed => {
            "imputed by the knowledge base from related alleles or drugs; see `escalade kb matrix`".into()
        }
        Source::NoneListed => "the knowledge base lists none".into(),
        Source::FollowsFromCalls => "follows from the calls; not tested on this culture".into(),
        Source::CopiesNotCells => "allele fractions count copies, not cells".into(),
        Source::Record(text) => text.clone(),
    }
}

fn text(says: &Says) -> String {
    match says {
        Says::AnotherLineage => {
            "another lineage: it does not come back, and the knowledge base has no drug for it".into()
        }
        Says::RepeatDoseResponse => {
            "repeat the dose-response before anything else; a culture that is sensitive in the assay may owe its \
             growth to the flask's conditions"
                .into()
        }
        Says::Discard => "discard the culture and thaw an earlier vial that types as the line; nothing else that is \
                          read off this one can be trusted"
            .into(),
        Says::FreshStock => "use a fresh drug stock, then start again".into(),
        Says::CountCopies => "count the copies again in single-cell clones".into(),
        Says::LoseCopies { per_division, tested } => lose_copies(*per_division, *tested),
        Says::Rest(rest) => self::rest(*rest),
        Says::Partner(partner) => self::partner(partner),
        Says::Combine {
            base,
            partners,
            against,
        } => combine(base, partners, against),
        Says::CombineByRoute {
            base,
            sure,
            other,
            against,
        } => by_route(base, sure, other, against),
        Says::NoInhibitor { of } => format!("no inhibitor of {of} itself is in the knowledge base"),
        Says::AllRoutes { base, partners } => format!(
            "more than one route carries the culture: {base} with {} at once, or the cells of the other route grow on",
            partners.join(" and ")
        ),
        Says::FindRoute => {
            "find the route first: phospho-array and gene panel; a later inhibitor of the driver alone may not help"
                .into()
        }
        Says::SequenceDriver { stopped_by } => sequence_driver(stopped_by),
        Says::SingleCells { alleles, overlap } => single_cells(&alleles.join(" and "), *overlap),
        Says::TestInhibitors { found } => {
            format!("what stops {found} cannot be computed; test the inhibitors of the driver")
        }
        Says::DriverNotNeeded { found } => format!(
            "no inhibitor of the driver alone: by your own switch test the cells no longer need it, whatever {found} adds"
        ),
        Says::SwitchUndecided { found, why } => undecided(found, *why),
        Says::Inhibitor(inhibitor) => self::inhibitor(inhibitor),
        Says::NoneStops { found, apart } => none_stops(found, apart),
        Says::Overruled(tests) => overruled(tests),
        Says::Factor { factor, partners } => against_factor(factor, partners),
        Says::MeasureDrug { factor, drug, summary } => format!(
            "{factor} is not in the supernatant: measure {drug} in the cells, or the enzyme by metabolic assay or qPCR. \
             {summary}"
        ),
        Says::Unshown { factor, summary } => format!("{factor}, which no supernatant shows: {summary}"),
        Says::ProfileFactors => "profile the co-culture's factors: none is named yet".into(),
        Says::LookFurther {
            stopped_though_clean,
            open,
        } => look_further(stopped_though_clean, open),
    }
}

fn or(names: &[String]) -> String {
    names.join(" or ")
}

/// What is said of partners that were tried in vain.
fn vain(partners: &Partners) -> Option<String> {
    let names = or(&partners.vain);
    (!partners.vain.is_empty()).then(|| format!("{names} did not re-sensitise it in your own add-back"))
}

fn lose_copies(per_division: f64, tested: bool) -> String {
    let tested = match tested {
        true => "; the re-test after a holiday cannot show it, since copies do not change in that read-out",
        false => "",
    };
    format!(
        "a holiday of weeks, to lose copies: the model takes {} lost per division, without drug and with{tested}",
        number(per_division)
    )
}

fn rest(rest: RestAdvice) -> String {
    match rest {
        RestAdvice::Helped { days, lost } => format!(
            "in your own re-test {} days without drug took {} of the resistance: rest the culture, then the drug again",
            number(days),
            percent(lost)
        ),
        RestAdvice::InVain { days } => format!(
            "{} days without drug did not bring this culture back; about two weeks are said to be enough",
            number(days)
        ),
        RestAdvice::Untried => "about two weeks without drug, then the drug again; not tried on this culture".into(),
    }
}

fn partner(of: &Partner) -> String {
    let at = of.dose.map_or(String::new(), |nm| format!(" at {}", dose(nm)));
    let did = match &of.did {
        PartnerDid::Synergy { left, expected } => format!(
            "{} of the cells left, where independent action would leave {}",
            percent(*left),
            percent(*expected)
        ),
        PartnerDid::Fall { drug, ic50 } => {
            let bound = if ic50.at_least { "at least " } else { "" };
            format!("IC50 of {drug} down {bound}{}-fold", number(ic50.fold))
        }
    };
    let had = of.given.map_or(String::new(), |GivenBefore { now, dose: nm }| {
        let when = if now { "holds" } else { "has had" };
        format!("; yet the flask {when} it at {} and grows", dose(nm))
    });
    let elsewhere = match of.elsewhere {
        true => "; yet it is known to act on another change of this route only, which the model does not tell apart",
        false => "",
    };
    format!(
        "in your own add-back {}{at} re-sensitises the culture: {did}{had}{elsewhere}",
        of.partner
    )
}

fn combine(base: &str, partners: &Partners, against: &str) -> String {
    match (partners.open.is_empty(), vain(partners)) {
        (false, None) => format!("{base} with {} against {against}", or(&partners.open)),
        (false, Some(vain)) => format!("{base} with {} against {against}; {vain}", or(&partners.open)),
        (true, vain) => format!(
            "against {against} nothing that works alone: {}",
            vain.unwrap_or_default()
        ),
    }
}

fn by_route(base: &str, sure: &[String], other: &[String], against: &str) -> String {
    match (sure.is_empty(), other.is_empty()) {
        (false, true) => format!("{base} with {} against {against}", or(sure)),
        (false, false) => format!(
            "{base} with {} against {against}; {} only for some changes of it: sequence it first",
            or(sure),
            or(other)
        ),
        (true, _) => format!(
            "{base} with {} against {against}, by the change behind it: sequence it first",
            or(other)
        ),
    }
}

fn sequence_driver(stopped_by: &[String]) -> String {
    match stopped_by.is_empty() {
        true => "a later-generation inhibitor of the driver, by the switch test; sequence the driver to choose".into(),
        false => format!(
            "{}, by your own switch test; sequence the driver to choose",
            or(stopped_by)
        ),
    }
}

fn undecided(found: &str, why: Undecided) -> String {
    let why = match why {
        Undecided::TargetAtWork => "the target works on under drug on the blot".to_owned(),
        Undecided::Outlived => format!("cells that need it and have {found} would live at these doses, too"),
    };
    format!(
        "whether the cells still need the driver is undecided: they lived through your own switch test, yet {why}; test higher doses"
    )
}

fn none_stops(found: &str, apart: &[StopsOne]) -> String {
    let each: Vec<String> = (apart.iter())
        .map(|one| format!("{} stops {}", one.drug, one.clone))
        .collect();
    let apart = match each.is_empty() {
        true => String::new(),
        false => format!(" ({})", each.join(", ")),
    };
    format!("no one inhibitor of the driver that is left stops {found} at its dose{apart}; test compounds empirically")
}

fn overruled(tests: &[LeftBy]) -> String {
    let tests: Vec<String> = (tests.iter())
        .map(|test| format!("{} left {}", test.drug, percent(test.left)))
        .collect();
    format!("not by your own switch test: {}", tests.join(", "))
}

fn against_factor(factor: &str, partners: &Partners) -> String {
    let open = or(&partners.open);
    match (partners.open.is_empty(), vain(partners)) {
        (true, None) => format!("against {factor}: no inhibitor is in the knowledge base"),
        (true, Some(vain)) => format!("against {factor}: nothing that works alone; {vain}"),
        (false, None) => format!("against {factor}: {open}"),
        (false, Some(vain)) => format!("against {factor}: {open}; {vain}"),
    }
}

fn single_cells(alleles: &str, overlap: bool) -> String {
    let start = match overlap {
        true => format!("shares of {alleles} come to more than all cells, so some carry more than one"),
        false => format!("whether {alleles} sit in the same cells, and on one copy (cis) or two (trans), is open"),
    };
    format!(
        "{start}: grow out single cells and sequence them, and test the clones; compounds must be tested empirically"
    )
}

fn inhibitor(of: &Inhibitor) -> String {
    let keeps: Vec<String> = (of.clones.iter())
        .map(|clone| format!("a clone with {} keeps {}", clone.clone, percent(clone.left)))
        .collect();
    let all = of
        .all_in_cis
        .map_or(String::new(), |left| format!("; all on one copy {}", percent(left)));
    let own = of.own_test.map_or(String::new(), |left| {
        format!("; your own switch test left {}", percent(left))
    });
    format!(
        "{}: {}{all} viability in 72 h at {} ({}){own}",
        of.drug,
        keeps.join(", "),
        dose(of.dose.nm),
        of.dose.words
    )
}

fn look_further(stopped_though_clean: &[String], open: &[OpenStep]) -> String {
    let so_far = match stopped_though_clean.is_empty() {
        true => String::new(),
        false => format!(
            "{} stops the cells, yet the driver's sequence is clean: a reversible state, more copies or an allele \
             below the limit are all possible. ",
            stopped_though_clean.join(" and ")
        ),
    };
    let steps: Vec<&str> = open.iter().map(|step| open_step(*step)).collect();
    match steps.is_empty() {
        false => format!("{so_far}Not done yet: {}", steps.join("; ")),
        true => format!(
            "{so_far}Look further: phospho-proteomics, exome and RNA sequencing, co-culture, single-cell clones"
        ),
    }
}

fn open_step(step: OpenStep) -> &'static str {
    match step {
        OpenStep::Holiday => "re-test after two weeks without drug, which tells a reversible state",
        OpenStep::Driver => "sequence of the driver, which tells a mutation",
        OpenStep::Copies => "copies of the driver, which tell an amplification",
        OpenStep::Switch => "switch test, which tells whether the target is still needed",
        OpenStep::Blot => "western blot, which tells whether the target still works under drug",
        OpenStep::Array => "phospho-array, which tells a bypass",
        OpenStep::Panel => "gene panel, which tells a mutated bypass",
        OpenStep::Markers => "lineage markers, which tell another lineage or an adapted state",
    }
}
