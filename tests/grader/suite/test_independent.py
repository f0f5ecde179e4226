"""Texts whose calls cannot affect each other: told by their syntax, and asked in any order."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.catalog import Course, Exercise, bundled_course
from grader.engines.base import timeless
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Report
from grader.submission import Handed
from grader.suite import known, shortcuts, trails
from grader.suite.independent import is_independent
from grader.suite.reference import as_submission
from grader.worker.player import Player

Make = Callable[[dict[str, str]], Course]
Grade = Callable[..., list[Report]]

INDEPENDENT = [
    '"""A lesson."""\n\ndef f(x):\n    return x * 2\n',
    "# nothing but a comment\n",
    "def f(x):\n    return x\n\nif __name__ == '__main__':\n    import os\n    print(f(1))\n",
    "import torch\nfrom torch.nn import functional as F\n\ndef f(x):\n    return F.relu(torch.exp(x))\n",
    "import math\nTWICE = 2 * math.pi\nPAIR = (1, -2.5, 'x')\n\n"
    "def f(x, by=2.0, d=None, *, e=math.pi):\n    return x * by * TWICE\n",
    "def g(x):\n    return x + 1\n\ndef f(x):\n    def h(y):\n        return g(y)\n    return h(x)\n",
    "def f(A, B):\n    C = A.new_zeros(2, 2)\n    for i in range(2):\n        C[i, 0] = A[i] @ B\n"
    "    C += 1\n    C.add_(2)\n    return C\n",
    "import torch\ndef f(x: torch.Tensor) -> torch.Tensor:\n    x.requires_grad_()\n    x.grad = None\n"
    "    with torch.no_grad():\n        return x.t().mul_(2)\n",
    "def f(x):\n    if x.shape[0] != 2:\n        raise ValueError(f'got {tuple(x.shape)}')\n"
    "    try:\n        return x.sum()\n    except RuntimeError as error:\n        raise TypeError(str(error)) from None\n",
    "from collections.abc import Callable\nfrom itertools import zip_longest\n\n"
    "def f(a, g: Callable):\n    seen = []\n    seen.append(g(a))\n    return list(zip_longest(seen, a))\n",
    "import torch\ndef f(x):\n    out = torch.empty_like(x)\n    out[:] = x\n    return out\n",
    "import torch\ndef f(n, dtype=torch.float32):\n    return torch.rand(n, dtype=dtype)\n",
]
DEPENDENT = [
    "a = 1\n" * 20_000,
    "def f(x:\n",
    "def f(x):\n" + "    return " + "-" * 100_000 + "x\n",
    "seen = []\ndef f(x):\n    seen.append(x)\n    return x * len(seen)\n",
    "def f(x, seen=[]):\n    seen.append(x)\n    return x * len(seen)\n",
    "count = 0\ndef f(x):\n    global count\n    count += 1\n    return x * count\n",
    "def f(x):\n    f.calls = getattr(f, 'calls', 0) + 1\n    return x\n",
    "def f(x):\n    f.grad = x\n    return x\n",
    "import torch\ndef f(x):\n    torch.grad = x\n    return x\n",
    "import functools\n\n@functools.cache\ndef f(x):\n    return x\n",
    "import torch\nW = torch.zeros(3)\ndef f(x):\n    W.add_(x)\n    return W\n",
    "import torch\ndef f(x):\n    torch.set_default_dtype(torch.float64)\n    return x\n",
    "import torch\ndef f(x):\n    torch.backends.mkldnn.enabled = False\n    return x\n",
    "import torch\ndef f(x):\n    return x.as_strided((9,), (1,))\n",
    "import random\ndef f(x):\n    return x * random.random()\n",
    "import time\ndef f(x):\n    return x * time.time()\n",
    "from torch import *\ndef f(x):\n    return x\n",
    "from exercises import g\ndef f(x):\n    return g(x)\n",
    "from . import g\ndef f(x):\n    return g(x)\n",
    "def f(x):\n    import os\n    return x\n",
    "def f(x):\n    return eval('x')\n",
    "def f(x):\n    return x.__class__(x)\n",
    "def f(x):\n    open('/tmp/x')\n    return x\n",
    "class A:\n    n = 0\n    def f(self, x):\n        A.n += 1\n        return x\n",
    "def f(x):\n    nowhere[0] = x\n    return x\n",
    "def f(x):\n    return x\nf(1)\n",
    "import torch\ntorch.manual_seed(1)\ndef f(x):\n    return x\n",
    "for i in range(3):\n    pass\n",
    "def f(x):\n    return x\n\nif __name__ == '__main__':\n    pass\nelse:\n    f = print\n",
    "__name__ = '__main__'\ndef f(x):\n    return x\n\nif __name__ == '__main__':\n    seen = []\n",
    "def f(x):\n    return x\n\nif f(1):\n    f.calls = []\n",
    "TABLE = {1: 2}\ndef f(x):\n    TABLE[1] = x\n    return x\n",
    "PAIR = ([], 1)\ndef f(x):\n    PAIR[0].append(x)\n    return x\n",
    "def f(x):\n    def g(y):\n        nonlocal x\n        x = y\n    return g\n",
    "async def f(x):\n    return x\n",
]


@pytest.mark.parametrize("text", INDEPENDENT)
def test_functions_of_their_arguments_are(text: str) -> None:
    assert is_independent(text)


@pytest.mark.parametrize("text", DEPENDENT, ids=range(len(DEPENDENT)))
def test_what_may_keep_something_is_not(text: str) -> None:
    assert not is_independent(text)


RIGHT = "def double(x):\n    return x * 2\n\ndef last(x):\n    return x[-1] * 1\n"
SUITE = '''
"""A suite."""
import pytest

pytestmark = pytest.mark.exercise(timeout=20, seeds=2, devices=("cpu",))

def test_double(agree, rng, note):
    agree("double", rng.normal(3, 4))
    note("looked at")

def test_gradient(agree, rng):
    agree.grad("double", rng.normal(3))

def test_last(submission, reference, agree, rng):
    x = rng.normal(3)
    if bool(submission.last(x) > 0):
        agree("last", x.abs())
    agree("last", x)

def test_refuses(submission, rng):
    with submission.raises(IndexError):
        submission.last(rng.normal(0))
'''
ANSWERS = {
    "right": RIGHT,
    "in other words": RIGHT.replace("x * 2", "x + x").replace("x[-1] * 1", "x[len(x) - 1] + 0"),
    "thrice": RIGHT.replace("x * 2", "x * 3"),
    "thrice, in other words": RIGHT.replace("x * 2", "x + x + x"),
    "first": RIGHT.replace("x[-1]", "x[0]"),
    "both": RIGHT.replace("x * 2", "x * 3").replace("x[-1]", "x[0]"),
    "negative": RIGHT.replace("x[-1] * 1", "-x[-1]"),
    "cut off": RIGHT.replace("x * 2", "x.detach() * 2"),
    "prints": RIGHT.replace("return x * 2", "return print(x) or x * 2"),
    "counts": "seen = []\n" + RIGHT.replace(
        "return x * 2", "seen.append(1)\n    return x * (2 if len(seen) < 5 else 3)"
    ),
    "stays": RIGHT.replace("return x[-1] * 1", "return lambda: x"),
    "refuses all": RIGHT.replace("return x * 2", "raise ValueError('no')"),
    "no name": "def double(x):\n    return x * 2\n",
    "does not load": "1 / 0\n" + RIGHT,
    "ends": RIGHT.replace("return x[-1] * 1", "return x[-1] * 1 if len(x) else exit()"),
    "loops": RIGHT.replace("return x[-1] * 1", "while not len(x):\n        pass\n    return x[-1]"),
}  # fmt: skip


@pytest.fixture
def exercise(make_course: Make) -> Exercise:
    files = {
        "exercises/07_own.py": '"""A title"""\n',
        "solutions/07_own.py": RIGHT,
        "tests/07_own.py": SUITE.replace("timeout=20", "timeout=2"),
        "tests/wrong/07_own/thrice.py": '"""You take it three times."""\n'
        "def double(x):\n    return x * 3\n",
    }
    return make_course(files).find("07")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Grows by one for each submission that is asked all ahead: whether that was to an end."""
    found: list[bool] = []
    ask_all = shortcuts._ask_all

    def looked(*arguments: Any) -> bool:
        found.append(ask_all(*arguments))
        return found[-1]

    monkeypatch.setattr(shortcuts, "_ask_all", looked)
    return found


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets nothing be too slow, however busy the machine is."""
    for module in (known, shortcuts, trails):
        monkeypatch.setattr(module, "QUICK", 60.0)


@pytest.mark.parametrize(
    "wishes",
    [Wishes("cpu", policy="graded"), Wishes(seed=5), Wishes(first=True, seed=5)],
    ids=["graded", "practised", "up to the first that fails"],
)
def test_asked_ahead_or_not_a_report_is_the_same(
    grader: Grader,
    exercise: Exercise,
    hand_in: Callable[..., Handed],
    asked: list[bool],
    wishes: Wishes,
) -> None:
    handed = {name: hand_in(text) for name, text in ANSWERS.items()}
    alone = {n: timeless(grader.check(exercise, each, wishes)) for n, each in handed.items()}
    assert not asked  # nothing is known of the cases when the first submission comes
    order = [*handed, *handed, *handed]
    random.Random(3).shuffle(order)
    together = grader.check_all(exercise, [handed[n] for n in ("right", *order)], wishes)[1:]
    for name, report in zip(order, together, strict=True):
        assert timeless(report) == alone[name], name
    assert asked.count(True) > len(handed) // 2
    assert False in asked


@pytest.mark.usefixtures("patient")
def test_a_mistake_in_other_words_takes_one_worker_and_no_case(
    grader: Grader,
    exercise: Exercise,
    hand_in: Callable[..., Handed],
    ran: list[str],
    started: list[str],
) -> None:
    names = ("right", "thrice", "thrice, in other words", "in other words", "both")
    heard: list[tuple[int, int]] = []

    def done(report: Report) -> None:
        heard.append((len(started), len(ran)))
        started.clear()
        ran.clear()

    submissions = [hand_in(ANSWERS[name]) for name in names]
    grader.check_all(exercise, submissions, Wishes("cpu", policy="graded"), done)
    assert [workers for workers, _ in heard] == [1] * 5
    assert [cases > 0 for _, cases in heard] == [True, True, False, False, True]


@pytest.mark.usefixtures("patient")
def test_workers_of_another_exercise_know_nothing_of_it(
    grader: Grader,
    exercise: Exercise,
    hand_in: Callable[..., Handed],
) -> None:
    born_with: list[int] = []
    handed = [hand_in(ANSWERS[name]) for name in ("right", "right", "thrice", "right")]

    def done(report: Report) -> None:
        process = grader.launcher.start()
        born_with.append(len(process.stock))
        grader.launcher.end(process)
        process.discard()

    grader.check_all(exercise, handed, Wishes("cpu", policy="graded"), done)
    assert born_with[0] == 0 < born_with[1] == born_with[3]
    process = grader.launcher.start()
    assert not process.stock
    grader.launcher.end(process)
    process.discard()


@pytest.mark.usefixtures("patient")
def test_where_more_has_no_answer_no_other_way_is_tried(
    grader: Grader,
    exercise: Exercise,
    hand_in: Callable[..., Handed],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []

    def in_vain(self: Player, earlier: Any, seconds: float) -> bool:
        tried.append("a way")
        self.heard.clear()
        self.stop()
        return False

    monkeypatch.setattr(Player, "answers_as", in_vain)
    names = ("right", "thrice", "first", "both", "negative")
    handed = [hand_in(ANSWERS[name]) for name in names]
    wishes = Wishes("cpu", policy="graded")
    alone = [timeless(grader.check(exercise, each, wishes)) for each in handed]
    assert list(map(timeless, grader.check_all(exercise, handed, wishes))) == alone
    assert len(tried) == 3  # by each that fails, once a way to fail is known


@pytest.mark.usefixtures("patient")
def test_known_wrongs_of_the_course_are_told_the_same_asked_ahead(
    grader: Grader,
    hand_in: Callable[..., Handed],
    asked: list[bool],
) -> None:
    exercise = bundled_course().find("07")
    wishes = Wishes("cpu", policy="graded")
    texts = [as_submission(exercise.reference, wrong) for wrong in exercise.wrongs]
    chosen = [hand_in(text) for text in texts if is_independent(text)]
    assert len(chosen) > len(texts) // 2
    alone = [timeless(grader.check(exercise, each, wishes)) for each in chosen]
    first = hand_in(exercise.reference.read_text("utf-8"))
    _, *together = grader.check_all(exercise, [first, *chosen], wishes)
    assert list(map(timeless, together)) == alone
    assert asked == [True] * len(chosen)
