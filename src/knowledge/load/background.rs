//! Which allele the rows of a study stand on, where its table leaves it out.

use crate::knowledge::schema::{File, Study, parts};

/// Rows of a line whose copies carry an allele anyway are rows on that allele: a table with "ITD" and "ITD+D835Y", read in a
/// line with ITD and without an unmutated row, says what D835Y adds to ITD. Without this its folds would reach nothing.
pub fn backgrounds(data: &mut File) {
    let File { study, line, .. } = data;
    for study in study.iter_mut().filter(|study| study.background.is_none()) {
        let own = line
            .iter()
            .find(|line| line.id == study.system)
            .map(|line| line.own_label());
        study.background = own.filter(|own| stands_on(study, own));
    }
}

fn stands_on(study: &Study, own: &str) -> bool {
    let own_parts = parts(own);
    let adds = |label: &str| {
        let label = parts(label);
        label.len() > own_parts.len() && own_parts.iter().all(|part| label.contains(part))
    };
    let unmutated = |label: &str| parts(label).is_empty();
    !own_parts.is_empty() && study.ic50.contains_key(own) && study.labels().any(adds) && !study.labels().any(unmutated)
}
