"""A worker's GPU without one: what is asked of torch.cuda, and which errors break a context."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from grader.worker import accelerator
from grader.worker.client import Client, Gpu, NoDevice, Raised

HELLO = {"layers": [], "reached": []}
OK = {"value": None}
SETTLED = {"value": {"d": [["name", "Card A"], ["memory", 80 << 30]]}}


@pytest.fixture
def cuda(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """torch.cuda as far as the worker asks it, and what it was asked."""
    asked: dict[str, object] = {}
    properties = SimpleNamespace(name="Card A", total_memory=80 << 30)
    answers = {
        "set_per_process_memory_fraction": lambda share, number: asked.update(share=share),
        "get_device_properties": lambda number: properties,
        "synchronize": lambda: asked.update(waited=True),
    }
    for name, answer in answers.items():
        monkeypatch.setattr(torch.cuda, name, answer)
    real = torch.zeros
    monkeypatch.setattr(torch, "zeros", lambda *sizes, device="cpu": real(*sizes))
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    return asked


def test_the_device_is_chosen_and_bounded(cuda, monkeypatch) -> None:
    told = accelerator.settle("cuda", "1", 0.25)
    assert told == {"name": "Card A", "memory": 80 << 30}
    assert cuda["share"] == 0.25
    assert accelerator.os.environ["CUDA_VISIBLE_DEVICES"] == "1"
    assert not torch.backends.cuda.matmul.allow_tf32
    assert not torch.backends.cudnn.allow_tf32


@pytest.mark.parametrize(
    ("message", "broken"),
    [
        ("CUDA error: device-side assert triggered", True),
        ("CUDA error: an illegal memory access was encountered", True),
        ("CUDA out of memory. Tried to allocate 64 GiB", False),
        ("Expected all tensors to be on the same device", False),
    ],
)
def test_which_errors_break_the_context(cuda, message: str, broken: bool) -> None:
    assert accelerator.broken("cuda", RuntimeError(message)) is broken
    assert accelerator.broken("cpu", RuntimeError(message)) is False


def test_a_context_that_answers_nothing_any_more_is_broken(cuda, monkeypatch) -> None:
    def refuse() -> None:
        raise RuntimeError("CUDA error: unspecified launch failure")

    monkeypatch.setattr(torch.cuda, "synchronize", refuse)
    assert accelerator.broken("cuda", ValueError("the learner's own")) is True


def test_a_worker_whose_device_is_broken_is_replaced(scripted) -> None:
    info = {"type": "RuntimeError", "bases": [], "message": "CUDA error", "line": 1, "frames": []}
    client, launcher = scripted(
        [HELLO, OK, {"raised": info, "broken": True}], [HELLO, OK, {"value": 3}]
    )
    with pytest.raises(Raised):
        client.request("call")
    assert launcher.ended == 1
    assert client.request("call").value == 3
    assert launcher.started == 2


def test_the_device_is_started_before_the_text_is_loaded(scripted) -> None:
    client, launcher = scripted(
        [HELLO, SETTLED, OK, {"value": 3}], device="cuda", gpu=Gpu("GPU-b", 0.5)
    )
    assert client.request("call").value == 3
    assert [question["op"] for question in launcher.questions] == ["settle", "load", "call"]
    told = launcher.questions[0]
    assert (told["device"], told["gpu"], told["share"]) == ("cuda", "GPU-b", 0.5)


def test_what_the_device_is_comes_back_from_a_real_worker(client_of, monkeypatch) -> None:
    monkeypatch.setattr(Client, "_accelerated", property(lambda self: True))
    client = client_of("def f(): return 3\n", "f")  # its device is the CPU, started like any other
    assert client.request("call", target="f", args=[], kwargs={"d": []}).value == 3


def test_a_device_that_does_not_start_is_as_good_as_absent(scripted) -> None:
    info = {"type": "RuntimeError", "bases": [], "message": "no kernel", "line": 0, "frames": []}
    client, launcher = scripted([HELLO, {"raised": info}], device="cuda")
    with pytest.raises(NoDevice, match=r"^it does not start here: no kernel$"):
        client.load()
    assert launcher.ended == 1
    with pytest.raises(NoDevice, match="no kernel"):  # of the next case: nothing is tried again
        client.request("call")
    assert launcher.started == 1


@pytest.mark.cuda
@pytest.mark.skipif(
    not torch.cuda.is_available(), reason="no GPU here: tests/gpu/run.py is for one"
)
def test_a_real_device_starts_in_a_worker(client_of) -> None:
    client = client_of("def f(x):\n    return x * 2\n", "f", device="cuda")
    encoder = client.encoder()
    args = encoder.encode([torch.ones(2)])
    answer = client.request("call", encoder, target="f", args=args, kwargs={"d": []}).value
    assert answer.tolist() == [2.0, 2.0]
