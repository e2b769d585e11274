//! Which data a fit uses, and that none of them are used twice.

use super::conditions::DataFile;
use crate::knowledge::KnowledgeBase;
use crate::observed::read_as;
use crate::scenario::lock::hash;
use crate::session::SessionError;
use crate::statistics::fit::FitFile;

/// The files of a fit, each with its fingerprint.
pub(super) fn files(files: &[DataFile]) -> Result<Vec<FitFile>, SessionError> {
    let told = |file: &DataFile| {
        let read = read_as(&file.name, &file.text, &file.stated).map_err(SessionError::request)?;
        Ok(FitFile {
            file: file.bare_name().to_owned(),
            sha256: hash(&file.text),
            rows: read.rows() as u32,
        })
    };
    files.iter().map(told).collect()
}

/// Refuses data that a fit among the overlays has used: what they say is in its values already.
pub(super) fn refuse_again(knowledge: &KnowledgeBase, files: &[FitFile]) -> Result<(), SessionError> {
    for fit in &knowledge.data().fit {
        for file in files {
            let Some(known) = fit
                .data
                .iter()
                .find(|data| data.sha256.eq_ignore_ascii_case(&file.sha256))
            else {
                continue;
            };
            return Err(SessionError::Request(format!(
                "--data: {} was used already: values that an overlay gives were fitted {} ({}, there called {})\n  allowed: other data, \
                 or a fit without that overlay: what is known beforehand must not come from the same data",
                file.file,
                fit.why(),
                fit.id,
                known.file
            )));
        }
    }
    Ok(())
}
