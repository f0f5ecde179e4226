"""Requests answered by a real, confined worker beside a submission."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader import wire
from grader.worker.client import (
    Client,
    Died,
    MissingEntry,
    Raised,
    Reply,
    RuleBroken,
    TimedOut,
    Unsendable,
)

Make = Callable[..., Client]


def call(client: Client, target: Any, *args: Any, **options: Any) -> Reply:
    encoder = client.encoder()
    node = target if isinstance(target, str) else encoder.encode(target)
    fields = {"args": encoder.encode(list(args)), "kwargs": encoder.encode({}), **options}
    if "cotangents" in fields:
        fields["cotangents"] = encoder.encode(fields["cotangents"])
    return client.request("call", encoder, target=node, **fields)


def test_values_go_there_and_back(client_of: Make) -> None:
    client = client_of("def f(*args, **named):\n    return args, named\n", "f")
    x = torch.randn(3, 2).T
    args, named = call(client, "f", x, [1, (2.5, "three")], {"four": None}).value
    assert torch.equal(args[0], x)
    assert args[1:] == ([1, (2.5, "three")], {"four": None})
    assert named == {}


def test_inputs_keep_layout_identity_and_gradient_flag(client_of: Make) -> None:
    text = "def f(a, b, c):\n    return a is b, a.stride(), c.requires_grad, c.is_leaf\n"
    x = torch.randn(6, 4)[::2].T
    reply = call(client_of(text), "f", x, x, torch.ones(2, requires_grad=True))
    assert reply.value == (True, (1, 8), True, True)


def test_a_name_that_is_not_there_is_missing(client_of: Make) -> None:
    client = client_of("x = 1\n", "f")
    with pytest.raises(MissingEntry):
        call(client, "f")


def test_a_submission_runs_as_its_own_file(client_of: Make) -> None:
    text = """
    import inspect, sys
    from dataclasses import dataclass

    @dataclass
    class Pair:
        a: "int"

    def f():
        shown = inspect.getsource(Pair).splitlines()[0]
        return __name__, __file__, sys.modules[__name__].f is f, shown, Pair(1).a
    """
    assert call(client_of(text), "f").value == ("submission", "answer.py", True, "@dataclass", 1)


def test_a_submission_sees_nothing_that_the_grader_left(client_of: Make) -> None:
    text = """
    import os, sys
    def f():
        return sorted(os.environ), sys.argv, os.getcwd(), sys.stdin.read()
    """
    environment, arguments, folder, typed = call(client_of(text), "f").value
    assert "PATH" in environment
    assert not [name for name in environment if name.startswith(("PYTEST", "LEARN", "SSH"))]
    assert (arguments, folder, typed) == (["submission"], "/", "")


def test_an_object_stays_there_and_can_be_used_again(client_of: Make) -> None:
    text = """
    class Box:
        def __init__(self, x):
            self.x = x
        def __call__(self, y):
            return self.x + y

    def same(a, b):
        return a is b
    """
    client = client_of(text, "Box", "same")
    box = call(client, "Box", 3).value
    assert (type(box), box.kind) == (wire.Handle, "Box")
    assert call(client, box, 4).value == 7
    other = call(client, "Box", 5).value
    assert call(client, "same", box, box).value is True
    assert call(client, "same", box, other).value is False
    encoder = client.encoder()
    assert client.request("get", encoder, target=encoder.encode(box), name="x").value == 3


def test_a_dropped_object_s_number_is_not_given_again(client_of: Make) -> None:
    client = client_of("class Box:\n    pass\n\ndef kind(x):\n    return type(x).__name__\n")
    first, second = (call(client, "Box").value for _ in range(2))
    client.request("drop", handle=first.id)
    third = call(client, "Box").value
    assert len({first.id, second.id, third.id}) == 3
    with pytest.raises(Unsendable):
        call(client, "kind", first)


def test_objects_of_libraries_are_named_with_their_library(client_of: Make) -> None:
    text = """
    import numpy, torch
    def f():
        return numpy.ones(2), torch.nn.Linear(1, 1), torch.eye(2).to_sparse(), b"bytes"
    """
    kinds = [(handle.kind, handle.about) for handle in call(client_of(text), "f").value]
    assert kinds[0] == ("numpy.ndarray", "")
    assert kinds[1][0].startswith("torch.nn.")
    assert kinds[1][0].endswith(".Linear")
    assert kinds[2][1] == "float32 [2, 2] sparse_coo"
    assert kinds[3] == ("bytes", "")


def test_effects_are_told_when_asked_for(client_of: Make) -> None:
    text = """
    import torch
    def f(x, y):
        torch.rand(1)
        y.add_(1)
        return x[1:]
    """
    client = client_of(text)
    reply = call(client, "f", torch.ones(3), torch.ones(2), guard=True)
    assert reply.effects == {"changed": [1], "alias": [0], "state": ["random numbers"]}
    assert call(client, "f", torch.ones(3), torch.ones(2)).effects == {}


def test_inputs_after_the_call_come_back_when_asked_for(client_of: Make) -> None:
    client = client_of("def f(x):\n    x.zero_()\n")
    reply = call(client, "f", torch.ones(2), inputs=True)
    assert reply.inputs[0].tolist() == [0.0, 0.0]


def test_gradients_are_products_with_the_cotangents(client_of: Make) -> None:
    client = client_of("def f(a, b, c):\n    return a * b, c.long()\n")
    a, b, c = (torch.randn(2, dtype=torch.float64) for _ in range(3))
    seed = torch.randn(2, dtype=torch.float64)
    reply = call(client, "f", a, b, c, wrt=[0, 1, 2], cotangents=[seed])
    assert torch.equal(reply.gradients[0], seed * b)
    assert torch.equal(reply.gradients[1], seed * a)
    assert reply.gradients[2] is None


def test_where_there_are_no_gradients_the_reply_says_why(client_of: Make) -> None:
    client = client_of("def cut(x):\n    return x.detach()\n\ndef f(x):\n    return x[:1]\n")
    x = torch.ones(2)
    assert call(client, "cut", x, wrt=[0], cotangents=[x]).gradients == "detached"
    assert call(client, "f", x, wrt=[0], cotangents=[x]).gradients == "shapes"


def test_the_same_seed_gives_the_same_random_numbers(client_of: Make) -> None:
    text = "import random, torch\ndef f():\n    return torch.rand(3), random.random()\n"
    client = client_of(text)
    first, again, other = (call(client, "f", seed=seed).value for seed in (1, 1, 2))
    assert first[0].tolist() == again[0].tolist() != other[0].tolist()
    assert first[1] == again[1] != other[1]


def test_a_probe_runs_beside_the_submission(client_of: Make) -> None:
    text = "def probe(submission, torch, n):\n    return submission.x + n, torch.ones(1)\n"
    client = client_of("x = 40\n")
    reply = client.request("run", name="probe", text=text, args=[2], seed=1)
    assert reply.value[0] == 42


def test_a_function_sent_as_text_is_the_same_object_each_time(client_of: Make) -> None:
    client = client_of("def f(g, h):\n    return g(3), g is h\n")
    square = wire.Source("square", "def square(x):\n    return x * x\n")
    assert call(client, "f", square, square).value == (9, True)


def test_a_banned_operation_is_found_in_the_text_and_at_run_time(client_of: Make) -> None:
    with pytest.raises(RuleBroken) as caught:
        call(client_of("def f(a):\n    return a @ a\n", "f", bans=("@",)), "f", torch.ones(2, 2))
    assert (caught.value.name, caught.value.line) == ("@", 2)
    hidden = """
    import torch
    def f(a):
        name = "".join(reversed("lumtam"))
        try:
            return getattr(a, name)(a)
        except BaseException:
            return a
    """
    with pytest.raises(RuleBroken):
        call(client_of(hidden, "f", bans=("@",)), "f", torch.ones(2, 2))


def test_what_cannot_be_sent_is_refused_and_the_worker_lives(client_of: Make) -> None:
    text = "def deep():\n    x = []\n    x.append(x)\n    return x\n\ndef f():\n    return 1\n"
    client = client_of(text)
    with pytest.raises(Unsendable, match="nested"):
        call(client, "deep")
    assert call(client, "f").value == 1


def test_more_objects_than_are_kept_are_refused(client_of: Make) -> None:
    client = client_of("def f():\n    return [object() for _ in range(10_001)]\n")
    with pytest.raises(Unsendable, match="objects"):
        call(client, "f")


def test_an_answer_whose_text_is_too_long_is_refused(client_of: Make) -> None:
    client = client_of("def f():\n    return ['x' * 1_000_000] * 9\n")
    with pytest.raises(Unsendable, match="header"):
        call(client, "f")


@pytest.mark.parametrize(
    "break_stream",
    [
        "sys.stdout = None",
        "sys.stdout.close()",
        "sys.stdout = open('/dev/null')",
        "sys.stdout.flush = lambda: 1 / 0",
        "del sys.stdout",
    ],
)
def test_a_broken_standard_output_does_not_keep_an_answer_back(
    client_of: Make, break_stream: str
) -> None:
    client = client_of(f"import sys\ndef f():\n    {break_stream}\n    return 1\n")
    try:
        answer: object = call(client, "f").value
    except Raised as error:  # the confinement refuses to open even that file
        answer = error.kind
    assert answer in (1, "PermissionError")


def test_prints_of_every_kind_arrive(client_of: Make) -> None:
    text = """
    import os, sys
    def f():
        print("out")
        print("err", file=sys.stderr)
        os.write(1, b"raw")
        print("no end", end="")
    """
    client = client_of(text)
    call(client, "f")
    printed = client.take_prints()
    assert all(word in printed for word in ("out\n", "err\n", "raw", "no end"))


def test_memory_of_one_worker_is_not_the_next_one_s(client_of: Make) -> None:
    text = "import torch\ntorch.kept = getattr(torch, 'kept', 0) + 1\ndef f():\n    return torch.kept\n"
    assert call(client_of(text), "f").value == 1
    assert call(client_of(text), "f").value == 1


def test_a_worker_that_died_is_replaced(client_of: Make) -> None:
    client = client_of("import os\ndef die():\n    os._exit(3)\n\ndef f():\n    return 1\n")
    with pytest.raises(Died, match="exit code 3"):
        call(client, "die")
    assert call(client, "f").value == 1


def test_a_worker_that_hangs_is_replaced(client_of: Make) -> None:
    text = "import time\ndef hang():\n    time.sleep(10 ** 6)\n\ndef f():\n    return 1\n"
    client = client_of(text, timeout=1.0)
    with pytest.raises(TimedOut):
        call(client, "hang")
    assert call(client, "f").value == 1
