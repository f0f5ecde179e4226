"""Hidden suite of 33_any_device."""

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=20,
    timeout=20,
    seeds=2,
    preload=("optimizers",),
    simulated=("test_example", "test_nest", "test_counter", "test_training"),
    hints=(
        "Where was this tensor born, and which line takes it to where the others are?",
        "Every factory call says device=x.device, and every .to(device) is used for what it "
        "returns; a module moves itself, so build the optimizer after that.",
        "In Counter: self.register_buffer with the name count and a 0-D int64 zero.",
    ),
)
MIXED = "same device", "two devices", "expected device", "expected all tensors"


@probe
def picked(submission, torch, cuda, mps):
    """What is picked on a machine that has these."""
    answers = {
        (torch.cuda, "is_available"): lambda: cuda,
        (torch.cuda, "device_count"): lambda: int(cuda),
        (torch.backends.mps, "is_available"): lambda: mps,
        (torch.backends.mps, "is_built"): lambda: mps,
    }
    if hasattr(torch, "accelerator"):
        name = "cuda" if cuda else "mps" if mps else None
        there = torch.device(name) if name else None
        answers[torch.accelerator, "is_available"] = lambda: name is not None
        answers[torch.accelerator, "current_accelerator"] = lambda *a, **k: there
    before = {(place, name): getattr(place, name) for place, name in answers}
    for (place, name), answer in answers.items():
        setattr(place, name, answer)
    try:
        device = submission.pick_device()
    finally:
        for (place, name), function in before.items():
            setattr(place, name, function)
    return type(device).__name__, torch.device(device).type


@probe
def moved(submission, torch, x, y, target, as_text):
    """A nest of containers after the move, told as plain lists; and the same of what was given."""
    from collections import OrderedDict, defaultdict, namedtuple

    pair = namedtuple("Pair", ["left", "right"])
    other = object()
    counts = defaultdict(list, {"b": [x], "a": (y, None)})
    ordered = OrderedDict([("z", x), ("a", {"deep": [pair(y, "text"), []]})])

    class Batch(dict):
        pass

    def told(value, there):
        if isinstance(value, torch.Tensor):
            here = "there" if value.device.type == there else value.device.type
            values = [] if value.device.type == "meta" else value.flatten().tolist()
            grad = "with a gradient" if value.requires_grad else "without a gradient"
            return ["tensor", here, str(value.dtype), list(value.shape), grad, values]
        if isinstance(value, dict):
            factory = getattr(value, "default_factory", None)
            items = [[key, told(item, there)] for key, item in value.items()]
            return [type(value).__name__, getattr(factory, "__name__", ""), items]
        if isinstance(value, (list, tuple)):
            fields = list(getattr(value, "_fields", ()))
            return [type(value).__name__, fields, [told(item, there) for item in value]]
        return ["the same object"] if value is other else [type(value).__name__, str(value)]

    leaf = x.clone().requires_grad_()
    whole = [x, y, counts, ordered, pair(x, (y,)), Batch(k=[x], n=3), 1.5, None, other, {}, leaf]
    device = torch.device(target)
    origin = x.device.type
    answer = submission.to_device(whole, target if as_text else device)
    single = submission.to_device(x, target if as_text else device)
    return (
        told(answer, device.type),
        told(single, device.type),
        told(whole, origin),
        answer is not whole,
        counts["new"] == [],
    )


@probe
def counted(submission, torch, x, device):
    """The life of a Counter: what it holds, counts, stores, and takes along when it moves."""
    import copy

    one, two = submission.Counter().to(device), submission.Counter()

    def look(counter):
        count = dict(counter.named_buffers()).get("count", torch.zeros(0))
        at_home = count.device.type == torch.device(device).type
        number = count.tolist() if count.device.type != "meta" else None
        return [str(count.dtype), list(count.shape), number, at_home]

    facts = [isinstance(one, torch.nn.Module), look(one), len(list(one.parameters()))]
    fresh = x.clone()
    outputs = [one(x), one.eval()(x[:1]), one.train()(x)]
    with torch.no_grad():
        outputs.append(one(x))
    linked = one(x.clone().requires_grad_()).requires_grad
    facts += [look(one), list(one.state_dict()), two.count.tolist()]
    facts.append([torch.equal(out, fresh[: len(out)]) and out.dtype == x.dtype for out in outputs])
    facts += [torch.equal(x, fresh), linked]
    again = submission.Counter().to(device)
    again.load_state_dict(one.state_dict())
    again(x)
    twin = copy.deepcopy(one)
    twin(x)
    facts += [look(again), look(twin), look(one), look(one.to(torch.float64))]
    gone = submission.Counter().to("meta")
    try:
        away = gone(x.to("meta")).device.type
    except RuntimeError as error:
        away = f"RuntimeError: {error}"
    return [*facts, dict(gone.named_buffers())["count"].device.type, away]


@probe
def trained(submission, torch, weights, batches, lr, steps, device, renews):
    """Losses and parameters of a small model, its grads polluted, in the dtype of the weights."""

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first = torch.nn.Linear(3, 4, dtype=weights[0].dtype)
            self.last = torch.nn.Linear(4, 2, dtype=weights[0].dtype)

        def forward(self, x):
            return self.last(torch.tanh(self.first(x))) * (1 if self.training else 2)

        def _apply(self, *args, **kwargs):
            super()._apply(*args, **kwargs)
            if renews:  # as a move may do: the model's parameters are new ones afterwards
                for layer in (self.first, self.last):
                    for name, p in list(layer.named_parameters()):
                        setattr(layer, name, torch.nn.Parameter(p.detach().clone()))
            return self

    model = Net()
    with torch.no_grad():
        for p, w in zip(model.parameters(), weights, strict=True):
            p.copy_(w)
            p.grad = torch.full_like(p, 7.0)
    batches = [(x.cpu(), y.cpu()) for x, y in batches]
    copies = [(x.clone(), y.clone()) for x, y in batches]
    given = list(batches)
    losses = submission.train_anywhere(model, batches, lr, steps, device)
    kept = len(given) == len(batches) and all(a is b for a, b in zip(given, batches, strict=True))
    kept = kept and all(
        torch.equal(a, b) and a.device.type == "cpu" and not a.requires_grad
        for pair, copied in zip(given, copies, strict=True)
        for a, b in zip(pair, copied, strict=True)
    )
    places = sorted({p.device.type for p in model.parameters()})
    return losses, [p.detach().cpu() for p in model.parameters()], kept, places


@probe
def elsewhere(submission, torch, x, y):
    """What happens on "meta", where tensors have a place and a shape and no numbers."""
    names = ("item", "__float__", "cpu", "tolist")
    before = {name: getattr(torch.Tensor, name) for name in names}

    def filled(tensor):
        meta = tensor.device.type == "meta"
        return torch.zeros(tensor.shape, dtype=tensor.dtype) if meta else tensor.detach()

    def numbered(name):
        return lambda tensor: before[name](filled(tensor))

    for name in names:
        setattr(torch.Tensor, name, numbered(name))
    model = torch.nn.Linear(3, 2, dtype=x.dtype)
    try:
        submission.train_anywhere(model, [(x, y)], 0.1, 2, "meta")
        problem = ""
    except RuntimeError as error:
        problem = str(error)
    finally:
        for name, function in before.items():
            setattr(torch.Tensor, name, function)
    return sorted({p.device.type for p in model.parameters()}), problem


def weights_of(rng):
    return [(rng.normal(*shape) / 2).double() for shape in ((4, 3), (4,), (2, 4), (2,))]


def batches_of(rng, count):
    sizes = rng.sizes(count, 2, 6)
    return [(rng.normal(n, 3).double(), rng.normal(n, 2).double()) for n in sizes]


@pytest.mark.visible
@pytest.mark.points(1)
def test_example(submission, agree, rng, device):
    """the example of the text: tensors in a dict"""
    x = rng.normal(2)
    got = submission.to_device({"x": x, "names": ["a", None]}, device)
    agree.value(got, {"x": x, "names": ["a", None]}, what="the batch")


@pytest.mark.once
@pytest.mark.points(2)
def test_pick(submission):
    """pick_device: cuda, else mps, else cpu"""
    for cuda, mps, right in (
        (True, False, "cuda"), (False, True, "mps"), (True, True, "cuda"), (False, False, "cpu"),
    ):  # fmt: skip
        kind, name = submission.run(picked, cuda, mps)
        if kind != "device":
            raise Failure(f"pick_device gives a {kind}, not a torch.device")
        if name != right:
            has = " and ".join(["cuda"] * cuda + ["mps"] * mps) or "neither cuda nor mps"
            raise Failure(f"a machine with {has}: you pick {name}, expected {right}")


@pytest.mark.points(3)
def test_nest(submission, reference, rng, device):
    """to_device: every tensor moves, every container keeps its type"""
    for dtype in (torch.float64, torch.float32):
        x, y = rng.normal(2, 3, dtype=dtype), rng.integers(4)
        for target, as_text in ((device, True), ("meta", False)):
            got = submission.run(moved, x, y, target, as_text)
            right = moved(reference, torch, x, y, "cpu" if target == device else "meta", as_text)
            told = "", "a tensor alone", "the batch that was given", "a new list", "the factory"
            for name, mine, wanted in zip(told, got, right, strict=True):
                if mine != wanted:
                    raise Failure(_difference(mine, wanted, name), "compare type and place of each")


def _difference(mine, wanted, name):
    """The first place where two told nests differ, in words."""
    if not isinstance(mine, list) or not isinstance(wanted, list):
        what = name or "an entry"
        return f"{what}: got {mine}, expected {wanted}"
    for index, (a, b) in enumerate(zip(mine, wanted, strict=False)):
        if a != b:
            if isinstance(a, list) and isinstance(b, list):
                return _difference(a, b, name)
            kind = wanted[0] if index and isinstance(wanted[0], str) else name or "an entry"
            return f"{kind}: got {a!r}, expected {b!r}"
    return f"{name or 'a container'}: {len(mine)} parts, expected {len(wanted)}"


@pytest.mark.points(2)
def test_counter(submission, reference, rng, device):
    """Counter: its count is a buffer, is stored, and moves along"""
    x = rng.normal(*rng.sizes(2, 2, 5))
    got = submission.run(counted, x, device)
    right = counted(reference, torch, x, "cpu")
    told = (
        "is it an nn.Module", "the buffer at the start: dtype, shape, value, moved",
        "number of parameters", "the buffer after five calls", "keys of the state_dict",
        "another Counter's count", "does forward return x", "is x left as it was",
        "does a gradient pass through",
        "after loading a state_dict", "of a copy", "of the one that was copied",
        "after .to(torch.float64)",
        "where the count is after .to('meta')", "where x is after a call on 'meta'",
    )  # fmt: skip
    for name, mine, wanted in zip(told, got, right, strict=True):
        if mine != wanted:
            raise Failure(f"{name}: got {mine}, expected {wanted}"[:300])


@pytest.mark.points(3)
def test_training(submission, reference, agree, rng, device):
    """train_anywhere: losses and parameters, batches in turn, large numbers"""
    for count, steps, lr, size in ((3, 8, 0.1, 1), (2, 1, 0.4, 1), (4, 3, 0.02, 1000)):
        weights, batches = weights_of(rng), batches_of(rng, count)
        batches = [(x, size * y) for x, y in batches]
        got = submission.run(trained, weights, batches, lr, steps, device, False)
        _same_training(agree, got, _replay(reference, weights, batches, lr, steps), device)


@pytest.mark.points(1)
def test_float32(submission, reference, agree, rng, device):
    """train_anywhere keeps float32"""
    weights = [w.float() for w in weights_of(rng)]
    batches = [(x.float(), y.float()) for x, y in batches_of(rng, 2)]
    got = submission.run(trained, weights, batches, 0.1, 5, device, False)
    _same_training(agree, got, _replay(reference, weights, batches, 0.1, 5), device)


@pytest.mark.points(1)
def test_no_steps(submission, rng, device):
    """no steps: an empty list"""
    args = weights_of(rng), batches_of(rng, 1), 0.1, 0, device, False
    losses = submission.run(trained, *args)[0]
    if losses != []:
        raise Failure(f"0 steps give {losses!r:.100}, expected an empty list")


@pytest.mark.points(2)
@pytest.mark.after("test_training")
def test_order(submission, reference, agree, rng, device):
    """the optimizer holds the parameters that the model has after the move"""
    weights, batches = weights_of(rng), batches_of(rng, 2)
    got = submission.run(trained, weights, batches, 0.1, 4, device, True)
    _same_training(agree, got, _replay(reference, weights, batches, 0.1, 4), device)


@pytest.mark.points(2)
@pytest.mark.after("test_training")
def test_other_device(submission, rng):
    """model and batches meet on the device that was named"""
    x, y = rng.normal(4, 3), rng.normal(4, 2)
    places, problem = submission.run(elsewhere, x.double(), y.double())
    if any(text in problem for text in MIXED):
        raise Failure("tensors of two devices meet in train_anywhere", problem[:200])
    if not problem and places != ["meta"]:
        raise Failure(
            f"after training on the device 'meta' the model's parameters are on {places}",
            "move the model to the device that the caller named, and leave it there",
        )


def _replay(reference, weights, batches, lr, steps):
    return trained(reference, torch, weights, batches, lr, steps, "cpu", False)


def _same_training(agree, got, right, device):
    losses, parameters, kept, places = got
    agree.sequence(losses, right[0])
    if not kept:
        raise Failure("the caller's batches are changed", "to_device gives new tensors: use those")
    if places != [device]:
        raise Failure(f"after training the model's parameters are on {places}, expected {device}")
    largest = max(float(w.abs().max()) for w in right[1])
    loose = agree.ignoring("device").bound(depth=1e4, scale=1e3 * largest)
    for mine, wanted in zip(parameters, right[1], strict=True):
        loose.value(mine, wanted, what="a parameter after training")
