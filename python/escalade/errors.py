"""Exceptions. Every message is the one that the command line prints; fields hold its parts, or ``None``.

::

    EscaladeError
      InputError (also a ValueError)   the caller can mend it; nothing was simulated or written
        ScenarioError                  a scenario file, or a value put into it
        KnowledgeError                 a knowledge key, its value, or an overlay file
        RowError                       a row of a table of draws
        FolderError                    a folder that cannot be written to, or holds something else
        RequestError                   anything else that was asked for and cannot be had
      RunError                         something went wrong under way

Ctrl-C raises ``KeyboardInterrupt`` as everywhere.
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "EscaladeError",
    "FolderError",
    "InputError",
    "KnowledgeError",
    "RequestError",
    "RowError",
    "RunError",
    "ScenarioError",
]


class EscaladeError(Exception):
    """Whatever Escalade refuses or fails to do."""

    #: Names of the fields of this class beside ``message``.
    fields: tuple[str, ...] = ()

    def __init__(self, message: str = "", **fields: Any) -> None:
        super().__init__(message)
        #: The whole message.
        self.message = message
        for name in self.fields:
            setattr(self, name, fields.get(name))

    def __reduce__(self) -> tuple[Any, ...]:
        fields = {name: getattr(self, name) for name in self.fields}
        return (_restore, (type(self), self.message, fields))


def _restore(kind: type[EscaladeError], message: str, fields: dict[str, Any]) -> EscaladeError:
    return kind(message, **fields)


class InputError(EscaladeError, ValueError):
    """The caller can mend it; nothing was simulated or written."""


class ScenarioError(InputError):
    """A scenario that was refused.

    ``file`` (str), ``line`` (int, from 1), ``key`` (str as in :meth:`Scenario.with_values`: ``course.1.dose``),
    ``value`` (as the file has it), ``allowed`` (list of names, or str in words), ``nearest`` (str: what was probably
    meant).
    """

    fields = ("file", "line", "key", "value", "allowed", "nearest")
    file: str | None
    line: int | None
    key: str | None
    value: Any
    allowed: list[str] | str | None
    nearest: str | None


class KnowledgeError(InputError):
    """A knowledge key, its value or an overlay file that was refused. Fields as in :class:`ScenarioError`."""

    fields = ("file", "line", "key", "value", "allowed", "nearest")
    file: str | None
    line: int | None
    key: str | None
    value: Any
    allowed: list[str] | str | None
    nearest: str | None


class RowError(InputError):
    """A row of a table of draws that cannot be run.

    ``table`` (str: what it is called), ``line`` (int: line of the CSV text, from 1), ``row`` (int: row of values, from
    1), ``column`` (str: the column at fault, where it is one alone).
    """

    fields = ("table", "line", "row", "column")
    table: str | None
    line: int | None
    row: int | None
    column: str | None


class FolderError(InputError):
    """A folder that cannot be written to, or that holds something else; nothing in it was changed."""


class RequestError(InputError):
    """What is asked for cannot be had; the message says what is allowed."""


class RunError(EscaladeError):
    """Something that is not the caller's to mend."""
