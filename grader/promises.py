"""What the isolation promises, and which layers keep each promise; imports the report alone.

A report lists the layers that were in force. Which of them matter is said here, once: a promise is
kept by any one of the layers behind it.
"""

from __future__ import annotations

from collections.abc import Iterable

from grader.report import Layer, Report

PROMISES = (
    ("a submission reads none of your files", ("Landlock", "own root")),
    ("a submission writes no file", ("Landlock", "no writing")),
    ("a submission starts and signals no process", ("seccomp",)),
    ("a submission reaches no network", ("network namespace", "seccomp")),
    ("a submission gains no rights", ("no new privileges",)),
    ("a submission takes no more memory than it may", ("resources",)),
)


def broken_promises(layers: Iterable[Layer]) -> tuple[str, ...]:
    """What cannot be promised with these layers; empty where the isolation is whole."""
    in_force = {layer.name for layer in layers if layer.in_force}
    return tuple(promise for promise, keepers in PROMISES if not in_force & set(keepers))


def broken_in(report: Report) -> tuple[str, ...]:
    """The promises that were broken while the submission ran; empty where nothing ran."""
    return broken_promises(report.isolation) if ran(report) else ()


def ran(report: Report) -> bool:
    """Whether any of the submission's code ran."""
    return any(device.ran for device in report.devices)
