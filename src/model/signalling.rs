//! Step 3 of dose to growth: from active kinases and receptors to pathway outputs and one fate signal.

use serde::{Deserialize, Serialize};

/// A pathway node such as MAPK.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    pub id: String,
    pub name: String,
    /// What a western blot shows of it, for example "pERK".
    pub readout: String,
    /// Input at which the output is half of its ceiling, relative to the parental input (theta).
    /// Small: spare signal; large: output follows input in proportion.
    pub saturation: f64,
    /// Share of this node in the fate signal (v); the shares of the nodes that the driver feeds sum to 1.
    pub fate_weight: f64,
    /// Weight of the driver's activity in this node's input (w): 1 where the driver is the only source
    /// in the unaltered line, 0 for a node that only other sources feed (its output adds to the signal).
    pub driver_weight: f64,
}

/// A source of signal beside the driver: a receptor, a ligand loop, a lineage programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    pub id: String,
    pub name: String,
    /// What a western blot shows of it, for example "pMET".
    pub readout: String,
    /// Weight of its activity in each node's input, in the order of the nodes.
    pub weights: Vec<f64>,
}

/// Output of a node with input `s`: s (1 + theta) / (s + theta). It is 1 at the parental input 1,
/// 0 without input, and at most 1 + theta.
pub fn node_output(input: f64, saturation: f64) -> f64 {
    if input <= 0.0 {
        0.0
    } else {
        input * (1.0 + saturation) / (input + saturation)
    }
}

/// Output of every node: sum w_ij a_i through [`node_output`], times what the node's own drugs leave.
///
/// `driver` is the driver's activity (1 in the undrugged parental line), `sources` the activity of
/// each source, `open` the share of each node that drugs acting on it leave.
pub fn outputs(nodes: &[Node], sources: &[Source], driver: f64, activity: &[f64], open: &[f64]) -> Vec<f64> {
    nodes
        .iter()
        .enumerate()
        .map(|(j, node)| {
            let beside: f64 = sources
                .iter()
                .zip(activity)
                .map(|(source, a)| source.weights[j] * a)
                .sum();
            node_output(node.driver_weight * driver + beside, node.saturation) * open[j]
        })
        .collect()
}

/// The fate signal S = sum v_j P_j; 1 in the undrugged parental line.
pub fn fate_signal(nodes: &[Node], outputs: &[f64]) -> f64 {
    nodes
        .iter()
        .zip(outputs)
        .map(|(node, output)| node.fate_weight * output)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_passes_through_nothing_parental_and_ceiling() {
        for theta in [0.1, 1.0, 7.0] {
            assert_eq!(node_output(0.0, theta), 0.0);
            assert!((node_output(1.0, theta) - 1.0).abs() < 1e-15);
            assert!((node_output(1e12, theta) - (1.0 + theta)).abs() < 1e-9);
        }
    }
}
