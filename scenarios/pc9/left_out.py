"""Each bypass of the PC9 experiment left out in turn: what the other seven say of its counts.

    python3 left_out.py [PARTICLES [ESCALADE [BYPASS...]]]

fits seven bypasses, draws the growth of the eighth from those of the seven (Student's t of the logarithm of their births),
simulates its flasks with the draws of everything that all have in common, counts one cell in a hundred of them with the
error of counting that was found, and says which share of the published counts lies within the central 90%. Needs nothing but
Python and the program; two minutes of one core for each bypass with 50 draws.
"""

import csv
import io
import json
import math
import random
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
SCENARIO = HERE / "pc9_bypass.toml"
PHASES = "plain.phases"
SHARED = {
    f"{PHASES}.1.rates.sensitive.death": "0.3..1",
    f"{PHASES}.2.rates.sensitive.death": "0.8..2",
    f"{PHASES}.3.rates.sensitive.death": "0.1..0.6",
    "plain.capacity": "3e5..3e6",
}
GROWTH = "0.15..1.2"


def birth(bypass):
    return f"{PHASES}.3.rates.{bypass}.birth"


def student(rng, freedom):
    chi = sum(rng.gauss(0, 1) ** 2 for _ in range(freedom))
    return rng.gauss(0, 1) / math.sqrt(chi / freedom)


def poisson(rng, mean):
    if mean > 50:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    left, n = math.exp(-mean), 0
    product = rng.random()
    while product > left:
        n, product = n + 1, product * rng.random()
    return n


def wilson(k, n, z=1.959964):
    middle = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(k * (n - k) / n + z * z / 4)
    return middle - half, middle + half


def told(k, n):
    low, high = wilson(k, n)
    return f"{k} of {n}: {100 * k / n:.0f}% ({100 * low:.0f} to {100 * high:.0f}%)"


def fit(program, folder, rows, conditions, particles):
    """Posterior draws, and the central 90% of the error of counting, of some of the conditions."""
    names = [condition["name"] for condition in conditions]
    with open(folder / "counts.csv", "w", newline="") as file:
        table = csv.DictWriter(file, rows[0].keys())
        table.writeheader()
        table.writerows(row for row in rows if row["condition"] in names)
    plan = ""
    for condition in conditions:
        settings = ", ".join(f'"{key}" = {value}' for key, value in condition["set"].items())
        plan += f'[[condition]]\nname = "{condition["name"]}"\nset = {{ {settings} }}\n'
    (folder / "fit.toml").write_text(plan + '[[data]]\nfile = "counts.csv"\n')
    free = [f"{key}={low_high}" for key, low_high in SHARED.items()] + [f"{birth(name)}={GROWTH}" for name in names]
    command = [program, "fit", str(SCENARIO), "--data", str(folder / "fit.toml"), "--out", str(folder / "out"), "--json"]
    command += ["--quiet", "--threads", "1", "--particles", str(particles)] + [part for key in free for part in ("--free", key)]
    summary = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    draws = list(csv.DictReader(open(folder / "out" / "posterior.csv")))
    error = next(value["posterior"] for value in summary["values"] if value["key"] == "counting error")
    return draws, error, summary


def predicted(program, folder, left_out, draws, error, days, rng):
    """Counts of the bypass and of sensitive cells on each day, a list of draws each."""
    name = left_out["name"]
    births = [key for key in draws[0] if key.endswith(".birth")]
    medians = [sorted(math.log(float(draw[key])) for draw in draws)[len(draws) // 2] for key in births]
    n = len(medians)
    mean = sum(medians) / n
    sd = math.sqrt(sum((x - mean) ** 2 for x in medians) / (n - 1) * (1 + 1 / n))
    header = list(SHARED) + [birth(name), *left_out["set"]] + [f"{PHASES}.{i}.duration" for i in (1, 2, 3)]
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(header)
    for draw in draws:
        growth = math.exp(mean + sd * student(rng, n - 1))
        for day in days:
            lengths = [max(1e-6, min(day, 2)), max(1e-6, min(day - 2, 4)), max(1e-6, day - 6)]
            writer.writerow(
                [draw[key] for key in SHARED] + [growth, *left_out["set"].values()] + [f"{d} d" for d in lengths]
            )
    (folder / "draws.csv").write_text(table.getvalue())
    command = [program, "batch", str(SCENARIO), "--table", str(folder / "draws.csv"), "--flasks", "1"]
    command += ["--collect", f"cells_sensitive,cells_{name}"]
    found = csv.DictReader(io.StringIO(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
    seen = {("sensitive", day): [] for day in days} | {(name, day): [] for day in days}
    spread = math.log(error["high"] / error["low"]) / 2 / 1.644854
    rows = iter(found)
    for _ in draws:
        cv = error["middle"] * math.exp(spread * rng.gauss(0, 1))
        for day in days:
            row = next(rows)
            for kind in ("sensitive", name):
                mean_seen = float(row[f"cells_{kind}"]) / 100
                held = rng.gammavariate(1 / cv**2, cv**2) * mean_seen
                seen[kind, day].append(poisson(rng, held))
    return seen, (mean, sd)


def main():
    particles = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    program = sys.argv[2] if len(sys.argv) > 2 else "escalade"
    wanted = sys.argv[3:]
    lines = [line for line in open(HERE / "counts.csv") if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    conditions = tomllib.loads((HERE / "fit.toml").read_text())["condition"]
    all_inside = {"sensitive": [0, 0], "bypass": [0, 0]}
    for left_out in conditions:
        name = left_out["name"]
        if wanted and name not in wanted:
            continue
        # Each has chance of its own, whichever are asked for.
        rng = random.Random(f"2024 {name}")
        others = [condition for condition in conditions if condition is not left_out]
        with tempfile.TemporaryDirectory() as folder:
            draws, error, summary = fit(program, Path(folder), rows, others, particles)
            own = [row for row in rows if row["condition"] == name]
            days = sorted({int(row["day"]) for row in own})
            seen, (mean, sd) = predicted(program, Path(folder), left_out, draws, error, days, rng)
        inside = {"sensitive": [0, 0], "bypass": [0, 0]}
        for row in own:
            values = sorted(seen[row["type"], int(row["day"])])
            low, high = values[int(0.05 * len(values))], values[min(len(values) - 1, int(0.95 * len(values)))]
            kind = "sensitive" if row["type"] == "sensitive" else "bypass"
            held = low <= float(row["cells"]) / 100 <= high
            for counts in (inside, all_inside):
                counts[kind][0] += held
                counts[kind][1] += 1
        print(
            f"{name}: sensitive {told(*inside['sensitive'])}; bypass {told(*inside['bypass'])}; births of the others "
            f"{math.exp(mean):.2f} a day, times or over {math.exp(sd):.2f}; error of counting {error['middle']:.2f}; "
            f"settled {summary['settled']}, luck {summary['luck']:.1f}, agreement {summary['agreement']['probability']:.3g}",
            flush=True,
        )
    for kind, counts in all_inside.items():
        print(f"all {kind} counts within 90%: {told(*counts)}")
    print(f"all counts within 90%: {told(*[sum(pair) for pair in zip(*all_inside.values())])}")


if __name__ == "__main__":
    main()
