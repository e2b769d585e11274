"""Batches: a table of values in, a table of results out, as the program does."""

import numpy as np
import pandas as pd
import pytest
from conftest import LABORATORY, PLAIN

import escalade
from escalade import Scenario, _words

DRAWS = {"course.1.dose": ["30 nM", "300 nM", "IC20"], "H3122/doubling": [2.0, 1.7000000000000002, 2.3], "seed": [3, 4, 5]}
COLLECT = ["resistant", "outcome_day:median", "cells_day_30"]


@pytest.mark.parametrize("threads", [1, 2])
def test_rows_are_the_programs(folder, escalade_says, threads):
    table = "course.1.dose,H3122/doubling,seed\n30 nM,2.0,3\n300 nM,1.7000000000000002,4\nIC20,2.3,5\n"
    words = ["--table", "-", "--flasks", "2", "--collect", ",".join(COLLECT)]
    theirs = escalade_says("batch", "laboratory.toml", *words, text=table)
    scenario = Scenario.from_file(folder / "laboratory.toml")
    assert scenario.batch_csv(DRAWS, COLLECT, flasks=2, threads=threads) == theirs
    frame = scenario.batch(DRAWS, COLLECT, flasks=2, threads=threads)
    assert list(frame.columns) == ["row", "resistant", "outcome_day_median", "cells_day_30"]
    assert frame["row"].dtype == "int64" and (frame.dtypes.iloc[1:] == "float64").all()
    assert frame.to_csv(index=False).count("\n") == 4


def test_every_kind_of_table_is_the_same(folder):
    scenario = Scenario.from_text(PLAIN)
    founders = [10, 20, 40]
    usual = scenario.batch_csv({"plain.types.1.founders": founders}, flasks=20)
    frame = pd.DataFrame({"plain.types.1.founders": founders})
    structured = np.array([(n,) for n in founders], dtype=[("plain.types.1.founders", "i8")])
    (folder / "draws.csv").write_text("plain.types.1.founders\n10\n20\n40\n")
    tables = [frame, structured, folder / "draws.csv", {"plain.types.1.founders": np.array(founders)}]
    tables.append({"plain.types.1.founders": founders, "flasks": 20.0})
    polars = pytest.importorskip("polars")
    tables.append(polars.DataFrame({"plain.types.1.founders": founders}))
    for table in tables:
        assert scenario.batch_csv(table, flasks=20) == usual, type(table)


def test_same_flasks_differ_by_their_values_alone():
    scenario = Scenario.from_text(PLAIN)
    twice = {"plain.types.1.founders": [50, 50]}
    alike = scenario.batch(twice, flasks=30, same_flasks=True).drop(columns="row")
    apart = scenario.batch(twice, flasks=30).drop(columns="row")
    assert alike.iloc[0].equals(alike.iloc[1]) and not apart.iloc[0].equals(apart.iloc[1])


def test_values_of_the_scenario_stand_behind_a_batch():
    moved = Scenario.from_text(LABORATORY).with_values({"H3122/doubling": 3.0})
    draws = {"course.1.dose": ["100 nM"]}
    direct = {**draws, "H3122/doubling": [3.0]}
    assert moved.batch_csv(draws, flasks=2) == Scenario.from_text(LABORATORY).batch_csv(direct, flasks=2)


def test_rows_whose_drugs_hold_nothing_are_told():
    scenario = Scenario.from_text(LABORATORY)
    with pytest.warns(UserWarning, match=r"1 of 2 rows \(first row 2\).*does not stop unaltered cells"):
        frame = scenario.batch({"course.1.dose": ["300 nM", "0.1 nM"]}, ["unaltered_held"], flasks=1)
    assert list(frame["unaltered_held"]) == [1.0, 0.0]
    assert len(frame.attrs["notes"]) == 1


def test_a_wrong_row_is_named_or_kept():
    scenario = Scenario.from_text(LABORATORY)
    draws = {"course.1.dose": ["30 nM", "thirty"]}
    with pytest.raises(escalade.RowError, match="row 2") as told:
        scenario.batch(draws, flasks=1)
    error = told.value
    assert (error.row, error.line, error.column) == (2, 3, "course.1.dose")
    frame = scenario.batch(draws, ["resistant", "end_day"], flasks=1, on_error="keep")
    assert frame["error"].isna().tolist() == [True, False] and "thirty" in frame["error"][1]
    assert frame["end_day"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("draws", "collect", "kind", "part"),
    [
        ({"H3122/doublin": [2]}, None, escalade.RequestError, "H3122/doubling"),
        ({"H3122/doubling": [float("nan")]}, None, escalade.RowError, "cannot be read"),
        ({"H3122/doubling": [-2.0]}, None, escalade.RowError, "numbers above 0"),
        ({"course.1.dosee": ["1 nM"]}, None, escalade.RowError, "dose"),
        ({"seed": [1.5]}, None, escalade.RowError, "seed"),
        ({"seed": [1]}, ["resistent"], escalade.RequestError, "resistant"),
        ({"seed": []}, None, escalade.RequestError, "no rows"),
        ({"seed": [1, 2], "flasks": [1]}, None, escalade.RequestError, "not of one length"),
        (3, None, escalade.RequestError, "data frame"),
        ({"course.1.dose": ["1 nM\n2 nM"]}, None, escalade.RequestError, "line break"),
    ],
)
def test_bad_tables_are_refused(draws, collect, kind, part):
    with pytest.raises(kind, match=part):
        Scenario.from_text(LABORATORY).batch(draws, collect, flasks=1)


def test_progress_is_told():
    told = []
    Scenario.from_text(PLAIN).batch({"seed": range(5)}, flasks=3, progress=lambda *at: told.append(at))
    assert told[-1] == (5, 5)


def test_values_reach_the_program_with_their_bits():
    values = [0.1 + 0.2, 1e-300, 5e-324, 1.7000000000000002, np.float64(2) / 3, float(np.float32(0.1))]
    for table in ({"x": values}, pd.DataFrame({"x": values}), {"x": np.array(values)}):
        _, content = _words.table(table)
        assert [float(cell) for cell in content.decode().splitlines()[1:]] == values
    assert _words.text(True) == "true" and _words.text(pd.NA) == "" == _words.text(None)
    assert _words.text(np.int64(3)) == "3" and _words.text("30 nM") == "30 nM"
