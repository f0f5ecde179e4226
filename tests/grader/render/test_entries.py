"""What platforms list of a student."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.class_report import ClassReport, DeviceMark, Mark, MarkVerdict, Student, StudentReport
from grader.render.entries import State, entries_of, has_fault, is_known, open_lines


def by_id(made: ClassReport) -> dict[str, StudentReport]:
    return {student.student.id: student for student in made.students}


def test_the_points_of_all_lines_are_the_total(whole_class: ClassReport) -> None:
    for student in whole_class.students:
        entries = list(entries_of(student))
        known = sum(entry.points or 0.0 for entry in entries)
        assert known == pytest.approx(student.total.credit)
        assert sum(entry.possible for entry in entries) == pytest.approx(student.total.worth)


def test_what_is_not_known_has_no_points(whole_class: ClassReport) -> None:
    fault = by_id(whole_class)["fault"]
    assert {entry.points for entry in entries_of(fault)} == {None}
    assert has_fault(fault)
    assert not is_known(fault)
    assert open_lines(fault) == [
        "03_matmul: a hidden check failed",
        "04_softmax: nothing was handed in",
    ]


def test_lateness_is_a_line_of_its_own(whole_class: ClassReport) -> None:
    late = [e for s in whole_class.students for e in entries_of(s) if e.name.endswith(": late")]
    assert late
    assert all(e.points is not None and e.points < 0 and e.possible == 0 for e in late)
    assert late[0].text.startswith("handed in ")


def test_each_verdict_has_its_state(whole_class: ClassReport) -> None:
    seen = {s.student.id: {e.state for e in entries_of(s)} for s in whole_class.students}
    assert seen["settled"] == {State.PASSED}
    assert seen["raised"] == {State.PASSED, State.FAILED, State.NOT_RUN}
    assert State.OURS in seen["fault"]
    assert State.OURS in seen["unavailable"]
    assert seen['../=none,"\n'] == {State.NOT_RUN}


def test_a_failure_is_told_as_on_the_screen(whole_class: ClassReport) -> None:
    entries = list(entries_of(by_id(whole_class)["fail_grid"]))
    text = next(entry.text for entry in entries if entry.state is State.FAILED)
    assert text.splitlines()[0] == "matmul(A[3,4], B[4,2])"
    assert "looks like: you read B as if it were transposed" in text
    assert text.endswith("seed 7")


def test_no_line_holds_control_characters(whole_class: ClassReport) -> None:
    for entry in entries_of(by_id(whole_class)["hostile"]):
        for text in (entry.name, entry.why, entry.text.replace("\n", "")):
            assert text.isprintable()


def test_a_device_without_a_report_is_a_line(whole_class: ClassReport) -> None:
    mark = by_id(whole_class)["pass"].marks[0]
    absent = DeviceMark("cuda", MarkVerdict.FAULT, None, 6.0, "no cuda device here")
    both = replace(
        mark, devices=(*mark.devices, absent), verdict=MarkVerdict.FAULT,
        points=None, credit=None, possible=12.0,
    )  # fmt: skip
    last = list(entries_of(StudentReport(Student("a"), (both,))))[-1]
    assert (last.name, last.state, last.points) == ("03_matmul: on cuda", State.OURS, None)
    assert last.possible == pytest.approx(2.5)


def test_a_zero_by_the_rubric_is_a_zero() -> None:
    gone = Mark("03_matmul", "M", MarkVerdict.MISSING, 0.0, 2.0, 0.0, 4.0)
    (entry,) = entries_of(StudentReport(Student("a"), (gone,)))
    assert (entry.points, entry.possible, entry.text) == (0.0, 4.0, "nothing was handed in")


def test_the_smallest_points_of_all_are_no_infinite_share(whole_class: ClassReport) -> None:
    mark = by_id(whole_class)["pass"].marks[0]
    device = mark.devices[0]
    assert device.report is not None
    (case, *_) = device.report.cases
    tiny = replace(device.report, cases=(replace(case, possible=5e-324),))
    small = replace(mark, possible=5e-324, devices=(replace(device, report=tiny),))
    entry = next(entries_of(StudentReport(Student("a"), (small,))))
    assert (entry.points, entry.possible) == (5.0, 5.0)
