"""The rubric in ``course.toml``: what counts how much, on which devices, and what lateness costs.

    [rubric]
    attempt = "best"               # or "latest"
    devices = ["cpu"]              # that every exercise has to pass on
    due = 2026-09-30T23:59:00+02:00
    late = "points * max(0, 1 - 0.1 * days_late)"
    missing = "open"               # or "zero": what was not handed in counts as nothing

    [exercises.03_matmul]
    weight = 2                     # what it adds to the total; its points by default
    points = { test_rectangles = 3 }
    due = 2026-10-07T23:59:00+02:00
    devices = ["cpu", "cuda"]

All of it may be left out. Without ``missing = "zero"`` nothing is taken for zero by itself.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.gradebook.formula import Formula

# The same library under two names: Python has it since 3.11.
_toml = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")

NAMES = ("points", "possible", "hours_late", "days_late", "attempt")
DEVICES = ("cpu", "cuda", "mps")
BEST, LATEST = "best", "latest"
OPEN, ZERO = "open", "zero"
_A_DAY_LATE = dict(zip(NAMES, (1.0, 1.0, 24.0, 1.0, 1.0), strict=True))
_GENERAL = ("attempt", "devices", "due", "late", "missing")
_SPECIAL = ("weight", "points", "devices", "due", "late")


@dataclass(frozen=True)
class Weighing:
    """How one exercise counts. ``weight`` None: its points are what it adds to the total."""

    weight: float | None = None
    points: dict[str, float] = field(default_factory=dict)  # by a case's id
    devices: tuple[str, ...] = ("cpu",)
    due: datetime | None = None
    late: Formula | None = None


@dataclass(frozen=True)
class Rubric:
    """How a class is marked."""

    attempt: str = BEST
    missing: str = OPEN
    general: Weighing = Weighing()
    special: dict[str, Weighing] = field(default_factory=dict)

    def of(self, exercise: str) -> Weighing:
        """How an exercise counts, by its slug."""
        return self.special.get(exercise, self.general)


def read_rubric(path: Path) -> Rubric:
    """The rubric in a file of TOML.

    Raises UsageError, with the name that does not fit.
    """
    try:
        record = _toml.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UsageError(f"there is no rubric {path}") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read", str(error.strerror)) from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no TOML", str(error)[:200]) from None
    return _Reader(str(path)).rubric(record)


class _Reader:
    """Turns the file's tables into the record, and says where they do not fit."""

    def __init__(self, shown: str) -> None:
        self._shown = shown

    def rubric(self, record: dict[str, Any]) -> Rubric:
        general = self._table(record, "rubric", "", _GENERAL)
        tables = self._of(dict, record.get("exercises", {}), "exercises")
        base = self._weighing(general, "rubric", Weighing())
        special = {
            slug: self._weighing(
                self._table(tables, slug, "exercises.", _SPECIAL), f"exercises.{slug}", base
            )
            for slug in tables
        }
        return Rubric(
            attempt=self._choice(general, "attempt", (BEST, LATEST)),
            missing=self._choice(general, "missing", (OPEN, ZERO)),
            general=base,
            special=special,
        )

    def _weighing(self, table: dict[str, Any], where: str, base: Weighing) -> Weighing:
        due = table.get("due", base.due)
        if due is not None and not isinstance(due, datetime):
            raise self._wrong(f"{where}.due", due, "a time such as 2026-09-30T23:59:00+02:00")
        late = base.late
        if "late" in table:
            text = self._of(str, table["late"], f"{where}.late")
            late = Formula(text, NAMES, f"{self._shown}: {where}.late") if text.strip() else None
            if late is not None:
                late(_A_DAY_LATE)  # a policy that gives no number is told before anything is graded
        weight = table.get("weight")
        return Weighing(
            weight=None if weight is None else self._number(weight, f"{where}.weight"),
            points={
                name: self._number(value, f"{where}.points.{name}")
                for name, value in self._of(
                    dict, table.get("points", {}), f"{where}.points"
                ).items()
            },
            devices=self._devices(table.get("devices", list(base.devices)), f"{where}.devices"),
            due=due,
            late=late,
        )

    def _table(
        self, record: dict[str, Any], name: str, above: str, known: tuple[str, ...]
    ) -> dict[str, Any]:
        table: dict[str, Any] = self._of(dict, record.get(name, {}), above + name)
        for key in table:
            if key not in known:
                raise UsageError(
                    f"{self._shown}: [{above}{name}] has an unknown name {key!r}",
                    f"known are {', '.join(known)}",
                )
        return table

    def _choice(self, table: dict[str, Any], name: str, choices: tuple[str, ...]) -> str:
        value = table.get(name, choices[0])
        if value not in choices:
            raise self._wrong(f"rubric.{name}", value, " or ".join(map(repr, choices)))
        return str(value)

    def _devices(self, value: Any, where: str) -> tuple[str, ...]:
        fits = isinstance(value, list) and value and all(each in DEVICES for each in value)
        if not fits or len(set(value)) < len(value):
            raise self._wrong(where, value, f"a list of {', '.join(DEVICES)}, each once")
        return tuple(value)

    def _number(self, value: Any, where: str) -> float:
        if type(value) not in (int, float) or not 0 <= value <= 1e9:
            raise self._wrong(where, value, "a number, 0 or more")
        return float(value)

    def _of(self, kind: type, value: Any, where: str) -> Any:
        if not isinstance(value, kind):
            raise self._wrong(where, value, "a table" if kind is dict else "text in quotes")
        return value

    def _wrong(self, where: str, value: Any, wanted: str) -> UsageError:
        return UsageError(f"{self._shown}: {where} is {str(value)[:60]!r}", "", f"write {wanted}")
