//! A culture with cells of another line: what typing finds, and what every other read-out makes of it.

use super::{bench, called, clone, index, knowledge, words, work_up};
use escalade::assay::cells::foreign::mixed_with;
use escalade::assay::cells::specimen::ForeignLine;
use escalade::assay::identity::{Identity, Typing, TypingNoise, typing};
use escalade::assay::sequencing::panel::sites;
use escalade::assay::sequencing::true_vaf;
use escalade::assay::viability::growth::Culture;
use escalade::assay::{Bench, Specimen};
use escalade::diagnosis::scoring::score::score;
use escalade::diagnosis::scoring::truth::{Circumstances, TruthRow, truth};
use escalade::diagnosis::{Kind, Verdict, Workup};
use escalade::random::{Purpose, stream};

fn contaminated(bench: &Bench, cells: &Specimen, line: &str, share: f64) -> Specimen {
    mixed_with(cells, &ForeignLine::on(bench, line).expect("another line"), share)
}

fn typed(bench: &Bench, cells: &Specimen, n: u64) -> Typing {
    typing(
        bench,
        cells,
        TypingNoise::default(),
        &mut stream(3, n, Purpose::Identity),
    )
}

/// Hypothesis: a clean culture is called anything else with chance 1e-3 at most. With n = 20,000 typings more than
/// 50 such calls come by chance below 1e-6 then (expected 20 at most). Power: at 10% of KM12 most are called.
#[test]
fn a_clean_culture_is_its_line() {
    let mut wrong = 0;
    for line in ["H3122", "KM12", "MOLM-13", "baf3-flt3-itd"] {
        let bench = bench(line);
        let cells = Specimen::parental(&bench.biology);
        wrong += (0..5000)
            .filter(|n| typed(&bench, &cells, *n).identity != Identity::Match)
            .count();
    }
    assert!(wrong <= 50, "{wrong} of 20000");
    let bench = bench("H3122");
    let mixed = contaminated(&bench, &Specimen::parental(&bench.biology), "KM12", 0.1);
    let seen = (0..1000)
        .filter(|n| typed(&bench, &mixed, *n).identity == Identity::Mixed)
        .count();
    assert!(seen > 900, "{seen} of 1000");
}

#[test]
fn a_third_of_any_unrelated_line_is_found_and_named() {
    let lines = ["H3122", "KM12", "MOLM-13", "MV4-11", "baf3-flt3-itd"];
    for own in lines {
        let bench = bench(own);
        let cells = Specimen::parental(&bench.biology);
        for other in lines.into_iter().filter(|other| *other != own) {
            let read = typed(&bench, &contaminated(&bench, &cells, other, 0.3), 0);
            assert_eq!(read.identity, Identity::Mixed, "{other} in {own}");
            // A kit for one species does not show another one's alleles: PCR tells the species.
            let name = &knowledge().line(other).expect("a line").name.clone();
            assert!(
                read.fits.contains(name) || read.species.len() == 2,
                "{other} in {own}: {read:?}"
            );
            let swapped = typed(&bench, &contaminated(&bench, &cells, other, 0.99), 0);
            let same_species = swapped.species.len() == 1;
            assert_eq!(swapped.identity == Identity::Other, same_species, "{other} for {own}");
            assert_ne!(swapped.identity, Identity::Match);
        }
    }
}

/// Lines made from the same cells have the same profile: no typing tells them apart.
#[test]
fn lines_of_one_descent_are_not_told_apart() {
    let bench = bench("baf3-flt3-itd");
    let mixed = contaminated(&bench, &Specimen::parental(&bench.biology), "baf3-tpm3-ntrk1", 0.5);
    assert_eq!(typed(&bench, &mixed, 0).identity, Identity::Match);
}

#[test]
fn the_less_there_is_the_less_is_seen() {
    let bench = bench("H3122");
    let cells = Specimen::parental(&bench.biology);
    let found = |share| {
        let mixed = contaminated(&bench, &cells, "MV4-11", share);
        (0..300)
            .filter(|n| typed(&bench, &mixed, *n).identity == Identity::Mixed)
            .count()
    };
    let seen = [0.01, 0.05, 0.1, 0.2].map(found);
    assert!(seen.is_sorted() && seen[0] == 0 && seen[3] == 300, "{seen:?}");
}

/// Each part grows as it would alone under the same drug: KM12 has no ALK, and is hit off target only.
#[test]
fn foreign_cells_grow_as_themselves() {
    let bench = bench("H3122");
    let other = Bench::among(bench.knowledge(), "KM12", &["alectinib"], &[]).expect("a bench");
    let cells = Specimen::parental(&bench.biology);
    let doses = bench.only(index(&bench, "alectinib"), 1000.0);
    let own = Culture::new(&bench.biology, &cells, &doses).fold(3.0);
    let same = other.only(index(&other, "alectinib"), 1000.0);
    let theirs = Culture::new(&other.biology, &Specimen::parental(&other.biology), &same).fold(3.0);
    assert!(theirs > 4.0 * own, "{theirs} {own}");
    let both = Culture::new(&bench.biology, &contaminated(&bench, &cells, "KM12", 0.3), &doses).fold(3.0);
    assert!(
        (both / (0.7 * own + 0.3 * theirs) - 1.0).abs() < 1e-9,
        "{both} {own} {theirs}"
    );
    // A drug on their own driver reaches them as it would on their own bench.
    let larotrectinib = index(&other, "larotrectinib");
    let on_both = Bench::among(bench.knowledge(), "H3122", &["larotrectinib"], &[]).expect("a bench");
    let doses = on_both.only(index(&on_both, "larotrectinib"), 100.0);
    let mixed = contaminated(&on_both, &Specimen::parental(&on_both.biology), "KM12", 0.99);
    let fold = Culture::new(&on_both.biology, &mixed, &doses).fold(3.0);
    let alone = Culture::new(
        &other.biology,
        &Specimen::parental(&other.biology),
        &other.only(larotrectinib, 100.0),
    )
    .fold(3.0);
    let free = Culture::new(&on_both.biology, &Specimen::parental(&on_both.biology), &doses).fold(3.0);
    assert!(
        (fold / (0.99 * alone + 0.01 * free) - 1.0).abs() < 1e-9,
        "{fold} {alone}"
    );
}

#[test]
fn foreign_dna_dilutes_a_variant_and_may_share_it() {
    let bench = bench("H3122");
    let cells = clone(&bench, "G1202R");
    let all = sites(&bench);
    let site = all.iter().find(|site| site.change == "G1202R").expect("a site");
    let pure = true_vaf(&bench, &cells, site, 1.0);
    let mixed = true_vaf(&bench, &contaminated(&bench, &cells, "KM12", 0.5), site, 1.0);
    assert!(
        (pure - 0.5).abs() < 1e-12 && (mixed - 0.25).abs() < 1e-12,
        "{pure} {mixed}"
    );
    // MV4-11 has the duplication on both copies, MOLM-13 on one of two.
    let bench = super::bench("MOLM-13");
    let all = sites(&bench);
    let itd = all.iter().find(|site| site.change == "ITD").expect("a site");
    let cells = contaminated(&bench, &Specimen::parental(&bench.biology), "MV4-11", 0.5);
    let copies = f64::from(super::bench("MV4-11").biology.wild_type().total_copies());
    let expected = (0.5 * 1.0 + 0.5 * copies) / (0.5 * 2.0 + 0.5 * copies);
    assert!((true_vaf(&bench, &cells, itd, 1.0) - expected).abs() < 1e-12);
}

/// P14: unaltered cells with a foreign third look resistant; typing stops the work-up before anything is called.
#[test]
fn a_contaminated_culture_is_found_before_anything_is_called() {
    let bench = bench("H3122");
    let cells = contaminated(&bench, &Specimen::parental(&bench.biology), "KM12", 0.3);
    let treated = ("alectinib", 1000.0);
    let full = work_up(&bench, &cells, treated, &Workup::full(), 0);
    assert_eq!(words(&full.diagnosis), "material: cells of another line");
    let truth = truth(&bench.biology, &cells, &Circumstances::default());
    assert_eq!(truth.row(), TruthRow::One(Kind::Material));
    assert_eq!(score(&full.diagnosis, &truth).verdict, Verdict::Right);
    let cheap = work_up(&bench, &cells, treated, &Workup::cheap(), 0);
    assert!(
        ![Kind::Material, Kind::NotResistant].contains(&called(&cheap)),
        "{:?}",
        cheap.diagnosis.calls
    );
    assert_eq!(score(&cheap.diagnosis, &truth).verdict, Verdict::Wrong);
}
