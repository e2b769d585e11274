use super::folder::RunFolder;
use super::*;
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A job whose records depend on the replicate alone.
struct Squares;

impl Job for Squares {
    type Record = (u64, Vec<u64>, f64);
    fn simulate(&self, replicate: u64, stop: &AtomicBool) -> Option<Self::Record> {
        (!stop.load(Ordering::Relaxed)).then(|| {
            (
                replicate,
                vec![replicate * replicate; (replicate % 5) as usize],
                1.0 / (replicate as f64 + 1.0),
            )
        })
    }
}

/// Remembers the order and a sum that depends on it.
#[derive(Default)]
struct Order {
    seen: Vec<u64>,
    sum: f64,
}

impl Sink<(u64, Vec<u64>, f64)> for Order {
    fn accept(&mut self, record: &(u64, Vec<u64>, f64)) -> Result<(), KeepError> {
        self.seen.push(record.0);
        self.sum += record.2;
        Ok(())
    }
}

fn drive_to_end(parts: &Parts, threads: usize, replicates: u64, stop_after: u64) -> (Ended, Order) {
    let mut order = Order::default();
    let stop = AtomicBool::new(false);
    let done = AtomicU64::new(0);
    let progress = |n: u64| {
        if done.fetch_add(n, Ordering::Relaxed) + n >= stop_after {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let drive = Drive {
        replicates,
        threads,
        stop: &stop,
        progress: &progress,
    };
    let ended = run(&Squares, &mut order, &mut parts.clone(), &drive).unwrap();
    (ended, order)
}

fn parts_in(folder: &tempfile::TempDir) -> Parts {
    Parts::new(folder.path().to_owned(), "run")
}

#[test]
fn any_number_of_threads_folds_in_the_same_order() {
    let expected: f64 = (0..3000).map(|i| 1.0 / (f64::from(i) + 1.0)).sum();
    for threads in [1, 2, 8] {
        let folder = tempfile::tempdir().unwrap();
        let (ended, order) = drive_to_end(&parts_in(&folder), threads, 3000, u64::MAX);
        assert_eq!(ended, Ended::Complete);
        assert_eq!(order.seen, (0..3000).collect::<Vec<_>>());
        assert_eq!(order.sum.to_bits(), expected.to_bits());
    }
}

#[test]
fn an_interrupted_run_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let parts = parts_in(&folder);
    let (ended, _) = drive_to_end(&parts, 2, 3000, 700);
    let Ended::Interrupted { stored } = ended else {
        panic!("{ended:?}")
    };
    assert!((1..3000).contains(&stored), "{stored}");
    let (ended, order) = drive_to_end(&parts, 1, 3000, u64::MAX);
    assert_eq!(ended, Ended::Complete);
    assert_eq!(order.seen, (0..3000).collect::<Vec<_>>());
}

/// A job that asks to stop at its 41st record, and whose first takes as long as all others.
struct Uneven<'a>(&'a AtomicU64);

impl Job for Uneven<'_> {
    type Record = u64;
    fn simulate(&self, replicate: u64, stop: &AtomicBool) -> Option<u64> {
        while replicate == 0 && self.0.load(Ordering::SeqCst) < 40 && !stop.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        if stop.load(Ordering::SeqCst) {
            return None;
        }
        Some(replicate).inspect(|_| self.finished(stop))
    }
}

impl Uneven<'_> {
    fn finished(&self, stop: &AtomicBool) {
        if self.0.fetch_add(1, Ordering::SeqCst) == 40 {
            stop.store(true, Ordering::SeqCst);
        }
    }
}

impl Sink<u64> for Vec<u64> {
    fn accept(&mut self, record: &u64) -> Result<(), KeepError> {
        self.push(*record);
        Ok(())
    }
}

/// With two threads the first replicate holds one of them until the other has done 40: nobody waits for it, and none of
/// the 41 that were finished when the stop came is lost.
#[test]
fn a_slow_replicate_holds_up_nobody_and_a_stop_loses_nothing_finished() {
    let folder = tempfile::tempdir().unwrap();
    let mut parts = parts_in(&folder);
    let (finished, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let drive = Drive {
        replicates: 200,
        threads: 2,
        stop: &stop,
        progress: &|_| {},
    };
    let mut folded = Vec::new();
    let ended = run(&Uneven(&finished), &mut folded, &mut parts, &drive).unwrap();
    let finished = finished.load(Ordering::SeqCst);
    assert!((41..=42).contains(&finished), "{finished}");
    assert_eq!(ended, Ended::Interrupted { stored: finished });
    let mut all = Vec::new();
    let again = Drive {
        stop: &AtomicBool::new(false),
        ..drive
    };
    let done = AtomicU64::new(1000);
    assert_eq!(
        run(&Uneven(&done), &mut all, &mut parts, &again).unwrap(),
        Ended::Complete
    );
    assert_eq!(done.load(Ordering::SeqCst), 1000 + 200 - finished);
    assert_eq!(all, (0..200).collect::<Vec<_>>());
}

#[test]
fn a_damaged_part_is_simulated_again() {
    let folder = tempfile::tempdir().unwrap();
    let parts = parts_in(&folder);
    drive_to_end(&parts, 1, 500, u64::MAX);
    let (start, end) = parts.ranges().unwrap().into_iter().next().unwrap();
    let file = folder.path().join(format!("{start:013}-{end:013}.part"));
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[70] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert!(parts.load(&(start..end)).is_none());
    let (ended, order) = drive_to_end(&parts, 1, 500, u64::MAX);
    assert_eq!(ended, Ended::Complete);
    assert_eq!(order.seen, (0..500).collect::<Vec<_>>());
}

#[test]
fn parts_of_another_run_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    drive_to_end(&parts_in(&folder), 1, 100, u64::MAX);
    let other = Parts::new(folder.path().to_owned(), "other run");
    let (start, end) = other.ranges().unwrap().into_iter().next().unwrap();
    assert!(other.load(&(start..end)).is_none());
}

/// Opens the folder of a run as a test.
fn open(root: &std::path::Path, lock: &str) -> Result<(RunFolder, Found), KeepError> {
    RunFolder::open(RUN, root, lock, "a test")
}

#[test]
fn a_folder_is_claimed_completed_and_defended() {
    let base = tempfile::tempdir().unwrap();
    let root = base.path().join("run");
    let (folder, found) = open(&root, "lock").unwrap();
    assert_eq!(found, Found::Nothing);
    // Nobody else while it is held, and who holds it is told.
    let Err(KeepError::Busy { who, .. }) = open(&root, "lock") else {
        panic!("two writers")
    };
    assert_eq!(who, "a test");
    drop(folder);
    let (mut folder, found) = open(&root, "lock").unwrap();
    assert_eq!(found, Found::Unfinished);
    folder.finish(b"{}").unwrap();
    assert_eq!(open(&root, "lock").unwrap().1, Found::Complete);
    let names = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.collect();
    names.sort();
    assert_eq!(names, [folder::MANIFEST, LOCK, SUMMARY]);
    assert!(matches!(open(&root, "other"), Err(KeepError::OtherRun { .. })));
    assert!(matches!(open(base.path(), "lock"), Err(KeepError::NotARun { .. })));
}

#[test]
fn a_complete_run_with_a_changed_file_is_unfinished() {
    let base = tempfile::tempdir().unwrap();
    let root = base.path().join("run");
    let (mut run, _) = open(&root, "lock").unwrap();
    run.write("figures/one.svg", b"<svg/>").unwrap();
    run.finish(b"{}").unwrap();
    assert_eq!(open(&root, "lock").unwrap().1, Found::Complete);
    std::fs::write(root.join("figures/one.svg"), b"<svg").unwrap();
    let (run, found) = open(&root, "lock").unwrap();
    assert_eq!(found, Found::Unfinished);
    let told: Vec<_> = run.damaged().iter().map(|one| (one.file.as_str(), one.what)).collect();
    assert_eq!(told, [("figures/one.svg", "was changed")]);
}

#[test]
fn an_unfinished_table_leaves_no_file_under_its_name() {
    let base = tempfile::tempdir().unwrap();
    let (mut folder, _) = open(&base.path().join("run"), "lock").unwrap();
    let mut table = folder.table("replicates.csv").unwrap();
    table.write_all(b"replicate\n").unwrap();
    drop(table);
    assert!(!folder.root().join("replicates.csv").exists());
    let mut table = folder.table("replicates.csv").unwrap();
    table.write_all(b"replicate\n").unwrap();
    folder.publish(table).unwrap();
    assert_eq!(
        std::fs::read(folder.root().join("replicates.csv")).unwrap(),
        b"replicate\n"
    );
}
