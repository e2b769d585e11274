//! Mutations of texts that keep much of their form: numbers, words, lines and pieces of other seeds change place.

/// A small generator (xorshift64*); fuzzing needs no more.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let random = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        if n == 0 { 0 } else { random as usize % n }
    }
}

/// What stands in for numbers and quantities.
const VALUES: [&str; 40] = [
    "0",
    "1",
    "-1",
    "2",
    "0.5",
    "1e-9",
    "1e-320",
    "1e308",
    "nan",
    "inf",
    "-inf",
    "1e13",
    "9007199254740993",
    "9223372036854775807",
    "1e6",
    "100",
    "3",
    "true",
    "\"\"",
    "\"0 d\"",
    "\"1 d\"",
    "\"36500 d\"",
    "\"1 min\"",
    "\"IC20\"",
    "\"IC99\"",
    "\"0 nM\"",
    "\"1 pM\"",
    "\"100 uM\"",
    "\"> 10 uM\"",
    "\"< 1 nM\"",
    "\"0%\"",
    "\"100%\"",
    "\"never\"",
    "\"resistance\"",
    "[]",
    "{}",
    "\"µ\u{1F9EC}\"",
    "\"=1+1\"",
    "0x10",
    "1979-05-27",
];

/// A seed with one to five mutations; every other one with some of its numbers turned alone, so that many are sound and get far.
pub fn mutated(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut text = seeds[dice.below(seeds.len())].clone();
    if dice.below(2) == 0 {
        (0..=dice.below(3)).for_each(|_| turn(&mut text, dice));
        return text;
    }
    for _ in 0..=dice.below(5) {
        let other = &seeds[dice.below(seeds.len())];
        once(&mut text, other, dice);
        text.truncate(300_000);
    }
    text
}

fn once(text: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(text.len() + 1);
    match dice.below(10) {
        0 if !text.is_empty() => {
            let at = at.min(text.len() - 1);
            text[at] ^= 1 << dice.below(8);
        }
        1 => {
            let end = (at + 1 + dice.below(40)).min(text.len());
            text.drain(at..end);
        }
        2 => text.insert(at, dice.below(256) as u8),
        3 => {
            let value = VALUES[dice.below(VALUES.len())].bytes();
            text.splice(at..at, value);
        }
        4 => move_line(text, dice),
        5 => {
            let line = line_at(other, dice.below(other.len() + 1)).to_vec();
            let start = start_of(text, at);
            text.splice(start..start, line);
        }
        6 => {
            let line = start_of(text, at)..end_of(text, at);
            text.drain(line);
        }
        // The value behind a key is where most of a reader's work is.
        _ => value(text, at, dice),
    }
}

fn start_of(text: &[u8], at: usize) -> usize {
    text[..at.min(text.len())]
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |i| i + 1)
}

fn end_of(text: &[u8], at: usize) -> usize {
    let rest = &text[at.min(text.len())..];
    rest.iter().position(|b| *b == b'\n').map_or(text.len(), |i| at + i + 1)
}

fn line_at(text: &[u8], at: usize) -> &[u8] {
    &text[start_of(text, at)..end_of(text, at).max(start_of(text, at))]
}

fn move_line(text: &mut Vec<u8>, dice: &mut Dice) {
    let from = dice.below(text.len() + 1);
    let line = line_at(text, from).to_vec();
    let to = dice.below(text.len() + 1);
    let start = start_of(text, to);
    text.splice(start..start, line);
}

/// What numbers are turned by.
const FACTORS: [f64; 8] = [0.0, 0.01, 0.1, 0.5, 0.9, 1.5, 3.0, 20.0];

/// Multiplies the next number by one of the factors; a whole one stays whole.
fn turn(text: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(text.len() + 1);
    let Some(start) = text[at..].iter().position(u8::is_ascii_digit).map(|i| at + i) else {
        return;
    };
    let part_of_number = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'-');
    let end = text[start..].iter().position(|b| !part_of_number(b));
    let end = end.map_or(text.len(), |i| start + i);
    let Some(number) = std::str::from_utf8(&text[start..end])
        .ok()
        .and_then(|number| number.parse::<f64>().ok())
    else {
        return;
    };
    let turned = number * FACTORS[dice.below(FACTORS.len())];
    let turned = match text[start..end].iter().all(u8::is_ascii_digit) {
        true => format!("{turned:.0}"),
        false => format!("{turned:e}"),
    };
    text.splice(start..end, turned.bytes());
}

/// Puts another value behind the next equals sign, up to a comma, bracket or the line's end.
fn value(text: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let Some(equals) = text[at..].iter().position(|b| *b == b'=') else {
        return;
    };
    let start = at + equals + 1;
    let end = text[start..].iter().position(|b| matches!(b, b'\n' | b',' | b'}'));
    let end = end.map_or(text.len(), |i| start + i);
    let value = format!(" {} ", VALUES[dice.below(VALUES.len())]);
    text.splice(start..end, value.bytes());
}
