"""Every format of a class at once: no detail for staff in any of them, whatever is in a report."""

from __future__ import annotations

import base64
import csv
import importlib
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.class_report import ClassReport, DeviceMark, ExerciseHead, Mark, MarkVerdict, Student
from grader.class_report import StudentReport as One
from grader.errors import UsageError
from grader.render.class_format import Settings
from grader.render.formats import CLASS_FORMATS, class_format, write_class
from grader.render.learner import POLICIES
from grader.report import Case, Check, Failure, Frame, Grid, Picture, Report, Submission, Verdict

SECRET = "staff-only-0451"
# What each of the platforms exports, with the students 0 to 3.
EXPORTS = {
    "canvas": "Student,ID,Section,01_double (1)\n" + "".join(f"x,{n},One,\n" for n in range(4)),
    "moodle": "Username,01_double,Feedback comments\n" + "".join(f"{n},,\n" for n in range(4)),
}


def written(made: ClassReport, name: str, folder: Path, policy: str) -> str:
    """All that a format writes, and what it has in base64."""
    settings = Settings()
    if name in EXPORTS:
        settings = Settings(fill=folder / f"export_{name}.csv")
        (folder / f"export_{name}.csv").write_text(EXPORTS[name])
    output = folder / name
    write_class(made, name, output, policy, settings)
    paths = [path for path in (output, *output.rglob("*")) if path.is_file()]
    assert paths or not list(made.students)
    texts = []
    for path in paths:
        text = path.read_text()
        if path.suffix == ".output":
            text = base64.b64decode(text.removeprefix("result=")).decode()
        texts.append(text)
    return "\n".join(texts)


@pytest.mark.parametrize("name", sorted(CLASS_FORMATS))
def test_a_format_s_module_is_found_by_its_name(name: str) -> None:
    assert importlib.import_module(CLASS_FORMATS[name]).FORMAT is class_format(name)


def test_an_unknown_format_or_policy_is_told(class_report: ClassReport, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no output format 'jsn'") as raised:
        write_class(class_report, "jsn", tmp_path / "x")
    assert raised.value.next_step == "did you mean json?"
    with pytest.raises(UsageError, match="no policy 'all'"):
        write_class(class_report, "json", tmp_path / "x", policy="all")


_FAILURES = st.builds(
    Failure,
    rationale=st.text(max_size=20),
    help=st.text(max_size=20),
    cause=st.text(max_size=20),
    exception=st.text(max_size=20),
    staff=st.text(max_size=5).map(lambda text: f"{SECRET} {text}"),
)
_IDS = lambda n: (("canvas", str(n)),)  # noqa: E731
_CASES = st.builds(
    Case,
    id=st.just("test_a"),
    title=st.text(max_size=10),
    device=st.sampled_from(["cpu", "cuda"]),
    verdict=st.sampled_from(list(Verdict)),
    possible=st.just(0.0) | st.floats(1e-3, 10),
    failure=st.none() | _FAILURES,
    visible=st.booleans(),
)
_REPORTS = st.builds(
    Report,
    exercise=st.just("01_double"),
    title=st.text(max_size=10),
    submission=st.just(Submission("01_double.py", "d")),
    cases=st.lists(_CASES, max_size=3).map(tuple),
    devices=st.just(()),
    policy=st.just("graded"),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports=st.lists(_REPORTS, max_size=3), policy=st.sampled_from(POLICIES))
def test_no_detail_for_staff_is_in_any_output(
    tmp_path_factory: pytest.TempPathFactory, reports: list[Report], policy: str
) -> None:
    head = ExerciseHead("01_double", "Double", 4.0, 4.0)
    marks = [
        Mark(
            *(head.slug, head.title, MarkVerdict.NOT_PASSED, 1.0, 4.0, 1.0, 4.0),
            devices=(DeviceMark("cpu", MarkVerdict.NOT_PASSED, 1.0, 4.0, "", report),),
        )
        for report in reports
    ]
    students = [One(Student(str(n), ids=_IDS(n)), (mark,)) for n, mark in enumerate(marks)]
    made = ClassReport((head,), (), lambda: iter(students))
    folder = tmp_path_factory.mktemp("out")
    for name in CLASS_FORMATS:
        assert SECRET not in written(made, name, folder, policy)


def test_an_exam_shows_no_reason(class_report: ClassReport, tmp_path: Path) -> None:
    write_class(class_report, "json", tmp_path / "practice.json")
    write_class(class_report, "json", tmp_path / "exam.json", policy="exam")
    assert "You add 2" in (tmp_path / "practice.json").read_text()
    assert "You add 2" not in (tmp_path / "exam.json").read_text()


# What may be told from which policy on; each word stands in one field of the failure.
WORDS = {
    "title": ("w_title",),
    "category": (),
    "exam": ("w_exception", "w_source"),
    "failure": ("w_rationale", "w_help"),
    "mistake": ("w_cause",),
    "practice": ("w_call", "w_detail", "w_got", "w_variable", "w_print", "w_note", "seed 4711"),
}
NEVER = ("w_staff",)
INPUTS = ("w_snippet", "w_mine", "w_right", "w_about", "w_expected")  # not on every page


@pytest.fixture
def telling() -> ClassReport:
    """A class of one whose failure has a word in every field."""
    failure = Failure(
        "w_rationale", "w_help", "w_call", (Check("values", "w_detail", ok=False),), "w_cause",
        Grid((("w_got",),), (("w_expected",),), ((True,),)), "w_exception: x",
        (Frame(3, "f", "    w_source", (("x", "w_variable"),)),), 3, "w_staff", "w_snippet",
        Picture("matrix", (("w_mine",),), (("w_right",),), "w_about"),
    )  # fmt: skip
    case = Case("test_a", "w_title", "cpu", Verdict.RAISED, 4.0, failure, seed=4711)
    report = Report(
        *("01_double", "Double", Submission("01_double.py", "d"), (case,), ()),
        policy="graded", prints="w_print", notes=("w_note",),
    )  # fmt: skip
    device = DeviceMark("cpu", MarkVerdict.NOT_PASSED, 0.0, 4.0, "", report)
    mark = Mark("01_double", "Double", MarkVerdict.NOT_PASSED, 0.0, 4.0, 0.0, 4.0, (device,))
    head = ExerciseHead("01_double", "Double", 4.0, 4.0)
    return ClassReport((head,), (), lambda: iter([One(Student("0", ids=_IDS(0)), (mark,))]))


@pytest.mark.parametrize("name", sorted(CLASS_FORMATS))
@pytest.mark.parametrize("policy", POLICIES)
def test_an_output_shows_what_its_policy_allows_and_no_more(
    telling: ClassReport, tmp_path: Path, name: str, policy: str
) -> None:
    text = written(telling, name, tmp_path, policy)
    level = POLICIES.index(policy)
    hidden = [word for later in POLICIES[level + 1 :] for word in WORDS[later]]
    inputs = () if policy == "practice" else INPUTS
    assert [word for word in (*hidden, *NEVER, *inputs) if word in text] == []


def test_a_page_shows_all_that_its_policy_allows(telling: ClassReport, tmp_path: Path) -> None:
    for level, policy in enumerate(POLICIES):
        text = written(telling, "html", tmp_path, policy)
        shown = [word for earlier in POLICIES[: level + 1] for word in WORDS[earlier]]
        assert [word for word in shown if word not in text] == (
            ["w_rationale"] if policy == "practice" else []  # the failed check says it
        )


def test_a_title_alone_tells_no_timeout(telling: ClassReport, tmp_path: Path) -> None:
    def late():  # type: ignore[no-untyped-def]
        for one in telling.students:
            (mark,) = one.marks
            (device,) = mark.devices
            assert device.report is not None
            case = replace(device.report.cases[0], verdict=Verdict.TIMEOUT, seconds=10.0)
            report = replace(device.report, cases=(case,))
            device = replace(device, verdict=MarkVerdict.TIMEOUT, report=report)
            yield replace(
                one, marks=(replace(mark, verdict=MarkVerdict.TIMEOUT, devices=(device,)),)
            )

    made = replace(telling, read=late)
    for name in CLASS_FORMATS:
        assert "timeout" not in written(made, name, tmp_path, "title").replace(
            '<th scope="col">timeout', ""
        )
        assert "no answer within" not in written(made, name, tmp_path, "title")
    assert "timeout" in written(made, "csv", tmp_path, "category")


def test_the_reason_of_a_fault_is_told_by_no_policy_that_hides_it(
    whole_class: ClassReport, tmp_path: Path
) -> None:
    told = "a hidden check failed"
    for policy in POLICIES:
        text = written(whole_class, "gradescope", tmp_path, policy)
        assert (told in text) is (policy in ("failure", "mistake", "practice"))


@pytest.mark.parametrize("name", sorted(CLASS_FORMATS))
def test_the_same_class_is_the_same_bytes(
    whole_class: ClassReport, tmp_path: Path, name: str
) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    if name in EXPORTS:
        whole_class = replace(
            whole_class, exercises=(ExerciseHead("01_double", "D", 1, 1),), read=lambda: iter(())
        )
    assert written(whole_class, name, first, "practice") == written(
        whole_class, name, second, "practice"
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_report_is_written_in_every_format_as_its_kind_demands(
    any_report: st.SearchStrategy[Report],
    any_text: st.SearchStrategy[str],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    report, words = data.draw(any_report), data.draw(any_text)
    device = DeviceMark(
        "cpu", MarkVerdict.NOT_PASSED, report.points, report.possible, words, report
    )
    mark = Mark(
        *("01_double", words, MarkVerdict.NOT_PASSED, 1.0, report.possible, 1.0, 4.0, (device,)),
        open=data.draw(st.sampled_from(["", words])),
    )
    head = ExerciseHead("01_double", words, report.possible, 4.0)
    who = Student("0", words, words, (("canvas", "0"),))
    made = ClassReport((head,), ("canvas",), lambda: iter([One(who, (mark,))]))
    folder = tmp_path_factory.mktemp("out")
    for name in CLASS_FORMATS:
        text = written(made, name, folder, "practice")
        if name == "junit":
            ET.fromstring(text.encode())
        elif name in ("gradescope", "prairielearn", "json"):
            json.loads(text)
        elif name == "html":
            assert "<script" not in text
            assert text.count("<!DOCTYPE html>") == text.count("</html>") == 2
        elif name in ("canvas", "moodle", "csv"):
            assert len(list(csv.reader(text.splitlines()))) == (2 if name == "csv" else 5)
