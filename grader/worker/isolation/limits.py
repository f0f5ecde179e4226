"""What a process may use and become: privileges, resources, and whom it dies with."""

from __future__ import annotations

import os
import signal
import struct
import sys
from functools import cache
from pathlib import Path

from grader.worker.isolation.kernel import call

if sys.platform == "linux":
    import resource

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_PR_CAPBSET_DROP, _PR_CAP_AMBIENT, _CLEAR_ALL = 24, 47, 4
_CAPABILITY_VERSION = 0x20080522
_INVALID, _FORBIDDEN = 22, 1  # EINVAL, EPERM

MIB = 2**20
_STACK = 8 * MIB
_DESCRIPTORS, _DESCRIPTORS_WITH_DEVICES = 64, 1024
_SIGNALS = 64  # that wait: the kernel counts them by user, who would have none left for others
_THREADS = 256  # of all workers of a template together: the kernel counts by user and namespace
_ROOM = 1024 * MIB  # address space beyond the memory: reservations and files that are only read


def die_with_parent() -> str:
    """Have the kernel end this process when the thread that forked it ends."""
    call("prctl", _PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    return ""


def drop_capabilities() -> str:
    """Give up every capability, and the way back to it through a program of root's.

    Before the limits on resources: CAP_SYS_RESOURCE would raise them again.
    """
    call("prctl", _PR_CAP_AMBIENT, _CLEAR_ALL, 0, 0, 0)
    empty_bounding_set()
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    call("capset", header, bytes(24))  # two triples of effective, permitted, inheritable
    return ""


@cache
def empty_bounding_set() -> None:
    """Take from this process and those it forks what a program of root's could regain.

    Once for the template and its workers: they inherit the set, and that this was done.
    """
    for capability in range(64):
        try:
            call("prctl", _PR_CAPBSET_DROP, capability, 0, 0, 0)
        except OSError as error:
            if error.errno == _INVALID:  # beyond the last one that this kernel knows
                return
            if error.errno == _FORBIDDEN:  # an ordinary user: no_new_privs makes up for it
                return
            raise


def forbid_privileges() -> str:
    """Forbid privileges by set-uid programs; Landlock and seccomp ask for this."""
    call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return ""


def forbid_dumps() -> str:
    """Keep other processes of the user out of this one's memory, and write no core dump."""
    call("prctl", _PR_SET_DUMPABLE, 0, 0, 0, 0)
    return ""


def limit_resources(memory: int, devices: bool, count_threads: bool) -> str:
    """Limit this process for good to ``memory`` more bytes than it has now, and little else.

    RLIMIT_DATA counts memory that is private and writable, touched or not. The address space is
    bounded too, far above it, except beside ``devices``: CUDA reserves terabytes, which the first
    limit does not count. Streams must be pipes or sockets: no byte can be written to a file.
    ``count_threads``: the user's other processes are not counted along by the kernel.
    """
    has, holds = _sizes()
    limits = {
        resource.RLIMIT_DATA: holds + memory,
        resource.RLIMIT_STACK: _STACK,
        resource.RLIMIT_NOFILE: _DESCRIPTORS_WITH_DEVICES if devices else _DESCRIPTORS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: _SIGNALS,
        resource.RLIMIT_RTPRIO: 0,
        resource.RLIMIT_NICE: 0,
        resource.RLIMIT_NPROC: _THREADS + (0 if count_threads else _others()),
    }
    if not devices:  # a driver sizes shared memory files, pins memory and reserves addresses
        limits[resource.RLIMIT_FSIZE] = 0
        limits[resource.RLIMIT_MEMLOCK] = 0
        limits[resource.RLIMIT_AS] = has + 2 * memory + _ROOM
    for name, most in limits.items():
        _lower(name, most)
    return f"{memory // MIB} MiB of memory"


def _others() -> int:
    """The threads that this user has now, which the kernel counts along without a namespace."""
    count, user = 0, os.getuid()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == user:
                count += len(list((process / "task").iterdir()))
        except OSError:  # it has ended, or is not ours to look at
            continue
    return count


def _lower(name: int, most: int) -> None:
    """Set both limits to ``most``, or leave the hard one where it is lower already."""
    _, hard = resource.getrlimit(name)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(name, (least, least))
    except ValueError as error:  # Python's word for EINVAL and for a raised hard limit
        raise OSError(_INVALID, str(error)) from error


def _sizes() -> tuple[int, int]:
    """Bytes of address space and of data that this process has, before it asks for more."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:  # no /proc: torch's own share of the memory then counts as the submission's
        return 0, 0
    size = os.sysconf("SC_PAGE_SIZE")
    return int(pages[0]) * size, int(pages[5]) * size
