"""`torch.cuda` and its neighbours as on a machine with one accelerator."""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
import types
from collections.abc import Callable
from typing import Any

import torch

from grader.worker.simulated.names import ABSENT_CUDA
from grader.worker.simulated.surface import NotSimulated
from grader.worker.simulated.tags import ACCELERATOR, HOST, Tags

NAME = "simulated accelerator"


def install(tags: Tags, place: Callable[[], str]) -> None:
    """Changes torch.cuda for good; ``place()`` is the device type of the inputs of this call."""
    cuda: Any = torch.cuda
    for name, answer in _answers().items():
        if hasattr(cuda, name):
            setattr(cuda, name, answer)
    for name in ABSENT_CUDA:
        if hasattr(cuda, name):
            setattr(cuda, name, _absent(f"torch.cuda.{name}"))
    torch.compile = _absent("torch.compile")
    setattr(torch, "Generator", _generators(tags))  # noqa: B010 - mypy knows it for a class
    cuda.default_generators = (torch.Generator(ACCELERATOR),)
    torch.backends.cudnn.is_acceptable = lambda tensor: False  # it would warn
    torch.cuda._lazy_init = lambda: None  # torch asks it to start CUDA when it parses a device
    torch.cuda._lazy_call = lambda *args, **kwargs: None
    _accelerator()
    _autocast(place)
    _without_dynamo()


def _generators(tags: Tags) -> Any:
    """The class of generators, which know their device; their numbers are the CPU's."""
    base: Any = torch._C.Generator

    class Generator(base):  # type: ignore[misc]
        def __new__(cls, device: Any = HOST) -> Any:
            made = super().__new__(cls)
            if torch.device(device).type == ACCELERATOR.type:
                tags.adopt(made)
            return made

        @property
        def device(self) -> torch.device:
            return tags.device_of_generator(self)

        def clone_state(self) -> Any:
            made = Generator(self.device)
            made.set_state(self.get_state())
            return made

    return Generator


def _answers() -> dict[str, Any]:
    seeds = ("manual_seed", "manual_seed_all", "seed", "seed_all")
    silent = ("synchronize", "empty_cache", "set_device", "init", "reset_peak_memory_stats")
    memory = ("memory_allocated", "max_memory_allocated", "memory_reserved", "max_memory_reserved")
    answers: dict[str, Any] = {name: _nothing for name in (*seeds, *silent)}
    answers |= {name: lambda *a, **k: 0 for name in (*memory, "current_device", "initial_seed")}
    answers |= {
        "is_available": lambda: True,
        "is_initialized": lambda: True,
        "device_count": lambda: 1,
        "get_device_name": lambda *a, **k: NAME,
        "get_device_capability": lambda *a, **k: (8, 0),
        "is_bf16_supported": lambda *a, **k: True,
        "is_current_stream_capturing": lambda: False,
        "get_rng_state": lambda *a, **k: torch.get_rng_state(),
        "get_rng_state_all": lambda: [torch.get_rng_state()],
        "set_rng_state": lambda state, *a, **k: torch.set_rng_state(state),
        "set_rng_state_all": lambda states: torch.set_rng_state(states[0]),
        "device": _Selected,
        "device_of": _Selected,
    }
    return answers


class _Selected(contextlib.nullcontext[None]):
    """`with torch.cuda.device(0):` there is no other one to select."""

    def __init__(self, device: Any = None) -> None:
        super().__init__()


class _Stream:
    """The one queue of work, which is always empty."""

    synchronize = wait_stream = lambda self, *args: None

    def is_capturing(self) -> bool:
        """No graph is ever recorded here."""
        return False


def _nothing(*args: Any, **kwargs: Any) -> None:
    return None


def _absent(name: str) -> Any:
    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise NotSimulated(name)

    return refuse


def _accelerator() -> None:
    """torch.accelerator, since torch 2.6."""
    there: Any = getattr(torch, "accelerator", None)
    if there is None:
        return
    there.is_available = lambda: True
    there.current_accelerator = lambda check_available=False: torch.device("cuda")
    there.device_count = lambda: 1
    there.current_stream = lambda *a, **k: _Stream()
    for name in ("synchronize", "set_device_index", "set_device_idx"):
        if hasattr(there, name):
            setattr(there, name, _nothing)
    for name in ("current_device_index", "current_device_idx"):
        if hasattr(there, name):
            setattr(there, name, lambda: 0)


def _autocast(place: Callable[[], str]) -> None:
    """The accelerator's autocast is done by the CPU's, and holds where the call's inputs are."""
    context: Any = torch.autocast
    begin = context.__init__
    names = list(inspect.signature(begin).parameters)
    enabled, dtype = torch.is_autocast_enabled, torch.get_autocast_dtype

    def start(self: Any, device_type: str, *args: Any, **kwargs: Any) -> None:
        given = dict(zip(names[2:], args, strict=False)) | kwargs
        if device_type not in ("cuda", "cpu"):
            begin(self, device_type, **given)
            return
        if device_type == "cuda" and given.get("dtype") is None:
            given["dtype"] = torch.float16
        if device_type != place():  # it concerns no tensor of this call: all stays as it is
            given |= {"enabled": enabled("cpu"), "dtype": dtype("cpu")}
        begin(self, "cpu", **given)

    context.__init__ = start
    for name in ("is_autocast_enabled", "get_autocast_dtype"):
        setattr(torch, name, _of_the_accelerator(getattr(torch, name), place))


def _of_the_accelerator(function: Any, place: Callable[[], str]) -> Any:
    """What autocast is asked about the accelerator is answered by the CPU's, and the other way."""
    turned = {"cuda": "cpu", "cpu": "cuda"}

    @functools.wraps(function)
    def ask(device_type: str = "cuda") -> Any:
        return function(turned.get(device_type, device_type) if place() == "cuda" else device_type)

    return ask


def _without_dynamo() -> None:
    """What optimizers ask of torch._dynamo, where it is not loaded: its import takes a second.

    And it fails in a torch that was changed, as this one is.
    """
    if "torch._dynamo" in sys.modules:
        return
    stub: Any = types.ModuleType("torch._dynamo")
    stub.disable = _as_it_is
    stub.graph_break = _nothing
    stub.is_compiling = lambda: False
    stub.disallow_in_graph = stub.allow_in_graph = _as_it_is
    stub.compiled_autograd = types.SimpleNamespace(_disable=contextlib.nullcontext)
    stub.config = types.SimpleNamespace(
        error_on_nested_fx_trace=True, patch=lambda *a, **k: contextlib.nullcontext()
    )
    sys.modules[stub.__name__] = torch._dynamo = stub


def _as_it_is(function: Any = None, *args: Any, **kwargs: Any) -> Any:
    """A decorator that changes nothing, with and without arguments."""
    return function if function is not None else lambda given: given
