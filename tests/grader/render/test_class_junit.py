"""JUnit XML: well-formed whatever is in it, and read back by a parser of others."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped
from junitparser.xunit2 import JUnitXml as JUnitXml2

from grader.class_report import ClassReport, Mark, MarkVerdict, Student, StudentReport
from grader.render.class_junit import render
from grader.render.entries import State, entries_of
from grader.render.formats import write_class


def text_of(made: ClassReport) -> str:
    ((_, pieces),) = render(made)
    return "".join(pieces)


def test_a_class_is_the_golden_file(
    class_report: ClassReport, golden: Callable[[str, str], None]
) -> None:
    golden("class.xml", text_of(class_report))


def test_a_parser_of_others_reads_every_case_back(whole_class: ClassReport, tmp_path: Path) -> None:
    write_class(whole_class, "junit", tmp_path / "class.xml")
    kinds = {State.PASSED: None, State.FAILED: Failure, State.OURS: Error, State.NOT_RUN: Skipped}
    expected = [
        (entry.name.split(": ", 1)[1], kinds[entry.state])
        for student in whole_class.students
        for entry in entries_of(student)
    ]
    for parser in (JUnitXml, JUnitXml2):
        read = parser.fromfile(str(tmp_path / "class.xml"))
        found = [
            (case.name, type(case.result[0]) if case.result else None)
            for suite in read
            for case in suite
        ]
        assert [name for name, _ in found] == [name for name, _ in expected]
        assert [kind and kind.__name__ for _, kind in found] == [
            kind and kind.__name__ for _, kind in expected
        ]


def test_the_counts_of_a_suite_are_those_of_its_cases(whole_class: ClassReport) -> None:
    suites = ET.fromstring(text_of(whole_class)).findall("testsuite")
    assert len(suites) == 2 * (sum(1 for _ in whole_class.students)) - 1  # one has 03 twice
    for suite in suites:
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
        for tag in ("failure", "error", "skipped"):
            count = len(suite.findall(f"testcase/{tag}"))
            assert int(suite.attrib[f"{tag}s" if tag != "skipped" else tag]) == count
        for case in suite.findall("testcase"):
            assert [child.tag for child in case] in (
                ["properties"], ["properties", "failure"], ["properties", "error"],
                ["properties", "skipped"],
            )  # fmt: skip


def test_points_stand_in_the_properties(whole_class: ClassReport) -> None:
    def points(element: ET.Element, name: str) -> float:
        return float(element.find(f"properties/property[@name='{name}']").attrib["value"])  # type: ignore[union-attr]

    root = ET.fromstring(text_of(whole_class))
    suite = next(s for s in root if s.attrib["name"] == "settled 03_matmul")
    assert points(suite, "points") == points(suite, "max_points") == 5.0
    assert sum(points(case, "points") for case in suite.findall("testcase")) == pytest.approx(
        5.0, abs=1e-3
    )
    fault = next(s for s in root if s.attrib["name"] == "fault 03_matmul")
    assert fault.find("properties/property[@name='points']") is None


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(id=st.text(max_size=20), words=st.text(max_size=40))
def test_no_character_breaks_the_file(id: str, words: str) -> None:
    bad = Mark("03_a", words, MarkVerdict.UNREADABLE, None, 1.0, None, 1.0, open=words)
    text = text_of(ClassReport((), (), lambda: iter([StudentReport(Student(id), (bad,))])))
    root = ET.fromstring(text.encode("utf-8"))
    student = root.find("testsuite/properties/property[@name='student']")
    if id.isprintable() and id:
        assert student is not None
        assert student.attrib["value"] == id


def test_a_character_that_xml_forbids_is_written_out() -> None:
    gone = Mark("03_a", "A", MarkVerdict.MISSING, None, 1.0, None, 1.0)
    made = ClassReport(
        (), (), lambda: iter([StudentReport(Student("a\0\x1b\ud800\ufffe"), (gone,))])
    )
    assert 'name="a#x00#x1B#xD800#xFFFE 03_a"' in text_of(made)
