"""A worker's GPU memory, watched through a library that plays NVML."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.declared import Settings
from grader.report import Verdict
from grader.suite.verdicts import judge
from grader.worker import nvml
from grader.worker.client import Client, Gpu, OverShare
from grader.worker.share import LAYER, MemoryWatch

GIB = 1 << 30
HELLO: dict[str, Any] = {"layers": [], "reached": []}
SETTLED = {"value": {"d": [["name", "Card A"], ["memory", 80 * GIB]]}}
# Two GPUs; the process `pid` has `used` bytes of the second.
LIBRARY = """
static unsigned pid;
static unsigned long long used;
struct process { unsigned pid; unsigned long long used; unsigned instance, part; };
void play(unsigned p, unsigned long long u) { pid = p; used = u; }
int nvmlInit_v2(void) { return 0; }
int nvmlShutdown(void) { return 0; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **handle)
{ *handle = (void *)(index + 1ul); return 0; }
int nvmlDeviceGetComputeRunningProcesses_v3(void *handle, unsigned *count, struct process *told)
{
    if (*count < 2) return 7;
    told[0] = (struct process){1, 1ull << 30, 0, 0};
    *count = 1;
    if (handle == (void *)2ul && pid) {
        told[1] = (struct process){pid, used, 0, 0};
        *count = 2;
    }
    return 0;
}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        pytest.skip("no C compiler here to build a library that plays NVML")
    folder = tmp_path_factory.mktemp("nvml")
    (folder / "nvml.c").write_text(LIBRARY, encoding="utf-8")
    library = folder / "libnvidia-ml.so.1"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, folder / "nvml.c"], check=True)
    return library


@pytest.fixture
def play(built: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Says what the library tells of one process."""
    monkeypatch.setattr(nvml, "_LIBRARIES", (str(built),))
    function = ctypes.CDLL(str(built)).play
    function.argtypes = (ctypes.c_uint, ctypes.c_ulonglong)
    yield function
    function(0, 0)


@pytest.fixture
def on_a_gpu(client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, play: Any) -> Any:
    """A loaded client whose workers' GPU is played: a tenth of 80 GiB is each one's."""
    monkeypatch.setattr(Client, "_accelerated", property(lambda self: True))

    def settle(self: Client) -> None:
        assert self._process is not None
        play(self._process.here, GIB // 2)
        self._watch_memory(8 * GIB)

    monkeypatch.setattr(Client, "_settle", settle)

    def make(text: str, used: int) -> Client:
        client = client_of(text, "f", "whole")
        client.load()
        play(client._process.here, used)
        return client

    return make


def call(client: Client, target: str) -> Any:
    return client.request("call", target=target, args=[], kwargs={"d": []}).value


def test_memory_taken_past_the_share_ends_the_case_while_it_runs(on_a_gpu: Any) -> None:
    client = on_a_gpu("def f():\n    while True: pass\n\ndef whole(): return 3\n", 41 * GIB)
    with pytest.raises(OverShare) as caught:
        call(client, "f")
    verdict, record = judge(caught.value, Settings())
    assert verdict is Verdict.CRASHED
    assert record.rationale == (
        "the process took 41984 MiB of the GPU's memory, and its share is 8192 MiB"
    )
    assert "cudaMalloc" in record.help
    assert call(client, "whole") == 3  # the next worker has done nothing wrong


def test_what_cuda_itself_takes_is_no_fault_of_the_submission(on_a_gpu: Any) -> None:
    client = on_a_gpu("def f(): return 1\n\ndef whole(): return 3\n", 10 * GIB)
    assert call(client, "f") == 1
    assert {layer.name: layer.in_force for layer in client.layers}[LAYER]
    assert call(client, "whole") == 3


def test_the_worker_is_known_by_the_number_that_this_process_has_for_it(on_a_gpu: Any) -> None:
    client = on_a_gpu("import os\ndef f(): return os.getpid()\n\ndef whole(): return 0\n", GIB)
    own = call(client, "f")
    assert client._process is not None
    here = client._process.here
    assert here != os.getpid()
    lines = Path(f"/proc/{here}/status").read_text("utf-8").splitlines()
    numbers = next(line.split()[1:] for line in lines if line.startswith("NSpid:"))
    assert (int(numbers[0]), int(numbers[-1])) == (here, own)


@pytest.mark.parametrize("pid", [7, 0])
def test_memory_that_the_driver_does_not_tell_is_not_guessed(play: Any, pid: int) -> None:
    """In a container it tells the host's numbers, or no memory, or knows no process at all."""
    for number, used in ((8, GIB), (7, 0), (7, 2**64 - 1)):
        play(number, used)
        watch = MemoryWatch(pid, GIB)
        assert watch.blind
        assert not watch.layer.in_force
        assert "does not tell" in watch.layer.detail
        watch.close()


def test_without_a_driver_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nvml, "_LIBRARIES", ("/nowhere/libnvidia-ml.so.1",))
    watch = MemoryWatch(os.getpid(), GIB)
    assert watch.blind
    watch.close()


@pytest.mark.parametrize(("share", "watched"), [(0.5, True), (1.0, False)])
def test_a_worker_is_watched_where_the_gpu_is_shared(
    scripted: Any, play: Any, share: float, watched: bool
) -> None:
    answers = [HELLO, SETTLED, {"value": []}, {"value": 3}]
    client, _ = scripted(answers, device="cuda", gpu=Gpu("", share))
    play(1, GIB)
    assert client.request("call").value == 3
    assert [layer.name for layer in client.layers] == [LAYER] * watched
