"""How the learner's workspace is: found, writable, its progress readable, its course up to date."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.catalog import Course
from grader.doctor.finding import Finding, State
from grader.errors import UsageError
from grader.progress.kept import FOLDER, events_of, store_of
from grader.progress.standing import standings
from grader.progress.store import Broken, Progress
from grader.render.layout import counted
from grader.submission import read
from grader.workspace import Workspace, find_workspace, given, init_command, release_of


def work(course: Course) -> list[Finding]:
    """What was found around the current folder; never raises for what is broken here."""
    try:
        workspace = find_workspace(course)
    except UsageError as error:
        detail = error.found or error.what
        return [Finding("workspace", "folder", State.NOTE, detail, init_command(course))]
    return [
        _folder(course, workspace),
        *_writable(workspace),
        *_files(course, workspace),
        *_progress(course, workspace),
    ]


def _folder(course: Course, workspace: Workspace) -> Finding:
    there = sum(os.path.lexists(workspace.file(e)) for e in course.exercises)
    detail = f"{workspace.root}, {there} of {len(course.exercises)} exercises"
    before = given(workspace.root).release
    if workspace.is_course(course.exercises[0]):
        return Finding("workspace", "folder", State.OK, f"{detail}; the course's own folder")
    now = release_of(course)
    if before and before != now:
        detail += f"; of release {before}, installed is {now}"
        return Finding("workspace", "folder", State.NOTE, detail, "learn update")
    if there < len(course.exercises):
        return Finding("workspace", "folder", State.NOTE, detail, "learn update    adds the others")
    return Finding("workspace", "folder", State.OK, detail)


def _writable(workspace: Workspace) -> Iterator[Finding]:
    """Whether files can be written where they have to be; nothing is left behind."""
    for name in ("exercises", FOLDER):
        folder = workspace.root / name
        why = _why_not(folder if folder.exists() else workspace.root)
        if why:
            detail = f"{folder} cannot be written to: {why}"
            yield Finding("workspace", "write access", State.BAD, detail, f"chmod -R u+w {folder}")
        else:
            yield Finding("workspace", "write access", State.OK, str(folder))


def _why_not(folder: Path) -> str:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\n")
    except OSError as error:
        return str(error.strerror)
    return ""


def _files(course: Course, workspace: Workspace) -> Iterator[Finding]:
    """Files that no command can work with: links, folders, what is no text."""
    for exercise in course.exercises:
        path = workspace.file(exercise)
        if os.path.lexists(path):
            try:
                read(path, workspace.shown(exercise))
            except UsageError as error:
                detail = "; ".join(text for text in (error.what, error.found) if text)
                yield Finding("workspace", exercise.slug, State.BAD, detail, error.next_step)


def damage(root: Path) -> str:
    """What is wrong with a workspace's store, in SQLite's words; empty where nothing is.

    Raises NotKept when it cannot be read for another reason.
    """
    if not store_of(root).exists():
        return ""
    try:
        with Progress(root) as progress:
            return progress.damage()
    except Broken as error:
        return error.found or error.what


def _progress(course: Course, workspace: Workspace) -> Iterator[Finding]:
    path = store_of(workspace.root)
    try:
        wrong = damage(workspace.root)
        events = [] if wrong else events_of(workspace.root)
    except UsageError as error:
        detail = ": ".join(text for text in (error.what, error.found) if text)
        yield Finding("progress", "store", State.BAD, detail, error.next_step)
        return
    if wrong:
        detail = f"{path} is damaged: {wrong}"
        step = "learn doctor --repair    makes a copy and saves what it can"
        yield Finding("progress", "store", State.BAD, detail, step)
        return
    if not events:
        yield Finding("progress", "store", State.OK, "nothing was checked here yet")
        return
    known = standings(events)
    passed = [
        e for e in course.exercises if e.slug in known and known[e.slug].first_pass is not None
    ]
    detail = f"{counted(len(events), 'event')}, {counted(len(passed), 'exercise')} passed"
    yield Finding("progress", "store", State.OK, detail)
    stale = [e for e in passed if known[e.slug].suite != e.digest]
    if stale:
        numbers = " ".join(exercise.number for exercise in stale)
        detail = f"the checks of {numbers} changed since you passed; the pass stays"
        yield Finding("progress", "re-check", State.NOTE, detail, f"learn check {numbers}")
