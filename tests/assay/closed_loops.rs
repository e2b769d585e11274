//! Closed loops: potencies of the knowledge base and of the model come back from the simulated plate.

use crate::plates::{reported, rng, wide, without_scatter};
use crate::{base, bench, culture};
use escalade::assay::functional::cross_resistance::{Crossing, Treatment, ic50};
use escalade::assay::viability::dose_response::{dose_response, titrate};
use escalade::assay::{Bench, Specimen, genotype};
use escalade::model::biology::Biology;
use escalade::model::endpoint::{self, Endpoint};

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
