//! What is asked of an import.

/// A file of data: its name in messages, and its text.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// As the user named it.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// What is asked of an import.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The line or assay system of rows that name none.
    pub line: Option<String>,
    /// By which the ids of the records begin.
    pub id: String,
    /// Where the numbers come from; said from the files' names where absent.
    pub citation: Option<String>,
    /// Whether the numbers are made up, and are to be marked so.
    pub made_up: bool,
    /// Where studies overlap, the lowest rank gives the value; those of the knowledge base are 1 to 99.
    pub rank: u32,
    /// Length of assays that state none, hours.
    pub hours: Option<f64>,
    /// The condition that is imported, of files with several.
    pub condition: Option<String>,
}
