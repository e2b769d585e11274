//! Flasks that start from a mixture: cells of other genotypes or states, spiked in at seeding.

use crate::scenarios::laboratory;
use crate::support::{Bench, LABORATORY, changed};
use escalade::engine::run_flask;

/// The laboratory scenario with this spike.
fn spiked(spike: &str) -> String {
    changed(
        LABORATORY,
        "id = \"H3122\"",
        &format!("id = \"H3122\"\nspike = {spike}"),
    )
}

/// Two types without switches, mutants and crowding: the share of the spiked one at t is s e^(g2 t) over itself plus
/// (1 - s) e^(g1 t). Rates are those that `explain` tells. 200 flasks; the mean log odds lies within 4.89 standard
/// errors (alpha 1e-6) of theory, from the binomial start and the noise of two birth-death processes.
#[test]
fn a_spike_takes_over_as_its_growth_says() {
    const FLASKS: u64 = 200;
    let closed = "\n[routes]\nalleles = [\"G1202R\"]\namplification = false\nbypass = false\nstates = false\n\
                  [flask]\ncapacity = 1e13\nseed_cells = 1e6\npassage = { at = \"never\", or_every = \"never\" }\n\
                  [record]\nsamples = [\"14 d\", \"30 d\"]\n[line]";
    let text = spiked("{ genotype = \"ALK-G1202R\", share = \"1%\" }");
    let text = changed(&text, "[line]", closed);
    let text = changed(&text, "after = \"60 d\"", "after = \"30 d\"\nat_resistance = false");
    let (scenario, laboratory) = laboratory(&text);
    let told = serde_json::to_value(escalade::scenario::explain::explain(&scenario)).unwrap();
    let types = told["laboratory"]["courses"][0]["types"].as_array().unwrap().clone();
    let net = |label: &str| {
        let row = types.iter().find(|row| row["label"] == label).expect("the type");
        row["net"][0].as_f64().unwrap()
    };
    let (g1, g2, s) = (net("unaltered"), net("G1202R"), 0.01);
    assert!((g1 + 0.1436).abs() < 5e-4 && (g2 - 0.2517).abs() < 5e-4, "{g1} {g2}");
    let biology = &laboratory.biology;
    let spike = &laboratory.protocol.design.spikes[0];
    // Variance of the log of a birth-death process from n cells: (b + d) / (b - d) (1 - e^-gt) / n.
    let noise = |phenotype: escalade::model::biology::Phenotype, n: f64, t: f64| {
        let g = phenotype.net();
        (phenotype.birth + phenotype.death) / g * (1.0 - (-g * t).exp()) / n
    };
    for (k, (t, wanted)) in [(14.0, 0.719), (30.0, 0.9993)].into_iter().enumerate() {
        let share = s * (g2 * t).exp() / (s * (g2 * t).exp() + (1.0 - s) * (g1 * t).exp());
        assert!((share - wanted).abs() < 1e-3, "day {t}: {share}");
        let odds = |share: f64| (share / (1.0 - share)).ln();
        let mean = (0..FLASKS)
            .map(|flask| {
                let record = run_flask(biology, &laboratory.protocol, &scenario.settings, 3, flask);
                let sample = &record.samples[k].composition;
                odds(
                    sample
                        .iter()
                        .find(|part| part.mechanism.label == "G1202R")
                        .unwrap()
                        .share,
                )
            })
            .sum::<f64>()
            / FLASKS as f64;
        let unaltered = biology.phenotype(&biology.wild_type(), 0, &[300.0]);
        let mutant = biology.phenotype(&spike.genotype, 0, &[300.0]);
        let variance = 1.0 / (1e6 * s) + noise(mutant, 1e6 * s, t) + noise(unaltered, 1e6 * (1.0 - s), t);
        let off = (mean - odds(share)) / (variance / FLASKS as f64).sqrt();
        assert!(off.abs() < 4.89, "day {t}: {off} standard errors, {mean}");
        // It would be noticed if cells had been added to the flask instead of taking a place in it (1/101).
        assert!(((1.0 / 101.0_f64 / (100.0 / 101.0)).ln() - odds(s)).abs() > 4.89 * (variance / FLASKS as f64).sqrt());
    }
}

/// A thawed resistant line: every cell carries both alterations and comes from the vial, whatever stock is named.
#[test]
fn a_resistant_line_is_thawed() {
    for stock in ["clone", "old"] {
        let spike =
            format!("{{ genotype = \"C1156Y+L1198F + met-amplification\", share = \"100%\" }}\nstock = \"{stock}\"");
        let (scenario, laboratory) = laboratory(&spiked(&spike));
        let record = run_flask(&laboratory.biology, &laboratory.protocol, &scenario.settings, 1, 0);
        let first = &record.composition[0];
        assert_eq!(first.mechanism.label, "C1156Y+L1198F + MET amplification");
        assert!(record.spiked > 0.999 && record.pre_existing == 0.0, "{}", record.spiked);
        let spiked: Vec<_> = record.lineages.iter().filter(|lineage| lineage.spiked).collect();
        assert_eq!((spiked.len(), spiked[0].founded_day, spiked[0].parent), (1, 0.0, None));
        assert_eq!(
            spiked[0].founders,
            record.lineages.iter().map(|l| l.founders).max().unwrap()
        );
    }
}

/// Shares of a state: tolerant cells on day 0 are of the line itself, founded by no alteration.
#[test]
fn states_are_mixed_in_too() {
    let (_, laboratory) = laboratory(&spiked(
        "[{ state = \"drug-tolerant\", share = \"20%\" }, { genotype = \"G1202R @ ccn1-high\", cells = 1e4 }]",
    ));
    let seeded = laboratory.protocol.flask.seed_cells as f64;
    let shares: Vec<f64> = laboratory
        .protocol
        .design
        .spikes
        .iter()
        .map(|spike| spike.share)
        .collect();
    assert_eq!(shares, [0.2, 1e4 / seeded]);
    let with = |asked: &str| {
        let text = changed(&spiked(asked), "dose = \"300 nM\"", "dose = \"0 nM\"");
        let text = changed(
            &text,
            "[stop]",
            "[record]\nsamples = [\"1 d\"]\n[stop]\nat_resistance = false",
        );
        let (scenario, laboratory) = self::laboratory(&text);
        let record = run_flask(&laboratory.biology, &laboratory.protocol, &scenario.settings, 1, 0);
        let sample = record.samples[0].composition.clone();
        let of = |label: &str| {
            sample
                .iter()
                .find(|part| part.mechanism.label == label)
                .map_or(0.0, |part| part.share)
        };
        (of("drug-tolerant"), record.spiked)
    };
    let (tolerant, spiked) = with("{ state = \"drug-tolerant\", share = \"20%\" }");
    assert!(tolerant > 0.05 && spiked == 0.0, "{tolerant} {spiked}");
    assert!(with("{ genotype = \"G1202R\", share = \"20%\" }").0 < 0.01);
}

#[test]
fn mistakes_are_told() {
    let refused = |spike: &str, parts: &[&str]| {
        let bench = Bench::with(&spiked(spike));
        bench.refused(&["check", "s.toml"], parts);
    };
    refused(
        "{ genotype = \"ALK-G1202S\", share = \"1%\" }",
        &[
            "s.toml:7",
            "\"ALK-G1202S\" cannot be spiked in",
            "did you mean",
            "G1202R",
        ],
    );
    refused(
        "{ genotype = \"D835Y\", share = \"1%\" }",
        &["D835Y is an allele of FLT3, which does not drive NCI-H3122"],
    );
    refused(
        "{ genotype = \"G1202R\", share = \"0%\" }",
        &["`share`", "out of range", "more than none"],
    );
    refused("{ genotype = \"G1202R\", cells = 0 }", &["`cells`", "more than none"]);
    refused(
        "{ genotype = \"G1202R\", cells = 1e12 }",
        &["`cells`", "that are seeded"],
    );
    refused("{ genotype = \"G1202R\" }", &["says no amount"]);
    refused(
        "{ genotype = \"G1202R\", share = \"1%\", cells = 5 }",
        &["does not go with `share`"],
    );
    refused(
        "{ genotype = \"parental\", share = \"1%\" }",
        &["nothing but unaltered cells"],
    );
    refused(
        "{ share = \"1%\", alelle = \"G1202R\" }",
        &["`alelle`", "is not a key of a spike"],
    );
    refused(
        "{ state = \"mesenchymal\", share = \"1%\" }",
        &["\"mesenchymal\" is not an open state of NCI-H3122", "ccn1-high"],
    );
    refused("\"G1202R\"", &["cannot be read", "{ genotype = "]);
    refused(
        "[{ genotype = \"G1202R\", share = \"60%\" }, { genotype = \"G1269A\", share = \"60%\" }]",
        &["adds up to 120% of the cells seeded", "at most 100%"],
    );
    refused(
        "[{ genotype = \"G1202R\", share = \"1%\" }, { genotype = \"ALK-G1202R\", share = \"1%\" }]",
        &["is spiked in twice", "entry 1"],
    );
}

/// The lock file carries the mixture and gives the same files; batches and sweeps vary it.
#[test]
fn locks_batches_and_sweeps_take_mixtures() {
    let text = spiked("[{ genotype = \"ALK-G1202R\", share = \"0.7%\" }, { state = \"drug-tolerant\", cells = 5e3 }]");
    let bench = Bench::with(&text);
    bench.good(&["run", "s.toml", "--out", "a", "--quiet"]);
    bench.good(&["run", "a/scenario.lock.toml", "--out", "b", "--quiet"]);
    assert_eq!(bench.run_files("a"), bench.run_files("b"));
    let told = bench.good(&["explain", "s.toml"]);
    assert!(told.contains("0.7% (about 1.47 × 10⁴ cells) G1202R"), "{told}");

    bench.write("one.toml", &spiked("{ genotype = \"G1202R\", share = \"1%\" }"));
    bench.write(
        "draws.csv",
        "line.spike.genotype,line.spike.share\nG1202R,100%\nMET amplification,100%\nS1206Y,1%\n",
    );
    let rows = bench.good(&[
        "batch",
        "one.toml",
        "--table",
        "draws.csv",
        "--collect",
        "spiked,resistant",
    ]);
    let spiked: Vec<f64> = rows
        .lines()
        .skip(1)
        .map(|row| {
            let header = rows.lines().next().unwrap().split(',');
            let column = header
                .clone()
                .position(|name| name.starts_with("spiked"))
                .expect("the column");
            row.split(',').nth(column).unwrap().parse().unwrap()
        })
        .collect();
    assert!(spiked[0] > 0.99 && spiked[1] > 0.99 && spiked[2] < 0.5, "{spiked:?}");
    let swept = bench.good(&[
        "sweep",
        "one.toml",
        "--vary",
        "line.spike.share=0.1,10%",
        "--out",
        "sw",
        "--quiet",
    ]);
    assert!(swept.contains("share of the cells seeded that is spiked in"), "{swept}");
}

/// A holiday of an assay is that of a flask: cells with six copies of ALK, 25 days without drug. The flasks' mean number
/// of copies lies within 4.89 standard errors (alpha 1e-6; 12 flasks of a million cells) of the assay's.
#[test]
fn a_culture_on_holiday_loses_copies_as_a_flask_does() {
    use escalade::assay::{Specimen, genotype, viability::holiday::rested};
    use escalade::engine::sample_flask;
    const FLASKS: u64 = 12;
    const DAYS: f64 = 25.0;
    let open = "\n[routes]\nalleles = false\nbypass = false\nstates = false\n\
                [flask]\ncapacity = 1e13\nseed_cells = 1e6\npassage = { at = \"never\", or_every = \"never\" }\n[line]";
    let text = spiked("{ genotype = \"ALK-amplification in 6 copies\", share = \"100%\" }");
    let text = changed(&text, "[line]", open);
    let text = changed(&text, "dose = \"300 nM\"", "dose = \"0 nM\"");
    let text = changed(&text, "after = \"60 d\"", "after = \"25 d\"\nat_resistance = false");
    let (scenario, laboratory) = laboratory(&text);
    let biology = &laboratory.biology;
    let copies = |culture: &Specimen| culture.mean(|part| f64::from(part.genotype.total_copies()));
    let amplified = genotype::read(biology, "ALK-amplification in 6 copies").unwrap();
    let expected = copies(&rested(biology, &amplified, &[0.0], DAYS).unwrap());
    assert!(expected < 5.5, "none is lost: {expected}");
    let means = (0..FLASKS).map(|flask| {
        let (_, samples) = sample_flask(biology, &laboratory.protocol, &scenario.settings, 11, flask, &[DAYS]);
        copies(&Specimen::of_flask("flask", samples.last().unwrap()).unwrap())
    });
    let means: Vec<f64> = means.collect();
    let n = FLASKS as f64;
    let mean = means.iter().sum::<f64>() / n;
    let variance = means.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let off = (mean - expected) / (variance / n).sqrt();
    assert!(
        off.abs() < 4.89 && variance > 0.0,
        "{off} standard errors: {mean}, expected {expected}"
    );
    assert!((mean / expected - 1.0).abs() < 0.01, "{mean}, expected {expected}");
}

/// "IC20" is that of the parental line in plain medium, whatever surrounds the flask's cells.
#[test]
fn an_ic20_does_not_depend_on_the_niche() {
    let text = |niche: &str| {
        let text = changed(LABORATORY, "id = \"H3122\"", &format!("id = \"MOLM-13\"\n{niche}"));
        let text = changed(&text, "drug = \"alectinib\"", "drug = \"gilteritinib\"");
        changed(&text, "dose = \"300 nM\"", "doses = [\"IC20\", \"IC50\"]")
    };
    let doses = |niche: &str| laboratory(&text(niche)).1.protocol.courses[0].dosing.doses();
    let plain = doses("");
    assert_eq!(plain, doses("[niche]\nhs-5 = 0.5"));
    // In the co-culture the parental line needs ten times as much and more.
    let (_, among) = laboratory(&text("[niche]\nhs-5 = 0.5"));
    let biology = &among.biology;
    let there = escalade::model::endpoint::absolute_ic(biology, &biology.wild_type(), 0, 0, 0.2, 72.0).unwrap();
    assert!(there > 10.0 * plain[0], "{there}, {plain:?}");
}
