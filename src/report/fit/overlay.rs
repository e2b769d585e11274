//! What a fit found as an overlay, which every later run takes.

use super::text::caveats;
use crate::statistics::fit::FitSummary;
use std::fmt::Write;

const HEAD: &str = "\
# What a fit of Escalade found. `--kb fitted.toml`, or overlays = [\"fitted.toml\"] at the top of a scenario, lets every later
# command use it: the medians in place of the knowledge base's numbers, and in worlds all values together as the data left them.
# The data are not used again where these values are what is known beforehand.
schema = 2

[[fit]]
";

/// The text of the overlay; `None` where the draws are not to be trusted, or no value of the knowledge base was free.
pub fn overlay(fit: &FitSummary) -> Option<String> {
    if !fit.gives_overlay() {
        return None;
    }
    let mut text = HEAD.to_owned();
    let mut line = |key: &str, value: String| {
        let _ = writeln!(text, "{key} = {value}");
    };
    line("id", quoted(&fit.id));
    line("scenario", quoted(&fit.scenario));
    line("version", quoted(&fit.version));
    let caveats = caveats(fit).join("; ");
    if !caveats.is_empty() {
        line("note", quoted(&caveats));
    }
    let rows: Vec<String> = fit.correlation.iter().map(|row| format!("    {row:?},\n")).collect();
    line("correlation", format!("[\n{}]", rows.concat()));
    for data in &fit.data {
        let (file, print) = (quoted(&data.file), quoted(&data.sha256));
        let _ = writeln!(
            text,
            "\n[[fit.data]]\nfile = {file}\nsha256 = {print}\nrows = {}",
            data.rows
        );
    }
    for value in fit.of_knowledge() {
        let band = value.posterior;
        let what = value.what.replace(char::is_control, " ");
        let _ = writeln!(
            text,
            "\n# {what}\n[[fit.value]]\nkey = {}\nvalue = {:?}\nrange = [{:?}, {:?}]",
            quoted(&value.key),
            band.middle,
            band.low,
            band.high
        );
    }
    Some(text)
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
