//! `escalade assay identity`.

use super::Out;
use super::subject::SubjectArgs;
use crate::assay::identity::{TypingNoise, typing};
use crate::cli::failure::Failure;
use crate::random::Purpose;
use crate::report::assay::identity;

#[derive(Debug, clap::Args)]
pub struct IdentityArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    #[command(flatten)]
    out: Out,
}

pub fn run(args: &IdentityArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let mut rng = subject.rng(args.out.seed, Purpose::Identity);
    let noise = TypingNoise::default();
    let typed: Vec<_> = (subject.cultures.iter())
        .map(|culture| typing(&subject.bench, culture, noise, &mut rng))
        .collect();
    // Typing reads DNA alone: no growth, no drug.
    args.out.deliver(identity(&typed, &[]))
}
