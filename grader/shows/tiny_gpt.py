"""The show of 32: the learner's own GPT reads Python's manual and learns the Zen by heart."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch.nn import functional as F

from grader.shows import texts
from grader.shows.counts import pair_loss
from grader.shows.curve import Curve
from grader.shows.loaded import Loaded
from grader.shows.losses import Losses
from grader.shows.stage import Stage

T = 32  # the context that train_gpt gives its model
SAMPLE = 400  # characters
BATCH = 64  # windows at a time, when the loss is measured
TITLE = "loss of your GPT on each window it learned from, in nats a character"


def play(loaded: Loaded, stage: Stage, *, steps: int, seed: int) -> Curve | None:
    """Trains on a long text, shows curve, losses and a sample; then recites the Zen of Python.

    Returns the loss curve, None where the losses could not be seen. Raises NotShown when the
    learner's code raises or gives back what cannot be used.
    """
    text = texts.long_text()
    kept, held, chars = _encoded(text.text)
    v = len(chars)
    stage.say(f"{text.name}: {len(text.text):,} characters, {v} different ones")
    stage.say(f"your train_gpt gets {steps:,} steps and nine tenths of it")
    stage.say()
    model, losses = _train(loaded, stage, kept, v, steps, seed)
    pairs = pair_loss(kept, held, v, extra=0.1)
    curve = _curve(losses, steps, pairs)
    if curve is None:
        stage.say("no curve: no pass of your GPT over windows could be seen in training")
    else:
        stage.chart(curve)
    _tell_losses(loaded, stage, model, held, v, pairs)
    stage.say()
    opening = text.opening if set(text.opening) <= set(chars) else chars[0]
    stage.say(f"what it writes after {opening!r}")
    stage.quote(_sample(loaded, model, chars, opening, seed))
    stage.say()
    _recite_zen(loaded, stage, steps, seed)
    return curve


def _encoded(text: str) -> tuple[torch.Tensor, torch.Tensor, list[str]]:
    """Ids of the first nine tenths, ids of the rest, and the characters.

    The characters are those of the first part: what the rest alone has is left out of it.
    """
    cut = len(text) * 9 // 10
    chars = sorted(set(text[:cut]))
    ids = {char: token for token, char in enumerate(chars)}
    kept = torch.tensor([ids[char] for char in text[:cut]])
    return kept, torch.tensor([ids[char] for char in text[cut:] if char in ids]), chars


def _train(
    loaded: Loaded, stage: Stage, ids: torch.Tensor, v: int, steps: int, seed: int
) -> tuple[Any, Losses]:
    """The learner's model, trained by the learner's function, and what was seen of its losses."""
    torch.manual_seed(seed)
    with stage.training(steps) as told, Losses(loaded.get("GPT"), v, told) as losses:
        model = loaded.call("train_gpt", ids, steps)
    if not isinstance(model, torch.nn.Module):
        raise loaded.refuse("train_gpt", f"a {type(model).__name__}", "the trained GPT")
    return model, losses


def _curve(losses: Losses, steps: int, pairs: float) -> Curve | None:
    values, unit = losses.by_step(steps)
    if not values:
        return None
    return Curve(TITLE, tuple(values), unit, pairs, "what counting pairs can reach, as in 25")


def _tell_losses(
    loaded: Loaded, stage: Stage, model: Any, held: torch.Tensor, v: int, pairs: float
) -> None:
    loss = _held_loss(loaded, model, held, v)
    stage.say()
    stage.say("on the tenth that it has never seen, in nats a character (less is better)")
    stage.table(
        [
            (f"nothing known, {v} equal chances", math.log(v)),
            ("pairs counted, as in 25", pairs),
            (f"your GPT, {sum(p.numel() for p in model.parameters()):,} weights", loss),
        ]
    )


def _held_loss(loaded: Loaded, model: Any, held: torch.Tensor, v: int) -> float:
    """The mean loss over windows of T that lie end to end."""
    count = max(1, (len(held) - 1) // T)
    x = held[: count * T].view(count, -1)
    y = held[1 : count * T + 1].view(count, -1)
    model.eval()
    total = 0.0
    with torch.no_grad():
        for inputs, targets in zip(torch.split(x, BATCH), torch.split(y, BATCH), strict=True):
            logits = loaded.run("GPT", model, inputs)
            if not isinstance(logits, torch.Tensor) or logits.shape != (*inputs.shape, v):
                raise loaded.refuse("GPT", _about(logits), f"shape {[*inputs.shape, v]}")
            flat = logits.flatten(0, 1).double()
            total += F.cross_entropy(flat, targets.flatten(), reduction="sum").item()
    return total / y.numel()


def _sample(loaded: Loaded, model: Any, chars: list[str], opening: str, seed: int) -> str:
    prompt = torch.tensor([chars.index(char) for char in opening])
    generator = torch.Generator().manual_seed(seed)
    return _recited(loaded, model, prompt, SAMPLE, chars, generator)


def _recite_zen(loaded: Loaded, stage: Stage, steps: int, seed: int) -> None:
    """Trains another model on the Zen alone, and counts how far it knows it by heart."""
    zen = texts.zen()
    chars = sorted(set(zen))
    ids = torch.tensor([chars.index(char) for char in zen])
    stage.say(f"now another one learns the Zen of Python by heart: {len(zen)} characters")
    # Twice: in a single copy the last characters are hardly ever a target.
    model, _ = _train(loaded, stage, ids.repeat(2), len(chars), steps, seed)
    said = _recited(loaded, model, ids[:T], len(zen) - T, chars)
    right = next((i for i in range(len(zen)) if said[i] != zen[i]), len(zen))
    stage.say(f"given the first {T} characters, it recites")
    stage.quote(said)
    stage.say()
    if right == len(zen):
        stage.say(f"all {right} characters are right")
    elif right == T:
        stage.say("it knows nothing by heart yet; more steps may help")
    else:
        stage.say(f"right up to character {right} of {len(zen)}; more steps may help")


def _recited(
    loaded: Loaded,
    model: Any,
    prompt: torch.Tensor,
    n: int,
    chars: list[str],
    generator: torch.Generator | None = None,
) -> str:
    """The text that the learner's `recite` makes of a prompt, the prompt included."""
    out = loaded.call("recite", model, prompt, n, *([] if generator is None else [generator]))
    expected = (len(prompt) + n,)
    if not isinstance(out, torch.Tensor) or out.shape != expected:
        raise loaded.refuse("recite", _about(out), f"ids of shape {list(expected)}")
    tokens = out.tolist()
    if any(token not in range(len(chars)) for token in tokens):
        raise loaded.refuse("recite", "an id that is no token", f"ids from 0 to {len(chars) - 1}")
    return "".join(chars[int(token)] for token in tokens)


def _about(value: object) -> str:
    """What came back, in a word or two."""
    return f"shape {list(value.shape)}" if isinstance(value, torch.Tensor) else type(value).__name__
