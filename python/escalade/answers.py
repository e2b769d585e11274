"""What finished work leaves: the answer in words, tables, figures, and the files of its folder."""

from __future__ import annotations

import base64
import html
import json
import os
from typing import TYPE_CHECKING, Any

import pandas as pd

from . import frames, plots
from ._words import whole

if TYPE_CHECKING:
    import matplotlib.axes
    import matplotlib.figure
    import polars

    from . import _core

__all__ = ["Answer", "Comparison", "Diagnosis", "Readout", "Result", "Sweep"]


class Answer:
    """Finished work in memory. ``str()`` is the answer in words."""

    #: Files that hold the data of the answer, and figures for a notebook: the first that is there is shown.
    _data: tuple[str, ...] = ()
    _figures: tuple[str, ...] = ()

    def __init__(self, files: _core.Files) -> None:
        self._files = files
        #: The answer in words, as the command line prints it.
        self.text: str = files.text
        #: What is odd about what was asked for, a line each.
        self.warnings: list[str] = files.warnings
        #: Pandas frames by the name of their table (``tables["replicates"]``); their types: :mod:`escalade.frames`.
        self.tables = frames.Tables(files, frames.pandas)

    @property
    def data(self) -> dict[str, Any]:
        """The content of the answer's JSON file."""
        for name in self._data or [name for name in self.files if name.endswith(".json")]:
            content = self._files.read(name)
            if content is not None:
                data: dict[str, Any] = json.loads(content)
                return data
        return {}

    @property
    def files(self) -> list[str]:
        """Names of the files that :meth:`report` writes (but for its log and checksums)."""
        return self._files.names()

    def read(self, name: str) -> bytes:
        """The content of a file.

        Raises ``KeyError`` where there is no such file.
        """
        content = self._files.read(name)
        if content is None:
            raise KeyError(f"{name}: there are {', '.join(self.files)}")
        return content

    def report(self, folder: str | os.PathLike[str]) -> None:
        """Writes the folder that the command line writes, byte for byte (its log ``run.log`` apart).

        A folder that holds the same already is left alone.

        Raises :class:`FolderError` where the folder holds something else or cannot be written to.
        """
        self._files.store(os.fspath(folder))

    def to_polars(self) -> frames.Tables[polars.DataFrame]:
        """The same tables as polars frames, by name. Needs polars."""
        return frames.Tables(self._files, frames.polars_frame)

    def svg(self, name: str) -> str:
        """A figure of the report as SVG, by its name: ``profile``."""
        for file in (f"figures/{name}.svg", f"{name}.svg"):
            content = self._files.read(file)
            if content is not None:
                return content.decode()
        there = [os.path.basename(file)[:-4] for file in self.files if file.endswith(".svg")]
        raise KeyError(f"{name}: there are {', '.join(there)}")

    def __str__(self) -> str:
        return self.text.rstrip()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {', '.join(self.tables)}>"

    def _shown_figure(self) -> str | None:
        drawn = [file for file in self.files if file.endswith(".svg")]
        for name in self._figures:
            if f"figures/{name}.svg" in drawn:
                return f"figures/{name}.svg"
        return drawn[0] if drawn else None

    def _repr_html_(self) -> str:
        first, _, rest = str(self).partition("\n\n")
        parts = [f"<p><b>{html.escape(first)}</b></p>"]
        parts += [f"<p>Warning: {html.escape(line)}</p>" for line in self.warnings]
        figure = self._shown_figure()
        if figure is not None:
            drawn = base64.b64encode(self.read(figure)).decode()
            parts.append(f'<img alt="{html.escape(figure)}" src="data:image/svg+xml;base64,{drawn}">')
        if rest:
            parts.append(f"<pre>{html.escape(rest)}</pre>")
        return "\n".join(parts)


class Result(Answer):
    """A finished run.

    Tables (frames of pandas, one row per ...): ``replicates`` (flask, or replicate of the plain form); of the laboratory
    form also ``mechanisms`` (flask and mechanism), ``resistances`` (flask and line of treatment), ``drug_use`` (flask
    and course), ``lineages`` (flask and lineage), and where the scenario asks for them ``looks``, ``samples``,
    ``barcodes``; of the plain form ``trajectories`` (replicate, day and type). ``tables["columns"]`` explains all
    columns, ``frame.attrs["columns"]`` those of a frame.
    """

    _data = ("summary.json",)

    def __init__(self, run: _core.Run) -> None:
        super().__init__(run.files)
        self._run = run
        #: Name of the scenario.
        self.name: str = run.name
        #: Number of flasks (replicates).
        self.flasks: int = run.flasks
        #: Seed of all random streams.
        self.seed: int = run.seed

    @property
    def _figures(self) -> tuple[str, ...]:  # type: ignore[override]
        shown = self._shown("profile")
        if shown is not None:
            return ("profile",) if shown["resistant"]["count"] else ("incidence",)
        return ("fluctuation", "trajectories", "counts")

    @property
    def summary(self) -> dict[str, Any]:
        """The content of ``summary.json``: provenance, and statistics with their intervals."""
        return self.data

    @property
    def replicates(self) -> pd.DataFrame:
        """A row per flask or replicate: how it ended."""
        return self.tables["replicates"]

    @property
    def lineages(self) -> pd.DataFrame:
        """A row per flask and lineage that ever exceeded 0.1% or 1,000 cells. Laboratory form."""
        return self.tables["lineages"]

    @property
    def mechanisms(self) -> pd.DataFrame:
        """A row per flask and mechanism on the outcome day. Laboratory form."""
        return self.tables["mechanisms"]

    @property
    def resistances(self) -> pd.DataFrame:
        """A row per flask and line of treatment that it became resistant to. Laboratory form."""
        return self.tables["resistances"]

    @property
    def drug_use(self) -> pd.DataFrame:
        """A row per flask and course: doses summed (nM), amount (nmol). Laboratory form."""
        return self.tables["drug_use"]

    @property
    def trajectories(self) -> pd.DataFrame:
        """Cells over time: ``replicate, day, type, cells``. Plain form with ``record.every``."""
        return self.tables["trajectories"]

    def _shown(self, name: str) -> dict[str, Any] | None:
        told = self._run.figure(name)
        return None if told is None else json.loads(told)

    def plot_profile(self) -> matplotlib.figure.Figure:
        """Resistant flasks by class and by mechanism: dominant (solid), present (pale), with 95% Wilson intervals."""
        return plots.profile(self._need("profile"))

    def plot_incidence(self, ax: matplotlib.axes.Axes | None = None) -> matplotlib.figure.Figure:
        """Probability (0 to 1) of resistant, extinct and given up by day, with pointwise 95% bands."""
        return plots.incidence(self._need("incidence"), ax)

    def plot_course(self) -> matplotlib.figure.Figure:
        """Cells, and doses in nM, by day: single flasks, median, middle half and middle 90%."""
        return plots.course(self._need("course"))

    def plot_doses(self, ax: matplotlib.axes.Axes | None = None) -> matplotlib.figure.Figure:
        """Doses in nM by day: single flasks, median, middle half and middle 90%."""
        return plots.doses(self._need("course"), ax)

    def plot_over_time(self, ax: matplotlib.axes.Axes | None = None) -> matplotlib.figure.Figure:
        """Share of all flasks (0 to 1) that each mechanism dominates, month by month."""
        return plots.over_time(self._need("over_time"), ax)

    def plot_muller(self, flask: int | None = None) -> matplotlib.figure.Figure:
        """Shares of cells by lineage, cells and doses by day in one flask (from 0), which is simulated again.

        Without ``flask`` the typical one, as in the report.
        """
        told = self._run.muller(whole("flask", flask))
        if told is None:
            raise self._lacks("muller")
        return plots.muller(json.loads(told))

    def plot_stops(self, ax: matplotlib.axes.Axes | None = None) -> matplotlib.figure.Figure:
        """How replicates of the plain form ended, with 95% Wilson intervals."""
        return plots.stops(self._need("stops"), ax)

    def plot_counts(self) -> matplotlib.figure.Figure:
        """Final cells of replicates of the plain form: a histogram per type."""
        return plots.counts(self._need("counts"), self.replicates)

    def plot_trajectories(self, ax: matplotlib.axes.Axes | None = None) -> matplotlib.figure.Figure:
        """Cells by day and type in the plain form: mean, middle 90%, single replicates. Needs ``record.every``."""
        return plots.trajectories(self._need("trajectories"), ax)

    def plot(self) -> matplotlib.figure.Figure:
        """The figure that answers first: the profile, or how cells and replicates ended."""
        if self._shown("profile") is None:
            return self.plot_counts() if self._shown("trajectories") is None else self.plot_trajectories()
        return self.plot_profile() if "profile" in self._figures else self.plot_incidence()

    def _need(self, name: str) -> dict[str, Any]:
        shown = self._shown(name)
        if shown is None:
            raise self._lacks(name)
        return shown

    def _lacks(self, name: str) -> KeyError:
        there = [os.path.basename(file)[:-4] for file in self.files if file.endswith(".svg")]
        return KeyError(f"this run has no figure {name}: there are {', '.join(there)}")

    def export(self, *shapes: str, flask: int | None = None) -> Answer:
        """Tables that packages of R read: ``"ggmuller"``, ``"fishplot"``, ``"bartools"``, ``"survival"``. Laboratory form.

        Lineages and barcodes are those of ``flask`` (from 0) and its stock [the typical one].
        """
        return Answer(self._run.export(list(shapes), whole("flask", flask)))

    def __repr__(self) -> str:
        return f"<Result of {self.name}: {self.flasks} flasks, seed {self.seed}>"


class Comparison(Answer):
    """Protocols over the same flasks. ``tables["pairs"]``: a row per flask, the columns of every protocol side by side."""

    _data = ("compare.json",)
    _figures = ("incidence", "differences")

    @property
    def pairs(self) -> pd.DataFrame:
        """A row per flask: how it ended under each protocol."""
        return self.tables["pairs"]


class Sweep(Answer):
    """One scenario over lists of values. ``points``: a row per combination."""

    _data = ("sweep.json",)
    _figures = ("maps", "ranked")

    @property
    def points(self) -> pd.DataFrame:
        """A row per combination of values: outcomes with intervals, times in days."""
        return self.tables["sweep"]

    @property
    def mechanisms(self) -> pd.DataFrame:
        """A row per combination of values and mechanism."""
        return self.tables["sweep_mechanisms"]


class Readout(Answer):
    """Read-outs of cells, with the scatter of their kind. ``tables``: as the assay writes them; ``data``: all of it."""


class Diagnosis(Answer):
    """Flasks diagnosed from read-outs alone, and scored. ``flasks``, ``calls``, ``missed``, ``names``, ``advice``: frames."""

    _data = ("diagnosis.json",)

    @property
    def flasks(self) -> pd.DataFrame:
        """A row per flask and work-up."""
        return self.tables["diagnosis"]

    @property
    def calls(self) -> pd.DataFrame:
        """A row per flask and call."""
        return self.tables["diagnosis_calls"]

    @property
    def missed(self) -> pd.DataFrame:
        """A row per flask and mechanism that was not called."""
        return self.tables["diagnosis_missed"]

    @property
    def names(self) -> pd.DataFrame:
        """A row per name of a call or of what was missed (``of`` and ``rank`` say which)."""
        return self.tables["diagnosis_names"]

    @property
    def advice(self) -> pd.DataFrame:
        """A row per flask and advice; ``tables["diagnosis_sources"]`` says where each comes from."""
        return self.tables["diagnosis_advice"]
