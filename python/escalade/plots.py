"""Figures in the manner of the report, from the same data; each function returns a figure of matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, QUIET, FAINT, POPULATION = "#262b33", "#6b727d", "#dfe2e7", "#3f4a5a"
Data = dict[str, Any]


def _figure(width: float, height: float, **more: Any) -> tuple[Figure, Any]:
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(figsize=(width, height), layout="constrained", **more)
    return fig, axes


def _on(ax: Axes | None, width: float = 7.0, height: float = 3.8) -> tuple[Figure, Axes]:
    if ax is not None:
        return ax.figure, ax  # type: ignore[return-value]
    return _figure(width, height)


def _clean(ax: Axes, x: str = "", y: str = "") -> None:
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(colors=QUIET, labelsize=9)
    ax.set_xlabel(x, color=INK)
    ax.set_ylabel(y, color=INK)


def _percent(axis: Any) -> None:
    from matplotlib.ticker import PercentFormatter

    axis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def _bars(ax: Axes, bars: list[Data], title: str = "") -> None:
    for i, bar in enumerate(bars):
        if bar["present"] is not None:
            ax.barh(i, bar["present"], color=bar["colour"], alpha=0.28, height=0.7)
        ax.barh(i, bar["share"], color=bar["colour"], height=0.7)
        for width, colour in ((2.6, "white"), (1.2, INK)):
            ax.plot([bar["low"], bar["high"]], [i, i], color=colour, lw=width, solid_capstyle="butt")
        ax.plot([bar["low"], bar["high"]], [i, i], "|", color=INK, ms=6)
        ax.annotate(
            f"{bar['count']}/{bar['n']}",
            (1.01, i),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=8,
            color=INK,
        )
    ax.set_yticks(range(len(bars)), [bar["label"] for bar in bars])
    ax.invert_yaxis()
    ax.grid(axis="x", color=FAINT, lw=0.8)
    ax.set_axisbelow(True)
    if title:
        ax.set_title(title, fontsize=10, loc="left", color=INK)


def profile(shown: Data) -> Figure:
    """Resistant flasks by class and by mechanism."""
    culture, resistant = shown["culture"], shown["resistant"]
    if not resistant["count"]:
        fig, ax = _figure(7.0, 1.4)
        ax.text(0.5, 0.5, f"No resistant {culture} among {resistant['n']}.", ha="center", va="center", color=INK)
        ax.axis("off")
        return fig
    groups = [("By class", shown["classes"]), ("By mechanism", shown["mechanisms"])]
    sizes = [len(bars) for _, bars in groups]
    fig, axes = _figure(7.4, 1.4 + 0.27 * sum(sizes), nrows=2, sharex=True, height_ratios=sizes)
    for ax, (title, bars) in zip(axes, groups):
        _clean(ax)
        _bars(ax, bars, title)
    axes[1].set_xlim(0, shown["high"])
    axes[1].set_xlabel(f"share of resistant {culture}s: dominant (solid), present (pale), 95% interval", color=INK)
    _percent(axes[1].xaxis)
    return fig


def incidence(shown: Data, ax: Axes | None = None) -> Figure:
    """Probability of each outcome by day."""
    fig, ax = _on(ax)
    for curve in shown["curves"]:
        _curve(ax, curve)
    ax.set_xlim(0, shown["after"])
    ax.set_ylim(0, 1)
    _clean(ax, "days since seeding", f"share of {shown['culture']}s")
    _percent(ax.yaxis)
    ax.legend(frameon=False, fontsize=9)
    return fig


def _curve(ax: Axes, curve: Data, label: bool = True) -> None:
    if curve["band"]:
        at, low, high = zip(*curve["band"])
        ax.fill_between(at, low, high, color=curve["colour"], alpha=0.16, lw=0)
    if curve["line"]:
        x, y = zip(*curve["line"])
        style: Any = "-" if curve["dash"] is None else (0, tuple(curve["dash"]))
        ax.plot(x, y, color=curve["colour"], ls=style, lw=2, label=curve["name"] if label else None)


def _log(ax: Axes, scale: Data) -> None:
    """A log axis; where it shows 0 as well, that stands below its low end."""
    if scale["zero"]:
        ax.set_yscale("symlog", linthresh=scale["low"], linscale=0.3)
        ax.set_ylim(0, scale["high"])
    else:
        ax.set_yscale("log")
        ax.set_ylim(scale["low"], scale["high"])


def _bands(ax: Axes, band: Data, colour: str, label: str | None = None) -> None:
    for edge, alpha in (("most", 0.14), ("half", 0.28)):
        if band[edge]:
            at, low, high = zip(*band[edge])
            ax.fill_between(at, low, high, color=colour, alpha=alpha, lw=0)
    if band["median"]:
        ax.plot(*zip(*band["median"]), color=colour, lw=2, label=label)


def course(shown: Data) -> Figure:
    """Cells and doses by day."""
    if shown["doses"] is None:
        fig, ax = _on(None)
        _cells(ax, shown)
        ax.set_xlabel("days since seeding", color=INK)
        return fig
    fig, axes = _figure(7.4, 5.4, nrows=2, sharex=True, height_ratios=[3, 2])
    _cells(axes[0], shown)
    doses(shown, axes[1])
    return fig


def _cells(ax: Axes, shown: Data) -> None:
    for line in shown["cells"]:
        ax.plot(*zip(*line), color=POPULATION, alpha=0.25, lw=0.7)
    _bands(ax, shown["cell_band"], POPULATION, f"median of {shown['culture']}s under way")
    for level in shown["levels"]:
        ax.axhline(level["cells"], color=FAINT, lw=1, zorder=0)
        place = (1.0, level["cells"])
        ax.annotate(
            level["name"], place, xycoords=("axes fraction", "data"), ha="right", va="bottom", fontsize=8, color=QUIET
        )
    _log(ax, shown["cell_scale"])
    ax.set_xlim(0, shown["after"])
    _clean(ax, y="cells")


def doses(shown: Data, ax: Axes | None = None) -> Figure:
    """Doses by day."""
    fig, ax = _on(ax, height=2.8)
    told = shown["doses"]
    for given in told["courses"] if told else []:
        for line in given["flasks"]:
            if line:
                ax.plot(*zip(*line), color=given["colour"], alpha=0.25, lw=0.7)
        _bands(ax, given["band"], given["colour"], given["drug"])
        ax.axhline(given["goal"], color=given["colour"], lw=0.8, ls=":")
    if told:
        _log(ax, told["scale"])
    ax.set_xlim(0, shown["after"])
    _clean(ax, "days since seeding", told["title"] if told else "dose, nM")
    if told and len(told["courses"]) > 1:
        ax.legend(frameon=False, fontsize=9)
    return fig


def over_time(shown: Data, ax: Axes | None = None) -> Figure:
    """The profile month by month."""
    fig, ax = _on(ax, 7.6, 4.0)
    days = shown["days"]
    step = days[1] - days[0]
    below = [0.0] * len(days)
    for layer in shown["layers"]:
        shares = layer["shares"]
        ax.bar(days, shares, bottom=below, width=0.9 * step, color=layer["colour"], label=layer["name"])
        below = [low + share for low, share in zip(below, shares)]
    ax.set_ylim(0, 1)
    _clean(ax, "days since seeding", f"share of all {shown['culture']}s")
    _percent(ax.yaxis)
    ax.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5), reverse=True)
    return fig


def muller(shown: Data) -> Figure:
    """One flask: shares of cells by lineage, cells, doses."""
    fig, axes = _figure(7.6, 6.2, nrows=3, sharex=True, height_ratios=[5, 1.3, 1.3])
    named: set[str] = set()
    for band in shown["bands"]:
        label = band["mechanism"] if band["mechanism"] not in named and len(named) < 14 else None
        named.add(band["mechanism"])
        axes[0].fill_between(
            shown["days"], band["low"], band["high"], color=band["colour"], lw=0.15, edgecolor="white", label=label
        )
    axes[0].set_ylim(0, 1)
    axes[0].set_title(shown["title"], fontsize=10, loc="left", color=INK)
    _clean(axes[0], y="share of cells")
    _percent(axes[0].yaxis)
    axes[0].legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    if shown["cells"]:
        axes[1].plot(*zip(*shown["cells"]), color=POPULATION, lw=1)
    _log(axes[1], shown["cell_scale"])
    _clean(axes[1], y="cells")
    for i, dose in enumerate(shown["doses"]):
        axes[2].plot(*zip(*dose["line"]), lw=1.5, color=f"C{i}", label=dose["drug"])
    _log(axes[2], shown["dose_scale"])
    _clean(axes[2], "days since seeding", "dose, nM")
    if shown["doses"]:
        axes[2].legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return fig


def stops(shown: Data, ax: Axes | None = None) -> Figure:
    """How plain replicates ended."""
    fig, ax = _on(ax, 7.0, 1.0 + 0.3 * len(shown["bars"]))
    _clean(ax, "share of replicates, 95% interval")
    _bars(ax, shown["bars"])
    ax.set_xlim(0, 1)
    _percent(ax.xaxis)
    return fig


def counts(shown: Data, replicates: pd.DataFrame) -> Figure:
    """Final cells of plain replicates, a histogram per type on one axis."""
    import numpy as np

    rows = shown["rows"]
    fig, axes = _figure(7.0, 0.9 + 1.1 * len(rows), nrows=len(rows), sharex=True, squeeze=False)
    most = max(10.0, float(replicates["cells_total"].max()))
    # Each bin begins below a whole number, so that none is empty for want of one.
    edges = np.unique(np.concatenate([[-0.5], np.floor(np.geomspace(1, most * 1.05, 50)) - 0.5, [most + 0.5]]))
    for ax, row in zip(axes[:, 0], rows):
        name = f"cells_{row['name']}"
        cells = replicates[name if name in replicates else "cells_total"].to_numpy(dtype=float)
        ax.hist(cells, bins=edges, color=row["colour"], weights=np.full(len(cells), 1.0 / max(1, len(cells))))
        ax.set_title(
            f"{row['name']}: mean {row['mean']:.3g}, none in {row['zero']:.1%}", fontsize=9, loc="left", color=INK
        )
        _clean(ax)
        _percent(ax.yaxis)
    axes[-1, 0].set_xscale("symlog", linthresh=1)
    axes[-1, 0].set_xlabel("cells at the end", color=INK)
    return fig


def trajectories(shown: Data, ax: Axes | None = None) -> Figure:
    """Cells of plain replicates by day and type."""
    fig, ax = _on(ax)
    for one in shown["types"]:
        for line in one["replicates"]:
            if line:
                ax.plot(*zip(*line), color=one["curve"]["colour"], alpha=0.25, lw=0.7)
        _curve(ax, one["curve"])
    ax.set_yscale("symlog", linthresh=1)
    ax.set_xlim(0, shown["last"])
    ax.set_ylim(bottom=0)
    _clean(ax, "days", "cells: mean and middle 90%")
    ax.legend(frameon=False, fontsize=9)
    return fig
