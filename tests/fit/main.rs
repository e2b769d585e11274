//! What a laboratory's own data teach, and how they come in and go out.

mod agreement;
#[path = "../arms/mod.rs"]
mod arms;
mod barcodes;
mod colonies;
mod fit_to_run;
mod fitted;
mod fluctuation;
mod grown;
mod imported_alleles;
mod imports;
mod learned;
mod posterior;
mod refusals;
mod sequenced;
#[path = "../support/mod.rs"]
mod support;
