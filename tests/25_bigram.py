"""Hidden suite of 25_bigram."""

import pytest
import torch
from torch.nn import functional as F

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=20,
    timeout=60,
    seeds=1,
    preload=("optimizers",),
    generic={
        "Bigram.forward.flips_the_sign": "the table is trained through forward and undoes it",
        "Bigram.forward.doubles": "the table is trained through forward and undoes it",
        "Bigram.forward.rounds_to_half": "logits rounded so little give the same text and loss",
    },
    hints=(
        "What does row i of the table say?",
        "F.cross_entropy wants one long list of rows: flatten B and T of the logits into one axis.",
        "F.cross_entropy(logits.flatten(0, 1), y.flatten()); and in generate "
        "torch.multinomial(logits[:, -1].softmax(-1), 1, generator=generator).",
    ),
)


@probe
def tables(submission, torch, v, idx, seed):
    """Logits of models with random weights: what the table says, what forward gives for idx."""
    drawn = torch.Generator().manual_seed(seed)
    model, other = (submission.Bigram(v).to(idx.device) for _ in range(2))
    ids = torch.arange(v, device=idx.device).view(1, v)
    fresh = model(ids)[0].detach()
    with torch.no_grad():
        for p in model.parameters():
            p += torch.randn(p.shape, generator=drawn).to(p)
    other.load_state_dict(model.state_dict())
    table, logits = model(ids)[0].detach(), model(idx).detach()
    return fresh, table, logits, other(idx).detach(), other.double()(idx).detach()


@probe
def train(submission, torch, ids, v, steps):
    """The trained table, how often backward was called, whether ids and their device were kept."""
    calls, before, original = [0], ids.clone(), torch.autograd.backward

    def backward(*args, **kwargs):
        calls[0] += 1
        return original(*args, **kwargs)

    torch.autograd.backward = backward
    try:
        model = submission.train_bigram(ids, v, steps)
    finally:
        torch.autograd.backward = original
    if isinstance(submission.Bigram, type) and not isinstance(model, submission.Bigram):
        return type(model).__name__, calls[0], True
    table = model(torch.arange(v, device=ids.device).view(1, v))[0].detach()
    return table, calls[0], torch.equal(ids, before) and table.device == ids.device


@probe
def one_after_another(submission, torch, v, idx, n):
    """Two answers of generate from one generator, and their device; whether two trainings give one
    model."""
    model, generator = submission.Bigram(v).to(idx.device), torch.Generator().manual_seed(v)
    answers = [submission.generate(model, idx, n, generator) for _ in range(2)]
    trained = [submission.train_bigram(torch.arange(20) % v, v, 2) for _ in range(2)]
    return answers, answers[0].device == idx.device, trained[0] is trained[1]


@probe
def settings(submission, torch, seed):
    """What PyTorch's own generator and switches are like after training."""
    torch.manual_seed(seed)
    submission.train_bigram(torch.arange(40) % 5, 5, 2)
    return torch.is_grad_enabled(), str(torch.get_default_dtype()), torch.rand(4)


@probe
def write(submission, torch, v, idx, n, seed, own):
    """A random model's odds, generate's answer, whether idx is as before, what was recorded.

    ``seed`` is the generator's, ``own`` that of PyTorch's generator just before.
    """
    drawn, recorded = torch.Generator().manual_seed(v), []
    model = submission.Bigram(v).to(idx.device)
    with torch.no_grad():
        for p in model.parameters():
            p += torch.randn(p.shape, generator=drawn).to(p)
        table = model(torch.arange(v, device=idx.device).view(1, v))[0].softmax(dim=-1)
    forward = model.forward

    def listening(*args, **kwargs):
        logits = forward(*args, **kwargs)
        recorded.append(logits.requires_grad)
        return logits

    model.forward = listening
    before = idx.clone()
    torch.manual_seed(own)
    out = submission.generate(model, idx, n, torch.Generator().manual_seed(seed))
    kept = torch.equal(idx, before) and torch.is_grad_enabled()
    if isinstance(out, torch.Tensor) and out.numel():
        kept = kept and out.untyped_storage().data_ptr() != idx.untyped_storage().data_ptr()
    return table, out, kept, any(recorded)


def chain(rng, v, n):
    """n tokens in which each one's odds depend on the one before."""
    odds = (1.5 * rng.normal(v, v)).softmax(dim=1).cumsum(dim=1).tolist()
    ids = [0]
    for luck in rng.uniform(n - 1).tolist():
        ids.append(min(sum(luck > odd for odd in odds[ids[-1]]), v - 1))
    return torch.tensor(ids)


def floor(ids, v):
    """The loss of the table of counts on the ids it was counted on: no table does better."""
    counts = torch.zeros(v, v, dtype=torch.float64)
    counts.index_put_((ids[:-1], ids[1:]), torch.ones(len(ids) - 1).double(), accumulate=True)
    odds = counts / counts.sum(dim=1, keepdim=True).clamp(min=1)
    return float(-(counts * odds.clamp(min=1e-300).log()).sum() / counts.sum())


def checked(agree, out, idx, n, v):
    """The answer of generate: idx first, then n tokens below v; int64."""
    if not isinstance(out, torch.Tensor) or out.dtype is not torch.int64 or out.dim() != 2:
        agree.value(out, torch.cat([idx, idx.new_zeros(len(idx), n)], dim=1))
    agree.value(list(out.shape), [len(idx), idx.shape[1] + n], what="the answer's shape")
    agree.ignoring("device").value(out[:, : idx.shape[1]], idx, what="the prompt in the answer")
    if out.numel() and not 0 <= int(out.min()) <= int(out.max()) < v:
        raise Failure(f"the answer holds ids from {int(out.min())} to {int(out.max())}, v is {v}")


@pytest.mark.visible
def test_shape(agree, submission, rng):
    """forward: a row of v logits for each token"""
    v, B, T = rng.sizes(3, 2, 7)
    for shape in ((B, T), (T, B), (1, v), (v, 1), (0, T), (B, 0)):
        _, _, logits, _, wide = submission.run(tables, v, rng.integers(*shape, high=v), 1)
        for got, dtype in ((logits, torch.float32), (wide, torch.float64)):
            agree.bound(scale=1e30).value(got, torch.zeros(*shape, v, dtype=dtype), what="logits")


@pytest.mark.points(2)
@pytest.mark.hint("row i of the table, for whichever place token i stands in")
def test_lookup(agree, submission, rng):
    """forward: each row of logits depends on its own token alone"""
    v, B, T = rng.sizes(3, 3, 7)
    idx = rng.integers(B, T, high=v)
    _, table, logits, _, _ = submission.run(tables, v, idx, 2)
    agree.bound(depth=100).value(logits, table[idx] if table.dim() == 2 else table, what="logits")


@pytest.mark.points(2)
@pytest.mark.hint("nn.Embedding and nn.Parameter are found by the module, a plain tensor is not")
def test_parameters(agree, submission, rng):
    """the table is a parameter, and part of the state_dict"""
    v, idx = 6, rng.integers(3, 4, high=6)
    fresh, table, logits, again, _ = submission.run(tables, v, idx, 3)
    if torch.equal(fresh, table):
        raise Failure("changing all of .parameters() changes no logits", "see exercise 17")
    agree.value(again, logits, what="logits of a second Bigram with this one's state_dict")


@pytest.mark.points(4)
@pytest.mark.hint("print the loss: it should come down to what the counts give, and stay there")
def test_training(submission, rng):
    """500 steps come within 0.02 of the counts"""
    v = rng.size(6, 8)
    ids = chain(rng, v, 3000)
    table, _, kept = submission.run(train, ids, v + 2, 500)
    if not isinstance(table, torch.Tensor) or table.shape != (v + 2, v + 2):
        got = list(table.shape) if isinstance(table, torch.Tensor) else table
        raise Failure(f"train_bigram(ids, {v + 2}, 500) gives no Bigram({v + 2}) but {got}")
    if kept is not True:
        raise Failure("ids was changed, or the model is on another device than ids")
    loss = float(F.cross_entropy(table.double()[ids[:-1]], ids[1:]))
    if not loss <= floor(ids, v) + 0.02:
        raise Failure(
            f"after 500 steps the loss on all pairs is {loss:.3f}, that of the counts "
            f"{floor(ids, v):.3f}",
            "at most 0.02 above: is y the next token, are the steps large enough?",
        )


@pytest.mark.points(2)
def test_steps(submission, rng):
    """as many updates as `steps` says"""
    ids = rng.integers(60, high=4)
    few, many = (submission.run(train, ids, 4, steps)[1] for steps in (2, 6))
    if few == many and few > 0:
        raise Failure(f"with 2 steps as with 6 backward is called {few} times", "range(steps)")


@pytest.mark.once
def test_settings(submission):
    """PyTorch's own generator and switches are left alone"""
    first, second = submission.run(settings, 1), submission.run(settings, 2)
    if torch.equal(first[2], second[2]):
        raise Failure("PyTorch's random generator is seeded", "leave torch.manual_seed out")
    if first[:2] != (True, "torch.float32"):
        raise Failure("autograd is off, or the default dtype another, after training")


@pytest.mark.points(2)
@pytest.mark.hint("time is axis 1: torch.cat([idx, new], dim=1)")
def test_generate(agree, submission, rng):
    """generate: the prompt, then n tokens"""
    v, B, T, n = rng.sizes(4, 2, 7)
    for rows, start, more in ((B, T, n), (T, 1, B), (1, B, T), (B, T, 1), (B, T, 0)):
        idx = rng.integers(rows, start, high=v)
        _, out, kept, _ = submission.run(write, v, idx, more, 1, 1)
        checked(agree, out, idx, more, v)
        if kept is not True:
            raise Failure("idx was changed or handed back as it is, or autograd was left off")


@pytest.mark.points(3)
@pytest.mark.after("test_generate")
@pytest.mark.hint("softmax of the last row of logits gives the probabilities; multinomial draws")
def test_odds(agree, submission, rng):
    """generate: drawn with the model's probabilities"""
    v, n = 5, 3
    idx = torch.stack([rng.integers(2500, high=v), torch.arange(2500) % v], dim=1)
    table, out, _, _ = submission.run(write, v, idx, n, rng.size(1, 10**6), 1)
    checked(agree, out, idx, n, v)
    counts = torch.zeros(v, v, dtype=torch.float64)
    before, after = out[:, 1:-1].flatten(), out[:, 2:].flatten()
    counts.index_put_((before, after), torch.ones(len(after)).double(), accumulate=True)
    expected = table.double() * counts.sum(dim=1, keepdim=True)
    distance = float(((counts - expected) ** 2 / expected.clamp(min=1e-3)).sum())
    if not distance < 20 + 10 * 40**0.5:  # v * (v - 1) free counts, ten standard deviations
        raise Failure(
            f"{len(after)} tokens were drawn with other odds than the model's",
            "after token i the probabilities are softmax of the model's logits for i, in every row",
        )


@pytest.mark.points(2)
@pytest.mark.after("test_generate")
@pytest.mark.hint("torch.multinomial(probabilities, 1, generator=generator)")
def test_generator(submission, rng):
    """generate: the generator decides, and it alone"""
    idx = rng.integers(6, 2, high=5)
    pairs = ((1, 1), (1, 2), (3, 1))
    one, again, other = (submission.run(write, 5, idx, 12, *pair)[1] for pair in pairs)
    if not torch.equal(one, again):
        raise Failure("the same generator state gives other tokens each time")
    if torch.equal(one, other):
        raise Failure("another generator state gives the same tokens")
    (first, second), there, shared = submission.run(one_after_another, 5, idx, 12)
    if there is not True:
        raise Failure("generate's answer is on another device than idx", "idx.device says where")
    if torch.equal(first, second):
        raise Failure("two calls in a row with one generator give the same tokens")
    if shared is not False:
        raise Failure("train_bigram hands back the model that it made before", "make a new one")


@pytest.mark.after("test_generate")
def test_nothing_recorded(submission, rng):
    """generate: nothing is recorded for autograd"""
    if submission.run(write, 5, rng.integers(2, 3, high=5), 4, 1, 1)[3] is not False:
        raise Failure("generate records a graph", "with torch.no_grad(): around the loop")
