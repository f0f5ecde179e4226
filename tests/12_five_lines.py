"""Hidden suite of 12_five_lines."""

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=15,
    preload=("optimizers",),
    hints=(
        "Say the five lines aloud. Which of them uses what the one before it made?",
        "What is in .grad when backward begins its second lap? And when you are called?",
        "pred, loss, optimizer.zero_grad(), loss.backward(), optimizer.step(), and loss.item()",
    ),
)
BOUND = {torch.float32: 1e-3, torch.float64: 1e-7}


@probe
def trained(submission, torch, weights, X, y, steps, kind, found=0.0, calls=1):
    """The losses of every call and the weights afterwards, from given weights and gradients."""

    class Signs(torch.optim.Optimizer):
        def __init__(self, params):
            super().__init__(params, {"lr": 1.0})

        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            with torch.no_grad():
                for p in (p for group in self.param_groups for p in group["params"]):
                    if p.grad is not None:
                        p -= 0.02 * p.grad.sign() + 0.01 * p.grad
            return loss

    sizes = [(w.shape[1], w.shape[0]) for w in weights[::2]]
    layers = [torch.nn.Linear(*size, dtype=X.dtype, device=X.device) for size in sizes]
    tail = [layer for one in layers[1:] for layer in (torch.nn.Tanh(), one)]
    model = torch.nn.Sequential(layers[0], *tail)
    params = list(model.parameters())
    for p, w in zip(params, weights):  # noqa: B905
        p.data.copy_(w)
        p.grad = torch.full_like(p, found) if found else None
    if kind == "frozen":
        params[1].requires_grad_(False).grad = None
    optimizers = {
        "sgd": lambda: torch.optim.SGD(params, lr=0.05),
        "momentum": lambda: torch.optim.SGD(params, lr=0.05, momentum=0.9),
        "adam": lambda: torch.optim.Adam(params, lr=0.02),
        "signs": lambda: Signs(params),
        "groups": lambda: torch.optim.SGD(
            [{"params": params[:1]}, {"params": params[2:], "lr": 0.2}], lr=0.03
        ),
        "frozen": lambda: torch.optim.SGD([params[0], *params[2:]], lr=0.1),
    }
    optimizer = optimizers[kind]()
    losses = [submission.train(model, optimizer, X, y, steps) for _ in range(calls)]
    return [losses, [p.detach().clone() for p in params]]


def data(rng, hidden, dtype=torch.float32):
    """Weights for one or two layers, X and y."""
    n, i, o, h = rng.sizes(4, 2, 7)
    sizes = [(h, i), (o, h)] if hidden else [(o, i)]
    weights = [w for size in sizes for w in (rng.normal(*size) / 2, rng.normal(size[0]))]
    return (
        [w.to(dtype) for w in weights],
        rng.normal(n, i).to(dtype),
        2 * rng.normal(n, o).to(dtype),
    )


def wide(value):
    return [wide(v) for v in value] if isinstance(value, list) else value.double()


def differs(agree, got, expected, dtype):
    """What differs from the replay in float64, as a Failure, or None."""
    bound = BOUND[dtype]
    try:
        for mine, right in zip(got[0], expected[0], strict=True):
            agree.sequence(mine, right, rtol=bound)
    except Failure as failure:
        return failure
    for mine, right in zip(got[1], expected[1], strict=True):
        if mine.dtype != dtype or not (mine - right).abs().max() <= bound * max(
            1, right.abs().max()
        ):
            return Failure("the losses are right, but the weights end in another place")
    return None


def check(agree, submission, weights, X, y, *rest):
    """A run of `trained` must follow the same run of the reference in float64."""
    got = submission.run(trained, weights, X, y, *rest)
    exact = (wide(weights), X.double(), y.double(), *rest)
    failure = differs(agree, got, trained(agree.session.reference, torch, *exact), X.dtype)
    if failure is None:
        return
    causes = set()
    for sentence, wrong in agree.session.wrongs:
        try:
            theirs = trained(wrong, torch, *exact)
            same = differs(agree, got, theirs, X.dtype) is None
        except Exception:  # this wrong raises here, the learner's code does not
            continue
        causes |= {sentence} if same else set()
    raise failure.within(cause=causes.pop() if len(causes) == 1 else "")


@pytest.mark.visible
def test_example(agree, submission, rng):
    """the lesson's line: y = 2 * x, SGD, three laps"""
    X = rng.tensor([[1.0], [2.0], [3.0], [4.0]])
    check(agree, submission, [rng.normal(1, 1), rng.normal(1)], X, 2 * X, 3, "sgd")


@pytest.mark.points(2)
def test_sgd(agree, submission, rng):
    """SGD, one layer and two, several outputs"""
    for hidden in (False, True):
        check(agree, submission, *data(rng, hidden), 20, "sgd")
        check(agree, submission, *data(rng, hidden, torch.float64), rng.size(3, 9), "sgd")


@pytest.mark.points(3)
@pytest.mark.hint(
    "right with empty .grad, wrong here? then you clear too late: before the first backward"
)
def test_found_gradients(agree, submission, rng):
    """gradients that were there before do not count"""
    for steps in (1, 4):
        check(agree, submission, *data(rng, True, torch.float64), steps, "sgd", 7.0)
        check(agree, submission, *data(rng, False), steps, "adam", 7.0)


@pytest.mark.points(2)
@pytest.mark.hint("use the optimizer that you are given: it knows its settings and remembers")
def test_optimizers(agree, submission, rng):
    """momentum, Adam, two learning rates, an optimizer nobody knows"""
    for kind in ("momentum", "adam", "groups", "signs"):
        check(agree, submission, *data(rng, True, torch.float64), 12, kind)
    check(agree, submission, *data(rng, True), 50, "adam")


def test_called_again(agree, submission, rng):
    """called twice: the second call goes on where the first one stopped"""
    check(agree, submission, *data(rng, True, torch.float64), 5, "momentum", 0.0, 2)


def test_frozen(agree, submission, rng):
    """weights that do not require grad stay"""
    check(agree, submission, *data(rng, True, torch.float64), 6, "frozen")


def test_no_steps(agree, submission, rng):
    """0 steps: no losses, and nothing moves"""
    check(agree, submission, *data(rng, True), 0, "adam", 7.0)


def test_many_steps(agree, submission, rng):
    """more laps than 200, also when the loss is small"""
    weights, X, _ = data(rng, False)
    y = X @ rng.normal(*weights[0].shape).T + 1
    check(agree, submission, weights, X.double(), y.double(), 230, "sgd")
