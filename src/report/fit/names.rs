//! Names of the files of a fit.

/// The page.
pub const PAGE: &str = "fit.html";
/// What was found as an overlay.
pub const OVERLAY: &str = "fitted.toml";
/// The page of an observed experiment among simulated ones.
pub const PLACED_PAGE: &str = "observed.html";
