"""The run-time layer: what it raises, where, and what it leaves as it was."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

import pytest
import torch

from grader.worker.rules import BannedUse, Watch
from grader.worker.rules.swaps import put_back

FILE = "submission.py"
PRODUCT = ("@", "matmul", "numpy", "tolist")
A, B = torch.randn(3, 4), torch.randn(4, 5)


@pytest.fixture(autouse=True)
def torch_as_it_was() -> Iterator[None]:
    yield
    put_back()


def load(source: str, file: str = FILE) -> dict[str, Any]:
    space: dict[str, Any] = {"torch": torch}
    exec(compile(source, file, "exec"), space)
    return space


def hit(source: str, bans: tuple[str, ...], *args: object) -> BannedUse:
    f = load(source)["f"]
    with pytest.raises(BannedUse) as caught, Watch(bans, FILE, source=source):
        f(*args)
    return caught.value


def test_a_hit_tells_the_line_and_the_name_as_written() -> None:
    found = hit("def f(a, b):\n    c = a * 2\n    return c @ b\n", PRODUCT, A, B)
    assert (found.name, found.op, found.line) == ("@", "matmul", 3)
    found = hit("def f(a, b):\n    return torch.inner(\n        a, b.T)\n", PRODUCT, A, B)
    assert (found.name, found.line) == ("torch.inner", 2)


def test_a_hit_without_a_line_of_the_learner_still_counts() -> None:
    with pytest.raises(BannedUse) as caught, Watch(PRODUCT, FILE):
        torch.mm(A, B)
    assert (caught.value.name, caught.value.line) == ("mm", 0)


@pytest.mark.parametrize("handler", ["Exception", "BaseException"])
def test_a_swallowed_hit_is_raised_on_the_way_out(handler: str) -> None:
    source = f"def f(a, b):\n    try: return a @ b\n    except {handler}: return a\n"
    assert hit(source, PRODUCT, A, B).line == 2


def test_a_hit_wins_over_the_error_it_was_turned_into() -> None:
    source = "def f(a, b):\n    try: a @ b\n    finally: raise KeyError(1)\n"
    assert hit(source, PRODUCT, A, B).name == "@"


def test_the_first_hit_is_the_one_that_is_told() -> None:
    source = "def f(a, b):\n    try: a @ b\n    except BaseException: pass\n    torch.mm(a, b)\n"
    assert hit(source, PRODUCT, A, B).line == 2


def test_a_watch_can_be_entered_again() -> None:
    watch = Watch(PRODUCT, FILE)
    with pytest.raises(BannedUse), watch:
        torch.mm(A, B)
    with watch:
        assert (A[:, :, None] * B).sum(1).shape == (3, 5)
    assert watch.hit is None


def test_inside_another_watch_the_outer_one_holds() -> None:
    outer = Watch(("softmax",), FILE)
    with outer:
        with Watch(PRODUCT, FILE):
            A @ B
        with pytest.raises(BannedUse):
            A.softmax(0)
        outer.hit = None


def test_everything_is_put_back() -> None:
    def state() -> list[object]:
        places: list[Any] = [torch.nn.functional.softmax, torch.functional.broadcast_shapes]
        places += [torch.autograd.grad, torch.nn.Softmax.forward, torch.Tensor.backward]
        codes = [place.__code__ for place in places if isinstance(place, FunctionType)]
        return [codes, dict(vars(torch.Tensor)), torch.from_numpy]

    before = state()
    bans = ("softmax", "numpy", "tolist", "torch.autograd", "broadcast_shapes", "torch")
    with pytest.raises(BannedUse), Watch(bans, FILE):
        A.softmax(0)
    assert state() != before
    assert torch.ones(2).tolist() == torch.ones(2).numpy().tolist() == [1, 1]
    assert torch.broadcast_shapes((2, 1), (3,)) == (2, 3)
    with pytest.raises(BannedUse), Watch(("softmax",), FILE):
        A.softmax(0)
    put_back()
    assert state() == before
    assert torch.ones(2).tolist() == torch.ones(2).numpy().tolist() == [1, 1]
    assert torch.broadcast_shapes((2, 1), (3,)) == (2, 3)


def test_bans_that_held_before_hold_no_more() -> None:
    for bans in (("softmax",), ("broadcast_shapes", "tolist"), ("softmax",), ("numpy",)):
        for ban, use in (
            ("softmax", lambda: torch.nn.functional.softmax(A, 0)),
            ("broadcast_shapes", lambda: torch.broadcast_shapes((2, 1), (3,))),
            ("tolist", lambda: A.tolist()),
            ("numpy", lambda: A.numpy()),
        ):
            held = pytest.raises(BannedUse) if ban in bans else contextlib.nullcontext()
            with held, Watch(bans, FILE):
                use()


def test_a_backward_pass_of_the_grader_is_not_watched() -> None:
    f = load("def f(a, b): return (a[:, :, None] * b).sum(1)")["f"]
    g = load(
        "class G(torch.autograd.Function):\n"
        "    @staticmethod\n"
        "    def forward(ctx, a): ctx.save_for_backward(a); return a * 2\n"
        "    @staticmethod\n"
        "    def backward(ctx, d): return d @ torch.eye(4)\n"
    )["G"]
    a = A.clone().requires_grad_()
    with Watch((*PRODUCT, "torch.autograd.grad", "backward"), FILE):
        out = f(g.apply(a), B)
    (grad,) = torch.autograd.grad(out, a, torch.ones_like(out))
    assert torch.allclose(grad, B.sum(1).expand(3, 4))


def test_a_product_in_the_backward_pass_of_the_learner_is_seen() -> None:
    x = A.clone().requires_grad_()
    y = (x @ B).sum()
    assert hit("def f(y, x): return torch.autograd.grad(y, x)", PRODUCT, y, x).op == "mm"


def test_what_a_function_of_the_suite_does_is_fair() -> None:
    square: Callable[..., Any] = load("def square(w): return w @ w", "<suite>")["square"]
    f = load("def f(g, w): return g(w)")["f"]
    with Watch(PRODUCT, FILE, spare=("<suite>",)):
        f(square, B[0])
    with pytest.raises(BannedUse), Watch(PRODUCT, FILE):
        f(square, B[0])


def test_printing_is_fair(capsys: pytest.CaptureFixture[str]) -> None:
    g = load("def f(a): print(a, f'{a[0, 0]:.2f}', a[:0], a.long())")["f"]
    with Watch(("tolist", "item", "numpy", "add", "mul", "@"), FILE):
        g(A)
    assert "tensor" in capsys.readouterr().out


def test_item_means_reading_a_number_not_a_condition() -> None:
    f = load("def f(a):\n    if a.sum() > 0 or a.any(): return a\n")["f"]
    with Watch(("item",), FILE):
        f(A)
    assert hit("def f(a): return a.sum().item()", ("item",), A).name == ".item"
    assert hit("def f(a): return float(a[0, 0])", ("item",), A).op == "item"


def test_numbers_may_be_added_where_vectors_may_not() -> None:
    f = load("def f(a):\n    out = torch.empty_like(a)\n    out[0] = a[0] + a[1]\n")["f"]
    with Watch(("+",), FILE):
        f(A[0])
    assert hit("def f(a): return a + 1", ("+",), A).op == "add"
    assert hit("def f(a): return torch.vmap(lambda p: p + p)(a)", ("add",), A[0]).op == "add"


@pytest.mark.parametrize(
    ("source", "ban"),
    [
        ("def f(a): return torch.nn.functional.linear(a, a)", "F.linear"),
        ("layer = torch.nn.Linear(4, 2)\ndef f(a): return layer(a)", "nn.Linear"),
        ("def f(a): return torch.distributions.Categorical(logits=a).probs", "softmax"),
        ("def f(a): return torch.linalg.eigvalsh(a.T[:3])", "torch.linalg"),
        ("def f(a): return torch.special.expit(a)", "special.*"),
        ("def f(a): return torch.func.vmap(torch.sum)(a)", "vmap"),
        ("def f(a): return torch.func.jacfwd(torch.sum)(a)", "torch.func"),
        ("def f(a): return torch.func.grad(torch.sum)(a)", "torch.autograd"),
        ("def f(a): return torch.ops.aten.mm(a, a.T)", "@"),
        ("def f(a): return torch.zeros(2)", "torch"),
        ("def f(a): return torch.nn.LayerNorm(4)(a)", "layer_norm"),
        ("def f(a): torch.nn.Linear(2, 2).zero_grad()", "zero_grad"),
        ("def f(a): torch.optim.Adam([a])", "torch.optim"),
        ("def f(a): return torch.broadcast_tensors(a, a[0])", "broadcast_tensors"),
    ],
)
def test_a_ban_holds_by_its_operations_and_functions(source: str, ban: str) -> None:
    assert hit(source, (ban,), A).line in (1, 2)


@pytest.mark.parametrize("ban", ["F.linear", "softmax", "torch.optim", "torch.linalg", "loops"])
def test_what_a_ban_does_not_name_stays_allowed(ban: str) -> None:
    f = load("def f(a, b): return torch.einsum('ij,jk', a, b) + (a @ b).relu() * a.norm()")["f"]
    with Watch((ban,), FILE):
        f(A, B)


def test_a_ban_of_one_entry_holds_for_that_entry() -> None:
    with Watch(("softmax:softmax",), FILE, entry="attention"):
        A.softmax(0)
    with pytest.raises(BannedUse), Watch(("softmax:softmax",), FILE, entry="softmax"):
        A.softmax(0)
