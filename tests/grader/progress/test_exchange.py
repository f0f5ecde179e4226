"""Export and import: twice, in any order, from two machines, the store is the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.progress.events import Event, Kind
from grader.progress.exchange import export_lines, import_lines
from grader.progress.store import Progress

REPORT = '{"schema": 1, "exercise": "01_double", "seconds": 0.1, "cases": [{"title": "\\u00e4"}]}'


def fill(progress: Progress, count: int = 3, name: str = "one") -> None:
    for number in range(count):
        event = Event(Kind.ATTEMPT, "01_double", {"number": number, "title": "ä\ud800"}, at=number)
        progress.add(event, text=f"{name} {number % 2}\n\ud800", report=REPORT)
    progress.add(Event(Kind.HINT, "02_counter", {"number": 1}, batch="b"))


def lines_of(root: Path) -> list[str]:
    with Progress(root) as progress:
        return list(export_lines(progress))


def made(root: Path) -> Path:
    root.mkdir()
    return root


def test_what_is_exported_is_imported_whole(tmp_path: Path) -> None:
    here, there = made(tmp_path / "here"), made(tmp_path / "there")
    with Progress(here) as progress:
        fill(progress)
    lines = lines_of(here)
    assert "".join(lines).isascii()
    with Progress(there) as progress:
        assert import_lines(progress, lines, "x").new == 4
        again = import_lines(progress, lines, "x")
        assert (again.new, again.known, again.texts) == (0, 4, 2)
        first = progress.events()[0]
        assert progress.text(first.text) == "one 0\n\ud800"
        assert progress.report(first.id) == REPORT
    assert lines_of(there) == lines


def test_two_machines_end_with_the_same_whatever_goes_first(tmp_path: Path) -> None:
    roots = [made(tmp_path / name) for name in ("one", "other")]
    for root in roots:
        with Progress(root) as progress:
            fill(progress, name=root.name)
    exported = [lines_of(root) for root in roots]
    for root, lines in zip(roots, reversed(exported), strict=True):
        with Progress(root) as progress:
            assert import_lines(progress, lines, "x").new == 4
    assert sorted(lines_of(roots[0])) == sorted(lines_of(roots[1]))
    joined = made(tmp_path / "joined")
    with Progress(joined) as progress:
        import_lines(progress, [*exported[0], "", *exported[1]], "x")
    assert sorted(lines_of(joined)) == sorted(lines_of(roots[0]))


sets = st.lists(st.integers(0, 9), max_size=8)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(one=sets, other=sets, data=st.data())
def test_importing_any_files_in_any_order_loses_and_doubles_nothing(
    tmp_path_factory: pytest.TempPathFactory, one: list[int], other: list[int], data: Any
) -> None:
    files = []
    for name, numbers in (("a", one), ("b", other)):
        with Progress(tmp_path_factory.mktemp("machine")) as progress:
            for number in set(numbers):
                event = Event(Kind.ATTEMPT, "01_double", id=f"{name}{number}", at=number)
                progress.add(event, text=str(number % 3), report="{}")
            files.append(list(export_lines(progress)))
    order = data.draw(st.permutations([*files, *files]))
    with Progress(tmp_path_factory.mktemp("joined")) as progress:
        new = sum(import_lines(progress, lines, "x").new for lines in order)
        ids = {event.id for event in progress.events()}
        bodies = [progress.text(event.text) for event in progress.events()]
    assert new == len(ids) == len(set(one)) + len(set(other))
    assert set(bodies) == {str(number % 3) for number in {*one, *other}}


def test_events_of_a_later_kind_travel_too(tmp_path: Path) -> None:
    here, there = made(tmp_path / "here"), made(tmp_path / "there")
    with Progress(here) as progress:
        progress.take([("ab", 1.0, "quiz", "01_double", "", "", "{}")], {}, {})
    with Progress(there) as progress:
        assert import_lines(progress, lines_of(here), "x").new == 1


EVENT = {
    "event": "ab", "at": 1.0, "kind": "hint", "slug": "01_double", "batch": "", "of": "", "data": {},
}  # fmt: skip
DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "no JSON at column 2"),
        ("[]", "no JSON object"),
        ("{}", "neither an event nor a version"),
        ('{"format": 2, "what": "learn progress"}', "format 2; this version of the course reads 1"),
        ('{"text": "abc", "body": "x"}', "this is not the version 'abc'"),
        ('{"text": "abc"}', "no 'body'"),
        (json.dumps(EVENT | {"at": "now"}), "'at' is 'now'"),
        (json.dumps(EVENT | {"at": True}), "'at' is 'True'"),
        (json.dumps(EVENT | {"at": 1e300}), "no time: 1e+300"),
        (json.dumps(EVENT).replace("1.0", "1" * 400), "too large"),
        (json.dumps(EVENT | {"kind": "\ud800"}), "no kind of event"),
        (json.dumps(EVENT | {"data": {"number": "x"}}), "'number' is 'x'"),
        (json.dumps(EVENT | {"kind": "attempt", "data": {"devices": []}}), "'devices' is '[]'"),
        (json.dumps(EVENT).replace("1.0", "NaN"), "NaN is no number"),
        (json.dumps(EVENT | {"slug": "../../etc"}), "no exercise: '../../etc'"),
        (json.dumps(EVENT | {"event": "x' or 1"}), "no name of an event"),
        (json.dumps(EVENT | {"of": "?"}), "no name of a version"),
        (json.dumps(EVENT | {"data": []}), "'data' is '[]'"),
        (json.dumps(EVENT | {"report": "passed"}), "'report' is 'passed'"),
        (DEEP, "recursion"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_imported(tmp_path: Path, line: str, says: str) -> None:
    good = json.dumps(EVENT)
    with Progress(tmp_path) as progress:
        with pytest.raises(UsageError) as error:
            import_lines(progress, [good, "", line, good], "mine.jsonl")
        assert progress.rows() == []
    assert str(error.value).startswith("mine.jsonl has 1 bad line; nothing was imported\nline 3: ")
    assert says in str(error.value)
    assert len(str(error.value).splitlines()) == 3


def test_many_bad_lines_are_counted_and_the_first_are_named(tmp_path: Path) -> None:
    with Progress(tmp_path) as progress, pytest.raises(UsageError) as error:
        import_lines(progress, ["{"] * 9, "x")
    assert "x has 9 bad lines" in str(error.value)
    assert str(error.value).count("line ") == 3
    assert "(and 6 more)" in str(error.value)


def test_an_empty_file_is_no_import(tmp_path: Path) -> None:
    with Progress(tmp_path) as progress, pytest.raises(UsageError, match="x is empty"):
        import_lines(progress, ["", "\n"], "x")
