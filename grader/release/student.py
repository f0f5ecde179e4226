"""The archive for learners: stubs, public examples and a way to check them; nothing hidden."""

from __future__ import annotations

import json
from collections.abc import Sequence

from grader.catalog import Course, Exercise
from grader.release.archive import Content, below, text
from grader.release.numbered import Release
from grader.release.payload import script, stubs

README = """\
{name}, release {number}

Fill in the files in exercises/: what to do stands at the top of each.

  pip install torch numpy
  python check_examples.py {first}    compares exercise {first} with its public examples
  python check_examples.py            all of them

Hand in the files as they are called. More is graded than the public examples.
"""


def student_files(
    course: Course, exercises: Sequence[Exercise], release: Release
) -> dict[str, Content]:
    """What learners are given, in one folder."""
    return below(release.name, learner_files(course, exercises, release))


def learner_files(
    course: Course, exercises: Sequence[Exercise], release: Release
) -> dict[str, Content]:
    """The files themselves. Imports torch, to ask the references for the examples' answers."""
    from grader.release.examples import examples_of

    files = {
        **stubs(course, exercises),
        "check_examples.py": script("check_examples.py"),
        "release.json": release.record,
        "README.txt": text(
            README.format(name=release.name, number=release.number, first=exercises[0].number)
        ),
    }
    for exercise in exercises:
        data = json.dumps(examples_of(exercise), indent=1) + "\n"
        files[f"examples/{exercise.slug}.json"] = text(data)
    return files
