from __future__ import annotations

import pytest
import torch

from grader.proof import changes
from grader.proof.changes import CHANGES, MARK, install
from grader.proof.generic import ANY, NUMBERS, ON_CUDA, TENSORS


def scale(x, factor=2.0):
    return x * factor


@pytest.fixture
def acted(monkeypatch):
    """Makes an entry wrong; its answers and how often it said so."""
    marks: list[str] = []
    monkeypatch.setattr(changes, "print_mark", lambda: marks.append(MARK))

    def make(name, entry=scale):
        namespace = {"entry": entry}
        install(namespace, "entry", name)
        return namespace["entry"], marks

    return make


def test_every_change_has_its_kind():
    assert {*ANY, *NUMBERS, *TENSORS, *ON_CUDA} == set(CHANGES)


X = torch.tensor([[1.0, 2.5, 3.1], [-4.0, 5.0, 6.0]])
ACTING = sorted(set(CHANGES) - {"moves_to_the_cpu", "returns_an_alias", "returns_a_number"})


@pytest.mark.parametrize("name", ACTING)
def test_each_changes_what_it_should_and_says_so(acted, name):
    wrong, marks = acted(name)
    x = X.double() if name == "returns_float32" else X.clone()
    before = x.clone()
    got = wrong(x)
    got = wrong(x[:, :2].clone()) if name == "keeps_its_first_size" else got
    got = wrong(x) if name == "adds_the_last_answer" else got
    assert marks
    if name == "changes_its_input":
        assert not torch.equal(x, before)
    elif name == "writes_into_its_input":
        assert got is x
    elif name == "detaches":
        assert not wrong(X.clone().requires_grad_()).requires_grad
    else:
        assert not changes.same(got, scale(before))


@pytest.mark.parametrize("name", [*TENSORS, *NUMBERS])
def test_none_touches_what_is_no_number(acted, name):
    wrong, marks = acted(name, lambda x: "text")
    assert wrong("more") == "text"
    assert not marks


def test_an_alias_needs_an_equal_input(acted):
    wrong, marks = acted("returns_an_alias")
    wrong(X)
    assert not marks
    assert wrong(X, 1.0) is X
    assert marks


def test_a_number_needs_a_single_one(acted):
    wrong, marks = acted("returns_a_number")
    assert wrong(X[:1, :1]) == 2.0
    assert len(marks) == 1
    wrong(X)
    assert len(marks) == 1


def test_an_ignored_parameter_speaks_when_it_was_given_another_value(acted):
    wrong, marks = acted("ignores_factor")
    assert torch.equal(wrong(X, 2.0), X * 2)
    assert not marks
    assert torch.equal(wrong(X, factor=3.0), X * 2)
    assert marks


def test_methods_are_changed_in_their_class():
    class Scale:
        def forward(self, x):
            return x * 2

    install({"Scale": Scale}, "Scale.forward", "returns_none")
    assert Scale().forward(X) is None


def test_an_exception_of_the_entry_stays(acted):
    wrong, _ = acted("doubles", lambda x: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        wrong(X)


def test_same_looks_at_all_of_a_value():
    assert changes.same([X, {"a": (1, float("nan"))}], [X.clone(), {"a": (1, float("nan"))}])
    assert not changes.same(X, X.double())
    assert not changes.same(X, X.clone().requires_grad_())
    assert not changes.same(1, 1.0)
    assert not changes.same((X,), [X])
