"""Python values as the texts that the command line reads, and tables of them."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .errors import RequestError

#: Columns of tables that hold whole numbers.
_WHOLE = ("seed", "flasks")
_MOST = 2**63 - 1


def text(value: Any) -> str:
    """A value as the command line reads it; numbers read back to the same bits."""
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
        value = value.item()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    told = str(value)
    return "" if told == "<NA>" else told


def whole(name: str, value: int | None, low: int = 0, high: int = _MOST) -> int | None:
    """A whole number that was asked for, or none."""
    if value is None:
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = None
    if number is None or number != value or not low <= number <= high:
        raise RequestError(f"{name} = {value!r}\n  allowed: whole numbers from {low} to {high}")
    return number


def listed(values: Any) -> list[str]:
    """One text or several."""
    if values is None:
        return []
    if isinstance(values, str) or not isinstance(values, Iterable):
        return [text(values)]
    return [text(value) for value in values]


def overlays(kb: Any) -> list[tuple[str, str]]:
    """The user's own knowledge files: (name in messages, text). Paths, or such pairs."""
    if kb is None:
        return []
    if isinstance(kb, (str, os.PathLike)):
        kb = [kb]
    return [read(one) if isinstance(one, (str, os.PathLike)) else (str(one[0]), str(one[1])) for one in kb]


def read(path: str | os.PathLike[str]) -> tuple[str, str]:
    """A file's name for messages, and its text."""
    shown = os.fspath(path)
    try:
        return shown, Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RequestError(f"{shown}: not a text file (not UTF-8)") from None


def table(draws: Any) -> tuple[str, bytes]:
    """A table of draws: its name in messages, and CSV.

    Mappings of columns (a scalar stands for every row), pandas and polars frames, structured arrays of numpy, and paths
    of CSV files.
    """
    if isinstance(draws, (str, os.PathLike)):
        return os.fspath(draws), Path(draws).read_bytes()
    columns = _columns(draws)
    rows = {len(column) for column in columns.values() if not isinstance(column, _Same)}
    if len(rows) > 1:
        lengths = ", ".join(f"{name}: {len(c)}" for name, c in columns.items() if not isinstance(c, _Same))
        raise RequestError(f"the table's columns are not of one length ({lengths})")
    count = rows.pop() if rows else 1
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    cells = [_cells(name, column, count) for name, column in columns.items()]
    writer.writerows(zip(*cells))
    return "the table", out.getvalue().encode()


class _Same:
    """One value for every row."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _columns(draws: Any) -> dict[str, Any]:
    names = getattr(getattr(draws, "dtype", None), "names", None)
    if names:
        return {name: draws[name].reshape(-1).tolist() for name in names}
    if hasattr(draws, "get_columns"):  # polars
        return {column.name: column.to_list() for column in draws.get_columns()}
    if hasattr(draws, "columns") and hasattr(draws, "iloc"):  # pandas
        return {str(name): draws[name].tolist() for name in draws.columns}
    if isinstance(draws, Mapping):
        return {str(name): _column(values) for name, values in draws.items()}
    raise RequestError(
        f"a table cannot be a {type(draws).__name__}\n  allowed: a mapping of columns, a data frame of pandas or "
        "polars, a structured array of numpy, the path of a CSV file"
    )


def _column(values: Any) -> Any:
    if isinstance(values, str) or getattr(values, "ndim", None) == 0 or not isinstance(values, Iterable):
        return _Same(values)
    return values.tolist() if hasattr(values, "tolist") else list(values)


def _cells(name: str, column: Any, count: int) -> list[str]:
    values = [column.value] * count if isinstance(column, _Same) else column
    if name in _WHOLE:
        values = [int(v) if isinstance(v, float) and v.is_integer() else v for v in values]
    cells = [text(value) for value in values]
    for row, cell in enumerate(cells, start=1):
        if "\n" in cell or "\r" in cell:
            raise RequestError(f'row {row}: column "{name}" = {cell!r} holds a line break\n  allowed: one value')
    return cells
