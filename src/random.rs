//! Generators. The only place that makes one.
//!
//! A 32-byte ChaCha8 key holds the scheme version, the master seed and the purpose; the replicate
//! is the stream. Distinct triples never overlap, so results do not depend on threads, shards or
//! the order in which replicates run. ChaCha8 is a named algorithm with a stable output, unlike
//! the `StdRng` of the rand crate.

use rand::SeedableRng;

/// The generator that every sampling function takes.
pub type Generator = rand::rngs::ChaCha8Rng;

/// Version of the keying scheme; part of the key.
pub const SCHEME_VERSION: u32 = 1;

/// What a stream of random numbers is used for. Each purpose has its own stream, so that a change
/// in one leaves the draws of the others alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Division, death, mutation and switching.
    Growth = 1,
    /// Binomial sampling at passages.
    Passage = 2,
    /// Expansion of the stock before treatment.
    Stock = 3,
    /// Which cells a mutagen hits before seeding.
    Mutagen = 4,
    /// Which cells get which barcode.
    Barcode = 5,
    /// What is frozen in vials and survives thawing.
    Vial = 6,
    /// Which of the cells seeded are spiked ones.
    Spike = 7,
    /// Values that are not known; the replicate is the world.
    World = 8,
    /// Worlds shuffled, to see what chance alone gives.
    Permutation = 9,
    /// Worlds drawn again from those at hand.
    Resample = 10,
    /// Moves of a fit's particles; the replicate is the move.
    Fit = 11,
    /// Scatter of what a fit's simulated flasks show.
    Observation = 12,
    /// How a patient differs from others.
    Patient = 13,
    /// Noise of viability plates.
    DoseResponse = 16,
    /// Reads of a sequencing run.
    Sequencing = 17,
    /// Partitions of a digital PCR.
    DigitalPcr = 18,
    /// Bands of a western blot.
    Blot = 19,
    /// Wells of an ELISA.
    Cytokines = 20,
    /// Stained cells.
    Markers = 21,
    /// Expression read-outs.
    Expression = 22,
    /// Picking single cells.
    Cloning = 23,
    /// Which flask a student gets.
    Quiz = 24,
    /// Spots of a kinase array.
    KinaseArray = 25,
    /// Peaks of a Sanger trace.
    Sanger = 26,
    /// Reads of a gene panel beside the driver's.
    Panel = 27,
    /// Cells of a clone.
    CloneGrowth = 28,
    /// Peaks of an STR typing.
    Identity = 29,
    /// STR alleles of a line.
    StrProfile = 30,
    /// Drug in samples of medium.
    DrugLevel = 31,
    /// Cultures of a fluctuation test.
    Culture = 32,
    /// Seeds of a class's students; the replicate is the student.
    Class = 33,
}

/// The generator of one replicate for one purpose.
///
/// ```
/// use escalade::random::{stream, Purpose};
/// use rand::Rng;
/// let draw = |replicate| stream(7, replicate, Purpose::Growth).next_u64();
/// assert_eq!(draw(0), draw(0));
/// assert_ne!(draw(0), draw(1));
/// ```
pub fn stream(seed: u64, replicate: u64, purpose: Purpose) -> Generator {
    let mut key = [0u8; 32];
    key[0..8].copy_from_slice(b"escalade");
    key[8..12].copy_from_slice(&SCHEME_VERSION.to_le_bytes());
    key[12..16].copy_from_slice(&(purpose as u32).to_le_bytes());
    key[16..24].copy_from_slice(&seed.to_le_bytes());
    let mut generator = Generator::from_seed(key);
    generator.set_stream(replicate);
    generator
}

/// A replicate's number for something that has a name and no number: FNV-1a of the bytes (Fowler, Noll and Vo;
/// RFC 9923), the same on every machine and in every version.
pub fn replicate_of(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    /// Test vectors of the algorithm's authors.
    #[test]
    fn names_are_numbered_by_fnv_1a() {
        assert_eq!(replicate_of(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(replicate_of("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(replicate_of("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn streams_are_distinct_and_golden() {
        let first = |seed, replicate, purpose| stream(seed, replicate, purpose).next_u64();
        let all = [
            first(1, 0, Purpose::Growth),
            first(2, 0, Purpose::Growth),
            first(1, 1, Purpose::Growth),
            first(1, 0, Purpose::Passage),
            first(1, 0, Purpose::Stock),
        ];
        for (i, a) in all.iter().enumerate() {
            assert!(all[..i].iter().all(|b| a != b));
        }
        // Golden value: a change here is value-breaking and must be called so in the changelog.
        assert_eq!(all[0], GOLDEN_FIRST);
    }
    const GOLDEN_FIRST: u64 = 13274288708183549886;
}
