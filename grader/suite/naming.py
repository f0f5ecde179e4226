"""Naming the mistake: which known wrong gives the learner's very answer to the same inputs."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import torch

from grader.suite.compare import Context, compare
from grader.suite.failure import Failure
from grader.suite.session import Session
from grader.suite.variants import copied, doubled, mapped

BUDGET = 5.0  # seconds for all wrongs together


def named(
    session: Session,
    entry: str,
    inputs: list[Any],
    keywords: dict[str, Any],
    got: Any,
    context: Context,
) -> str:
    """The sentence of the one family of wrongs that answers as the learner did; else empty.

    A wrong that answers as the reference does here proves nothing and does not count.
    """
    if not session.naming:
        return ""
    session.naming = False
    sentences = set()
    last = time.monotonic() + BUDGET
    for sentence, wrong in session.wrongs:
        if time.monotonic() > last:
            return ""  # half a list could name the wrong one
        try:
            theirs = _answer(
                session, wrong, entry, mapped(inputs, copied), mapped(keywords, copied)
            )
            exact = _answer(
                session, wrong, entry, mapped(inputs, doubled), mapped(keywords, doubled)
            )
        except Exception:  # a wrong may raise where the learner's code does not: another mistake
            continue
        with contextlib.suppress(Failure, TypeError, ValueError, IndexError, KeyError):
            compare(got, theirs, exact, context)
            sentences.add(sentence)
    return sentences.pop() if len(sentences) == 1 else ""


def _answer(session: Session, wrong: Any, entry: str, args: Any, kwargs: Any) -> Any:
    torch.default_generator.manual_seed(session.seed)
    with _kept():
        return getattr(wrong, entry)(*args, **kwargs)


@contextlib.contextmanager
def _kept() -> Iterator[None]:
    """Puts back the global state that a wrong is there to leave changed."""
    recording, dtype = torch.is_grad_enabled(), torch.get_default_dtype()
    try:
        yield
    finally:
        torch.set_grad_enabled(recording)
        torch.set_default_dtype(dtype)
