"""How a suite is run by ourselves: pytest's arguments, which shut out everything but ours."""

from __future__ import annotations

from pathlib import Path


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
        "-p",
        "pytest_timeout",
        "-p",
        "grader.suite",
        *(word for name in blocked for word in ("-p", f"no:{name}")),
    ]
