//! `[flask]`: the vessel, and how it is passaged.

use crate::model::design::Design;
use crate::model::protocol::Flask;
use crate::model::vessel::{Culture, Vessel};
use crate::scenario::defaults::NEVER;
use crate::scenario::error::Checked;
use crate::scenario::keys::kinds::{Cells, Inside, Known, Share, SomeShare, TimeOrNever, Truth, Volume, Whole, inside};
use crate::scenario::keys::write::{back, days_or_never, millilitres, percent, split};
use crate::scenario::keys::{Kind, May, Names, Or, Rules, parts, table};
use crate::scenario::known::{Assumed, KnownVessel};
use crate::scenario::value::{Place, Scalar};
use crate::words::cells_of_files;
use serde_json::{Value, json};

/// Cells seeded into a vessel that is known by its capacity only, as a share of it.
const SEED_SHARE: f64 = 0.1;
/// A flask that is passaged on the calendar only is still called confluent at the usual share.
const USUAL_CONFLUENCE: f64 = 0.8;

table! {
    /// The vessel.
    #[derive(Default)]
    pub struct FlaskFile {
        /// Vessel of the knowledge base; any name with capacity.
        vessel: Or<Known> = Known("vessel").or("T75"),
        /// Whether it is a well of a plate; as the vessel's record says where left out, else as a name like "96-well" does.
        well: May<Truth> = Truth.may(),
        /// Cells of a full vessel; the vessel's where left out.
        capacity: May<Cells> = Cells.may(),
        /// Cells seeded on day 0 and at calendar passages; the vessel's usual number where left out.
        seed_cells: May<Cells> = Cells.may(),
        /// Vessels that are pooled and re-seeded together.
        pooled: Or<Whole> = Whole(1, 1000).or(1_u64),
        /// Cells that attach at seeding and at passages.
        plating: Or<SomeShare> = SomeShare(&["attach"]).or("100%"),
        /// Volume of medium in a vessel.
        medium: May<Volume> = Volume.may(),
        /// Medium is changed this often besides passages and changes of dose.
        medium_change: Or<TimeOrNever> = TimeOrNever.or(NEVER),
        /// When and how the flask is passaged.
        #[read(elsewhere)]
        passage: May<Inside<PassageFile>> = inside().may(),
    }
}

table! {
    /// When and how the flask is passaged.
    #[derive(Default)]
    pub struct PassageFile {
        /// Confluence at which the flask is passaged, or never: on the calendar only.
        at: Or<Confluence> = Confluence.or("80% confluence"),
        /// Or this long after the last passage.
        or_every: Or<TimeOrNever> = TimeOrNever.or("7 d"),
        /// Share carried over at confluence.
        split: Or<Split> = Split.or("1:8"),
    }
}

/// A share of the capacity, or "never".
pub struct Confluence;

const CONFLUENCE: SomeShare = SomeShare(&["confluence", "confluent"]);

impl Kind for Confluence {
    type Raw = Scalar;
    type Value = Option<f64>;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<Option<f64>> {
        match raw.is(NEVER) {
            true => Ok(None),
            false => CONFLUENCE.read(place, raw).map(Some),
        }
    }
    fn schema(&self, what: &str, names: &Names) -> Value {
        json!({ "description": what, "anyOf": [Share(CONFLUENCE.0).schema("", names), { "const": NEVER }] })
    }
}

/// "1:8", as the share carried over.
pub struct Split;

impl Kind for Split {
    type Raw = Scalar;
    type Value = f64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<f64> {
        let ratio = raw.text().and_then(|text| text.strip_prefix("1:"));
        let ratio = ratio.and_then(|n| n.trim().parse::<f64>().ok());
        match ratio.filter(|ratio| *ratio > 1.0 && *ratio <= 1e6) {
            Some(ratio) => Ok(1.0 / ratio),
            None => Err(place
                .wrong(raw, "is not a split")
                .allowed("\"1:1.5\" to \"1:1000000\" in quotes, such as \"1:8\"")),
        }
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        parts::pattern(what, r"^\s*1:\s*[0-9.eE+]+\s*$", &["1:8"])
    }
}

/// A checked flask.
pub struct CheckedFlask {
    /// The flask.
    pub flask: Flask,
    /// What was assumed about its vessel.
    pub assumed: Option<Assumed>,
}

impl FlaskFile {
    /// The flask, and what was assumed about its vessel.
    pub fn check(&self, place: &Place, vessels: &[KnownVessel], pooled: u32) -> Checked<CheckedFlask> {
        let vessel = self.vessel(place)?;
        let (capacity, seeding, assumed) = match self.capacity(place)? {
            Some(capacity) => (capacity as f64, libm::round(SEED_SHARE * capacity as f64), None),
            None => {
                let known = known_vessel(place, &vessel, vessels)?;
                let Some(filled) = known.filled(self.medium(place)?) else {
                    return Err(place
                        .key("medium")
                        .fault(format!(
                            "is missing: the cells are in suspension, and what {vessel} holds is not known"
                        ))
                        .allowed("a volume, such as \"15 mL\"")
                        .help("or give the capacity in cells: capacity = 1e7"));
                };
                (filled.capacity, filled.seeding, filled.assumed)
            }
        };
        if capacity < 1.0 {
            return Err(place.key("capacity").out_of_range(capacity, "at least 1 cell"));
        }
        let (passage, at) = (self.passage.clone().unwrap_or_default(), place.key("passage"));
        let passage_at = passage.at(&at)?.unwrap_or(USUAL_CONFLUENCE);
        let seed_cells = self.seed_cells(place)?.unwrap_or(seeding.max(1.0) as u64);
        if seed_cells < 1 || seed_cells as f64 >= capacity * passage_at {
            return Err(place
                .key("seed_cells")
                .wrong(seed_cells, "does not fit the flask")
                .allowed(format!(
                    "at least 1 and below {} cells, where {vessel} is passaged",
                    cells_of_files(libm::round(capacity * passage_at))
                )));
        }
        let flask = Flask {
            medium_every: self.medium_change(place)?,
            vessel: Vessel {
                culture: self.culture(place, &vessel, vessels)?,
                name: vessel,
            },
            capacity: capacity * f64::from(pooled),
            seed_cells: seed_cells * u64::from(pooled),
            passage_at,
            passage_every: passage.or_every(&at)?,
            split: passage.split(&at)?,
        };
        Ok(CheckedFlask { flask, assumed })
    }

    /// How cultures stand in the vessel: as the file says, else as its record does, else as its name tells.
    fn culture(&self, place: &Place, vessel: &str, vessels: &[KnownVessel]) -> Checked<Culture> {
        let recorded = || {
            vessels
                .iter()
                .find(|known| known.id == vessel)
                .map(|known| known.culture)
        };
        Ok(match self.well(place)? {
            Some(well) => Culture::well(well),
            None => recorded().unwrap_or_else(|| Culture::of_name(vessel)),
        })
    }

    /// The flask is never passaged at confluence.
    pub fn calendar_only(&self) -> bool {
        let at = self.passage.as_ref().and_then(|passage| passage.at.as_ref());
        at.is_some_and(|at| at.is(NEVER))
    }

    /// The table of a flask: the file speaks of one vessel, the protocol of all pooled ones.
    pub fn of(flask: &Flask, design: &Design) -> Self {
        let vessels = f64::from(design.pooled);
        let of_one = |all: f64| back(all, all / vessels, |one| one * vessels);
        Self {
            vessel: Some(flask.vessel.name.clone()),
            well: (!flask.vessel.is_told_by_name()).then(|| flask.vessel.is_well()),
            capacity: Some(of_one(flask.capacity).into()),
            seed_cells: Some((flask.seed_cells / u64::from(design.pooled)).into()),
            pooled: Some(design.pooled.into()),
            plating: Some(percent(design.plating)),
            medium: design.medium_ml.map(|volume| millilitres(of_one(volume))),
            medium_change: Some(days_or_never(flask.medium_every)),
            passage: Some(PassageFile {
                at: Some(match design.calendar_only {
                    true => NEVER.into(),
                    false => percent(flask.passage_at),
                }),
                or_every: Some(days_or_never(flask.passage_every)),
                split: (!design.calendar_only).then(|| split(flask.split)),
            }),
        }
    }
}

fn known_vessel<'a>(place: &Place, vessel: &str, vessels: &'a [KnownVessel]) -> Checked<&'a KnownVessel> {
    let ids: Vec<&str> = vessels.iter().map(|known| known.id.as_str()).collect();
    let found = place
        .key("vessel")
        .among(vessel, &ids, "a vessel of the knowledge base");
    found
        .map(|index| &vessels[index])
        .map_err(|error| error.help("or give its capacity in cells: capacity = 1e7"))
}
