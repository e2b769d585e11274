//! How much is done to find out: which read-outs, how deep, how often. Three presets, from a small
//! laboratory's to everything.

use crate::assay::sequencing::panel::Ready;
use serde::{Deserialize, Serialize};

/// How the driver, or a panel, is sequenced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "by")]
pub enum Reads {
    Sanger,
    Depth { reads: u64 },
}

impl Reads {
    /// "Sanger", "1000x".
    pub fn words(&self) -> String {
        match self {
            Reads::Sanger => "Sanger".to_owned(),
            Reads::Depth { reads } => format!("{reads}x"),
        }
    }
}

/// Genes of a panel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "which")]
pub enum PanelGenes {
    Ready {
        panel: Ready,
    },
    /// These only.
    Named {
        genes: Vec<String>,
    },
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workup {
    pub name: String,
    /// Drug stock against the record (P14).
    pub potency: bool,
    /// STR typing of the culture against its line (P14).
    pub identity: bool,
    /// Days without drug before the re-test; `None` for no re-test.
    pub holiday: Option<f64>,
    pub driver: Option<Reads>,
    /// Driver copies are counted.
    pub copies: bool,
    /// All next-generation inhibitors, or the first only; 0 for no switch test.
    pub switches: usize,
    /// Blots per reading; 0 for none.
    pub blots: u32,
    pub array: bool,
    pub panel: Option<(PanelGenes, u64)>,
    pub add_back: bool,
    /// Cells counted per stain; 0 for none.
    pub stained_cells: u64,
    pub elisa: bool,
    /// Drug left over the co-culture, by LC-MS/MS.
    pub drug_level: bool,
    /// Wells per dose of viability plates.
    pub wells: u32,
    pub hours: f64,
}

/// Names of the presets.
pub const PRESETS: [&str; 3] = ["full", "standard", "cheap"];

/// Steps that can be left out.
pub const STEPS: [&str; 13] = [
    "potency",
    "identity",
    "holiday",
    "driver",
    "copies",
    "switch",
    "blot",
    "array",
    "panel",
    "add-back",
    "markers",
    "cytokines",
    "drug-level",
];

impl Workup {
    /// Everything of the guides: potency check, typing of the line, holiday, driver and all panel genes at 1000x, copies,
    /// every next-generation inhibitor, three blots, phospho-array, add-back, stains, ELISA.
    pub fn full() -> Self {
        Self {
            name: "full".to_owned(),
            potency: true,
            identity: true,
            holiday: Some(14.0),
            driver: Some(Reads::Depth { reads: 1000 }),
            copies: true,
            switches: usize::MAX,
            blots: 3,
            array: true,
            panel: Some((PanelGenes::Ready { panel: Ready::Broad }, 1000)),
            add_back: true,
            stained_cells: 500,
            elisa: true,
            drug_level: true,
            wells: 6,
            hours: 72.0,
        }
    }

    /// What most laboratories have at hand: no array and no stains; the usual bypass genes at 500x.
    pub fn standard() -> Self {
        Self {
            name: "standard".to_owned(),
            driver: Some(Reads::Depth { reads: 500 }),
            switches: 1,
            blots: 2,
            array: false,
            panel: Some((PanelGenes::Ready { panel: Ready::Bypass }, 500)),
            stained_cells: 0,
            wells: 3,
            ..Self::full()
        }
    }

    /// Dose-response, Sanger of the driver, one switch test.
    pub fn cheap() -> Self {
        Self {
            name: "cheap".to_owned(),
            potency: false,
            identity: false,
            holiday: None,
            driver: Some(Reads::Sanger),
            copies: false,
            switches: 1,
            blots: 0,
            array: false,
            panel: None,
            add_back: false,
            stained_cells: 0,
            elisa: false,
            drug_level: false,
            wells: 3,
            hours: 72.0,
        }
    }

    /// A preset by name.
    pub fn preset(name: &str) -> Option<Self> {
        match name {
            "full" => Some(Self::full()),
            "standard" => Some(Self::standard()),
            "cheap" => Some(Self::cheap()),
            _ => None,
        }
    }

    /// The same without one step; `false` where no step has this name (see [`STEPS`]).
    pub fn leave_out(&mut self, step: &str) -> bool {
        match step {
            "potency" => self.potency = false,
            "identity" => self.identity = false,
            "holiday" => self.holiday = None,
            "driver" => (self.driver, self.copies) = (None, false),
            "copies" => self.copies = false,
            "switch" => self.switches = 0,
            "blot" => self.blots = 0,
            "array" => self.array = false,
            "panel" => self.panel = None,
            "add-back" => self.add_back = false,
            "markers" => self.stained_cells = 0,
            "cytokines" => self.elisa = false,
            "drug-level" => self.drug_level = false,
            _ => return false,
        }
        true
    }

    /// The same with another depth of driver and panel.
    pub fn at_depth(&mut self, reads: u64) {
        self.driver = Some(Reads::Depth { reads });
        if let Some((_, depth)) = &mut self.panel {
            *depth = reads;
        }
    }

    /// The same with these genes on the panel.
    pub fn with_genes(&mut self, genes: Vec<String>) {
        let depth = self.panel.as_ref().map_or(500, |(_, depth)| *depth);
        self.panel = Some((PanelGenes::Named { genes }, depth));
    }

    /// What is done, a phrase each.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut say = |done: bool, text: String| {
            if done {
                words.push(text);
            }
        };
        say(self.potency, "drug stock checked on the parental line".into());
        say(self.identity, "line typed (STR)".into());
        say(
            true,
            format!("dose-response, {} wells per dose, {} h", self.wells, self.hours),
        );
        if let Some(days) = self.holiday {
            say(true, format!("re-test after {days} days without drug"));
        }
        if let Some(reads) = &self.driver {
            let copies = if self.copies { ", copies counted" } else { "" };
            say(true, format!("driver by {}{copies}", reads.words()));
        }
        let all = self.switches > 1;
        say(
            self.switches > 0,
            format!(
                "switch test with {}",
                if all {
                    "every next-generation inhibitor"
                } else {
                    "one next-generation inhibitor"
                }
            ),
        );
        say(self.blots > 0, format!("western blot, {} repeats", self.blots));
        say(self.array, "phospho-array".into());
        if let Some((genes, depth)) = &self.panel {
            let which = match genes {
                PanelGenes::Ready { panel: Ready::Broad } => "broad, every gene of the family's routes".to_owned(),
                PanelGenes::Ready { .. } => "the usual bypass genes".to_owned(),
                PanelGenes::Named { genes } => genes.join(", "),
            };
            say(true, format!("panel at {depth}x: {which}"));
        }
        say(self.add_back, "add-back of every pathway inhibitor".into());
        say(
            self.stained_cells > 0,
            format!("stains, {} cells counted", self.stained_cells),
        );
        say(self.elisa, "ELISA where there is a co-culture".into());
        say(self.drug_level, "drug left in its medium (LC-MS/MS)".into());
        words
    }
}
