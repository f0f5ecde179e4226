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
def trained(submission, torch, weights, X, y, steps, kind, found=0.0, calls=1, real=True):
    """The losses of each call and the weights at the end, with an optimizer of torch or by hand."""

    class Hand(torch.optim.Optimizer):
        def __init__(self, groups):
            self.param_groups, self.state, self.defaults = groups, {}, {}

        def zero_grad(self, set_to_none=True):
            for p in (p for group in self.param_groups for p in group["params"]):
                p.grad = None if set_to_none or p.grad is None else torch.zeros_like(p)

        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            with torch.no_grad():
                for group in self.param_groups:
                    for p in group["params"]:
                        if p.grad is not None:
                            self.move(p, p.grad, group["lr"])
            return loss

        def move(self, p, g, lr):
            t, m, v = self.state.get(p, (0, 0, 0))
            if kind == "adam":
                t, m, v = t + 1, 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
                p -= lr * m / (1 - 0.9**t) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
            elif kind == "unknown":
                p -= lr * g.sign() + 0.01 * g
            else:
                m = 0.9 * m + g if kind == "momentum" else g
                p -= lr * m
            self.state[p] = t, m, v

    layers = []
    for w in weights[::2]:
        linear = torch.nn.Linear(w.shape[1], w.shape[0], dtype=X.dtype, device=X.device)
        layers += [torch.nn.Tanh(), linear] if layers else [linear]
    if kind == "mode":

        class Mode(torch.nn.Module):
            def forward(self, x):
                return x if self.training else x + 1

        layers.append(Mode())
    elif kind == "laps":

        class Laps(torch.nn.Module):
            laps = 0

            def forward(self, x):
                self.laps += 1
                return x * (1 + 0.2 * self.laps)

        layers.append(Laps())
    model = torch.nn.Sequential(*layers)
    params = list(model.parameters())
    for p, w in zip(params, weights):  # noqa: B905
        p.data.copy_(w)
        p.grad = torch.full_like(p, found) if found else None
    if kind == "frozen":
        params[1].requires_grad_(False)
    lr = 0.02 if kind in ("adam", "unknown") else 0.05
    groups = [{"params": params[:1], "lr": lr}, {"params": params[1:], "lr": lr}]
    if kind == "groups":
        groups[0]["lr"], groups[1] = 0.2, {"params": params[2:], "lr": lr}
    if not real or kind == "unknown":
        optimizer = Hand(groups)
    elif kind == "adam":
        optimizer = torch.optim.Adam(groups)
    else:
        optimizer = torch.optim.SGD(groups, lr=1.0, momentum=0.9 if kind == "momentum" else 0.0)
    losses = [submission.train(model, optimizer, X, y, steps) for _ in range(calls)]
    return [losses, [p.detach().clone() for p in params]]


def data(rng, layers, dtype=torch.float32):
    """Weights, X and y."""
    n, i, o, h = rng.sizes(4, 2, 7)
    sizes = [(o, i)] if layers == 1 else [(h, i), (o, h)]
    weights = [w for size in sizes for w in (rng.normal(*size) / 2, rng.normal(size[0]))]
    X, y = rng.normal(n, i), 2 * rng.normal(n, o)
    return [w.to(dtype) for w in weights], X.to(dtype), y.to(dtype)


def difference(agree, got, expected, dtype):
    """What differs from a run in float64, as a Failure, or None."""
    bound = BOUND[dtype]
    try:
        for mine, right in zip(got[0], expected[0], strict=True):
            agree.sequence(mine, right, rtol=bound)
    except Failure as failure:
        return failure
    for mine, right in zip(got[1], expected[1], strict=True):
        largest = bound * max(1.0, float(right.abs().max()))
        if mine.dtype != dtype or not float((mine.double() - right).abs().max()) <= largest:
            return Failure("the losses are right, but the weights end in another place")
    return None


def check(agree, submission, weights, X, y, *rest, **options):
    """A run of `trained` must follow the reference's run from the same weights in float64."""
    hand = {"real": False}  # torch's own optimizers take a second to be imported
    got = submission.run(trained, weights, X, y, *rest, *options.values(), here=hand)
    exact = [w.double() for w in weights], X.double().cpu(), y.double().cpu(), *rest
    right = trained(agree.session.reference, torch, *exact, **options, **hand)
    failure = difference(agree, got, right, X.dtype)
    if failure is not None:
        raise failure


@pytest.mark.visible
def test_example(agree, submission, rng):
    """the lesson's line: y = 2 * x, SGD, four laps"""
    X = rng.tensor([[1.0], [2.0], [3.0], [4.0]])
    check(agree, submission, [rng.normal(1, 1), rng.normal(1)], X, 2 * X, 4, "sgd")


@pytest.mark.points(2)
def test_sgd(agree, submission, rng):
    """SGD, one layer and two, several outputs"""
    for layers in (1, 2):
        check(agree, submission, *data(rng, layers), 20, "sgd")
        check(agree, submission, *data(rng, layers, torch.float64), rng.size(3, 9), "sgd")


@pytest.mark.points(3)
@pytest.mark.hint("all else is right? then you clear too late: clear before the first backward")
def test_found_gradients(agree, submission, rng):
    """gradients that were there before do not count"""
    for steps in (4, 1):
        check(agree, submission, *data(rng, 2, torch.float64), steps, "sgd", found=7.0)
        check(agree, submission, *data(rng, 1), steps, "adam", found=7.0)


@pytest.mark.points(2)
@pytest.mark.hint("use the optimizer that you are given: it knows its settings and remembers")
def test_optimizers(agree, submission, rng):
    """momentum, Adam, two learning rates, an optimizer nobody knows"""
    for kind in ("momentum", "adam", "groups", "unknown"):
        check(agree, submission, *data(rng, 2, torch.float64), 12, kind)
    check(agree, submission, *data(rng, 2), 50, "adam")


def test_called_again(agree, submission, rng):
    """called twice: the second call goes on where the first one stopped"""
    check(agree, submission, *data(rng, 2, torch.float64), 5, "momentum", found=0.0, calls=2)


def test_frozen(agree, submission, rng):
    """weights that do not require grad stay"""
    check(agree, submission, *data(rng, 2, torch.float64), 6, "frozen")


@pytest.mark.hint("a model in eval mode is for answering, not for training")
def test_mode(agree, submission, rng):
    """a model that answers otherwise in eval mode"""
    check(agree, submission, *data(rng, 2, torch.float64), 4, "mode")


@pytest.mark.hint("ask the model once a lap: dropout would answer otherwise the second time")
def test_laps(agree, submission, rng):
    """a model that answers otherwise each time it is asked"""
    check(agree, submission, *data(rng, 2, torch.float64), 4, "laps")


def test_growing(agree, submission, rng):
    """an lr that is too large, so that the loss grows"""
    weights, X, y = data(rng, 1, torch.float64)
    check(agree, submission, weights, 20 * X, y, 5, "sgd")


def test_no_steps(agree, submission, rng):
    """0 steps: no losses, and nothing moves"""
    check(agree, submission, *data(rng, 2), 0, "adam", found=7.0)


def test_many_steps(agree, submission, rng):
    """more laps than 200, and a loss that is small from the start"""
    weights, X, _ = data(rng, 1, torch.float64)
    y = X @ weights[0].T + weights[1] + 0.02 * rng.normal(len(X), len(weights[1]))
    check(agree, submission, weights, X, y, 230, "sgd")
