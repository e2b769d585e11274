//! Every sourced value of the data in one list, for validation, listings and checks.

use super::assumption::Certainty;
use super::schema::*;

/// Which numbers a key may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// Above 0.
    Positive,
    /// 0 or above.
    NonNegative,
    /// 0 to 1.
    Share,
    /// Below 1, negative where cells die.
    BelowOne,
    /// 1 or above.
    AtLeastOne,
}

impl Domain {
    /// Whether `value` is allowed.
    pub fn allows(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Domain::Positive => value > 0.0,
                Domain::NonNegative => value >= 0.0,
                Domain::Share => (0.0..=1.0).contains(&value),
                Domain::BelowOne => value < 1.0,
                Domain::AtLeastOne => value >= 1.0,
            }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Domain::Positive => "numbers above 0",
            Domain::NonNegative => "numbers from 0",
            Domain::Share => "0 to 1",
            Domain::BelowOne => "numbers below 1",
            Domain::AtLeastOne => "numbers from 1",
        }
    }
}

/// A sourced value seen without its type.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueView {
    /// Id of the record.
    pub record: String,
    pub key: String,
    pub number: f64,
    pub text: String,
    pub range: Option<(f64, f64)>,
    pub range_text: Option<String>,
    pub reference: Option<String>,
    pub system: Option<String>,
    pub transcription: Option<Transcription>,
    pub assumed: Option<String>,
    pub why: String,
    pub certainty: Certainty,
    pub domain: Domain,
}

fn view<T: Quantity>(record: &str, key: impl Into<String>, domain: Domain, value: &Sourced<T>) -> ValueView {
    ValueView {
        record: record.to_owned(),
        key: key.into(),
        number: value.value.number(),
        text: value.value.text(),
        range: value.range.as_ref().map(|(low, high)| (low.number(), high.number())),
        range_text: value.range_text(),
        reference: value.reference.clone(),
        system: value.system.clone(),
        transcription: value.transcription,
        assumed: value.assumed.clone(),
        why: value.why(),
        certainty: value.certainty(),
        domain,
    }
}

/// All sourced values, in the order of the data.
pub fn all(data: &File) -> Vec<ValueView> {
    let mut found = Vec::new();
    if let Some(defaults) = &data.defaults {
        of_defaults(defaults, &mut found);
    }
    if let Some(supply) = &data.supply {
        of_supply(supply, &mut found);
    }
    data.line.iter().for_each(|line| of_line(line, &mut found));
    data.drug.iter().for_each(|drug| of_drug(drug, &mut found));
    data.family.iter().for_each(|family| of_family(family, &mut found));
    data.allele.iter().for_each(|allele| of_allele(allele, &mut found));
    for record in &data.fold {
        let key = format!("fold for {}", record.drug);
        found.push(view(&record.allele, key, Domain::Positive, &record.fold));
    }
    for record in &data.bypass {
        found.push(view(&record.id, "activity", Domain::NonNegative, &record.activity));
        let rate = record.rate.as_ref();
        found.extend(rate.map(|rate| view(&record.id, "rate", Domain::Share, rate)));
    }
    for record in &data.niche {
        let keys = [
            ("ligand", Domain::NonNegative, &record.ligand),
            ("activity", Domain::NonNegative, &record.activity),
            ("sparing", Domain::Share, &record.sparing),
            ("dose_left", Domain::Share, &record.dose_left),
        ];
        let given = keys
            .into_iter()
            .filter_map(|(key, domain, value)| Some(view(&record.id, key, domain, value.as_ref()?)));
        found.extend(given);
    }
    data.state.iter().for_each(|state| of_state(state, &mut found));
    data.switch.iter().for_each(|switch| of_switch(switch, &mut found));
    for record in &data.vessel {
        found.push(view(&record.id, "capacity", Domain::AtLeastOne, &record.capacity));
        found.push(view(&record.id, "seeding", Domain::AtLeastOne, &record.seeding));
        found.extend(
            record
                .medium
                .iter()
                .map(|m| view(&record.id, "medium", Domain::Positive, m)),
        );
    }
    for record in &data.pair {
        let key = |name: &str| format!("{name} beside {}", record.beside);
        found.push(view(&record.drug, key("k_factor"), Domain::Positive, &record.k_factor));
        found.push(view(
            &record.drug,
            key("half_dose"),
            Domain::Positive,
            &record.half_dose,
        ));
    }
    for record in &data.spectrum {
        found.push(view(&record.id, "gc", Domain::Share, &record.gc));
    }
    for record in &data.mutagen {
        found.push(view(&record.id, "frequency", Domain::Share, &record.frequency));
    }
    found
}

fn of_defaults(defaults: &Defaults, found: &mut Vec<ValueView>) {
    let keys = [
        ("hill_slope", Domain::Positive, &defaults.hill_slope),
        ("toxicity_slope", Domain::Positive, &defaults.toxicity_slope),
        ("turnover", Domain::Share, &defaults.turnover),
        ("kill_per_growth", Domain::NonNegative, &defaults.kill_per_growth),
        ("kill_over", Domain::NonNegative, &defaults.kill_over),
        ("birth_exponent", Domain::Positive, &defaults.birth_exponent),
        ("saturation", Domain::Positive, &defaults.saturation),
    ];
    found.extend(keys.map(|(key, domain, value)| view("defaults", key, domain, value)));
}

fn of_supply(supply: &SupplyRecord, found: &mut Vec<ValueView>) {
    let keys = [
        ("mutation_rate", Domain::Share, &supply.mutation_rate),
        ("transition", Domain::NonNegative, &supply.transition),
        ("transversion", Domain::NonNegative, &supply.transversion),
        ("cpg_transition", Domain::NonNegative, &supply.cpg_transition),
        ("mean_weight", Domain::Positive, &supply.mean_weight),
    ];
    found.extend(keys.map(|(key, domain, value)| view("supply", key, domain, value)));
    let induced = supply.induced_mutability.iter();
    found.extend(induced.map(|value| view("supply", "induced_mutability", Domain::AtLeastOne, value)));
}

fn of_line(line: &LineRecord, found: &mut Vec<ValueView>) {
    found.push(view(&line.id, "doubling", Domain::Positive, &line.doubling));
    let keys = [
        ("copies", Domain::AtLeastOne, &line.copies),
        ("turnover", Domain::Share, &line.turnover),
        ("kill_per_growth", Domain::NonNegative, &line.kill_per_growth),
        ("kill_over", Domain::NonNegative, &line.kill_over),
        ("birth_exponent", Domain::Positive, &line.birth_exponent),
        ("saturation", Domain::Positive, &line.saturation),
        ("density", Domain::Positive, &line.density),
    ];
    found.extend(
        keys.into_iter()
            .filter_map(|(key, domain, value)| Some(view(&line.id, key, domain, value.as_ref()?))),
    );
    if let Some(fit) = &line.kill_fit {
        let key = format!("growth in {} {}, over undrugged", fit.dose, fit.drug);
        found.push(view(&line.id, key, Domain::BelowOne, &fit.growth_share));
    }
}

fn of_drug(drug: &DrugRecord, found: &mut Vec<ValueView>) {
    if let Some(exposure) = &drug.exposure {
        found.push(view(&drug.id, "average in plasma", Domain::Positive, &exposure.average));
        found.push(view(
            &drug.id,
            "free fraction in plasma",
            Domain::Share,
            &exposure.free_fraction,
        ));
        let half_life = exposure.half_life.as_ref();
        found.extend(half_life.map(|value| view(&drug.id, "half-life in plasma", Domain::Positive, value)));
    }
    for site in &drug.on {
        let target = site.source.as_ref().or(site.node.as_ref()).map_or("?", String::as_str);
        found.push(view(
            &drug.id,
            format!("half dose on {target}"),
            Domain::Positive,
            &site.half_dose,
        ));
        let slope = site.slope.as_ref();
        found.extend(slope.map(|slope| view(&drug.id, format!("slope on {target}"), Domain::Positive, slope)));
    }
}

fn of_family(family: &Family, found: &mut Vec<ValueView>) {
    found.push(view(
        &family.id,
        "activity of mutant copies",
        Domain::NonNegative,
        &family.activity,
    ));
    let ceiling = family.copy_ceiling.as_ref();
    found.extend(ceiling.map(|value| view(&family.id, "copy_ceiling", Domain::AtLeastOne, value)));
    let record = &family.amplification;
    let keys = [
        ("max_copies", Domain::AtLeastOne, &record.max_copies),
        ("first_gain", Domain::Share, &record.first_gain),
        ("further_gain", Domain::Share, &record.further_gain),
        ("loss", Domain::Share, &record.loss),
    ];
    found.extend(keys.map(|(key, domain, value)| view(&record.id, key, domain, value)));
}

fn of_allele(allele: &AlleleRecord, found: &mut Vec<ValueView>) {
    found.extend(
        allele
            .rate
            .as_ref()
            .map(|rate| view(&allele.id, "rate", Domain::Share, rate)),
    );
    found.extend(
        allele
            .activity
            .as_ref()
            .map(|a| view(&allele.id, "activity", Domain::NonNegative, a)),
    );
}

fn of_state(state: &StateRecord, found: &mut Vec<ValueView>) {
    let keys = [
        ("birth_factor", Domain::NonNegative, &state.birth_factor),
        ("death_factor", Domain::NonNegative, &state.death_factor),
        ("sparing", Domain::Share, &state.sparing),
        ("driver_share", Domain::Share, &state.driver_share),
    ];
    found.extend(
        keys.into_iter()
            .filter_map(|(key, domain, value)| Some(view(&state.id, key, domain, value.as_ref()?))),
    );
    for activation in &state.activates {
        let key = format!("activity of {}", activation.source);
        found.push(view(&state.id, key, Domain::NonNegative, &activation.activity));
    }
}

fn of_switch(switch: &SwitchRecord, found: &mut Vec<ValueView>) {
    let keys = [
        ("base", Domain::NonNegative, &switch.base),
        ("induced", Domain::NonNegative, &switch.induced),
        ("induced_exponent", Domain::Positive, &switch.induced_exponent),
        ("relief", Domain::NonNegative, &switch.relief),
        ("relief_exponent", Domain::Positive, &switch.relief_exponent),
    ];
    for (key, domain, value) in keys {
        let key = format!("{key} to {}, per day", switch.to);
        found.extend(value.as_ref().map(|value| view(&switch.from, key, domain, value)));
    }
}
