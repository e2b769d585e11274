//! Advice on alleles of the driver: which inhibitors stop a clone with them (S01).

use crate::assay::Specimen;
use crate::assay::functional::{SwitchTest, TestDose, switch_dose};
use crate::assay::genotype::{self, USUAL_GAIN};
use crate::diagnosis::advice::adviser::{Adviser, Said};
use crate::diagnosis::advice::says::{CloneLeft, Inhibitor, LeftBy, Says, Source, StopsOne, Undecided};
use crate::diagnosis::call::Call;
use crate::diagnosis::evidence::{Evidence, Finding, Response, TargetState};
use crate::model::endpoint::viability;

/// Inhibitors told per call.
const TOLD: usize = 3;

/// One inhibitor against the clones that a culture may hold.
struct Row {
    inhibitor: Inhibitor,
    sources: Vec<PotencySource>,
}

impl Row {
    /// Of its least certain allele.
    fn certainty(&self) -> Certainty {
        let of = self.sources.iter().map(|source| source.certainty);
        of.max().unwrap_or(Certainty::Computed)
    }

    /// Most that is left of any clone.
    fn most_left(&self) -> f64 {
        self.inhibitor.clones.iter().map(|clone| clone.left).fold(0.0, f64::max)
    }

    fn said(self) -> Said {
        let mut sources: Vec<Source> = Vec::new();
        for source in self.sources {
            if !sources.contains(&source.source) {
                sources.push(source.source);
            }
        }
        Says::Inhibitor(self.inhibitor).by(sources)
    }
}

/// How sure a potency is, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Certainty {
    /// A guide says that the allele is sensitive.
    Guided,
    Measured,
    /// Imputed, or computed from the unaltered driver.
    Computed,
}

/// Where a drug's potency on an allele comes from.
struct PotencySource {
    certainty: Certainty,
    source: Source,
}

/// A clone with one label.
struct Labelled {
    label: String,
    cells: Specimen,
}

/// Inhibitors that are no answer.
#[derive(Default)]
struct Out {
    /// Each stops some of the clones, not all.
    apart: Vec<StopsOne>,
    /// The culture's own switch test says otherwise.
    overruled: Vec<LeftBy>,
}

impl Adviser<'_> {
    /// What stops the called alleles. Reads give each allele's share of the cells, not which cells carry
    /// several, so each allele is judged as a clone of its own, and all on one copy beside them.
    pub fn alleles(&self, call: &Call) -> Vec<Said> {
        if call.names.is_empty() {
            let stopped_by = self.diagnosis.shown.stopped_by.clone();
            return vec![Says::SequenceDriver { stopped_by }.from(self.guide())];
        }
        let words = call.names.join(" and ");
        let mut said = self.stopping(&call.names, &words);
        if call.names.len() > 1 {
            said.push(self.same_cells(call));
        }
        said
    }

    /// Whether the alleles share cells, as far as shares tell.
    fn same_cells(&self, call: &Call) -> Said {
        let of = |name: &String| {
            let mut shares = self.diagnosis.shown.alleles.iter();
            shares
                .find(|known| known.allele == *name)
                .map_or(0.0, |known| known.share)
        };
        // Shares of cells that overlap by more than they are measured to must meet in some.
        let over = call.names.iter().map(of).sum::<f64>() - 1.0;
        let on_compounds = Source::Of {
            what: "on compounds".to_owned(),
            source: Box::new(self.guide()),
        };
        Says::SingleCells {
            alleles: call.names.clone(),
            overlap: over > 0.1,
        }
        .by(vec![Source::CopiesNotCells, on_compounds])
    }

    /// The inhibitor of the driver that is advised first against the labels.
    pub(super) fn best(&self, labels: &[String]) -> Option<String> {
        let (rows, _) = self.rows(labels);
        rows.first().map(|row| row.inhibitor.drug.clone())
    }

    /// Inhibitors of the driver that stop a clone with each of the labels, the best-founded first; then those that
    /// should, and did not in the culture's own switch test.
    pub(super) fn stopping(&self, labels: &[String], found: &str) -> Vec<Said> {
        let found = found.to_owned();
        if self.clones(labels).is_empty() {
            return vec![Says::TestInhibitors { found }.from(self.guide())];
        }
        let (rows, out) = self.rows(labels);
        let mut said = Vec::new();
        if self.switch_says_off_target() {
            let Some(why) = self.against_switch(labels) else {
                said.push(Says::DriverNotNeeded { found }.from(Source::Own));
                said.extend(self.own_tests());
                return said;
            };
            let found = found.clone();
            said.push(Says::SwitchUndecided { found, why }.from(Source::Own));
        }
        let none = rows.is_empty();
        said.extend(rows.into_iter().take(TOLD).map(Row::said));
        if none {
            let apart = out.apart;
            said.push(Says::NoneStops { found, apart }.from(self.guide()));
            said.extend(self.own_tests());
        }
        if !out.overruled.is_empty() {
            said.push(Says::Overruled(out.overruled).from(Source::Own));
        }
        said
    }

    /// What makes a switch test that leaves the culture alive no proof that it does without its driver: the blot has the target at
    /// work under drug, or cells with what was found would live at the tested doses though they need it, as cells with
    /// more copies do where the dose was chosen by the parental IC50.
    fn against_switch(&self, labels: &[String]) -> Option<Undecided> {
        let sustained = |row: &Evidence| match &row.finding {
            Finding::Blot { target: Some(band), .. } => band.state == TargetState::Sustained,
            _ => false,
        };
        if self.diagnosis.evidence.iter().any(sustained) {
            return Some(Undecided::TargetAtWork);
        }
        let clones = self.clones(&self.as_counted(labels));
        let tests = self.readouts.switches.iter();
        let mut told = tests.filter(|test| Response::told(test, self.limits).is_some());
        let outlives = |test: &SwitchTest| {
            let drug = self.bench.drug(&test.drug_id)?;
            let left = clones.iter().map(|clone| self.left(&clone.cells, drug, test.dose.nm));
            Some(left.fold(0.0, f64::max) >= self.limits.sensitive)
        };
        told.all(|test| outlives(test) == Some(true))
            .then_some(Undecided::Outlived)
    }

    /// An amplification with as many copies as were counted, at least: the mean of a culture that holds other cells, too, is less
    /// than what the amplified ones have.
    fn as_counted(&self, labels: &[String]) -> Vec<String> {
        let usual = self.amplification();
        let counted = self.readouts.driver.as_ref().and_then(|run| run.copies);
        let own = f64::from(self.bench.biology.wild_type().total_copies());
        let most = f64::from(self.bench.biology.ladder.max_copies);
        let copies = counted
            .map(|over| libm::round(own * over.value).min(most))
            .filter(|copies| *copies > own * f64::from(USUAL_GAIN));
        let label = |label: &String| match copies {
            Some(copies) if *label == usual => format!("{usual} in {copies} copies"),
            _ => label.clone(),
        };
        labels.iter().map(label).collect()
    }

    /// The culture's switch test leaves it alive under every inhibitor of the driver that stops the parental line.
    fn switch_says_off_target(&self) -> bool {
        let tests = self.readouts.switches.iter();
        let told: Vec<Response> = tests.filter_map(|test| Response::told(test, self.limits)).collect();
        !told.is_empty() && told.iter().all(|response| *response == Response::Resistant)
    }

    /// Each label as a clone of its own.
    fn clones(&self, labels: &[String]) -> Vec<Labelled> {
        let clone = |label: &String| {
            Some(Labelled {
                label: label.clone(),
                cells: genotype::read(&self.bench.biology, label).ok()?,
            })
        };
        labels.iter().filter_map(clone).collect()
    }

    /// Neither given before nor called useless by a guide.
    fn open(&self, drug: usize, labels: &[String]) -> bool {
        let id = &self.bench.biology.drugs()[drug].id;
        let calls = &self.bench.knowledge().data().call;
        let family = self.family().map(|family| &family.id);
        let resists = |label: &String| {
            (calls.iter())
                .any(|call| Some(&call.family) == family && call.allele == *label && call.resists.contains(id))
        };
        let given = self.readouts.given.iter().any(|given| given.drug_id == *id);
        drug != self.drug && !given && !labels.iter().any(resists)
    }

    /// What answers to the labels, in order, and what does not though it might.
    fn rows(&self, labels: &[String]) -> (Vec<Row>, Out) {
        let clones = self.clones(labels);
        let (mut rows, mut out) = (Vec::new(), Out::default());
        if clones.is_empty() {
            return (rows, out);
        }
        let labels: Vec<String> = clones.iter().map(|clone| clone.label.clone()).collect();
        let in_cis = match labels.len() {
            1 => None,
            _ => self.clones(&[labels.join("+")]).pop().map(|clone| clone.cells),
        };
        for drug in self.bench.driver_drugs().into_iter().filter(|d| self.open(*d, &labels)) {
            if let Some(dose) = switch_dose(self.bench, drug) {
                rows.extend(self.row(&clones, in_cis.as_ref(), drug, dose, &mut out));
            }
        }
        let order = |a: &Row, b: &Row| a.certainty().cmp(&b.certainty());
        rows.sort_by(|a, b| order(a, b).then(a.most_left().total_cmp(&b.most_left())));
        (rows, out)
    }

    /// One inhibitor, where it stops every clone and the culture's own switch test does not say otherwise.
    fn row(
        &self,
        clones: &[Labelled],
        in_cis: Option<&Specimen>,
        drug: usize,
        dose: TestDose,
        out: &mut Out,
    ) -> Option<Row> {
        let record = &self.bench.biology.drugs()[drug];
        let left: Vec<f64> = clones
            .iter()
            .map(|clone| self.left(&clone.cells, drug, dose.nm))
            .collect();
        let all_in_cis = in_cis.map(|cells| self.left(cells, drug, dose.nm));
        // As in a switch test: nearly what the parental line loses; where a guide agrees, half will do.
        let parental = self.left(&Specimen::parental(&self.bench.biology), drug, dose.nm);
        let sources: Vec<PotencySource> = (clones.iter())
            .map(|clone| self.potency_source(&clone.label, drug))
            .collect();
        let guided = sources.iter().all(|source| source.certainty == Certainty::Guided);
        let full = |left: f64| 1.0 - left >= self.limits.full_response * (1.0 - parental);
        let stops = |left: f64| left < self.limits.sensitive && (guided || full(left));
        if !left.iter().chain(&all_in_cis).all(|left| stops(*left)) {
            let stopped = clones
                .iter()
                .zip(&left)
                .filter(|(_, left)| clones.len() > 1 && stops(**left));
            out.apart.extend(stopped.map(|(clone, _)| StopsOne {
                drug: record.name.clone(),
                clone: clone.label.clone(),
            }));
            return None;
        }
        let own = self.readouts.switches.iter().find(|own| own.drug_id == record.id);
        let response = own.and_then(|own| Response::told(own, self.limits));
        if let (Some(own), Some(Response::Partial | Response::Resistant)) = (own, response) {
            out.overruled.push(LeftBy {
                drug: record.name.clone(),
                left: own.resistant.value,
            });
            return None;
        }
        let clones = clones.iter().zip(left).map(|(clone, left)| CloneLeft {
            clone: clone.label.clone(),
            left,
        });
        Some(Row {
            inhibitor: Inhibitor {
                drug: record.name.clone(),
                clones: clones.collect(),
                all_in_cis,
                dose,
                own_test: own.map(|own| own.resistant.value),
            },
            sources,
        })
    }

    fn left(&self, clone: &Specimen, drug: usize, nm: f64) -> f64 {
        let doses = self.bench.only(drug, nm);
        clone.mean(|part| viability(&self.bench.biology, &part.genotype, part.state, &doses, 72.0))
    }

    /// Where the drug's potency on an allele comes from.
    fn potency_source(&self, label: &str, drug: usize) -> PotencySource {
        let data = self.bench.knowledge().data();
        let id = &self.bench.biology.drugs()[drug].id;
        let of = |certainty, source| PotencySource { certainty, source };
        if self.amplification() == label {
            return of(Certainty::Computed, Source::OnUnaltered);
        }
        let guide = (data.call.iter()).find(|call| call.allele == label && call.sensitive_to.contains(id));
        if let Some(call) = guide {
            return of(Certainty::Guided, self.cited(&call.reference));
        }
        let study = (data.study.iter()).filter(|study| study.ic50.get(label).is_some_and(|row| row.contains_key(id)));
        match study.min_by_key(|study| study.rank) {
            Some(study) => of(Certainty::Measured, self.cited(&study.reference)),
            None => of(Certainty::Computed, Source::Imputed),
        }
    }
}
