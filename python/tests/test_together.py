"""Comparisons, sweeps, read-outs, diagnoses and the knowledge base: as the program has them."""

import io

import pandas as pd
import pytest
from conftest import LABORATORY, content

import escalade
from escalade import Scenario


def test_a_comparison_is_the_programs(folder, escalade_says):
    (folder / "other.toml").write_text(LABORATORY.replace("300 nM", "100 nM"))
    escalade_says("compare", "laboratory.toml", "other.toml", "--out", "theirs", "--quiet")
    both = [Scenario.from_file(folder / name) for name in ("laboratory.toml", "other.toml")]
    made = escalade.compare(both, threads=2)
    made.report(folder / "ours")
    assert content(folder / "theirs") == content(folder / "ours")
    assert len(made.pairs) == 6 and made.data["kind"] == "compare"
    assert "svg+xml" in made._repr_html_()


def test_a_sweep_is_the_programs(folder, escalade_says):
    words = ["--vary", "course.1.dose=30,300 nM", "--vary", "flask.seed_cells=1e5,1e6", "--replicates", "2", "--quiet"]
    escalade_says("sweep", "laboratory.toml", "--out", "theirs", *words)
    scenario = Scenario.from_file(folder / "laboratory.toml")
    values = {"course.1.dose": ["30 nM", "300 nM"], "flask.seed_cells": [1e5, 1e6]}
    made = escalade.sweep(scenario, values, flasks=2)
    made.report(folder / "ours")
    theirs, ours = content(folder / "theirs"), content(folder / "ours")
    assert [name for name in theirs if theirs[name] != ours.get(name)] == []
    assert len(made.points) == 4


def test_a_sweep_stands_on_moved_knowledge():
    scenario = Scenario.from_text(LABORATORY)
    doses = {"course.1.dose": ["30 nM", "300 nM"]}
    slow = escalade.sweep(scenario.with_values({"H3122/doubling": 3}), doses, flasks=2)
    assert slow.read("sweep.csv") != escalade.sweep(scenario, doses, flasks=2).read("sweep.csv")


def test_a_dose_matrix():
    made = escalade.sweep(
        Scenario.from_text(LABORATORY), matrix={"alectinib": "0,100 nM", "lorlatinib": ["0 nM", "10 nM"]}, flasks=1
    )
    assert made.data["synergy"] is not None and len(made.points) == 4


def test_an_assay_of_a_line_is_the_programs(folder, escalade_says):
    words = ["--line", "H3122", "--genotype", "ALK-G1202R", "--drug", "alectinib"]
    escalade_says("assay", "dose-response", *words, "--out", "theirs")
    made = escalade.assay("dose-response", line="H3122", genotype="ALK-G1202R", drug="alectinib")
    made.report(folder / "ours")
    assert content(folder / "theirs") == content(folder / "ours")
    fold = made.tables["dose_response"]
    assert {"parental"} < set(fold["culture"])


def test_flasks_of_a_run_are_assayed_and_diagnosed(folder, escalade_says):
    escalade_says("run", "laboratory.toml", "--out", "theirs", "--quiet")
    result = Scenario.from_file(folder / "laboratory.toml").run()
    flask = int(result.resistances["replicate"].iloc[0])
    said = escalade_says("assay", "sequencing", "--run", "theirs", "--flask", str(flask), "--json")
    made = escalade.assay("sequencing", run=result, flask=flask)
    assert made.read("sequencing.json").strip() == said.strip()
    assert str(escalade.assay("sequencing", run=folder / "theirs", flask=flask)) == str(made)
    escalade_says("diagnose", "theirs", "--workup", "cheap", "--out", "diagnosed")
    diagnosis = escalade.diagnose(result, workup="cheap")
    diagnosis.report(folder / "ours")
    assert content(folder / "diagnosed") == content(folder / "ours")
    assert len(diagnosis.flasks) == len(result.resistances)
    assert diagnosis.flasks["complete"].dtype == "bool"
    with pytest.raises(escalade.RequestError, match="cheap"):
        escalade.diagnose(result, workup="cheep")


def test_the_knowledge_base_names_its_sources(escalade_says):
    frame = escalade.knowledge()
    assert frame["key"].is_unique and not frame["source"].isna().any()
    assert frame["value"].dtype == "float64" and isinstance(frame["certainty"].dtype, pd.StringDtype)
    row = frame.set_index("key").loc["H3122/doubling"]
    assert row["low"] < row["value"] < row["high"] and row["certainty"] == "assumed"
    # 48 h, in days.
    assert row["value"] == 2.0 and row["unit"] == "d"
    # Every key can be set, to the value that it has.
    scenario = Scenario.from_text(LABORATORY)
    for key in frame["key"].iloc[:: len(frame) // 25]:
        value = frame.set_index("key").loc[key, "value"]
        assert scenario.with_values({key: value}).flasks == 6
    exported = pd.read_csv(io.BytesIO(escalade_says("kb", "export", "--format", "csv")))
    assert set(frame["source"]) & set(exported["source"])
