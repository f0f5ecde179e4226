from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from grader.errors import UsageError
from grader.release.making import Wanted, make, pack

Release = Callable[..., Path]


@pytest.mark.parametrize("kind", ["student", "gradescope", "prairielearn", "github", "docker"])
def test_the_same_course_makes_the_same_bytes(grader, tmp_path: Path, kind: str) -> None:
    one, two = (
        make(grader.course, kind, Wanted(tmp_path / name, "toy", image="i:1"))
        for name in ("one", "two")
    )
    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.release == two.release


def test_all_kinds_of_one_course_have_one_number(make_course, tmp_path: Path) -> None:
    course = make_course()
    out = tmp_path / "out"
    first = [make(course, kind, Wanted(out)).release for kind in ("student", "docker")]
    first.append(pack(course, out).release)
    assert {(r.name, r.number) for r in first} == {("course", 1)}
    suite = course.find("01").suite
    suite.write_text(suite.read_text() + "\n# one more thought\n")
    assert make(course, "docker", Wanted(out)).release.number == 2
    assert sorted(p.name for p in out.iterdir()) == [
        "course-course-1.zip", "course-docker-1.zip", "course-docker-2.zip",
        "course-student-1.zip", "releases.json",
    ]  # fmt: skip


def test_gradescope_has_its_two_scripts_at_the_top(release: Release, tmp_path: Path) -> None:
    folder = release("gradescope", tmp_path / "out", weak=True)
    for name in ("setup.sh", "run_autograder"):
        script = folder / name
        assert script.stat().st_mode & 0o111
        assert script.read_text().startswith("#!/usr/bin/env bash\n")
        assert "@" not in script.read_text().replace('"$@"', "")
    assert "--allow-weak-isolation" in (folder / "run_autograder").read_text()
    assert {p.name for p in folder.iterdir()} == {"setup.sh", "run_autograder", "learn"}


def test_the_dockerfile_copies_what_is_there(release: Release, tmp_path: Path) -> None:
    folder = release("docker", tmp_path / "out")
    text = (folder / "Dockerfile").read_text()
    sources = re.findall(r"^COPY (\S+) ", text, re.M)
    assert sources
    assert all((folder / source).exists() for source in sources)
    entry = json.loads(re.search(r"^ENTRYPOINT (.*)$", text, re.M)[1])[0]
    assert (folder / entry.removeprefix("/opt/")).is_file()


def test_the_workflow_hands_the_step_to_the_reporter(release: Release, tmp_path: Path) -> None:
    folder = release("github", tmp_path / "out")
    flow = yaml.safe_load((folder / ".github/workflows/classroom.yml").read_text())
    job = flow["jobs"]["run-autograding-tests"]
    assert job["container"]["image"] == "toy:1"
    step = next(s for s in job["steps"] if s.get("id"))
    report = job["steps"][-1]
    assert report["with"]["runners"] == step["id"]
    assert list(report["env"]) == [f"{step['id'].upper()}_RESULTS"]
    assert f"steps.{step['id']}.outputs.result" in next(iter(report["env"].values()))
    assert not {"solutions", "tests", "learn"} & {p.name for p in folder.rglob("*")}


def test_a_question_keeps_its_number_over_releases(release: Release, tmp_path: Path) -> None:
    folder = release("prairielearn", tmp_path / "out")
    infos = [json.loads(p.read_text()) for p in sorted(folder.rglob("info.json"))]
    assert [info["title"] for info in infos][:2] == ["Double a tensor", "Count what was seen"]
    assert len({uuid.UUID(info["uuid"]) for info in infos}) == 3
    again = release("prairielearn", tmp_path / "again")
    assert [json.loads(p.read_text()) for p in sorted(again.rglob("info.json"))] == infos
    assert '"01_double.py"' in (folder / "questions/toy/01_double/question.html").read_text()


@pytest.mark.parametrize("kind", ["prairielearn", "github"])
def test_an_image_that_is_needed_has_to_be_named(grader, tmp_path: Path, kind: str) -> None:
    with pytest.raises(UsageError, match="which container image"):
        make(grader.course, kind, Wanted(tmp_path))


def test_a_rubric_is_read_before_it_is_packed(grader, tmp_path: Path) -> None:
    rubric = tmp_path / "course.toml"
    rubric.write_text('[rubric]\nlate = "import os"\n')
    with pytest.raises(UsageError):
        make(grader.course, "gradescope", Wanted(tmp_path / "out", "toy", rubric=rubric))
    assert not (tmp_path / "out").exists()
