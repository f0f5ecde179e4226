"""Every operation as an accelerator would see it: mixtures refused, results tagged.

The numbers are the CPU's own. What PyTorch allows on a machine with a GPU is allowed here: 0-dim
CPU tensors in arithmetic, index tensors on the CPU, copies between devices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from grader.worker.simulated.names import FREE, INDEXING, STRICT
from grader.worker.simulated.tags import ACCELERATOR, HOST, Tag, Tags, tensors

Mode: Any = TorchDispatchMode


class Simulation(Mode):  # type: ignore[misc]
    """The mode that stays on for the life of the worker.

    Args:
        tags: of all storages.
    """

    def __init__(self, tags: Tags) -> None:
        super().__init__()
        self._tags = tags
        self.seen: dict[str, Any] | None = None  # what was told of the last mistake
        self._plans: dict[Any, tuple[str, tuple[int, ...]]] = {}

    def dispatch(
        self,
        func: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """Runs one operation on the CPU; its results are tagged as the accelerator's would be."""
        kwargs = dict(kwargs or {})
        name, written = self._plan(func)
        wanted = self._device_asked_for(kwargs)
        tag = self._common(name, args, kwargs, written)
        if wanted is not None and wanted.type == ACCELERATOR.type:
            tag = Tag(ACCELERATOR)
        self._check_generator(args, kwargs, tag)
        result = func(*args, **kwargs)
        if tag is not None:
            for tensor in tensors(result):
                if self._tags.of(tensor) is None:  # a view has its tag already
                    self._tags.put(tensor, tag)
        if name == "copy_" and self._tags.of(args[0]) is None:  # what PyTorch made to be filled
            tag = self._tags.of(args[1])
            if tag is not None:
                self._tags.put(args[0], tag)
        if name == "_pack_padded_sequence":
            self._tags.put(result[1], Tag(HOST))  # the sizes stay there
        return result

    def _plan(self, func: Any) -> tuple[str, tuple[int, ...]]:
        """An operation's name and the numbers of the arguments that it writes into."""
        if func not in self._plans:
            schema = getattr(func, "_schema", None)
            if schema is None:  # a higher-order operator
                return str(func), ()
            written = tuple(
                number
                for number, argument in enumerate(schema.arguments)
                if argument.alias_info is not None and argument.alias_info.is_write
            )
            self._plans[func] = schema.name.rpartition("::")[2], written
        return self._plans[func]

    def _device_asked_for(self, kwargs: dict[str, Any]) -> torch.device | None:
        """Takes an accelerator out of the arguments: the numbers are made on the CPU."""
        device = kwargs.get("device")
        if kwargs.get("pin_memory"):
            kwargs["pin_memory"] = False
        if device is not None and torch.device(device).type == ACCELERATOR.type:
            kwargs["device"] = HOST
        return None if device is None else torch.device(device)

    # ------------------------------------------------------------------ mixtures

    def _common(
        self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], written: tuple[int, ...]
    ) -> Tag | None:
        """The tag of the results; raises where the tensors may not meet."""
        every = list(tensors([*args, *kwargs.values()]))
        if name in FREE:
            return self._tags.of(every[0]) if every else None
        if name in INDEXING:
            return self._indexed(args)
        if name.startswith("_foreach_"):
            for together in _positions(args):
                self._meeting(name, together, ())
            return self._tags.of(every[0]) if every else None
        into = [args[n] for n in written if n < len(args) and isinstance(args[n], torch.Tensor)]
        return self._meeting(name, every, into)

    def _meeting(
        self, name: str, together: Sequence[torch.Tensor], into: Iterable[torch.Tensor]
    ) -> Tag | None:
        tagged = [(tensor, tag) for tensor in together if (tag := self._tags.of(tensor))]
        there = [pair for pair in tagged if pair[1].device != HOST]
        # The first that tells the learner's line stands for the result.
        chosen = max(
            (tag for _, tag in there or tagged), key=lambda tag: tag.line > 0, default=None
        )
        if not there:
            return chosen
        # In the engine a gradient of a 0-dim tensor is moved to it without a word.
        written = [] if torch._C._current_graph_task_id() != -1 else [id(x) for x in into]
        for tensor, tag in tagged:
            if tag.device == HOST and (
                tensor.dim() or name in STRICT or id(tensor) in written or name.startswith("_fused")
            ):
                raise self.mistake(
                    "Expected all tensors to be on the same device, but found at least two "
                    f"devices, {ACCELERATOR} and cpu!", tensor, tag, there[0][0],
                )  # fmt: skip
        return chosen

    def _indexed(self, args: tuple[Any, ...]) -> Tag | None:
        """Indices may be on the CPU; the values written must be where the tensor is."""
        target, indices = args[0], list(tensors(args[1]))
        tag = self._tags.of(target)
        for index in indices:
            found = self._tags.of(index)
            if found is None or tag is None or found.device in (HOST, tag.device):
                continue
            raise self.mistake(
                "indices should be either on cpu or on the same device as the indexed tensor "
                "(cpu)", target, tag, index,
            )  # fmt: skip
        values = [target, *tensors(args[2])] if len(args) > 2 else [target]
        return self._meeting("index", values, [target])

    def _check_generator(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], tag: Tag | None
    ) -> None:
        for value in (*args, *kwargs.values()):
            if isinstance(value, torch._C.Generator) and tag is not None:
                claimed = self._tags.device_of_generator(value)
                if claimed.type != tag.device.type:
                    raise self.mistake(
                        f"Expected a {tag.device.type!r} device type for generator but found "
                        f"{claimed.type!r}"
                    )

    def mistake(
        self,
        message: str,
        here: torch.Tensor | None = None,
        tag: Tag | None = None,
        there: torch.Tensor | None = None,
        kind: type[Exception] = RuntimeError,
    ) -> Exception:
        """PyTorch's exception for a mistake; its ``told`` says more, for the report.

        Args:
            message: PyTorch's own.
            here: the tensor on the CPU, ``tag`` its own.
            there: the tensor on the accelerator.
            kind: of the exception.
        """
        told = {
            "line": self._tags.line(),
            "here": _about(here),
            "there": _about(there),
            "by": tag.by if tag else "",
            "made": tag.line if tag else 0,
        }
        error = kind(message)
        error.told = self.seen = told  # type: ignore[attr-defined]
        return error


# Set afterwards: the class would wrap it in what imports torch._dynamo at the first operation.
Simulation.__torch_dispatch__ = Simulation.dispatch


def _positions(args: Iterable[Any]) -> Iterator[list[torch.Tensor]]:
    """What meets in a foreach operation: the same places of its lists, and its single tensors."""
    lists = [arg for arg in args if isinstance(arg, list | tuple)]
    single = [arg for arg in args if isinstance(arg, torch.Tensor)]
    for items in zip_longest(*lists):
        yield [*(item for item in items if isinstance(item, torch.Tensor)), *single]


def _about(tensor: torch.Tensor | None) -> str:
    if tensor is None:
        return ""
    return f"{str(tensor.dtype).removeprefix('torch.')} {list(tensor.shape)}"
