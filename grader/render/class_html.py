"""A class as pages: ``class.html`` for staff, and ``students/NAME.html`` for each student.

Self-contained, without a script, light and dark. Every chart is a table whose bars only repeat its
numbers, so that it can be read aloud. A student's page links to nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from grader.class_report import ClassReport, Mark, MarkVerdict, StudentReport
from grader.render.class_csv import number
from grader.render.class_format import SETTINGS, ClassFormat, File, Settings
from grader.render.clean import clean, clean_record, one_line
from grader.render.entries import open_lines, reason_of
from grader.render.file_names import file_name
from grader.render.html_report import card, page, report_fragment
from grader.render.markup import EMPTY_HTML, Html, element, joined
from grader.render.statistics import BINS, Statistics

MOST_CASES = 15
MOST_MISTAKES = 15
FOLDER = "students"
_STATES = {MarkVerdict.PASSED: "good", MarkVerdict.FAULT: "ours"}
_VERDICTS = tuple(MarkVerdict)


def render(report: ClassReport, _: Settings = SETTINGS) -> Iterator[File]:
    """A page a student, then the page of the class."""
    counted = Statistics()
    rows: list[Html] = []
    for student in report.students:
        name = f"{FOLDER}/{file_name(student.student.id)}.html"
        counted.hear(student)
        rows.append(_row(student, name))
        yield name, [student_page(student)]
    yield "class.html", [_class_page(report, counted, rows)]


def student_page(student: StudentReport) -> str:
    """What one student reads."""
    who = one_line(clean(student.student.name or student.student.id), 200)
    total = student.total
    marks = (
        _cells(mark.exercise, clean(mark.title), mark.verdict.value, *_points(mark), _remark(mark))
        for mark in student.marks
    )
    lines = open_lines(student)
    note = element("p", "Not final yet: ", "; ".join(lines)) if lines else EMPTY_HTML
    head = card(
        element("h1", who),
        element("p", f"{number(total.credit)} of {number(total.worth)} points"),
        note,
        _table("Every exercise", ("exercise", "title", "verdict", "points", "of", "remark"), marks),
        styled=False,
    )
    return page(f"{who}: what you handed in", head, *_reports(student), more=_style())


def _reports(student: StudentReport) -> Iterator[Html]:
    for mark in student.marks:
        heading = f"{mark.exercise}: {one_line(clean(mark.title), 200)}"
        yield element("h2", heading, class_="learn-heading")
        shown = [device.report for device in mark.devices if device.report]
        for report in shown:
            yield report_fragment(report, styled=False)
        if not shown:
            state = _STATES.get(mark.verdict, "")
            yield card(element("p", reason_of(mark)), state=state, styled=False)


def _points(mark: Mark) -> tuple[str, str]:
    return number(mark.credit) or "open", number(mark.worth)


def _remark(mark: Mark) -> str:
    said = []
    if mark.attempts > 1:
        said.append(f"attempt {mark.attempt} of {mark.attempts}")
    if mark.hours_late:
        said.append(f"{mark.hours_late:.1f} hours late")
    earned = mark.points if mark.before_late is None else mark.before_late
    if earned is not None and mark.worth != mark.possible:  # its card tells of these
        said.append(f"{number(earned)} of {number(mark.possible)} points in its cases")
    if mark.before_late is not None and mark.before_late != mark.points:
        said.append(f"{number(mark.points)} of {number(mark.before_late)} points left")
    return ", ".join(said)


# --------------------------------------------------------------------------- the class


def _class_page(report: ClassReport, counted: Statistics, rows: list[Html]) -> str:
    students = f"{counted.students} student{'' if counted.students == 1 else 's'}"
    parts = (
        element("h1", f"The class: {students}"),
        _distribution(counted),
        _exercises(report, counted),
        _hardest(counted),
        _mistakes(counted),
        element("h2", "Students"),
        _table("Each with a page", ("student", "name", "points", "of", "open"), rows),
    )
    return page(f"The class: {students}", card(*parts, styled=False), more=_style())


def _distribution(counted: Statistics) -> Html:
    most = max(counted.bins, default=0)
    rows = [
        _cells(f"{100 * n // BINS} to {100 * (n + 1) // BINS} %", count, _bar(count, most))
        for n, count in enumerate(counted.bins)
    ]
    said = f"{counted.open} of {counted.students} totals may still change: they are not here."
    return joined(
        element("h2", "How the totals lie"),
        element("p", said) if counted.open else EMPTY_HTML,
        _table("Share of all points", ("share", "students", ""), rows),
    )


def _exercises(report: ClassReport, counted: Statistics) -> Html:
    rows = [
        _cells(head.slug, clean(head.title), *(counted.verdicts[head.slug, v] for v in _VERDICTS))
        for head in report.exercises
    ]
    heads = ("exercise", "title", *(verdict.value for verdict in _VERDICTS))
    return joined(element("h2", "Exercises"), _table("Students by verdict", heads, rows))


def _hardest(counted: Statistics) -> Html:
    rows = [
        _cells(exercise, clean(title), passed, ran, _bar(passed, ran))
        for exercise, title, passed, ran in counted.hardest(MOST_CASES)
    ]
    heads = ("exercise", "case", "passed", "of", "")
    return _section("Hardest cases", "By the share that passed", heads, rows)


def _mistakes(counted: Statistics) -> Html:
    found = counted.frequent(MOST_MISTAKES)
    most = max((count for _, _, count in found), default=0)
    rows = [
        _cells(exercise, one_line(clean(words), 400), count, _bar(count, most))
        for exercise, words, count in found
    ]
    heads = ("exercise", "mistake", "students", "")
    return _section("Most frequent named mistakes", "By the number of students", heads, rows)


def _section(title: str, caption: str, heads: tuple[str, ...], rows: list[Html]) -> Html:
    body = _table(caption, heads, rows) if rows else element("p", "None.")
    return joined(element("h2", title), body)


def _row(student: StudentReport, name: str) -> Html:
    who = clean_record(student.student)
    total = student.total
    link = element("a", one_line(who.id, 100) or "?", href=quote(name))
    open = ", ".join(total.open)
    return _cells(link, one_line(who.name, 100), number(total.credit), number(total.worth), open)


# --------------------------------------------------------------------------- parts


def _table(caption: str, heads: Iterable[str], rows: Iterable[Html]) -> Html:
    """A table that scrolls by itself in a narrow window; a head without a name is a bar's."""
    cells = [
        element("th", head, scope="col") if head else element("td", aria_hidden="true")
        for head in heads
    ]
    table = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *cells)),
        element("tbody", *rows),
    )
    return element(
        "div", table, class_="learn-scroll", tabindex="0", role="region", aria_label=caption
    )


def _cells(first: str, *values: str | int) -> Html:
    """A row: its head, then numbers to the right and texts to the left."""
    cells = [element("th", first, scope="row")]
    for value in values:
        if isinstance(value, Html):
            cells.append(value)
        else:
            right = "learn-number" if str(value).replace(".", "").isdigit() else None
            cells.append(element("td", str(value), class_=right))
    return element("tr", *cells)


def _bar(count: int, most: int) -> Html:
    """A cell that shows a number once more, for the eye alone."""
    share = 100 * count // most if most else 0
    bar = element("span", element("i", style=f"width: {share}%"), class_="learn-bar")
    return element("td", bar, aria_hidden="true", class_="learn-share")


def _style() -> Html:
    return element("style", Html(Path(__file__).with_name("class.css").read_text("utf-8")))


FORMAT = ClassFormat(render, folder=True)
