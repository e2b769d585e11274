//! Everything that `explain` tells, put together.

use super::{laboratory, plain};
use crate::engine::Method;
use crate::scenario::checked::{Body, Scenario};
use crate::scenario::{warnings, words};
use crate::statistics::rules::RuleEdge;
use laboratory::LaboratoryExplained;
use plain::PlainExplained;
use serde::Serialize;
use std::fmt;

/// Everything that `explain` tells, for people (`Display`) and for programs (`Serialize`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Title of the scenario.
    pub name: String,
    /// What the run is to answer; may be empty.
    pub question: String,
    /// Independent replicates.
    pub replicates: u64,
    /// Seed of all streams.
    pub seed: u64,
    /// What the scenario may not mean.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// The protocol in sentences.
    pub protocol: Vec<String>,
    /// In the plain form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plain: Option<PlainExplained>,
    /// In the laboratory form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub laboratory: Option<LaboratoryExplained>,
    /// Rules of the schedule at neighbouring values, where flasks were simulated for them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleEdge>,
    /// What the engine will approximate, and how well.
    pub approximations: Vec<String>,
}

/// Works out what a scenario implies.
pub fn explain(scenario: &Scenario) -> Explanation {
    let (plain, laboratory, mut approximations) = match &scenario.body {
        Body::Plain(model) => (
            Some(plain::explain(model)),
            None,
            plain::approximations(model, &scenario.settings),
        ),
        Body::Laboratory(laboratory) => (
            None,
            Some(laboratory::explain(laboratory)),
            laboratory::approximations(laboratory, &scenario.settings),
        ),
    };
    if scenario.settings.method == Method::Exact {
        approximations = vec![
            "Exact engine: every division, death and switch is drawn; nothing is approximated, and the cost grows \
             with the number of cells."
                .to_owned(),
        ];
    }
    Explanation {
        name: scenario.name.clone(),
        question: scenario.question.clone(),
        replicates: scenario.replicates,
        seed: scenario.seed,
        warnings: warnings::of(scenario).into_iter().map(|warning| warning.text).collect(),
        protocol: words::of(scenario),
        plain,
        laboratory,
        rules: Vec::new(),
        approximations,
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.name)?;
        writeln!(f, "{}\n", self.question)?;
        writeln!(f, "{} replicates, seed {}.", self.replicates, self.seed)?;
        for sentence in &self.protocol {
            writeln!(f, "- {sentence}")?;
        }
        for warning in &self.warnings {
            writeln!(f, "Warning: {warning}.")?;
        }
        if let Some(plain) = &self.plain {
            write!(f, "\n{plain}")?;
        }
        if let Some(laboratory) = &self.laboratory {
            write!(f, "\n{laboratory}")?;
        }
        if let Some(first) = self.rules.first() {
            let flasks = crate::words::counted(first.flasks, "flask");
            writeln!(f, "\nWhat the rules of the schedule decide ({flasks} at each value)")?;
            for rule in &self.rules {
                writeln!(f, "- {}", rule.told())?;
            }
        }
        writeln!(f, "\nHow it is computed")?;
        for sentence in &self.approximations {
            writeln!(f, "- {sentence}")?;
        }
        Ok(())
    }
}
