from __future__ import annotations

import ast

import pytest

from grader.proof.names import GIVEN, free_names, marked


def function(text: str) -> ast.FunctionDef:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def f(x): return x + 1", []),
        ("def f(x): return len(x) + y", ["y"]),
        ("def f(x):\n    import math\n    return math.pi", []),
        ("def f(x): return math.pi", ["math"]),
        ("def f(x): return [i * y for i in x]", ["y"]),
        ("def f(x): return [i for i in x]", []),
        ("def f(x):\n    def g(): return x + z\n    return g()", ["z"]),
        ("def f(x):\n    return f(x - 1) if x else 0", []),
        ("def f(x=DEFAULT): return x", ["DEFAULT"]),
        ("def f(x: Kind) -> Other: return x", ["Kind", "Other"]),
        ("def f(x):\n    global seen\n    seen = x\n    return seen", ["seen"]),
        ("@probe\ndef f(x): return x", []),
        ("def f(x):\n    class A:\n        y = x\n    return A, B", ["B"]),
        ("def f(x): return lambda y: x + y + w", ["w"]),
    ],
)
def test_free_names(text, names):
    assert free_names(function(text)) == names


def test_a_function_sees_torch_and_math():
    node = function("def f(x): return torch.exp(x) * math.pi + numpy.pi")
    assert free_names(node, GIVEN["function"]) == ["numpy"]


def test_marks_are_found_under_any_import():
    tree = ast.parse("@probe\ndef a(): ...\n@suite.function\ndef b(): ...\ndef c(): ...\n")
    assert [(kind, node.name) for kind, node in marked(tree)] == [("probe", "a"), ("function", "b")]
