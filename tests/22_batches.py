"""Hidden suite of 22_batches."""

import itertools

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=12,
    hints=(
        "From which start on does the last target of a piece fall off the end of data?",
        "There are n - T starts, 0 to n - T - 1, and randint leaves its upper end out.",
        "torch.randint(len(data) - T, (B,), generator=generator), then data[s : s + T] for each s",
    ),
)


@probe
def batches(submission, torch, data, T, B, seed, times, others):
    """Batches in a row from one generator; `others` seeds the other generators before each."""
    import random

    generator = torch.Generator().manual_seed(seed)
    found = []
    for _ in range(times):
        if others is not None:
            torch.manual_seed(others)
            random.seed(others)
        found.append(submission.get_batch(data, T, B, generator))
    return found


@probe
def effects(submission, torch, data, T, B, dense):
    """A batch, the data after the call, whether they share memory, and what else has changed."""
    data = data.clone() if dense else torch.stack([data, data], 1)[:, 0]
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)

    def state():
        settings = torch.get_default_dtype(), torch.is_grad_enabled()
        return data._version, torch.get_rng_state().tolist(), settings

    before = state()
    batch = submission.get_batch(data, T, B, torch.Generator().manual_seed(1))
    kept = [a == b for a, b in zip(before, state(), strict=True)]
    memory = data.untyped_storage().data_ptr()
    return kept, any(t.untyped_storage().data_ptr() == memory for t in batch), data, batch


def text_for(rng, n, dtype=torch.int64):
    """n ids, all different and in no order, so that an id tells where it stands."""
    if dtype.is_floating_point:
        return (rng.normal(n).double() / 3).to(dtype)
    return (rng.permutation(n) + (2**33 if dtype == torch.int64 else 100)).to(dtype)


def check_shapes(T, B, batch):
    """Fails unless it is a pair of tensors of shape (B, T)."""
    if not isinstance(batch, tuple | list) or len(batch) != 2:
        raise Failure("get_batch does not return (x, y)", "return x, y")
    for name, t in zip("xy", batch, strict=True):
        if not isinstance(t, torch.Tensor) or t.shape != (B, T):
            got = f"has shape {list(t.shape)}" if isinstance(t, torch.Tensor) else "is no tensor"
            raise Failure(f"{name} {got}, expected {[B, T]}", "B rows of T ids")


def starts_of(agree, data, T, B, found):
    """The starts of each batch's rows; fails unless all are pieces of data, y one on."""
    for batch in found:
        check_shapes(T, B, batch)
    order = data.argsort()
    first = torch.stack([x[:, 0] for x, _ in found]).double()
    near = torch.searchsorted(data[order].double(), first).clamp(max=len(data) - 1)
    starts = order[near]
    if (data[starts].double() != first).any():
        raise Failure("x holds numbers that are not in data", "ids from data, not positions")
    last = len(data) - T - 1
    if starts.max() > last:
        text = f"with n = {len(data)} and T = {T} a row starts at {int(starts.max())}"
        raise Failure(f"{text}: its last target lies behind the end", f"the last start is {last}")
    where = starts[:, :, None] + torch.arange(T)
    for i, (x, y) in enumerate(found):
        if i == 0 or (x != data[where[i]]).any() or (y != data[where[i] + 1]).any():
            agree.value(x, data[where[i]], "x")
            agree.value(y, data[where[i] + 1], "y")
    return starts.tolist()


def draw(submission, agree, data, T, B, seed, times=1, others=None):
    """The starts of some batches in a row, each checked."""
    found = submission.run(batches, data, T, B, seed, times, others)
    return starts_of(agree, data, T, B, found)


@pytest.mark.once
@pytest.mark.visible
def test_example(submission, agree):
    """pieces of 0 .. 9"""
    draw(submission, agree, torch.arange(10), 4, 3, seed=1, times=20)


@pytest.mark.points(2)
def test_split(agree, rng):
    """split: a first part of int(frac * n) ids, and the others"""
    views = agree.ignoring("alias")
    for n in (10, 11, 19, rng.size(20, 60)):
        data = text_for(rng, n)
        views("split", data)
        views("split", data, frac=rng.choice([0.1, 0.25, 0.6, 0.77]))
        views("split", data, 0.5)
    for frac in (0.0, 1.0):
        views("split", data, frac)
    views("split", text_for(rng, 1))
    views("split", text_for(rng, 0))
    views("split", text_for(rng, 9, torch.int32), 0.75)
    views("split", text_for(rng, 9, torch.float64), 0.75)


@pytest.mark.points(3)
@pytest.mark.hint("x and y are rows of data, and y is moved on by one")
def test_pieces(submission, agree, rng):
    """every row is a piece of data, y the same piece one on"""
    for low, high in ((2, 4), (6, 9)):
        T, B = rng.size(low, high), rng.size(10 - high, 10 - low)
        data = text_for(rng, T + rng.size(5, 40))
        draw(submission, agree, data, T, B, rng.size(0, 999), times=20)


@pytest.mark.points(2)
@pytest.mark.hint("n - T starts: 0 is the first, n - T - 1 the last")
def test_all_starts(submission, agree, rng):
    """every start comes, the first and the last too"""
    T, extra = rng.size(2, 6), rng.size(3, 6)
    data = text_for(rng, T + extra)
    seen = {s for row in draw(submission, agree, data, T, 20, rng.size(0, 999), 40) for s in row}
    missing = sorted(set(range(extra)) - seen)
    if missing:  # by chance once in 10^60
        text = f"with n = {T + extra} and T = {T} no row ever starts at {missing}"
        raise Failure(text, f"all starts from 0 to {extra - 1} are possible")


@pytest.mark.points(2)
@pytest.mark.hint("hand the generator on to randint, and seed nothing")
def test_generator(submission, agree, rng):
    """the generator decides, and nothing else"""
    T, B, seed = rng.size(2, 5), rng.size(6, 9), rng.size(0, 999)
    data = text_for(rng, T + 50)
    first = draw(submission, agree, data, T, B, seed, times=3, others=1)
    if first != draw(submission, agree, data, T, B, seed, times=3, others=2):
        raise Failure("the same state of the generator gives another batch",
                      "use the given generator, and no other")  # fmt: skip
    if first[0] == first[1] or first[1] == first[2]:
        raise Failure("the same batch comes again and again", "do not seed the generator")
    if first == draw(submission, agree, data, T, B, seed + 1, times=3):
        raise Failure("another state of the generator gives the same batch")


@pytest.mark.once
@pytest.mark.after("test_all_starts")
def test_long_text(submission, agree, rng):
    """starts all over a long text, equally likely"""
    n, B = 5000, 8000
    [many] = draw(submission, agree, text_for(rng, n + 1), 1, B, rng.size(0, 999))
    even = torch.linspace(0, n, B, dtype=torch.float64)
    # Kolmogorov-Smirnov: a right draw exceeds this less than once in 10^13
    if float((torch.tensor(sorted(many)) - even).abs().max()) > n * 4 / B**0.5:
        raise Failure(f"with n = {n + 1} and T = 1 the starts do not lie evenly from 0 to {n - 1}")


@pytest.mark.points(2)
@pytest.mark.after("test_all_starts")
@pytest.mark.hint("one start for each row, all drawn in the same way")
def test_even_and_independent(submission, agree, rng):
    """starts equally likely, rows independent"""
    T, starts = rng.size(2, 5), 3
    data = text_for(rng, T + starts)
    [many] = draw(submission, agree, data, T, 3000, rng.size(0, 999))
    count = [many.count(s) for s in range(starts)]
    if max(abs(c - 1000) for c in count) > 220:  # more than eight sigma
        raise Failure(f"of 3000 rows, {count} start at 0, 1, 2: the starts are not equally likely")
    rows = draw(submission, agree, data, T, 3, rng.size(0, 999), times=250)
    for one, two in ((0, 1), (1, 2), (0, 2)):
        if len({(row[one], row[two]) for row in rows}) < starts**2:  # by chance once in 10^11
            raise Failure("the rows of a batch depend on each other", "a start of its own for each")
    if len({(a[0], b[0]) for a, b in itertools.pairwise(rows)}) < starts**2:
        raise Failure("a batch depends on the one before", "draw from the generator each time")


def test_one_start(submission, agree, rng):
    """n = T + 1, T = 1, B = 1"""
    T, B = rng.sizes(2, 2, 6)
    draw(submission, agree, text_for(rng, T + 1), T, B, 3)
    draw(submission, agree, text_for(rng, 2), 1, B, 3)
    draw(submission, agree, text_for(rng, T + 5), T, 1, 3, times=5)
    draw(submission, agree, text_for(rng, T + 5), 1, 1, 3, times=5)


def test_dtype(submission, agree, rng):
    """other dtypes are kept"""
    for dtype in (torch.int32, torch.uint8, torch.float32, torch.float64):
        draw(submission, agree, text_for(rng, 30, dtype), rng.size(3, 5), 2, 5)


def test_copies(submission, agree, rng):
    """data and the global generator are left alone"""
    T, many = rng.sizes(2, 2, 6)
    kinds = ((torch.int64, True, 1), (torch.int64, False, many), (torch.float32, True, many))
    for dtype, dense, B in kinds:
        data = text_for(rng, T + 9, dtype)
        kept, shared, after, batch = submission.run(effects, data, T, B, dense)
        starts_of(agree, data, T, B, [batch])
        agree.value(after, data, "data after the call")
        for ok, what in zip(kept, ("data", "the global generator", "a setting"), strict=True):
            if not ok:
                raise Failure(f"{what} was changed by the call")
        if shared:
            raise Failure("x or y shares its memory with data", "index or stack: both copy")
