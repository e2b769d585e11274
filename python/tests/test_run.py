"""Runs: numbers and files are the program's, to the byte."""

import pickle

import numpy as np
import pandas as pd
import pytest
from conftest import LABORATORY, PLAIN, ROOT, content

import escalade
from escalade import Scenario


@pytest.fixture(scope="module")
def result():
    return Scenario.from_text(LABORATORY).run(threads=1)


@pytest.fixture(scope="module")
def plain():
    return Scenario.from_text(PLAIN).run(threads=1)


@pytest.mark.parametrize("form", ["laboratory", "plain"])
@pytest.mark.parametrize("threads", [1, 2])
def test_a_report_is_the_folder_of_the_program(folder, escalade_says, form, threads):
    escalade_says("run", f"{form}.toml", "--out", "theirs", "--quiet")
    result = Scenario.from_file(folder / f"{form}.toml").run(threads=threads)
    result.report(folder / "ours")
    theirs, ours = content(folder / "theirs"), content(folder / "ours")
    assert sorted(theirs) == sorted(ours)
    assert [name for name in theirs if theirs[name] != ours[name]] == []
    assert str(result) in escalade_says("run", f"{form}.toml", "--out", "again", "--quiet").decode()
    # The program takes the folder for its own, complete and unchanged; and so does the package.
    assert "already complete" in escalade_says("run", f"{form}.toml", "--out", "ours", "--quiet").decode()
    result.report(folder / "ours")
    assert "every file is as it was written" in escalade_says("check", "ours").decode()


def test_flasks_and_seed_stand_in_for_the_scenarios(folder, escalade_says):
    escalade_says("run", "laboratory.toml", "--out", "theirs", "--replicates", "3", "--seed", "77", "--quiet")
    result = Scenario.from_file(folder / "laboratory.toml").run(flasks=3, seed=77)
    assert result.read("replicates.csv") == (folder / "theirs" / "replicates.csv").read_bytes()
    assert (result.flasks, result.seed) == (3, 77)


def test_a_foreign_folder_is_left_alone(folder, plain):
    (folder / "mine").mkdir()
    (folder / "mine" / "notes.txt").write_text("keep")
    with pytest.raises(escalade.FolderError, match="nothing was changed"):
        plain.report(folder / "mine")
    assert [path.name for path in (folder / "mine").iterdir()] == ["notes.txt"]


def test_frames_have_the_types_of_the_dictionary(result):
    frame = result.replicates
    assert frame["replicate"].dtype == "int64" and frame["cells"].dtype == "int64"
    assert frame["outcome_day"].dtype == "float64" and frame["goal_day"].dtype == "float64"
    assert isinstance(frame["outcome"].dtype, pd.StringDtype)
    assert len(frame) == 6
    lineages = result.lineages
    assert lineages["parent"].dtype == "Int64" and lineages["parent"].isna().any()
    assert lineages["under_drug"].dtype == "bool"
    assert frame.attrs["columns"]["outcome_day"]["unit"] == "d from seeding"
    assert set(result.tables) >= {"replicates", "mechanisms", "resistances", "drug_use", "lineages", "columns"}
    assert result.drug_use.attrs["columns"]["dose_sum_nM"]["unit"] == "nM"
    assert not frame["dominant"].isna().any() or (frame["cells"] == 0).any()
    with pytest.raises(KeyError):
        result.tables["nonsense"]


def test_numbers_have_the_bits_of_the_file(result):
    lines = result.read("replicates.csv").decode().splitlines()
    place = lines[0].split(",").index("doublings")
    told = [float(line.split(",")[place]) for line in lines[1:]]
    assert result.replicates["doublings"].tolist() == told


def test_polars_frames_hold_the_same(result):
    polars = pytest.importorskip("polars")
    frame = result.to_polars()["replicates"]
    assert frame.schema["cells"] == polars.Int64 and frame.schema["outcome"] == polars.String
    assert frame["cells"].to_list() == result.replicates["cells"].tolist()
    assert result.to_polars()["lineages"].schema["under_drug"] == polars.Boolean


def test_the_summary_is_that_of_the_file(result):
    assert result.summary["provenance"]["seed"] == 11
    outcomes = {row["outcome"]: row["share"]["count"] for row in result.summary["statistics"]["outcomes"]}
    assert outcomes["resistant"] == (result.replicates["outcome"] == "resistant").sum()
    assert str(result).startswith(result.text.split("\n")[0])


def test_trajectories_of_the_plain_form(plain):
    frame = plain.trajectories
    assert list(frame.columns) == ["replicate", "day", "type", "cells"]
    last = frame[(frame["day"] == 5.0) & (frame["type"] == "a")]["cells"].to_numpy()
    assert np.array_equal(last, plain.replicates["cells_a"].to_numpy())


def test_figures_show_the_data(result, plain):
    count = (result.replicates["outcome"] == "resistant").sum()
    assert count > 0, "the scenario is meant to have resistant flasks"
    labels = [text.get_text() for text in result.plot_profile().axes[0].texts]
    shares = result.summary["statistics"]["profile"]["by_class"]
    dominant = [row["dominant"]["of_resistant"] for row in shares if row["class"] != "none"]
    assert labels[: len(dominant)] == [f"{share['count']}/{share['n']}" for share in dominant]
    lines = result.plot_incidence().axes[0].lines
    assert lines[0].get_ydata()[-1] == pytest.approx(count / 6, abs=1e-12)
    muller = result.plot_muller(flask=2)
    assert muller.axes[0].get_title(loc="left") == "Muller plot of flask 3"
    for figure in (result.plot_course(), result.plot_doses(), result.plot_over_time(), result.plot()):
        assert figure.axes
    counts = plain.plot_counts()
    assert sum(patch.get_height() for patch in counts.axes[0].patches) == pytest.approx(1.0)
    for figure in (plain.plot_stops(), plain.plot_trajectories(), plain.plot()):
        assert figure.axes
    with pytest.raises(KeyError, match="there are"):
        plain.plot_profile()
    with pytest.raises(escalade.RequestError, match="allowed: 0 to 5"):
        result.plot_muller(flask=6)


def test_a_notebook_shows_answer_and_figure(result, plain):
    for one in (result, plain):
        shown = one._repr_html_()
        assert str(one).split("\n")[0][:20] in shown and "data:image/svg+xml;base64," in shown
    assert "<svg" in result.svg("profile")


def test_exports_are_the_programs(folder, escalade_says):
    # A flask in which something heritable arose: no cell adapts.
    scenario = folder / "laboratory.toml"
    lower = scenario.read_text().replace("300 nM", "50 nM")
    scenario.write_text(lower + "[routes]\nstates = false\n")
    result = Scenario.from_file(scenario).run()
    arose = (n for n in range(6) if len(result.export("ggmuller", flask=n).tables["ggmuller_edges"]))
    flask = next(arose)
    words = ["--out", "theirs", "--quiet", "--export", "ggmuller,fishplot,survival", "--export-flask", str(flask)]
    escalade_says("run", "laboratory.toml", *words)
    made = result.export("ggmuller", "fishplot", "survival", flask=flask)
    made.report(folder / "ours")
    assert content(folder / "theirs" / "export") == content(folder / "ours")
    populations, edges = made.tables["ggmuller_populations"], made.tables["ggmuller_edges"]
    assert list(edges.columns) == ["Parent", "Identity"]
    assert set(edges["Parent"]) | set(edges["Identity"]) == set(populations["Identity"])
    assert len(populations) == populations["Generation"].nunique() * populations["Identity"].nunique()
    assert made.tables["survival"]["status"].isin([0, 1, 2, 3]).all()
    with pytest.raises(escalade.RequestError, match="barcodes"):
        result.export("bartools")
    with pytest.raises(escalade.RequestError, match="ggmuller"):
        result.export("ggmulle")


def test_other_values_are_those_of_a_file_that_has_them(tmp_path):
    usual = Scenario.from_text(LABORATORY)
    other = usual.with_values({"course.1.dose": "30 nM", "flask.seed_cells": 2e5})
    text = LABORATORY.replace("300 nM", "30 nM").replace("[stop]", "[flask]\nseed_cells = 2e5\n[stop]")
    written = Scenario.from_text(text)
    assert other.lock() == written.lock() != usual.lock()
    # By the course's drug, with a value of numpy, and as a pickle.
    same = usual.with_values({"course.alectinib.dose": "30 nM"}).with_values({"flask.seed_cells": np.float64(2e5)})
    assert pickle.loads(pickle.dumps(same)).lock() == written.lock()


def test_a_knowledge_value_changes_the_flasks():
    usual = Scenario.from_text(LABORATORY)
    slow = usual.with_values({"H3122/doubling": 3.0})
    assert slow.run(flasks=2).read("replicates.csv") != usual.run(flasks=2).read("replicates.csv")
    assert pickle.loads(pickle.dumps(slow)).lock() == slow.lock()


def test_check_and_explain(folder, escalade_says):
    scenario = Scenario.from_file(folder / "laboratory.toml")
    told = scenario.explain()
    assert str(told).rstrip() == escalade_says("explain", "laboratory.toml").decode().rstrip()
    assert told.data and scenario.check() == []
    assert scenario.form == "laboratory" and scenario.flasks == 6 and scenario.cost() > 0


def test_lock_files_and_recipes_load(result):
    again = Scenario.from_text(result.read("scenario.lock.toml").decode())
    assert again.run().read("replicates.csv") == result.read("replicates.csv")
    recipe = ROOT / "scenarios" / "25_own_compound.toml"  # names its overlay itself
    own = Scenario.from_file(recipe, kb=ROOT / "scenarios" / "overlays" / "trk_in_10.toml")
    assert own.lock() == Scenario.from_file(recipe).lock()
    assert own.with_values({"stop.after": "100 d"}).form == "laboratory"
    with pytest.raises(escalade.ScenarioError) as told:
        Scenario.from_text(recipe.read_text())
    assert told.value.key == "overlays"


def test_version_is_the_programs(escalade_says):
    assert escalade.__version__ in escalade_says("--version").decode()
