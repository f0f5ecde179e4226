"""Hidden suite of 20_census."""

import pytest

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=10,
    devices=("cpu",),
    preload=("optimizers",),  # who builds the model on the meta device needs torch._dynamo as well
    timeout=20,  # time to build GPT-2 small and count it
    hints=(
        "How many linear layers has one block, and what goes in and out of each?",
        "A linear layer from a to b has a * b + b numbers, a LayerNorm 2 d; shared counts once.",
        "attention: layers * (d * 3d + 3d + d * d + d); mlp in the same way with 4d.",
    ),
)


@probe
def counted(submission, torch, kind, a, b, c):
    """The learner's count for a model of three sizes."""
    nn = torch.nn
    if kind == "layers":
        model = nn.Sequential(
            nn.Linear(a, b), nn.ReLU(), nn.Sequential(nn.Linear(b, c, bias=False))
        )
    elif kind == "buffers":
        model = nn.Sequential(nn.Linear(a, b), nn.BatchNorm1d(b))
        model.register_buffer("mask", torch.ones(c, c))
    elif kind == "tied":
        model = nn.ModuleDict({"embed": nn.Embedding(a, b), "head": nn.Linear(b, a, bias=False)})
        model["head"].weight = model["embed"].weight
    elif kind == "shared module":
        layer = nn.Linear(a, b)
        model = nn.Sequential(layer, nn.Linear(b, a), nn.ModuleList([layer, nn.Sequential(layer)]))
    elif kind == "frozen":
        model = nn.Sequential(nn.Linear(a, b), nn.Linear(b, c)).requires_grad_(False)
        model[1].bias.requires_grad_(True)
    elif kind == "loose":
        model = nn.Module()
        model.scale = nn.Parameter(torch.tensor(1.0))
        model.list = nn.ParameterList([torch.zeros(a, b, c), torch.zeros(b)])
        model.none = nn.Parameter(torch.zeros(0, a))
        model.plain = torch.zeros(c)
        model.register_parameter("absent", None)
    elif kind == "alike":
        model = nn.ModuleList([nn.Linear(a, b) for _ in range(3)])
        for layer in model:
            nn.init.ones_(layer.weight)
            nn.init.ones_(layer.bias)
    elif kind == "one memory":
        model = nn.Module()
        model.one = nn.Parameter(torch.ones(a, b))
        model.two = nn.Parameter(model.one.data)
        model.row = nn.Parameter(model.one.data[0])
    elif kind == "transformer":
        model = nn.ModuleDict({"tok": nn.Embedding(a, 2 * b), "norm": nn.LayerNorm(2 * b)})
        model["inner"] = nn.ModuleDict({"one": nn.Linear(2 * b, c), "two": nn.Linear(c, 2 * b)})
        model["out"] = nn.Linear(2 * b, a, bias=False)
        model["out"].weight = model["tok"].weight
    else:
        model = nn.Sequential(nn.ReLU(), nn.Identity())
    return submission.count_params(model)


def right_count(kind, a, b, c):
    """The number of parameters of `counted`'s model."""
    return {
        "layers": a * b + b + b * c,
        "buffers": a * b + b + 2 * b,
        "tied": a * b,
        "shared module": a * b + b + b * a + a,
        "frozen": a * b + b + b * c + c,
        "loose": 1 + a * b * c + b,
        "alike": 3 * (a * b + b),
        "one memory": 2 * a * b + b,
        "transformer": a * 2 * b + 4 * b + (2 * b * c + c) + (c * 2 * b + 2 * b),
        "empty": 0,
    }[kind]


def check_count(submission, rng, kind, words):
    """Fails unless the learner's count of such a model is right, and an int."""
    a, b, c = rng.sizes(3, 2, 9)
    got, right = submission.run(counted, kind, a, b, c), right_count(kind, a, b, c)
    if type(got) is not int:
        raise Failure(f"count_params gives a {type(got).__name__}, not an int", "a count is an int")
    if got != right:
        raise Failure(f"count_params gives {got} for {words}, expected {right}")


@pytest.mark.visible
def test_gpt2_small(agree):
    """GPT-2 small: 124,439,808"""
    # who builds the model to count it draws random numbers, and may
    agree.ignoring("rng")("gpt2_params", 50257, 1024, 768, 12)


@pytest.mark.points(3)
def test_other_sizes(agree, rng):
    """other sizes, each part by itself"""
    for _ in range(4):
        vocab, ctx, d, layers = rng.sizes(4, 2, 60)
        agree.ignoring("rng")("gpt2_params", vocab, ctx, d, layers)
    agree.ignoring("rng")("gpt2_params", vocab=vocab, ctx=ctx, d=d, layers=layers)


def test_small(agree, rng):
    """no layers, one layer, d = 1, an odd count that float32 cannot hold"""
    vocab, ctx, d = rng.sizes(3, 2, 40)
    agree.ignoring("rng")("gpt2_params", vocab, ctx, d, 0)
    agree.ignoring("rng")("gpt2_params", vocab, ctx, d, 1)
    agree.ignoring("rng")("gpt2_params", vocab, ctx, 1, rng.size(2, 5))
    agree.ignoring("rng")("gpt2_params", 49999, 1001, 333, 1)  # odd, and above 2 ** 24


def test_layers_in_layers(submission, rng):
    """count_params: modules in modules"""
    check_count(submission, rng, "layers", "nested linear layers")
    check_count(submission, rng, "loose", "parameters of 0 to 3 axes")
    check_count(submission, rng, "empty", "a model without parameters")


def test_buffers(submission, rng):
    """count_params: buffers do not count"""
    check_count(submission, rng, "buffers", "a model with buffers")


@pytest.mark.points(2)
def test_shared(submission, rng):
    """count_params: shared ones count once"""
    check_count(submission, rng, "tied", "an output layer tied to the embedding")
    check_count(submission, rng, "shared module", "a layer that is used three times")
    check_count(submission, rng, "transformer", "a small tied model")


def test_alike(submission, rng):
    """count_params: equal numbers, different parameters"""
    check_count(submission, rng, "alike", "three layers that hold equal numbers")
    check_count(submission, rng, "one memory", "three parameters that lie in the same memory")


def test_frozen(submission, rng):
    """count_params: frozen ones count"""
    check_count(submission, rng, "frozen", "a model with frozen parameters")
