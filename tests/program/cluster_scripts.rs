//! Scripts for a cluster: run element by element they do the work of the undivided command.

use crate::divided::laboratory;
use crate::support::{Bench, PLAIN};

/// As Slurm does it, one element after the other: the scripts are whole shell and workflow, name their number of shards (3)
/// as a constant, and give what the undivided command gives.
fn scripts_do(bench: &Bench, command: &[&str], name: &str) {
    let read = |name: &str| String::from_utf8(bench.read(&format!("job/{name}"))).unwrap();
    for name in [
        "array.sh",
        "merge.sh",
        "submit.sh",
        "Snakefile",
        "README.txt",
        "slurm/config.yaml",
    ] {
        let text = read(name);
        let upper = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_uppercase());
        assert!(!text.split('@').any(upper), "{name}: {text}");
    }
    for line in [
        "#SBATCH --array=1-3",
        "#SBATCH --cpus-per-task=2",
        &format!("#SBATCH --job-name={name}"),
    ] {
        assert!(read("array.sh").lines().any(|known| known == line), "{line}");
    }
    let script = |name: &str, element: &str| {
        let mut command = std::process::Command::new("bash");
        command.arg(name).current_dir(bench.path("job"));
        command.env("ESCALADE", env!("CARGO_BIN_EXE_escalade"));
        command
            .env("SLURM_ARRAY_TASK_ID", element)
            .env("SLURM_CPUS_PER_TASK", "2");
        command.output().unwrap()
    };
    for element in ["3", "1"] {
        let out = script("array.sh", element);
        assert!(out.status.success(), "{out:?}");
    }
    let out = script("merge.sh", "");
    assert_eq!(out.status.code(), Some(2), "{out:?}");
    assert!(
        String::from_utf8_lossy(&out.stderr).contains("shard 2/3 is missing"),
        "{out:?}"
    );
    assert!(script("array.sh", "2").status.success());
    assert!(script("merge.sh", "").status.success());
    bench.good(&[command, &["--quiet", "--out", "whole"]].concat());
    assert_eq!(bench.run_files("whole"), bench.run_files("job/merged"));
}

#[test]
fn scripts_for_a_cluster_do_the_run() {
    let bench = Bench::with(PLAIN);
    let job = ["--shards", "3", "--threads", "2", "--out", "job"];
    bench.good(&[&["cluster", "slurm", "s.toml", "--seed", "9"], &job[..]].concat());
    scripts_do(&bench, &["run", "s.toml", "--seed", "9"], "s");
}

#[test]
fn scripts_for_a_cluster_do_other_work() {
    let job = ["--shards", "3", "--threads", "2", "--out", "job"];
    for (command, name) in [
        (&["compare", "s.toml", "t.toml", "--worlds", "2"][..], "compare-s-t"),
        (
            &[
                "sweep",
                "s.toml",
                "--vary",
                "course.1.dose=100,300 nM",
                "--kb",
                "k.toml",
            ],
            "sweep-s",
        ),
        (&["tornado", "s.toml", "--replicates", "2"], "s-tornado"),
    ] {
        let bench = laboratory();
        bench.good(&[&["cluster", "slurm"], command, &job].concat());
        scripts_do(&bench, command, name);
    }
    let wrong = [
        "cluster",
        "slurm",
        "sweep",
        "s.toml",
        "--vary",
        "course.1.dose=1,2 nM",
        "--shard",
        "1/2",
    ];
    let out = laboratory().run(&[&wrong[..], &job].concat());
    assert_eq!(out.status.code(), Some(2), "{out:?}");
}
