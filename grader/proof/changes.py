"""Ways to make a right answer wrong, whatever the exercise: read as text, run behind a reference.

The worker runs this file beside a reference that is handed in as a submission; it imports nothing
of ours. A change that changed nothing says so by not printing `MARK`.
"""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import torch

MARK = "[a generic wrong acted]"
TRIES = 20  # calls in which a gradient is looked for


class Call(NamedTuple):
    """One call of an entry and the right answer to it; ``memory`` lasts from call to call."""

    entry: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    value: Any
    memory: dict[str, Any]

    @property
    def inputs(self) -> list[torch.Tensor]:
        """Every tensor among the arguments."""
        return list(tensors((self.args, self.kwargs)))


def tensors(value: Any) -> Iterator[torch.Tensor]:
    """Every tensor in nested lists, tuples and dicts."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from tensors(item)
    elif isinstance(value, dict):
        yield from tensors(list(value.values()))


def mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """The value with every tensor and number in it changed; anything else stays as it is."""
    if isinstance(value, torch.Tensor) or type(value) in (int, float):
        return change(value)
    if type(value) in (list, tuple):
        return type(value)(mapped(item, change) for item in value)
    if type(value) is dict:
        return {key: mapped(item, change) for key, item in value.items()}
    return value


def same(a: Any, b: Any) -> bool:
    """Whether two answers are the same to the last bit, in type, dtype and graph too."""
    if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        kinds = [(t.shape, t.dtype, t.device, t.requires_grad) for t in (a, b)]
        return kinds[0] == kinds[1] and bool(((a == b) | ((a != a) & (b != b))).all())
    if type(a) is not type(b):
        return False
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return bool(a is b or a == b or (a != a and b != b))


# --------------------------------------------------------------------------- of tensors and numbers


def on_numbers(change: Callable[[Any], Any]) -> Callable[[Call], Any]:
    """A change of every tensor and number of the answer."""
    return lambda call: mapped(call.value, change)


def on_tensors(change: Callable[[torch.Tensor], Any]) -> Callable[[Call], Any]:
    """A change of every tensor of the answer."""
    return on_numbers(lambda x: change(x) if isinstance(x, torch.Tensor) else x)


def _filled(number: int) -> Callable[[Any], Any]:
    def fill(x: Any) -> Any:
        return torch.full_like(x, number) if isinstance(x, torch.Tensor) else type(x)(number)

    return fill


def _negative(x: Any) -> Any:
    return x if isinstance(x, torch.Tensor) and x.dtype is torch.bool else -x


def _scaled(call: Call, divide: bool) -> Any:
    """Times the length of the first input's last axis, or divided by it."""
    lengths = [t.shape[-1] for t in call.inputs if t.dim()]
    n = lengths[0] if lengths else 0
    if n < 2:
        return call.value
    floats = on_numbers(lambda x: (x / n if divide else x * n) if _is_floating(x) else x)
    return floats(call)


def _is_floating(x: Any) -> bool:
    return x.is_floating_point() if isinstance(x, torch.Tensor) else isinstance(x, float)


def _halved(x: torch.Tensor) -> torch.Tensor:
    return x.to(torch.float16).to(x.dtype) if x.is_floating_point() else x


def _turned(x: torch.Tensor) -> torch.Tensor:
    return x.transpose(-1, -2) if x.dim() >= 2 else x


# --------------------------------------------------------------------------- of types


def _as(old: torch.dtype, new: torch.dtype) -> Callable[[Call], Any]:
    return on_tensors(lambda x: x.to(new) if x.dtype is old else x)


def _list(x: torch.Tensor) -> Any:
    return x.tolist() if x.dim() else x


def _number(x: torch.Tensor) -> Any:
    return x.item() if x.numel() == 1 else x


def _numpy(x: torch.Tensor) -> Any:
    return x.detach().cpu().numpy()


def _on_cpu(x: torch.Tensor) -> torch.Tensor:
    return x.cpu()


# --------------------------------------------------------------------------- of graph and memory


def _detached(call: Call) -> Any:
    """Without the graph, where the right answer has one or would have if an input asked for it."""
    if not any(t.requires_grad for t in tensors(call.value)) and not _can_grad(call):
        return call.value
    print_mark()
    return mapped(call.value, lambda x: x.detach() if isinstance(x, torch.Tensor) else x)


def _can_grad(call: Call) -> bool:
    """Whether a gradient would flow to an input that asks for one; tried until it once did."""
    memory = call.memory
    memory["tries"] = memory.get("tries", 0) + 1
    drawing = any(isinstance(x, torch.Generator) for x in (*call.args, *call.kwargs.values()))
    if not memory.get("can_grad") and memory["tries"] <= TRIES and not drawing:
        state = torch.get_rng_state()
        args, kwargs = mapped(call.args, _leaf), mapped(call.kwargs, _leaf)
        try:
            found = tensors(call.entry(*args, **kwargs))
            memory["can_grad"] = any(t.requires_grad for t in found)
        finally:
            torch.set_rng_state(state)
    return bool(memory.get("can_grad"))


def _leaf(x: Any) -> Any:
    if isinstance(x, torch.Tensor) and x.is_floating_point():
        return x.detach().clone().requires_grad_()
    return x


def _input(call: Call) -> Any:
    return call.inputs[0] if isinstance(call.value, torch.Tensor) and call.inputs else call.value


def _changes_its_input(call: Call) -> Any:
    for x in call.inputs:
        if x.is_floating_point() and x.numel():
            with torch.no_grad():
                x.add_(1)
            print_mark()
            break
    return call.value


def _twins(call: Call) -> list[torch.Tensor]:
    """The inputs that look like the answer and are not its memory."""
    value = call.value
    if not isinstance(value, torch.Tensor) or not value.numel():
        return []
    found = [x for x in call.inputs if x.shape == value.shape and x.dtype == value.dtype]
    storage = value.untyped_storage().data_ptr()
    return [x for x in found if x.untyped_storage().data_ptr() != storage]


def _writes_into_its_input(call: Call) -> Any:
    for x in _twins(call):
        with torch.no_grad():
            x.copy_(call.value)
        print_mark()
        return x
    return call.value


def _returns_an_alias(call: Call) -> Any:
    for x in _twins(call):
        if same(x.detach(), call.value.detach()):
            print_mark()
            return x
    return call.value


# --------------------------------------------------------------------------- of state


def _adds_the_last_answer(call: Call) -> Any:
    last = call.memory.get("last")
    call.memory["last"] = mapped(
        call.value, lambda x: x.detach().clone() if isinstance(x, torch.Tensor) else x
    )
    if isinstance(call.value, torch.Tensor) and isinstance(last, torch.Tensor):
        fits = last.shape == call.value.shape and last.dtype == call.value.dtype
        return call.value + last if fits and call.value.dtype is not torch.bool else call.value
    if type(call.value) is float and type(last) is float:
        return call.value + last
    return call.value


def _keeps_its_first_size(call: Call) -> Any:
    value = call.value
    if not isinstance(value, torch.Tensor) or not value.dim():
        return value
    shape = call.memory.setdefault(f"size {value.dim()}", value.shape)
    if shape == value.shape:
        return value
    out = value.new_zeros(shape)
    part = tuple(slice(0, min(a, b)) for a, b in zip(shape, value.shape, strict=True))
    out[part] = value[part]
    return out


CHANGES: dict[str, Callable[[Call], Any]] = {
    "returns_zeros": on_numbers(_filled(0)),
    "returns_ones": on_numbers(_filled(1)),
    "returns_the_input": _input,
    "returns_none": lambda call: None,
    "flips_the_sign": on_numbers(_negative),
    "doubles": on_numbers(lambda x: 2 * x if _is_floating(x) else x),
    "times_n": lambda call: _scaled(call, divide=False),
    "over_n": lambda call: _scaled(call, divide=True),
    "transposes": on_tensors(_turned),
    "rounds_to_half": on_tensors(_halved),
    "returns_float64": _as(torch.float32, torch.float64),
    "returns_float32": _as(torch.float64, torch.float32),
    "returns_a_list": on_tensors(_list),
    "returns_a_number": on_tensors(_number),
    "returns_numpy": on_tensors(_numpy),
    "detaches": _detached,
    "moves_to_the_cpu": on_tensors(_on_cpu),
    "changes_its_input": _changes_its_input,
    "writes_into_its_input": _writes_into_its_input,
    "returns_an_alias": _returns_an_alias,
    "adds_the_last_answer": _adds_the_last_answer,
    "keeps_its_first_size": _keeps_its_first_size,
}


# --------------------------------------------------------------------------- around an entry


def print_mark() -> None:
    """Tells the grader that an answer was changed; past whatever a case put in place of stdout."""
    os.write(1, f"{MARK}\n".encode())


def changed(entry: Callable[..., Any], name: str) -> Callable[..., Any]:
    """The entry with its answers changed; where the change does not fit, the answer stays right."""
    change, memory = CHANGES[name], dict[str, Any]()

    @functools.wraps(entry)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        value = entry(*args, **kwargs)
        try:
            answer = change(Call(entry, args, kwargs, value, memory))
            if answer is not value and not same(answer, value):
                print_mark()
        except Exception:
            return value
        return answer

    return wrapper


def ignoring(entry: Callable[..., Any], parameter: str) -> Callable[..., Any]:
    """The entry, which never hears of the parameter: its default holds."""
    signature = inspect.signature(entry)
    default = signature.parameters[parameter].default

    @functools.wraps(entry)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        if parameter in bound.arguments and not same(bound.arguments[parameter], default):
            print_mark()
            bound.arguments[parameter] = default
        return entry(*bound.args, **bound.kwargs)

    return wrapper


def install(namespace: dict[str, Any], entry: str, name: str) -> None:
    """Puts a wrong entry in the right one's place.

    Args:
        namespace: of the submission.
        entry: a function's name, or ``Class.method``.
        name: of a change, or ``ignores_`` and a parameter.
    """
    owner, _, attribute = entry.rpartition(".")
    holder = namespace[owner].__dict__ if owner else namespace
    right = holder[attribute]
    if name.startswith("ignores_"):
        wrong = ignoring(right, name.removeprefix("ignores_"))
    else:
        wrong = changed(right, name)
    if owner:
        setattr(namespace[owner], attribute, wrong)
    else:
        namespace[attribute] = wrong
