//! A validation in words.

use super::data::ValidationReport;
use crate::statistics::validation::{Assessment, ClaimRow, GroupRow, NAIVE, SumRow, Verdict};
use crate::words::{Columns, capital, counted, fixed, listed, number, percent, percents, with_interval};

/// Heads of the table of scores.
pub const SCORE_HEADS: [&str; 9] = [
    "group",
    "n",
    "fitted to the others",
    "unfitted",
    "all alike",
    "supply alone",
    "rank of the IC50 alone",
    "fitted less the best of these (95%)",
    "which is",
];

/// Heads of the table of claims.
pub const CLAIM_HEADS: [&str; 4] = [
    "claim",
    "share of flasks in which it is found, mean over worlds",
    "central 90% of worlds",
    "unfitted",
];

/// How the rules stand, with losses as plain as wins.
pub fn answer(report: &ValidationReport) -> String {
    let judged = report.judged();
    let of = |verdict: Verdict| -> Vec<String> {
        let groups = judged.groups.iter().filter(|group| group.verdict == verdict);
        groups.map(|group| group.name.clone()).collect()
    };
    let told = |verdict: Verdict| {
        let names = of(verdict);
        match names.is_empty() {
            true => format!("{} in none", verdict.word()),
            false => format!("{} in {} ({})", verdict.word(), names.len(), names.join("; ")),
        }
    };
    let sets: u64 = judged.sets.iter().map(|set| set.n).sum();
    let groups = match judged.groups.len() {
        1 => "1 group, left out of the fit, so that nothing was left to fit to".to_owned(),
        n => format!("{} that were left out of the fit in turn", counted(n as u64, "group")),
    };
    let sums: Vec<String> = judged.sums.iter().map(sum).collect();
    let coverage = &judged.coverage;
    let (share, band) = percents(coverage.share, coverage.low, coverage.high);
    format!(
        "Held against {} in {}. Beside the best naive predictor of each group the rules are \
         {}, {}, {}. {}. Of {} observed shares {} lie where 90% of new observations would ({share}; {band}).",
        counted(sets, "observation"),
        groups,
        told(Verdict::Better),
        told(Verdict::Worse),
        told(Verdict::Undecided),
        capital(&sums.join("; ")),
        coverage.n,
        coverage.count,
    )
}

/// A sum of differences, and what it says.
fn sum(sum: &SumRow) -> String {
    let which = match &sum.without {
        Some(group) => format!("without {group}"),
        None => "all groups together".to_owned(),
    };
    let says = match (sum.low > 0.0, sum.high < 0.0) {
        (true, _) => "better",
        (_, true) => "worse",
        _ => "undecided",
    };
    format!(
        "{which} the log score is {} against the best naive ones: {says}",
        with_interval([sum.difference, sum.low, sum.high].map(rounded))
    )
}

/// What the words mean, and what else is to be known.
pub fn notes(report: &ValidationReport) -> Vec<String> {
    let judged = report.judged();
    let mut notes = vec![format!(
        "Log score: the logarithm of the mean over worlds of the probability of exactly these counts; 0 is the best there can be. \
         All predictors hold {} of equal shares. Novel findings of cell lines are taken to be published {} as readily as \
         others; scores at {} stand below.",
        percent(report.uniform),
        times(judged.reporting),
        others(report)
    )];
    let flat: Vec<String> = judged
        .groups
        .iter()
        .filter(|group| group.power < 1.0)
        .map(|group| format!("{} ({})", group.name, number(group.power)))
        .collect();
    if !flat.is_empty() {
        notes.push(format!(
            "Where a likelihood would leave fewer than {} worlds it is flattened by a power, so that the fit takes less from these \
             data than they hold: {}.",
            number(report.least_effective),
            listed(&flat)
        ));
    }
    if report.refused > 0 {
        notes.push(format!(
            "{} more left out, since an experiment cannot be carried out in them: {}.",
            counted(report.refused, "world"),
            report.refused_why.as_deref().unwrap_or("")
        ));
    }
    notes
}

fn others(report: &ValidationReport) -> String {
    let others = report.at.iter().filter(|at| at.reporting != report.judged().reporting);
    let others: Vec<String> = others.map(|at| times(at.reporting)).collect();
    listed(&others)
}

/// "3 times".
fn times(weight: f64) -> String {
    match weight == 1.0 {
        true => "once".to_owned(),
        false => format!("{} times", number(weight)),
    }
}

/// The rows of the table of scores.
pub fn scores(at: &Assessment) -> Vec<Vec<String>> {
    let row = |group: &GroupRow| {
        let naive = NAIVE.map(|naive| {
            let found = group.naive.iter().find(|(one, _)| *one == naive);
            found.and_then(|(_, score)| *score).map_or("–".to_owned(), rounded)
        });
        let mut row = vec![
            group.name.clone(),
            group.n.to_string(),
            rounded(group.ours),
            rounded(group.unfitted),
        ];
        row.extend(naive);
        row.push(with_interval([group.difference, group.low, group.high].map(rounded)));
        row.push(group.verdict.word().to_owned());
        row
    };
    at.groups.iter().map(row).collect()
}

/// A score to a tenth: chance of the simulated flasks is larger than that.
fn rounded(score: f64) -> String {
    fixed((score * 10.0).round() / 10.0, 1)
}

/// The rows of the table of claims.
pub fn claims(at: &Assessment) -> Vec<Vec<String>> {
    let row = |claim: &ClaimRow| {
        let (share, band) = percents(claim.share, claim.band.low, claim.band.high);
        vec![
            format!("{}: {}", claim.title, claim.claim),
            share,
            band,
            percent(claim.unfitted),
        ]
    };
    at.claims.iter().map(row).collect()
}

/// The answer with scores and claims as columns, for terminals.
pub fn text(report: &ValidationReport) -> String {
    let judged = report.judged();
    let mut columns = Columns::name_and_numbers(SCORE_HEADS.len() - 1).indented(2);
    columns.row([
        "group",
        "n",
        "ours",
        "unfitted",
        "alike",
        "supply",
        "IC50",
        "difference (95%)",
        "",
    ]);
    scores(judged).into_iter().for_each(|row| columns.row(row));
    let mut claimed = Columns::name_and_numbers(CLAIM_HEADS.len() - 1).indented(2);
    claims(judged).into_iter().for_each(|row| claimed.row(row));
    let found = match judged.claims.is_empty() {
        true => String::new(),
        false => format!(
            "\nClaims, and the share of flasks in which each comes true:\n\n{}",
            claimed.text()
        ),
    };
    format!(
        "{}\n\n{}\n\nLog scores:\n\n{}{found}",
        answer(report),
        notes(report).join("\n\n"),
        columns.text()
    )
}
