//! Is the culture the line on its label? STR typing against the line's profile, and species PCR (P14 of the guides).

use crate::assay::bench::Bench;
use crate::assay::cells::foreign::descent;
use crate::assay::cells::specimen::Specimen;
use crate::assay::identity::noise::{ALLELES, TypingNoise};
use crate::assay::identity::profile::{HUMAN, MOUSE, alike, fits, profile};
use crate::assay::identity::scores::{FOREIGN_MARKERS, Identity, Marker, PRESENT, Peak, RELATED, Typing, UNRELATED};
use crate::assay::scatter::mean_of;
use crate::random::Generator;

/// Types a culture against its line.
pub fn typing(bench: &Bench, specimen: &Specimen, noise: TypingNoise, rng: &mut Generator) -> Typing {
    let line = bench.line().ok();
    let (own, kit) = match line {
        Some(line) => (descent(line), line.species.clone()),
        None => (bench.biology.line_id.clone(), "human".to_owned()),
    };
    let names: &[&str] = if kit == "mouse" { &MOUSE } else { &HUMAN };
    let reference = profile(&own, names.len());
    let share = 1.0 - specimen.own_share();
    let foreign = specimen.foreign().map(|foreign| foreign.line.as_ref());
    // A kit does not amplify another species' DNA.
    let beside = foreign
        .filter(|line| line.species == kit)
        .map(|line| profile(&line.descent, names.len()));
    let markers: Vec<Marker> = (names.iter().zip(&reference).enumerate())
        .map(|(i, (name, own))| {
            let other = beside.as_ref().map_or(&[][..], |profile| &profile[i]);
            marker(
                name,
                own,
                other,
                if other.is_empty() { 0.0 } else { share },
                &noise,
                rng,
            )
        })
        .collect();
    let found = |share: f64| share >= noise.species_limit;
    let mut species: Vec<String> = Vec::new();
    species.extend(found(1.0 - share).then(|| kit.clone()));
    species.extend(
        foreign
            .filter(|line| found(share) && line.species != kit)
            .map(|line| line.species.clone()),
    );
    read(Typing {
        specimen: specimen.name.clone(),
        line: bench.biology.line_name.clone(),
        of_line: reference.iter().map(Vec::len).sum(),
        fits: fits(bench, &own, &kit, &markers),
        alike: alike(bench, &own),
        kit,
        markers,
        called: 0,
        shared: 0,
        foreign_markers: 0,
        species,
        noise,
        identity: Identity::Unclear,
    })
}

/// Peaks of one marker: each line's alleles share its DNA, each throws its stutter.
pub(super) fn marker(
    name: &str,
    own: &[u8],
    other: &[u8],
    share: f64,
    noise: &TypingNoise,
    rng: &mut Generator,
) -> Marker {
    let amount = |allele: u8| {
        let of = |alleles: &[u8]| f64::from(u8::from(alleles.contains(&allele))) / alleles.len().max(1) as f64;
        (1.0 - share) * of(own) + share * of(other)
    };
    let heights: Vec<f64> = (0..ALLELES)
        .map(|allele| {
            let stutter = if allele + 1 < ALLELES {
                noise.stutter * amount(allele + 1)
            } else {
                0.0
            };
            mean_of(rng, amount(allele) + stutter, noise.peak_cv, 1)
        })
        .collect();
    let highest = heights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let over = |allele: usize| heights.get(allele).map_or(0.0, |height| height / highest);
    let peak = |allele: u8| {
        let (height, above) = (over(usize::from(allele)), over(usize::from(allele) + 1));
        let least = if above > height {
            noise.least_at_stutter * above
        } else {
            0.0
        };
        Peak {
            allele: char::from(b'a' + allele).to_string(),
            height,
            called: height >= noise.least.max(least),
            of_line: own.contains(&allele),
        }
    };
    Marker {
        name: name.to_owned(),
        peaks: (0..ALLELES).map(peak).collect(),
    }
}

/// Counts alleles and says what they mean.
fn read(typing: Typing) -> Typing {
    let count = |of: &dyn Fn(&Peak) -> bool| {
        typing
            .markers
            .iter()
            .flat_map(|marker| &marker.peaks)
            .filter(|p| of(p))
            .count()
    };
    let foreign = |marker: &&Marker| marker.peaks.iter().any(|peak| peak.called && !peak.of_line);
    let counted = Typing {
        called: count(&|peak| peak.called),
        shared: count(&|peak| peak.called && peak.of_line),
        foreign_markers: typing.markers.iter().filter(foreign).count(),
        ..typing.clone()
    };
    let mixed = counted.foreign_markers >= FOREIGN_MARKERS || counted.species.len() > 1;
    let identity = match (counted.score(), counted.found()) {
        (_, found) if found >= PRESENT && mixed => Identity::Mixed,
        (score, _) if score >= RELATED => Identity::Match,
        (score, _) if score < UNRELATED => Identity::Other,
        _ if !counted.species.contains(&counted.kit) => Identity::Other,
        _ => Identity::Unclear,
    };
    Typing { identity, ..counted }
}
