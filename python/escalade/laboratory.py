"""The virtual laboratory and the knowledge base."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from . import _core
from ._words import listed, overlays, text, whole
from .answers import Diagnosis, Readout, Result
from .scenario import Overlays, Path

__all__ = ["assay", "diagnose", "knowledge"]


def assay(
    kind: str,
    *,
    run: Result | Path | None = None,
    line: str | None = None,
    genotype: str | Sequence[str] | None = None,
    seed: int = 1,
    kb: Overlays = None,
    **options: Any,
) -> Readout:
    """Read-outs of cells: of a flask of a run (``run``, ``flask``, ``day``), or of a ``line`` with a ``genotype``.

    ``kind`` is ``"dose-response"``, ``"sequencing"``, ``"clones"``, ``"potency"``, ``"identity"``,
    ``"cross-resistance"``, ``"blot"``, ``"array"``, ``"cytokines"``, ``"drug-level"``, ``"markers"``,
    ``"expression"``, ``"switch"``, ``"add-back"`` or ``"express"``. ``options`` are the flags of ``escalade assay KIND``
    with ``_`` for ``-``; lists repeat a flag, ``True`` sets one::

        escalade.assay("dose-response", line="H3122", genotype="ALK-G1202R", drug="alectinib")

    ``run`` is a :class:`Result` or the folder of a run; either knows its overlays, ``kb`` adds to them.
    """
    words = [str(kind)]
    if run is not None:
        words.append("--run=memory" if isinstance(run, Result) else f"--run={os.fspath(run)}")
    named = {"line": line, "genotype": genotype, "seed": whole("seed", seed), **options}
    for name, value in named.items():
        flag = f"--{name.replace('_', '-')}"
        if value is True:
            words.append(flag)
        elif name == "flasks" and not isinstance(value, str) and isinstance(value, Iterable):
            words.append(f"{flag}={','.join(listed(value))}")
        elif value is not None and value is not False:
            words.extend(f"{flag}={one}" for one in listed(value))
    return Readout(_core.assay(words, run._run if isinstance(run, Result) else run, overlays(kb)))


def diagnose(
    run: Result | Path,
    *,
    workup: str = "full",
    against: str | None = None,
    without: str | Sequence[str] | None = None,
    depth: int | None = None,
    genes: str | Sequence[str] | None = None,
    flasks: Sequence[int] | None = None,
    day: float | None = None,
    stock: str | None = None,
    mixed_with: str | None = None,
    seed: int = 1,
    kb: Overlays = None,
) -> Diagnosis:
    """Each flask's mechanism worked out from read-outs alone, and the calls held against the truth.

    ``run`` is a :class:`Result` or the folder of a run. ``workup``: ``"full"``, ``"standard"`` or ``"cheap"``;
    ``against`` another one; ``without`` leaves steps out; ``depth`` in reads; ``genes`` of the panel; ``flasks`` [the
    first 20 resistant ones]; ``day`` of sampling [each at its outcome]; ``stock``: what the drug stock still holds, such
    as ``"30%"``; ``mixed_with``: a contamination such as ``"KM12:30%"``; ``seed`` of the read-outs' scatter.
    """
    memory = run._run if isinstance(run, Result) else run
    return Diagnosis(
        _core.diagnose(
            memory,
            overlays(kb),
            workup,
            against,
            listed(without),
            whole("depth", depth),
            listed(genes),
            None if flasks is None else [int(whole("flask", flask) or 0) for flask in flasks],
            None if day is None else float(day),
            None if stock is None else text(stock),
            mixed_with,
            whole("seed", seed) or 0,
        )
    )


def knowledge(kb: Overlays = None) -> pd.DataFrame:
    """Every number of the knowledge base, with overlays behind.

    Columns: ``key`` (as in :meth:`Scenario.with_values`), ``value``, ``low``, ``high`` (float64; the range is the
    central 90%, NaN where none is stated), ``unit``, ``certainty`` (``measured``, ``measured, unchecked``, ``fitted``,
    ``assumed``, ...), ``what``, ``record``, ``source`` (strings).
    """
    rows = json.loads(_core.knowledge(overlays(kb)))
    kinds = {name: "float64" if name in ("value", "low", "high") else "string" for name in rows[0]}
    return pd.DataFrame(rows).astype(kinds)
