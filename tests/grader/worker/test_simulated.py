"""A worker that pretends to have an accelerator: what it refuses, what it lets through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from grader import wire
from grader.worker.client import Client, NotSimulated, Raised

Make = Callable[..., Client]
X = torch.arange(6.0).reshape(2, 3)


@pytest.fixture
def call(client_of: Make) -> Callable[..., object]:
    """The answer of ``f`` to X on the accelerator, or to X on the CPU of a machine that has one."""

    def make(body: str, place: str = "cuda") -> object:
        lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
        text = f"import numpy as np\nimport torch\nfrom torch import nn\n\ndef f(x):\n{lines}\n"
        client = client_of(text, "f", device=place, simulated=True)
        encoder = client.encoder()
        args = encoder.encode([X])
        made = client.request("call", encoder, target="f", args=args, kwargs={"d": []}, seed=1)
        make.stray = client.stray  # type: ignore[attr-defined]
        return made.value

    return make


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return x + torch.zeros(3)", "found at least two devices, cuda:0 and cpu!"),
        ("return x.cpu()[torch.tensor([0], device='cuda')]", "on the same device as the indexed"),
        ("return x + torch.rand(3, generator=torch.Generator(), device=x.device)", "for generator"),
        ("total = torch.tensor(0.0)\ntotal += x.sum()\nreturn total", "at least two devices"),
        ("return torch.stack([x[0, 0], torch.tensor(1.0)])", "at least two devices"),
        ("return nn.Linear(3, 2)(x)", "at least two devices"),
        ("return torch.vmap(lambda r: r + torch.ones(3))(x)", "at least two devices"),
    ],
)
def test_a_mixture_is_refused_in_pytorch_s_own_words(call, body: str, words: str) -> None:
    with pytest.raises(Raised) as caught:
        call(body)
    assert caught.value.kind == "RuntimeError"
    assert words in caught.value.message
    assert caught.value.mistake["line"] == caught.value.line


def test_numpy_is_refused_as_a_type_error(call) -> None:
    with pytest.raises(Raised, match="can't convert cuda:0 device type tensor to numpy") as caught:
        call("return float(x.numpy().sum())")
    assert caught.value.kind == "TypeError"
    assert caught.value.mistake["there"] == "float32 [2, 3]"


def test_the_maker_of_the_tensor_is_told_with_its_line(call) -> None:
    with pytest.raises(Raised) as caught:
        call("mask = torch.ones(3) > 0\nwide = mask.expand(2, 3)\nreturn x.masked_fill(wide, 0)")
    told = caught.value.mistake
    assert (told["by"], told["made"], told["line"]) == ("torch.ones", 6, 8)
    assert (told["here"], told["there"]) == ("bool [2, 3]", "float32 [2, 3]")


def test_a_mistake_that_is_swallowed_and_told_anew_is_still_known(call) -> None:
    body = "try:\n    return x + torch.ones(3)\nexcept RuntimeError:\n    raise ValueError('no')"
    with pytest.raises(Raised, match="ValueError: no") as caught:
        call(body)
    assert caught.value.mistake["by"] == "torch.ones"


@pytest.mark.parametrize(
    "body",
    [
        "return x * torch.tensor(2.0) + 1",
        "return x + torch.zeros(3, device=x.device) + x.new_ones(3) + torch.zeros_like(x)",
        "return x[torch.tensor([0, 1])] + x[[True, False]]",
        "return torch.from_numpy(x.cpu().numpy()).to(x.device)",
        "return nn.Linear(3, 2).to(x)(x)",
        "g = torch.Generator(x.device)\nreturn torch.multinomial(x + 1, 1, generator=g)",
        "with torch.device(x.device):\n    return x + torch.ones(3)",
        "return nn.utils.rnn.pad_sequence([x, x[:1]])",
        "return torch.vmap(lambda r: r * torch.ones(3, device=r.device))(x)",
    ],
)
@pytest.mark.parametrize("place", ["cuda", "cpu"])
def test_what_pytorch_allows_is_allowed(call, body: str, place: str) -> None:
    answer = call(body, place)
    note = wire.note_of(answer)
    assert note is not None
    assert note.device.partition(":")[0] == place


def test_what_goes_nowhere_is_the_same_tensor(call) -> None:
    assert call("return x.to('cuda') is x and x.cuda() is x and x.to(x.device) is x") is True
    assert call("return x.cpu() is x and x.to('cuda') is not x", "cpu") is True


def test_a_gradient_comes_back_to_the_device_that_it_belongs_to(call) -> None:
    body = (
        "w = torch.ones(3, requires_grad=True)\n(x * w.to(x.device)).sum().backward()\n"
        "return [w.grad.device.type, w.grad]"
    )
    kind, gradient = call(body)
    assert kind == "cpu"
    assert gradient.tolist() == X.sum(0).tolist()


def test_the_machine_has_one_accelerator(call) -> None:
    body = (
        "torch.cuda.synchronize()\nreturn [torch.cuda.is_available(), torch.cuda.device_count(), "
        "str(x.device), x.is_cuda, x.is_cpu, x.get_device(), x.type()]"
    )
    assert call(body) == [True, 1, "cuda:0", True, False, 0, "torch.cuda.FloatTensor"]
    told = call(body, "cpu")
    assert told == [True, 1, "cpu", False, True, -1, "torch.FloatTensor"]


def test_the_maker_of_an_answer_that_is_elsewhere_is_told(call) -> None:
    call("out = torch.empty(2)\nout[:] = x[:, 0].cpu()\nreturn out")
    assert call.stray == {"by": "torch.empty", "made": 6, "here": "", "there": "", "line": None}


def test_autocast_is_that_of_the_inputs_device(call) -> None:
    body = "with torch.autocast('{}', torch.bfloat16):\n    return (x @ x.T).dtype"
    assert call(body.format("cuda")) is torch.bfloat16
    assert call(body.format("cpu")) is torch.float32
    assert call(body.format("cuda"), "cpu") is torch.float32
    assert call(body.format("cpu"), "cpu") is torch.bfloat16


@pytest.mark.parametrize("body", ["return torch.compile(f)", "torch.cuda.Stream()\nreturn x"])
def test_what_is_not_imitated_says_so(call, body: str) -> None:
    with pytest.raises(NotSimulated, match=r"torch\."):
        call(f"try:\n    {body.splitlines()[0]}\nexcept Exception:\n    pass\nreturn x")


def test_another_accelerator_is_not_there(call) -> None:
    with pytest.raises(Raised, match="invalid device ordinal"):
        call("return x.to('cuda:1')")


def test_a_mistake_while_loading_is_known(client_of: Make) -> None:
    text = "import torch\nTABLE = torch.ones(3).cuda() + torch.ones(3)\n"
    client = client_of(text, device="cuda", simulated=True)
    with pytest.raises(Raised) as caught:
        client.load()
    assert caught.value.mistake["line"] == 2


def test_bans_do_not_hold_there_and_the_worker_is_one_of_its_own(client_of: Make) -> None:
    plain = client_of("import torch\ndef f(x):\n    return x @ x.T\n", "f", bans=("@",))
    pretends = client_of("import torch\ndef f(x):\n    return x @ x.T\n", "f", bans=("@",),
                         device="cuda", simulated=True)  # fmt: skip
    encoder = pretends.encoder()
    args = encoder.encode([X])
    assert pretends.request("call", encoder, target="f", args=args, kwargs={"d": []}).value.shape
    with pytest.raises(Exception, match="@"):
        plain.load()
