//! What is told of a table without its rows.

use super::kind::Kind;
use std::borrow::Cow;

/// A table as its reader needs to know it.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// File name, for example `replicates.csv`.
    pub name: &'static str,
    /// What a row is: "flask", "flask and asked day and mechanism".
    pub row: &'static str,
    /// In the order of the file.
    pub columns: Vec<ColumnDescription>,
}

/// A column as its reader needs to know it.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnDescription {
    /// As in the header.
    pub name: Cow<'static, str>,
    /// What it holds; its unit and storage follow.
    pub kind: Kind,
    /// What it means.
    pub meaning: Cow<'static, str>,
    /// When it is empty; itself empty where it never is.
    pub missing: &'static str,
}
