"""Scenarios: checked, explained, with other values, run."""

from __future__ import annotations

import html
import io
import json
import os
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from . import _core
from ._words import listed, overlays, read, table, text, whole
from .answers import Comparison, Result, Sweep
from .errors import RequestError
from .frames import EXACT

__all__ = ["Explanation", "Scenario", "compare", "sweep"]

#: Called every now and then with (done, total) flasks or rows; an exception of it stops the work.
Progress = Callable[[int, int], object]
Path = str | os.PathLike[str]
#: The user's own knowledge files: a path, or several paths or pairs of (name, text).
Overlays = Path | Iterable[Path | tuple[str, str]] | None


class Explanation(str):
    """What a scenario implies, in words. ``data`` holds the same for programs."""

    data: dict[str, Any]

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self)}</pre>"


class Scenario:
    """A checked scenario with its knowledge base. Nothing changes it: :meth:`with_values` gives another one."""

    def __init__(self, core: _core.Experiment, origin: tuple[Any, ...]) -> None:
        self._core = core
        self._origin = origin

    @classmethod
    def from_file(cls, path: Path, kb: Overlays = None) -> Scenario:
        """From a scenario file, or from the ``scenario.lock.toml`` of an earlier run.

        ``kb``: overlay files on the knowledge base, as ``--kb``, beside those that the file names itself.

        Raises :class:`ScenarioError` or :class:`KnowledgeError` with file, line, key, value, allowed and nearest.
        """
        shown, content = read(path)
        named = _core.named_overlays(shown, content, os.path.dirname(shown))
        own = {os.path.realpath(file) for file, _ in named}
        more = [one for one in overlays(kb) if os.path.realpath(one[0]) not in own]
        return cls.from_text(content, file=shown, kb=named + more)

    @classmethod
    def from_text(cls, content: str, *, file: str = "scenario.toml", kb: Overlays = None) -> Scenario:
        """From the text of a scenario file; ``file`` is its name in messages."""
        files = overlays(kb)
        return cls(_core.Experiment.of(file, content, files), (file, content, files, {}))

    def with_values(self, values: Mapping[str, Any]) -> Scenario:
        """The same scenario with other values.

        Keys are those of ``escalade batch`` columns: of the scenario (``"course.1.dose"``, ``"flask.seed_cells"``,
        ``"plain.types.1.founders"``; entries of lists count from 1, courses also go by their drug) and of the knowledge
        base (``"H3122/doubling"``, as in :func:`knowledge` and ``tornado.csv``). Values are as in a scenario file:
        ``"30 nM"``, ``"IC20"``, ``1e6``. Knowledge values are bare numbers in the unit of the knowledge base.

        Raises :class:`ScenarioError`, :class:`KnowledgeError` or :class:`RequestError`.
        """
        told = {str(key): text(value) for key, value in values.items()}
        file, content, files, before = self._origin
        return Scenario(self._core.with_values(list(told.items())), (file, content, files, {**before, **told}))

    name = property(lambda self: self._core.name, doc="Its name.")
    question = property(lambda self: self._core.question, doc="The question that it asks.")
    file = property(lambda self: self._core.file, doc="Its name in messages.")
    text = property(lambda self: self._core.text, doc="The scenario file with its values in it, TOML.")
    form = property(lambda self: self._core.form, doc="``laboratory`` or ``plain``.")
    flasks = property(lambda self: self._core.flasks, doc="Number of flasks (replicates) that it asks for.")
    seed = property(lambda self: self._core.seed, doc="Its random seed.")

    def check(self) -> list[str]:
        """What is odd about it, a line each; empty where nothing is. (A wrong scenario cannot be made.)"""
        return self._core.warnings()

    def cost(self) -> float:
        """Seconds of one processor that running it takes, roughly (within a factor of two)."""
        return self._core.cost()[0]

    def explain(self) -> Explanation:
        """What it implies before simulating: doses, growth of every type, windows, expected mutants, assumptions."""
        told, data = self._core.explain()
        explanation = Explanation(told)
        explanation.data = json.loads(data)
        return explanation

    def lock(self) -> str:
        """The scenario with every default and every resolved value written out, TOML."""
        return self._core.lock()

    def run(
        self,
        flasks: int | None = None,
        seed: int | None = None,
        threads: int | None = None,
        *,
        large: bool = False,
        progress: Progress | None = None,
    ) -> Result:
        """Simulates every flask, in memory, without the interpreter's lock.

        ``flasks`` and ``seed`` stand in for the scenario's; ``threads`` [all cores] changes no result; ``large`` runs it
        however much it costs. Numbers and files are those of ``escalade run`` to the byte.
        """
        return Result(
            self._core.run(
                whole("flasks", flasks, 1), whole("seed", seed), whole("threads", threads, 1), large, progress
            )
        )

    def batch(
        self,
        draws: Any,
        collect: str | Sequence[str] | None = None,
        *,
        flasks: int | None = None,
        seed: int | None = None,
        same_flasks: bool = False,
        on_error: Literal["raise", "keep"] = "raise",
        threads: int | None = None,
        progress: Progress | None = None,
    ) -> pd.DataFrame:
        """A row of results for every row of values.

        ``draws``: a mapping of columns (a scalar stands for every row), a frame of pandas or polars, a structured array
        of numpy, or the path of a CSV file. Columns are keys as in :meth:`with_values`, and ``seed`` and ``flasks``.
        ``collect``: ``"QUANTITY"`` (its mean over the row's flasks) or ``"QUANTITY:STATISTIC"``, such as ``"resistant"``
        (0 to 1), ``"outcome_day:median"`` (days), ``"cells_day_30:q95"`` (cells); an unknown one lists those that are.
        Each row has chance of its own; with ``same_flasks`` rows differ by their values alone.

        Returns a frame with the columns ``row`` (int64, from 1) and one float64 per collected quantity (NaN where no
        flask has it), the numbers of ``escalade batch`` to the byte. With ``on_error="keep"`` a row that cannot be run
        has NaN and says why in the column ``error`` (string, NA elsewhere); otherwise it raises :class:`RowError`.
        What rows may not mean (a drug that does not hold unaltered cells) is said by a :class:`UserWarning`; it stands in
        ``frame.attrs["notes"]`` (list of str) beside columns that change nothing.
        """
        content, notes = self._batch(draws, collect, flasks, seed, same_flasks, on_error, threads, progress)
        header = content.split(b"\n", 1)[0].decode().split(",")
        kinds = {name: {"row": "int64", "error": "string"}.get(name, "float64") for name in header}
        frame: pd.DataFrame = pd.read_csv(
            io.BytesIO(content), dtype=kinds, keep_default_na=False, na_values=[""], **EXACT
        )
        frame.attrs["notes"] = notes
        return frame

    def batch_csv(
        self,
        draws: Any,
        collect: str | Sequence[str] | None = None,
        *,
        flasks: int | None = None,
        seed: int | None = None,
        same_flasks: bool = False,
        on_error: Literal["raise", "keep"] = "raise",
        threads: int | None = None,
        progress: Progress | None = None,
    ) -> bytes:
        """The same as the CSV that ``escalade batch`` writes."""
        return self._batch(draws, collect, flasks, seed, same_flasks, on_error, threads, progress)[0]

    def _batch(
        self,
        draws: Any,
        collect: str | Sequence[str] | None,
        flasks: int | None,
        seed: int | None,
        same_flasks: bool,
        on_error: str,
        threads: int | None,
        progress: Progress | None,
    ) -> tuple[bytes, list[str]]:
        if on_error not in ("raise", "keep"):
            raise RequestError(f'on_error = {on_error!r}\n  allowed: "raise", "keep"')
        name, content = table(draws)
        wanted = [part.strip() for one in listed(collect) for part in one.split(",")]
        written, notes, warned = self._core.batch(
            name,
            content,
            wanted,
            whole("flasks", flasks, 1),
            whole("seed", seed),
            same_flasks,
            on_error == "keep",
            whole("threads", threads, 1),
            progress,
        )
        for line in warned:
            warnings.warn(f"{self.name}: {line}", UserWarning, stacklevel=3)
        return written, notes

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {self.flasks} flasks, seed {self.seed}>"

    def _repr_html_(self) -> str:
        odd = "".join(f"<p>Warning: {html.escape(line)}</p>" for line in self.check())
        return f"<p><b>{html.escape(self.name)}</b><br>{html.escape(self.question)}</p>{odd}"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, self._origin)


def _again(file: str, content: str, files: list[tuple[str, str]], values: dict[str, str]) -> Scenario:
    made = Scenario.from_text(content, file=file, kb=files)
    return made.with_values(values) if values else made


def compare(
    scenarios: Sequence[Scenario],
    *,
    flasks: int | None = None,
    seed: int | None = None,
    want: str | None = None,
    worlds: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Protocols over the same flasks, with their paired differences; the others are compared with the first.

    ``want``: what is better: ``"sooner"``, ``"later"``, or more flasks that become resistant by a class (``"bypass"``) or a
    mechanism (``"MET amplification"``) [sooner with an escalation, which makes a resistant line; else later]. ``worlds``: draws
    of everything that is not known, each with flasks of every protocol; 0 leaves them out [as many as a run draws].
    """
    cores = [scenario._core for scenario in scenarios]
    asked = (whole("flasks", flasks, 1), whole("seed", seed), whole("threads", threads, 1))
    return Comparison(_core.compare(cores, *asked, want, whole("worlds", worlds), progress))


def sweep(
    scenario: Scenario,
    values: Mapping[str, Any] | None = None,
    *,
    matrix: Mapping[str, Any] | None = None,
    hours: float = 72.0,
    flasks: int | None = None,
    seed: int | None = None,
    want: str | None = None,
    worlds: int | None = None,
    threads: int | None = None,
    large: bool = False,
    progress: Progress | None = None,
) -> Sweep:
    """A scenario over all combinations of values, each over the same flasks.

    ``values``: keys as in :meth:`Scenario.with_values`, each with a list of values (``["30 nM", "100 nM"]``) or a text
    such as ``"10..1000 nM:5 log"``. ``matrix``: two drugs with their constant doses, as ``--matrix``, with the short-term
    synergy of an assay of ``hours`` beside the long-term result. A scenario with ``[[sweep]]`` entries needs neither.
    """
    pairs = [f"{key}={_values(given)}" for key, given in (values or {}).items()]
    doses = [f"{drug}={_values(given)}" for drug, given in (matrix or {}).items()]
    asked = (whole("flasks", flasks, 1), whole("seed", seed))
    many = (whole("worlds", worlds), whole("threads", threads, 1))
    return Sweep(scenario._core.sweep(pairs, doses, float(hours), *asked, want, *many, large, progress))


def _values(given: Any) -> str:
    return given if isinstance(given, str) else ",".join(listed(given))
