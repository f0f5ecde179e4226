"""Hidden suite of 17_linear_module."""

import math

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=15,
    bans=("nn.Linear", "nn.LazyLinear", "nn.Bilinear", "F.linear", "F.bilinear"),
    allowed="nn.Module, nn.Parameter, torch.empty, uniform_, nn.init, @, matmul, einsum",
    why="17 is about writing such a layer yourself",
    hints=(
        "Who tells an optimizer which tensors it may move?",
        "nn.Parameter in __init__, after super().__init__(); forward only looks them up.",
        "nn.Parameter(torch.empty(out, in, device=..., dtype=...).uniform_(-k, k))",
    ),
)

ROOM = {"depth": 64, "scale": 8.0}  # outputs near 0 are sums of products that are not


@probe
def parameters(submission, torch, sizes, options, device):
    """Is it a Module, and for each parameter: shape, dtype, device, requires_grad; buffers."""
    layer = submission.MyLinear(*sizes, device=device, **options)
    found = {
        name: [list(p.shape), p.dtype, p.device.type, p.requires_grad]
        for name, p in layer.named_parameters()
    }
    inside = [layer.weight is dict(layer.named_parameters()).get("weight"), layer.bias is None]
    return isinstance(layer, torch.nn.Module), found, len(list(layer.buffers())), inside


@probe
def used(submission, torch, weight, bias, x, way, cotangent=None):
    """The output of a layer with these numbers, and with a cotangent the gradients of all three."""
    import copy

    out, size = weight.shape
    first = {"dtype": torch.float32} if way == "to" else {"dtype": weight.dtype}
    layer = submission.MyLinear(size, out, bias is not None, device=weight.device, **first)
    with torch.no_grad():
        if way == "load":
            state = {"weight": weight} if bias is None else {"weight": weight, "bias": bias}
            layer.load_state_dict(state)
        else:
            layer = layer.to(weight.dtype)
            layer.weight.copy_(weight)
            if bias is not None:
                layer.bias.copy_(bias)
    if way == "copy":
        original, layer = layer, copy.deepcopy(layer)
        original.weight.data.zero_()
    if way == "eval":
        layer.eval()
    with torch.no_grad():
        layer(x + 1)  # what it keeps of a call must not show in the next
    if cotangent is None:
        return [layer(x), x]  # and x as the call left it
    x.requires_grad_()
    (layer(x) * cotangent).sum().backward()
    return [t.grad for t in (x, layer.weight, layer.bias) if t is not None]


@probe
def saved(submission, torch, size, out, bias, device):
    """The layer's numbers, and those of an nn.Linear that loaded its state_dict."""
    layer = submission.MyLinear(size, out, bias=bias, device=device)
    plain = torch.nn.Linear(size, out, bias=bias, device=device)
    plain.load_state_dict(layer.state_dict())
    mine, theirs = layer.state_dict(), plain.state_dict()
    return [mine[name] for name in sorted(theirs)], [theirs[name] for name in sorted(theirs)]


@probe
def by_default(submission, torch):
    """Dtypes of a layer's parameters where float64 is the default."""
    torch.set_default_dtype(torch.float64)
    try:
        return [p.dtype for p in submission.MyLinear(3, 2).parameters()]
    finally:
        torch.set_default_dtype(torch.float32)


@probe
def start(submission, torch, size, out, device):
    """The numbers that a new layer starts with."""
    layer = submission.MyLinear(size, out, device=device)
    return [layer.weight.detach(), layer.bias.detach()]


@probe
def drawn(submission, torch, device):
    """Two layers in a row after each of two seeds, and a random number after them."""
    found = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        pair = [submission.MyLinear(5, 4, device=device).weight for _ in range(2)]
        found.append([*pair, torch.rand(3)])
    return found


def check_parameters(submission, device, sizes, options):
    """Fails unless the layer has exactly the parameters that it should."""
    module, found, buffers, inside = submission.run(parameters, sizes, options, device)
    if not module:
        raise Failure("MyLinear is no nn.Module", "class MyLinear(nn.Module)")
    dtype = options.get("dtype", torch.float32)
    right = {"weight": [[sizes[1], sizes[0]], dtype, device, True]}
    if options.get("bias", True):
        right["bias"] = [[sizes[1]], dtype, device, True]
    if set(found) != set(right):
        names = ", ".join(sorted(found)) or "none"
        raise Failure(
            f"the layer's parameters are {names}, expected {', '.join(sorted(right))}",
            "in __init__, assign each nn.Parameter to self; with bias=False assign None",
        )
    for name, [shape, kind, place, grad] in right.items():
        got = found[name]
        for what, at, should in (("shape", 0, shape), ("dtype", 1, kind), ("device", 2, place)):
            if got[at] != should:
                raise Failure(f"{name} has {what} {got[at]}, expected {should}")
        if got[3] is not grad:
            raise Failure(f"{name} does not require a gradient, so it cannot learn")
    if buffers:
        raise Failure(f"the layer has {buffers} buffers, expected none")
    if inside != [True, not options.get("bias", True)]:
        raise Failure("the attributes weight and bias are not the layer's parameters, or None")


def check_output(submission, agree, reference, weight, bias, x, way):
    """Fails unless a layer with these numbers gives the right output, and leaves x alone."""
    out, after = submission.run(used, weight, bias, x, way)
    right, _ = used(reference, torch, weight, bias, x, way)
    words = {
        "set": "",
        "to": " after .to",
        "copy": " of a copy",
        "load": " of a loaded layer",
        "eval": " in eval mode",
    }
    agree.bound(**ROOM).value(out, right.detach(), f"the output{words[way]}")
    agree.value(after, x, "x after the call")


def lies_evenly(numbers, k):
    """Whether they may be drawn evenly from -k to k; Kolmogorov and Smirnov's distance."""
    n = numbers.numel()
    even = torch.linspace(-k, k, n, dtype=torch.float64)
    # a right draw exceeds this less than once in 10^13
    return float((numbers.sort().values - even).abs().max()) <= 2 * k * 4 / math.sqrt(n)


@pytest.mark.visible
def test_parameters(submission, device):
    """weight and bias are its parameters"""
    check_parameters(submission, device, [4, 3], {})


@pytest.mark.points(2)
def test_arguments(submission, device, rng):
    """bias=False, dtype, device"""
    check_parameters(submission, device, rng.sizes(2, 2, 9), {"bias": False})
    for dtype in (torch.float64, torch.bfloat16):
        check_parameters(submission, device, rng.sizes(2, 2, 9), {"dtype": dtype})
        options = {"dtype": dtype, "bias": False}
        check_parameters(submission, device, rng.sizes(2, 2, 9), options)
    if device == "cpu":  # whoever uses the argument cannot help but raise
        with submission.raises(Exception):
            submission.MyLinear(3, 2, device="nowhere")


@pytest.mark.once
@pytest.mark.hint("hand dtype on as it is, None too")
def test_default_dtype(submission):
    """PyTorch's default dtype, when it is float64"""
    if set(submission.run(by_default)) != {torch.float64}:
        raise Failure("with float64 as the default dtype, the parameters are not all float64")


@pytest.mark.points(2)
def test_forward(submission, agree, rng, reference):
    """forward, with any leading axes"""
    for dtype in (torch.float32, torch.float64):
        i, o, a, b = rng.sizes(4, 2, 7)
        for front in ((), (b,), (a, b), (0,)):
            for bias in (rng.normal(o, dtype=dtype), None):
                weight, x = rng.normal(o, i, dtype=dtype), rng.normal(*front, i, dtype=dtype)
                check_output(submission, agree, reference, weight, bias, x, "set")
    n = rng.size(2, 5)
    weight, bias, x = rng.normal(n, n), rng.normal(n), rng.normal(n, n)
    check_output(submission, agree, reference, weight, bias, x, "set")


@pytest.mark.points(2)
@pytest.mark.hint("use self.weight and self.bias as they are: no .data, no detach, no copies")
def test_gradients(submission, agree, rng, reference):
    """gradients for x, weight and bias"""
    close = agree.bound(**ROOM)
    i, o, a, b = rng.sizes(4, 2, 7)
    for front in ((), (b,), (a, b)):
        for bias in (rng.normal(o, dtype=torch.float64), None):
            weight = rng.normal(o, i, dtype=torch.float64)
            x, cotangent = (rng.normal(*front, n, dtype=torch.float64) for n in (i, o))
            way = "eval" if len(front) == 1 else "set"
            grads = submission.run(used, weight, bias, x, way, cotangent)
            right = used(reference, torch, weight, bias, x, way, cotangent)
            if any(grad is None for grad in grads):
                raise Failure("x or a parameter got no gradient", "forward must not cut the graph")
            close.value(grads, right, "the gradients of x, weight and bias")


def test_moved_copied_loaded(submission, agree, rng, reference):
    """after .to(dtype), deepcopy, load_state_dict and eval"""
    i, o, b = rng.sizes(3, 2, 7)
    wide = [rng.normal(*shape, dtype=torch.float64) for shape in ((o, i), (o,), (b, i))]
    for way in ("to", "copy", "load", "eval"):
        check_output(submission, agree, reference, *wide, way)


def test_state_dict(submission, agree, rng, device):
    """its state_dict fits nn.Linear"""
    for bias in (True, False):
        i, o = rng.sizes(2, 2, 9)
        mine, theirs = submission.run(saved, i, o, bias, device)
        agree.value(mine, [t.detach() for t in theirs], "the state_dict")


@pytest.mark.points(2)
@pytest.mark.hint("evenly from -k to k, k = 1 / sqrt(in_features), and every number for itself")
def test_start(submission, device, rng):
    """how the numbers are drawn at the start"""
    for i, o in ((240 + rng.size(0, 20), 400), (9 + rng.size(0, 4), 8000)):
        weight, bias = submission.run(start, i, o, device)
        weight, k = weight.double().flatten(), 1 / math.sqrt(i)
        largest = float(weight.abs().max())
        if not 0.99 * k < largest < k * (1 + 1e-6):
            raise Failure(f"with {i} inputs the largest weight is {largest:.4f}, expected {k:.4f}")
        if not lies_evenly(weight, k):
            raise Failure("the weights do not lie evenly between -k and k")
        if weight.unique().numel() < 0.98 * weight.numel():
            raise Failure("weights repeat: draw each number for itself")
        if not float(bias.abs().max()) < k * (1 + 1e-6):
            raise Failure("a bias starts outside -k to k, or is not a number")
        if bool(bias.any()) and not lies_evenly(bias.double(), k):
            raise Failure("the biases are neither all zeros nor evenly drawn between -k and k")


def test_two_layers_differ(submission, device):
    """two layers start differently, and nothing is seeded"""
    first, second = submission.run(drawn, device)
    for one, two, _ in (first, second):
        if torch.equal(one, two):
            raise Failure("two layers start with the same numbers", "draw, and seed nothing")
    if torch.equal(first[0], second[0]) or torch.equal(first[2], second[2]):
        raise Failure("after another seed the same numbers come", "do not seed the generator")
