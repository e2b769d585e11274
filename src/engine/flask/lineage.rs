//! What descends from one founder, or from pooled founders.

/// Where the cells of a compartment belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Number of their lineage.
    pub lineage: u32,
    /// Index of their state.
    pub state: usize,
}

/// Cells of one lineage in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Where they belong.
    pub place: Place,
    /// How many.
    pub cells: u64,
}

/// One lineage of a flask.
#[derive(Debug, Clone)]
pub struct Lineage {
    pub parent: Option<u32>,
    pub genotype: u32,
    pub founded_day: f64,
    /// State of the cell that founded it.
    pub founded_state: usize,
    pub under_drug: bool,
    /// Founded after the first drug of the flask, in its pauses too.
    pub since_drug: bool,
    /// Its founders were spiked in on day 0.
    pub spiked: bool,
    pub founders: u64,
    pub max_cells: u64,
    pub max_share: f64,
    /// Barcode of its cells.
    pub mark: Option<u32>,
    /// Its founder got the barcode and nothing else: it belongs to its parent but for the mark.
    pub marked_here: bool,
    /// Compartment of each cell state, once used.
    pub(super) compartments: Vec<Option<u32>>,
}

impl Lineage {
    /// A lineage without cells, of the founding `(day, state)`.
    pub(super) fn new(
        parent: Option<u32>,
        genotype: u32,
        (founded_day, founded_state): (f64, usize),
        states: usize,
    ) -> Self {
        Self {
            parent,
            genotype,
            founded_day,
            founded_state,
            under_drug: false,
            since_drug: false,
            spiked: false,
            founders: 0,
            max_cells: 0,
            max_share: 0.0,
            mark: None,
            marked_here: false,
            compartments: vec![None; states],
        }
    }
}

/// Which founders a flask tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Identity {
    /// Each founder of a rare channel has a lineage of its own; those of frequent ones are pooled by genotype, origin
    /// and time.
    #[default]
    Lineages,
    /// By genotype and origin alone: before or after the first drug, in the naive state or another. The law of a flask is the
    /// same, its draws are others, and it keeps no lineages.
    Origins,
}
