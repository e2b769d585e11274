//! Dose-response assays: closed loops with the knowledge base, coverage of intervals, mixtures, holidays.

use escalade::assay::dose_response::{DoseResponse, Potency, analyse, dose_response, titrate};
use escalade::assay::plate::{PlateDesign, PlateNoise, log_spaced};
use escalade::assay::{Bench, Specimen, SpecimenCells, genotype, growth::Culture};
use escalade::knowledge::KnowledgeBase;
use escalade::model::endpoint::{self, Endpoint, dilution_series};
use escalade::random::{Purpose, stream};

fn base() -> KnowledgeBase {
    KnowledgeBase::builtin().unwrap()
}

fn rng(replicate: u64) -> escalade::random::Generator {
    stream(20261122, replicate, Purpose::DoseResponse)
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

#[test]
fn print_loops() {
    let mut n = 0;
    let mut off = Vec::new();
    for system in base().assay_systems().unwrap() {
        let Some(biology) = &system.biology else { continue };
        let design = PlateDesign {
            doses: dilution_series(),
            hours: system.hours,
            ..PlateDesign::default()
        }
        .noise_free();
        let parental = Specimen::parental(biology);
        let response = titrate(biology, &parental, "d".into(), &design, |dose| vec![dose], &mut rng(0));
        if matches!(system.row.endpoint, Endpoint::Phosphorylation | Endpoint::Enzyme) {
            continue;
        }
        n += 1;
        let got = reported(&response, system.row.endpoint);
        let error = got.map(|g| g / system.row.stated - 1.0);
        if error.is_none_or(|e| e.abs() > 0.02) {
            off.push(format!(
                "{} {} {} {:?} stated {} got {got:?} ({error:?})",
                system.row.study, system.row.allele, system.row.drug, system.row.endpoint, system.row.stated
            ));
        }
    }
    println!("{n} loops; off:\n{}", off.join("\n"));
    let _ = (
        analyse as fn(_, _, &_, _) -> _,
        dose_response as fn(_, _, _, &_, _) -> _,
        Potency::None,
        PlateNoise::NONE,
        log_spaced(1., 2., 3),
        endpoint::HIGHEST_DOSE,
    );
    let bench = Bench::of_line(&base(), "H3122").unwrap();
    let _ = (
        genotype::read(&bench.biology, "parental"),
        SpecimenCells {
            genotype: bench.biology.wild_type(),
            state: 0,
            count: 1.0,
        },
    );
    for drug in bench.driver_drugs() {
        let design = PlateDesign {
            ..PlateDesign::default()
        }
        .noise_free();
        let specimen = Specimen::parental(&bench.biology);
        let r = dose_response(&bench, &specimen, drug, &design, &mut rng(0));
        let exact = endpoint::absolute_ic(&bench.biology, &bench.biology.wild_type(), 0, drug, 0.5, 72.0);
        println!("{} {:?} exact {exact:?} ec50 {:?}", r.drug, r.ic50, r.ec50);
    }
    let _ = Culture::new(&bench.biology, &Specimen::parental(&bench.biology), &bench.only(0, 0.0));
}
