//! Fuzzing on a stable compiler: `drive READER SECONDS [SEED]` mutates the reader's seeds, counts executions, and keeps
//! what ends in a panic, or takes longer than ten seconds, in `found/`. It counts what was sound and got to its reader's end, too.

use escalade_fuzz::corpus;
use escalade_fuzz::mutate::{Dice, mutated};
use escalade_fuzz::readers::READERS;
use std::collections::BTreeSet;
use std::panic;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

/// An execution that takes longer hangs.
const HANG: Duration = Duration::from_secs(10);

static WHERE: Mutex<String> = Mutex::new(String::new());
static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static EXECUTIONS: AtomicU64 = AtomicU64::new(0);

fn keep(reader: &str, kind: &str, number: u64, input: &[u8]) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/found");
    let path = format!("{folder}/{reader}-{kind}-{number}");
    if fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, input))
        .is_ok()
    {
        println!("{kind} kept in {path}");
    }
}

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let reader = args
        .first()
        .and_then(|name| READERS.iter().find(|(known, _)| known == name));
    let Some(&(name, read)) = reader else {
        let names: Vec<&str> = READERS.iter().map(|(name, _)| *name).collect();
        eprintln!(
            "drive {} SECONDS [SEED], or a file of found/ in place of SECONDS",
            names.join("|")
        );
        process::exit(2);
    };
    if let Some(file) = args.get(1).filter(|file| file.parse::<u64>().is_err()) {
        read(&fs::read(file).expect("the file can be read"));
        return;
    }
    let number = |i: usize, usual: u64| args.get(i).and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (seconds, seed) = (number(1, 60), number(2, 1));
    panic::set_hook(Box::new(|told| {
        *WHERE.lock().unwrap() = format!("{}", told.location().map_or("?".to_owned(), |at| at.to_string()));
    }));
    let seeds = corpus::seeds(name);
    thread::spawn(move || {
        let (mut last, mut since) = (u64::MAX, Instant::now());
        loop {
            thread::sleep(Duration::from_millis(250));
            let now = EXECUTIONS.load(Ordering::Relaxed);
            if now != last {
                (last, since) = (now, Instant::now());
            } else if since.elapsed() > HANG {
                keep(name, "hang", now, &INPUT.lock().unwrap());
                process::exit(1);
            }
        }
    });
    let (mut dice, began, mut told) = (Dice::new(seed), Instant::now(), Instant::now());
    let (mut places, mut panics, mut sound) = (BTreeSet::new(), 0_u64, 0_u64);
    while began.elapsed() < Duration::from_secs(seconds) {
        let input = mutated(&seeds, &mut dice);
        *INPUT.lock().unwrap() = input.clone();
        let ended = panic::catch_unwind(|| read(&input));
        sound += u64::from(matches!(ended, Ok(true)));
        if ended.is_err() {
            panics += 1;
            let place = WHERE.lock().unwrap().clone();
            if places.insert(place.clone()) {
                println!("panic at {place}");
                keep(name, "panic", EXECUTIONS.load(Ordering::Relaxed), &input);
            }
        }
        let done = 1 + EXECUTIONS.fetch_add(1, Ordering::Relaxed);
        if told.elapsed() > Duration::from_secs(30) {
            told = Instant::now();
            println!("{name}: {done} executions, {sound} sound, {panics} panics at {} places", places.len());
        }
    }
    let done = EXECUTIONS.load(Ordering::Relaxed);
    println!(
        "{name}: {done} executions in {seconds} s from seed {seed}, {sound} sound, {panics} panics at {} places",
        places.len()
    );
    process::exit(i32::from(panics > 0));
}
