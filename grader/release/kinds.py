"""The kinds of archives that are made of a release, one function each."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.catalog import Course, Exercise
from grader.release.archive import Content, Files, below, text
from grader.release.numbered import Release
from grader.release.payload import course_files, payload, script
from grader.release.student import learner_files, student_files

# GitHub and PrairieLearn name a question for ever by a number that follows from course and slug.
_NAMESPACE = uuid.UUID("6f6c9d0e-52f1-5d0b-9d5a-0c3d6a6b1c11")


@dataclass(frozen=True)
class Order:
    """What an archive is made of.

    ``rubric``: the text of its course.toml; ``options``: what its scripts hand on to ``learn
    grade``; ``image``: the container image that a platform starts.
    """

    course: Course
    exercises: Sequence[Exercise]
    release: Release
    rubric: str = ""
    options: str = ""
    image: str = ""

    @property
    def payload(self) -> dict[str, Content]:
        """The folder ``learn/``: the grader with these exercises."""
        return payload(self.course, self.exercises, self.release, self.rubric)


def student(order: Order) -> Files:
    """For learners."""
    return student_files(order.course, order.exercises, order.release)


def gradescope(order: Order) -> Files:
    """For Gradescope's "Configure Autograder": two scripts at the top, and what they start."""
    return {
        **order.payload,
        "setup.sh": script("setup.sh"),
        "run_autograder": script("run_autograder", options=order.options),
    }


def prairielearn(order: Order) -> Files:
    """For a PrairieLearn course: a question an exercise, graded by the image."""
    files = {
        **below("serverFilesCourse", order.payload),
        "serverFilesCourse/learn/run_question": script("run_question", options=order.options),
    }
    for exercise in order.exercises:
        folder = f"questions/{order.release.name}/{exercise.slug}"
        files[f"{folder}/info.json"] = text(json.dumps(_question(order, exercise), indent=2) + "\n")
        files[f"{folder}/question.html"] = script("question.html", file=f"{exercise.slug}.py")
        files[f"{folder}/tests/exercise.txt"] = text(f"{exercise.slug}\n")
        files[f"{folder}/clientFilesQuestion/{exercise.slug}.py"] = Content(
            exercise.stub.read_bytes()
        )
    return files


def _question(order: Order, exercise: Exercise) -> dict[str, object]:
    return {
        "uuid": str(uuid.uuid5(_NAMESPACE, f"{order.release.name}/{exercise.slug}")),
        "title": exercise.title,
        "topic": order.release.name,
        "type": "v3",
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True,
            "image": order.image,
            "entrypoint": "/grade/serverFilesCourse/learn/run_question",
            "serverFilesCourse": ["learn"],
            "timeout": 300,
        },
    }


def github(order: Order) -> Files:
    """For a GitHub Classroom template repository: what learners get, and a workflow."""
    words = {"image": order.image, "options": order.options}
    return {
        **learner_files(order.course, order.exercises, order.release),
        ".github/workflows/classroom.yml": script("classroom.yml", **words),
    }


def docker(order: Order) -> Files:
    """For ``docker build``: the image that the other platforms start, or that grades a class."""
    return {**order.payload, "Dockerfile": script("Dockerfile")}


def course(order: Order) -> Files:
    """For other authors and staff: the whole course; ``learn --course FOLDER`` takes it."""
    files = {
        **course_files(order.course, order.exercises, rights=True),
        "release.json": order.release.record,
    }
    return below(order.release.name, files)


KINDS: dict[str, Callable[[Order], Files]] = {
    "student": student,
    "gradescope": gradescope,
    "prairielearn": prairielearn,
    "github": github,
    "docker": docker,
}
