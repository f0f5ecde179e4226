"""Hidden suite of 19_feed_forward."""

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=20,
    bans=("F.gelu", "nn.GELU", "nn.ReLU"),
    allowed="torch.erf, exp, nn.Linear, nn.Sequential, @",
    why="19 is about the bend itself",
    generic={"collapse.detaches": "two trained layers are made one; nothing is trained through it"},
    hints=(
        "Put W1 x + b1 in the place of x in W2 x + b2: what stands in front of x then?",
        "W2 (W1 x + b1) + b2; and GELU is x times the chance (1 + erf(x / sqrt 2)) / 2.",
        "return W2 @ ..., W2 @ ... + b2; 0.5 * x * (1 + torch.erf(...)); c_proj(gelu(c_fc(x)))",
    ),
)
ROOM = {"depth": 256, "scale": 8.0}  # outputs near 0 are sums of products that are not


@probe
def block(submission, torch, d, options, device):
    """Names and shapes of the layers' parameters, and how many numbers there are in all."""
    ff = submission.FeedForward(d, *options[0], **options[1]).to(device)
    layers = {"c_fc": ff.c_fc, "c_proj": ff.c_proj}
    shapes = {
        f"{name}.{part}": getattr(getattr(layer, part), "shape", None)
        for name, layer in layers.items()
        for part in ("weight", "bias")
    }
    grads = [p.requires_grad for p in ff.parameters()]
    return isinstance(ff, torch.nn.Module), shapes, sum(p.numel() for p in ff.parameters()), grads


@probe
def output(submission, torch, numbers, x, mult, grad):
    """The output of a block with these numbers, or the gradients of its sum of squares."""
    ff = submission.FeedForward(x.shape[-1], mult=mult).to(x.device).to(x.dtype)
    mine = [ff.c_fc.weight, ff.c_fc.bias, ff.c_proj.weight, ff.c_proj.bias]
    with torch.no_grad():
        for parameter, value in zip(mine, numbers, strict=True):
            parameter.copy_(value)
        ff(x + 1)  # what it keeps of a call must not show in the next
    if not grad:
        return ff(x)
    ff.eval()
    x.requires_grad_()
    (ff(x) ** 2).sum().backward()
    return [t.grad for t in (x, *mine)]


def numbers_of(rng, d, mult, dtype):
    """Random numbers for the parameters, as big as nn.Linear's at the start, or bigger."""
    h = d * mult
    sizes = ((h, d), (h,), (d, h), (d,))
    return [rng.normal(*s, dtype=dtype) / (s[-1] ** 0.5 if len(s) > 1 else 1) for s in sizes]


def check_block(submission, device, d, mult, *options):
    """Fails unless the block has the two layers of these sizes and nothing else."""
    module, shapes, total, grads = submission.run(block, d, options, device)
    if not module:
        raise Failure("FeedForward is no nn.Module", "class FeedForward(nn.Module)")
    h = mult * d
    right = {"c_fc.weight": (h, d), "c_fc.bias": (h,), "c_proj.weight": (d, h), "c_proj.bias": (d,)}
    for name, shape in right.items():
        if shapes[name] is None or tuple(shapes[name]) != shape:
            got = "missing" if shapes[name] is None else f"of shape {list(shapes[name])}"
            raise Failure(
                f"with d = {d} and mult = {mult}, {name} is {got}, expected {list(shape)}"
            )
    if total != 2 * h * d + h + d or not all(grads):
        raise Failure(f"{total} numbers can be trained, expected {2 * h * d + h + d}")


@pytest.mark.visible
def test_example(agree, rng):
    """gelu of -1, 0 and 1"""
    agree("gelu", rng.tensor([-1.0, 0.0, 1.0]))


@pytest.mark.points(3)
def test_collapse(agree, rng):
    """two linear layers are one"""
    a, b, c = rng.sizes(3, 2, 7)
    for i, h, o in ((a, a, a), (a, b, c), (b, c, a), (c, a, b), (a, 1, b), (1, b, 1)):
        inputs = rng.normal(h, i), rng.normal(h), rng.normal(o, h), rng.normal(o)
        agree.bound(**ROOM)("collapse", *inputs)


@pytest.mark.points(2)
@pytest.mark.hint("exact: x * P(Z <= x) by erf, not the formula with tanh")
def test_gelu(agree, rng):
    """gelu, of any shape"""
    agree("gelu", torch.linspace(-6, 6, 97))
    a, b, c = rng.sizes(3, 2, 6)
    agree.also("expanded")("gelu", 3 * rng.normal(a, b, c))
    agree("gelu", rng.uniform(low=0.5, high=3.0))
    agree("gelu", rng.normal(0, b))


def test_gelu_gradient(agree, rng):
    """gelu's gradient"""
    a, b = rng.sizes(2, 3, 6)
    agree.grad("gelu", 2 * rng.normal(a, b))


def test_gelu_of_large_numbers(agree, rng):
    """gelu of large numbers, in half precision too"""
    large = rng.tensor([-30000.0, -300.0, -12.0, -1.0, 0.0, 1.0, 12.0, 300.0, 30000.0])
    agree("gelu", large)
    agree.only("float32")("gelu", large.half())
    agree.only("float32")("gelu", large.bfloat16())


@pytest.mark.points(2)
def test_layers(submission, device, rng):
    """c_fc and c_proj, d and mult"""
    for d, mult in zip(rng.sizes(3, 3, 9), rng.sizes(3, 1, 5), strict=True):
        check_block(submission, device, d, 4, (), {})
        check_block(submission, device, d, mult, (), {"mult": mult})
        check_block(submission, device, d, mult, (mult,), {})


def test_it_bends(submission, rng):
    """the block is not one linear layer"""
    d, mult = rng.sizes(2, 3, 6)
    numbers = numbers_of(rng, d, mult, torch.float64)
    a, b = rng.normal(d, dtype=torch.float64), rng.normal(d, dtype=torch.float64)
    four = torch.stack([a + b, a, b, 0 * a])
    out = submission.run(output, numbers, four, mult, False)
    if not isinstance(out, torch.Tensor) or out.shape != four.shape:
        raise Failure("the block's output is no tensor of the shape of its input")
    if float((out[0] - out[1] - out[2] + out[3]).detach().abs().max()) < 1e-9:
        raise Failure(
            "your FeedForward is linear: collapse would make one layer of it",
            "what stands between c_fc and c_proj?",
        )


@pytest.mark.points(3)
@pytest.mark.after("test_it_bends")
def test_forward(agree, rng):
    """forward, with any leading axes"""
    for dtype in (torch.float32, torch.float64):
        d, mult, a, b = rng.sizes(4, 2, 6)
        for front in ((), (b,), (a, b), (0,)):
            numbers, x = numbers_of(rng, d, mult, dtype), rng.normal(*front, d, dtype=dtype)
            agree.bound(**ROOM).probe(output, numbers, x, mult, False, what="the block's output")


@pytest.mark.points(2)
@pytest.mark.after("test_it_bends")
def test_gradients(submission, agree, rng, reference):
    """gradients for x and all four parameters, in eval mode too"""
    d, mult, b = rng.sizes(3, 2, 6)
    numbers, x = numbers_of(rng, d, mult, torch.float64), rng.normal(b, d, dtype=torch.float64)
    got = submission.run(output, numbers, x, mult, True)
    if any(grad is None for grad in got):
        raise Failure("x or a parameter got no gradient", "the block must not cut the graph")
    right = output(reference, torch, numbers, x, mult, True)
    agree.bound(depth=256, scale=64.0).value(got, right, "the gradients of x and the parameters")
