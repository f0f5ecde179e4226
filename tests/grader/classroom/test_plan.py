"""What has to be graded: by content, once, and only what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.classroom import Choice, Plan
from grader.classroom.plan import CHUNK
from grader.errors import UsageError
from grader.gradebook import Gradebook, Row, Rubric
from grader.gradebook.rubric import Weighing

Make = Callable[..., Plan]
WRONG = "def double(x):\n    return x\n"


def test_the_same_text_of_two_students_is_graded_once(
    make_plan: Make, gradebook: Gradebook
) -> None:
    plan = make_plan(
        {"ann/01_double.py": "x = 1\n", "ben/01_double.py": "x = 1\r\n", "cid/01_double.py": "y"}
    )
    wanted = plan.wanted(gradebook)
    assert len(wanted) == 2
    assert [len(chunk.pieces) for chunk in plan.chunks(wanted)] == [2]


def test_chunks_are_of_one_exercise_and_bounded(make_plan: Make, gradebook: Gradebook) -> None:
    files = {f"s{n:02}/01_double.py": f"# {n}\n" for n in range(CHUNK + 3)}
    files |= {f"s{n:02}/02_counter.py": f"# {n}\n" for n in range(2)}
    plan = make_plan(files)
    chunks = list(plan.chunks(plan.wanted(gradebook)))
    assert [(c.exercise, len(c.pieces)) for c in chunks] == [
        ("01_double", CHUNK), ("01_double", 3), ("02_counter", 2),
    ]  # fmt: skip
    large = make_plan({f"l{n}/01_double.py": f"# {n}" + "x" * 200_000 for n in range(4)})
    sizes = [sum(len(p.text) for p in c.pieces) for c in large.chunks(large.wanted(gradebook))]
    assert max(sizes) < 600_000


def test_only_what_has_no_row_is_wanted_unless_it_is_forced(
    make_plan: Make, gradebook: Gradebook
) -> None:
    files = {f"{name}/01_double.py": f"# {name}\n" for name in ("ann", "ben", "cid", "dan", "eve")}
    plan = make_plan(files)
    states = {"ann": "graded", "ben": "fault", "cid": "unavailable", "eve": "timeout"}
    keys = {read.submission.student.id: plan.key(read, "cpu") for read in plan.read}
    for student, state in states.items():
        gradebook.keep(keys[student], Row(state, "{}", 0.0))

    def wanted(**choice: object) -> set[str]:
        return {
            read.submission.student.id
            for _, read in make_plan(files, choice=Choice(**choice)).wanted(gradebook)
        }

    assert wanted() == {"cid", "dan"}  # a device that was not there may be there now
    assert wanted(again=("fault",)) == {"ben", "cid", "dan"}
    assert wanted(again=("timeout",)) == {"cid", "dan", "eve"}
    assert wanted(again=("timeout", "fault")) == {"ben", "cid", "dan", "eve"}
    assert wanted(force=True) == {"ann", "ben", "cid", "dan", "eve"}
    assert wanted(force=True, students=("ann",)) == {"ann"}
    assert wanted(seed=9) == {"ann", "ben", "cid", "dan", "eve"}


def test_the_rubric_s_devices_that_the_exercise_declares_are_required(
    make_plan: Make, gradebook: Gradebook
) -> None:
    rubric = Rubric(general=Weighing(devices=("cuda", "cpu"), points={}))
    plan = make_plan({"ann/01_double.py": "x"}, rubric)
    assert plan.heads[0].devices == ("cpu",)  # the toy declares no other
    assert (plan.heads[0].possible, plan.heads[0].worth) == (5.0, 5.0)


def test_weights_and_points_are_in_the_heads_and_an_unknown_case_is_told(make_plan: Make) -> None:
    weighing = Weighing(weight=3.0, points={"test_total": 8.0})
    plan = make_plan({"ann/01_double.py": "x"}, Rubric(special={"02": weighing}))
    assert plan.rubric.of("02_counter") is weighing
    assert [(h.slug, h.possible, h.worth) for h in plan.heads] == [
        ("01_double", 5.0, 5.0), ("02_counter", 8.0, 3.0),
    ]  # fmt: skip
    wrong = Rubric(special={"02_counter": Weighing(points={"test_sum": 1.0})})
    with pytest.raises(UsageError, match="no such case"):
        make_plan({"ann/01_double.py": "x"}, wrong)
    with pytest.raises(UsageError, match="no exercise"):
        make_plan({"ann/01_double.py": "x"}, Rubric(special={"77_nothing": Weighing()}))


def test_a_student_is_found_by_any_name_and_an_unknown_one_is_told(make_plan: Make) -> None:
    files = {"ann/01_double.py": "x", "ben/01_double.py": "y"}
    assert [s.id for s in make_plan(files, choice=Choice(students=("ben",))).students] == ["ben"]
    with pytest.raises(UsageError, match="nobody called 'anne'") as raised:
        make_plan(files, choice=Choice(students=("anne",)))
    assert "ann" in raised.value.found


def test_what_cannot_be_read_is_known_with_its_reason_and_never_graded(
    make_plan: Make, gradebook: Gradebook
) -> None:
    plan = make_plan({"ann/01_double.py": b"\0\0", "ben/01_double.ipynb": "{}"})
    assert [read.unreadable for read in plan.read] == [
        "01_double.py is no text; a null byte at offset 0",
        "01_double.ipynb has no code cell",
    ]
    assert plan.wanted(gradebook) == []


def test_a_file_that_changed_since_it_was_read_is_not_graded_as_another(
    make_plan: Make, gradebook: Gradebook, tmp_path: Path
) -> None:
    plan = make_plan({"ann/01_double.py": "x", "ben/01_double.py": "y"})
    wanted = plan.wanted(gradebook)
    (tmp_path / "class" / "ann" / "01_double.py").write_text("changed")
    (chunk,) = plan.chunks(wanted)
    assert [piece.text for piece in chunk.pieces] == ["y"]
    (tmp_path / "class" / "ben" / "01_double.py").unlink()
    assert list(plan.chunks(wanted)) == []


def test_a_new_release_of_the_suite_is_graded_anew(make_plan: Make, gradebook: Gradebook) -> None:
    plan = make_plan({"ann/01_double.py": "x"})
    key = plan.key(plan.read[0], "cpu")
    gradebook.keep(replace(key, suite="older"), Row("graded", "{}", 0.0))
    assert len(plan.wanted(gradebook)) == 1
