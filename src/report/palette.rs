//! One colour for a mechanism, in every figure of every run.
//!
//! The class gives the hue family, the mechanism's place in the knowledge base gives hue and
//! lightness within it; "none" is grey. Families differ in hue and in what is left of it under
//! red-green blindness (blue, orange, teal, pink, yellow; compound genotypes are dark and dull).
//! Colours are set in OKLCH, where equal steps look equal (Ottosson 2020), and converted to sRGB.

use crate::model::biology::{Mechanism, MechanismClass};

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Text and axes.
pub const INK: Colour = Colour(0x26, 0x2B, 0x33);
/// Captions, ticks, whiskers of lesser weight.
pub const QUIET: Colour = Colour(0x6B, 0x72, 0x7D);
/// Grid lines and frames.
pub const FAINT: Colour = Colour(0xDF, 0xE2, 0xE7);
/// Unaltered cells, and what has no class.
pub const NONE: Colour = Colour(0xA3, 0xA8, 0xAE);
/// Populations, where no mechanism is meant.
pub const POPULATION: Colour = Colour(0x3F, 0x4A, 0x5A);
/// Background.
pub const WHITE: Colour = Colour(255, 255, 255);
/// Outcomes; told apart by line style as well.
pub const RESISTANT: Colour = Colour(0x8C, 0x1D, 0x40);
/// What is over worlds.
pub const WORLDS: Colour = Colour(0x2E, 0x6F, 0x9E);
/// See [`RESISTANT`].
pub const EXTINCT: Colour = Colour(0x4E, 0x5D, 0x6C);
/// See [`RESISTANT`].
pub const GIVEN_UP: Colour = Colour(0xB3, 0x7A, 0x00);
/// See [`RESISTANT`].
pub const TIME_OVER: Colour = Colour(0xA3, 0xA8, 0xAE);

/// Series without a mechanism: drugs, plain types (Okabe and Ito 2008, reordered, yellow darkened).
const SERIES: [Colour; 8] = [
    Colour(0x00, 0x72, 0xB2),
    Colour(0xD5, 0x5E, 0x00),
    Colour(0x00, 0x9E, 0x73),
    Colour(0xCC, 0x79, 0xA7),
    Colour(0xE6, 0x9F, 0x00),
    Colour(0x56, 0xB4, 0xE9),
    Colour(0x5B, 0x4B, 0x8A),
    Colour(0x8A, 0x8D, 0x00),
];

/// Hue family of a class.
struct Family {
    /// Middle hue and half the width of the family, degrees in OKLCH.
    hue: f64,
    spread: f64,
    chroma: f64,
    /// Darkest and lightest.
    light: (f64, f64),
}

fn family(class: MechanismClass) -> Option<Family> {
    let family = |hue, spread, chroma, light| {
        Some(Family {
            hue,
            spread,
            chroma,
            light,
        })
    };
    match class {
        MechanismClass::None => None,
        MechanismClass::OnTarget => family(248.0, 35.0, 0.12, (0.41, 0.77)),
        MechanismClass::Amplification => family(46.0, 22.0, 0.155, (0.52, 0.79)),
        MechanismClass::Bypass => family(168.0, 38.0, 0.115, (0.38, 0.84)),
        MechanismClass::State => family(340.0, 24.0, 0.135, (0.50, 0.78)),
        MechanismClass::Transformed => family(95.0, 9.0, 0.145, (0.70, 0.86)),
        MechanismClass::Compound => family(300.0, 60.0, 0.045, (0.30, 0.50)),
    }
}

/// Colour of a mechanism: a place in its class's family that its order gives.
///
/// Orders come in strides (one per cell state), so the two steps were searched for strides 1 to 6:
/// 16 neighbours in the blue family then differ by at least 0.05 in OKLab.
pub fn mechanism(mechanism: &Mechanism) -> Colour {
    let Some(family) = family(mechanism.class) else {
        return NONE;
    };
    let turns = |step: u64| (u64::from(mechanism.order) * step % 10_000) as f64 / 10_000.0;
    family.shade(turns(1_763) * 2.0 - 1.0, turns(4_700))
}

/// What tells shades of one family apart where colour ends: in grey print, and for eyes that see no green.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texture {
    /// None.
    Plain,
    /// Lines that rise to the right.
    Rising,
    /// Lines that fall to the right.
    Falling,
    /// Level lines.
    Level,
    /// Lines both ways.
    Crossed,
}

/// Shades that are less than this apart in CIE lightness (0 to 100) are alike in grey print.
pub const ALIKE: f64 = 12.0;

/// A texture each for mechanisms that stand in one figure: no two of a class share one, nor any two that are alike in grey,
/// as long as there are textures.
pub fn textures(mechanisms: &[&Mechanism]) -> Vec<Texture> {
    const TURN: [Texture; 5] = [
        Texture::Plain,
        Texture::Rising,
        Texture::Falling,
        Texture::Level,
        Texture::Crossed,
    ];
    let mut taken: Vec<(Texture, &Mechanism)> = Vec::new();
    for &one in mechanisms {
        let sharing = |texture: Texture| taken.iter().filter(move |(other, _)| *other == texture);
        let apart = |texture: Texture| {
            let between =
                sharing(texture).map(|(_, other)| (mechanism(one).lightness() - mechanism(other).lightness()).abs());
            between.fold(f64::INFINITY, f64::min)
        };
        let free = |texture: &Texture| {
            apart(*texture) >= ALIKE && sharing(*texture).all(|(_, other)| other.class != one.class)
        };
        // Of textures that are all taken, the one whose shades differ most.
        let least_alike = || TURN.into_iter().max_by(|&a, &b| apart(a).total_cmp(&apart(b)));
        let texture = TURN.into_iter().find(free).or_else(least_alike);
        taken.push((texture.unwrap_or(Texture::Plain), one));
    }
    taken.into_iter().map(|(texture, _)| texture).collect()
}

/// Colour of a whole class: the middle of its family.
pub fn class(class: MechanismClass) -> Colour {
    family(class).map_or(NONE, |family| family.shade(0.0, 0.4))
}

/// Colour of the i-th drug or plain type.
pub fn series(i: usize) -> Colour {
    SERIES[i % SERIES.len()]
}

impl Family {
    /// `hue` from -1 to 1 across the family, `light` from 0 (dark) to 1.
    fn shade(&self, hue: f64, light: f64) -> Colour {
        let lightness = self.light.0 + light * (self.light.1 - self.light.0);
        oklch(lightness, self.chroma, self.hue + hue * self.spread)
    }
}

impl Colour {
    /// `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Relative luminance, 0 to 1 (WCAG 2).
    pub fn luminance(self) -> f64 {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 {
                v / 12.92
            } else {
                libm::pow((v + 0.055) / 1.055, 2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// CIE lightness, 0 to 100: what is left of a colour in grey print.
    pub fn lightness(self) -> f64 {
        116.0 * libm::cbrt(self.luminance().max(0.008_856)) - 16.0
    }

    /// Ink or white, whichever reads better on this colour.
    pub fn readable(self) -> Colour {
        if self.luminance() > 0.30 { INK } else { WHITE }
    }
}

/// OKLCH to sRGB (Ottosson 2020); what is out of gamut is made duller until it fits.
fn oklch(lightness: f64, chroma: f64, hue: f64) -> Colour {
    let mut chroma = chroma;
    loop {
        let (r, g, b) = linear_rgb(lightness, chroma, hue);
        if chroma <= 0.0 || [r, g, b].iter().all(|v| (-1e-4..=1.0001).contains(v)) {
            return Colour(gamma(r), gamma(g), gamma(b));
        }
        chroma = (chroma - 0.002).max(0.0);
    }
}

fn linear_rgb(lightness: f64, chroma: f64, hue: f64) -> (f64, f64, f64) {
    let angle = hue.to_radians();
    let (a, b) = (chroma * libm::cos(angle), chroma * libm::sin(angle));
    let cube = |v: f64| v * v * v;
    let l = cube(lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
    let m = cube(lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
    let s = cube(lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b);
    (
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    )
}

fn gamma(v: f64) -> u8 {
    let v = v.clamp(0.0, 1.0);
    let v = if v <= 0.003_130_8 {
        12.92 * v
    } else {
        1.055 * libm::pow(v, 1.0 / 2.4) - 0.055
    };
    libm::round(v * 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shade(class: MechanismClass, order: u32) -> Colour {
        mechanism(&Mechanism {
            label: String::new(),
            class,
            region: String::new(),
            order,
        })
    }

    #[test]
    fn sixteen_neighbours_differ_whatever_the_number_of_states() {
        use MechanismClass::*;
        for class in [OnTarget, Amplification, Bypass, State, Transformed, Compound] {
            for stride in 1..=6 {
                let shades: Vec<Colour> = (0..16).map(|k| shade(class, 10_000 + k * stride)).collect();
                for (i, a) in shades.iter().enumerate() {
                    for b in &shades[..i] {
                        let apart = a.0.abs_diff(b.0).max(a.1.abs_diff(b.1)).max(a.2.abs_diff(b.2));
                        assert!(
                            apart >= if class == OnTarget { 12 } else { 2 },
                            "{class:?} {stride}: {a:?} {b:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn none_is_grey_and_every_fill_shows_on_white() {
        use MechanismClass::*;
        assert_eq!(shade(None, 3), NONE);
        for class in [None, OnTarget, Amplification, Bypass, State, Transformed, Compound] {
            for order in 0..16 {
                let contrast = 1.05 / (shade(class, order).luminance() + 0.05);
                assert!(contrast > 1.5, "{class:?} {order}: {contrast}");
            }
        }
    }

    #[test]
    fn conversion_meets_known_colours() {
        assert_eq!(oklch(1.0, 0.0, 0.0), WHITE);
        // sRGB red is OKLCH 0.62796, 0.25768, 29.234.
        let Colour(r, g, b) = oklch(0.62796, 0.2575, 29.234);
        assert!(r >= 254 && g <= 4 && b <= 4, "{r} {g} {b}");
    }
}
