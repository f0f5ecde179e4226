"""Hidden suite of 30_heads."""

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=20,
    simulated=("test_example", "test_again"),
    hints=(
        "Which numbers of x belong to head 1?",
        "Cut the last axis first, (B, T, h, d), and only then move h in front of T.",
        "Reshape to (B, T, h, C // h), then .transpose(1, 2); merging undoes both, last one first.",
    ),
)


@probe
def there_and_back(submission, torch, x, h):
    """Split, then merged."""
    return submission.merge_heads(submission.split_heads(x, h)).clone()


@probe
def called_twice(submission, torch, x, C, h):
    """Whether a second call with the same x gives what the first gave."""
    layer = submission.CausalSelfAttention(C, h).to(x.device, x.dtype)
    with torch.no_grad():
        first = layer(x).clone()
        layer(x + 1)
        submission.CausalSelfAttention(C, 1)  # a layer of its own
        return torch.equal(first, layer(x))


@probe
def parameters(submission, torch, C, h):
    """The names and shapes of a new layer's parameters."""
    layer = submission.CausalSelfAttention(C, h)
    return {name: list(p.shape) for name, p in layer.named_parameters()}


@probe
def settings(submission, torch, seed):
    """What PyTorch's own generator and switches are like after a layer was made and used."""
    torch.manual_seed(seed)
    submission.CausalSelfAttention(4, 2)(torch.ones(1, 3, 4))
    return torch.is_grad_enabled(), str(torch.get_default_dtype()), torch.rand(4)


@probe
def attend(submission, torch, C, h, weights, x):
    """The answer of a layer with these weights, whether x is still the same, and all gradients."""
    layer = submission.CausalSelfAttention(C, h).to(x.device, x.dtype)
    own = dict(layer.named_parameters())
    with torch.no_grad():
        for name, value in weights.items():
            own[name].copy_(value)
    x = x.detach().requires_grad_()
    before = x.detach().clone()
    out = layer(x).detach()
    kept = torch.equal(x.detach(), before)
    slope = torch.linspace(-1, 1, out.numel(), dtype=out.dtype, device=out.device)
    (layer.eval()(x).flatten() * slope).sum().backward()
    slopes = {name: p.grad for name, p in own.items()}
    return out, kept, {**slopes, "x": x.grad}


def drawn(rng, C):
    """Weights of a layer, large enough for every one to show."""
    shapes = {
        "qkv.weight": (3 * C, C),
        "qkv.bias": (3 * C,),
        "proj.weight": (C, C),
        "proj.bias": (C,),
    }
    return {name: (rng.normal(*shape) / 2).double() for name, shape in shapes.items()}


def same(agree, submission, reference, C, h, weights, x):
    """The learner's layer gives the reference's answer."""
    out, kept, _ = submission.run(attend, C, h, weights, x)
    expected, _, _ = attend(reference, torch, C, h, weights, x)
    shape = list(x.shape)
    agree.bound(depth=1e4).value(out, expected, what=f"CausalSelfAttention({C}, {h})(x{shape})")
    if kept is not True:
        raise Failure("forward changed its input x", "x + y makes a new tensor, x += y does not")


@pytest.mark.visible
def test_example(agree, rng):
    """the example of the text"""
    x = rng.tensor([[[1.0, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]])
    agree.ignoring("alias")("split_heads", x, 2)


@pytest.mark.points(2)
@pytest.mark.hint("entry [b, i, t] is x[b, t, i*d : (i+1)*d]")
def test_split(agree, rng):
    """split_heads: all sizes different"""
    a, b, c, d = rng.sizes(4, 2, 6)
    for B, T, h, width in ((a, b, c, d), (d, c, b, a), (b, a, d, c), (a, b, b, b), (a, b, 1, d)):
        agree.ignoring("alias")("split_heads", rng.normal(B, T, h * width), h)
    agree.ignoring("alias")("split_heads", rng.normal(a, b, c), c)


@pytest.mark.points(2)
def test_merge(agree, rng):
    """merge_heads: all sizes different"""
    a, b, c, d = rng.sizes(4, 2, 6)
    for B, h, T, width in ((a, b, c, d), (d, c, b, a), (b, a, d, c), (a, b, b, b), (1, 1, 1, d)):
        agree.ignoring("alias")("merge_heads", rng.normal(B, h, T, width))


def test_round_trip(agree, submission, rng):
    """merged after splitting: x again"""
    B, T, h, d = rng.sizes(4, 2, 6)
    x = rng.normal(B, T, h * d)
    agree.value(submission.run(there_and_back, x, h), x, what="merge_heads(split_heads(x, h))")


@pytest.mark.hint("write the sizes out: where there are no numbers, a -1 in reshape is ambiguous")
def test_size_zero(agree, rng):
    """no sequences, no steps"""
    a, h, d = rng.sizes(3, 2, 6)
    for B, T in ((0, a), (a, 0), (0, 0)):
        agree.ignoring("alias")("split_heads", rng.normal(B, T, h * d), h)
        agree.ignoring("alias")("merge_heads", rng.normal(B, h, T, d))


def test_gradient(agree, rng):
    """gradients pass through both"""
    B, T, h, d = rng.sizes(4, 2, 5)
    agree.grad("split_heads", rng.normal(B, T, h * d), h)
    agree.grad("merge_heads", rng.normal(B, h, T, d))


@pytest.mark.once
@pytest.mark.hint("if C % h != 0: raise ValueError(...), in split_heads and in __init__")
def test_heads_that_do_not_fit(submission, rng):
    """h that does not divide C raises ValueError"""
    for C, h in ((7, 2), (6, 4), (3, 5), (9, 6)):
        with submission.raises(ValueError):
            submission.split_heads(rng.normal(2, 3, C), h)
        with submission.raises(ValueError):
            submission.CausalSelfAttention(C, h)


@pytest.mark.points(2)
def test_parameters(submission, rng):
    """qkv and proj, both with a bias, and nothing else"""
    h, d = rng.sizes(2, 2, 4)
    C = h * d
    found = submission.run(parameters, C, h)
    expected = {name: list(value.shape) for name, value in drawn(rng, C).items()}
    if found != expected:
        raise Failure(
            f"CausalSelfAttention({C}, {h}) has the parameters {found}, expected {expected}",
            "self.qkv = nn.Linear(C, 3 * C), self.proj = nn.Linear(C, C)",
        )


@pytest.mark.points(4)
@pytest.mark.after("test_parameters")
@pytest.mark.hint("C channels of q, then of k, then of v; each split into heads, scaled by sqrt(d)")
def test_attention(agree, submission, reference, rng):
    """several heads: more steps than channels, and fewer"""
    a, b, c = sorted(rng.sizes(3, 2, 5))
    for B, T, h, d in ((a, c + 9, b, c), (c, a, b, c), (2, b, c, a), (1, c, c, 1)):
        x = rng.normal(B, T, h * d)
        same(agree, submission, reference, h * d, h, drawn(rng, h * d), x.double())


@pytest.mark.once
@pytest.mark.after("test_attention")
@pytest.mark.hint("any T, and scores of any size: subtract each row's largest before exp")
def test_many_steps_and_large_scores(agree, submission, reference, rng):
    """200 steps, and scores of some millions"""
    same(agree, submission, reference, 6, 3, drawn(rng, 6), rng.normal(1, 200, 6).double())
    large = 1000 * rng.normal(2, 5, 6).double()
    same(agree.bound(scale=1e7), submission, reference, 6, 2, drawn(rng, 6), large)


@pytest.mark.after("test_parameters")
def test_one_head_and_one_step(agree, submission, reference, rng):
    """one head, one step, float32, x not contiguous"""
    C, T, B = 6, *rng.sizes(2, 2, 5)
    same(agree, submission, reference, C, 1, drawn(rng, C), rng.normal(B, T, C).double())
    same(agree, submission, reference, C, 2, drawn(rng, C), rng.normal(B, 1, C).double())
    same(agree, submission, reference, C, 3, drawn(rng, C), rng.normal(B, T, C))
    turned = rng.normal(C, T, B).double().transpose(0, 2)
    same(agree, submission, reference, C, 3, drawn(rng, C), turned)


@pytest.mark.points(2)
@pytest.mark.after("test_attention")
def test_layer_gradient(agree, submission, reference, rng):
    """gradients reach x, qkv and proj, in eval mode too"""
    h, d, T = rng.sizes(3, 2, 4)
    C = h * d
    weights, x = drawn(rng, C), rng.normal(2, T, C).double()
    _, _, found = submission.run(attend, C, h, weights, x)
    _, _, expected = attend(reference, torch, C, h, weights, x)
    agree.bound(depth=1e5).value(found, expected, what="the gradients")


@pytest.mark.once
def test_settings(submission):
    """PyTorch's own generator and switches are left alone"""
    first, second = submission.run(settings, 1), submission.run(settings, 2)
    if torch.equal(first[2], second[2]):
        raise Failure("PyTorch's random generator is seeded", "leave torch.manual_seed out")
    if first[:2] != (True, "torch.float32"):
        raise Failure("autograd is off, or the default dtype another, after a layer was used")


def test_again(submission, rng):
    """a second call gives the same as the first"""
    h, d, B, T = rng.sizes(4, 2, 5)
    if not submission.run(called_twice, rng.normal(B, T, h * d), h * d, h):
        raise Failure("the same x gives another answer the second time", "keep nothing of a call")
