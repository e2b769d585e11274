//! A tornado as files.

use crate::report::{ReportError, figure, page, table};
use crate::statistics::tornado::Tornado;

/// Page, table, its data dictionary and figure, by file name; `version` is that of the program.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn files(tornado: &Tornado, top: usize, version: &str) -> Result<Vec<(String, String)>, ReportError> {
    let mut files = table::tornado(tornado);
    let drawn = figure::tornado::draw(&figure::tornado::data(tornado, top))?;
    files.push((
        "tornado.html".to_owned(),
        page::tornado::page(tornado, top, &drawn, version),
    ));
    files.push(("tornado.svg".to_owned(), drawn));
    Ok(files)
}
