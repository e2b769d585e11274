//! Which of several protocols to choose while much is not known: probabilities and regrets against closed forms, and
//! comparisons and sweeps that draw worlds.

use escalade::engine::record::Outcome as Ended;
use escalade::random::{Purpose, stream};
use escalade::report::choice::OverWorlds;
use escalade::sampling::normal;
use escalade::scenario::vary::Vary;
use escalade::scenario::{Books, load};
use escalade::session::comparison::{Chosen, Comparison};
use escalade::session::sweep::{Swept, Wanted};
use escalade::session::{Conduct, Folder, InMemory, Outcome, Progress, SessionError, Silent};
use escalade::statistics::worlds::{Choice, ChoiceAccumulator, OptionsRecord, WorldFlask};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

fn flask(day: f64) -> WorldFlask {
    WorldFlask {
        outcome: Ended::Resistant,
        day,
        class: None,
        mechanism: None,
    }
}

/// Options whose losses are `of(option)` in a world, plus standard normal chance in each of two flasks.
fn choice(worlds: u64, options: usize, mut of: impl FnMut(&mut escalade::random::Generator, usize) -> f64) -> Choice {
    let mut all = ChoiceAccumulator::new(1e9);
    let mut rng = stream(5, 0, Purpose::World);
    for world in 0..worlds {
        let mut option = |i: usize| {
            let middle = of(&mut rng, i);
            Ok((0..2).map(|_| flask(middle + normal(&mut rng))).collect())
        };
        let options = (0..options).map(&mut option).collect();
        all.add(&OptionsRecord { world, options }, |flask| flask.day);
    }
    all.finish(&vec![true; options]).expect("there are worlds")
}

/// Two options with independent standard normal losses between worlds and chance of the same size in each of two flasks.
/// Regret of either is E|d|/2 with d of variance 2: 1/sqrt(pi) = 0.564. Picking by one flask (chance of variance 2 in the
/// difference) and counting on the other gives half of 2/sqrt(2 + 2) sqrt(2/pi) = 0.399; picking by the two that are
/// counted gives half of sqrt(2 + 1) sqrt(2/pi) = 0.691. 40,000 worlds, standard errors below 0.006; within 6 of them.
#[test]
fn regret_lies_between_its_two_bounds() {
    let found = choice(40_000, 2, |rng, _| normal(rng));
    for option in &found.options {
        let (low, high) = (option.regret_low.unwrap(), option.regret_high);
        assert!(
            (low - 0.399).abs() < 0.036 && (high - 0.691).abs() < 0.036,
            "{low} to {high}"
        );
        // Share of worlds: standard error 0.0025.
        assert!((option.best - 0.5).abs() < 0.015, "{}", option.best);
    }
    assert!((found.ahead[0][1] + found.ahead[1][0] - 1.0).abs() < 1e-12);
}

/// An option that is better by 1 in every world is ahead where two means of two flasks differ by less than 1 the other
/// way: with losses of variance 1 between worlds, P(N(0, 3) > -1) = Phi(1/sqrt 3) = 0.718. 40,000 worlds, standard error
/// 0.0023; within 6.
#[test]
fn the_better_one_is_ahead_as_often_as_the_closed_form_says() {
    let found = choice(40_000, 2, |rng, i| normal(rng) - f64::from(u8::from(i == 1)));
    assert_eq!(found.chosen, Some(1));
    assert!((found.ahead[1][0] - 0.718).abs() < 0.014, "{}", found.ahead[1][0]);
    assert!((found.options[0].beyond_chosen - 1.0).abs() < 6.0 * found.options[0].beyond_error);
    assert!(found.options[0].regret_low > found.options[1].regret_low);
}

#[test]
fn an_option_that_may_not_be_chosen_is_best_nowhere() {
    let mut all = ChoiceAccumulator::new(100.0);
    let options = vec![Ok(vec![flask(10.0)]), Ok(vec![flask(20.0)]), Ok(vec![flask(20.0)])];
    all.add(&OptionsRecord { world: 0, options }, |flask| flask.day);
    let refused = vec![Ok(vec![flask(10.0)]), Err("no".to_owned()), Ok(vec![flask(20.0)])];
    let refused = OptionsRecord {
        world: 1,
        options: refused,
    };
    all.add(&refused, |flask| flask.day);
    let found = all.finish(&[false, true, true]).unwrap();
    assert_eq!((found.worlds, found.refused), (1, 1));
    let best: Vec<f64> = found.options.iter().map(|option| option.best).collect();
    assert_eq!(best, [0.0, 0.5, 0.5]);
    // One flask in each world leaves no bound from below.
    assert!(found.options.iter().all(|option| option.regret_low.is_none()));
}

const TEXT: &str = r#"
schema = 1
name = "small"
replicates = 6
[line]
id = "H3122"
[[course]]
drug = "alectinib"
dose = "300 nM"
[stop]
after = "120 d"
[worlds]
count = 12
"#;

/// In one world nothing tells a difference from chance; an option that may not be chosen makes no difference to those that
/// may, which do the same.
#[test]
fn one_world_decides_nothing_and_the_undrugged_are_no_choice() {
    let choice = |losses: [f64; 3], worlds: u64| {
        let mut all = ChoiceAccumulator::new(1e9);
        for world in 0..worlds {
            let options = losses.iter().map(|day| Ok(vec![flask(*day)])).collect();
            all.add(&OptionsRecord { world, options }, |flask| flask.day);
        }
        let choice = all.finish(&[false, true, true]).unwrap();
        OverWorlds { values: 1, choice }
    };
    let one = choice([1.0, 20.0, 30.0], 1);
    assert_eq!(one.choice.chosen, Some(1));
    assert!(!one.choice.options[2].is_behind() && !one.choice.options[2].is_twin());
    assert!(choice([1.0, 20.0, 30.0], 3).choice.options[2].is_behind());
    let may = |i: usize| i > 0;
    assert!(choice([1.0, 20.0, 20.0], 4).all_alike(may));
    assert!(!choice([20.0, 20.0, 21.0], 4).all_alike(may));
}

/// Where nothing becomes what is looked for, no protocol and no point is named as the one that gives most of it.
#[test]
fn nothing_found_names_no_winner() {
    let bench = crate::support::Bench::with(crate::support::LABORATORY);
    bench.write(
        "t.toml",
        &crate::support::changed(crate::support::LABORATORY, "300 nM", "1 uM"),
    );
    let none = "became resistant by transformation";
    let want = ["--want", "transformed", "--replicates", "3", "--quiet"];
    for worlds in ["0", "3"] {
        let (out, into) = (format!("c{worlds}"), format!("s{worlds}"));
        let compare = ["compare", "s.toml", "t.toml", "--worlds", worlds, "--out", &out];
        let told = bench.good(&[&compare[..], &want].concat());
        assert!(told.contains(&format!("o flask {none} under any protocol")), "{told}");
        let sweep = [
            "sweep",
            "s.toml",
            "--vary",
            "course.1.dose=0,100,300 nM",
            "--worlds",
            worlds,
            "--out",
            &into,
        ];
        let told = bench.good(&[&sweep[..], &want].concat());
        assert!(told.contains(&format!("o flask {none} at any point")), "{told}");
        assert!(worlds == "0" || told.contains("changes nothing here"), "{told}");
    }
}

fn comparison(texts: &[&str], want: Option<&str>) -> Comparison {
    let named = texts
        .iter()
        .map(|text| ("s.toml".to_owned(), load("s.toml", (*text).to_owned()).unwrap()));
    let chosen = Chosen {
        want: want.map(str::to_owned),
        ..Chosen::default()
    };
    Comparison::of(named.collect(), chosen).unwrap()
}

fn files(comparison: &Comparison, threads: usize) -> BTreeMap<String, Vec<u8>> {
    let stop = AtomicBool::new(false);
    let conduct = Conduct {
        threads,
        stop: &stop,
        progress: &Silent,
    };
    match comparison.run(&InMemory, &conduct).unwrap() {
        Outcome::Done { target, .. } => target.files,
        Outcome::AlreadyComplete | Outcome::Share { .. } => panic!("memory holds nothing"),
    }
}

fn over_worlds(comparison: &Comparison) -> Choice {
    match comparison.run(&InMemory, &Conduct::quiet()).unwrap() {
        Outcome::Done { result, .. } => result.report.worlds.expect("worlds are drawn").choice,
        Outcome::AlreadyComplete | Outcome::Share { .. } => panic!("memory holds nothing"),
    }
}

/// The same protocol twice: the same streams in the same world, so no world tells them apart.
#[test]
fn identical_protocols_are_even_and_cost_nothing() {
    let found = over_worlds(&comparison(&[TEXT, TEXT], None));
    assert_eq!((found.worlds + found.refused, found.flasks), (12, 2));
    assert_eq!(found.ahead, [[0.5, 0.5], [0.5, 0.5]]);
    for option in &found.options {
        assert_eq!(
            (option.best, option.regret_high, option.regret_low),
            (0.5, 0.0, Some(0.0))
        );
    }
}

/// No drug to speak of is never later than a dose that holds the cells; nothing turns that round but the criterion.
#[test]
fn a_planted_better_protocol_wins_by_the_criterion_that_is_named() {
    let weak = TEXT.replace("300 nM", "1 pM");
    let found = over_worlds(&comparison(&[&weak, TEXT], None));
    assert_eq!(found.chosen, Some(1));
    assert!(found.ahead[1][0] > 0.9, "{:?}", found.ahead);
    let later = found.options[1].time;
    let turned = over_worlds(&comparison(&[TEXT, TEXT], Some("sooner")));
    assert_eq!(turned.options[0].loss, later);
    // Adaptation leads flasks that a dose holds, and none that it does not.
    let by_state = over_worlds(&comparison(&[&weak, TEXT], Some("state")));
    let losses = by_state.options.iter().map(|option| option.loss);
    let losses: Vec<f64> = losses.collect();
    assert!((-1.0..0.0).contains(&losses[1]) && losses[0] == 0.0, "{losses:?}");
}

struct StopAfter<'a> {
    stop: &'a AtomicBool,
    left: AtomicU64,
}

impl Progress for StopAfter<'_> {
    fn begin(&self, _: u64) {}
    fn add(&self, done: u64) {
        if self
            .left
            .fetch_sub(done.min(self.left.load(Ordering::SeqCst)), Ordering::SeqCst)
            <= done
        {
            self.stop.store(true, Ordering::SeqCst);
        }
    }
    fn end(&self) {}
}

/// Same bytes on 1, 2 and 8 threads, and after an interruption among the worlds.
#[test]
fn comparisons_over_worlds_are_the_same_on_any_threads_and_after_an_interruption() {
    let both = comparison(&[TEXT, &TEXT.replace("300 nM", "1 uM")], None);
    let one = files(&both, 1);
    for threads in [2, 8] {
        let other = files(&both, threads);
        assert!(
            one.iter().all(|(name, bytes)| other[name] == *bytes),
            "{threads} threads"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let place = Folder::at(&folder.path().join("c"));
    let stop = AtomicBool::new(false);
    let progress = StopAfter {
        stop: &stop,
        left: AtomicU64::new(15),
    };
    let conduct = Conduct {
        threads: 2,
        stop: &stop,
        progress: &progress,
    };
    match both.run(&place, &conduct) {
        Err(SessionError::Interrupted { stored, .. }) => assert!((12..24).contains(&stored), "{stored}"),
        other => panic!("it is interrupted: {}", other.is_ok()),
    }
    assert!(matches!(
        both.run(&place, &Conduct::quiet()).unwrap(),
        Outcome::Done { .. }
    ));
    for (name, bytes) in &one {
        assert_eq!(
            std::fs::read(folder.path().join("c").join(name)).unwrap(),
            *bytes,
            "{name}"
        );
    }
}

/// A sweep has worlds at every point, at the cost of the sweep once more; without them its table is the same.
#[test]
fn sweeps_draw_worlds_and_their_points_are_those_of_a_sweep_without() {
    let text = TEXT.replace("[worlds]\ncount = 12\n", "");
    let swept = |worlds: Option<u64>| {
        let wanted = Wanted {
            keys: vec![Vary::parse("course.1.dose=100,1000 nM").unwrap()],
            matrix: false,
            hours: 72.0,
            replicates: None,
            seed: None,
            large: false,
            want: None,
            worlds,
            given_worlds: None,
        };
        let swept = Swept::of("s.toml", text.clone(), wanted, Books::Overlays(&[])).unwrap();
        match swept.run(&InMemory, &Conduct::quiet()).unwrap() {
            Outcome::Done { result, .. } => result.report,
            Outcome::AlreadyComplete | Outcome::Share { .. } => panic!("memory holds nothing"),
        }
    };
    let (with, without) = (swept(None), swept(Some(0)));
    assert_eq!(with.points, without.points);
    assert!(without.worlds.is_none());
    let over = with.worlds.expect("worlds are drawn");
    assert_eq!((over.choice.worlds + over.choice.refused, over.choice.flasks), (3, 2));
    assert_eq!(over.choice.options.len(), 2);
    let best: f64 = over.choice.options.iter().map(|option| option.best).sum();
    assert!((best - 1.0).abs() < 1e-12);
}

/// Worlds of a table: the points of a sweep and the protocols of a comparison all stand in them, and another table is
/// another comparison.
#[test]
fn comparisons_and_sweeps_take_worlds_from_a_table() {
    use escalade::scenario::WorldTable;
    let table = |rows: &str| WorldTable {
        file: "worlds.csv".to_owned(),
        text: format!("H3122/doubling\n{rows}"),
    };
    let compared = |table: WorldTable, place: &Folder| {
        let texts = ["60 nM", "100 nM"].map(|dose| TEXT.replace("300 nM", dose));
        let named = texts.map(|text| ("s.toml".to_owned(), load("s.toml", text).unwrap()));
        let chosen = Chosen {
            worlds: Some(2),
            given_worlds: Some(table),
            ..Chosen::default()
        };
        let comparison = Comparison::of(named.into(), chosen).unwrap();
        comparison.run(place, &Conduct::quiet()).map(|_| ())
    };
    let folder = tempfile::tempdir().unwrap();
    let (place, other) = (
        Folder::at(&folder.path().join("c")),
        Folder::at(&folder.path().join("d")),
    );
    compared(table("1.5\n2.5\n"), &place).unwrap();
    compared(table("1.5\n200\n"), &other).unwrap();
    let rows = |name: &str| std::fs::read_to_string(folder.path().join(name).join("world_flasks.csv")).unwrap();
    let (usual, slow) = (rows("c"), rows("d"));
    let world = |text: &str, number: &str| -> Vec<String> {
        let mut header = text.lines().next().unwrap().split(',');
        let place = header.position(|name| name == "world").unwrap();
        let rows = text
            .lines()
            .skip(1)
            .filter(|row| row.split(',').nth(place) == Some(number));
        rows.map(str::to_owned).collect()
    };
    assert!(!world(&usual, "0").is_empty());
    assert_eq!(world(&usual, "0"), world(&slow, "0"));
    assert_ne!(world(&usual, "1"), world(&slow, "1"));
    assert!(
        compared(table("1.5\n3\n"), &place).is_err(),
        "another table is another comparison"
    );
    compared(table("1.5\n2.5\n"), &place).unwrap();
    let wanted = Wanted {
        keys: vec![Vary::parse("course.1.dose=100,1000 nM").unwrap()],
        matrix: false,
        hours: 72.0,
        replicates: None,
        seed: None,
        large: false,
        want: None,
        worlds: Some(2),
        given_worlds: Some(table("1.5\n2.5\n")),
    };
    let swept = Swept::of("s.toml", TEXT.to_owned(), wanted, Books::Overlays(&[])).unwrap();
    assert!(swept.scenarios().iter().all(|scenario| scenario.given_worlds.is_some()));
    match swept.run(&InMemory, &Conduct::quiet()).unwrap() {
        Outcome::Done { result, .. } => assert_eq!(result.report.worlds.unwrap().choice.worlds, 2),
        Outcome::AlreadyComplete | Outcome::Share { .. } => panic!("memory holds nothing"),
    }
}
