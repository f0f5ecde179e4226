"""The losses of a training that is not ours to change.

A train function has to take ids and steps and to return a model, and nothing more: it may use any
loss function, any optimizer or none. What every one of them does is to show windows "B t" to the
model. Each such pass tells its loss by itself, for the right answer to place i of a window stands
in place i + 1. So the model's class is watched, not the training; only the last place of a window
stays unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.nn.modules.module import (
    register_module_forward_hook,
    register_module_forward_pre_hook,
)


class Losses:
    """While it is entered, notes the mean loss of every pass that a gradient may follow.

    Args:
        model: what makes the models: their class, or any function that returns one.
        v: how many tokens they know.
        told: called with the number of passes and the latest loss, in nats a token.
    """

    def __init__(self, model: Any, v: int, told: Callable[[int, float], None]) -> None:
        self.values: list[float] = []
        self._model = model
        self._v = v
        self._told = told
        self._undo: Callable[[], None] = _nothing

    def __enter__(self) -> Losses:
        if isinstance(self._model, type) and hasattr(self._model, "forward"):
            self._undo = self._wrap(self._model)
        else:
            self._undo = self._watch_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo()

    def by_step(self, steps: int) -> tuple[list[float], str]:
        """The losses and what each of them is for: ``steps``, or ``passes`` if that is unknown.

        Equally many passes in every step, as with accumulated gradients, are averaged.
        """
        each, left = divmod(len(self.values), max(steps, 1))
        if left or not each:
            return list(self.values), "passes"
        return [sum(self.values[i * each : (i + 1) * each]) / each for i in range(steps)], "steps"

    def _watch_all(self) -> Callable[[], None]:
        """Watches every module; what the parts of one told is dropped when it tells of itself."""
        begun: list[int] = []

        def before(module: torch.nn.Module, inputs: tuple[Any, ...]) -> None:
            begun.append(len(self.values))

        def after(module: torch.nn.Module, inputs: tuple[Any, ...], out: Any) -> None:
            first = begun.pop()
            self._note(inputs, out, first)

        # Called when the module raises, too: else the two would get out of step.
        entering = register_module_forward_pre_hook(before)
        leaving = register_module_forward_hook(after, always_call=True)

        def undo() -> None:
            entering.remove()
            leaving.remove()

        return undo

    def _wrap(self, kind: type) -> Callable[[], None]:
        """Puts a note-taking `forward` on the class; returns what takes it off again."""
        own = vars(kind).get("forward")
        forward: Callable[..., Any] = kind.forward  # type: ignore[attr-defined]

        def noted(self_: object, *inputs: Any, **named: Any) -> Any:
            out = forward(self_, *inputs, **named)
            self._note((*inputs, *named.values()), out)
            return out

        kind.forward = noted  # type: ignore[attr-defined]

        def undo() -> None:
            if own is None:
                del kind.forward  # type: ignore[attr-defined]
            else:
                kind.forward = own  # type: ignore[attr-defined]

        return undo

    def _note(self, inputs: tuple[Any, ...], out: Any, first: int | None = None) -> None:
        """Takes down a pass of ids "B t" to logits "B t v"; whatever else is none of its matter.

        ``first``: where the notes begin that this one stands for as well.
        """
        try:
            loss = _loss(inputs[0], out, self._v)
        except Exception:  # tensors inside of torch.func or a compiler have no value to read
            return
        if loss is not None:
            del self.values[len(self.values) if first is None else first :]
            self.values.append(loss)
            self._told(len(self.values), loss)


def _loss(ids: torch.Tensor, logits: torch.Tensor, v: int) -> float | None:
    """How well the logits of each place foretell the next id; None where that cannot be asked."""
    if not logits.requires_grad or logits.shape != (*ids.shape, v):
        return None
    if ids.ndim != 2 or not len(ids) or ids.shape[1] < 2:
        return None
    with torch.no_grad():
        rows = logits[:, :-1].flatten(0, 1).float()
        return torch.nn.functional.cross_entropy(rows, ids[:, 1:].flatten()).item()


def _nothing() -> None:
    """Undoes nothing."""
