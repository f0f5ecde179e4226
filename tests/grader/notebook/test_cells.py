from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from grader.notebook.cells import python_of, units_of, without_magics

plain = TransformerManager().transform_cell


def python(text: str) -> str | None:
    return python_of(text, plain)


def test_magics_and_shell_lines_are_dropped_and_lines_keep_their_numbers():
    text = "%matplotlib inline\nimport torch\n!pip install torch\nx = !ls\n%time y = 1\n\ntorch?\nz = 3\n"
    assert python(text) == "\nimport torch\n\n\n\n\n\nz = 3\n"


def test_a_magic_within_a_function_leaves_the_function_whole():
    text = "def f():\n    %time g()\n    return 1\n"
    assert python(text) == "def f():\n    pass\n    return 1\n"


def test_a_percent_sign_of_python_is_no_magic():
    text = "x = (7\n% 4)\ns = '''\n%time\n!ls\n'''\n"
    assert python(text) == text


def test_what_is_no_python_even_without_its_magics_keeps_its_lines():
    text = "%time f()\ndef f(:\n    pass\n"
    assert python(text).split("\n")[1] == "def f(:"


@pytest.mark.parametrize("magic", ["%%check 03", "%%time", "%%capture out"])
def test_the_line_of_a_cell_magic_becomes_an_empty_one(magic):
    assert python(f"{magic}\nx = 1\n") == "\nx = 1\n"


@pytest.mark.parametrize("magic", ["%%bash", "%%writefile answer.py", "%%html", "%%"])
def test_a_cell_that_is_no_python_is_left_out(magic):
    assert python(f"{magic}\nx = 1\n") is None


def test_a_statement_knows_what_it_binds_and_changes():
    text = "a, (b, *c) = 1, (2, 3)\nimport os.path, sys as s\nwith f() as d:\n    e: int = 1\nfor g in []:\n    pass\na += 1\nb[0].x = 2\n"
    units = units_of(text)
    assert [sorted(unit.binds) for unit in units] == [
        ["a", "b", "c"], ["os", "s"], ["d", "e"], ["g"], [], []
    ]  # fmt: skip
    assert [sorted(unit.changes) for unit in units] == [[], [], [], [], ["a"], ["b"]]


def test_a_statement_knows_what_it_takes_from_outside():
    text = "@wrap\ndef f(x: Matrix, y=EPS):\n    i = 1\n    def inner():\n        return i + HELPER(x)\n    return [j for j in ROWS]\n"
    (unit,) = units_of(text)
    assert unit.refers_to == {"wrap", "Matrix", "EPS", "HELPER", "ROWS"}
    assert unit.needs_at_once == {"wrap", "Matrix", "EPS"}
    assert unit.start == 1


def test_a_class_takes_its_bases_and_what_its_methods_use():
    (unit,) = units_of(
        "class A(Base):\n    size = N\n    def f(self):\n        return G + self.size\n"
    )
    assert unit.refers_to == {"Base", "N", "G"}


def test_statements_on_one_line_stay_together():
    assert [unit.text for unit in units_of("x = 1; y = 2\nz = 3\n")] == ["x = 1; y = 2", "z = 3"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_text_at_all_breaks_the_reading_of_a_cell(text):
    found = python(text)
    if found is not None:
        units_of(found)
    without_magics(text, plain)
