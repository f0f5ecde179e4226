"""The filter on system calls: a list of what is allowed, with rules on some arguments.

A refused call answers EPERM, so that Python raises PermissionError and the learner can read what
was refused; a call by another architecture's numbers ends the process. This layer closes what
Landlock leaves open: sockets, new processes, signals, chmod, shared memory, new kernel interfaces.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from functools import cache
from typing import NamedTuple

from grader.worker.isolation.kernel import call
from grader.worker.isolation.syscalls import FALL_BACK, HIGHEST_KNOWN, free, machines, ruled

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
SELF = 0x5E1F5E1F  # stands for the worker's own number until there is a worker
X32 = 0x40000000  # x86_64's second table of the same calls starts here

ALLOW = 0x7FFF0000
KILL = 0x80000000
REFUSE = 0x00050000 | 1  # EPERM
ABSENT = 0x00050000 | 38  # ENOSYS

_LOAD, _JUMP, _JEQ, _JGE, _AND, _RETURN = 0x20, 0x05, 0x15, 0x35, 0x54, 0x06
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_ALL_BITS = 0xFFFFFFFF

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2

_WRITING = 3 | 0o100 | 0o1000  # access mode, O_CREAT, O_TRUNC
_THREAD = 0x10000
_NEW_NAMESPACES = 0x7E020000
_STREAM_FLAGS = 0o4000 | 0o2000000  # SOCK_NONBLOCK, SOCK_CLOEXEC
_WRITE, _SHARED, _ANONYMOUS, _GROWS_DOWN, _HUGE = 2, 1, 0x20, 0x100, 0x40000
# Descriptor flags and copies, pipe size, seals; not F_SETOWN, which sends signals, and no locks.
_FCNTL = (0, 1, 2, 3, 4, 1030, 1032, 1034)
_ADD_SEALS = 1033  # to a memfd, which a GPU's driver may make
# Set and read the name, read dumpable, no_new_privs, seccomp and capabilities, name a mapping.
_PRCTL = (15, 16, 3, 39, 21, 23, 0x53564D41)
# Is it a terminal, its size, bytes waiting, blocking, close on exec; not TIOCSTI, which types.
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
_TERMINAL = 0x5400


class Test(NamedTuple):
    """Whether the low 32 bits of an argument, masked, equal a value.

    The kernel reads every argument tested here as 32 bits, or ignores the flags above them.
    """

    argument: int
    value: int
    mask: int = _ALL_BITS


class Rule(NamedTuple):
    """``then`` if every test of one of ``groups`` holds, and ``otherwise`` if of none.

    ``spared`` are groups that get ``otherwise`` before the others are looked at.
    """

    groups: tuple[tuple[Test, ...], ...]
    then: int = ALLOW
    otherwise: int = REFUSE
    spared: tuple[tuple[Test, ...], ...] = ()


class _Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.c_void_p))


def apply(devices: bool, writes: bool) -> str:
    """Install the filter on this thread for good and say its size.

    ``writes`` lets files be opened for writing, which is right where Landlock judges the path.
    Needs no_new_privs; raises OSError where the kernel or the machine lacks it.
    """
    machine = _machine()
    if machine not in machines():
        raise OSError(38, f"no table of system calls for {machine}")
    instructions, count = _assembled(machine, devices, writes)
    instructions = instructions.replace(_word(SELF), _word(os.getpid()))
    text = ctypes.create_string_buffer(instructions, len(instructions))
    header = _Program(len(instructions) // 8, ctypes.addressof(text))
    call("prctl", _PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(header), 0, 0)
    return f"{count} system calls allowed"


def prepare() -> None:
    """Assemble the usual filter, so that the workers forked from here find it done."""
    if _machine() in machines():
        _assembled(_machine(), False, True)


def _machine() -> str:
    if sys.platform != "linux":
        return sys.platform
    # A 32-bit interpreter speaks another table than its 64-bit kernel's.
    return os.uname().machine if sys.maxsize > 2**32 else f"{os.uname().machine} in 32 bits"


@cache
def _assembled(machine: str, devices: bool, writes: bool, /) -> tuple[bytes, int]:
    """The filter, and how many calls it allows."""
    count = len(free(machine, devices)) + len(ruled(machine, devices))
    return program(machine, devices, writes), count


def program(machine: str, devices: bool, writes: bool) -> bytes:
    """The filter as the kernel wants it, 8 bytes an instruction, for a process numbered SELF."""
    code = [
        _op(_LOAD, _ARCH),
        _op(_JEQ, AUDIT_ARCH[machine], 1, 0),
        _op(_RETURN, KILL),
        _op(_LOAD, _NUMBER),
    ]
    if machine == "x86_64":
        code += [_op(_JGE, X32, 0, 1), _op(_RETURN, KILL)]
    return b"".join([*code, *_search(_intervals(_answers(machine, devices, writes)))])


def _answers(machine: str, devices: bool, writes: bool) -> list[list[bytes]]:
    """By number: the instructions that answer a call; the last one answers all beyond it."""
    absent = [_op(_RETURN, ABSENT)]
    answers = [[_op(_RETURN, REFUSE)] for _ in range(HIGHEST_KNOWN + 1)] + [absent]
    for number in FALL_BACK.values():
        answers[number] = absent
    for number in free(machine, devices).values():
        answers[number] = [_op(_RETURN, ALLOW)]
    rules = _rules(devices, writes)
    for name, number in ruled(machine, devices).items():
        answers[number] = _body(rules[name])
    return answers


def _intervals(answers: list[list[bytes]]) -> list[tuple[int, list[bytes]]]:
    """The first number of every run of equal answers, with the answer."""
    starts = [n for n, answer in enumerate(answers) if n == 0 or answer != answers[n - 1]]
    return [(start, answers[start]) for start in starts]


def _search(intervals: list[tuple[int, list[bytes]]]) -> list[bytes]:
    """A binary search for the loaded number.

    The kernel walks the filter once for every call that exists when it is installed: a plain list
    costs a worker three milliseconds, this a fraction of one.
    """
    if len(intervals) == 1:
        return intervals[0][1]
    middle = len(intervals) // 2
    below, above = _search(intervals[:middle]), _search(intervals[middle:])
    first = intervals[middle][0]
    return [_op(_JGE, first, 0, 1), _op(_JUMP, len(below)), *below, *above]


def _word(value: int) -> bytes:
    return struct.pack("=I", value)


def _op(code: int, k: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, k)


def _body(rule: Rule) -> list[bytes]:
    """The instructions of a rule; they always return, so the loaded number may be lost."""
    code: list[bytes] = []
    answered = [(group, rule.otherwise) for group in rule.spared]
    answered += [(group, rule.then) for group in rule.groups]
    for group, answer in answered:
        left = 3 * len(group) + 1  # instructions of this group, its return included
        for test in group:
            left -= 3
            code += [
                _op(_LOAD, _ARGUMENTS + 8 * test.argument),
                _op(_AND, test.mask),
                _op(_JEQ, test.value, 0, left),
            ]
        code.append(_op(_RETURN, answer))
    return [*code, _op(_RETURN, rule.otherwise)]


def _one_of(argument: int, values: tuple[int, ...]) -> Rule:
    return Rule(tuple((Test(argument, value),) for value in values))


def _rules(devices: bool, writes: bool) -> dict[str, Rule]:
    anything = Rule((), otherwise=ALLOW)
    return {
        "open": anything if writes else Rule(((Test(1, 0, _WRITING),),)),
        "openat": anything if writes else Rule(((Test(2, 0, _WRITING),),)),
        "fcntl": _one_of(1, (*_FCNTL, _ADD_SEALS) if devices else _FCNTL),
        "ioctl": _ioctl(devices),
        # A datagram socket could send to any name; a connected pair reaches its other end only.
        "socketpair": Rule(((Test(0, 1), Test(1, 1, _ALL_BITS ^ _STREAM_FLAGS)),)),
        # A GPU's driver binds one; bound to a file's name it is Landlock's to refuse.
        "socket": Rule(((Test(0, 1), Test(1, 5, _ALL_BITS ^ _STREAM_FLAGS)),)),
        "mmap": anything if devices else _mmap(),
        "clone": Rule(((Test(0, _THREAD, _THREAD | _NEW_NAMESPACES),),)),
        "prctl": _one_of(0, _PRCTL),
        # Who is out of processor time is killed, as if by somebody else: that would be our fault.
        "prlimit64": Rule(((Test(0, 0),),), spared=((Test(1, 0),), (Test(1, 15),))),
        "sched_setaffinity": _one_of(0, (0,)),
        # abort() needs a signal to oneself; kill(0) and kill(-1) name others.
        "kill": _one_of(0, (SELF,)),
        "tgkill": _one_of(0, (SELF,)),
    }


def _ioctl(devices: bool) -> Rule:
    listed = _one_of(1, _IOCTL).groups
    if not devices:
        return Rule(listed)
    # A driver has hundreds of requests; only the other ones to a terminal stay refused.
    terminal = (Test(1, _TERMINAL, 0xFFFFFF00),)
    return Rule((terminal,), then=REFUSE, otherwise=ALLOW, spared=listed)


def _mmap() -> Rule:
    """No mapping that RLIMIT_DATA does not count: shared memory, growing stacks, huge pages."""
    uncounted = (
        (Test(3, _SHARED | _ANONYMOUS, _SHARED | _ANONYMOUS),),
        (Test(3, _SHARED, _SHARED), Test(2, _WRITE, _WRITE)),
        (Test(3, _GROWS_DOWN, _GROWS_DOWN),),
        (Test(3, _HUGE, _HUGE),),
    )
    return Rule(uncounted, then=REFUSE, otherwise=ALLOW)
