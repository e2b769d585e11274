//! What `[line]` spikes in: cells of other genotypes or states among those that are seeded.

use crate::assay::cells::genotype::{self, GenotypeError};
use crate::model::biology::Biology;
use crate::model::design::Spike;
use crate::scenario::error::{Checked, ScenarioError};
use crate::scenario::keys::kinds::{Cells, Known, Share, Text, inside};
use crate::scenario::keys::write::percent;
use crate::scenario::keys::{Keys, Kind, May, Names, Rules, parts, table};
use crate::scenario::value::{Place, Scalar};
use crate::words::cells;
use serde_json::{Value, json};

table! {
    /// Cells that are mixed into the stock's when the flasks are seeded.
    #[derive(Default)]
    pub struct SpikeFile {
        /// Their genotype, written as for `escalade assay`: "G1202R", "C1156Y+L1198F", "G1202R + met-amplification".
        genotype: May<Text> = Text.may(),
        /// Their cell state on day 0; the usual one where left out.
        state: May<Known> = Known("state").may(),
        /// Their share of the cells seeded.
        share: May<Share> = Share(&[]).may(),
        /// Instead of share: how many of the cells seeded they are on average.
        cells: May<Cells> = Cells.may(),
    }
}

const ALLOWED: &str = "{ genotype = \"...\", share = \"1%\" }, or a list of several";

/// One spike, or a list of them.
pub fn schema(what: &str, names: &Names) -> Value {
    let one = || inside::<SpikeFile>().schema("", names);
    json!({ "description": what, "anyOf": [one(), parts::list("Several.", one(), 1)] })
}

/// What the cells are told apart by, and where else a name of theirs is known.
pub struct Cellar<'a> {
    /// The line under the drugs of the scenario.
    pub biology: &'a Biology,
    /// Cells that a flask is seeded with.
    pub seed_cells: u64,
    /// Where a name that the line does not know belongs, in a sentence; nothing where nowhere.
    pub elsewhere: &'a dyn Fn(&str) -> Option<String>,
}

/// The spikes of a `[line]`; their shares sum to at most 1.
pub fn check(place: &Place, value: &toml::Value, cellar: &Cellar) -> Checked<Vec<Spike>> {
    let spikes = match value {
        toml::Value::Table(_) => vec![one(place, value, cellar)?],
        toml::Value::Array(list) if !list.is_empty() => {
            let each = list.iter().enumerate();
            each.map(|(i, value)| one(&place.index(i), value, cellar))
                .collect::<Checked<Vec<Spike>>>()?
        }
        other => return Err(place.wrong(other, "cannot be read").allowed(ALLOWED)),
    };
    for (i, spike) in spikes.iter().enumerate() {
        let same = |other: &Spike| other.genotype == spike.genotype && other.state == spike.state;
        if let Some(first) = spikes[..i].iter().position(same) {
            let fault = format!("is spiked in twice: entry {} is of the same cells", first + 1);
            return Err(place.index(i).fault(fault).help("give them one share"));
        }
    }
    let sum: f64 = spikes.iter().map(|spike| spike.share).sum();
    // Shares that people write to sum to 100% may miss it by rounding.
    if sum > 1.0 + 1e-9 {
        return Err(place
            .fault(format!("adds up to {} of the cells seeded", crate::words::percent(sum)))
            .allowed("at most 100%; what is left is of the stock"));
    }
    Ok(spikes)
}

fn one(place: &Place, value: &toml::Value, cellar: &Cellar) -> Checked<Spike> {
    let toml::Value::Table(table) = value else {
        return Err(place.wrong(value, "cannot be read").allowed(ALLOWED));
    };
    let names = SpikeFile::names();
    if let Some(key) = table.keys().find(|key| !names.contains(&key.as_str())) {
        let fault = place.key(key).fault("is not a key of a spike");
        return Err(fault.one_of(key, &names));
    }
    let unread = |error: toml::de::Error| {
        place
            .fault(format!("cannot be read: {}", error.message()))
            .allowed(ALLOWED)
    };
    let file: SpikeFile = value.clone().try_into().map_err(unread)?;
    let biology = cellar.biology;
    let name = file.genotype(place)?.unwrap_or_default();
    let read = genotype::parse(biology, &name);
    let (genotype, named_state) = read.map_err(|error| unknown(&place.key("genotype"), error, cellar))?;
    let state = match file.state(place)? {
        None => named_state,
        Some(_) if name.contains('@') => {
            let fault = place
                .key("state")
                .fault("does not go with a genotype that names one after @");
            return Err(fault.help("say the state in one place"));
        }
        Some(state) => {
            let known: Vec<&str> = biology.states().iter().map(|state| state.id.as_str()).collect();
            let what = format!("an open state of {}", biology.line_name);
            place.key("state").among(&state, &known, &what)?
        }
    };
    if genotype == biology.wild_type() && state == 0 {
        return Err(place
            .fault("holds nothing but unaltered cells")
            .allowed("a genotype, a state, or both; the rest of the flask is unaltered anyway"));
    }
    let share = share(place, &file, cellar.seed_cells)?;
    Ok(Spike {
        name,
        genotype,
        state,
        share,
    })
}

/// The share of a spike, given as such or in cells.
fn share(place: &Place, file: &SpikeFile, seed_cells: u64) -> Checked<f64> {
    let above_none = |key: &str, written: &Option<Scalar>| {
        let written = written.as_ref().map_or(String::new(), Scalar::to_string);
        place
            .key(key)
            .out_of_range(written, "more than none; leave the spike out where there is none")
    };
    match (file.share(place)?, file.cells(place)?) {
        (Some(share), None) if share > 0.0 => Ok(share),
        (Some(_), None) => Err(above_none("share", &file.share)),
        (None, Some(0)) => Err(above_none("cells", &file.cells)),
        (None, Some(some)) if some > seed_cells => Err(place.key("cells").out_of_range(
            cells(some as f64),
            format!("at most the {} cells that are seeded", cells(seed_cells as f64)),
        )),
        (None, Some(some)) => Ok(some as f64 / seed_cells as f64),
        (Some(_), Some(_)) => Err(place
            .key("cells")
            .fault("does not go with `share`")
            .help("give the share of the cells seeded, or how many of them")),
        (None, None) => Err(place
            .fault("says no amount")
            .allowed("share = \"1%\" of the cells seeded, or cells = 1e4 of them")),
    }
}

/// A genotype that cannot be read, with where its names belong.
fn unknown(place: &Place, error: GenotypeError, cellar: &Cellar) -> ScenarioError {
    let names = error.text.split(['+', '@']).map(str::trim);
    let elsewhere = names.filter_map(|name| (cellar.elsewhere)(name)).next();
    let told = place.wrong(
        format!("\"{}\"", error.text),
        format!("cannot be spiked in: {}", error.problem),
    );
    let told = told.help(elsewhere.unwrap_or_default());
    error.help.into_iter().fold(told, ScenarioError::help)
}

/// The key of checked spikes; nothing where there are none.
pub fn written(biology: &Biology, spikes: &[Spike]) -> Option<toml::Value> {
    let file = |spike: &Spike| SpikeFile {
        genotype: (!spike.name.is_empty()).then(|| spike.name.clone()),
        state: (!spike.name.contains('@') && spike.state > 0).then(|| biology.states()[spike.state].id.clone()),
        share: Some(percent(spike.share)),
        cells: None,
    };
    let list: Result<Vec<toml::Value>, _> = spikes.iter().map(|spike| toml::Value::try_from(file(spike))).collect();
    list.ok().filter(|list| !list.is_empty()).map(toml::Value::Array)
}

/// What is spiked in, a sentence; nothing where nothing is.
pub fn words(biology: &Biology, spikes: &[Spike], seed_cells: u64) -> Option<String> {
    let one = |spike: &Spike| {
        format!(
            "{} (about {} cells) {}",
            crate::words::percent(spike.share),
            cells(libm::round(spike.share * seed_cells as f64)),
            genotype::name(biology, &spike.genotype, spike.state)
        )
    };
    let told: Vec<String> = spikes.iter().map(one).collect();
    (!told.is_empty()).then(|| {
        format!(
            "Of the cells seeded these are spiked in on day 0: {}; they carry no other alteration.",
            crate::words::listed(&told)
        )
    })
}
