//! The knowledge base: every record valid, every potency closed, every rule of missing values marked.

use escalade::knowledge::KnowledgeBase;

#[test]
fn print_growth_table() {
    let kb = KnowledgeBase::builtin().unwrap();
    let drugs = ["crizotinib", "alectinib", "ceritinib", "brigatinib", "lorlatinib"];
    let resolved = kb.resolve("H3122", &drugs).unwrap();
    let b = &resolved.biology;
    println!("fate {:?}", b.fate);
    for d in b.drugs() {
        println!("{} {:?} tox {:?}", d.id, d.driver, d.toxicity);
    }
    let wild = b.wild_type();
    let mut all = vec![(wild.clone(), b.mechanism(&wild, 0), 0.0)];
    all.extend(b.reachable_first());
    for (d, drug) in drugs.iter().enumerate() {
        println!("== {drug}");
        for (g, m, u) in &all {
            for s in 0..b.states().len() {
                if s > 0 && m.label != "none" {
                    continue;
                }
                let row: Vec<String> = [0.0, 1.0, 10.0, 30.0, 100.0, 300.0, 1000.0]
                    .iter()
                    .map(|&c| {
                        let mut doses = vec![0.0; drugs.len()];
                        doses[d] = c;
                        format!("{:+.2}", b.phenotype(g, s, &doses).net() / b.parental_growth())
                    })
                    .collect();
                let ic = escalade::model::endpoint::absolute_ic(b, g, s, d, 0.5, 72.0);
                println!(
                    "{:28} {:9.2e} {} IC50 {:?}",
                    b.mechanism(g, s).label,
                    u,
                    row.join(" "),
                    ic
                );
            }
        }
    }
    println!("{:?}", resolved.unreachable);
    println!("{} assumptions", resolved.assumptions.len());
}
