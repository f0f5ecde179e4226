"""Every path that was given, read by the layout that it has, as one intake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from grader.catalog import Course, Exercise
from grader.class_report import Student
from grader.errors import UsageError
from grader.intake import canvas, folders, github, gradescope, mapping, moodle
from grader.intake.archive import inner_zips, zip_entries
from grader.intake.names import Names, split
from grader.intake.records import Entry, HandedIn, Intake, NotUnderstood
from grader.intake.taking import Taking
from grader.intake.tree import file_source, folder_entries

_LAYOUTS = (gradescope, moodle, canvas)  # each recognised by its files' names


def collect(paths: Iterable[Path], course: Course, only: Exercise | None = None) -> Intake:
    """What was handed in below the paths.

    Args:
        paths: files, folders, zips and lists.
        course: whose exercises they answer.
        only: the exercise that all files answer, whatever they are called.

    Raises UsageError where a path is not there, or a list or an export breaks its format.
    """
    intake = Intake()
    taking = Taking(Names(course, only), intake)
    for path in paths:
        shown = str(path)
        if not path.exists():
            raise UsageError(f"there is no file or folder {shown}", "", "learn grade PATH...")
        intake.layouts.append((shown, _read(path, shown, taking, course)))
    _settle(intake)
    return intake


def _read(path: Path, shown: str, taking: Taking, course: Course) -> str:
    """Reads one path; what it was taken for."""
    suffix = split(path.name)[1]
    if path.is_dir():
        entries = folder_entries(path, shown.rstrip("/"), taking.intake)
        entries = inner_zips(entries, taking.intake)
        if github.fits(path):
            github.read(entries, taking)
            return github.TITLE
        return _by_layout(entries, taking, _owner(path.resolve()))
    if suffix == ".zip":
        packed = _unwrapped(zip_entries(path, shown, taking.intake))
        return f"{_by_layout(packed, taking, path.stem)}, zipped"
    if suffix == ".csv":
        mapping.read(path, shown, taking, course)
        return mapping.TITLE
    entry = Entry(path.name, file_source(path, shown))
    if canvas.fits([entry]):
        canvas.read([entry], taking)
    else:
        folders.read([entry], taking, _owner(path.resolve().parent))
    return "one file"


def _owner(folder: Path) -> str:
    """Whose files lie in a folder: its name, or of a workspace's exercises the workspace's."""
    return (folder.parent if folder.name == "exercises" else folder).name


def _by_layout(entries: Sequence[Entry], taking: Taking, owner: str) -> str:
    for found in (entries, _inside(entries)):
        for layout in _LAYOUTS:
            if found and layout.fits(found):
                layout.read(found, taking)
                return str(layout.TITLE)
    folders.read(entries, taking, owner)
    alone = all(not entry.folders for entry in entries)
    return folders.ONE if alone and entries else folders.TITLE


def _inside(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries below the one folder that holds them all; none where there is no such folder."""
    tops = {entry.path.partition("/")[0] for entry in entries}
    if len(tops) != 1 or not all(entry.folders for entry in entries):
        return []
    cut = len(next(iter(tops))) + 1
    return [replace(entry, path=entry.path[cut:]) for entry in entries]


def _unwrapped(entries: Sequence[Entry]) -> Sequence[Entry]:
    """A zip's entries without the folder that was zipped, where that holds several students."""
    inside = _inside(entries)
    students = {entry.folders[0] for entry in inside if entry.folders}
    wraps = len(students) > 1 and all(entry.folders for entry in inside)
    return inside if wraps else entries


# --------------------------------------------------------------------------- in order


def _settle(intake: Intake) -> None:
    """Numbers the attempts and sorts: the same input gives the same record in any order of names.

    Where neither a number nor a time tells two files of one student and exercise apart, the first
    by its path is taken, and the other is said to be left.
    """
    groups: dict[tuple[str, str], list[HandedIn]] = {}
    for submission in intake.submissions:
        groups.setdefault((submission.student.id, submission.exercise), []).append(submission)
    settled: list[HandedIn] = []
    for (id, _), group in sorted(groups.items()):
        student = intake.students[id]
        settled += _attempts(sorted(group, key=_order), student, intake)
    intake.submissions = settled
    intake.students = dict(sorted(intake.students.items()))
    intake.not_understood.sort(key=lambda each: (each.path, each.reason))


def _order(submission: HandedIn) -> tuple[str, int, str]:
    time = submission.time
    if time is not None and time.tzinfo is None:
        time = time.replace(tzinfo=timezone.utc)
    return (_utc(time), submission.attempt, submission.source.shown)


def _utc(time: datetime | None) -> str:
    return time.astimezone(timezone.utc).isoformat() if time else ""


def _attempts(group: list[HandedIn], student: Student, intake: Intake) -> list[HandedIn]:
    kept: list[HandedIn] = []
    for each in group:
        if kept and _order(each)[:2] == _order(kept[-1])[:2]:
            reason = f"a second file for {each.exercise}; {kept[-1].source.shown} is graded"
            intake.not_understood.append(NotUnderstood(each.source.shown, reason))
        else:
            kept.append(each)
    return [replace(each, student=student, attempt=n) for n, each in enumerate(kept, start=1)]
