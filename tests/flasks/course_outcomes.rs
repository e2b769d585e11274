//! What courses do to flasks: when cells are resistant, pre-existing, slow, harvested or crashed, and what holidays undo.

use crate::scenarios::{around, course, loaded};
use crate::support::changed;
use escalade::engine::record::{FlaskSample, SampledCells};
use escalade::engine::sample_flask;
use escalade::model::biology::{Biology, StateClass};
use escalade::scenario::{Body, load};

/// While oral doses build up (33 h half-life: 6.9 d to within 3%) the cells grow on; that is no resistance.
#[test]
fn growth_while_oral_doses_build_up_is_no_resistance() {
    let text = around(&course("oral = { every = \"12 h\" }")).replace("replicates = 3", "replicates = 12");
    let days: Vec<f64> = flasks_of(&text).iter().map(|record| record.outcome_day).collect();
    assert!(days.iter().all(|day| *day > 14.0), "{days:?}");
}

/// Viability of mixed cells after 72 h at a dose, over the same cells undrugged.
fn viability(biology: &Biology, sample: &FlaskSample, dose: f64) -> f64 {
    let after = |dose: f64| -> f64 {
        let grown = |cells: &SampledCells| {
            let net = biology.phenotype(&cells.genotype, cells.state, &[dose]).net();
            cells.cells as f64 * (3.0 * net).exp()
        };
        sample.cells.iter().map(grown).sum()
    };
    after(dose) / after(0.0)
}

/// Dose at which viability crosses 50%, nM; at most 100 uM.
fn ic50(biology: &Biology, sample: &FlaskSample) -> f64 {
    let (mut low, mut high) = (1e-2f64, 1e5f64);
    for _ in 0..60 {
        let middle = (low * high).sqrt();
        match viability(biology, sample, middle) > 0.5 {
            true => low = middle,
            false => high = middle,
        }
    }
    low
}

/// The reversibility experiment of the ALK guide, with recipe 02 at lower doses: rising alectinib, months at the
/// highest, two weeks without, re-test. With reversible plasticity only, a state carries the flask and the IC50
/// falls over the fortnight; with heritable alterations only, it stays. In all of the first 20 flasks each that live (if the two
/// fell alike, that every fall of one is below every fall of the other has probability 1 / C(40, 20) = 7e-12).
#[test]
fn reversible_resistance_is_lost_in_a_drug_holiday() {
    let recipe = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/02_alk_reversible_holiday.toml");
    let recipe = std::fs::read_to_string(recipe).expect("the recipe");
    let doses = "[\"30 nM\", \"60 nM\", \"125 nM\", \"250 nM\", \"500 nM\", \"1 uM\"]";
    let lower = changed(&recipe, doses, "[\"10 nM\", \"30 nM\", \"100 nM\", \"300 nM\"]");
    let lower = changed(&lower, "on_crash = \"rescue\"", "on_crash = \"hold\"");
    let falls = |routes: &str| -> Vec<f64> {
        let text = changed(&lower, "[resistance]", &format!("[routes]\n{routes}\n[resistance]"));
        let scenario = loaded(&text);
        let Body::Laboratory(laboratory) = &scenario.body else {
            panic!("a laboratory scenario");
        };
        // Transformation does not reverse, and carries one plastic flask in 25.
        let mut biology = laboratory.biology.clone();
        let reversible: Vec<bool> = biology
            .states()
            .iter()
            .map(|s| s.class != StateClass::Transformed)
            .collect();
        biology.transitions.retain(|change| reversible[change.to]);
        let (biology, protocol) = (&biology, &laboratory.protocol);
        let fall = |replicate| {
            let (settings, seed) = (&scenario.settings, scenario.seed);
            let (_, samples) = sample_flask(biology, protocol, settings, seed, replicate, &[300.0]);
            // Alive before and after the holiday.
            (samples.len() == 2).then(|| ic50(biology, &samples[1]) / ic50(biology, &samples[0]))
        };
        (0..200).filter_map(fall).take(20).collect()
    };
    let plastic = falls("alleles = false\nbypass = false\namplification = false");
    let single = falls("states = false");
    assert_eq!((plastic.len(), single.len()), (20, 20), "flasks that live");
    assert!(plastic.iter().all(|fall| *fall < 0.5), "{plastic:?}");
    assert!(single.iter().all(|fall| *fall > 0.8), "{single:?}");
}

fn flasks_of(text: &str) -> Vec<escalade::engine::record::FlaskRecord> {
    let scenario = load("s.toml", text.to_owned()).unwrap();
    let escalade::scenario::Body::Laboratory(laboratory) = &scenario.body else {
        panic!("a laboratory scenario");
    };
    (0..scenario.replicates)
        .map(|i| {
            escalade::engine::run_flask(
                &laboratory.biology,
                &laboratory.protocol,
                &scenario.settings,
                scenario.seed,
                i,
            )
        })
        .collect()
}

const HEAD: &str = "schema = 1\nname = \"s\"\nreplicates = 5\nseed = 1\n[flask]\nvessel = \"T75\"\nseed_cells = 1e6\n\
                    [stop]\nafter = \"100 d\"\n";

/// An escalation that is over by its last day no longer stands in the way of resistance to what follows.
#[test]
fn resistance_is_judged_on_the_courses_under_way() {
    let text = format!(
        "{HEAD}[line]\nid = \"H3122\"\n[[course]]\ndrug = \"crizotinib\"\nuntil = \"14 d\"\ndoses = [\"1 nM\", \"2 nM\"]\n\
         step_when = {{ every = \"7 d\" }}\n[[course]]\ndrug = \"lorlatinib\"\nfrom = \"14 d\"\ndose = \"0.1 nM\"\n"
    );
    for flask in flasks_of(&text) {
        assert_eq!(flask.outcome, escalade::engine::record::Outcome::Resistant);
    }
}

/// What arises in the pauses of a pulse did not exist before the drug (300 nM: at 1 µM nothing that does lives on).
#[test]
fn founders_of_drug_free_days_are_not_pre_existing() {
    let text = format!(
        "{}[line]\nid = \"H3122\"\n[[course]]\ndrug = \"alectinib\"\ndose = \"300 nM\"\n\
         pulse = {{ on = \"3 d\", off = \"11 d\" }}\n",
        HEAD.replace("1e6", "1e5")
            .replace("100 d", "300 d")
            .replace("replicates = 5", "replicates = 40")
    );
    let mut later = 0;
    for flask in flasks_of(&text) {
        let before = flask.lineages.iter().filter(|lineage| lineage.founded_day < 0.0);
        let cells: u64 = before.map(|lineage| lineage.end_cells.iter().sum::<u64>()).sum();
        let most = cells as f64 / flask.cells.max(1) as f64;
        later += u64::from(
            flask
                .lineages
                .iter()
                .any(|one| one.founded_day > 3.0 && !one.under_drug),
        );
        assert!(
            flask.pre_existing <= most + 0.02,
            "{} of at most {most}",
            flask.pre_existing
        );
    }
    assert!(later > 0, "no lineage arose in a pause");
}

/// An old stock that is hardly larger than what a passage keeps still comes to an end.
#[test]
fn an_old_stock_of_the_seeding_number_is_passaged() {
    let text = format!(
        "{HEAD}[line]\nid = \"H3122\"\nstock = \"old\"\npassaged = \"30 d\"\nexpand_to = 1e6\n[[course]]\n\
         drug = \"alectinib\"\ndose = \"300 nM\"\n"
    );
    assert_eq!(flasks_of(&text.replace("replicates = 5", "replicates = 1")).len(), 1);
}

/// Unharmed cells that wait in a full flask for their passage on the calendar grow as fast as ever: their doses rise,
/// and their growth is the parental one (0.64 of it, had the days in the full flask counted).
#[test]
fn days_in_a_full_flask_are_no_slow_growth() {
    let pulse = "pulse = { on = \"14 d\", off = \"14 d\" }\n";
    for extra in ["", pulse] {
        let text = format!(
            "{HEAD}[line]\nid = \"H3122\"\n[routes]\nalleles = false\nbypass = false\nstates = false\n\
             amplification = false\n[[course]]\ndrug = \"alectinib\"\ndoses = [\"0.001 nM\", \"0.002 nM\"]\n\
             step_when = {{ growth = \"90% of parental\" }}\n{extra}"
        )
        .replace(
            "[flask]\n",
            "[flask]\npassage = { at = \"never\", or_every = \"28 d\" }\n",
        )
        .replace("after = \"100 d\"", "after = \"80 d\"\nat_resistance = false");
        for flask in flasks_of(&text) {
            let share = flask.growth_share.unwrap();
            assert!((share - 1.0).abs() < 0.05, "growth {share}, {extra:?}");
            assert!(flask.dose_steps >= 1, "{extra:?}");
        }
    }
}

/// The count at the end is of the cells that grew, also where a passage would have been due that day.
#[test]
fn a_flask_that_ends_on_a_day_of_passage_is_harvested() {
    let text =
        format!("{HEAD}[line]\nid = \"H3122\"\n[[course]]\ndrug = \"alectinib\"\ndose = \"0.001 nM\"\n[resistance]\n")
            .replace(
                "[flask]\n",
                "[flask]\npassage = { at = \"never\", or_every = \"7 d\" }\n",
            )
            .replace("after = \"100 d\"", "after = \"28 d\"\nat_resistance = false");
    for flask in flasks_of(&text) {
        let last = flask.looks.last().unwrap();
        assert_eq!((last.day, last.passaged, flask.passages), (28.0, false, 3));
        let alive: u64 = flask
            .lineages
            .iter()
            .map(|lineage| lineage.end_cells.iter().sum::<u64>())
            .sum();
        // Lineages of less than a millionth are not kept one by one.
        let share = alive as f64 / last.cells as f64;
        assert!(
            share > 0.999 && share <= 1.0,
            "the lineages are of the last count: {share}"
        );
        assert!(last.cells > 5_000_000, "{}", last.cells);
    }
}

/// Cells that do not attach did not die of the drug: where one in ten attaches, a flask is no crash at its first look.
#[test]
fn a_crash_is_counted_from_the_cells_that_attach() {
    let text = format!(
        "{HEAD}[line]\nid = \"H3122\"\n[[course]]\ndrug = \"alectinib\"\ndoses = [\"0.001 nM\", \"0.002 nM\"]\n\
         step_when = {{ confluence = true }}\n"
    )
    .replace(
        "[flask]\n",
        "[flask]\nplating = \"10%\"\npassage = { or_every = \"never\" }\n",
    );
    for flask in flasks_of(&text) {
        assert_eq!((flask.crashes, flask.dose_steps), (0, 1));
    }
}
