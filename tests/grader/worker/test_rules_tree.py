"""What the tree layer tells, how it names it, and what it leaves alone."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from grader.worker.rules import Finding, scan
from grader.worker.rules.tree import written

PRODUCT = ("@", "matmul")


def names(source: str, *bans: str) -> list[str]:
    return [finding.name for finding in scan(source, bans)]


def test_a_finding_has_line_name_and_kind() -> None:
    source = "import torch\n\ndef f(a, b):\n    return torch.einsum('i,i', a, b)\n"
    assert scan(source, PRODUCT) == [Finding(4, "torch.einsum", "banned")]


def test_no_bans_give_no_findings() -> None:
    assert scan("import ctypes\nexec(input())\n", ()) == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import torch as t\ndef f(a, b): return t.nn.functional.linear(a, b)", "t.nn.functional"),
        ("from torch.nn import functional as F\ndef f(a): return F.linear(a, a)", "F.linear"),
        ("from torch import mm as f\ndef g(a): return f(a, a)", "torch.mm"),
        ("def g(a): return (a + a).matmul(a)", ".matmul"),
        ("def g(a):\n    a @= a", "@"),
        ("import operator as o\ndef g(a): return o.imatmul(a, a)", "o.imatmul"),
        ("def g(a, n='mat' f'{\"mul\"}'): return getattr(a, n)(a)", "a.matmul"),
        ("import torch\nm = torch.mm", "torch.mm"),
        ("import torch, functools\nm = functools.partial(torch.mm)", "torch.mm"),
        ("from torch import mm\n", "torch.mm"),
        ("import math\ndef g(a, b): return math.sumprod(a, b)", "math.sumprod"),
    ],
)
def test_a_product_is_found_through_aliases(source: str, name: str) -> None:
    assert any(found.startswith(name) for found in names(source, *PRODUCT))


@pytest.mark.parametrize(
    "source",
    [
        '"""Do not use `A @ B`, torch.matmul or einsum."""  # a.mm(b)',
        "def dot(a, b): return (a * b).sum()\ndef f(a): return dot(a, a)",
        "def f(matmul, linear): return matmul(linear)",
        "class M:\n    def mm(self, o): return o\ndef f(a): return M().mm(a)",
        "class M:\n    def f(self, x): return self.linear(x)",
        "import torch\nif __name__ == '__main__':\n    print(torch.ones(2) @ torch.ones(2))",
        "import torch\nX = torch.ones(2, 2)\nprint(X @ X, X.mm(X))",
        "import re, torch\nP = re.compile('x')\ndef f(m: torch.nn.Linear): m.eval()",
        "import gc, sys, inspect\ndef f(): gc.collect(); return inspect.signature(f), sys.maxsize",
        "import torch\ndef f(m, n): return getattr(m, n), vars(m), m.__dict__",
        "def f(x): return exec('y = 1')",
        "import torch\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import numpy",
        "import torch\ndef f(x): return torch.nn.init._calculate_fan_in_and_fan_out(x)",
    ],
)
def test_right_code_is_left_alone(source: str) -> None:
    assert scan(source, (*PRODUCT, "numpy")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import numpy as np\nimport numpy\nfrom numpy import array\n", []),
        ("import numpy as np\ndef f(a): return np.add(a, a)\n", ["numpy"]),
        ("import numpy.linalg\ndef f(a): return numpy.linalg.norm(a)\n", ["numpy.linalg"]),
        ("from numpy import add as plus\ndef f(a): return plus(a, a)\n", ["numpy"]),
        ("from numpy import *\ndef f(a): return add(a, a)\n", ["numpy"]),
    ],
)
def test_numpy_counts_where_it_is_used(source: str, found: list[str]) -> None:
    assert [one.name for one in scan(source, ("numpy",)) if one.kind == "import"] == found


def test_a_star_import_makes_no_exception_of_python_a_banned_class() -> None:
    source = "from torch.optim import *\ndef f(w):\n    raise ValueError(SGD([w]))\n"
    assert names(source, "torch.optim") == ["SGD"]


def test_a_main_block_counts_if_the_file_changes_its_name() -> None:
    source = "__name__ = '__main__'\nif __name__ == '__main__':\n    f = lambda a: a @ a\n"
    assert names(source, "@") == ["@"]


def test_an_import_counts_as_entry_only_where_it_is_one() -> None:
    source = "from torch.nn.functional import softmax\n"
    assert names(source, "softmax") == ["torch.nn.functional.softmax"]
    assert scan(source, ("softmax",), entries=("attention",)) == []
    assert scan(source + "def softmax(x): return x\n", ("softmax",)) == []


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("", []),
        ("check()", []),
        ("if __name__ == '__main__':\n    check()", []),
        ("def all_checks():\n    check()\nall_checks()", []),
        ('"""check tells more."""', []),
        ("check = check", ["@"]),
        ("helper = [check]", ["@"]),
        ("def helper(a): return check(a)\nbest = helper", ["@"]),
        ("name = 'check'", ["@"]),
        ("class Mine:\n    def f(self): return check()", ["@"]),
        ("__name__ = '__main__'\nif __name__ == '__main__':\n    check()", ["@"]),
    ],
)
def test_a_check_of_the_learners_own_may_use_what_is_banned(rest: str, found: list[str]) -> None:
    source = f"def mine(a): return a\ndef check(a=1): return mine(a) == a @ a\n{rest}\n"
    assert [one.name for one in scan(source, ("@",), entries=["mine"])] == found


@pytest.mark.parametrize(
    "line",
    ["global late\n    late = lambda a: a @ a", "torch.Tensor.late = lambda a: a @ a",
     "kept['late'] = lambda a: a @ a", "setattr(torch.Tensor, 'late', lambda a: a @ a)"],
)  # fmt: skip
def test_a_function_that_leaves_something_behind_is_read(line: str) -> None:
    source = f"import torch\nkept = {{}}\ndef check():\n    {line}\ncheck()\n"
    found = scan(source + "def mine(a): return a.late()\n", ("@",), entries=["mine"])
    assert "@" in [one.name for one in found]


def test_what_an_entry_calls_is_read_however_it_is_called() -> None:
    source = "def late(a): return a @ a\ndef mine(a): return {}\n"
    for call in ("late(a)", "(lambda: late)()(a)", "getattr(a, 'late')", "sum(map(late, a))"):
        assert [one.name for one in scan(source.format(call), ("@",), entries=["mine"])] == ["@"]


def test_a_module_is_banned_with_all_below_but_its_switches() -> None:
    source = "import torch.autograd as ag\ndef f(y, x):\n    with ag.no_grad():\n"
    assert names(source + "        return ag.functional.vjp(y, x)\n", "autograd") == [
        "ag.functional.vjp"
    ]
    assert names(source + "        return y.grad, x.requires_grad\n", "torch.autograd") == []


def test_a_property_is_no_call_of_the_banned_function() -> None:
    source = "import torch\ndef f(w, y):\n    y.backward()\n    return w.grad\n"
    assert names(source, "torch.autograd.grad", "torch.func") == []
    assert names(source.replace("y.backward()", "torch.autograd.grad(y, w)"), "autograd.grad")


def test_a_ban_may_hold_for_one_entry_and_what_it_calls() -> None:
    source = (
        "from torch import nn\n"
        "def norm(x): return nn.functional.layer_norm(x, (2,))\n"
        "def layer_norm(x): return norm(x)\n"
        "class Block(nn.Module):\n"
        "    def __init__(self): self.ln = nn.LayerNorm(2)\n"
    )
    assert names(source, "layer_norm:F.layer_norm") == ["nn.functional.layer_norm"]
    assert names(source, "Block:layer_norm") == ["nn.LayerNorm"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("'y = a @ b'", ["@"]),
        ("'import ctypes'", ["ctypes"]),
        ("'1 + 1'", []),
        ("str(open)", ["exec"]),
    ],
)
def test_the_text_that_exec_runs_is_read(text: str, found: list[str]) -> None:
    assert names(f"def f(a, b):\n    exec({text})\n", "@") == found


@pytest.mark.parametrize(
    ("loop", "found"),
    [
        ("for row in A: pass", ["for"]),
        ("for i in range(A.shape[0]): pass", ["for"]),
        ("while i < n: pass", ["while"]),
        ("x = [r for r in A]", ["for"]),
        ("x = list(map(g, A))", ["map"]),
        ("for t in (A, B): pass", []),
        ("for _ in range(A.dim() - 2): pass", []),
        ("x = [str(s) for s in A.shape]", []),
        ("lead = A.shape[:-2]\n    x = [s for s in lead]", []),
        ("while A.dim() < 3: A = A[None]", []),
        ("x = {k: len(k) for k in ('a', 'b')}", []),
    ],
)
def test_loops_over_data_are_told_from_loops_over_axes(loop: str, found: list[str]) -> None:
    assert names(f"def f(A, B, n, i, g):\n    {loop}\n", "loops") == found


@pytest.mark.parametrize(
    "source",
    [
        "def f(:",
        "\0",
        "x = " + "(" * 5000,
        "x = " + "-" * 100_000 + "1",
        "x" + ".a" * 20_000,
        "\n".join(f"a = a.x{i}; b = a.y{i}; a = b" for i in range(300)),
        "import torch as a\n" + "\n".join(f"a = a.x{i}; b = a.y{i}; a = b.z" for i in range(300)),
        "s = 'a'\n" + "s = s + s\n" * 300 + "getattr(a, s)",
        "f = lambda: " + " + ".join(["a"] * 3000),
    ],
    ids=range(9),
)
def test_a_hostile_text_neither_raises_nor_takes_long(source: str) -> None:
    start = time.process_time()
    scan(source, (*PRODUCT, "loops"))
    assert time.process_time() - start < 5


def test_reading_imports_no_torch() -> None:
    code = "import sys; from grader.worker.rules import scan; scan('a @ b', ['@']); "
    code += "assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_names_on_a_line_are_told_as_written() -> None:
    source = "y = torch.mm(a,\n  b @ c).sum()\n"
    assert sorted(written(source, 2)) == [".sum", "@", "torch.mm"]
