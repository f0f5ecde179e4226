"""Landlock: the worker reads what lies beneath the folders it was given, and writes nowhere.

Rights are only ever added to a folder and all beneath it, so a folder that holds a secret must not
be among the readable ones (folders.py sees to it). stat is not covered: names and sizes stay
visible unless a mount namespace hides them. /proc is not readable either, and torch reads
/proc/cpuinfo at its first op to choose its kernels, so have it choose before the confinement.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Sequence

from grader.worker.isolation import driver
from grader.worker.isolation.kernel import call

# The same numbers on every architecture.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION, _BENEATH = 1, 1
_NO_LOG = 1  # from version 7: refusals do not flood the audit log

_WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
_DEVICE_CONTROL = 1 << 15
_READ = _READ_FILE | _READ_DIR
# By version: how many rights on files the kernel knows.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_TCP = 0b11  # from version 4: bind, connect
_SCOPES = 0b11  # from version 6: abstract unix sockets, signals


def version() -> int:
    """The version of Landlock that the kernel speaks; raises OSError where it has none."""
    return call("syscall", _CREATE, None, 0, _VERSION)


def apply(readable: Sequence[str], devices: bool) -> str:
    """Restrict this thread for good to reading ``readable`` and say how; needs no_new_privs.

    Raises OSError where the kernel lacks Landlock or refuses.
    """
    spoken = version()
    handled = (1 << _FILE_RIGHTS[min(spoken, max(_FILE_RIGHTS))]) - 1
    ruleset = _create(spoken, handled)
    try:
        paths = sum(_allow(ruleset, path, _READ & handled) for path in readable)
        paths += _allow(ruleset, os.devnull, (_READ | _WRITE_FILE | _TRUNCATE) & handled)
        if devices:
            _allow_devices(ruleset, handled)
        call("syscall", _RESTRICT, ruleset, _NO_LOG if spoken >= 7 else 0)
    finally:
        os.close(ruleset)
    return f"version {spoken}, {paths} readable"


def _create(spoken: int, handled: int) -> int:
    words = [handled]
    if spoken >= 4:
        words.append(_TCP)
    if spoken >= 6:
        words.append(_SCOPES)
    attributes = struct.pack(f"={len(words)}Q", *words)
    return call("syscall", _CREATE, attributes, len(attributes), 0)


def _allow(ruleset: int, path: str, rights: int) -> bool:
    """Add ``rights`` beneath ``path``; False if there is no such path, which grants nothing."""
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        if not stat.S_ISDIR(os.fstat(beneath).st_mode):
            rights &= ~_READ_DIR  # the kernel refuses a folder's right on a file
        rule = struct.pack("=Qi", rights, beneath)
        call("syscall", _ADD, ruleset, _BENEATH, rule, 0)
    finally:
        os.close(beneath)
    return True


def _allow_devices(ruleset: int, handled: int) -> None:
    """Let a GPU's driver at its device files, at what it reads at start, and name its threads."""
    control = (_READ | _WRITE_FILE | _DEVICE_CONTROL) & handled
    for path in driver.device_files():
        _allow(ruleset, path, control)
    for path in driver.READS:
        _allow(ruleset, path, _READ)
    _allow(ruleset, driver.THREADS, (_READ | _WRITE_FILE | _TRUNCATE) & handled)
