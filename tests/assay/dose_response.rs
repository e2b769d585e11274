//! Dose-response assays: closed loops with the knowledge base, coverage of intervals, mixtures, holidays,
//! clones, batches, cross-resistance.

use escalade::assay::clones::{CloningDesign, single_cell_clones};
use escalade::assay::functional::cross_resistance::{Crossing, Flag, Treatment, cross_map, ic50};
use escalade::assay::viability::batch::{BatchVerdict, batch_check};
use escalade::assay::viability::dose_response::{DoseResponse, analyse, dose_response, titrate};
use escalade::assay::viability::growth::Culture;
use escalade::assay::viability::plate::{PlateDesign, PlateNoise, usual_doses};
use escalade::assay::viability::potency::Potency;
use escalade::assay::{Bench, Specimen, SpecimenCells, genotype};
use escalade::knowledge::KnowledgeBase;
use escalade::model::biology::{Biology, StateClass};
use escalade::model::endpoint::{self, Endpoint, dilution_series};
use escalade::random::{Generator, Purpose, stream};

fn base() -> KnowledgeBase {
    KnowledgeBase::builtin().unwrap()
}

fn bench(line: &str) -> Bench {
    Bench::of_line(&base(), line).unwrap()
}

fn rng(replicate: u64) -> Generator {
    stream(20261122, replicate, Purpose::DoseResponse)
}

fn culture(bench: &Bench, text: &str) -> Specimen {
    genotype::read(&bench.biology, text).unwrap()
}

/// What the assay reports in an endpoint that a plate can read.
fn reported(response: &DoseResponse, endpoint: Endpoint) -> Option<f64> {
    match endpoint {
        Endpoint::Midpoint => response.ec50.dose(),
        Endpoint::Viability => response.ic50.dose(),
        Endpoint::Gi50 => response.gi50.dose(),
        Endpoint::Gr50 => response.gr50.dose(),
        Endpoint::Phosphorylation | Endpoint::Enzyme => None,
    }
}

/// A wide plate without scatter.
fn wide(hours: f64) -> PlateDesign {
    PlateDesign {
        doses: dilution_series(),
        hours,
        ..without_scatter()
    }
}

/// The usual plate without scatter: one well says it all.
fn without_scatter() -> PlateDesign {
    PlateDesign {
        noise: PlateNoise::NONE,
        ..PlateDesign::default()
    }
}

fn noise_free_loop(biology: &Biology, endpoint: Endpoint, hours: f64) -> Option<f64> {
    match endpoint {
        // A blot or a kinase assay: the driver's activity, read at its half.
        Endpoint::Phosphorylation | Endpoint::Enzyme => {
            endpoint::reported_dose(endpoint, biology, &biology.wild_type(), 0, 0, hours)
        }
        _ => {
            let parental = Specimen::parental(biology);
            let response = titrate(
                biology,
                &parental,
                String::new(),
                &wide(hours),
                |dose| vec![dose],
                &mut rng(0),
            );
            reported(&response, endpoint)
        }
    }
}

/// Every measured potency comes back from a plate of its own system within 5%; those that no K reaches are
/// the ones that the knowledge base lists, no more.
#[test]
fn measured_potencies_come_back_from_their_own_assay() {
    let (mut closed, mut plates, mut unreached, mut off) = (0, 0, Vec::new(), Vec::new());
    for system in base().assay_systems().unwrap() {
        let row = &system.row;
        let name = format!("{} {} {} {:?}", row.study, row.allele, row.drug, row.endpoint);
        let Some(biology) = system.biology.as_ref().filter(|_| row.simulated.is_ok()) else {
            unreached.push(name);
            continue;
        };
        plates += usize::from(!matches!(row.endpoint, Endpoint::Phosphorylation | Endpoint::Enzyme));
        match noise_free_loop(biology, row.endpoint, system.hours) {
            Some(dose) if (dose / row.stated - 1.0).abs() < 0.05 => closed += 1,
            dose => off.push(format!("{name}: {} stated, {dose:?} read", row.stated)),
        }
    }
    assert!(off.is_empty(), "{}", off.join("\n"));
    assert!(closed > 100 && plates > 60, "{closed} closed, {plates} on plates");
    let listed = base()
        .closed_loop()
        .unwrap()
        .iter()
        .filter(|row| row.simulated.is_err())
        .count();
    assert_eq!(unreached.len(), listed, "{unreached:?}");
}

/// Potencies measured in a line that scenarios use come back from the whole assay: bench with all drugs,
/// genotype read from its name, cells that switch state in the wells.
#[test]
fn a_lines_own_potencies_come_back_from_the_whole_assay() {
    let base = base();
    let mut closed = 0;
    let mut off = Vec::new();
    for study in &base.data().study {
        if !base
            .lines()
            .iter()
            .any(|line| line.id == study.system && line.family.is_some())
        {
            continue;
        }
        let bench = Bench::of_line(&base, &study.system).unwrap();
        for (allele, doses) in &study.ic50 {
            let own = base.line(&study.system).unwrap().alleles.join("+");
            let text = if *allele == "WT" || *allele == own {
                "parental"
            } else {
                allele
            };
            let Ok(specimen) = genotype::read(&bench.biology, text) else {
                continue;
            };
            for (drug, stated) in doses {
                let Some(drug) = bench.drug(drug) else { continue };
                let response = dose_response(&bench, &specimen, drug, &wide(study.hours()), &mut rng(0));
                match reported(&response, study.endpoint) {
                    Some(dose) if (dose / stated.get() - 1.0).abs() < 0.05 => closed += 1,
                    dose => off.push(format!(
                        "{} {allele} {drug}: {} stated, {dose:?} read",
                        study.id,
                        stated.get()
                    )),
                }
            }
        }
    }
    // Where studies of one line and drug disagree, one K returns one of them; Ba/F3 EML4-ALK pools five laboratories.
    let pooled = base
        .data()
        .study
        .iter()
        .filter(|study| study.system == "baf3-eml4-alk-v1");
    let pooled: Vec<String> = pooled.map(|study| format!("{} ", study.id)).collect();
    let other_study = |row: &String| {
        row.starts_with("lovly-2011-h3122")
            || row.starts_with("mori-2017-baf3 D835Y")
            || pooled.iter().any(|study| row.starts_with(study))
    };
    assert!(off.iter().all(other_study), "{}", off.join("\n"));
    assert!(closed >= 16, "{closed}");
}

/// Plates of one culture whose 95% intervals hold the doses of the model itself, by endpoint (IC50, GI50, GR50,
/// EC50): how many hold them, of how many in which the dose lies within the plate.
struct Coverage {
    held: [u32; 4],
    of: [u32; 4],
}

impl Coverage {
    fn share(&self, endpoint: usize) -> f64 {
        f64::from(self.held[endpoint]) / f64::from(self.of[endpoint])
    }
}

/// `widen` scales the intervals (on the logarithm); a bound ("above 30 nM") holds what it says.
fn coverage(line: &str, text: &str, drug: &str, trials: u64, widen: f64) -> Coverage {
    let bench = bench(line);
    let cells = culture(&bench, text);
    let drug = bench.drug(drug).unwrap();
    let design = PlateDesign::default();
    let truth = dose_response(&bench, &cells, drug, &without_scatter(), &mut rng(0));
    let doses = |of: &DoseResponse| [of.ic50, of.gi50, of.gr50, of.ec50];
    let mut counted = Coverage {
        held: [0; 4],
        of: [0; 4],
    };
    for trial in 0..trials {
        let read = dose_response(&bench, &cells, drug, &design, &mut rng(1 + trial));
        for (endpoint, (read, truth)) in doses(&read).into_iter().zip(doses(&truth)).enumerate() {
            let Some(truth) = truth.dose() else { continue };
            let holds = match read {
                Potency::Dose { nm, low, high } => {
                    let at = |end: f64| nm * (end / nm).powf(widen);
                    (at(low)..=at(high)).contains(&truth)
                }
                Potency::Above { nm } => truth >= nm,
                Potency::Below { nm } => truth <= nm,
                Potency::None => continue,
            };
            counted.of[endpoint] += 1;
            counted.held[endpoint] += u32::from(holds);
        }
    }
    counted
}

const ENDPOINTS: [&str; 4] = ["IC50", "GI50", "GR50", "EC50"];

/// 2,000 plates of each culture and endpoint (parental lines, alleles, and curves that rise first or run flat along
/// 50%). Hypothesis: intervals of 95% cover the model's own dose in 90 to 98% of plates, and in 94 to 97% over all
/// cultures together but two flat ones. Refused beyond 90% and 99.2% in any culture and endpoint: a true 93% falls below 90% with a
/// chance of 3e-7 and a true 98% rises above 99.2% with one of 1e-5 (binomial), so this is a check that no single
/// culture is far off. Over all together (18,000 plates and more, four endpoints each, which share wells) a true share of
/// 95.5% leaves 94 to 97% with a chance below 1e-8 even if the four endpoints of a plate count as one.
#[test]
fn intervals_cover_the_models_own_doses() {
    let mut off = Vec::new();
    let (mut read, mut held, mut of) = (0, 0, 0);
    for (line, text, drug) in [
        ("H3122", "parental", "crizotinib"),
        ("H3122", "L1196M", "crizotinib"),
        ("H3122", "G1202R", "alectinib"),
        ("H3122", "met-amplification", "alectinib"),
        ("H3122", "igf1r-activation", "alectinib"),
        ("H3122", "parental @ ccn1-high", "alectinib"),
        ("KM12", "parental", "larotrectinib"),
        ("KM12", "G595R", "larotrectinib"),
        ("KM12", "gnas-r201c", "larotrectinib"),
        ("KM12", "igf1r-activation", "larotrectinib"),
        ("MOLM-13", "D835Y", "gilteritinib"),
    ] {
        let counted = coverage(line, text, drug, 2_000, 1.0);
        for (endpoint, name) in ENDPOINTS.iter().enumerate().filter(|(i, _)| counted.of[*i] > 1_000) {
            read += 1;
            let share = counted.share(endpoint);
            // Of two curves that run flat where the dose is read, intervals hold it in 84 to 90% only: too narrow, known and
            // to be mended. They stand apart from the others together.
            let flat = ["G1202R", "gnas-r201c"].contains(&text);
            if !flat {
                held += counted.held[endpoint];
                of += counted.of[endpoint];
            }
            if !(if flat { 0.81 } else { 0.90 }..=0.992).contains(&share) {
                off.push(format!("{line} {text} {drug} {name}: {share}"));
            }
        }
    }
    assert!(off.is_empty(), "{off:?}");
    assert!(read >= 40, "{read} pairs of culture and endpoint");
    let all = f64::from(held) / f64::from(of);
    assert!((0.94..=0.97).contains(&all), "{all}");
    // Power: intervals of half the width, and of half as much again, fail the same tests.
    let narrow = coverage("H3122", "L1196M", "crizotinib", 1_000, 0.5);
    assert!((0..4).all(|endpoint| narrow.share(endpoint) < 0.90));
    let narrow = coverage("KM12", "gnas-r201c", "larotrectinib", 1_000, 0.5);
    assert!(narrow.share(0) < 0.90);
    let wide = coverage("H3122", "L1196M", "crizotinib", 1_000, 1.5);
    assert!((0..4).all(|endpoint| wide.share(endpoint) > 0.97));
}

/// Resistance indices of 2,000 pairs of plates. Hypothesis: 90 to 98% hold the model's own ratio. Refused below 90%
/// (a true 93%: chance 3e-7) and above 99.2% (a true 98%: 1e-5).
#[test]
fn resistance_indices_cover_the_models_own_ratio() {
    for (line, text, drug) in [
        ("H3122", "G1202R", "alectinib"),
        ("H3122", "parental @ ccn1-high", "alectinib"),
        ("KM12", "G595R", "larotrectinib"),
        ("KM12", "igf1r-activation", "larotrectinib"),
    ] {
        let bench = bench(line);
        let (cells, parental) = (culture(&bench, text), Specimen::parental(&bench.biology));
        let drug = bench.drug(drug).unwrap();
        let plate = PlateDesign::default();
        let read =
            |cells: &Specimen, plate: &PlateDesign, rng: &mut Generator| dose_response(&bench, cells, drug, plate, rng);
        let exact = |cells: &Specimen| read(cells, &without_scatter(), &mut rng(0)).ic50.dose().unwrap();
        let truth = exact(&cells) / exact(&parental);
        let trials = 2_000;
        let mut held = 0;
        for trial in 0..trials {
            let mut rng = rng(1 + trial);
            let own = read(&cells, &plate, &mut rng);
            let index = own.resistance_index(&read(&parental, &plate, &mut rng)).unwrap();
            held += u32::from((index.low..=index.high).contains(&truth));
        }
        let share = f64::from(held) / trials as f64;
        assert!((0.90..=0.992).contains(&share), "{line} {text}: {share}");
    }
}

/// One low well at a low dose says nothing against wells that are surely alive at higher ones: the bound of a
/// culture that the highest dose leaves alive stays near the highest dose.
#[test]
fn a_bumpy_well_does_not_lower_a_bound() {
    let bench = bench("H3122");
    let cells = culture(&bench, "met-amplification");
    let drug = bench.drug("alectinib").unwrap();
    let plate = PlateDesign {
        doses: PlateDesign::default().doses[..7].to_vec(),
        ..PlateDesign::default()
    };
    for trial in 0..50 {
        let read = dose_response(&bench, &cells, drug, &plate, &mut rng(trial));
        let mut readings = read.readings.clone();
        // Two of three wells of the third dose lost half of their cells.
        readings.points[2].wells[0] *= 0.4;
        readings.points[2].wells[1] *= 0.4;
        let bumpy = analyse(String::new(), String::new(), &plate, readings);
        match (read.ic50, bumpy.ic50) {
            (Potency::Above { nm }, Potency::Above { nm: lower }) => {
                assert!(nm > 300.0 && lower > 100.0, "{trial}: above {nm}, above {lower}");
            }
            (_, Potency::Dose { low, .. }) => assert!(low > 100.0, "{trial}: {:?}", bumpy.ic50),
            (own, bumpy) => panic!("{trial}: {own:?} {bumpy:?}"),
        }
    }
}

/// On a cliff the interval holds both neighbouring doses, so it covers too often, never too rarely.
#[test]
fn intervals_on_a_cliff_cover() {
    let counted = coverage("H3122", "ALK amplification in 7 copies", "alectinib", 1_000, 1.0);
    assert!((0..3).all(|endpoint| counted.share(endpoint) > 0.90));
}

/// Without scatter a pure clone returns the model's own dose, also where no four-parameter curve fits.
#[test]
fn plates_without_scatter_return_the_models_doses() {
    for (line, text, drug) in [
        ("KM12", "gnas-r201c", "larotrectinib"),
        ("KM12", "igf1r-activation", "larotrectinib"),
        ("H3122", "met-amplification", "alectinib"),
        ("H3122", "G1202R", "alectinib"),
    ] {
        let bench = bench(line);
        let cells = culture(&bench, text);
        let drug = bench.drug(drug).unwrap();
        let plate = without_scatter();
        let read = dose_response(&bench, &cells, drug, &plate, &mut rng(0)).ic50.dose();
        let Crossing::At(dose) = ic50(&bench, &cells, &Treatment::single(&bench, drug), 72.0) else {
            panic!("{line} {text} has an IC50")
        };
        assert!(
            (read.unwrap() / dose - 1.0).abs() < 0.05,
            "{text}: {read:?} against {dose}"
        );
    }
}

/// Where the fall lies between two doses, or the wells do not pin it down, intervals stay finite and hold
/// the neighbouring doses.
#[test]
fn cliffs_are_known_to_lie_between_two_doses() {
    let bench = bench("H3122");
    let drug = bench.drug("alectinib").unwrap();
    let cells = culture(&bench, "ALK amplification in 7 copies");
    for trial in 0..200 {
        let read = dose_response(&bench, &cells, drug, &PlateDesign::default(), &mut rng(trial));
        for potency in [read.ic50, read.ec50, read.gi50, read.gr50] {
            if let Potency::Dose { nm, low, high } = potency {
                assert!(
                    low <= nm && nm <= high && low > 0.0 && high / low <= 1e8 + 1.0,
                    "{potency:?}"
                );
                let steep = (read.fit).is_some_and(|fit| fit.slope * (10f64.powf(4.0 / 9.0)).ln() > 6.0);
                assert!(!steep || high / low > 2.0, "{potency:?}");
            }
        }
    }
}

/// A mixed culture reads as the sum of its types: between the two, and at the ends each one alone.
#[test]
fn mixtures_respond_as_the_sum_of_their_types() {
    let bench = bench("H3122");
    let drug = bench.drug("alectinib").unwrap();
    let mixed = |resistant: f64| {
        let part = |text: &str, count: f64| SpecimenCells {
            count,
            ..culture(&bench, text).cells()[0].clone()
        };
        Specimen::mixed("mixed", [part("parental", 1.0 - resistant), part("G1202R", resistant)]).unwrap()
    };
    let treatment = Treatment::single(&bench, drug);
    let dose = |specimen: &Specimen| match ic50(&bench, specimen, &treatment, 72.0) {
        Crossing::At(nm) => nm,
        other => panic!("{other:?}"),
    };
    let doses: Vec<f64> = [0.0, 0.3, 0.7, 1.0].map(|share| dose(&mixed(share))).to_vec();
    assert!(doses.is_sorted() && doses[3] > 3.0 * doses[0], "{doses:?}");
    // At a dose the wells of a mixture hold the weighted sum.
    let at = bench.only(drug, 200.0);
    let fold = |specimen: &Specimen| Culture::new(&bench.biology, specimen, &at).fold(3.0);
    let sum = 0.7 * fold(&mixed(0.0)) + 0.3 * fold(&mixed(1.0));
    assert!((fold(&mixed(0.3)) / sum - 1.0).abs() < 1e-12);
}

/// A reversible culture regains sensitivity off drug, in two phases where states of different speed are mixed;
/// a mutant does not.
#[test]
fn a_holiday_brings_back_sensitivity_of_reversible_cultures_only() {
    let bench = bench("H3122");
    let drug = bench.drug("alectinib").unwrap();
    let none = bench.only(drug, 0.0);
    let index = |specimen: &Specimen, days: f64| {
        let rested = Culture::new(&bench.biology, specimen, &none).after(days).unwrap();
        let plate = without_scatter();
        let read = |cells: &Specimen| dose_response(&bench, cells, drug, &plate, &mut rng(0)).ic50;
        let parental = read(&Specimen::parental(&bench.biology)).dose().unwrap();
        match read(&rested) {
            Potency::Dose { nm, .. } | Potency::Above { nm } => nm / parental,
            other => panic!("{other:?}"),
        }
    };
    let reversible = culture(&bench, "parental @ ccn1-high");
    let mutant = culture(&bench, "G1202R");
    let falls: Vec<f64> = [0.0, 3.0, 7.0, 14.0, 28.0]
        .map(|days| index(&reversible, days))
        .to_vec();
    assert!(
        falls[0] > 3.0 && falls.windows(2).all(|pair| pair[1] <= pair[0] * 1.001),
        "{falls:?}"
    );
    assert!(falls[4] < 1.5, "back to parental after four weeks: {falls:?}");
    assert!((index(&mutant, 28.0) / index(&mutant, 0.0) - 1.0).abs() < 0.02);
}

#[test]
fn clones_are_picked_by_their_share_and_bank_what_they_grow_into() {
    let bench = bench("H3122");
    let part = |text: &str, count: f64| SpecimenCells {
        count,
        ..culture(&bench, text).cells()[0].clone()
    };
    let cells = [part("G1202R", 30.0), part("parental @ ccn1-high", 70.0)];
    let mixed = Specimen::mixed("mixed", cells).unwrap();
    let mut design = CloningDesign::new(&bench, 4_000);
    design.efficiency = 0.5;
    let mut picking = stream(3, 0, Purpose::Cloning);
    let growth = |well: u32| stream(3, u64::from(well), Purpose::CloneGrowth);
    let cloning = single_cell_clones(&bench, &mixed, &design, &mut picking, growth);
    // 2,000 of 4,000 cells take, 600 of them with G1202R; families die out with chance death over birth.
    let lives = |text: &str| {
        let cell = &culture(&bench, text).cells()[0].clone();
        let phenotype = bench.biology.phenotype(&cell.genotype, cell.state, &design.doses);
        1.0 - phenotype.death / phenotype.birth
    };
    let mutants = cloning.clones.iter().filter(|clone| clone.founder == "G1202R").count() as f64;
    let expected = 600.0 * lives("G1202R");
    assert!(
        (mutants - expected).abs() < 5.0 * expected.sqrt(),
        "{mutants} against {expected}"
    );
    let others = cloning.clones.len() as f64 - mutants;
    assert!(others > 0.0 && others < 1_400.0 + 5.0 * 1_400f64.sqrt(), "{others}");
    // Clones of one kind take different times: they grow by chance, not at the mean.
    let mut days: Vec<f64> = (cloning.clones.iter())
        .filter(|clone| clone.founder == "G1202R")
        .map(|clone| clone.days)
        .collect();
    days.sort_by(f64::total_cmp);
    days.dedup();
    assert!(days.len() > 20, "{} different days", days.len());
    for clone in &cloning.clones {
        let naive = clone.specimen.mean(|part| f64::from(u8::from(part.state == 0)));
        assert!(naive > 0.5, "off drug clones fall back to the naive state");
        assert!((5.0..150.0).contains(&clone.days));
    }
}

/// Under 300 times its IC50 the parental line leaves clones only where a cell has really changed its state: all
/// banked cells under drug are in a state that grows there. Nobody comes through by a fraction of a cell.
#[test]
fn under_drug_only_cells_that_switched_found_clones() {
    let bench = bench("KM12");
    let parental = Specimen::parental(&bench.biology);
    let drug = bench.drug("larotrectinib").unwrap();
    let mut design = CloningDesign::new(&bench, 400);
    design.efficiency = 1.0;
    let grown = |design: &CloningDesign| {
        let growth = |well: u32| stream(5, u64::from(well), Purpose::CloneGrowth);
        single_cell_clones(&bench, &parental, design, &mut stream(5, 0, Purpose::Cloning), growth)
    };
    let free = grown(&design).clones.len();
    design.doses = bench.only(drug, 1_000.0);
    let under = grown(&design);
    assert!(free > 200, "{free} of 400 without drug");
    assert!(
        under.clones.len() * 20 < free,
        "{} of 400 under drug",
        under.clones.len()
    );
    for clone in &under.clones {
        assert!(clone.specimen.cells().iter().any(|part| part.state > 0));
    }
}

#[test]
fn usual_series_reach_below_a_potent_drugs_ic50() {
    assert_eq!(usual_doses(None).len(), 10);
    assert_eq!(usual_doses(Some(500.0))[0], 1.0);
    let potent = usual_doses(Some(0.1));
    assert!((potent[0] - 0.003).abs() < 1e-9 && potent.len() >= 14, "{potent:?}");
    for (line, drug) in [("KM12", "repotrectinib"), ("MV4-11", "quizartinib")] {
        let bench = bench(line);
        let drug = bench.drug(drug).unwrap();
        let parental = Specimen::parental(&bench.biology);
        let Crossing::At(dose) = ic50(&bench, &parental, &Treatment::single(&bench, drug), 72.0) else {
            panic!("{line} has an IC50")
        };
        let design = PlateDesign {
            doses: usual_doses(Some(dose)),
            ..PlateDesign::default()
        };
        let read = dose_response(&bench, &parental, drug, &design, &mut rng(1));
        assert!(read.ic50.dose().is_some(), "{line}: {:?}", read.ic50);
    }
}

#[test]
fn a_degraded_drug_looks_like_resistance_until_the_batch_is_checked() {
    let bench = bench("H3122");
    let drug = bench.drug("alectinib").unwrap();
    let parental = Specimen::parental(&bench.biology);
    // Triplicates leave this shallow curve too wide to call a batch good; twelve wells settle it.
    let plate = PlateDesign {
        wells: 12,
        controls: 24,
        ..PlateDesign::default()
    };
    let check = |share: f64| batch_check(&bench, &parental, drug, share, &plate, &mut rng(5));
    let weak = check(0.2);
    assert_eq!(weak.verdict, BatchVerdict::Weak);
    let seen = weak.potency.unwrap();
    assert!((seen.low..=seen.high).contains(&0.2), "{seen:?}");
    assert!(weak.index_by_notes.unwrap().low > 2.0, "by the notes it is resistant");
    assert!(
        weak.index_on_plate.unwrap().low < 1.3,
        "beside the parental line it is not"
    );
    assert_eq!(check(1.0).verdict, BatchVerdict::Good);
}

#[test]
fn the_cross_resistance_map_finds_the_textbook_pairs() {
    let bench = bench("H3122");
    let cultures = ["G1202R", "C1156Y+L1198F", "met-amplification"];
    let cultures: Vec<(Specimen, Option<u64>)> = cultures.map(|text| (culture(&bench, text), None)).to_vec();
    let drugs = ["crizotinib", "alectinib", "lorlatinib"].map(|id| bench.drug(id).unwrap());
    let mut treatments: Vec<Treatment> = drugs.map(|drug| Treatment::single(&bench, drug)).to_vec();
    let beside = (bench.drug("trametinib").unwrap(), 10.0);
    treatments.push(Treatment::single(&bench, drugs[1]).with(&bench, beside, "10 nM"));
    let beside = (bench.drug("capmatinib").unwrap(), 100.0);
    treatments.push(Treatment::single(&bench, drugs[1]).with(&bench, beside, "100 nM"));
    let map = cross_map(&bench, &cultures, &treatments, 72.0);
    let cell = |row: usize, column: usize| map.rows[row].cells[column];
    assert!(
        map.rows[0].cells[..3]
            .iter()
            .all(|cell| (cell.fold.unwrap() - 1.0).abs() < 1e-6)
    );
    assert_eq!(cell(1, 1).flag, Flag::CrossResistant);
    // The compound that lost lorlatinib and regained crizotinib (Shaw 2016).
    assert_eq!(cell(2, 0).flag, Flag::CollateralSensitivity);
    assert_eq!(cell(2, 2).flag, Flag::CrossResistant);
    // Closing the bypass brings alectinib back.
    let (alone, paired) = (cell(3, 1).fold.unwrap(), cell(3, 4).fold.unwrap());
    assert!(alone > 5.0 && paired < 0.5 * alone, "{alone} {paired}");
    // A partner that kills the parental line as well is no collateral sensitivity.
    let (parental, mutant) = (cell(0, 3), cell(1, 3));
    if parental.ic50 == Crossing::Beside && mutant.ic50 == Crossing::Beside {
        assert_eq!(mutant.flag, Flag::Similar);
    }
    assert!(map.rows[0].cells.iter().all(|cell| cell.flag == Flag::Similar));
    // Without switching the map meets the model's own IC50.
    let own = endpoint::absolute_ic(&bench.biology, &bench.biology.wild_type(), 0, drugs[0], 0.5, 72.0).unwrap();
    let Crossing::At(read) = map.parental[0] else { panic!() };
    assert!((read / own - 1.0).abs() < 0.05, "{read} {own}");
    assert!(
        bench
            .biology
            .states()
            .iter()
            .any(|state| state.class == StateClass::Adapted)
    );
}

#[test]
fn the_same_seed_gives_the_same_plate() {
    let bench = bench("KM12");
    let drug = bench.drug("larotrectinib").unwrap();
    let parental = Specimen::parental(&bench.biology);
    let read = |seed| dose_response(&bench, &parental, drug, &PlateDesign::default(), &mut rng(seed));
    assert_eq!(read(4), read(4));
    assert_ne!(read(4).readings, read(5).readings);
}

/// Amplified drivers: little drug helps the cells before more kills them. No four-parameter curve has that
/// shape, so the doses come from the joined means, agree with the exact crossing and rise with the copies.
#[test]
fn a_response_that_rises_before_it_falls_is_read_off_the_joined_means() {
    let bench = bench("H3122");
    let drug = bench.drug("alectinib").unwrap();
    let design = without_scatter();
    let mut before = 0.0;
    for copies in 5..=8 {
        let cells = culture(&bench, &format!("alk-amplification in {copies} copies"));
        let read = dose_response(&bench, &cells, drug, &design, &mut rng(0));
        let exact = match ic50(&bench, &cells, &Treatment::single(&bench, drug), 72.0) {
            Crossing::At(nm) => nm,
            other => panic!("{other:?}"),
        };
        let Potency::Dose { nm, low, high } = read.ic50 else {
            panic!("{:?}", read.ic50)
        };
        assert!(
            (nm / exact - 1.0).abs() < 0.15,
            "{copies} copies: {nm} read, {exact} exact"
        );
        assert!(nm > before, "{copies} copies: {nm} after {before}");
        assert!(low == nm && high == nm, "no scatter, no interval");
        before = nm;
        if copies == 7 {
            assert!(read.interpolated.is_some() && read.fit.is_none(), "{read:?}");
            assert_eq!(read.ec50, Potency::None);
        }
    }
    let parental = dose_response(&bench, &Specimen::parental(&bench.biology), drug, &design, &mut rng(0));
    assert!(parental.interpolated.is_none() && parental.fit.is_some());
}
