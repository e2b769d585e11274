//! What a blot shows on the way from a receptor to a node, and of a source beside its own band.

use super::KnowledgeBase;
use super::schema::SourceRecord;
use crate::model::signalling::{AlsoShown, Node, Relay};

/// Relays of the nodes that a line has, in the order of the data.
pub(super) fn relays(kb: &KnowledgeBase, nodes: &[Node]) -> Vec<Relay> {
    let of = |(index, node): (usize, &Node)| {
        let record = kb.data().node.iter().find(|record| record.id == node.id);
        let stages = record.into_iter().flat_map(|record| &record.relays);
        stages
            .map(|relay| Relay {
                node: index,
                stage: relay.stage,
                name: relay.name.clone(),
                readout: relay.readout.clone(),
            })
            .collect::<Vec<_>>()
    };
    nodes.iter().enumerate().flat_map(of).collect()
}

/// Further bands of a source.
pub(super) fn also(source: &SourceRecord) -> Vec<AlsoShown> {
    let shown = source.also.iter().map(|also| AlsoShown {
        readout: also.readout.clone(),
        name: also.name.clone(),
    });
    shown.collect()
}
