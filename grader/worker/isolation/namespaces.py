"""Namespaces: views of users, processes, mounts and networks in which there is nothing to find.

Making and ending mount and network namespaces costs some 20 ms, so the template makes them once and
its workers share them. A PID namespace costs nothing to speak of, so every worker gets its own: to
end its first process is to end all its descendants.

    grader -> porter -> template (process 1 of its namespace) -> worker (process 1 of its own)

The porter is there because a process cannot enter a PID namespace of its own, only its children
can. It holds nothing, waits, and ends as the template does. The kernel ends each with its parent.
"""

from __future__ import annotations

import os
import signal
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from grader.report import Layer
from grader.worker.isolation import limits, memory, seccomp
from grader.worker.isolation.descriptors import close_descriptors
from grader.worker.isolation.kernel import attempt, call
from grader.worker.isolation.root import shrink_root

_NEW_MOUNTS, _NEW_IPC, _NEW_USERS = 0x00020000, 0x08000000, 0x10000000
_NEW_PIDS, _NEW_NETWORK = 0x20000000, 0x40000000
_READ_ONLY, _NO_SUID, _NO_DEVICES, _NO_PROGRAMS = 1, 2, 4, 8
_BIND, _RECURSIVE, _PRIVATE = 0x1000, 0x4000, 0x40000
_REMOUNT = 32
_MOUNT_SETATTR, _HERE, _WHOLE_TREE = 442, -100, 0x8000
_SWITCH = "namespaces"


@dataclass
class _Template:
    """What this process and the workers that it forks have of their own."""

    users: Layer | None = None
    processes: Layer | None = None
    own_pids: int | None = None  # descriptor of the namespace that the template lives in
    root: Layer | None = None


_template = _Template()


def has_own_users() -> bool:
    """Whether this process lives in a user namespace that the template made."""
    return bool(_template.users and _template.users.in_force)


def is_first_process() -> bool:
    """Whether a worker is process 1 of a namespace: then its own signals cannot kill it."""
    return _template.own_pids is not None


def enter_template(off: frozenset[str] = frozenset()) -> None:
    """Enter user and PID namespaces; where that works it returns in a child of the caller.

    Call it first in the process forked for the template, which has one thread and was forked by a
    thread that lives as long as the grader: the kernel ends the template with that thread. The
    caller stays behind as the porter and never returns; killing it kills the template and all
    workers, and its exit status is the template's.
    """
    attempt("death with the grader", "limits", off, limits.die_with_parent)
    attempt("first to go", "limits", off, memory.die_first)
    _template.users = attempt("user namespace", _SWITCH, off, _enter_users)
    _template.processes = attempt("PID namespace", _SWITCH, off, _enter_pids)


def prepare_template(
    hidden: Sequence[str], off: frozenset[str] = frozenset(), readable: Sequence[str] = ()
) -> tuple[Layer, ...]:
    """Do once what all workers share, and say which layers hold.

    Shows nothing of the file system but the paths ``readable``, if any are given; where that is
    not to be had, the paths ``hidden`` are covered.

    Moves to the root folder, from where no relative path leads under a hidden one. Without
    enter_template before it, it makes a user namespace and no PID namespaces. Never raises.
    """
    layers = [attempt("death with the grader", "limits", off, limits.die_with_parent)]
    if _template.users is None:
        _template.users = attempt("user namespace", _SWITCH, off, _enter_users)
    os.chdir("/")
    layers.append(_template.users)
    layers.append(_pid_layer(off))
    layers.append(attempt("mount namespace", _SWITCH, off, lambda: _enter_mounts(hidden, readable)))
    mounts = layers[-1]
    layers.append(_template.root or replace(mounts, name="own root"))
    for name, flag in (("network namespace", _NEW_NETWORK), ("IPC namespace", _NEW_IPC)):
        layers.append(attempt(name, _SWITCH, off, partial(_unshare, flag)))
    attempt("no dumps", "limits", off, limits.forbid_dumps)
    attempt("no capabilities", "limits", off, _prepare_capabilities)
    seccomp.prepare()
    return tuple(layers)


def fork_worker() -> int:
    """Fork like os.fork, the child as process 1 of a PID namespace of its own where that works.

    In the template the child's number is the template's view of it. There the kernel ignores every
    signal that process 1 sends itself and does not handle, SIGKILL included; its faults still end
    it, and so does a SIGKILL from the template or the grader.
    """
    if _template.own_pids is None:
        return os.fork()
    pid = -1
    _unshare(_NEW_PIDS)
    try:
        pid = os.fork()
    finally:
        if pid != 0:  # the next namespace must again be a child of the template's
            call("setns", _template.own_pids, _NEW_PIDS)
    return pid


def let_threads_be_named(off: frozenset[str] = frozenset()) -> None:
    """Let this worker write below its own /proc/self/task, as a GPU's driver does; nowhere else.

    The template's /proc numbers threads as the template sees them, and cannot be written to. This
    costs a mount namespace, so only a worker on a GPU gets it. Does nothing where the template has
    no mount namespace, for there /proc is the machine's own.
    """
    if _template.root is not None:
        attempt("own threads", _SWITCH, off, _show_own_threads)


def _show_own_threads() -> str:
    flags = _NO_SUID | _NO_DEVICES | _NO_PROGRAMS
    call("unshare", _NEW_MOUNTS)
    call("mount", b"proc", b"/proc", b"proc", flags, None)
    threads = f"/proc/{os.getpid()}/task".encode()
    call("mount", threads, threads, None, _BIND, None)
    call("mount", None, b"/proc", None, flags | _REMOUNT | _BIND | _READ_ONLY, None)
    return ""


def _prepare_capabilities() -> str:
    limits.empty_bounding_set()
    return ""


def _unshare(flag: int) -> str:
    call("unshare", flag)
    return ""


def _enter_users() -> str:
    """A user namespace with one user, the same as outside: files keep their owner."""
    user, group = os.geteuid(), os.getegid()
    call("unshare", _NEW_USERS)
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    return ""


def _enter_pids() -> str:
    call("unshare", _NEW_PIDS)
    template = os.fork()
    if template:
        _wait_as_porter(template)
    limits.die_with_parent()
    return ""


def _wait_as_porter(template: int) -> None:
    """End as ``template`` ends, holding no descriptor that would keep a reader waiting."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):  # meant for the grader
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    close_descriptors(())
    code = os.waitstatus_to_exitcode(os.waitpid(template, 0)[1])
    os._exit(code if code >= 0 else 128 - code)


def _pid_layer(off: frozenset[str]) -> Layer:
    """The PID namespace's layer, once a worker's namespace was made and left again."""
    entered = _template.processes or Layer("PID namespace", False, "the template did not enter one")
    if not entered.in_force:
        return entered
    return attempt("PID namespace", _SWITCH, off, _try_worker_pids)


def _try_worker_pids() -> str:
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    call("setns", own, _NEW_PIDS)  # changes nothing yet: if it is refused, leave before it matters
    call("unshare", _NEW_PIDS)
    call("setns", own, _NEW_PIDS)
    _template.own_pids = own
    return "one for each worker"


def _enter_mounts(hidden: Sequence[str], readable: Sequence[str]) -> str:
    call("unshare", _NEW_MOUNTS)
    call("mount", None, b"/", None, _RECURSIVE | _PRIVATE, None)
    _template.root = attempt("own root", "", frozenset(), partial(shrink_root, readable))
    details = []
    if not _template.root.in_force:  # the root is as it was
        count = sum(_hide(os.path.realpath(path)) for path in hidden)
        details.append(f"{count} of {len(hidden)} paths hidden")
        if _template.own_pids is not None and _show_own_processes():
            details.append("no process but the workers")
    if _write_protect():
        details.append("nothing writable")
    return ", ".join(details)


def _hide(path: str) -> bool:
    """Cover ``path`` so that stat shows nothing beneath it; False if there is no such path."""
    flags = _NO_SUID | _NO_DEVICES | _NO_PROGRAMS
    if Path(path).is_dir():
        call("mount", b"none", os.fsencode(path), b"tmpfs", flags | _READ_ONLY, b"size=4k,mode=555")
    elif Path(path).exists():  # of a file the name stays, the size and the content go
        call("mount", os.fsencode(os.devnull), os.fsencode(path), None, _BIND, None)
    else:
        return False
    return True


def _show_own_processes() -> bool:
    """Cover /proc by one for the template's namespace; some containers forbid it."""
    flags = _NO_SUID | _NO_DEVICES | _NO_PROGRAMS
    try:
        call("mount", b"proc", b"/proc", b"proc", flags, None)
    except OSError:
        return False
    return True


def _write_protect() -> bool:
    """Make every mount read-only at once; needs Linux 5.12. Devices can still be written to."""
    attributes = struct.pack("=4Q", _READ_ONLY, 0, 0, 0)
    try:
        call("syscall", _MOUNT_SETATTR, _HERE, b"/", _WHOLE_TREE, attributes, len(attributes))
    except OSError:
        return False
    return True
