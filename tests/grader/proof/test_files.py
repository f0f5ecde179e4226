from __future__ import annotations

import pytest

from grader.proof.files import check_files

TWIN = (
    '"""Again."""\n\n\ndef scale(t, by: float = 2.0):\n    """The same."""\n    return t.mul(by)\n'
)
DEF = "def scale(x: torch.Tensor, factor: float = 2.0)"


def test_a_good_exercise_has_no_findings(good):
    assert list(check_files(good)) == []


@pytest.mark.parametrize(
    ("file", "change", "rule", "words"),
    [
        ("stub", None, "files", "no exercises/01_scale.py"),
        ("reference", None, "files", "no solutions/01_scale.py"),
        ("suite", None, "files", "no tests/01_scale.py"),
        ("right", None, "files", "1 right answers"),
        ("stub", ("Scale a tensor", "Scale"), "title", "different titles"),
        ("stub", ("Scale a tensor", "Scale a tensor."), "title", "no title"),
        ("stub", ("Scale a tensor", "Scale " * 9), "title", "no title"),
        ("stub", "def scale(x):\n    return x\n", "signature", "nothing to write"),
        ("stub", "def scale(:\n", "signature", "no Python"),
        ("reference", (DEF, DEF.replace("2.0", "3.0")), "signature", "disagree about scale"),
        ("reference", ("def scale", "def scales"), "signature", "no def scale"),
        ("wrong", ("multiply.", "multiply"), "wrong", "begin with a sentence"),
        ("wrong", ("You add", "You add. Then"), "wrong", "begin with a sentence"),
        ("wrong", ("You add", "You add " * 20), "wrong", "begin with a sentence"),
        ("wrong", "def scale(x): return x\n", "wrong", "begin with a sentence"),
        ("wrong", '"""You multiply by 2 whatever the factor is."""\n', "wrong", "the sentence of"),
        ("tests/right/01_scale/row_by_row.py", TWIN, "right", "in other words"),
        ("right", "def scale(x, factor=2.0):\n    return x * factor\n", "right", "in other words"),
    ],
)
def test_each_rule_is_kept(broken, file, change, rule, words):
    exercise = broken(file, change)
    found = [(f.rule, f.what) for f in check_files(exercise)]
    assert any(r == rule and words in what for r, what in found), found


def test_no_wrong_at_all(broken):
    exercise = broken("wrong", None)
    exercise.wrongs[0].unlink()
    assert any("no wrong" in f.what for f in check_files(exercise))


CLASSES = '''
    """Scale a tensor"""

    from torch import nn


    class Scale(nn.Module):
        """Keeps a factor."""

        def __init__(self, factor: float) -> None:{init}
        def forward(self, x):{forward}
    '''
STUB = CLASSES.format(
    init="\n            raise NotImplementedError\n", forward=" raise NotImplementedError"
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("factor: float", "factor: int"), "about Scale.__init__"),
        (("def forward", "def forwards"), "no def Scale.forward"),
        (("nn.Module", "object"), "about Scale"),
        (("class Scale", "class Scales"), "no class Scale"),
    ],
)
def test_classes_agree_too(broken, change, words):
    exercise = broken("stub", STUB)
    right = exercise.stub.read_text("utf-8").replace("raise NotImplementedError", "pass")
    exercise.reference.write_text(right, "utf-8")
    assert list(f for f in check_files(exercise) if f.rule == "signature") == []
    exercise.reference.write_text(right.replace(*change), "utf-8")
    assert any(words in f.what for f in check_files(exercise))
