"""Tensors and factories as on a machine with an accelerator: what they answer goes by the tags.

`install` changes torch for good, so it is for a process that is thrown away, and before the
submission is loaded: `from torch import zeros` has to find the changed one.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from typing import Any

import torch
from torch.utils._device import _device_constructors

from grader.worker.simulated.mode import Simulation
from grader.worker.simulated.names import FACTORIES, LIKE, NEW
from grader.worker.simulated.tags import ACCELERATOR, HOST, Tag, Tags, real_device

Function = Callable[..., Any]
Base: Any = torch._C.TensorBase
Tensor: Any = torch.Tensor


class NotSimulated(BaseException):
    """The submission asks for something of an accelerator that is not imitated.

    No Exception, so that `except Exception` in a submission does not swallow it.
    """


class Surface:
    """Puts the changed functions in place.

    Args:
        tags: of all storages.
        mode: hears of mistakes.
    """

    def __init__(self, tags: Tags, mode: Simulation) -> None:
        self._tags = tags
        self._mode = mode

    def install(self) -> None:
        """Changes torch and torch.Tensor."""
        # Its set of factories is made once, and has to hold the real ones.
        _device_constructors()
        for name in FACTORIES:
            if hasattr(torch, name):
                setattr(torch, name, self._factory(getattr(torch, name), f"torch.{name}"))
        for name in LIKE:
            setattr(torch, name, self._like(getattr(torch, name), f"torch.{name}"))
        for name in NEW:
            setattr(Tensor, name, self._like(getattr(Tensor, name), f"x.{name}"))
        Tensor.__new__ = staticmethod(self._constructor(Tensor.__new__))
        Tensor.__deepcopy__ = self._same_place(Tensor.__deepcopy__)
        self._properties()
        self._moves()
        self._hosts()

    # ------------------------------------------------------------------ makers

    def _factory(self, function: Function, by: str) -> Function:
        @functools.wraps(function)
        def make(*args: Any, **kwargs: Any) -> Any:
            device = _device(kwargs.pop("device", None))
            source = args[0] if args and isinstance(args[0], torch.Tensor) else None
            if device is None:
                device = self._tags.device(source) if source is not None else None
            if device is not None and _simulated(device):
                kwargs["device"] = HOST
            elif device is not None and source is None:
                kwargs["device"] = device
            if kwargs.get("pin_memory"):
                kwargs.pop("pin_memory")
            self._check_generator(device, kwargs)
            made = function(*args, **kwargs)
            if source is not None and made is source:
                return made
            if self._tags.of(made) is None or device is not None:
                self._tags.put(made, self._tags.made(device or HOST, by))
            return made

        return make

    def _like(self, function: Function, by: str) -> Function:
        @functools.wraps(function)
        def make(like: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
            given = _device(kwargs.pop("device", None))
            device = given or self._tags.device(like)
            if given is not None and not _simulated(given):
                kwargs["device"] = given
            made = function(like, *args, **kwargs)
            if given is not None:
                self._tags.put(made, self._tags.made(given, by))
            elif _simulated(device):
                self._tags.put(made, self._tags.of(like) or Tag(device))
            return made

        return make

    def _constructor(self, new: Function) -> Function:
        def make(kind: type, *args: Any, **kwargs: Any) -> Any:
            made = new(kind, *args, **kwargs)
            if type(made) is torch.Tensor and self._tags.of(made) is None:
                self._tags.put(made, self._tags.made(HOST, "torch.Tensor"))
            return made

        return make

    def _same_place(self, function: Function) -> Function:
        @functools.wraps(function)
        def copy(tensor: torch.Tensor, *args: Any) -> Any:
            made, tag = function(tensor, *args), self._tags.of(tensor)
            if tag is not None:
                self._tags.put(made, tag)
            return made

        return copy

    def _check_generator(self, device: torch.device | None, kwargs: dict[str, Any]) -> None:
        generator = kwargs.get("generator")
        if generator is None:
            return
        claimed, wanted = self._tags.device_of_generator(generator), device or HOST
        if claimed.type != wanted.type and wanted.type != "meta":
            raise self._mode.mistake(
                f"Expected a {wanted.type!r} device type for generator but found {claimed.type!r}"
            )

    # ------------------------------------------------------------------ answers

    def _properties(self) -> None:
        tags, gradient = self._tags, Base.grad

        def grad(tensor: torch.Tensor) -> torch.Tensor | None:
            """The engine moves the gradient of a 0-dim tensor to it; here that is caught up on."""
            found: torch.Tensor | None = gradient.__get__(tensor)
            if found is not None and not found.dim():
                tag = tags.of(tensor)
                if tag is not None and tags.device(found) != tag.device:
                    tags.put(found, tag)
            return found

        def on(kind: str) -> property:
            return property(lambda tensor: tags.device(tensor).type == kind)

        Tensor.device = property(tags.device)
        Tensor.is_cuda, Tensor.is_cpu = on("cuda"), on("cpu")
        Tensor.grad = property(grad, gradient.__set__, gradient.__delete__)
        Tensor.get_device = lambda tensor: {"cuda": 0}.get(tags.device(tensor).type, -1)

    def _moves(self) -> None:
        to = Base.to

        def moved(tensor: torch.Tensor, *args: Any, **kwargs: Any) -> torch.Tensor:
            device, named = _parsed(self._tags, args, kwargs)
            return self._move(to, tensor, device, ".to(...)", named)

        def cuda(tensor: torch.Tensor, device: Any = None, *args: Any, **kwargs: Any) -> Any:
            return self._move(to, tensor, ACCELERATOR, ".cuda()", {})

        def cpu(tensor: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
            return self._move(to, tensor, HOST, ".cpu()", {})

        def type_as(tensor: torch.Tensor, other: torch.Tensor) -> Any:
            device = self._tags.device(other)
            return self._move(to, tensor, device, ".type_as(...)", {"dtype": other.dtype})

        parse: Any = torch._C._nn._parse_to

        def parsed(*args: Any, **kwargs: Any) -> Any:
            if args and isinstance(args[0], torch.Tensor):  # a module that goes to a tensor
                args = (self._tags.device(args[0]), args[0].dtype, *args[1:])
            return parse(*args, **kwargs)

        torch._C._nn._parse_to = parsed
        Tensor.to, Tensor.cuda, Tensor.cpu, Tensor.type_as = moved, cuda, cpu, type_as

    def _move(
        self,
        to: Function,
        tensor: torch.Tensor,
        device: torch.device | None,
        by: str,
        named: dict[str, Any],
    ) -> torch.Tensor:
        tag = self._tags.of(tensor)
        before = tag.device if tag else real_device(tensor)
        if device is not None and not _simulated(device):  # meta, or a device that is not here
            result: torch.Tensor = to(tensor, device, **named)
            return result
        if before.type == "meta":
            result = to(tensor, **named) if device is None else to(tensor, HOST, **named)
            return result
        if device is None or device == before or (tag is None and device == HOST):
            result = to(tensor, **named) if named else tensor
            return result
        result = to(tensor, **{"dtype": tensor.dtype, **named, "copy": True})
        self._tags.put(result, self._tags.made(device, by))
        if result.grad_fn is not None:
            # The gradient goes the way back; PyTorch sees no move, for both are on the CPU.
            back = Tag(before)
            with contextlib.suppress(RuntimeError):
                result.grad_fn.register_hook(functools.partial(self._return, back))
        return result

    def _return(self, back: Tag, inputs: tuple[Any, ...], outputs: tuple[Any, ...]) -> Any:
        """A node's gradients as the device of its input has them: copies, for outputs stay."""
        returned = []
        for gradient in inputs:
            if gradient is not None:
                gradient = gradient.clone()
                self._tags.put(gradient, back)
            returned.append(gradient)
        return tuple(returned)

    # ------------------------------------------------------------------ ways out

    def _hosts(self) -> None:
        for name in ("numpy", "__array__"):
            setattr(Tensor, name, self._on_host(getattr(Tensor, name)))
        kind, pin = Base.type, Base.pin_memory

        def named(tensor: torch.Tensor, dtype: Any = None, *args: Any, **kwargs: Any) -> Any:
            if isinstance(dtype, str) and ".cuda." in dtype:
                raise NotSimulated(f"x.type({dtype!r})")
            answer = kind(tensor, dtype, *args, **kwargs) if dtype is not None else kind(tensor)
            there = dtype is None and self._tags.device(tensor).type == "cuda"
            return answer.replace("torch.", "torch.cuda.") if there else answer

        def pinned(tensor: torch.Tensor, *args: Any) -> Any:
            return tensor.clone() if self._tags.device(tensor) == HOST else pin(tensor)

        Tensor.type, Tensor.pin_memory = named, pinned

    def _on_host(self, function: Function) -> Function:
        @functools.wraps(function)
        def numbers(tensor: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
            force = kwargs.get("force", False)
            if self._tags.device(tensor).type == "cuda" and not force:
                raise self._mode.mistake(
                    f"can't convert {ACCELERATOR} device type tensor to numpy. Use Tensor.cpu() "
                    "to copy the tensor to host memory first.",
                    there=tensor,
                    kind=TypeError,
                )
            return function(tensor, *args, **kwargs)

        return numbers


def _simulated(device: torch.device) -> bool:
    return device.type in ("cuda", "cpu")


def _device(device: Any) -> torch.device | None:
    """The device that is meant, with the one accelerator's number; cuda:1 is not here."""
    if device is None:
        return None
    found = ACCELERATOR if isinstance(device, int) and device == 0 else torch.device(device)
    if found.type == "cuda":
        if found.index not in (None, 0):
            raise RuntimeError("CUDA error: invalid device ordinal")
        return ACCELERATOR
    return HOST if found.type == "cpu" else found


def _parsed(
    tags: Tags, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[torch.device | None, dict[str, Any]]:
    """The device that `.to` is asked for, and its other arguments by name."""
    named = dict(kwargs)
    device = _device(named.pop("device", None))
    other = named.pop("other", None)
    rest = list(args)
    if rest and isinstance(rest[0], torch.Tensor):
        other = rest.pop(0)
    elif rest and isinstance(rest[0], str | int | torch.device) and type(rest[0]) is not bool:
        device = _device(rest.pop(0))
        if rest:
            named["dtype"] = rest.pop(0)
    elif rest:  # a dtype, or None
        named["dtype"] = rest.pop(0)
        if named["dtype"] is None and rest and not isinstance(rest[0], bool):
            named["dtype"] = rest.pop(0)
    if other is not None:
        device, named["dtype"] = tags.device(other), other.dtype
    named.update(zip(("non_blocking", "copy"), rest, strict=False))
    return device, {name: value for name, value in named.items() if value is not None}
