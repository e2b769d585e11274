//! How much is done to find out: which read-outs, how deep, how often. Three presets, from a small
//! laboratory's to everything.

use crate::assay::sequencing::Method;
use crate::assay::sequencing::panel::Ready;
use serde::Serialize;

/// How the driver, or a panel, is sequenced.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "by")]
pub enum Reads {
    /// One trace.
    Sanger,
    /// Next-generation sequencing.
    Depth {
        /// Usable reads per site.
        reads: u64,
    },
}

impl Reads {
    /// How DNA is read then.
    pub fn method(&self) -> Method {
        match *self {
            Reads::Sanger => Method::SANGER,
            Reads::Depth { reads } => Method::Reads { depth: reads },
        }
    }
}

/// Genes of a panel.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "which")]
pub enum PanelGenes {
    /// A ready-made panel.
    Ready {
        /// Which.
        panel: Ready,
    },
    /// These only.
    Named {
        /// Gene symbols.
        genes: Vec<String>,
    },
}

/// A panel and its depth.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(into = "(PanelGenes, u64)")]
pub struct PanelRun {
    /// Genes that are read.
    pub genes: PanelGenes,
    /// Usable reads per site.
    pub depth: u64,
}

impl From<PanelRun> for (PanelGenes, u64) {
    fn from(of: PanelRun) -> Self {
        (of.genes, of.depth)
    }
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Workup {
    /// Of the preset, "changed" before it where flags changed it.
    pub name: String,
    /// Drug stock against the record (P14).
    pub potency: bool,
    /// STR typing of the culture against its line (P14).
    pub identity: bool,
    /// Days without drug before the re-test; `None` for no re-test.
    pub holiday: Option<f64>,
    /// How the driver is sequenced; `None` for not at all.
    pub driver: Option<Reads>,
    /// Driver copies are counted.
    pub copies: bool,
    /// All next-generation inhibitors, or the first only; 0 for no switch test.
    pub switches: usize,
    /// Blots per reading; 0 for none.
    pub blots: u32,
    /// Phospho-array.
    pub array: bool,
    /// Genes beside the driver; `None` for no panel.
    pub panel: Option<PanelRun>,
    /// Add-back of every pathway inhibitor.
    pub add_back: bool,
    /// Cells counted per stain; 0 for none.
    pub stained_cells: u64,
    /// ELISA of a co-culture.
    pub elisa: bool,
    /// Drug left over the co-culture, by LC-MS/MS.
    pub drug_level: bool,
    /// Wells per dose of viability plates.
    pub wells: u32,
    /// Length of a plate, hours.
    pub hours: f64,
}

/// Names of the presets.
pub const PRESETS: [&str; 3] = ["full", "standard", "cheap"];

/// A step that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkupStep {
    /// Check of the drug stock on the parental line.
    Potency,
    /// Typing of the line.
    Identity,
    /// Days without drug.
    Holiday,
    /// Sequence of the driver, and with it its copies.
    Driver,
    /// Copies of the driver.
    Copies,
    /// Other drugs in the drug's place.
    Switch,
    /// Blots.
    Blot,
    /// Phospho-array.
    Array,
    /// Genes outside the driver.
    Panel,
    /// Pathway inhibitors beside the drug.
    AddBack,
    /// Stains.
    Markers,
    /// ELISA of the medium.
    Cytokines,
    /// Drug that is left in the medium.
    DrugLevel,
}

impl WorkupStep {
    /// Every step by its name.
    const NAMES: [(&str, Self); 13] = [
        ("potency", WorkupStep::Potency),
        ("identity", WorkupStep::Identity),
        ("holiday", WorkupStep::Holiday),
        ("driver", WorkupStep::Driver),
        ("copies", WorkupStep::Copies),
        ("switch", WorkupStep::Switch),
        ("blot", WorkupStep::Blot),
        ("array", WorkupStep::Array),
        ("panel", WorkupStep::Panel),
        ("add-back", WorkupStep::AddBack),
        ("markers", WorkupStep::Markers),
        ("cytokines", WorkupStep::Cytokines),
        ("drug-level", WorkupStep::DrugLevel),
    ];

    /// The step of a name.
    pub fn named(name: &str) -> Option<Self> {
        let own = Self::NAMES.iter().find(|(known, _)| *known == name);
        own.map(|(_, step)| *step)
    }

    /// The names of all.
    pub fn names() -> Vec<&'static str> {
        Self::NAMES.iter().map(|(name, _)| *name).collect()
    }
}

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
            panel: Some(PanelRun {
                genes: PanelGenes::Ready { panel: Ready::Broad },
                depth: 1000,
            }),
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
            panel: Some(PanelRun {
                genes: PanelGenes::Ready { panel: Ready::Bypass },
                depth: 500,
            }),
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

    /// The same without one step.
    pub fn leave_out(&mut self, step: WorkupStep) {
        match step {
            WorkupStep::Potency => self.potency = false,
            WorkupStep::Identity => self.identity = false,
            WorkupStep::Holiday => self.holiday = None,
            WorkupStep::Driver => (self.driver, self.copies) = (None, false),
            WorkupStep::Copies => self.copies = false,
            WorkupStep::Switch => self.switches = 0,
            WorkupStep::Blot => self.blots = 0,
            WorkupStep::Array => self.array = false,
            WorkupStep::Panel => self.panel = None,
            WorkupStep::AddBack => self.add_back = false,
            WorkupStep::Markers => self.stained_cells = 0,
            WorkupStep::Cytokines => self.elisa = false,
            WorkupStep::DrugLevel => self.drug_level = false,
        }
    }

    /// The same with another depth of driver and panel.
    pub fn at_depth(&mut self, reads: u64) {
        self.driver = Some(Reads::Depth { reads });
        if let Some(run) = &mut self.panel {
            run.depth = reads;
        }
    }

    /// The same with these genes on the panel.
    pub fn with_genes(&mut self, genes: Vec<String>) {
        let depth = self.panel.as_ref().map_or(500, |run| run.depth);
        let genes = PanelGenes::Named { genes };
        self.panel = Some(PanelRun { genes, depth });
    }
}
