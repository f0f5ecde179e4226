"""The suite author's API, and the pytest plugin behind it: ``pytest -p grader.suite``."""

from grader.suite.author import pytest_terminal_summary
from grader.suite.failure import Failure
from grader.suite.fixtures import agree, device, learn_session, note, reference, rng, submission
from grader.suite.probes import function, probe
from grader.suite.recorder import (
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_generate_tests,
    pytest_runtest_makereport,
    pytest_runtest_setup,
    pytest_runtestloop,
    pytest_unconfigure,
)

__all__ = [
    "Failure",
    "agree",
    "device",
    "function",
    "learn_session",
    "note",
    "probe",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_generate_tests",
    "pytest_runtest_makereport",
    "pytest_runtest_setup",
    "pytest_runtestloop",
    "pytest_terminal_summary",
    "pytest_unconfigure",
    "reference",
    "rng",
    "submission",
]
