"""Hidden suite of 32_tiny_gpt."""

import math

import pytest
import torch
from torch.nn import functional as F

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=40,
    timeout=30,
    seeds=1,
    preload=("optimizers",),
    hints=(
        "What loss should step 0 show, and what does yours show?",
        "The model has T positions and no more: recite shows it idx[-T:]. Training windows are T "
        "tokens, their targets the T tokens that start one place later.",
        "x = tok(idx) + pos(torch.arange(t, device=idx.device)); for block in blocks: "
        "x = block(x); return head(ln_f(x)).",
    ),
)
KEEP, BACK, V = 0.9, 3, 8  # a token is the one three places back, or in one case of ten any of 8


@probe
def look(submission, torch, sizes, rows, dtype, scale, weights):
    """A model's logits for each tensor of ids, its parameters, and those that cannot learn.

    The model has the weights given, or random ones of that ``scale`` added to its own.
    """
    model = submission.GPT(*sizes).to(rows[0].device, dtype).eval()
    drawn = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for name, p in model.named_parameters():
            if name in weights:
                p.copy_(weights[name])
            elif scale:
                p += (torch.randn(p.shape, generator=drawn) * scale).to(p)
    found = [model(idx) for idx in rows]
    (found[0] * torch.randn(found[0].shape, generator=drawn).to(found[0])).sum().backward()
    own = {name: list(p.shape) for name, p in model.named_parameters()}
    idle = [n for n, p in model.named_parameters() if p.grad is None or not p.grad.any()]
    return [logits.detach() for logits in found], own, idle


@probe
def train(submission, torch, ids, steps, windows, seed):
    """The trained model's logits and parameters, backward calls, what was kept, PyTorch's luck.

    A training that computes gradients 100 times a step is ended there: all but the calls is None.
    """
    calls, before = [], ids.clone()
    backward, grad = torch.autograd.backward, torch.autograd.grad

    class Enough(BaseException):
        pass

    def counted(function):
        def call(*args, **kwargs):
            calls.append(1)
            if len(calls) > 100 * steps:
                raise Enough
            return function(*args, **kwargs)

        return call

    torch.manual_seed(seed)
    torch.autograd.backward, torch.autograd.grad = counted(backward), counted(grad)
    try:
        model = submission.train_gpt(ids, steps)
    except Enough:
        return None, None, len(calls), None, None
    finally:
        torch.autograd.backward, torch.autograd.grad = backward, grad
    luck = torch.rand(4)
    kept = torch.equal(ids, before) and torch.is_grad_enabled()
    kept = kept and torch.get_default_dtype() is torch.float32
    with torch.no_grad():
        out = model.eval()(windows)
    own = {name: list(p.shape) for name, p in model.named_parameters()}
    return out, own, len(calls), kept and out.device == ids.device, luck


@probe
def recited(submission, torch, sizes, prompt, n, seed, own):
    """What recite gives, the logits behind each new token, how the model was called, luck after it.

    ``seed`` is the generator's (None: without), ``own`` that of PyTorch's generator just before.
    """
    v, T = sizes[:2]
    model = submission.GPT(*sizes).to(prompt.device)
    drawn, calls = torch.Generator().manual_seed(v), []
    with torch.no_grad():
        for p in model.parameters():
            p += (torch.randn(p.shape, generator=drawn) * 0.4).to(p)
    forward = model.forward

    def listening(*args, **kwargs):
        out = forward(*args, **kwargs)
        calls.append((model.training, out.requires_grad))
        return out

    model.train()
    model.forward = listening
    before = prompt.clone()
    torch.manual_seed(own)
    given = [] if seed is None else [torch.Generator().manual_seed(seed)]
    out, luck = submission.recite(model, prompt, n, *given), torch.rand(4)
    heard = [any(flags) for flags in zip(*calls, strict=True)] or [False, False]
    kept = torch.equal(prompt, before) and torch.is_grad_enabled()
    model.forward = forward
    if not isinstance(out, torch.Tensor) or list(out.shape) != [len(prompt) + n]:
        return out, None, kept, heard, luck
    kept = kept and out.untyped_storage().data_ptr() != prompt.untyped_storage().data_ptr()
    with torch.no_grad():
        ends, model = range(len(prompt), len(out)), model.eval()
        rows = [model(out[None, max(0, end - T) : end])[0, -1] for end in ends]
    return out, torch.stack(rows) if rows else torch.zeros(0, v), kept, heard, luck


@probe
def twice(submission, torch, sizes, prompt, n):
    """What recite gives in two calls with one generator."""
    model = submission.GPT(*sizes).to(prompt.device)
    generator = torch.Generator().manual_seed(1)
    return [submission.recite(model, prompt, n, generator) for _ in range(2)]


def chain(rng, n):
    """n tokens, each one mostly the one three places back."""
    ids, keep = rng.integers(n, high=V).tolist(), rng.uniform(n).tolist()
    for t in range(BACK, n):
        ids[t] = ids[t - BACK] if keep[t] < KEEP else ids[t]
    return torch.tensor(ids)


def known():
    """The exact loss of one who knows how the chain is made."""
    same, other = KEEP + (1 - KEEP) / V, (1 - KEEP) / V
    return -(same * math.log(same) + (V - 1) * other * math.log(other))


def checked(agree, prompt, n, sizes, answer):
    """The answer of recite: prompt first, then n tokens below v; int64, new."""
    out, rows, kept, *_ = answer
    if rows is None or out.dtype is not torch.int64:
        agree.value(out, torch.cat([prompt, prompt.new_zeros(n)]), what="the answer")
    agree.ignoring("device").value(out[: len(prompt)], prompt, what="the prompt in the answer")
    if out.numel() and not 0 <= int(out.min()) <= int(out.max()) < sizes[0]:
        raise Failure(f"ids from {int(out.min())} to {int(out.max())}, where v is {sizes[0]}")
    if kept is not True:
        raise Failure("the prompt was changed or handed back as it is, or autograd was left off")
    return out[len(prompt) :], rows


def gpt(submission, sizes, *rows, scale=0.3, weights=None, dtype=torch.float64):
    """What `look` finds, with every answer known to have the right shape."""
    found, own, idle = submission.run(look, sizes, list(rows), dtype, scale, weights or {})
    for idx, logits in zip(rows, found, strict=True):
        shape = [*idx.shape, sizes[0]]
        if not isinstance(logits, torch.Tensor) or list(logits.shape) != shape:
            got = list(logits.shape) if isinstance(logits, torch.Tensor) else logits
            raise Failure(f"logits have shape {got}, expected {shape} for idx{list(idx.shape)}")
        if logits.dtype is not dtype:
            raise Failure(f"logits are {logits.dtype} where the parameters are {dtype}")
    return found, own, idle


def odd_parts(own, v, T, C, L):
    """What is wrong with a model's parameters, in words."""
    allowed = {"tok": (v * C,), "pos": (T * C,), "ln_f": (2 * C, C), "head": (v * C, v * C + v)}
    for part, sizes in allowed.items():
        found = sum(math.prod(own[name]) for name in own if name.split(".")[0] == part)
        if found not in sizes:
            yield f"{part} has {found} parameters of its own, expected {sizes[0]}"
    blocks = {name.split(".")[1] for name in own if name.startswith("blocks.")}
    if len(blocks) != L:
        yield f"there are {len(blocks)} blocks with parameters of their own, expected {L}"


@pytest.mark.visible
def test_shape(submission, rng):
    """forward: v logits for each token"""
    v, T, B = rng.sizes(3, 5, 9)
    rows = [rng.integers(*shape, high=v) for shape in ((B, T), (1, T - 2), (B, 1), (T, T - 1))]
    for dtype in (torch.float32, torch.float64):
        gpt(submission, (v, T, 12, 3, 2), *rows, scale=0.1, dtype=dtype)


@pytest.mark.points(2)
def test_parts(submission, rng):
    """tok, pos, blocks, ln_f, head: all there, and all of them learn"""
    v, T, C, L = 13, 9, 12, 3
    idx = torch.cat([rng.permutation(v)[None, :T], rng.integers(4, T, high=v)])
    _, own, idle = gpt(submission, (v, T, C, 3, L), idx, dtype=torch.float32)
    odd = list(odd_parts(own, v, T, C, L))
    odd += [f"no gradient reaches {n}" for n in idle if len(own[n]) > 1 or n.startswith("ln_f")]
    if odd:
        raise Failure(f"GPT({v}, {T}, {C}, 3, {L}): {odd[0]}", "; ".join(odd[1:3]))


@pytest.mark.points(2)
@pytest.mark.hint("no forward on earth can know: a start with small weights gives every token 1/v")
def test_first_loss(submission, rng):
    """untrained, the loss is within 5 % of ln v"""
    for v, T, C, h, L in ((rng.size(180, 240), 16, 64, 4, 2), (rng.size(250, 300), 12, 32, 2, 1)):
        idx, y = rng.integers(80, T, high=v), rng.integers(80, T, high=v)
        (got,), _, _ = gpt(submission, (v, T, C, h, L), idx, scale=0, dtype=torch.float32)
        loss = float(F.cross_entropy(got.flatten(0, 1).double(), y.flatten()))
        if not abs(loss / math.log(v) - 1) < 0.05:
            raise Failure(f"the first loss is {loss:.3g}, ln {v} is {math.log(v):.3g}")


@pytest.mark.points(3)
@pytest.mark.hint("attention needs its mask, and positions count from 0 at the first token")
def test_past_alone(agree, submission, rng):
    """a row of logits depends on all earlier tokens and on no later one"""
    v, T = 11, 9
    idx = rng.integers(2, T, high=v)
    other, begun = idx.clone(), idx.clone()
    other[:, 5:] = (other[:, 5:] + rng.integers(2, T - 5, low=1, high=v)) % v
    begun[0, 0] = (begun[0, 0] + 1) % v
    rows = (idx, other, idx[:, :5], begun, idx[1:])
    found, _, _ = gpt(submission, (v, T, 12, 3, 2), *rows)
    full, changed, short, late, alone = found
    loose = agree.bound(depth=1e6)
    for got, expected, what in (
        (changed[:, :5], full[:, :5], "the first 5 rows, when later tokens change,"),
        (short, full[:, :5], "the answer to the first 5 tokens alone"),
        (alone, full[1:], "the answer to one sequence alone"),
    ):
        loose.ignoring("device").value(got, expected, what=what)
    if bool(((late[0] - full[0]).abs().amax(dim=-1) < 1e-7).any()):
        raise Failure("the first token does not matter to every row of logits after it")


@pytest.mark.points(2)
@pytest.mark.hint("x = tok(idx) + pos(0, 1, ..., t-1), before the blocks")
def test_order(submission, rng):
    """the order of the tokens matters"""
    v, T = 11, 7
    idx = rng.permutation(v)[None, :T]
    turned = torch.cat([idx[:, 1:-1].flip(1), idx[:, :1], idx[:, -1:]], dim=1)
    (one, other), _, _ = gpt(submission, (v, T, 12, 3, 1), idx, turned)
    if float((one[0, -1] - other[0, -1]).abs().max()) < 1e-7:
        raise Failure("one block gives the last token the same logits in whatever order")


@pytest.mark.points(3)
@pytest.mark.after("test_shape")
def test_values(agree, submission, reference, rng):
    """the numbers themselves, where the parts are named as in 30 and 31"""
    sizes = (11, 7, 12, 3, 2)
    own = reference.GPT(*sizes).double()
    weights = {n: (rng.normal(*p.shape) / 3).double() for n, p in own.named_parameters()}
    rows = [rng.integers(3, 7, high=11), rng.integers(2, 4, high=11)]
    found, names, _ = gpt(submission, sizes, *rows, weights=weights)
    if {**names, "head.bias": [11]} != {n: list(w.shape) for n, w in weights.items()}:
        return  # parts of another make: what they do is looked at by the other cases
    if "head.bias" not in names:
        weights["head.bias"].zero_()
    own.load_state_dict(weights)
    fits = []
    for bend in (F.gelu, lambda x: F.gelu(x, approximate="tanh"), torch.relu):
        for block in own.blocks:
            fc, proj = block.mlp.c_fc, block.mlp.c_proj
            block.mlp.forward = lambda x, fc=fc, proj=proj, bend=bend: proj(bend(fc(x)))
        with torch.no_grad():
            fits.append([own(idx) for idx in rows])
    nearest = min(fits, key=lambda fit: float((fit[0] - found[0]).abs().max()))
    agree.bound(depth=1e6).value(found, nearest, what="the logits")


@pytest.mark.points(4)
@pytest.mark.timeout(150)
@pytest.mark.hint("windows x = ids[s : s+T], y = ids[s+1 : s+T+1]; print the loss on the way")
def test_training(submission, rng):
    """240 steps learn what is three places back"""
    ids, fresh = chain(rng, 20_000), chain(rng, 6401)
    ids[-1] = V - 1
    x, y = fresh[:-1].view(-1, 32), fresh[1:].view(-1, 32)
    out, own, _, kept, _ = submission.run(train, ids, 240, x, rng.size(1, 10**6))
    odd = list(odd_parts(own or {}, V, 32, 64, 2))
    if odd or not isinstance(out, torch.Tensor) or out.shape != (*x.shape, V):
        raise Failure(f"train_gpt makes a model of another size: {''.join(odd[:1])}")
    if kept is not True:
        raise Failure("ids was changed, autograd left off, or the model is on another device")
    loss = float(F.cross_entropy(out[:, 8:].flatten(0, 1).double(), y[:, 8:].flatten()))
    if not known() - 0.1 < loss < 0.8:
        raise Failure(
            f"after 240 steps the loss on new text is {loss:.3f}; all that can be known gives "
            f"{known():.2f}, and pairs alone {math.log(V):.2f}",
            "is y the next token, is the rate near 0.003, do positions and mask work?",
        )


@pytest.mark.points(2)
def test_steps(submission, rng):
    """as many updates as `steps` says; v is the largest id + 1; nothing is seeded"""
    ids = 2 * rng.integers(90, high=4)
    ids[0] = 6
    more, runs = ids.clone(), []
    more[1] = 8
    for steps, seed, text in ((2, 1, ids), (2, 2, ids), (5, 1, ids), (2, 1, more)):
        runs.append(submission.run(train, text, steps, text[None, :32], seed))
        if runs[-1][1] is None:
            raise Failure(f"{steps} steps do not end; gradients were computed {runs[-1][2]} times")
    short, other, longer, wider = runs
    if short[2] == longer[2]:
        raise Failure(f"with 2 steps as with 5 gradients are computed {short[2]} times")
    for largest, own in ((6, short[1]), (8, wider[1])):
        for odd in odd_parts(own, largest + 1, 32, 64, 2):
            raise Failure(f"trained on ids up to {largest}: {odd}")
    if torch.equal(short[4], other[4]):
        raise Failure("train_gpt seeds PyTorch's random generator", "leave manual_seed out")
    if torch.equal(short[0], longer[0]):
        raise Failure("5 updates give the very model that 2 give: nothing is learned")


@pytest.mark.points(3)
@pytest.mark.hint("the last row of logits decides: logits[0, -1].argmax(); show at most idx[-T:]")
def test_greedy(agree, submission, rng):
    """recite without a generator: the likeliest token, from the last T"""
    sizes = (23, 6, 16, 2, 1)
    for t, n in ((3, 14), (1, 4), (11, 9), (6, 5), (4, 0)):
        prompt = rng.integers(t, high=sizes[0])
        answer = submission.run(recited, sizes, prompt, n, None, 1)
        new, rows = checked(agree, prompt, n, sizes, answer)
        behind = rows.amax(dim=-1) - rows[torch.arange(n), new]
        if n and float(behind.max()) > 1e-4:
            step = int((behind > 1e-4).nonzero()[0])
            raise Failure(f"with {t + step} tokens so far, the one added is not the likeliest")


@pytest.mark.points(2)
@pytest.mark.after("test_greedy")
@pytest.mark.hint("softmax of the last row gives the odds; torch.multinomial draws with them")
def test_sampling(agree, submission, rng):
    """recite with a generator: drawn with the model's probabilities"""
    sizes, n = (7, 5, 16, 2, 1), 900
    prompt = rng.integers(2, high=7)
    answer = submission.run(recited, sizes, prompt, n, rng.size(1, 10**6), 1)
    new, rows = checked(agree, prompt, n, sizes, answer)
    odds = rows.double().log_softmax(dim=-1)
    for name, score in (("surprise", odds), ("chance", odds.exp())):
        mean = (odds.exp() * score).sum(dim=-1)
        spread = (odds.exp() * (score - mean[:, None]) ** 2).sum()
        off = (score[torch.arange(n), new] - mean).sum() / spread.sqrt().clamp(min=1e-9)
        if not abs(float(off)) < 6:
            raise Failure(f"{n} tokens were drawn with other odds than the model's ({name})")


@pytest.mark.points(2)
@pytest.mark.after("test_greedy")
def test_generator(submission, rng):
    """recite: the generator decides, and it alone"""
    sizes, prompt = (7, 5, 16, 2, 1), rng.integers(3, high=7)
    runs = ((1, 1), (1, 2), (3, 1), (None, 1), (None, 2))
    answers = [submission.run(recited, sizes, prompt, 40, *run) for run in runs]
    found = [answer[0] for answer in answers]
    if not torch.equal(found[0], found[1]) or not torch.equal(found[3], found[4]):
        raise Failure("the same generator state, or none, gives other tokens each time")
    if torch.equal(found[0], found[2]):
        raise Failure("another generator state gives the same tokens")
    if torch.equal(answers[0][4], answers[1][4]) or torch.equal(answers[3][4], answers[4][4]):
        raise Failure("recite seeds PyTorch's random generator", "leave manual_seed out")
    first, second = submission.run(twice, sizes, prompt, 40)
    if torch.equal(first, second):
        raise Failure("two calls in a row with one generator give the same tokens")


@pytest.mark.points(2)
@pytest.mark.after("test_greedy")
def test_eval_and_no_grad(submission, rng):
    """recite: in eval mode, and nothing is recorded"""
    answer = submission.run(recited, (7, 5, 16, 2, 1), rng.integers(3, high=7), 4, None, 1)
    training, recorded = answer[3]
    if training:
        raise Failure("recite runs the model in training mode", "model.eval() first")
    if recorded:
        raise Failure("recite records a graph", "with torch.no_grad(): around the loop")
