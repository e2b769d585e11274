//! Plain facts of a record: what it is, what it acts on, what the guides say.

use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::schema::*;

impl KnowledgeBase {
    /// Name and plain facts of a record.
    pub(super) fn facts(&self, id: &str) -> (String, Vec<(String, String)>) {
        let data = self.data();
        let fact = |key: &str, value: String| (key.to_owned(), value);
        if let Some(drug) = data.drug.iter().find(|drug| drug.id == id) {
            let mut facts = vec![
                fact("class", drug.class.clone()),
                fact("type", drug.binding_type.clone()),
            ];
            facts.extend(
                drug.generation
                    .map(|generation| fact("generation", generation.to_string())),
            );
            if drug.covalent {
                facts.push(fact("binding", "covalent".to_owned()));
            }
            let sites: Vec<&str> = drug.on.iter().map(SiteRecord::target).collect();
            if !sites.is_empty() {
                facts.push(fact("also acts on", sites.join(", ")));
            }
            if !drug.synonyms.is_empty() {
                facts.push(fact("also called", drug.synonyms.join(", ")));
            }
            if let (Some(formula), Some(mass)) = (&drug.formula, drug.molar_mass()) {
                facts.push(fact("molar mass", format!("{mass:.2} g/mol ({formula})")));
            }
            facts.extend(drug.names_reference.iter().map(|id| fact("names after", id.clone())));
            return (drug.name.clone(), facts);
        }
        if let Some(allele) = data.allele.iter().find(|allele| allele.id == id) {
            let mut facts = vec![fact("residue", allele.residue.to_string())];
            facts.extend(allele.gene.iter().map(|gene| fact("gene", gene.clone())));
            if !allele.paralogues.is_empty() {
                facts.push(fact("same place in related genes", allele.paralogues.join(", ")));
            }
            for step in &allele.steps {
                let change = format!("{} ({} to {})", step.coding, step.from, step.to);
                facts.push(fact(&format!("second change after {}", step.after), change));
            }
            for path in &allele.paths {
                let kind = format!("{:?}", path.kind).to_lowercase();
                facts.push(fact(
                    "path",
                    format!("{} ({} to {}, {kind})", path.coding, path.from, path.to),
                ));
            }
            if !allele.paths.is_empty() {
                let rate = self.supply().path_rate(&allele.paths);
                facts.push(fact("supply per division and copy", short(rate)));
            }
            for call in data
                .call
                .iter()
                .filter(|call| call.family == allele.family && call.allele == allele.name)
            {
                let said = |drugs: &[String]| format!("{} ({})", drugs.join(", "), call.reference);
                facts.push(fact("guide: resists", said(&call.resists)));
                facts.push(fact("guide: stays sensitive to", said(&call.sensitive_to)));
            }
            return (allele.name.clone(), facts);
        }
        if let Some(compound) = data.compound.iter().find(|compound| compound.id == id) {
            return (compound.label(), vec![fact("alleles", compound.alleles.join(", "))]);
        }
        if let Some(bypass) = data.bypass.iter().find(|bypass| bypass.id == id) {
            let closed = if bypass.inhibitors.is_empty() {
                "no known drug".to_owned()
            } else {
                bypass.inhibitors.join(", ")
            };
            let mut facts = vec![fact("feeds", bypass.source.clone()), fact("closed by", closed)];
            for path in &bypass.paths {
                facts.push(fact("path", format!("{} ({} to {})", path.coding, path.from, path.to)));
            }
            if !bypass.paths.is_empty() {
                let rate = f64::from(bypass.gene_copies) * self.supply().path_rate(&bypass.paths);
                let per = format!("supply per division, {} copies of the gene", bypass.gene_copies);
                facts.push(fact(&per, short(rate)));
            }
            return (bypass.name.clone(), facts);
        }
        if let Some(factor) = data.niche.iter().find(|factor| factor.id == id) {
            return (factor.name.clone(), niche_facts(factor));
        }
        if let Some(line) = data.line.iter().find(|line| line.id == id) {
            return (line.name.clone(), line_facts(line));
        }
        if let Some(state) = data.state.iter().find(|state| state.id == id) {
            let mut facts = vec![fact("class", format!("{:?}", state.class).to_lowercase())];
            if !state.marker.is_empty() {
                facts.push(fact("marker", state.marker.clone()));
            }
            facts.extend(state.tissue.map(|tissue| fact("only of", tissue.name().to_owned())));
            if state.rungs > 1 {
                let told = format!(
                    "{}, climbed for want of signal and left again without drug",
                    state.rungs
                );
                facts.push(fact("rungs", told));
            }
            facts.extend(state.activates.iter().map(|fed| fact("feeds", fed.source.clone())));
            return (state.name.clone(), facts);
        }
        if let Some(source) = data.source.iter().find(|source| source.id == id) {
            let weights = source
                .weights
                .iter()
                .map(|(node, weight)| fact(&format!("feeds {node}"), weight.text()));
            let why = source
                .assumed
                .clone()
                .or(source.reference.as_ref().map(|r| self.citation(r)))
                .unwrap_or_default();
            return (source.name.clone(), weights.chain([fact("why", why)]).collect());
        }
        if let Some(spectrum) = data.spectrum.iter().find(|spectrum| spectrum.id == id) {
            let shares = spectrum.shares.iter().map(|(kind, share)| fact(kind, share.text()));
            let source = fact("source", self.citation(&spectrum.reference));
            let system = fact("counted in", spectrum.system.clone());
            return (spectrum.name.clone(), shares.chain([system, source]).collect());
        }
        if let Some(mutagen) = data.mutagen.iter().find(|mutagen| mutagen.id == id) {
            let facts = vec![
                fact("dose 1", mutagen.treatment.clone()),
                fact("spectrum", mutagen.spectrum.clone()),
                fact("source", self.citation(&mutagen.reference)),
            ];
            return (mutagen.name.clone(), facts);
        }
        if let Some(vessel) = data.vessel.iter().find(|vessel| vessel.id == id) {
            return (
                vessel.name.clone(),
                vec![fact("area", format!("{} cm2", vessel.area_cm2))],
            );
        }
        (id.to_owned(), Vec::new())
    }
}

fn niche_facts(factor: &NicheRecord) -> Vec<(String, String)> {
    let mut facts = vec![("level 1".to_owned(), factor.level.clone())];
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            facts.push((key.to_owned(), value));
        }
    };
    add("read-out", factor.readout.join(", "));
    add("feeds", factor.source.clone().unwrap_or_default());
    add("takes away", factor.drugs.join(", "));
    add("brings", factor.brings.join(", "));
    let closed = if factor.inhibitors.is_empty() {
        "no known drug".to_owned()
    } else {
        factor.inhibitors.join(", ")
    };
    add("closed by", closed);
    facts
}

fn line_facts(line: &LineRecord) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            facts.push((key.to_owned(), value));
        }
    };
    add("family", line.family.clone().unwrap_or_default());
    let unusual = Some(&line.species).filter(|species| *species != "human");
    add("cells", unusual.cloned().unwrap_or_default());
    add("tissue", line.tissue.map_or("", Tissue::name).to_owned());
    add("shares its DNA with", line.dna_of.clone().unwrap_or_default());
    add("gene", line.gene.clone().unwrap_or_default());
    add("alleles on its mutant copies", line.alleles.join(", "));
    if line.wild_type_copies > 0 {
        add("unmutated copies beside them", line.wild_type_copies.to_string());
    }
    facts
}
