"""check, hint and progress, called in the cells of a real kernel over a toy course."""

from __future__ import annotations

import json

import pytest

from grader.errors import LearnError
from grader.notebook import check, hint, progress

RIGHT = """
def double(x):
    if isinstance(x, str):
        raise TypeError(f"{x!r} cannot be doubled")
    return x * TWO
"""
TWO = "TWO = 2"
WRONG = RIGHT.replace("* TWO", "* 5")
START = "!mkdir -p exercises && cp {root}/exercises/0*.py exercises/"
KEPT = """
from grader.progress.kept import events_of
import json
print(json.dumps([[e.kind.value, e.slug, e.data.get("passed"), e.text] for e in events_of(Path.cwd())]))
"""


@pytest.mark.parametrize("call", [check, hint, progress])
def test_outside_of_a_notebook_each_call_says_so(call):
    with pytest.raises(LearnError) as caught:
        call()
    assert str(caught.value).splitlines() == [
        "grader.notebook works in a notebook, and this Python runs outside of IPython",
        "learn check    does the same on the command line",
    ]


def test_a_function_is_graded_with_what_it_needs_of_other_cells(notebook):
    shown = notebook(
        TWO,
        RIGHT,
        'check("01", double)',
        "print(check(1, double).passed, double(3))",
        WRONG,
        'r = check("double", double)\nr',
    )
    assert "01 Double a tensor   passed" in shown[2].plain
    assert "what was graded: these lines, from several cells" in shown[2].html
    assert shown[3].printed == "True 6\n"
    assert "FAIL   the example" in shown[5].plain
    assert 'again: check("01", double, only="example", seed=1)' in shown[5].plain


def test_a_class_is_graded(notebook):
    text = """
    class Counter:
        def __init__(self, start):
            self.sum = start
        def add(self, x):
            for number in x:
                self.sum = self.sum + float(number)
        def total(self):
            return self.sum
    check("02", Counter)
    """
    (shown,) = notebook(text)
    assert "02 Count what was seen   passed" in shown.plain
    assert "In [2]" in shown.plain


def test_what_is_not_the_learners_own_is_refused_in_words(notebook):
    shown = notebook(
        'import math\ncheck("01", math.floor)',
        'from textwrap import dedent\ncheck("01", dedent)',
        'x = [1]\ncheck("01", x)',
        'check("01", "double")',
        "def double(x): pass\ncheck(double)",
        'check("77")',
        'check("01", only="no such case", seed=1)',
        'def double(x): return x\ncheck("01", double, only="no such case")',
        "check()",
    )
    errors = [each.error for each in shown]
    assert errors[0] == "floor is no function or class of this notebook"
    assert errors[1].startswith("dedent was not written in this notebook but in textwrap\n")
    assert errors[2].startswith("a list is no function or class of this notebook\n")
    assert errors[3].startswith("a str is no function or class of this notebook\n")
    assert errors[4] == 'which exercise?\ncheck("03", double)    names it first'
    assert errors[5].startswith("there is no exercise '77'\n")
    assert errors[6].startswith("there is no folder of exercises around ")
    assert errors[7].startswith("01_double has no case 'no such case'\n")
    assert errors[8] == 'which exercise?\ncheck("03")    names one'


def test_in_a_workspace_attempts_and_hints_are_kept_and_the_file_is_graded(notebook, tmp_path):
    start = START.format(root=tmp_path / "course")
    shown = notebook(
        start,
        "%check 01",
        'hint("01")',
        "hint()",
        "hint(1, 1)",
        "hint(1, 3)",
        f"%%check 01\n{TWO}\n{RIGHT}",
        "progress()",
        "check()",
        KEPT,
    )
    assert "not started" in shown[1].plain
    assert "exercises/01_double.py" in shown[1].plain
    assert "Which number?" in shown[2].plain
    assert 'more: hint("01", 2)' in shown[2].plain
    assert "hint 2 of 2 for 01 Double a tensor" in shown[3].plain
    assert "hint 1 of 2" in shown[4].plain
    assert shown[5].error == "01_double has 2 hints, and no number 3"
    assert "passed at the first attempt, 2 hints used" in shown[6].plain
    assert "!learn solution 01 --diff" in shown[6].plain
    assert "Progress [######>-------------] 1/3" in shown[7].plain
    assert 'you are at 02 Count what was seen: check("02")' in shown[7].plain
    assert '<li class="passed"' in shown[7].html
    assert "02 Count what was seen" in shown[8].plain
    events = json.loads(shown[9].printed)
    kinds = [(kind, slug, passed) for kind, slug, passed, _ in events]
    assert kinds == [
        ("attempt", "01_double", False),
        ("hint", "01_double", None),
        ("hint", "01_double", None),
        ("attempt", "01_double", True),
        ("attempt", "02_counter", False),
    ]


def test_without_a_workspace_hints_go_on_and_progress_says_where_it_would_be_kept(notebook):
    shown = notebook('hint("01")', 'hint("01")', 'hint("02")', "progress()")
    assert "hint 1 of 2" in shown[0].plain
    assert "hint 2 of 2" in shown[1].plain
    assert shown[2].error == "02_counter has no hints"
    assert "learn init" in shown[3].error


def test_another_torch_in_the_kernel_is_told(notebook):
    shown = notebook(
        "import sys, types\ntorch = sys.modules['torch'] = types.ModuleType('torch')\n"
        "torch.__version__ = '2.1.0'",
        f"%%check 01\n{RIGHT}",
    )
    assert "; this kernel still has 2.1.0: restart it" in shown[1].plain.replace("\n", " ")
