"""The boundary around a submission: what a worker may read, do and use, layer by layer."""

from __future__ import annotations

from grader.worker.isolation.confinement import canary, confine
from grader.worker.isolation.descriptors import close_descriptors
from grader.worker.isolation.folders import readable_folders
from grader.worker.isolation.memory import forget_shared, forget_start
from grader.worker.isolation.namespaces import (
    enter_template,
    fork_worker,
    is_first_process,
    let_threads_be_named,
    prepare_template,
)

__all__ = [
    "canary",
    "close_descriptors",
    "confine",
    "enter_template",
    "forget_shared",
    "forget_start",
    "fork_worker",
    "is_first_process",
    "let_threads_be_named",
    "prepare_template",
    "readable_folders",
]
