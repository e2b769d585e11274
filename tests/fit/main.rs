//! What a laboratory's own data teach, and how they come in and go out.

#[path = "../arms/mod.rs"]
mod arms;
mod barcodes;
mod fitted;
mod learned;
mod own_data;
mod posterior;
mod sequenced;
#[path = "../support/mod.rs"]
mod support;
