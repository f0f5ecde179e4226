"""The folders that a worker reads: the interpreter, the libraries, and never the course.

Landlock grants a folder with all beneath it, so one that holds a secret is replaced by its entries:
a virtual environment inside a checkout, or a course installed among the libraries, stays shut.
"""

from __future__ import annotations

import importlib.util
import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from grader.worker.isolation import driver

# The part of this package that runs beside a submission; the rest of it, and the course that a
# wheel carries inside it, are of no use to a worker.
_WORKER_PART = ("__init__.py", "errors.py", "report.py", "wire", "worker")

_LIBRARY_FOLDERS = ("site-packages", "dist-packages")
_LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/nix/store")
_LOCAL_LIBRARIES = ("/usr/local/lib", "/usr/local/lib64")
# Debian's links to the chosen ones of several libraries are among the first.
_DATA = (
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/dev/urandom",
)
_MACHINE = ("/proc/cpuinfo", "/sys/devices/system/cpu/online")

_PACKAGE = Path(__file__).resolve().parents[2]


def readable_folders(secret: Sequence[str] = ()) -> tuple[str, ...]:
    """Real paths a worker needs to read, none of which equals or holds a path of ``secret``.

    A library inside a secret folder (an environment within the course) is still let through.
    """
    hidden = frozenset({*map(os.path.realpath, secret), str(_PACKAGE)})
    found: dict[str, None] = {}
    for root in _roots():
        for path in _around(root, hidden):
            found[path] = None
    hidden -= {str(_PACKAGE)}
    for part in _WORKER_PART:
        for path in _around(str(_PACKAGE / part), hidden):
            found[path] = None
    return tuple(_outermost(found))


def _roots() -> Iterator[str]:
    paths = sysconfig.get_paths()
    yield from (paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"])
    yield from site.getsitepackages()
    if site.ENABLE_USER_SITE:
        yield site.getusersitepackages()
    # Wherever a path file put them, with what they import in their turn.
    yield from (entry for entry in sys.path if Path(entry).name in _LIBRARY_FOLDERS)
    for name in ("torch", "numpy", "safetensors"):
        spec = importlib.util.find_spec(name)
        yield from (spec.submodule_search_locations or ()) if spec else ()
    # Conda and pyenv keep shared libraries, that a package loads late, beside the standard library.
    yield from (str(Path(prefix) / "lib") for prefix in (sys.prefix, sys.base_prefix))
    yield from (*_LIBRARIES, *_LOCAL_LIBRARIES, *_DATA, *_MACHINE)
    yield from driver.library_folders()


def _around(path: str, hidden: frozenset[str]) -> Iterator[str]:
    """The real path of ``path``, or those of its entries where it holds a hidden one."""
    real = os.path.realpath(path)
    if real in hidden or not Path(real).exists():
        return
    if not any(_holds(real, inner) for inner in hidden):
        yield real
        return
    try:
        entries = sorted(Path(real).iterdir())
    except OSError:
        return
    for entry in entries:
        yield from _around(str(entry), hidden)


def _holds(folder: str, path: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _outermost(paths: Iterable[str]) -> Iterator[str]:
    """Leave out what another path's folder grants already: every path costs a worker time."""
    kept = ""
    for path in sorted(paths, key=lambda each: each.rstrip(os.sep) + os.sep):
        if not kept or not _holds(kept, path):
            kept = path
            yield path
