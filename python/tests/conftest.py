"""Scenarios, and the program that the package's numbers are held against."""

import os
import shutil
import subprocess
import textwrap
from pathlib import Path

import matplotlib
import pytest

matplotlib.use("Agg")

ROOT = Path(__file__).resolve().parents[2]

LABORATORY = textwrap.dedent(
    """
    schema = 1
    name = "one dose"
    replicates = 6
    seed = 11
    [line]
    id = "H3122"
    [[course]]
    drug = "alectinib"
    dose = "300 nM"
    [stop]
    after = "150 d"
    """
)

PLAIN = textwrap.dedent(
    """
    schema = 1
    name = "two types"
    replicates = 300
    seed = 5
    [plain]
    types = [{ name = "a", founders = 100 }, { name = "b", founders = 0 }]
    mutations = [{ from = "a", to = "b", per_division = 1e-3 }]
    [[plain.phases]]
    duration = "5 d"
    rates = { a = { birth = 0.7, death = 0.5 }, b = { birth = 0.7, death = 0.2 } }
    [record]
    every = "1 d"
    """
)


@pytest.fixture(scope="session")
def program() -> str:
    """The program: `ESCALADE`, else the newest that cargo has built."""
    named = os.environ.get("ESCALADE")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    built = [path for kind in ("release", "debug") if (path := target / kind / "escalade").exists()]
    built.sort(key=lambda path: path.stat().st_mtime)
    found = named or (str(built[-1]) if built else shutil.which("escalade"))
    assert found, "build the program first: cargo build --release"
    return found


@pytest.fixture
def escalade_says(program, tmp_path):
    """Runs the program in an empty folder; returns its standard output, as bytes."""

    def says(*words: str, text: str | None = None) -> bytes:
        done = subprocess.run(
            [program, *words], cwd=tmp_path, input=(text or "").encode(), capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return says


@pytest.fixture
def folder(tmp_path):
    """An empty folder with both scenarios in it."""
    (tmp_path / "laboratory.toml").write_text(LABORATORY)
    (tmp_path / "plain.toml").write_text(PLAIN)
    return tmp_path


def content(root: Path) -> dict[str, bytes]:
    """Every file below a folder but its log."""
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and path.name != "run.log"]
    return {str(path.relative_to(root)): path.read_bytes() for path in files}
