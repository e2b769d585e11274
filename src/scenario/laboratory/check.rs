//! Checks of the laboratory form: from the words of a notebook to a [`Protocol`].

use super::design::CheckedDesign;
use super::flask::CheckedFlask;
use super::line::LineFile;
use super::shelf::{Shelf, Taken};
use super::{called, design, patients, spike};
use crate::document::Mistakes;
use crate::model::biology::Biology;
use crate::model::design::Spike;
use crate::model::patients::Patients;
use crate::model::protocol::{Flask, Protocol, ResistanceRule, StopRule};
use crate::scenario::checked::Laboratory;
use crate::scenario::course;
use crate::scenario::course::bench::Setting;
use crate::scenario::course::check::CheckedCourses;
use crate::scenario::course::file::CourseFile;
use crate::scenario::course::pace;
use crate::scenario::error::{Checked, ScenarioError};
use crate::scenario::file::ScenarioFile;
use crate::scenario::known::{Books, Known, KnownVessel, Library};
use crate::scenario::value::Place;
use crate::words;

/// Checks the laboratory form. `line` is its `[line]` table.
pub fn check(root: &Place, file: &ScenarioFile, line: &LineFile, books: Books) -> Checked<Laboratory> {
    if let Some(shelf) = Shelf::locked(root, file)? {
        return Form { root, file, line }.checked(shelf);
    }
    let library = Library::new(books).map_err(|message| ScenarioError::whole_file(&root.source.file, message))?;
    let file = &called::by_id(root, file, &library)?;
    let line = file.line.as_ref().unwrap_or(line);
    Form { root, file, line }.checked(Shelf::Library(Box::new(library)))
}

/// The laboratory form as it is written.
#[derive(Clone, Copy)]
struct Form<'a> {
    root: &'a Place<'a>,
    file: &'a ScenarioFile,
    line: &'a LineFile,
}

/// Its tables, each checked by itself.
struct Tables {
    taken: Taken,
    stop: StopRule,
    resistance: ResistanceRule,
    look_every: f64,
    record_looks: bool,
    design: CheckedDesign,
    flask: CheckedFlask,
    patients: Option<Patients>,
}

impl Form<'_> {
    /// The experiment, or every mistake.
    fn checked(self, shelf: Shelf) -> Checked<Laboratory> {
        let mut found = Mistakes::default();
        match self.tables(shelf, &mut found) {
            Some(tables) => self.together(tables, found),
            None => found.refused(),
        }
    }

    /// Each table by itself; `None` where one has a mistake.
    fn tables(self, shelf: Shelf, found: &mut Mistakes) -> Option<Tables> {
        let Self { root, file, line } = self;
        found.keep(self.has_courses());
        let vessels = shelf.vessels_of(&line.id);
        let taken = found.keep(shelf.take(root, file, line));
        let stop = found.keep(file.stop.clone().unwrap_or_default().check(&root.key("stop")));
        let resistance = file.resistance.clone().unwrap_or_default();
        let resistance = found.keep(resistance.check(&root.key("resistance")));
        let look_every = found.keep(file.look_every(root));
        let record_looks = found.keep(self.record_looks());
        let last = stop.as_ref().map_or(f64::INFINITY, |stop| stop.after);
        let design = found.keep(design::check(root, file, &vessels, last));
        let patients = file.patients.as_ref().and_then(|patients| {
            found.keep(self.beside_patients());
            found.keep(patients.check(&root.key("patients")))
        });
        let pooled = design.as_ref().map_or(1, |checked| checked.design.pooled);
        let flask = self.flask(patients.as_ref(), &vessels, pooled, found);
        if let (Some(look_every), Some(checked)) = (look_every, &flask) {
            found.keep(pace::seen_in_time(root, look_every, &checked.flask));
        }
        Some(Tables {
            taken: taken?,
            stop: stop?,
            resistance: resistance?,
            look_every: look_every?,
            record_looks: record_looks?,
            design: design?,
            flask: flask?,
            patients,
        })
    }

    /// The flask, which is a tumour where replicates are patients.
    fn flask(
        self,
        patients: Option<&Patients>,
        vessels: &[KnownVessel],
        pooled: u32,
        found: &mut Mistakes,
    ) -> Option<CheckedFlask> {
        match patients {
            Some(patients) => Some(CheckedFlask {
                flask: patients::tumour(patients),
                assumed: None,
            }),
            // A table of patients with a mistake stands for no flask.
            None if self.file.patients.is_some() => None,
            None => {
                let flask = self.file.flask.clone().unwrap_or_default();
                found.keep(flask.check(&self.root.key("flask"), vessels, pooled))
            }
        }
    }

    /// What the tables mean together.
    fn together(self, tables: Tables, mut found: Mistakes) -> Checked<Laboratory> {
        let root = self.root;
        let Taken {
            known,
            conditions,
            library,
            overlays,
        } = tables.taken;
        let Known {
            biology,
            mut assumptions,
            exposures,
            hash,
        } = known;
        found.keep(grows(root, &biology));
        let (mut design, flask) = (tables.design.design, tables.flask.flask);
        match tables.patients {
            Some(patients) => {
                found.keep(patients::check_only(root, &patients, &biology));
                design.calendar_only = true;
                design.medium_ml = None;
                design.patients = Some(patients);
            }
            None => assumptions.extend([tables.flask.assumed, tables.design.assumed].into_iter().flatten()),
        }
        let spikes = found.keep(self.spikes(&biology, &flask, library.as_deref()));
        design.spikes = spikes.unwrap_or_default();
        let stock = found.keep(self.line.stock_of(&root.key("line"), flask.seed_cells, &design));
        let setting = Setting {
            end: tables.stop.after,
            look_every: tables.look_every,
            flask: &flask,
            design: &design,
            stop: tables.stop,
            parental_growth: biology.parental_growth(),
            exposures: &exposures,
        };
        let courses = found.keep(self.courses(&biology, &setting)).and_then(|checked| {
            assumptions.extend(checked.assumed);
            let in_time = pace::resistance_in_time(root, &setting, &tables.resistance, &checked.courses);
            found.keep(in_time).map(|()| checked.courses)
        });
        let (Some(stock), Some(courses), true) = (stock, courses, found.is_empty()) else {
            return found.refused();
        };
        Ok(Laboratory {
            protocol: Protocol {
                stock,
                courses,
                flask,
                resistance: tables.resistance,
                stop: tables.stop,
                look_every: tables.look_every,
                design,
            },
            biology,
            conditions,
            assumptions,
            knowledge_hash: hash,
            overlays,
            record_looks: tables.record_looks,
        })
    }

    /// Cells that are mixed into the stock's.
    fn spikes(self, biology: &Biology, flask: &Flask, library: Option<&Library>) -> Checked<Vec<Spike>> {
        let Some(value) = &self.line.spike else {
            return Ok(Vec::new());
        };
        let cellar = spike::Cellar {
            biology,
            seed_cells: flask.seed_cells,
            elsewhere: &|name| library?.elsewhere(name, &self.line.id),
        };
        spike::check(&self.root.key("line").key("spike"), value, &cellar)
    }

    fn course_files(&self) -> &[CourseFile] {
        self.file.course.as_deref().unwrap_or_default()
    }

    fn courses(self, biology: &Biology, setting: &Setting) -> Checked<CheckedCourses> {
        course::check::check(&self.root.key("course"), self.course_files(), biology, setting)
    }

    /// Refuses an experiment without any course.
    fn has_courses(self) -> Checked<()> {
        match self.course_files().is_empty() {
            false => Ok(()),
            true => Err(self.root.fault("has no [[course]]").help(
                "say at least which drug at which dose: [[course]] drug = \"...\" dose = \"100 nM\"; without any drug: dose = \"0 nM\"",
            )),
        }
    }

    /// Whether looks are recorded.
    fn record_looks(self) -> Checked<bool> {
        let record = self.file.record.clone().unwrap_or_default();
        let place = self.root.key("record");
        if record.every.is_some() {
            return Err(place.key("every").fault("belongs to the plain form").help(
                "in the laboratory form the flask is looked at every `look_every`; looks = true writes looks.csv",
            ));
        }
        record.looks(&place)
    }

    /// Refuses what belongs to flasks where replicates are patients.
    fn beside_patients(self) -> Checked<()> {
        let Self { root, file, line } = self;
        let (stock, tables) = (root.key("line"), root);
        let given = [
            (tables.key("flask"), file.flask.is_some()),
            (tables.key("barcodes"), file.barcodes.is_some()),
            (stock.key("stock"), line.stock.is_some()),
            (stock.key("expand_to"), line.expand_to.is_some()),
            (stock.key("passaged"), line.passaged.is_some()),
            (stock.key("arms"), line.arms.is_some()),
            (stock.key("mutagen"), line.mutagen.is_some()),
        ];
        if let Some((place, _)) = given.into_iter().find(|(_, given)| *given) {
            return Err(place.fault("does not go with [patients]").help(
                "a patient's tumour grows from one cell to patients.pool, at most to patients.most_cells, and is not passaged",
            ));
        }
        if let Some(rule) = &file.resistance {
            let given = [("growth", rule.growth.is_some()), ("held_for", rule.held_for.is_some())];
            if let Some((key, _)) = given.into_iter().find(|(_, given)| *given) {
                let place = root.key("resistance").key(key);
                return Err(place.fault("does not go with [patients]").help(
                    "a patient has progressed by patients.progression = { growth, visible, every }; detection_limit alone is taken",
                ));
            }
        }
        let climbs = |course: &CourseFile| course.start.is_some() || course.doses.is_some();
        match file.course.iter().flatten().position(climbs) {
            None => Ok(()),
            Some(climbing) => {
                let place = root.key("course").index(climbing);
                let fault =
                    place.fault("raises its dose by the growth of passages, which a patient's tumour has none of");
                Err(fault.allowed("dose, or oral, beside [patients]"))
            }
        }
    }
}

/// Refuses surroundings and values under which unaltered cells shrink without any drug: no stock grows from them.
fn grows(root: &Place, biology: &Biology) -> Checked<()> {
    let none = vec![0.0; biology.drugs().len()];
    let net = biology.phenotype(&biology.wild_type(), 0, &none).net();
    match net > 0.0 {
        true => Ok(()),
        false => Err(root
            .key("line")
            .fault(format!(
                "unaltered cells of {} do not grow without drug here ({} per day), so that no stock can be grown",
                biology.line_name,
                words::signed(net)
            ))
            .help("surroundings ([niche]) and values of the knowledge base under which they grow")),
    }
}
