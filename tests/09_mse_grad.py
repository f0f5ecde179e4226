"""Hidden suite of 09_mse_grad."""

import pytest

pytestmark = pytest.mark.exercise(
    minutes=18,
    bans=("torch.autograd", "torch.func", "backward"),
    allowed="@, .T, +, -, *, sum, mean, indexing",
    why="09 is the chain rule with a matrix in it",
    generic={"detaches": "the answers are gradients already: nothing is derived a second time"},
    hints=(
        "How many residuals change when you nudge w[j], and each one by how much?",
        "Residual i changes by X[i, j]: column j of X weights the residuals. All is averaged.",
        "r = X @ w + b - y; the gradient for w is 2 / n times the transpose of X with r",
    ),
)


def points(rng, n, d):
    """X, y, w and b for n examples with d inputs."""
    return rng.normal(n, d), rng.normal(n), rng.normal(d), rng.normal()


@pytest.mark.visible
def test_example(agree, rng):
    """the example of the text"""
    X, y = rng.tensor([[1.0, 0.0], [2.0, 1.0]]), rng.tensor([0.0, 1.0])
    agree("mse_grad", X, y, rng.tensor([1.0, 1.0]), rng.tensor(0.0))


@pytest.mark.points(2)
def test_more_examples_than_inputs(agree, rng):
    """more examples than inputs"""
    d, n = sorted(rng.sizes(2, 2, 9))
    agree.also("expanded")("mse_grad", *points(rng, n, d))
    agree("mse_grad", *points(rng, 50, 3))


@pytest.mark.points(2)
def test_more_inputs_than_examples(agree, rng):
    """more inputs than examples"""
    n, d = sorted(rng.sizes(2, 2, 9))
    agree("mse_grad", *points(rng, n, d))


@pytest.mark.points(2)
@pytest.mark.hint("a square X does not raise when it is the wrong way round")
def test_square(agree, rng):
    """as many inputs as examples"""
    n = rng.size(2, 6)
    agree("mse_grad", *points(rng, n, n))


def test_one(agree, rng):
    """one example, or one input"""
    n = rng.size(2, 6)
    agree("mse_grad", *points(rng, 1, n))
    agree("mse_grad", *points(rng, n, 1))
    agree("mse_grad", *points(rng, 1, 1))


def test_offset(agree, rng):
    """a large b, a larger one, and a model that is right"""
    n, d = rng.sizes(2, 2, 6)
    X, y, w, b = points(rng, n, d)
    agree("mse_grad", X, y, w, b + 20)
    agree("mse_grad", X, y, w, b + 30000)
    agree("mse_grad", X, 0 * y + 3, 0 * w, rng.tensor(3.0))


@pytest.mark.points(2)
@pytest.mark.hint("compare y.shape with (n,) before you subtract")
def test_column_y(submission, rng):
    """y of shape (n, 1): ValueError"""
    n, d = rng.sizes(2, 2, 6)
    for rows, inputs in ((n, d), (n, n), (n, 1), (1, d), (1, 1)):
        X, y, w, b = points(rng, rows, inputs)
        with submission.raises(ValueError):
            submission.mse_grad(X, y.unsqueeze(1), w, b)
