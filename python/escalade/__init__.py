"""Virtual dose-escalation experiments: which resistance arises, in how many flasks, and when.

::

    import escalade

    scenario = escalade.Scenario.from_file("scenarios/01_alk_alectinib_escalation.toml")
    result = scenario.run(flasks=50)
    print(result)                       # the answer in words
    result.replicates                   # a pandas frame, a row per flask
    result.plot_profile()               # a figure of matplotlib

For research and teaching; no advice for patients.
"""

from ._core import version as __version__
from .answers import Answer, Comparison, Diagnosis, Readout, Result, Sweep
from .errors import (
    EscaladeError,
    FolderError,
    InputError,
    KnowledgeError,
    RequestError,
    RowError,
    RunError,
    ScenarioError,
)
from .laboratory import assay, diagnose, knowledge
from .scenario import Explanation, Scenario, compare, sweep

__all__ = [
    "Answer",
    "Comparison",
    "Diagnosis",
    "EscaladeError",
    "Explanation",
    "FolderError",
    "InputError",
    "KnowledgeError",
    "Readout",
    "RequestError",
    "Result",
    "RowError",
    "RunError",
    "Scenario",
    "ScenarioError",
    "Sweep",
    "__version__",
    "assay",
    "compare",
    "diagnose",
    "knowledge",
    "sweep",
]
