//! What a laboratory's own data teach, and how they come in and go out.

mod barcodes;
mod fitted;
mod own_data;
mod posterior;
mod sequenced;
#[path = "../support/mod.rs"]
mod support;
