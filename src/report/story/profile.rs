//! The profile for a terminal.

use crate::report::words::{labelled, share};
use crate::statistics::FlaskSummary;
use crate::words::{Columns, grouped, percent, shortened};

/// Letters of a mechanism's name in the table: three alterations and a state fit.
const NAME: usize = 72;

/// The profile for a terminal: aligned columns, at most 12 mechanisms, of which few that never dominated.
pub fn text_profile(summary: &FlaskSummary) -> String {
    const SHOWN: usize = 12;
    const PRESENT_ONLY: usize = 3;
    let (profile, culture) = (&summary.profile, summary.culture());
    if profile.resistant_flasks == 0 {
        return format!("no resistant {culture} among {}\n", grouped(profile.all_flasks));
    }
    let count = |n: u64, of: u64| format!("{}/{}", grouped(n), grouped(of));
    let mut table = Columns::name_and_numbers(4);
    table.row([
        "mechanism".to_owned(),
        "dominant".to_owned(),
        format!("of resistant {culture}s (95%)"),
        format!("of all {culture}s (95%)"),
        "present".to_owned(),
    ]);
    let dominant = profile
        .by_mechanism
        .iter()
        .filter(|row| row.dominant.of_resistant.count > 0)
        .count();
    let shown = SHOWN.min(dominant + PRESENT_ONLY).min(profile.by_mechanism.len());
    for row in profile.by_mechanism.iter().take(shown) {
        let dominant = &row.dominant.of_resistant;
        table.row([
            shortened(labelled(row.class, &row.label), NAME),
            count(dominant.count, dominant.n),
            share(dominant),
            share(&row.dominant.of_all),
            percent(row.present.of_resistant.share),
        ]);
    }
    let mut out = table.text();
    if profile.by_mechanism.len() > shown {
        out.push_str(&format!(
            "and {} more in the report\n",
            profile.by_mechanism.len() - shown
        ));
    }
    out
}
