"""The system calls that a worker may make: name, number on x86_64, number on aarch64.

Whatever is not here is refused, so a call that a future kernel adds is refused too. The calls with
rules on their arguments are listed apart, because seccomp.py says what the rules are.
"""

from __future__ import annotations

# Above this number no call was known when the table was written: answered as if the kernel lacked
# it, so that libraries fall back to a call that the table knows.
HIGHEST_KNOWN = 462

# These are answered in the same way although they are known: libc tries them first and has a
# second way that can be judged by its arguments. clone3 and openat2 hide theirs behind a pointer.
FALL_BACK = {"clone3": 435, "openat2": 437, "futex_waitv": 449, "futex_wake": 454}
FALL_BACK |= {"futex_wait": 455, "futex_requeue": 456, "mseal": 462}

_FREE = """
read 0 63, write 1 64, readv 19 65, writev 20 66, pread64 17 67, pwrite64 18 68, preadv 295 69,
pwritev 296 70, preadv2 327 286, pwritev2 328 287, close 3 57, close_range 436 436, lseek 8 62,
stat 4 -, lstat 6 -, fstat 5 80, newfstatat 262 79, statx 332 291, access 21 -, faccessat 269 48,
faccessat2 439 439, readlink 89 -, readlinkat 267 78, getcwd 79 17, getdents 78 -,
getdents64 217 61, fadvise64 221 223, umask 95 166, dup 32 23, dup2 33 -, dup3 292 24, pipe 22 -,
pipe2 293 59, poll 7 -, ppoll 271 73, select 23 -, pselect6 270 72, epoll_create 213 -,
epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -, epoll_pwait 281 22, epoll_pwait2 441 441,
eventfd 284 -, eventfd2 290 19, sendto 44 206, sendmsg 46 211, recvfrom 45 207, recvmsg 47 212,
shutdown 48 210, getsockopt 55 209, getsockname 51 204, getpeername 52 205, munmap 11 215,
mprotect 10 226, mremap 25 216, madvise 28 233, brk 12 214, membarrier 324 283,
exit 60 93, exit_group 231 94, wait4 61 260, waitid 247 95, futex 202 98, set_robust_list 273 99,
get_robust_list 274 100, set_tid_address 218 96, rseq 334 293, sched_yield 24 124,
sched_getaffinity 204 123, sched_getparam 143 121, sched_getscheduler 145 120,
sched_get_priority_max 146 125, sched_get_priority_min 147 126, getpriority 140 141,
getcpu 309 168, arch_prctl 158 -, getrlimit 97 163, getrusage 98 165, rt_sigaction 13 134,
rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigpending 127 136, rt_sigtimedwait 128 137,
rt_sigsuspend 130 133, sigaltstack 131 132, restart_syscall 219 128, pause 34 -, alarm 37 -,
getitimer 36 102, setitimer 38 103, nanosleep 35 101, clock_nanosleep 230 115,
clock_gettime 228 113, clock_getres 229 114, gettimeofday 96 169, time 201 -, times 100 153,
getpid 39 172, getppid 110 173, gettid 186 178, getuid 102 174, geteuid 107 175, getgid 104 176,
getegid 108 177, getresuid 118 148, getresgid 120 150, getgroups 115 158, getpgid 121 155,
getpgrp 111 -, getsid 124 156, capget 125 90, uname 63 160, sysinfo 99 179, getrandom 318 278
"""

_RULED = """
open 2 -, openat 257 56, fcntl 72 25, ioctl 16 29, socketpair 53 199, mmap 9 222, clone 56 220,
prctl 157 167, prlimit64 302 261, sched_setaffinity 203 122, kill 62 129, tgkill 234 131
"""

# What the CUDA driver asks for besides: shared memory files, ranges of memory by NUMA node, and a
# socket that nobody is to connect to here, without which it does not start.
_DEVICES = """
memfd_create 319 279, ftruncate 77 46, fallocate 285 47, mlock 149 228, munlock 150 229,
mbind 237 235, get_mempolicy 239 236, set_mempolicy 238 237, fstatfs 138 44, statfs 137 43,
bind 49 200, listen 50 201
"""
_DEVICES_RULED = "socket 41 198"

_COLUMNS = {"x86_64": 0, "aarch64": 1}


def _parse(text: str, machine: str) -> dict[str, int]:
    rows = (row.split() for row in text.replace("\n", " ").split(","))
    numbers = ((row[0], row[1 + _COLUMNS[machine]]) for row in rows)
    return {name: int(number) for name, number in numbers if number != "-"}


def free(machine: str, devices: bool = False) -> dict[str, int]:
    """Name and number of the calls that are let through whatever their arguments."""
    return _parse(_FREE, machine) | (_parse(_DEVICES, machine) if devices else {})


def ruled(machine: str, devices: bool = False) -> dict[str, int]:
    """Name and number of the calls whose arguments decide."""
    return _parse(_RULED, machine) | (_parse(_DEVICES_RULED, machine) if devices else {})


def machines() -> tuple[str, ...]:
    """The architectures that the table knows, as ``os.uname().machine`` names them."""
    return tuple(_COLUMNS)
