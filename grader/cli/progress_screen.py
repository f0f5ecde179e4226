"""The screen of `learn progress`."""

from __future__ import annotations

from grader.cli.place import Place
from grader.cli.screen import Screen
from grader.progress.standing import Status
from grader.progress.summary import Row, Stretch, Summary, in_words
from grader.render.clean import cell_width
from grader.render.layout import counted, pad, shorten
from grader.render.terminal import progress_bar

MOST = 5  # places where one got stuck
BAR = 12  # columns
WIDE = 60  # columns from which a part has room for its time
MANY = 40  # attempts that fill a bar


def show_summary(here: Place, summary: Summary, plain: bool = False) -> None:
    """Prints it."""
    screen = Screen(plain)
    whole = summary.whole
    screen.line(progress_bar(whole.passed, len(whole.rows)), "strong")
    screen.line()
    room = max(cell_width(part.title) for part in summary.parts)
    wide = screen.look.width >= WIDE
    for part in summary.parts:
        _show_part(screen, part, min(room, screen.look.width - BAR - (26 if wide else 15)), wide)
    screen.line()
    if summary.days:
        _show_numbers(screen, summary)
    else:
        screen.line("nothing has been done yet")
    _show_attempts(screen, [row for row in summary.rows if row.standing.attempts])
    _show_stuck(screen, summary)
    screen.line()
    at = here.way().current
    if at is not None:
        exercise = here.course.find(at)
        screen.next(f"learn check {exercise.number}", f"you are at {exercise.title}")
    screen.show()


def _show_part(screen: Screen, part: Stretch, room: int, timed: bool) -> None:
    filled = BAR * part.passed // len(part.rows)
    count = f"{part.passed}/{len(part.rows)}"
    screen.row(
        ("  " + pad(shorten(part.title, room), room) + "  ", ""),
        (f"[{('#' * filled).ljust(BAR, '-')}]", "good" if filled == BAR else ""),
        (f" {count:>5}   ", ""),
        text=in_words(part.seconds) if part.seconds and timed else "",
    )


def _show_numbers(screen: Screen, summary: Summary) -> None:
    whole = summary.whole
    days = counted(len(summary.days), "day")
    screen.row(("  time      ", "strong"),
               text=f"at least {in_words(whole.seconds)} on {days}; breaks of more than half an "
               "hour are left out")  # fmt: skip
    streak = counted(summary.streak, "day") + " in a row"
    screen.row(("  streak    ", "strong"), text=f"{streak}; the longest: {summary.longest}")
    attempts = sum(row.standing.attempts for row in whole.rows)
    at_once = sum(row.standing.attempts == 1 for row in whole.rows if row.status is Status.PASSED)
    screen.row(("  attempts  ", "strong"),
               text=f"{attempts}; {counted(at_once, 'exercise')} passed at the first")  # fmt: skip
    hints = counted(sum(row.standing.hints for row in whole.rows), "hint")
    others = [f"{whole.count(s)} {s.value}" for s in (Status.REVEALED, Status.SKIPPED)]
    screen.row(("  help      ", "strong"), text=f"{hints} used; {', '.join(others)}")
    devices = sorted({name for row in whole.rows for name in row.standing.devices})
    passed = [f"{_passed_on(whole, name)} on {name}" for name in devices] or ["none yet"]
    screen.row(("  devices   ", "strong"), text=f"passed: {', '.join(passed)}")


def _passed_on(whole: Stretch, device: str) -> int:
    return sum(row.standing.devices.get(device, False) for row in whole.rows)


def _show_attempts(screen: Screen, rows: list[Row]) -> None:
    """How many attempts each exercise took, as a bar chart."""
    if not rows:
        return
    screen.line()
    screen.line("attempts until passed", "strong")
    room = min(max(cell_width(row.title) for row in rows), screen.look.width - 30)
    most = max(row.standing.attempts for row in rows)
    width = max(min(MANY, screen.look.width - room - 23), 4)
    for row in rows:
        count = row.standing.attempts
        length = max(1, round(width * count / max(most, width)))
        open_ = "" if row.status is Status.PASSED else f"  {row.status.value}"
        title = pad(shorten(row.title, room), room)
        screen.row(
            (f"  {row.number}  {title}  {count:>3}  ", ""), ("#" * length, ""), (open_, "quiet")
        )


def _show_stuck(screen: Screen, summary: Summary) -> None:
    """Where one case failed again and again."""
    if not summary.stuck:
        return
    screen.line()
    screen.line("where you got stuck", "strong")
    for it in summary.stuck[:MOST]:
        since = "passed since" if it.passed else f"learn hint {it.slug[:2]}"
        screen.row((f"  {it.slug[:2]}  ", ""),
                   text=f"{it.case}: failed {counted(it.fails, 'time')} ({since})")  # fmt: skip
