"""Tables as data frames, typed by the data dictionary (``columns.csv``) that stands beside them.

============  =====================  =====================  ==========
``type``      never empty            may be empty           polars
============  =====================  =====================  ==========
``text``      ``string``             ``string``             ``String``
``flag``      ``bool``               ``boolean``            ``Boolean``
``integer``   ``int64``              ``Int64``              ``Int64``
``number``    ``float64``            ``float64`` (NaN)      ``Float64``
============  =====================  =====================  ==========

Units, meanings and when a cell is empty are in ``frame.attrs["columns"]``, by column. Days count from seeding, shares run
from 0 to 1, doses are nM, counts are cells. Numbers have the same bits as in the program.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pandas as pd

if TYPE_CHECKING:
    import polars

    from . import _core

Frame = TypeVar("Frame")

#: The data dictionary of a folder.
DICTIONARY = "columns.csv"

#: Numbers read back to the same bits; later versions of pandas do so by themselves, and warn of being told.
_ALREADY = tuple(int(part) for part in pd.__version__.split(".")[:2]) >= (3, 1)
EXACT: dict[str, Any] = {} if _ALREADY else {"float_precision": "round_trip"}

#: What is told of a column: type, unit, meaning, missing.
Columns = Mapping[str, Mapping[str, str]]


def dictionary(text: bytes | None) -> dict[str, dict[str, dict[str, str]]]:
    """What is told of every column, by table and column."""
    if text is None:
        return {}
    told = pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False)
    tables: dict[str, dict[str, dict[str, str]]] = {}
    for row in told.to_dict("records"):
        about = {key: row[key] for key in ("type", "unit", "meaning", "missing")}
        tables.setdefault(row["table"], {})[row["column"]] = about
    return tables


def pandas(text: bytes, columns: Columns | None) -> pd.DataFrame:
    """A table with the types of its dictionary; without one, with what its cells look like."""
    kinds: dict[str, Any] = {}
    for name, about in (columns or {}).items():
        kinds[name] = {"text": "string", "integer": "Int64", "flag": "Int64", "number": "float64"}[about["type"]]
    frame: pd.DataFrame = pd.read_csv(
        io.BytesIO(text),
        dtype=kinds or None,
        keep_default_na=False,
        na_values=[""],
        **EXACT,
    )
    for name, about in (columns or {}).items():
        if about["type"] == "flag":
            frame[name] = frame[name].astype("boolean" if about["missing"] else "bool")
        elif about["type"] == "integer" and not about["missing"]:
            frame[name] = frame[name].astype("int64")
    if columns:
        frame.attrs["columns"] = {name: dict(about) for name, about in columns.items()}
    return frame


def polars_frame(text: bytes, columns: Columns | None) -> polars.DataFrame:
    """The same for polars."""
    import polars as pl

    kinds = {"text": pl.String, "integer": pl.Int64, "flag": pl.Int64, "number": pl.Float64}
    overrides = {name: kinds[about["type"]] for name, about in (columns or {}).items()}
    frame = pl.read_csv(text, schema_overrides=overrides or None, infer_schema_length=None)
    flags = [name for name, about in (columns or {}).items() if about["type"] == "flag"]
    return frame.with_columns(pl.col(name).cast(pl.Boolean) for name in flags)


class Tables(Mapping[str, Frame], Generic[Frame]):
    """Frames by the name of their table, read when they are asked for."""

    def __init__(self, files: _core.Files, read: Callable[[bytes, Columns | None], Frame]) -> None:
        self._files = files
        self._read = read
        self._told = dictionary(files.read(DICTIONARY))
        self._names = [name for name in files.names() if name.endswith(".csv")]
        self._held: dict[str, Frame] = {}

    def __getitem__(self, name: str) -> Frame:
        file = name if name.endswith(".csv") else f"{name}.csv"
        content = self._files.read(file)
        if file not in self._names or content is None:
            raise KeyError(name)
        if file not in self._held:
            self._held[file] = self._read(content, self._told.get(file))
        return self._held[file]

    def __iter__(self) -> Iterator[str]:
        return iter(name.removesuffix(".csv") for name in self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"tables: {', '.join(self)}"
