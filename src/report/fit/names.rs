//! Names of the files of a fit.

/// The page.
pub const PAGE: &str = "fit.html";
/// Draws of the posterior: a row per world.
pub const POSTERIOR: &str = "posterior.csv";
/// What was found as an overlay.
pub const OVERLAY: &str = "fitted.toml";
/// The page of an observed experiment among simulated ones.
pub const PLACED_PAGE: &str = "observed.html";
