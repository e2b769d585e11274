//! Reads of changes, conditions that fix what is free elsewhere, and flasks of one stock.

use crate::support::{Bench, LABORATORY, changed};

/// Undrugged cells of which a tenth have a change when they are seeded.
fn spiked(line: &str, genotype: &str, drug: &str) -> String {
    let text = changed(
        LABORATORY,
        "id = \"H3122\"",
        &format!("id = \"{line}\"\nspike = {{ genotype = \"{genotype}\", share = \"10%\" }}"),
    );
    let text = changed(&text, "drug = \"alectinib\"", &format!("drug = \"{drug}\""));
    changed(&text, "dose = \"300 nM\"", "dose = \"0 nM\"")
        + "\n[worlds]\ncount = 0\n[routes]\nstates = false\namplification = false\n"
}

/// What simulated flasks show of each row: their median.
fn medians(bench: &Bench, data: &str, out: &str) -> Vec<f64> {
    bench.write("d.csv", data);
    bench.good(&["run", "s.toml", "--observed", "d.csv", "--out", out, "--quiet"]);
    let bytes = bench.read(&format!("{out}/observed/placed.csv"));
    let mut table = csv::Reader::from_reader(&bytes[..]);
    let median = table
        .headers()
        .unwrap()
        .iter()
        .position(|head| head == "median")
        .unwrap();
    let rows = table.records().map(Result::unwrap);
    rows.map(|row| row[median].parse().unwrap()).collect()
}

/// A fusion leaves the other allele in place and an allele of another gene is one of two, so that a tenth of the cells are a twentieth of the
/// reads; of two copies of FLT3 one is hit; and reads of day 0 see what was spiked in. 10^5 reads: a standard error of 0.0007.
#[test]
fn reads_see_every_copy_of_a_locus() {
    for (line, genotype, drug, change, expected) in [
        ("H3122", "ALK-G1202R", "alectinib", "G1202R", 0.05),
        ("KM12", "kras-g12d", "larotrectinib", "KRAS G12D", 0.05),
        ("MOLM-13", "FLT3-D835Y", "quizartinib", "D835Y", 0.05),
    ] {
        let bench = Bench::with(&spiked(line, genotype, drug));
        let data = format!("flask,day,change,vaf,depth\na,0,{change},0.05,100000\na,4,{change},0.05,100000\n");
        for shown in medians(&bench, &data, "o") {
            assert!((shown - expected).abs() < 0.004, "{change} in {line}: {shown}");
        }
    }
}

/// A change goes by its name with or without its gene; another gene's is another, and what no cell can have is refused with what
/// can.
#[test]
fn changes_are_read_by_name_or_refused() {
    let open = "alleles = [\"G595R\"]\nbypass = [\"kras-g12d\", \"nras-g12d\", \"met-amplification\"]\n";
    let bench = Bench::with(&(spiked("KM12", "kras-g12d", "larotrectinib") + open));
    let row = |change: &str| format!("flask,day,change,vaf,depth\na,4,{change},0.05,10000\n");
    for name in ["KRAS p.G12D", "kras-g12d"] {
        let shown = medians(&bench, &row(name), &format!("o {name}").replace([' ', ':'], "_"))[0];
        assert!((shown - 0.05).abs() < 0.01, "{name}: {shown}");
    }
    let other = medians(&bench, &row("NRAS-G12D"), "n")[0];
    assert!(other < 0.003, "{other}");
    for name in ["NTRK1 G595R", "p.G595R"] {
        medians(&bench, &row(name), &format!("g {name}").replace([' ', '.'], "_"));
    }
    for name in ["G595X", "KRAS", "MET amplification", "c.1783G>A"] {
        bench.write("d.csv", &row(name));
        bench.refused(
            &["run", "s.toml", "--observed", "d.csv", "--out", "x"],
            &["line 2", &format!("\"{name}\" is no point mutation"), "allowed: "],
        );
    }
}

/// Reads that show a change where it is not are one in a thousand, or what the file says.
#[test]
fn errors_of_reading_are_those_of_the_file() {
    let bench = Bench::with(&(LABORATORY.to_owned() + "\n[worlds]\ncount = 0\n"));
    let data = |misread: &str| format!("flask,day,change,vaf,depth,misread\na,4,G1202R,0,50000,{misread}\n");
    let usual = medians(&bench, &data(""), "a")[0];
    let duplex = medians(&bench, &data("1e-7"), "b")[0];
    assert!((usual - 1e-3).abs() < 3e-4, "{usual}");
    assert!(duplex < 1e-4, "{duplex}");
}

/// What a condition sets stands, whatever is free under the others: growth at 0.4 under the one, at 0.2 under the other.
#[test]
fn a_condition_keeps_what_it_sets() {
    let plain = r#"
schema = 1
name = "Growth"
replicates = 10
[plain]
types = [{ name = "cells", founders = 1e8 }]
[[plain.phases]]
duration = "10 d"
rates = { cells = { birth = 0.45, death = 0.1 } }
"#;
    let bench = Bench::with(plain);
    let mut data = "condition,flask,day,cells\n".to_owned();
    for (condition, net) in [("fixed", 0.4f64), ("open", 0.2)] {
        for (flask, error) in [("a", 1.02), ("b", 0.98), ("c", 1.01)] {
            for day in [2.0, 5.0, 8.0] {
                data += &format!(
                    "{condition},{flask},{day},{}\n",
                    (1e8 * error * (net * day).exp()).round()
                );
            }
        }
    }
    bench.write("d.csv", &data);
    let key = "plain.phases.1.rates.cells.birth";
    let plan = format!(
        "[[condition]]\nname = \"fixed\"\nset = {{ \"{key}\" = 0.5 }}\n[[condition]]\nname = \"open\"\nset = {{}}\n"
    );
    bench.write("plan.toml", &plan);
    let free = format!("{key}=0.2..0.8");
    let args = [
        "fit",
        "s.toml",
        "--data",
        "d.csv",
        "--data",
        "plan.toml",
        "--free",
        &free,
    ];
    bench.good(&[&args[..], &["--particles", "100", "--quiet", "--out", "o"]].concat());
    let posterior = String::from_utf8(bench.read("o/posterior.csv")).unwrap();
    let draws: Vec<f64> = (posterior.lines().skip(1))
        .map(|row| {
            row.split(',')
                .find_map(|cell| cell.parse::<f64>().ok().filter(|n| n.fract() != 0.0))
                .unwrap()
        })
        .collect();
    let mean = draws.iter().sum::<f64>() / draws.len() as f64;
    assert!((mean - 0.3).abs() < 0.01, "{mean}");
    bench.write(
        "plan.toml",
        &plan.replace("set = {}", &format!("set = {{ \"{key}\" = 0.4 }}")),
    );
    bench.refused(&args, &["every condition with data sets it"]);
}

/// Which flasks share a stock must be known: all of one where there are no more than arms, else by their numbers.
#[test]
fn flasks_of_a_stock_are_told_by_number() {
    let bench = Bench::with(&changed(LABORATORY, "id = \"H3122\"", "id = \"H3122\"\narms = 2"));
    let fit = |data: &str| {
        bench.write("d.csv", &format!("flask,day,outcome\n{data}"));
        [
            "fit",
            "s.toml",
            "--data",
            "d.csv",
            "--free",
            "H3122/doubling",
            "--out",
            "o",
        ]
    };
    bench.refused(
        &fit("a,60,time_over\nb,60,time_over\nc,60,time_over\n"),
        &[
            "3 flasks, of which 2 are split from one stock",
            "1 to 2 of the first stock",
        ],
    );
    let quick = ["--particles", "60", "--most-flasks", "2000", "--quiet"];
    let good = fit("1,60,time_over\n2,60,time_over\n3,60,time_over\n");
    bench.good(&[&good[..], &quick].concat());
}
