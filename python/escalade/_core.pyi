"""The compiled part; use the package :mod:`escalade`, which stands on it."""

import os
from collections.abc import Callable, Sequence
from typing import TypeAlias

version: str

_Progress: TypeAlias = Callable[[int, int], object] | None
_Texts: TypeAlias = Sequence[tuple[str, str]]

class Files:
    text: str
    warnings: list[str]
    def names(self) -> list[str]: ...
    def read(self, name: str) -> bytes | None: ...
    def store(self, folder: str | os.PathLike[str]) -> None: ...

class Run:
    files: Files
    name: str
    flasks: int
    seed: int
    def export(self, shapes: Sequence[str], flask: int | None) -> Files: ...
    def figure(self, name: str) -> str | None: ...
    def muller(self, flask: int | None) -> str | None: ...

class Experiment:
    name: str
    question: str
    file: str
    text: str
    form: str
    flasks: int
    seed: int
    @staticmethod
    def of(file: str, text: str, knowledge: _Texts) -> Experiment: ...
    def with_values(self, values: _Texts) -> Experiment: ...
    def warnings(self) -> list[str]: ...
    def cost(self) -> tuple[float, str]: ...
    def explain(self) -> tuple[str, str]: ...
    def lock(self) -> str: ...
    def run(
        self, flasks: int | None, seed: int | None, threads: int | None, large: bool, progress: _Progress
    ) -> Run: ...
    def batch(
        self,
        name: str,
        table: bytes,
        collect: Sequence[str],
        flasks: int | None,
        seed: int | None,
        same_flasks: bool,
        go_on: bool,
        threads: int | None,
        progress: _Progress,
    ) -> tuple[bytes, list[str], list[str]]: ...
    def sweep(
        self,
        vary: Sequence[str],
        matrix: Sequence[str],
        hours: float,
        flasks: int | None,
        seed: int | None,
        want: str | None,
        worlds: int | None,
        threads: int | None,
        large: bool,
        progress: _Progress,
    ) -> Files: ...

def named_overlays(file: str, text: str, folder: str | os.PathLike[str]) -> list[tuple[str, str]]: ...
def compare(
    experiments: Sequence[Experiment],
    flasks: int | None,
    seed: int | None,
    threads: int | None,
    want: str | None,
    worlds: int | None,
    progress: _Progress,
) -> Files: ...
def assay(words: Sequence[str], run: Run | str | os.PathLike[str] | None, knowledge: _Texts) -> Files: ...
def diagnose(
    run: Run | str | os.PathLike[str],
    knowledge: _Texts,
    workup: str,
    against: str | None,
    without: Sequence[str],
    depth: int | None,
    genes: Sequence[str],
    flasks: Sequence[int] | None,
    day: float | None,
    stock: str | None,
    mixed_with: str | None,
    seed: int,
) -> Files: ...
def knowledge(files: _Texts) -> str: ...
