"""What a notebook shows: as HTML, and as the terminal's text where there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.catalog import Exercise
from grader.practice import Checked, extras_of
from grader.progress.summary import Stretch, Summary, in_words
from grader.render.clean import clean, clean_record
from grader.render.html_report import card, progress_html, report_fragment
from grader.render.layout import Page, counted
from grader.render.markup import Html, element, joined
from grader.render.terminal import Extras, progress_bar, render_terminal
from grader.report import Report

WIDTH = 80
_AGAIN = re.compile(r"learn check \d\d(?: --only (\S+))?(?: --seed (\d+))?")


@dataclass(frozen=True, repr=False)
class Outcome:
    """A check of a notebook's.

    ``call``: what was typed for it, without its end: ``check("03", matmul``. ``sent``: the text
    that was handed in, where it is not one cell as it stands.
    """

    checked: Checked
    call: str
    sent: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def report(self) -> Report:
        """The one record of the check."""
        return self.checked.report

    @property
    def passed(self) -> bool:
        """Whether the exercise is passed."""
        return self.report.passed

    @property
    def _extras(self) -> Extras:
        extras = extras_of(self.checked)
        return replace(
            extras,
            again=self._again(extras.again),
            hint_line=in_notebook(extras.hint_line),
            remarks=(*map(in_notebook, extras.remarks), *self.remarks),
        )

    def _again(self, line: str) -> str:
        """The command line's way to repeat a failure, as one types it here."""
        found = _AGAIN.fullmatch(line)
        if found is None:
            return in_notebook(line)
        only, seed = found[1], found[2]
        if self.call.startswith("%"):
            return line.replace(f"learn check {self.checked.exercise.number}", self.call)
        parts = [f'only="{only}"'] if only else []
        parts += [f"seed={seed}"] if seed else []
        return f"{', '.join([self.call, *parts])})"

    def __repr__(self) -> str:
        return render_terminal(self.report, width=WIDTH, extras=self._extras).rstrip("\n")

    def _repr_html_(self) -> str:
        return report_fragment(self.report, extras=self._extras, below=_sent(self.sent))


def _sent(text: str) -> Html:
    """The text that was handed in, with the numbers of its lines, to be opened."""
    if not text:
        return Html()
    lines = clean(text).rstrip("\n").split("\n")
    width = len(str(len(lines)))
    numbered = "\n".join(f"{n:>{width}}  {line}" for n, line in enumerate(lines, 1))
    summary = element("summary", "what was graded: these lines, from several cells")
    return element("details", summary, element("pre", numbered), class_="learn-all learn-sent")


def in_notebook(line: str) -> str:
    """A line that names a command, with the notebook's own for it where there is one."""
    line = re.sub(r"learn hint (\d\d) -n (\d+)", r'hint("\1", \2)', line)
    line = re.sub(r"learn hint (\d\d)", r'hint("\1")', line)
    return re.sub(r"(?<!!)\blearn (?=solution|check|list)", "!learn ", line)


@dataclass(frozen=True, repr=False)
class Hint:
    """A hint: its number among all of them, and what it says."""

    exercise: Exercise
    number: int
    total: int
    text: str
    remarks: tuple[str, ...] = ()

    @property
    def _head(self) -> str:
        return (
            f"hint {self.number} of {self.total} for {self.exercise.number} {self.exercise.title}"
        )

    @property
    def _more(self) -> str:
        if self.number < self.total:
            return f'more: hint("{self.exercise.number}", {self.number + 1})'
        number = self.exercise.number
        return f"that was the last one; the answer: !learn solution {number} --give-up"

    def __repr__(self) -> str:
        page = Page(WIDTH, color=False)
        page.row("", self._head)
        page.gap()
        page.row("  ", clean(self.text))
        page.gap()
        for line in (self._more, *clean_record(self.remarks)):
            page.row("", line)
        return page.text().rstrip("\n")

    def _repr_html_(self) -> str:
        title = f"{self.exercise.number} {self.exercise.title}"
        head = element(
            "div",
            element("span", title, class_="learn-title"),
            " ",
            element("span", f"hint {self.number} of {self.total}", class_="learn-badge"),
            class_="learn-head",
        )
        foot = [element("div", line) for line in (self._more, *clean_record(self.remarks))]
        return card(
            head,
            element("p", clean(self.text), class_="learn-hint"),
            element("div", *foot, class_="learn-foot learn-quiet"),
            state="hint",
        )


@dataclass(frozen=True, repr=False)
class Progress:
    """How far the learner is; ``following``: where to go on, in a line."""

    summary: Summary
    following: str = ""

    def _numbers(self) -> str:
        whole = self.summary.whole
        attempts = sum(row.standing.attempts for row in whole.rows)
        hints = sum(row.standing.hints for row in whole.rows)
        parts = [
            f"at least {in_words(whole.seconds)}",
            counted(self.summary.streak, "day") + " in a row",
            counted(attempts, "attempt"),
            counted(hints, "hint") + " used",
        ]
        return ", ".join(parts) if self.summary.days else "nothing has been done yet"

    def __repr__(self) -> str:
        whole = self.summary.whole
        page = Page(WIDTH, color=False)
        page.row("", progress_bar(whole.passed, len(whole.rows)))
        page.gap()
        for part in self.summary.parts:
            page.row(f"  {part.passed:>2} of {len(part.rows):<4}", part.title)
        page.gap()
        page.row("  ", self._numbers())
        page.row("", self.following)
        return page.text().rstrip("\n")

    def _repr_html_(self) -> str:
        whole = self.summary.whole
        title = f"{whole.passed} of {len(whole.rows)} exercises passed"
        head = element("div", element("span", title, class_="learn-title"), class_="learn-head")
        foot = [element("div", text) for text in (self._numbers(), self.following) if text]
        return card(
            head,
            progress_html(whole.passed, len(whole.rows), words=False),
            *_parts(self.summary.parts),
            element("div", *foot, class_="learn-foot"),
            state="good",
        )


def _parts(parts: Sequence[Stretch]) -> list[Html]:
    """A line for each part: its title, and a tile for each exercise with its status in a word."""
    lines = []
    for part in parts:
        tiles = [
            element(
                "li",
                row.number,
                element("small", row.status.value),
                class_=row.status.value,
                title=f"{row.title}: {row.status.value}",
            )
            for row in part.rows
        ]
        count = element("div", f"{part.passed} of {len(part.rows)} passed", class_="learn-quiet")
        name = element("div", element("b", part.title), count)
        tiled = element("ul", joined(*tiles, between=" "), class_="learn-tiles")
        lines.append(element("div", name, tiled, class_="learn-part"))
    return lines
