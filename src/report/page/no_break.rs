//! Numbers and their units stay on one line: no-break spaces in the text of a finished page.

/// Words that belong to the number before them.
const UNITS: [&str; 24] = [
    "pM", "nM", "µM", "mM", "h", "d", "day", "days", "hours", "week", "weeks", "month", "months", "min", "s", "µl",
    "ml", "kDa", "nt", "bp", "kb", "Mb", "pg/ml", "ng/ml",
];

/// A page with a no-break space between each number and its unit, and around the sign of a power of ten. Only text is
/// touched: nothing inside tags, styles or scripts.
pub fn units_kept(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + page.len() / 64);
    let mut rest = page;
    let mut foreign: Option<&str> = None;
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        let end = rest[start..].find('>').map_or(rest.len(), |length| start + length + 1);
        match foreign {
            Some(_) => out += text,
            None => out += &in_text(text),
        }
        let tag = &rest[start..end];
        out += tag;
        let opened = ["style", "script"].into_iter().find(|name| opens(tag, name));
        foreign = match foreign {
            Some(name) if tag.strip_prefix("</").is_some_and(|rest| rest.starts_with(name)) => None,
            Some(name) => Some(name),
            None => opened,
        };
        rest = &rest[end..];
    }
    out + &in_text(rest)
}

fn opens(tag: &str, name: &str) -> bool {
    let after = tag.strip_prefix('<').and_then(|rest| rest.strip_prefix(name));
    after.is_some_and(|rest| rest.starts_with(['>', ' ']))
}

fn in_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        out += word;
        let Some(next) = words.peek() else { break };
        out.push(if belongs(word, next) { '\u{a0}' } else { ' ' });
    }
    out
}

/// The second word is the unit of the first, or both are parts of a power of ten.
fn belongs(word: &str, next: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c);
    let number = word.ends_with(is_digit);
    let unit = next.trim_end_matches([',', '.', ';', ':', ')', ']', '?']);
    let unit = unit.split_once('\n').map_or(unit, |(first, _)| first);
    number && (UNITS.contains(&unit) || unit == "×") || word == "×" && next.starts_with(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_units_in_text_alone() {
        let page = "<p title=\"5 nM\">At 67.5 nM, 1 µM (33 days) or 1.2 × 10⁶ cells; 5 flasks in 2 d.</p>\
                    <style>a { margin: 1 d }</style><script>x = 3 h</script><b>10⁻⁹ nM</b> 72 h";
        let kept = "<p title=\"5 nM\">At 67.5~nM, 1~µM (33~days) or 1.2~×~10⁶ cells; 5 flasks in 2~d.</p>\
                    <style>a { margin: 1 d }</style><script>x = 3 h</script><b>10⁻⁹~nM</b> 72~h";
        assert_eq!(units_kept(page), kept.replace('~', "\u{a0}"));
    }
}
