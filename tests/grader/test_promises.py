"""Which layers keep which promise, and what a report says of them."""

from __future__ import annotations

import pytest

from grader.promises import PROMISES, broken_in, broken_promises
from grader.report import Device, Layer, Report, Submission

ALL = tuple(Layer(keeper, True) for _, keepers in PROMISES for keeper in keepers)


def report(*layers: Layer, ran: bool = True) -> Report:
    devices = (Device("cpu", ran),)
    return Report("01", "one", Submission("one.py", ""), (), devices, isolation=layers)


def test_with_every_layer_every_promise_is_kept() -> None:
    assert broken_promises(ALL) == ()


def test_without_any_layer_no_promise_is_kept() -> None:
    assert broken_promises(()) == tuple(promise for promise, _ in PROMISES)


@pytest.mark.parametrize(("promise", "keepers"), PROMISES)
def test_a_promise_is_kept_by_any_one_layer_behind_it(
    promise: str, keepers: tuple[str, ...]
) -> None:
    assert promise in broken_promises(layer for layer in ALL if layer.name not in keepers)
    for keeper in keepers:
        assert promise not in broken_promises([Layer(keeper, True)])
        assert promise in broken_promises([Layer(keeper, False, "switched off")])


def test_a_report_on_what_never_ran_breaks_no_promise() -> None:
    assert broken_in(report(ran=False)) == ()
    assert broken_in(report(*ALL)) == ()
    assert broken_in(report()) == broken_promises(())
