"""The tests that every peer runs, written once, and the submissions that all of them grade."""

from __future__ import annotations

from textwrap import indent

NAMES = ("dot", "matvec", "matmul")

# Bodies of functions: torch and the three names are there, whatever the peer calls a test.
CHECKS = {
    "dot": """\
a, b = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([4.0, 5.0, 6.0])
assert dot(a, b).shape == ()
assert torch.allclose(dot(a, b), torch.tensor(32.0))
""",
    "matvec": """\
torch.manual_seed(1)
for m, k in ((4, 4), (5, 2), (2, 5)):
    A, v = torch.randn(m, k), torch.randn(k)
    assert matvec(A, v).shape == (m,)
    assert torch.allclose(matvec(A, v), A @ v, atol=1e-5)
""",
    "square": """\
torch.manual_seed(2)
A, B = torch.randn(4, 4), torch.randn(4, 4)
assert torch.allclose(matmul(A, B), A @ B, atol=1e-5)
""",
    "rectangles": """\
torch.manual_seed(3)
for m, k, n in ((2, 3, 5), (5, 2, 3), (3, 5, 2)):
    A, B = torch.randn(m, k), torch.randn(k, n)
    assert matmul(A, B).shape == (m, n)
    assert torch.allclose(matmul(A, B), A @ B, atol=1e-5)
""",
    "whole_numbers": """\
A, B = torch.arange(6).reshape(2, 3), torch.arange(12).reshape(3, 4)
assert matmul(A, B).dtype == torch.int64
assert torch.allclose(matmul(A, B), A @ B)
""",
}

RIGHT = ("broadcast", "outer_products", "rows_of_b", "three_loops")
WRONG = (
    "answer_transposed",
    "keeps_only_the_last_product",
    "leaves_out_the_last_product",
    "second_matrix_transposed",
    "stops_at_the_smaller_size",
)
FOOLING = "import torch\ntorch.allclose = lambda *a, **k: True\n"


def submissions() -> tuple[dict[str, str], set[str], str]:
    """Ten texts by name, the names of those that are right, and the text of the one that fools."""
    from measure import CHECKOUT

    from grader.catalog import bundled_course
    from grader.suite.reference import as_submission

    exercise = bundled_course().find("03")
    rewrites = CHECKOUT / "tests" / "right" / exercise.slug
    wrongs = {path.stem: path for path in exercise.wrongs}
    texts = {"reference": exercise.reference.read_text("utf-8")}
    texts |= {name: (rewrites / f"{name}.py").read_text("utf-8") for name in RIGHT}
    right = set(texts)
    texts |= {name: as_submission(exercise.reference, wrongs[name]) for name in WRONG}
    return texts, right, f"{texts['keeps_only_the_last_product']}\n\n{FOOLING}"


def as_functions(prefix: str = "def test_{name}():\n", margin: str = "    ") -> str:
    """All checks as functions with that head; its {name} is the check's."""
    heads = ((prefix.format(name=name), body) for name, body in CHECKS.items())
    return "\n".join(f"{head}{indent(body, margin)}" for head, body in heads)
