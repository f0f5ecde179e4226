"""Hidden suite of 01_double."""

import pytest

SECRET = "@SUITE@"

pytestmark = pytest.mark.exercise(
    minutes=1,
    timeout=20,
    devices=("cpu",),
    seeds=1,
    hints=("Which number?", "x + x"),
    memory=268_435_456,
)


def test_example(agree, rng):
    agree("double", rng.tensor([1.0, 2.5]))


@pytest.mark.after("test_example")
def test_rectangle(agree, rng):
    agree("double", rng.normal(3, 4))


@pytest.mark.after("test_example")
def test_gradient(agree, rng):
    agree.grad("double", rng.normal(3))


@pytest.mark.after("test_example")
def test_text(submission):
    with submission.raises(TypeError, naming=("some text",)):
        submission.double("some text")
