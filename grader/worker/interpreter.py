"""A fresh interpreter that becomes a worker or a template: it inherits no memory, only settings."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from grader.worker.main import Confinement, worker_environment

_START = "import sys; sys.path.append(sys.argv.pop()); from grader.worker.{0} import {1}; {1}()"


def start_interpreter(
    place: tuple[str, str],
    rules: Confinement,
    descriptors: Sequence[int],
    stdin: int = subprocess.DEVNULL,
    **settings: object,
) -> subprocess.Popen[bytes]:
    """An interpreter in a session of its own that runs ``place``: a module of worker, a function.

    It inherits ``descriptors`` and no environment but a worker's; the function reads ``settings``
    by `interpreter_settings`.
    """
    root = str(Path(__file__).resolve().parent.parent.parent)
    told = settings | {"rules": asdict(rules) | {"off": sorted(rules.off)}}
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _START.format(*place), json.dumps(told), root],
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=list(descriptors),
        start_new_session=True,
        env=worker_environment(),
    )


def interpreter_settings() -> tuple[Confinement, dict[str, Any]]:
    """In the interpreter: its rules, and all settings."""
    settings = json.loads(sys.argv[1])
    told = settings["rules"]
    rules = Confinement(
        readable=tuple(told["readable"]),
        secret=tuple(told["secret"]),
        memory=told["memory"],
        devices=told["devices"],
        awake=told["awake"],
        off=frozenset(told["off"]),
    )
    return rules, settings
