"""The course as it lies on disk."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import Course, Exercise, bundled_course
from grader.declared import case_title, is_stub, settings_of
from grader.errors import CourseError, UsageError

Make = Callable[..., Course]
STUB = '"""A title."""\n\ndef f(x):\n    raise NotImplementedError\n'


@pytest.fixture
def with_suite(make_course: Make) -> Callable[[str], Exercise]:
    """An exercise with this text as its suite."""
    return lambda text: make_course({"exercises/01_own.py": STUB, "tests/01_own.py": text}).find(
        "own"
    )


With = Callable[[str], Exercise]


# --------------------------------------------------------------------------- finding


def test_exercises_come_in_order_and_other_files_are_no_exercises(make_course: Make) -> None:
    names = ("10_b", "02_a", "x_c", "3_d", "04_E", "05-f")
    course = make_course({f"exercises/{name}.py": STUB for name in names})
    assert [exercise.slug for exercise in course.exercises] == ["02_a", "10_b"]


@pytest.mark.parametrize(
    "name", ["1", "01", "double", "01_double", "exercises/01_double.py", "/far/01_double.py"]
)
def test_number_name_slug_and_path_all_name_an_exercise(make_course: Make, name: str) -> None:
    assert make_course().find(name).slug == "01_double"


def test_an_unknown_name_gets_the_closest_ones(make_course: Make) -> None:
    with pytest.raises(UsageError) as caught:
        make_course().find("duoble")
    assert str(caught.value).splitlines() == [
        "there is no exercise 'duoble'",
        "the closest are 01_double",
        "learn check 01_double    (learn list shows all)",
    ]


@pytest.mark.parametrize(
    "name", ["", "99", "-", "..", "/", ".py", "\0", "x" * 10_000, "²", "9" * 5000]
)
def test_any_other_name_is_refused_in_three_lines(make_course: Make, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        make_course().find(name)
    assert len(str(caught.value).splitlines()) <= 3


def test_a_folder_without_exercises_is_no_course(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="there is no course"):
        Course(tmp_path)


def test_the_secret_folders_are_known_without_being_opened(make_course: Make) -> None:
    course = make_course()
    assert [path.name for path in course.secret] == ["solutions", "tests"]


def test_the_course_that_comes_along_is_there() -> None:
    course = bundled_course()
    assert course.find("matmul").slug == "03_matmul"
    assert all(exercise.stub.is_file() for exercise in course.exercises)


# --------------------------------------------------------------------------- the stub


def test_title_and_entries_are_read_from_the_stub(make_course: Make) -> None:
    double, counter, _ = make_course().exercises
    assert double.title == "Double a tensor"
    assert [(e.name, e.signature, e.is_class) for e in double.entries] == [
        ("double", "x: torch.Tensor", False)
    ]
    assert [(e.name, e.signature, e.is_class) for e in counter.entries] == [
        ("Counter", "self, start: float", True)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("raise NotImplementedError", True),
        ("raise NotImplementedError()", True),
        ("raise NotImplementedError('later')", True),
        ("'words'\n    raise NotImplementedError", True),
        ("'words'", False),
        ("'words'\n    3\n    raise NotImplementedError", False),
        ("raise ValueError", False),
        ("raise", False),
        ("pass", False),
        ("return NotImplementedError", False),
    ],
)
def test_a_stub_does_nothing_but_raise(body: str, expected: bool) -> None:
    function = ast.parse(f"def f():\n    {body}\n").body[0]
    assert is_stub(function) is expected


def test_wrongs_and_rights_are_listed_in_order(make_course: Make) -> None:
    double = make_course().find("01")
    assert [path.stem for path in double.wrongs] == ["adds_two", "grad_mode_left_off"]
    assert double.rights == []


# --------------------------------------------------------------------------- the suite


def test_settings_are_literals_with_defaults(make_course: Make, with_suite: With) -> None:
    assert with_suite("import pytest\n").settings.timeout == 10.0
    settings = make_course().find("01_double").settings
    assert (settings.minutes, settings.timeout, settings.devices) == (1, 20, ("cpu",))
    assert settings.hints == ("Which number?", "x + x")
    assert settings.bans == ()


def test_settings_may_stand_in_a_list_of_marks(with_suite: With) -> None:
    suite = "pytestmark = [pytest.mark.slow, pytest.mark.exercise(minutes=3, bans=['@'])]\n"
    assert with_suite(suite).settings.minutes == 3
    assert with_suite(suite).settings.bans == ("@",)


@pytest.mark.parametrize(
    ("suite", "says"),
    [
        ("pytestmark = pytest.mark.exercise(minuets=3)", "unknown setting 'minuets'"),
        ("pytestmark = pytest.mark.exercise(minutes=2 * x)", "minutes is no literal"),
        ("pytestmark = pytest.mark.exercise(**x)", "unknown setting None"),
        ("def (:", "invalid syntax"),
    ],
)
def test_a_broken_setting_is_told_with_its_line(with_suite: With, suite: str, says: str) -> None:
    with pytest.raises(CourseError, match="line 2") as caught:
        _ = with_suite(f"import pytest\n{suite}\n").settings
    assert says in str(caught.value)


def test_a_suite_that_is_not_there_is_the_course_s_fault(make_course: Make) -> None:
    course = make_course({"exercises/01_own.py": STUB})
    with pytest.raises(CourseError, match=r"the course lacks 01_own\.py"):
        _ = course.find("1").settings


def test_cases_are_read_without_running_them(make_course: Make) -> None:
    cases = make_course().find("01").cases
    assert [(case.id, case.title, case.possible, case.visible) for case in cases] == [
        ("test_example", "the example", 1.0, True),
        ("test_rectangle", "rectangle", 2.0, False),
        ("test_gradient", "gradient", 1.0, False),
        ("test_text", "text is refused", 1.0, False),
    ]


def test_a_title_is_the_docstring_s_first_line_or_the_name_in_words() -> None:
    assert case_title("test_two_words", None) == "two words"
    assert case_title("test_x", " What it is.\n\nMore.") == "What it is"


def test_the_digest_changes_with_suite_and_reference(make_course: Make) -> None:
    double = make_course().find("01")
    digests = {double.digest}
    for path in (double.suite, double.reference):
        path.write_text(path.read_text() + "\n# more\n")
        digests.add(double.digest)
    assert {len(digest) for digest in digests} == {12}
    assert len(digests) == 3


def test_a_course_says_when_its_solutions_may_be_seen(
    make_course: Callable[..., Course],
) -> None:
    course = make_course()
    assert course.solutions == "after-pass"
    path = course.root / "solutions" / "policy"
    path.write_text("never\n")
    assert course.solutions == "never"
    path.write_text("perhaps")
    with pytest.raises(CourseError, match="says 'perhaps'"):
        _ = course.solutions


MARK = "pytestmark = pytest.mark.exercise(\n    minutes=3,\n)\n"


@pytest.mark.parametrize(
    "suite",
    [
        MARK,
        f'"""A suite that says:\n{MARK}"""\n{MARK.replace("3", "4")}'.replace("4", "3"),
        f'"""In words:\npytestmark = 1\n"""\n{MARK}\n\ndef test_it():\n    pass\n',
        f"pytestmarks = 1\n{MARK}\n\ndef test_it():\n    pass\n",
        f"# a head\n\n{MARK}# a remark\nX = 1\n",
    ],
)
def test_the_settings_are_found_without_reading_on(tmp_path: Path, suite: str) -> None:
    path = tmp_path / "suite.py"
    path.write_text(suite, "utf-8")
    assert settings_of(path).minutes == 3


def test_what_comes_after_the_settings_is_not_parsed(tmp_path: Path) -> None:
    path = tmp_path / "suite.py"
    path.write_text(f"{MARK}\n\ndef test_it(:\n", "utf-8")
    assert settings_of(path).minutes == 3
