"""How a suite is run by ourselves: pytest's arguments and plugins, which shut out all but ours."""

from __future__ import annotations

from pathlib import Path

import pytest_timeout  # type: ignore[import-untyped]

import grader.suite

# As modules: looking for them by name reads what every installed package says of itself.
PLUGINS = (pytest_timeout, grader.suite)


def suite_arguments(suite: Path) -> list[str]:
    """pytest's arguments for running a suite by ourselves: own config, no plugin but ours."""
    blocked = (
        *("cacheprovider", "unraisableexception", "threadexception", "logging", "doctest"),
        *("junitxml", "pastebin", "faulthandler", "stepwise", "setuponly", "setupplan"),
        *("debugging", "capture"),
    )
    return [
        str(suite),
        f"--config-file={Path(__file__).with_name('suite.ini')}",
        f"--rootdir={suite.parent}",
        "--noconftest",
        "--import-mode=importlib",
        "--assert=plain",
        "-q",
        "--no-header",
        "--no-summary",
        *(word for name in blocked for word in ("-p", f"no:{name}")),
    ]
