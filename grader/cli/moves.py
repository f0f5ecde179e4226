"""The learner's own way through the course: a move is kept, then they are told where they are."""

from __future__ import annotations

from grader.catalog import Exercise
from grader.cli.place import Place
from grader.cli.screen import Screen
from grader.progress.events import Event, Kind
from grader.progress.way import Way


def moved(here: Place, way: Way, kind: Kind, exercise: Exercise) -> Way:
    """Keeps the move; the way after it. Raises NotKept."""
    event = Event(kind, exercise.slug)
    with here.progress() as progress:
        progress.add(event)
    return way.after(event)


def show_at(here: Place, way: Way) -> int:
    """Prints the exercise the learner is at and what to type; the exit code."""
    if way.current is None:
        return show_end(here, way)
    exercise = here.course.find(way.current)
    screen = Screen()
    screen.row((f"{exercise.number} {exercise.title}", "strong"), ("    ", ""),
               text=here.workspace.shown(exercise))  # fmt: skip
    screen.next(f"  learn read {exercise.number} ", "the lesson")
    screen.next(f"  learn check {exercise.number}", "grades your answer")
    screen.show()
    return 0


def show_end(here: Place, way: Way) -> int:
    """Prints that nothing lies ahead, and what is left of the course; the exit code."""
    done, total = way.passed
    screen = Screen()
    screen.line(f"there is no other exercise ahead: {done} of {total} passed")
    left = [slug for slug, it in way.standings.items() if it.first_pass is None]
    if left:
        numbers = [slug[:2] for slug in left[:9]]
        more = " ..." if len(left) > len(numbers) else ""
        screen.next(f"learn goto {numbers[0]}", f"not passed yet: {', '.join(numbers)}{more}")
    else:
        screen.next("learn check --all", "grades all of them again")
    screen.show()
    return 0
