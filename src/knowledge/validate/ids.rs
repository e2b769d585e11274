//! Ids of records.

use crate::knowledge::schema::File;

/// Ids that `show` knows, in the order of the data.
pub fn record_ids(data: &File) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    ids.extend(data.line.iter().map(|r| r.id.as_str()));
    ids.extend(data.drug.iter().map(|r| r.id.as_str()));
    ids.extend(data.family.iter().map(|r| r.id.as_str()));
    ids.extend(data.allele.iter().map(|r| r.id.as_str()));
    ids.extend(data.compound.iter().map(|r| r.id.as_str()));
    ids.extend(data.family.iter().map(|r| r.amplification.id.as_str()));
    ids.extend(data.bypass.iter().map(|r| r.id.as_str()));
    ids.extend(data.niche.iter().map(|r| r.id.as_str()));
    ids.extend(data.state.iter().map(|r| r.id.as_str()));
    ids.extend(data.source.iter().map(|r| r.id.as_str()));
    ids.extend(data.node.iter().map(|r| r.id.as_str()));
    ids.extend(data.vessel.iter().map(|r| r.id.as_str()));
    ids.extend(data.spectrum.iter().map(|r| r.id.as_str()));
    ids.extend(data.mutagen.iter().map(|r| r.id.as_str()));
    ids.extend(data.observation.iter().map(|r| r.id.as_str()));
    ids
}
