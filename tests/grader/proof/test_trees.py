from __future__ import annotations

import ast

import pytest

from grader.errors import CourseError
from grader.proof.trees import shape_of, squeezed, statements, tree_of


def shape(text: str) -> str:
    return shape_of(ast.parse(text))


def test_names_docstrings_and_annotations_are_no_difference():
    one = 'import torch\ndef f(a: int) -> int:\n    """Doc."""\n    b: int = a * 2\n    return b\n'
    two = '"""Title."""\ndef f(x):\n    y = x * 2\n    return y\n'
    assert shape(one) == shape(two)


@pytest.mark.parametrize("text", ["def f(x): return x + x", "def f(x): return 2 * x", "f = abs"])
def test_another_program_is_a_difference(text):
    assert shape("def f(x): return x * 2") != shape(text)


def test_statements_are_without_white_space_and_text():
    tree = ast.parse('def f(x):\n    """Doc."""\n    y = x  *  "a"\n    return y\n')
    assert list(statements(tree)) == ["y=x*'a'", "returny"]
    assert squeezed(' y = x\n * "a"') == "y=x*'a'"


@pytest.mark.parametrize("data", [b"def f(:\n", b"\x00", None])
def test_what_is_no_python_is_an_error_of_the_course(tmp_path, data):
    path = tmp_path / "x.py"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CourseError):
        tree_of(path)
