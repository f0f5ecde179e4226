"""The show of 25: emoji that nobody has drawn yet, named by the learner's own table of pairs."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch.nn import functional as F

from grader.shows import texts
from grader.shows.counts import pair_loss
from grader.shows.loaded import Loaded
from grader.shows.losses import Losses
from grader.shows.stage import Stage

END = "\n"
DRAWN, LONGEST = 64, 40  # names that are begun, and characters that each may have
SHORTEST, TIDY = 4, 28  # the lengths of those that are shown
SHOWN = 10


def play(loaded: Loaded, stage: Stage, *, steps: int, seed: int) -> None:
    """Trains the learner's table on emoji names, compares it with the counts, invents names.

    Raises NotShown when their code raises or gives back what cannot be used.
    """
    names = texts.emoji_names()
    text = END.join(["", *names, ""])
    chars = sorted(set(text))
    v = len(chars)
    ids = torch.tensor([chars.index(char) for char in text])
    stage.say(f"{len(names):,} emoji names of this Python, {v} different characters in them")
    stage.say(f"your train_bigram gets {steps:,} steps")
    torch.manual_seed(seed)
    # Pairs may be drawn one by one, so that a row is no piece of text: only the passes are told.
    with (
        stage.training(steps) as told,
        Losses(loaded.get("Bigram"), v, lambda passes, _: told(passes, math.nan)),
    ):
        model = loaded.call("train_bigram", ids, v, steps)
    logits = _logits(loaded, model, ids, v)
    stage.say()
    stage.say("how surprised by the next character, in nats (less is better)")
    stage.table(
        [
            (f"nothing known, {v} equal chances", math.log(v)),
            ("the pairs counted: no table can be better", pair_loss(ids, ids, v)),
            ("your table", F.cross_entropy(logits[:-1].double(), ids[1:]).item()),
        ]
    )
    stage.say()
    stage.say(_surest(logits, ids, chars))
    stage.say()
    invented = _invent(loaded, model, chars, seed)
    _tell(stage, invented, set(names))


def _logits(loaded: Loaded, model: Any, ids: torch.Tensor, v: int) -> torch.Tensor:
    """The model's logits "n v" for the whole text."""
    with torch.no_grad():
        logits = loaded.run("Bigram", model, ids[None])
    if not isinstance(logits, torch.Tensor) or logits.shape != (1, len(ids), v):
        found = list(logits.shape) if isinstance(logits, torch.Tensor) else type(logits).__name__
        raise loaded.refuse("Bigram", str(found), f"logits of shape {[1, len(ids), v]}")
    return logits[0].float()


def _surest(logits: torch.Tensor, ids: torch.Tensor, chars: list[str]) -> str:
    """The pair of letters that the table is surest of, in words."""
    places = torch.tensor([(ids == token).nonzero()[0].item() for token in range(len(chars))])
    chances = logits[places].softmax(dim=1)
    letters = torch.tensor([char.isalpha() for char in chars])
    chances[~letters] = 0
    chances[:, ~letters] = 0
    first, then = divmod(int(chances.argmax()), len(chars))
    share = 100 * chances[first, then].item()
    return f"it is surest of this: after {chars[first]} comes {chars[then]}, {share:.0f} in 100"


def _invent(loaded: Loaded, model: Any, chars: list[str], seed: int) -> list[str]:
    """The names that the learner's `generate` brings to an end."""
    start = torch.full((DRAWN, 1), chars.index(END))
    generator = torch.Generator().manual_seed(seed)
    drawn = loaded.call("generate", model, start, LONGEST, generator)
    if not isinstance(drawn, torch.Tensor) or drawn.shape != (DRAWN, 1 + LONGEST):
        found = list(drawn.shape) if isinstance(drawn, torch.Tensor) else type(drawn).__name__
        raise loaded.refuse("generate", str(found), f"ids of shape {[DRAWN, 1 + LONGEST]}")
    rows = drawn.tolist()
    if any(token not in range(len(chars)) for row in rows for token in row):
        raise loaded.refuse("generate", "an id that is no token", f"ids from 0 to {len(chars) - 1}")
    written = ("".join(chars[int(token)] for token in row[1:]) for row in rows)
    return [line.partition(END)[0].strip() for line in written if END in line]


def _tell(stage: Stage, invented: list[str], known: set[str]) -> None:
    """Prints the names that are new and of a length to be read."""
    new = [name for name in dict.fromkeys(invented) if name not in known]
    tidy = [name for name in new if SHORTEST <= len(name) <= TIDY] or new
    if not tidy:
        stage.say("it brought no name to an end: more steps may help")
        return
    stage.say("emoji that your table invents")
    stage.quote("\n".join(tidy[:SHOWN]))
