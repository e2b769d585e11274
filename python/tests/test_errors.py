"""Errors keep their fields; Ctrl-C ends work within a second."""

import os
import pickle
import signal
import threading
import time

import pytest
from conftest import LABORATORY, PLAIN

import escalade
from escalade import Scenario


def test_a_scenario_error_keeps_its_fields(folder):
    wrong = LABORATORY.replace('dose = "300 nM"', 'dose = "300 nM"\nfrom = "soon"')
    (folder / "wrong.toml").write_text(wrong)
    with pytest.raises(escalade.ScenarioError) as told:
        Scenario.from_file(folder / "wrong.toml")
    error = told.value
    assert error.file == str(folder / "wrong.toml") and error.key == "course.1.from"
    assert error.line == wrong.splitlines().index('from = "soon"') + 1
    assert error.value == "soon" and error.allowed
    assert str(error).startswith(f"{error.file}:{error.line}:")
    assert isinstance(error, ValueError)
    again = pickle.loads(pickle.dumps(error))
    assert (again.key, again.line, str(again)) == (error.key, error.line, str(error))


def test_names_have_a_nearest(folder):
    with pytest.raises(escalade.ScenarioError) as told:
        Scenario.from_text(LABORATORY.replace("alectinib", "alectinb"))
    assert told.value.nearest == "alectinib" and "lorlatinib" in told.value.allowed
    with pytest.raises(escalade.ScenarioError) as told:
        Scenario.from_text(LABORATORY).with_values({"course.1.dosee": "3 nM"})
    assert (told.value.key, told.value.nearest) == ("course.1.dosee", "dose")


def test_a_knowledge_error_keeps_its_fields(folder):
    scenario = Scenario.from_text(LABORATORY)
    with pytest.raises(escalade.KnowledgeError) as told:
        scenario.with_values({"H3122/doublin": 2})
    assert told.value.nearest == "H3122/doubling" and told.value.key == "H3122/doublin"
    with pytest.raises(escalade.KnowledgeError) as told:
        scenario.with_values({"H3122/doubling": -2})
    assert (told.value.key, told.value.value, told.value.allowed) == ("H3122/doubling", -2.0, "numbers above 0, within 0 to 36500 d")
    (folder / "own.toml").write_text("schema = 1\n[[drug]]\nid = 3\n")
    with pytest.raises(escalade.KnowledgeError) as told:
        Scenario.from_text(LABORATORY, kb=folder / "own.toml")
    assert told.value.file == str(folder / "own.toml") and told.value.line


@pytest.mark.parametrize(
    ("call", "part"),
    [
        (lambda s: s.run(flasks=0), "flasks = 0"),
        (lambda s: s.run(seed=-1), "seed = -1"),
        (lambda s: s.run(threads=0), "threads = 0"),
        (lambda s: s.run(flasks=10**12), "large=True"),
        (lambda s: s.with_values({"seed": 3}), "seed"),
        (lambda s: s.batch({"seed": [1]}, on_error="ignore"), "allowed"),
        (lambda s: escalade.compare([s]), "allowed: 2 to"),
        (lambda s: escalade.sweep(s, {"course.1.dose": ["1 nM", "1 nM"]}), "twice"),
        (lambda s: escalade.compare([s, s], want="never"), "sooner"),
        (lambda s: escalade.assay("dose-respons", line="H3122"), "dose-response"),
        (lambda s: escalade.assay("blot", line="H3122", drugs="x"), "--drug"),
    ],
)
def test_requests_that_cannot_be_had(call, part):
    with pytest.raises(escalade.RequestError, match=part):
        call(Scenario.from_text(LABORATORY))


def test_no_such_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        Scenario.from_file(tmp_path / "none.toml")


@pytest.mark.parametrize("work", ["run", "batch", "plain"])
def test_ctrl_c_stops_within_a_second(work):
    scenario = Scenario.from_text(PLAIN if work == "plain" else LABORATORY)
    flasks = 100_000_000 if work == "plain" else 1_000_000
    # Whoever starts the tests in the background has them ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    since = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        if work == "batch":
            scenario.batch({"seed": range(10)}, flasks=flasks)
        else:
            scenario.run(flasks=flasks, large=True)
    assert time.monotonic() - since < 1.5, "half a second until it is pressed, and one to stop"


def test_other_threads_work_meanwhile():
    counted = 0
    done = threading.Event()

    def count():
        nonlocal counted
        while not done.is_set():
            counted += 1
            time.sleep(0.001)

    other = threading.Thread(target=count)
    other.start()
    since = time.monotonic()
    Scenario.from_text(LABORATORY).run(flasks=60, threads=1)
    spent = time.monotonic() - since
    done.set()
    other.join()
    assert counted > 100 * spent, "the interpreter's lock was held"


def test_an_error_of_progress_ends_the_work():
    def fail(done, total):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        Scenario.from_text(LABORATORY).run(flasks=100_000, progress=fail)
