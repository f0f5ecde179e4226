"""Refusals inside torch's dispatcher, for chosen operations only.

A dispatch key that no device of today uses lets every operation fall through, except the banned
ones, which ask first. It stands above autograd, so composite operations (`linear`, `einsum`) are
seen under their own name, below vmap and grad, and again in whatever they come down to. It costs
nothing for operations that are not banned; a TorchDispatchMode costs several microseconds for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

# One key for chosen operations, one for every operation; both are kept for hardware long gone.
CHOSEN, EVERY = "AutocastIPU", "AutocastHPU"
Ask = Callable[[str, tuple[Any, ...], dict[str, Any]], None]


class Hooks:
    """The registrations of this process; `ask(name, args, kwargs)` may raise to refuse."""

    def __init__(self, ask: Ask) -> None:
        import torch

        self._torch: Any = torch
        self._ask = ask
        self._known: set[str] = set()
        self._libraries: list[Any] = []
        self._kernels: Any = None
        self._every = False
        self._keys = {name: self._key(name) for name in (CHOSEN, EVERY)}
        found = torch._C._dispatch_get_all_op_names()
        self._there = {name[6:].partition(".")[0] for name in found if name.startswith("aten::")}

    def names(self) -> frozenset[str]:
        """The names of all aten operations of this torch, without their overloads."""
        return frozenset(self._there)

    def add(self, names: Iterable[str]) -> None:
        """Make these operations ask; those that are there already, or unknown, are passed over."""
        wanted = sorted((set(names) & self._there) - self._known)
        self._known.update(wanted)
        if self._kernels is None:
            self._kernels = self._library("aten", CHOSEN)
            fallback = self._library("_", CHOSEN)
            fallback.fallback(self._torch.library.fallthrough_kernel, CHOSEN)
        for name in wanted:
            packet = getattr(self._torch.ops.aten, name)
            for overload in packet.overloads():
                op = getattr(packet, overload)
                self._kernels.impl(op, self._kernel(name, op), CHOSEN)

    def add_every(self) -> None:
        """Make every operation ask under `guard(every=True)`."""
        if self._every:
            return
        self._every = True

        def kernel(op: Any, *args: Any, **kwargs: Any) -> Any:
            self._ask(op._schema.name.removeprefix("aten::"), args, kwargs)
            with self._without():
                return op(*args, **kwargs)

        self._library("_", EVERY).fallback(kernel, EVERY)

    def guard(self, every: bool = False) -> AbstractContextManager[Any]:
        """A context in which banned operations of this thread ask; re-entering is harmless."""
        inside, outside = self._local()
        keys = self._keys[CHOSEN] | self._keys[EVERY] if every else self._keys[CHOSEN]
        return self._force(inside | keys, outside - keys)

    def _without(self) -> AbstractContextManager[Any]:
        inside, outside = self._local()
        keys = self._keys[CHOSEN] | self._keys[EVERY]
        return self._force(inside - keys, outside | keys)

    def _kernel(self, name: str, op: Any) -> Callable[..., Any]:
        def kernel(*args: Any, **kwargs: Any) -> Any:
            self._ask(name, args, kwargs)
            with self._without():
                return op(*args, **kwargs)

        return kernel

    def _library(self, namespace: str, key: str) -> Any:
        library = self._torch.library.Library(namespace, "IMPL", key)
        self._libraries.append(library)
        return library

    def _key(self, key: str) -> Any:
        return self._torch._C.DispatchKeySet(getattr(self._torch._C.DispatchKey, key))

    def _local(self) -> tuple[Any, Any]:
        c = self._torch._C
        return c._dispatch_tls_local_include_set(), c._dispatch_tls_local_exclude_set()

    def _force(self, include: Any, exclude: Any) -> AbstractContextManager[Any]:
        guard: AbstractContextManager[Any] = self._torch._C._ForceDispatchKeyGuard(include, exclude)
        return guard
