"""A root folder that holds what a worker may read, and nothing else of this machine.

Where there is no path there is nothing to ask stat for: no other submission, no learner's store, no
size of a suite. Landlock judges what is opened; this decides what there is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.worker.isolation import driver
from grader.worker.isolation.kernel import call

_READ_ONLY, _NO_SUID, _NO_DEVICES, _NO_PROGRAMS = 1, 2, 4, 8
_BIND, _RECURSIVE = 0x1000, 0x4000
_DETACH = 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_PLACES = ("/tmp", "/mnt", "/run", "/var", "/usr")  # any folder will do: it is covered and left
_LINKED = ("/lib", "/lib32", "/lib64", "/etc/localtime")  # what libc opens by its usual name
_DEVICES = ("/sys",)  # what a GPU's driver reads besides /proc


def shrink_root(readable: Sequence[str]) -> str:
    """Make a root of ``readable`` alone this mount namespace's, and say how many paths it shows.

    Symbolic links on the way to them are kept. Raises OSError, with the old root as it was, where
    the kernel refuses; needs a mount namespace of its own, and /proc.
    """
    if not readable:
        raise OSError(2, "there is nothing to show in it")
    place = next(place for place in _PLACES if Path(place).is_dir())
    shown = [path for path in (*readable, os.devnull, *_gpu_files()) if not _in(path, "/proc")]
    # Opened first: the place may be on the way to one of them.
    sources = [(path, os.open(path, os.O_PATH | os.O_CLOEXEC)) for path in shown if _exists(path)]
    flags = _NO_SUID | _NO_DEVICES | _NO_PROGRAMS
    named = (*_LINKED, *driver.library_folders(), *filter(os.path.isabs, sys.path))
    links = dict(_links((*readable, *named)))
    call("mount", b"none", place.encode(), b"tmpfs", flags, b"size=1m,mode=755")
    try:
        for path, source in sources:
            _show(source, place + path)
        _show_processes(place + "/proc")
        for path, target in links.items():
            _link(place + path, target)
        os.chdir(place)
        call("syscall", _PIVOT_ROOT[os.uname().machine], b".", b".")
    except (OSError, KeyError) as error:
        os.chdir("/")
        call("umount2", place.encode(), _DETACH)
        raise OSError(38, f"no root of its own: {error}") from None
    finally:
        for _, source in sources:
            os.close(source)
    call("umount2", b".", _DETACH)  # the old root lies over the new one until now
    os.chdir("/")
    return f"{len(sources)} paths shown"


def _show(source: int, target: str) -> None:
    """Bind what a descriptor stands for to a path of the new root."""
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    if os.path.isdir(f"/proc/self/fd/{source}"):  # noqa: PTH112 - not resolved: it may be covered
        Path(target).mkdir(exist_ok=True)
    else:
        Path(target).touch()
    flags = _BIND | _RECURSIVE
    call("mount", f"/proc/self/fd/{source}".encode(), target.encode(), None, flags, None)


def _show_processes(target: str) -> None:
    """A /proc of the template's namespace; where a container forbids it, the one that is there."""
    Path(target).mkdir(exist_ok=True)
    flags = _NO_SUID | _NO_DEVICES | _NO_PROGRAMS
    try:
        call("mount", b"proc", target.encode(), b"proc", flags, None)
    except OSError:
        call("mount", b"/proc", target.encode(), None, _BIND | _RECURSIVE, None)


def _links(paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every symbolic link on the way along these paths, and where it points."""
    seen: set[str] = set()
    waiting = list(paths)
    while waiting:
        path = Path(waiting.pop())
        for part in (*reversed(path.parents), path):
            if str(part) in seen or not part.is_symlink():
                continue
            seen.add(str(part))
            target = os.readlink(part)  # noqa: PTH115 - as it is written
            yield str(part), target
            waiting.append(os.path.normpath(part.parent / target))


def _link(path: str, target: str) -> None:
    if not Path(path).exists() and not Path(path).is_symlink():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).symlink_to(target)


def _gpu_files() -> list[str]:
    found = driver.device_files()
    return [*found, *_DEVICES] if found else []


def _exists(path: str) -> bool:
    return os.path.lexists(path)


def _in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)
