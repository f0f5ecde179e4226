"""A corpus of submissions that break a ban, and of right ones that must pass without a word."""

from __future__ import annotations

import linecache
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import torch

from grader.worker.rules import BannedUse, Finding, Watch, scan
from grader.worker.rules.swaps import put_back

HERE = Path(__file__).parent
FILE = "submission.py"
GIVEN = "<given>"
PRODUCT = (
    "@ matmul mm bmm mv dot vdot inner einsum tensordot addmm baddbmm linear bilinear conv* cdist"
    " kron numpy tolist"
)
BANS = {
    "02": ("add", "mul", "stack", "tolist"),
    "03": tuple(PRODUCT.split()),
    "04": (*PRODUCT.split(), "loops"),
    "05": ("broadcast_shapes", "broadcast_tensors", "expand", "broadcast_shape:torch"),
    "06": ("torch.autograd", "backward", "torch.func", "vmap"),
    "08": ("torch.autograd.grad", "torch.func"),
    "10": ("torch.optim",),
    "11": ("F.mse_loss", "nn.MSELoss"),
    "15": ("lstsq", "solve", "pinv", "polyfit"),
    "16": ("F.linear", "nn.Linear"),
    "18": ("torch.autograd", "backward", "torch.func"),
    "19": ("F.gelu", "nn.GELU", "nn.ReLU"),
    "23": ("softmax", "log_softmax", "logsumexp", "torch.special"),
    "24": ("F.cross_entropy", "nll_loss", "log_softmax", "logsumexp"),
    "26": ("torch.optim", "zero_grad"),
    "27": ("Value:torch",),
    "28": ("loops",),
    "29": ("scaled_dot_product_attention", "MultiheadAttention"),
    "31": ("layer_norm:F.layer_norm", "layer_norm:nn.LayerNorm"),
}


class Case(NamedTuple):
    """One submission: which bans, its text, and the call that the suite would make."""

    name: str
    bans: tuple[str, ...]
    source: str
    call: str


def read(name: str) -> list[Case]:
    """The submissions of one file beside this one."""
    cases = []
    for text in (HERE / name).read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, source = text.partition("\n")
        title, bans, call = (part.strip() for part in head.split("|"))
        cases.append(Case(title, BANS[bans], f"import torch\n{source}", call))
    return cases


BREAKS = read("test_rules_breaks.txt")
RIGHT = read("test_rules_right.txt")


def world() -> dict[str, object]:
    """What the calls of the corpus may name; its functions are the suite's, not the learner's."""
    given: dict[str, object] = {"torch": torch}
    text = (
        "def square(w): return (w ** 2).sum()\n"
        "def differentiating(w):\n"
        "    leaf = w.clone().requires_grad_()\n"
        "    return torch.autograd.grad(square(leaf), leaf)[0]\n"
    )
    exec(compile(text, GIVEN, "exec"), given)
    numbers = torch.Generator().manual_seed(0)
    given["A"] = torch.randn(3, 4, generator=numbers)
    given["B"] = torch.randn(4, 5, generator=numbers)
    given["x"] = torch.randn(6, generator=numbers)
    given["y"] = torch.randn(6, generator=numbers)
    given["w"] = torch.randn(1, generator=numbers)
    given["ids"] = torch.tensor([0, 2, 3])
    given["model"] = torch.nn.Linear(4, 2)
    given["PROGRAM"] = "w = torch.tensor(2.0, requires_grad=True)\n(w * w).backward()"
    return given


@pytest.fixture(autouse=True)
def torch_as_it_was() -> Iterator[None]:
    yield
    put_back()


def watched(case: Case) -> BannedUse | Exception | None:
    """What the run-time layer says of a submission; another exception where its code fails."""
    space: dict[str, object] = {"__name__": "submission"}
    # torch.jit.script asks for the source of what it compiles.
    linecache.cache[FILE] = (len(case.source), None, case.source.splitlines(True), FILE)
    given = world()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(case.source, FILE, "exec"), space)
        except Exception as error:
            return error
        entry = case.call.partition("(")[0]
        watch = Watch(case.bans, FILE, entry=entry, source=case.source, spare=(GIVEN,))
        code = compile(case.call, "<call>", "eval")
        try:
            with watch:
                eval(code, {**given, entry: space[entry]})
        except BannedUse as hit:
            return hit
        except Exception as error:
            return error
    return None


def layers(case: Case) -> tuple[list[Finding], list[Finding], BannedUse | Exception | None]:
    """Findings by name, findings by suspicion or import, and what the watch says."""
    found = scan(case.source, case.bans, [case.call.partition("(")[0]])
    named = [one for one in found if one.kind == "banned"]
    return named, [one for one in found if one.kind != "banned"], watched(case)


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: case.name)
def test_a_broken_ban_is_found(case: Case) -> None:
    named, suspicious, hit = layers(case)
    assert named or suspicious or isinstance(hit, BannedUse)


@pytest.mark.parametrize("case", RIGHT, ids=lambda case: case.name)
def test_a_right_answer_gives_no_finding(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    named, suspicious, hit = layers(case)
    assert (named, suspicious, hit) == ([], [], None)


def test_each_layer_alone_finds_most() -> None:
    told = [layers(case) for case in BREAKS]
    assert sum(bool(named) for named, _, _ in told) > 0.75 * len(BREAKS)
    assert sum(isinstance(hit, BannedUse) for _, _, hit in told) > 0.85 * len(BREAKS)
