"""Hidden suite of 31_block."""

from types import SimpleNamespace

import pytest
import torch
from torch.nn import functional as F

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=25,
    simulated=("test_example", "test_zero_weights"),
    bans=("layer_norm:layer_norm",),
    allowed="mean, var(unbiased=False), sqrt, *, +",
    why="31 is about what a layer norm does; nn.LayerNorm is allowed in Block",
    hints=(
        "What should layer_norm make of a row to which 100 was added?",
        "x.var(dim=-1, unbiased=False, keepdim=True) + eps goes under the root. In Block each half "
        "reads a normed copy and adds its answer to x itself.",
        "x + attn(norm of x) gives a new x; do the same once more with mlp and ln2; and no += on "
        "the caller's x.",
    ),
    generic={"Block.forward.returns_an_alias": "only where nothing was added to x, and x is right"},
)


@probe
def parameters(submission, torch, C, h):
    """The names and shapes of a new block's parameters, and the numbers its norms start with."""
    block = submission.Block(C, h)
    start = {n: p.detach().clone() for n, p in block.named_parameters() if n.startswith("ln")}
    return {name: list(p.shape) for name, p in block.named_parameters()}, start


@probe
def through(submission, torch, C, h, weights, x, backward):
    """A block's answer with these weights and whether x is still the same; or all gradients."""
    block = submission.Block(C, h).to(x.device, x.dtype)
    own = dict(block.named_parameters())
    with torch.no_grad():
        for name, value in weights.items():
            own[name].copy_(value)
        block(x + 1)  # what it keeps of a call must not show in the next
        submission.Block(C, 1)  # nor another block
    before = x.detach().clone()
    if not backward:
        with torch.no_grad():
            return block(x), torch.equal(x, before)
    x = before.requires_grad_()
    out = block.eval()(x)
    slope = torch.linspace(-1, 1, out.numel(), dtype=out.dtype, device=out.device)
    (out.flatten() * slope).sum().backward()
    return {**{name: p.grad for name, p in own.items()}, "x": x.grad}


@probe
def settings(submission, torch, seed):
    """What PyTorch's own generator and switches are like after a block was made and used."""
    torch.manual_seed(seed)
    submission.Block(4, 2)(torch.ones(1, 3, 4))
    return torch.is_grad_enabled(), str(torch.get_default_dtype()), torch.rand(4)


def shapes(C):
    """The names and shapes of a block's parameters."""
    linears = {"attn.qkv": (3 * C, C), "attn.proj": (C, C)}
    linears |= {"mlp.c_fc": (4 * C, C), "mlp.c_proj": (C, 4 * C)}
    found = {f"{name}.weight": shape for name, shape in linears.items()}
    found |= {f"{name}.bias": shape[:1] for name, shape in linears.items()}
    return found | {f"{n}.{kind}": (C,) for n in ("ln1", "ln2") for kind in ("weight", "bias")}


def drawn(rng, C):
    """Weights of a block, large enough for every one to show."""
    return {name: (rng.normal(*shape) / 2).double() for name, shape in shapes(C).items()}


def answers(reference, *args):
    """What the probe finds in the reference with the exact GELU, and with the one with tanh."""
    for kind in ("none", "tanh"):

        def block(C, h, kind=kind):
            made = reference.Block(C, h)
            fc, proj = made.mlp.c_fc, made.mlp.c_proj
            made.mlp.forward = lambda x: proj(F.gelu(fc(x), approximate=kind))
            return made

        yield through(SimpleNamespace(Block=block), torch, *args)


def same(agree, submission, reference, C, h, weights, x):
    """The learner's block gives the reference's answer, with either GELU."""
    out, kept = submission.run(through, C, h, weights, x, False)
    exact, tanh = (answer for answer, _ in answers(reference, C, h, weights, x, False))
    shaped = isinstance(out, torch.Tensor) and out.shape == exact.shape
    near = shaped and bool((out - tanh).abs().max() < (out - exact).abs().max())
    what = f"Block({C}, {h})(x{list(x.shape)})"
    agree.bound(depth=1e4).value(out, tanh if near else exact, what=what)
    if kept is not True:
        raise Failure(
            "forward changed its input x", "x = x + y makes a new tensor; x += y does not"
        )


def norm(agree, rng, *shape, scale=1.0, **options):
    x, g, b = rng.normal(*shape) * scale, rng.normal(shape[-1]), rng.normal(shape[-1])
    agree("layer_norm", x, g, b, **options)


@pytest.mark.visible
def test_example(agree, rng):
    """the example of the text"""
    x, b = rng.tensor([[1.0, 3.0], [5.0, 5.0]]), rng.tensor([0.0, 10.0])
    agree("layer_norm", x, rng.tensor([1.0, 1.0]), b)


@pytest.mark.points(2)
@pytest.mark.hint("mean and variance of each row: dim=-1 and keepdim=True")
def test_norm(agree, rng):
    """layer_norm: one to four axes"""
    a, b, c, d = sorted(rng.sizes(4, 2, 7))
    for shape in ((c,), (a, d), (d, a), (b, b), (b, a, c), (c, c, c), (a, d, b, c)):
        norm(agree, rng, *shape)


@pytest.mark.points(2)
@pytest.mark.hint("divide by c, not by c - 1: var(unbiased=False)")
def test_narrow_rows(agree, rng):
    """layer_norm: rows of two numbers, of one, of many; no rows"""
    for shape in ((5, 2), (3, 1), (2, 200), (0, 4), (3, 0, 2)):
        norm(agree, rng, *shape)


@pytest.mark.points(2)
@pytest.mark.hint("eps is added to the variance, under the root")
def test_eps(agree, rng):
    """layer_norm: equal numbers, nearly equal ones, another eps"""
    n, c = rng.sizes(2, 3, 6)
    x = rng.integers(n, 1, low=-5, high=6).float().expand(n, c).contiguous()
    agree("layer_norm", x, rng.normal(c), rng.normal(c))
    norm(agree, rng, n, c, scale=1e-3)
    norm(agree, rng, n, c, eps=0.5)
    agree("layer_norm", rng.normal(n, c), rng.normal(c), rng.normal(c), 0.1)


def test_shift_and_scale(agree, rng):
    """layer_norm: far from 0, and large"""
    x, g, b = rng.normal(4, 7), rng.normal(7), rng.normal(7)
    for moved in (x + 100, 1000 * x - 3):
        agree.only("float64").bound(scale=1e5)("layer_norm", moved, g, b)


@pytest.mark.points(2)
def test_norm_gradient(agree, rng):
    """layer_norm: gradients reach x, g and b"""
    close = agree.bound(depth=1e6)  # two numbers of a row that nearly agree: a small root divides
    a, b, c = rng.sizes(3, 2, 6)
    close.grad("layer_norm", rng.normal(a, b, c), rng.normal(c), rng.normal(c))
    close.grad("layer_norm", rng.normal(a, 2), rng.normal(2), rng.normal(2))


@pytest.mark.points(2)
def test_parameters(agree, submission, rng):
    """Block: its parameters, and how the norms start"""
    h, d = rng.sizes(2, 2, 4)
    C = h * d
    found, start = submission.run(parameters, C, h)
    right = {name: list(shape) for name, shape in shapes(C).items()}
    if found != right:
        odd = [n for n in {**right, **found} if found.get(n) != right.get(n)]
        raise Failure(
            f"Block({C}, {h}) differs in {', '.join(sorted(odd))[:300]}",
            "ln1, attn (qkv, proj), ln2, mlp (c_fc to 4 * C, c_proj back), with weight and bias",
        )
    for name, value in start.items():
        expected = torch.ones(C) if name.endswith("weight") else torch.zeros(C)
        agree.ignoring("device").value(value, expected, what=name)


@pytest.mark.points(4)
@pytest.mark.after("test_parameters")
@pytest.mark.hint("x = x + attn(ln1(x)), and with this x: x + mlp(ln2(x))")
def test_block(agree, submission, reference, rng):
    """Block: more steps than channels, and fewer"""
    a, b, c = sorted(rng.sizes(3, 2, 5))
    for B, T, h, d in ((a, c + 9, b, c), (c, a, b, c), (2, b, c, a), (1, 1, 1, c)):
        x = rng.normal(B, T, h * d)
        same(agree, submission, reference, h * d, h, drawn(rng, h * d), x.double())
    weights = {name: value.float() for name, value in drawn(rng, 6).items()}
    same(agree, submission, reference, 6, 3, weights, rng.normal(2, 4, 6))


@pytest.mark.once
@pytest.mark.after("test_block")
def test_many_steps(agree, submission, reference, rng):
    """Block: 200 steps"""
    same(agree, submission, reference, 4, 2, drawn(rng, 4), rng.normal(1, 200, 4).double())


@pytest.mark.points(2)
@pytest.mark.after("test_parameters")
@pytest.mark.hint("what is added is zero then, so x itself must be what is left")
def test_zero_weights(agree, submission, rng):
    """Block: with both last layers zero it hands x through"""
    h, d, T = rng.sizes(3, 2, 4)
    weights, x = drawn(rng, h * d), rng.normal(3, T, h * d).double()
    for name in weights:
        if ".proj." in name or ".c_proj." in name:
            weights[name] = torch.zeros_like(weights[name])
    agree.value(
        submission.run(through, h * d, h, weights, x, False)[0], x, what="the block's answer"
    )


@pytest.mark.points(2)
@pytest.mark.after("test_block")
def test_block_gradient(agree, submission, reference, rng):
    """Block: gradients reach x and every parameter, in eval mode too"""
    h, d, T = rng.sizes(3, 2, 4)
    weights, x = drawn(rng, h * d), rng.normal(2, T, h * d).double()
    found = submission.run(through, h * d, h, weights, x.clone(), True)
    exact, tanh = answers(reference, h * d, h, weights, x, True)
    try:
        agree.bound(depth=1e5).value(found, exact, what="the gradients")
    except Failure as failure:
        mine = found.get("x") if isinstance(found, dict) else None
        if not isinstance(mine, torch.Tensor) or not torch.allclose(mine, tanh["x"]):
            raise failure from None
        agree.bound(depth=1e5).value(found, tanh, what="the gradients")


@pytest.mark.once
def test_settings(submission):
    """PyTorch's own generator and switches are left alone"""
    first, second = submission.run(settings, 1), submission.run(settings, 2)
    if torch.equal(first[2], second[2]):
        raise Failure("PyTorch's random generator is seeded", "leave torch.manual_seed out")
    if first[:2] != (True, "torch.float32"):
        raise Failure("autograd is off, or the default dtype another, after a block was used")
