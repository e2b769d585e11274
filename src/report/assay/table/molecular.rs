//! Sequencing, identity and drug level.

use crate::assay::identity::{Marker, Peak, Typing};
use crate::assay::sequencing::missed::Missed;
use crate::assay::sequencing::{CopyRow, SequencingRun, VariantRow};
use crate::assay::surroundings::drug_level::{DrugLevel, LevelRow};
use crate::report::assay::sequenced::{SequencingReport, told};
use crate::report::assay::short;
use crate::tables::{Description, Kind, Rows, Table};

/// Rows of `sequencing.csv`: point mutations.
struct Variants;

#[derive(Clone, Copy)]
struct Variant<'a> {
    report: &'a SequencingReport,
    run: &'a SequencingRun,
    row: &'a VariantRow,
}

impl Rows for Variants {
    type Row<'a> = Variant<'a>;
}

/// What is told of a call against the pre-treatment sample.
const AGAINST: &str =
    "a called change against the pre-treatment sample: `new`, `risen`, `also before` or `before only`";

fn variant_table() -> Table<Variants> {
    Table::<Variants>::new(
        "sequencing.csv",
        "method, sample and point mutation that was called or seen",
    )
    .column("method", Kind::Text, "how it was read", |at| {
        at.run.method.name().into()
    })
    .column("sample", Kind::Text, "name of the sample", |at| {
        (&at.run.specimen).into()
    })
    .column("gene", Kind::Text, "where the change is", |at| {
        (&at.row.site.gene).into()
    })
    .column("change", Kind::Text, "what changes", |at| (&at.row.site.change).into())
    .column("region", Kind::Text, "protein region", |at| {
        (&at.row.site.region).into()
    })
    .missing("none is known")
    .column(
        "depth",
        Kind::Integer,
        "reads or partitions looked at; 0: a trace",
        |at| at.row.depth.into(),
    )
    .column("changed", Kind::Integer, "of these with the change", |at| {
        at.row.changed.into()
    })
    .column("vaf", Kind::Share, "variant allele frequency", |at| {
        short(at.row.vaf).into()
    })
    .column("vaf_low", Kind::Share, "lower end of its 95% interval", |at| {
        short(at.row.low).into()
    })
    .column("vaf_high", Kind::Share, "upper end of its 95% interval", |at| {
        short(at.row.high).into()
    })
    .column("called", Kind::Flag, "told from error", |at| at.row.called.into())
    .column("against_before", Kind::Text, AGAINST, |at| {
        at.row.called.then(|| told(at.report, &at.row.site.change)).into()
    })
    .missing("it is not called")
}

/// Rows of `sequencing_copies.csv`.
struct Copies;

#[derive(Clone, Copy)]
struct Copied<'a> {
    report: &'a SequencingReport,
    run: &'a SequencingRun,
    row: &'a CopyRow,
}

impl Rows for Copies {
    type Row<'a> = Copied<'a>;
}

fn copy_table() -> Table<Copies> {
    Table::<Copies>::new(
        "sequencing_copies.csv",
        "method, sample and gene whose copies are counted",
    )
    .column("method", Kind::Text, "how it was read", |at| {
        at.run.method.name().into()
    })
    .column("sample", Kind::Text, "name of the sample", |at| {
        (&at.run.specimen).into()
    })
    .column("gene", Kind::Text, "whose copies", |at| (&at.row.site.gene).into())
    .column("change", Kind::Text, "name of the change", |at| {
        (&at.row.site.change).into()
    })
    .column(
        "log2_ratio",
        Kind::Number,
        "log2 of copies over those of the unaltered line",
        |at| short(at.row.log2_ratio).into(),
    )
    .column(
        "copies",
        Kind::Number,
        "per cell, taking the unaltered line's for known",
        |at| short(at.row.copies).into(),
    )
    .column("called", Kind::Flag, "told from error", |at| at.row.called.into())
    .column("against_before", Kind::Text, AGAINST, |at| {
        at.row.called.then(|| told(at.report, &at.row.site.change)).into()
    })
    .missing("it is not called")
}

/// Rows of `sequencing_missed.csv`.
struct NotCalled;

impl Rows for NotCalled {
    type Row<'a> = (&'a SequencingReport, &'a Missed);
}

fn missed_table() -> Table<NotCalled> {
    Table::<NotCalled>::new(
        "sequencing_missed.csv",
        "method and change that the cells have and the run did not call; the truth",
    )
    .column("method", Kind::Text, "how it was read", |(report, _)| {
        report.design.method.name().into()
    })
    .column("gene", Kind::Text, "where the change is", |(_, missed)| {
        (&missed.gene).into()
    })
    .missing("it is in no gene")
    .column("change", Kind::Text, "what changes", |(_, missed)| {
        (&missed.change).into()
    })
    .column("cells", Kind::Share, "share of cells with it", |(_, missed)| {
        short(missed.cells).into()
    })
    .column(
        "vaf",
        Kind::Share,
        "true frequency in the DNA; 0 for changes of copies",
        |(_, missed)| short(missed.vaf).into(),
    )
    .column("why", Kind::Text, "why it was not called", |(_, missed)| {
        (&missed.why).into()
    })
}

/// `sequencing.csv`, `sequencing_copies.csv` and `sequencing_missed.csv`.
pub(in crate::report::assay) fn sequenced(reports: &[SequencingReport]) -> Vec<(&'static str, String)> {
    let runs = || {
        reports
            .iter()
            .flat_map(|report| [(report, &report.culture), (report, &report.before)])
    };
    let variants = runs().flat_map(|(report, run)| run.variants.iter().map(move |row| Variant { report, run, row }));
    let copies = runs().flat_map(|(report, run)| run.copies.iter().map(move |row| Copied { report, run, row }));
    let missed = reports
        .iter()
        .flat_map(|report| report.missed.iter().map(move |missed| (report, missed)));
    vec![
        ("sequencing.csv", variant_table().text(variants)),
        ("sequencing_copies.csv", copy_table().text(copies)),
        ("sequencing_missed.csv", missed_table().text(missed)),
    ]
}

/// Rows of `identity.csv`.
struct Alleles;

#[derive(Clone, Copy)]
struct Allele<'a> {
    typing: &'a Typing,
    marker: &'a Marker,
    peak: &'a Peak,
}

impl Rows for Alleles {
    type Row<'a> = Allele<'a>;
}

fn allele_table() -> Table<Alleles> {
    Table::<Alleles>::new("identity.csv", "culture, marker and allele of the line or found")
        .column("culture", Kind::Text, "name of the culture", |at| {
            (&at.typing.specimen).into()
        })
        .column("marker", Kind::Text, "name of the marker", |at| {
            (&at.marker.name).into()
        })
        .column("allele", Kind::Text, "letter that stands for a repeat number", |at| {
            (&at.peak.allele).into()
        })
        .column("of_line", Kind::Flag, "the profile of the line has it", |at| {
            at.peak.of_line.into()
        })
        .column("found", Kind::Flag, "high enough for an allele in the culture", |at| {
            at.peak.called.into()
        })
}

/// `identity.csv`.
pub(in crate::report::assay) fn typed(typed: &[Typing]) -> (&'static str, String) {
    let markers = typed
        .iter()
        .flat_map(|typing| typing.markers.iter().map(move |marker| (typing, marker)));
    let rows = markers.flat_map(|(typing, marker)| {
        let peaks = marker.peaks.iter().filter(|peak| peak.of_line || peak.called);
        peaks.map(move |peak| Allele { typing, marker, peak })
    });
    ("identity.csv", allele_table().text(rows))
}

/// Rows of `drug_level.csv`: a sample, and the limit of quantification.
struct Levels;

impl Rows for Levels {
    type Row<'a> = (&'a LevelRow, f64);
}

fn level_table() -> Table<Levels> {
    Table::<Levels>::new("drug_level.csv", "sample of the medium")
        .column("hour", Kind::Hours, "since the drug was given", |(row, _)| {
            short(row.hour).into()
        })
        .column(
            "medium_nM",
            Kind::Nanomolar,
            "in plain medium; at least the limit",
            |(row, _)| short(row.medium).into(),
        )
        .column(
            "co_culture_nM",
            Kind::Nanomolar,
            "over the co-culture; at least the limit",
            |(row, _)| short(row.co_culture).into(),
        )
        .column("limit_nM", Kind::Nanomolar, "of quantification", |(_, limit)| {
            short(*limit).into()
        })
        .column("share", Kind::Number, "co-culture over plain medium", |(row, _)| {
            short(row.co_culture / row.medium).into()
        })
}

/// `drug_level.csv`.
pub(in crate::report::assay) fn levels(level: &DrugLevel) -> (&'static str, String) {
    let rows = level.rows.iter().map(|row| (row, level.noise.limit));
    ("drug_level.csv", level_table().text(rows))
}

pub(super) fn descriptions() -> Vec<Description> {
    vec![
        variant_table().description().clone(),
        copy_table().description().clone(),
        missed_table().description().clone(),
        allele_table().description().clone(),
        level_table().description().clone(),
    ]
}
