//! The steps of the decision, each with the figure of its assay.

use super::super::document::grid;
use super::super::seen::{self, RANKED, picture};
use super::shown::Shown;
use crate::assay::sequencing::missed::Missed;
use crate::assay::viability::dose_response::DoseResponse;
use crate::diagnosis::{Sequenced, Step};
use crate::report::ReportError;
use crate::report::assay::{Grid, SequencingReport, interpolations, potencies};
use crate::report::diagnosis::Example;
use crate::report::figure::assay as drawing;
use crate::words;
use maud::{Markup, html};

/// In the order of the decision; what was not done is left out.
pub(super) fn steps(example: &Example) -> Result<Vec<Shown>, ReportError> {
    let mut all = material(example)?;
    all.extend(potency_of_drug(example)?);
    all.extend(driver(example)?);
    all.extend(signals(example)?);
    all.extend(others(example)?);
    Ok(all)
}

/// Drug and cells.
fn material(example: &Example) -> Result<Vec<Shown>, ReportError> {
    let table = &example.worked.readouts;
    let mut all = Vec::new();
    if let Some(check) = &table.potency {
        all.push(Shown::new(
            ("Is it the drug?", "P14"),
            "A stock that lost potency makes any culture look resistant, the parental line too.",
            Some(Step::Potency),
            seen::potency(check)?,
        ));
    }
    if let Some(typing) = &table.identity {
        all.push(Shown::new(
            ("Is it the line?", "P14"),
            "Cells of another line, which do not live on the driver, look resistant to any inhibitor of it.",
            Some(Step::Identity),
            seen::identity(typing, seen::Told::WithCalls)?,
        ));
    }
    Ok(all)
}

/// Dose-response, at once and after a holiday.
fn potency_of_drug(example: &Example) -> Result<Vec<Shown>, ReportError> {
    let table = &example.worked.readouts;
    let curves = &example.notes.curves;
    let mut all = vec![Shown::new(
        ("Is it resistant?", "P03 P12"),
        "The IC50 of a resistant culture lies above the parental line's on the same plate.",
        Some(Step::Resistance),
        plate(&curves.at_once())?,
    )];
    if table.holiday.is_none() {
        return Ok(all);
    }
    let surrounded = table.alone.is_some();
    let shown = Shown::new(
        ("Does a holiday undo it?", "N03 P10"),
        "About two weeks without drug restore a reversible culture; an altered gene stays.",
        Some(Step::Holiday),
        after_holiday(&curves.around_holiday())?,
    );
    all.push(match surrounded {
        false => shown,
        true => shown.or_says(
            "Out of the co-culture it is not resistant before the holiday either, so there is nothing of its own to undo.",
        ),
    });
    Ok(all)
}

/// Curves and what was read off them; the parental line first.
fn plate(curves: &[DoseResponse]) -> Result<Markup, ReportError> {
    let drawn = drawing::curves::draw(&drawing::curves::data(&[curves.to_vec()]))?;
    let caption = "Small dots: wells; large dots: their means; black: IC50 with its 95% interval.";
    Ok(html! {
        (picture(&drawn, caption))
        @for line in interpolations(curves.iter()).lines() { p.expects { (line) } }
        (grid("Potencies (95%)", &potencies(curves).pick(&[0, 2, 3, 5, 6], usize::MAX), true))
    })
}

/// The same curves with their means alone, so that the page stays light.
pub(super) fn means(curves: &[DoseResponse]) -> Vec<DoseResponse> {
    let mut light = curves.to_vec();
    for point in light.iter_mut().flat_map(|curve| &mut curve.readings.points) {
        point.wells = vec![point.mean()];
    }
    light
}

/// The culture before and after the holiday.
fn after_holiday(curves: &[DoseResponse]) -> Result<Markup, ReportError> {
    let drawn = drawing::curves::draw(&drawing::curves::data(&[means(curves)]))?;
    Ok(html! {
        (picture(&drawn, "Dots: means of wells; black: IC50 with its 95% interval."))
        (grid("Potencies (95%)", &potencies(curves).pick(&[0, 2, 6], usize::MAX), true))
    })
}

/// The driver's sequence, and other inhibitors of it.
fn driver(example: &Example) -> Result<Vec<Shown>, ReportError> {
    let mut all = Vec::new();
    if let Some(driver) = &example.notes.driver {
        all.push(Shown::new(
            ("Is the driver altered?", "P04 P21"),
            "Changes of the resistant culture that its pre-treatment sample does not have; depth decides how rare they may be.",
            Some(Step::DriverSequencing),
            sequencing(driver, |_| true, "")?,
        ));
    }
    let switches = &example.worked.readouts.switches;
    if !switches.is_empty() {
        all.push(Shown::new(
            ("Does a later inhibitor of the driver still work?", "P07"),
            "Sensitive: the cells still live on the driver. Still resistant: they no longer do.",
            Some(Step::Switch),
            seen::switches(switches, seen::Told::WithCalls)?,
        ));
    }
    Ok(all)
}

fn signals(example: &Example) -> Result<Vec<Shown>, ReportError> {
    let table = &example.worked.readouts;
    let mut all = Vec::new();
    if let Some(blot) = &table.blot {
        all.push(Shown::new(
            ("Is the target inhibited, and do its pathways run on?", "P06 P18"),
            "pERK or pAKT that stays although the target is inhibited: the signal comes from elsewhere.",
            Some(Step::Blot),
            seen::blot(blot)?,
        ));
    }
    if let Some(array) = &table.array {
        all.push(Shown::new(
            ("What rises, without a suspicion?", "P16"),
            "Everything that carries signal, resistant against parental under drug, ranked by change.",
            Some(Step::Array),
            seen::array(array, RANKED)?,
        ));
    }
    Ok(all)
}

/// Other genes, other routes, lineage, surroundings.
fn others(example: &Example) -> Result<Vec<Shown>, ReportError> {
    let table = &example.worked.readouts;
    let mut all = Vec::new();
    if let Some(panel) = &example.notes.panel {
        let gene = table.driver.as_ref().map_or("", |run| run.gene.as_str());
        all.push(Shown::new(
            ("Is another gene altered?", "P17"),
            "Genes of the MAPK and PI3K pathways, of other receptors, and whatever else the panel reads.",
            Some(Step::Panel),
            sequencing(panel, |of| of != gene, gene)?,
        ));
    }
    if !table.add_backs.is_empty() {
        all.push(Shown::new(
            ("Does closing a route bring the drug back?", "P09"),
            "An inhibitor of the route that the cells use leaves fewer than both drugs would independently, and brings the \
             IC50 down.",
            Some(Step::AddBack),
            seen::add_backs(&table.add_backs, RANKED)?,
        ));
    }
    if let Some(stains) = table.stains.as_ref().filter(|stains| !stains.rows.is_empty()) {
        all.push(Shown::new(
            ("Is it still the same lineage?", "P19"),
            "Most cells stain for the marker of another lineage (ASCL1: small cell) after a transformation; markers of \
             adapted states stand beside it.",
            Some(Step::Markers),
            seen::stains(stains)?,
        ));
    }
    if let Some(elisa) = &table.elisa {
        all.push(Shown::new(
            ("What does the co-culture secrete?", "P13"),
            "FLT3 ligand, FGF2 and CXCL12 above plain medium where stroma protects.",
            Some(Step::Cytokines),
            seen::elisa(elisa)?,
        ));
    }
    if let Some(level) = &table.drug_level {
        all.push(Shown::new(
            ("Is the drug still there?", "P13"),
            "Stroma may break the drug down: less is left over the co-culture than in plain medium.",
            Some(Step::DrugLevel),
            seen::drug_level(level)?,
        ));
    }
    Ok(all)
}

/// A sequencing run and what it missed, of the genes that are `wanted`; `elsewhere` names a gene that the run reads
/// too and that another step shows.
fn sequencing(run: &Sequenced, wanted: impl Fn(&str) -> bool, elsewhere: &str) -> Result<Markup, ReportError> {
    let mut report = SequencingReport::from(run.clone());
    report.culture.variants.retain(|row| wanted(&row.site.gene));
    report.culture.copies.retain(|row| wanted(&row.site.gene));
    report.missed.retain(|one| wanted(&one.gene));
    let mut caption =
        "Filled: called, new against the pre-treatment sample; open: in the cells and missed, which only \
                       the simulator knows. Dashed: the fewest reads that count as a call; the limit of the text is \
                       higher, as there 95 of 100 runs find the change."
            .to_owned();
    if !elsewhere.is_empty() {
        caption += &format!(" The panel reads {elsewhere} too, which is shown where the driver is sequenced.");
    }
    Ok(html! {
        (picture(&drawing::vaf::draw(&drawing::vaf::data(std::slice::from_ref(&report)))?, &caption))
        (not_seen(&report.missed))
    })
}

fn not_seen(missed: &[Missed]) -> Markup {
    let mut table = Grid::new(&["missed (truth)", "in cells", "VAF", "why"]);
    for one in missed {
        let vaf = match one.vaf > 0.0 {
            true => words::percent(one.vaf),
            false => "–".to_owned(),
        };
        let cells = words::percent(one.cells);
        table.push(vec![one.change.clone(), cells, vaf, one.why.clone()]);
    }
    html! { @if !table.is_empty() { (grid("What the run did not see", &table, true)) } }
}
