"""Frozen dataclasses as JSON knows them, there and back, by the types that their fields declare.

They hold texts, numbers, enumerations, other such records, and tuples of any of these. How a type
is written and read is found out once: a class has thousands of records. Imports nothing of ours.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache, partial
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")
PAIRS = tuple[tuple[str, str], ...]  # names and texts: an object in JSON
Way = Callable[[Any], Any]


class Misfit(ValueError):  # noqa: N818 - what the value is
    """A value that is not of the declared type; ``path`` leads to it, as in ``.cases[0].title``."""

    def __init__(self, what: str, path: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.path = path

    def below(self, step: str) -> Misfit:
        """The same, seen from one step higher."""
        return Misfit(self.what, step + self.path)


def plain(record: Any) -> dict[str, Any]:
    """The record in JSON's own types; `read` is the way back."""
    kind: Any = type(record)
    found: dict[str, Any] = _writer(kind)(record)
    return found


def read(kind: type[T], value: object, where: str) -> T:
    """The record that was made `plain`; a ValueError begins with the place that does not fit."""
    hint: Any = kind
    try:
        found: T = _reader(hint)(value)
    except Misfit as misfit:
        raise ValueError(f"{where}{misfit.path} {misfit.what}") from None
    return found


# --------------------------------------------------------------------------- there


@cache
def _writer(hint: Any) -> Way:
    """Makes a value of this type plain."""
    if hint == PAIRS:
        return dict
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        parts = [(part.name, _writer(hints[part.name])) for part in fields(hint)]
        return lambda record: {name: write(getattr(record, name)) for name, write in parts}
    if (inner := _inner(hint)) is not None:
        write = _writer(inner)
        if get_origin(hint) is tuple:
            return lambda items: [*map(write, items)]
        return lambda value: None if value is None else write(value)
    if issubclass(hint, Enum):
        return lambda value: value.value
    return _itself


def _itself(value: Any) -> Any:
    return value


def _inner(hint: Any) -> Any:
    """The type of a tuple's items, or of a value that may be None; None for other types."""
    if get_origin(hint) is tuple or type(None) in get_args(hint):
        return get_args(hint)[0]
    return None


# --------------------------------------------------------------------------- and back


@cache
def _reader(hint: Any) -> Way:
    """Reads a value of this type; raises Misfit, or Enum's ValueError, where it is none."""
    if hint == PAIRS:
        return _pairs
    if is_dataclass(hint):
        return partial(_record, hint, _parts(hint))
    if (inner := _inner(hint)) is not None:
        reader = _reader(inner)
        if get_origin(hint) is tuple:
            return partial(_items, reader)
        return lambda value: None if value is None else reader(value)
    if issubclass(hint, Enum):
        return lambda value: hint(_of(str, value))
    return _number if hint is float else partial(_of, hint)


def _parts(kind: Any) -> list[tuple[str, Way, bool]]:
    """A record's fields: the name, how to read it, and whether it may be left out."""
    hints = get_type_hints(kind)
    return [
        (part.name, _reader(hints[part.name]), part.default is not MISSING) for part in fields(kind)
    ]


def _record(kind: Any, parts: list[tuple[str, Way, bool]], value: Any) -> Any:
    _of(dict, value)
    found: dict[str, Any] = {}
    for name, reader, optional in parts:
        if name in value:
            try:
                found[name] = reader(value[name])
            except Misfit as misfit:
                raise misfit.below(f".{name}") from None
        elif not optional:
            raise Misfit(f"has no {name}")
    return kind(**found)


def _items(reader: Way, value: Any) -> tuple[Any, ...]:
    found: list[Any] = []
    _of(list, value)
    try:
        for item in value:
            found.append(reader(item))
    except Misfit as misfit:
        raise misfit.below(f"[{len(found)}]") from None
    return tuple(found)


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    for name, text in _of(dict, value).items():
        try:
            _of(str, text)
        except Misfit as misfit:
            raise misfit.below(f".{name}") from None
    return tuple(value.items())


def _of(kind: type, value: Any) -> Any:
    """The value itself if it is of exactly that type (True is no int)."""
    if type(value) is not kind:
        raise Misfit(f"is of type {type(value).__name__}, not {kind.__name__}")
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise Misfit("is not a number")
    return float(value)
