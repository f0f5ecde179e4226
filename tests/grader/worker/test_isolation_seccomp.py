from __future__ import annotations

import struct

import pytest

from grader.worker.isolation import seccomp, syscalls

MACHINES = syscalls.machines()
REFUSED_EVERYWHERE = {
    # name: number on x86_64, number on aarch64
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "memfd_create": (319, 279),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "mount": (165, 40),
    "umount2": (166, 39),
    "mount_setattr": (442, 442),
    "open_tree": (428, 428),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "fchmodat": (268, 53),
    "fchownat": (260, 54),
    "utimensat": (280, 88),
    "renameat2": (316, 276),
    "linkat": (265, 37),
    "symlinkat": (266, 36),
    "mkdirat": (258, 34),
    "mknodat": (259, 33),
    "unlinkat": (263, 35),
    "ftruncate": (77, 46),
    "setxattr": (188, 5),
    "personality": (135, 92),
    "quotactl": (179, 60),
    "fanotify_init": (300, 262),
    "inotify_init1": (294, 26),
    "acct": (163, 89),
    "swapon": (167, 224),
    "reboot": (169, 142),
    "kexec_load": (246, 104),
    "init_module": (175, 105),
    "open_by_handle_at": (304, 265),
    "setuid": (105, 146),
    "capset": (126, 91),
    "setsid": (112, 157),
    "seccomp": (317, 277),
    "setpriority": (141, 140),
    "sched_setscheduler": (144, 119),
}


def decide(program: bytes, arch: int, number: int, arguments: tuple[int, ...] = ()) -> int:
    """What the kernel would return for a call, by walking the classic BPF instructions."""
    padded = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("=IIQ6Q", number, arch, 0, *padded)
    place, value = 0, 0
    while True:
        code, then, otherwise, k = struct.unpack_from("=HBBI", program, 8 * place)
        place += 1
        if code == 0x20:
            value = struct.unpack_from("=I", data, k)[0]
        elif code == 0x54:
            value &= k
        elif code == 0x05:
            place += k
        elif code == 0x15:
            place += then if value == k else otherwise
        elif code == 0x35:
            place += then if value >= k else otherwise
        else:
            assert code == 0x06
            return k


def answer(
    machine: str, number: int, *arguments: int, devices: bool = False, writes: bool = True
) -> int:
    program = seccomp.program(machine, devices, writes)
    return decide(program, seccomp.AUDIT_ARCH[machine], number, arguments)


def ruled(machine: str, name: str, *arguments: int, **options: bool) -> int:
    return answer(machine, syscalls.ruled(machine)[name], *arguments, **options)


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_in_the_table_are_allowed(machine: str) -> None:
    free = syscalls.free(machine)
    refused = [name for name, number in free.items() if answer(machine, number) != seccomp.ALLOW]
    assert refused == []
    assert {"read", "write", "futex", "exit_group", "rt_sigreturn"} <= free.keys()


@pytest.mark.parametrize("machine", MACHINES)
def test_every_other_call_is_refused_or_absent(machine: str) -> None:
    known = {*syscalls.free(machine).values(), *syscalls.ruled(machine).values()}
    others = set(range(600)) - known
    assert {answer(machine, number) for number in others} == {seccomp.REFUSE, seccomp.ABSENT}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", REFUSED_EVERYWHERE)
def test_dangerous_calls_are_refused(machine: str, name: str) -> None:
    number = REFUSED_EVERYWHERE[name][MACHINES.index(machine)]
    assert answer(machine, number) == seccomp.REFUSE


@pytest.mark.parametrize("machine", MACHINES)
def test_another_architecture_kills(machine: str) -> None:
    program = seccomp.program(machine, False, True)
    for arch in (0x40000003, 0x40000028, *seccomp.AUDIT_ARCH.values()):
        if arch != seccomp.AUDIT_ARCH[machine]:
            assert decide(program, arch, 1) == seccomp.KILL


def test_the_second_table_of_x86_kills() -> None:
    assert answer("x86_64", seccomp.X32 | 1) == seccomp.KILL
    assert answer("x86_64", 0xFFFFFFFF) == seccomp.KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_libc_is_led_to_calls_that_can_be_judged(machine: str) -> None:
    for number in (*syscalls.FALL_BACK.values(), 463, 5000):
        assert answer(machine, number) == seccomp.ABSENT


@pytest.mark.parametrize("machine", MACHINES)
def test_clone_makes_threads_only(machine: str) -> None:
    thread = 0x3D0F00
    assert ruled(machine, "clone", thread) == seccomp.ALLOW
    fork, vfork = 0x1200011, 0x4111
    for flags in (fork, vfork, 0, *(thread | 1 << bit for bit in (17, *range(25, 31)))):
        assert ruled(machine, "clone", flags) == seccomp.REFUSE


@pytest.mark.parametrize("machine", MACHINES)
def test_signals_reach_oneself_only(machine: str) -> None:
    for name in ("kill", "tgkill"):
        assert ruled(machine, name, seccomp.SELF) == seccomp.ALLOW
        for other in (0, 1, 2**32 - 1, 2**64 - 1, seccomp.SELF + 1):
            assert ruled(machine, name, other) == seccomp.REFUSE


@pytest.mark.parametrize("machine", MACHINES)
def test_sockets_come_in_connected_pairs_only(machine: str) -> None:
    stream, datagram, packet = 1, 2, 5
    assert ruled(machine, "socketpair", 1, stream | 0o2004000) == seccomp.ALLOW
    for kind in (datagram, packet, datagram | 0o2000000):
        assert ruled(machine, "socketpair", 1, kind) == seccomp.REFUSE
    assert ruled(machine, "socketpair", 2, stream) == seccomp.REFUSE


@pytest.mark.parametrize("machine", MACHINES)
def test_memory_that_no_limit_counts_is_refused(machine: str) -> None:
    private, shared, anonymous = 2, 1, 0x20
    read, write = 1, 2
    assert ruled(machine, "mmap", 0, 4096, read | write, private | anonymous) == seccomp.ALLOW
    assert ruled(machine, "mmap", 0, 4096, read, shared) == seccomp.ALLOW
    for prot, flags in (
        (read, shared | anonymous),
        (read | write, shared),
        (write, 3),
        (write, private | anonymous | 0x100),
        (write, private | anonymous | 0x40000),
    ):
        assert ruled(machine, "mmap", 0, 4096, prot, flags) == seccomp.REFUSE


@pytest.mark.parametrize("machine", MACHINES)
def test_limits_of_other_processes_are_out_of_reach(machine: str) -> None:
    stack, files = 3, 7
    for limit in (stack, files):
        assert ruled(machine, "prlimit64", 0, limit) == seccomp.ALLOW
        assert ruled(machine, "prlimit64", 1, limit) == seccomp.REFUSE


@pytest.mark.parametrize("machine", MACHINES)
def test_time_on_the_processor_is_not_cut(machine: str) -> None:
    """The kernel kills for it, which must not look like somebody else's doing."""
    processor, real_time = 0, 15
    for limit in (processor, real_time, 1 << 32 | processor):
        assert ruled(machine, "prlimit64", 0, limit) == seccomp.REFUSE


@pytest.mark.parametrize("machine", MACHINES)
def test_control_calls_are_allowed_one_by_one(machine: str) -> None:
    is_terminal, type_into_terminal, set_owner, copy_descriptor = 0x5401, 0x5412, 8, 1030
    set_name, set_dumpable = 15, 4
    assert ruled(machine, "ioctl", 0, is_terminal) == seccomp.ALLOW
    assert ruled(machine, "ioctl", 0, type_into_terminal) == seccomp.REFUSE
    assert ruled(machine, "ioctl", 0, 1 << 32 | type_into_terminal) == seccomp.REFUSE
    assert ruled(machine, "fcntl", 0, copy_descriptor) == seccomp.ALLOW
    assert ruled(machine, "fcntl", 0, set_owner) == seccomp.REFUSE
    assert ruled(machine, "prctl", set_name) == seccomp.ALLOW
    assert ruled(machine, "prctl", set_dumpable) == seccomp.REFUSE


@pytest.mark.parametrize("machine", MACHINES)
def test_a_driver_gets_its_requests_but_not_the_terminal(machine: str) -> None:
    assert ruled(machine, "ioctl", 0, 0xC020462A, devices=True) == seccomp.ALLOW
    assert ruled(machine, "ioctl", 0, 0x5412, devices=True) == seccomp.REFUSE
    assert ruled(machine, "ioctl", 0, 0x5421, devices=True) == seccomp.ALLOW  # the line needs it
    assert ruled(machine, "mmap", 0, 4096, 3, 1, devices=True) == seccomp.ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_without_landlock_no_file_is_opened_for_writing(machine: str) -> None:
    write_only, read_write, create, truncate, close_on_exec = 1, 2, 0o100, 0o1000, 0o2000000
    here = 2**64 - 100
    openat = {"writes": False}
    assert ruled(machine, "openat", here, 0, close_on_exec, **openat) == seccomp.ALLOW
    for flags in (write_only, read_write, create, truncate, write_only | create):
        assert ruled(machine, "openat", here, 0, flags, **openat) == seccomp.REFUSE
        assert ruled(machine, "openat", here, 0, flags) == seccomp.ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_fits_the_kernel(machine: str) -> None:
    assert len(seccomp.program(machine, True, False)) // 8 <= 4096


def test_workers_find_the_usual_filter_assembled(monkeypatch: pytest.MonkeyPatch) -> None:
    if seccomp._machine() not in MACHINES:
        pytest.skip(f"no table of system calls for {seccomp._machine()}")
    seccomp.prepare()
    monkeypatch.delattr(seccomp, "program")
    assert seccomp._assembled(seccomp._machine(), False, True)[1] > 100
