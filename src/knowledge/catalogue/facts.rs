//! Plain facts of a record: what it is, what it acts on, what the guides say.

use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::schema::*;

/// Facts of a record: what each is about, and what it says.
type Facts = Vec<(String, String)>;

impl KnowledgeBase {
    /// Name and plain facts of a record.
    pub(super) fn facts(&self, id: &str) -> (String, Facts) {
        let alteration = || self.facts_of_alteration(id);
        let cells = || self.facts_of_cells(id);
        let beside = || self.facts_beside_cells(id);
        let found = alteration().or_else(cells).or_else(beside);
        found.unwrap_or_else(|| (id.to_owned(), Vec::new()))
    }

    /// Of what makes cells resistant.
    fn facts_of_alteration(&self, id: &str) -> Option<(String, Facts)> {
        let data = self.data();
        if let Some(allele) = data.allele.iter().find(|allele| allele.id == id) {
            return Some((allele.name.clone(), self.allele_facts(allele)));
        }
        if let Some(compound) = data.compound.iter().find(|compound| compound.id == id) {
            return Some((compound.label(), vec![fact("alleles", compound.alleles.join(", "))]));
        }
        if let Some(bypass) = data.bypass.iter().find(|bypass| bypass.id == id) {
            return Some((bypass.name.clone(), self.bypass_facts(bypass)));
        }
        let state = data.state.iter().find(|state| state.id == id)?;
        Some((state.name.clone(), state_facts(state)))
    }

    /// Of lines and how their cells are wired.
    fn facts_of_cells(&self, id: &str) -> Option<(String, Facts)> {
        let data = self.data();
        if let Some(line) = data.line.iter().find(|line| line.id == id) {
            return Some((line.name.clone(), line_facts(line)));
        }
        let source = data.source.iter().find(|source| source.id == id)?;
        Some((source.name.clone(), self.source_facts(source)))
    }

    /// Of what cells meet.
    fn facts_beside_cells(&self, id: &str) -> Option<(String, Facts)> {
        let data = self.data();
        if let Some(drug) = data.drug.iter().find(|drug| drug.id == id) {
            return Some((drug.name.clone(), drug_facts(drug)));
        }
        if let Some(factor) = data.niche.iter().find(|factor| factor.id == id) {
            return Some((factor.name.clone(), niche_facts(factor)));
        }
        if let Some(spectrum) = data.spectrum.iter().find(|spectrum| spectrum.id == id) {
            return Some((spectrum.name.clone(), self.spectrum_facts(spectrum)));
        }
        if let Some(mutagen) = data.mutagen.iter().find(|mutagen| mutagen.id == id) {
            return Some((mutagen.name.clone(), self.mutagen_facts(mutagen)));
        }
        let vessel = data.vessel.iter().find(|vessel| vessel.id == id)?;
        let area = fact("area", format!("{} cm2", vessel.area_cm2));
        Some((vessel.name.clone(), vec![area]))
    }

    fn allele_facts(&self, allele: &AlleleRecord) -> Facts {
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
            let path = format!("{} ({} to {}, {kind})", path.coding, path.from, path.to);
            facts.push(fact("path", path));
        }
        if !allele.paths.is_empty() {
            let rate = self.supply().path_rate(&allele.paths);
            facts.push(fact("supply per division and copy", short(rate)));
        }
        let calls = self.data().call.iter();
        for call in calls.filter(|call| call.family == allele.family && call.allele == allele.name) {
            let said = |drugs: &[String]| format!("{} ({})", drugs.join(", "), call.reference);
            facts.push(fact("guide: resists", said(&call.resists)));
            facts.push(fact("guide: stays sensitive to", said(&call.sensitive_to)));
        }
        facts
    }

    fn bypass_facts(&self, bypass: &BypassRecord) -> Facts {
        let mut facts = vec![
            fact("feeds", bypass.source.clone()),
            fact("closed by", closed_by(&bypass.inhibitors)),
        ];
        for path in &bypass.paths {
            facts.push(fact("path", format!("{} ({} to {})", path.coding, path.from, path.to)));
        }
        if !bypass.paths.is_empty() {
            let rate = f64::from(bypass.gene_copies) * self.supply().path_rate(&bypass.paths);
            let per = format!("supply per division, {} copies of the gene", bypass.gene_copies);
            facts.push(fact(&per, short(rate)));
        }
        facts
    }

    fn source_facts(&self, source: &SourceRecord) -> Facts {
        let weights = source.weights.iter();
        let weights = weights.map(|(node, weight)| fact(&format!("feeds {node}"), weight.text()));
        let reference = source.reference.as_ref().map(|reference| self.citation(reference));
        let why = source.assumed.clone().or(reference).unwrap_or_default();
        weights.chain([fact("why", why)]).collect()
    }

    fn spectrum_facts(&self, spectrum: &SpectrumRecord) -> Facts {
        let shares = spectrum.shares.iter().map(|(kind, share)| fact(kind, share.text()));
        let source = fact("source", self.citation(&spectrum.reference));
        let system = fact("counted in", spectrum.system.clone());
        shares.chain([system, source]).collect()
    }

    fn mutagen_facts(&self, mutagen: &MutagenRecord) -> Facts {
        vec![
            fact("dose 1", mutagen.treatment.clone()),
            fact("spectrum", mutagen.spectrum.clone()),
            fact("source", self.citation(&mutagen.reference)),
        ]
    }
}

fn fact(about: &str, says: String) -> (String, String) {
    (about.to_owned(), says)
}

fn closed_by(inhibitors: &[String]) -> String {
    match inhibitors.is_empty() {
        true => "no known drug".to_owned(),
        false => inhibitors.join(", "),
    }
}

fn drug_facts(drug: &DrugRecord) -> Facts {
    let mut facts = vec![
        fact("class", drug.class.clone()),
        fact("type", drug.binding_type.clone()),
    ];
    let generation = drug.generation;
    facts.extend(generation.map(|generation| fact("generation", generation.to_string())));
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
    facts
}

fn state_facts(state: &StateRecord) -> Facts {
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
    facts
}

/// Facts that say something.
fn spoken(facts: impl IntoIterator<Item = (&'static str, String)>) -> Facts {
    let spoken = facts.into_iter().filter(|(_, says)| !says.is_empty());
    spoken.map(|(about, says)| fact(about, says)).collect()
}

fn niche_facts(factor: &NicheRecord) -> Facts {
    let mut facts = vec![fact("level 1", factor.level.clone())];
    facts.extend(spoken([
        ("read-out", factor.readout.join(", ")),
        ("feeds", factor.source.clone().unwrap_or_default()),
        ("takes away", factor.drugs.join(", ")),
        ("brings", factor.brings.join(", ")),
        ("closed by", closed_by(&factor.inhibitors)),
    ]));
    facts
}

fn line_facts(line: &LineRecord) -> Facts {
    let unusual = Some(&line.species).filter(|species| *species != "human");
    let unmutated = Some(line.wild_type_copies).filter(|copies| *copies > 0);
    spoken([
        ("family", line.family.clone().unwrap_or_default()),
        ("cells", unusual.cloned().unwrap_or_default()),
        ("tissue", line.tissue.map_or("", Tissue::name).to_owned()),
        ("shares its DNA with", line.dna_of.clone().unwrap_or_default()),
        ("gene", line.gene.clone().unwrap_or_default()),
        ("alleles on its mutant copies", line.alleles.join(", ")),
        (
            "unmutated copies beside them",
            unmutated.map_or_else(String::new, |copies| copies.to_string()),
        ),
    ])
}
