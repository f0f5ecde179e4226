"""Puts the state of a watch on the terminal."""

from __future__ import annotations

from collections.abc import Callable

from grader.render.look import Look
from grader.watch import pages
from grader.watch.screen import View, body_of, foot_of, scrolled, start_of, window
from grader.watch.state import State
from grader.watch.terminal import Terminal


class Drawing:
    """Draws a state whenever it is told to.

    Args:
        terminal: entered already.
        look: what the terminal can show right now.
        shown: how messages call the file of an exercise.
    """

    def __init__(
        self, terminal: Terminal, look: Callable[[], Look], shown: Callable[[State], str]
    ) -> None:
        self._terminal = terminal
        self._look = look
        self._shown = shown

    def draw(self, state: State, ready: bool) -> None:
        """Draws; ``ready``: whether PyTorch has been imported."""
        body, foot = self._lines(state, ready)
        rows = self._terminal.size[1]
        top = start_of(body, foot, rows) if state.top is None else state.top
        self._terminal.draw(window(body, foot, rows, top))

    def scroll(self, state: State, ready: bool, key: str) -> None:
        """Moves the window over what is shown."""
        body, foot = self._lines(state, ready)
        rows = self._terminal.size[1]
        top = start_of(body, foot, rows) if state.top is None else state.top
        state.top = scrolled(body, foot, rows, top, key)

    def _lines(self, state: State, ready: bool) -> tuple[list[str], list[str]]:
        look = self._look()
        view = self._view(state, ready, look)
        body = body_of(view, look.width, look.color, look.encoding)
        return body, foot_of(view, look.width, look.color)

    def _view(self, state: State, ready: bool, look: Look) -> View:
        """What there is to show right now."""
        if state.page:
            return View(pages.page(state.page, look), keys=pages.PAGE_KEYS)
        shown = self._shown(state)
        if state.checked is None:
            text = pages.waiting(state.exercise, shown)
        else:
            text = pages.report(state.checked, look)
        notes = tuple(note for note in (state.gone, state.hint, state.note) if note)
        question = pages.question(state.exercise) if state.asking else ""
        status = pages.status(state, ready, shown)
        return View(text, notes, question, status, pages.keys(state.passed))
