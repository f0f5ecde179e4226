"""What a screen says beside a report: the attempt, hints, what to type next, the progress bar."""

from __future__ import annotations

from grader.practice.checks import OFTEN, Checked
from grader.render.layout import counted
from grader.render.terminal import Extras


def extras_of(checked: Checked) -> Extras:
    """The lines around a check's report, from what the workspace knows."""
    passed = checked.report.passed and not checked.part
    return Extras(
        attempt=None if passed else checked.attempt,
        again="" if passed else again_line(checked),
        hint_line=_hint_line(checked) if checked.report.first_failure else "",
        next_line=_next_line(checked),
        remarks=(*(_of_a_pass(checked) if passed else ()), *checked.not_kept),
        progress=checked.passed,
    )


def again_line(checked: Checked) -> str:
    """The command that repeats the failure with its numbers."""
    number, case = checked.exercise.number, checked.report.first_failure
    if case is None or case.seed is None:
        return f"learn check {number}"
    name = case.id.removeprefix("test_").replace("_", "-")  # one word: nothing to quote or to wrap
    return f"learn check {number} --only {name} --seed {case.seed}"


def _hint_line(checked: Checked) -> str:
    """The next hint; louder when the same case failed again and again."""
    number, total, standing = checked.exercise.number, checked.hints, checked.standing
    if not total:
        return ""
    if standing is None:
        return f"learn hint {number}"
    if checked.offer is not None:
        often = f"this case failed {standing.fails_in_a_row[1]} times in a row"
        return f"learn hint {number}    ({checked.offer} of {total}; {often})"
    if standing.hints < total:
        return f"learn hint {number}    ({standing.hints + 1} of {total})"
    if standing.fails_in_a_row[1] < OFTEN:
        return f"learn hint {number} -n {total}    (all {total} seen)"
    return f"learn solution {number} --give-up    (all {counted(total, 'hint')} seen)"


def _next_line(checked: Checked) -> str:
    """Where to go after a pass."""
    if not checked.report.passed:
        return ""
    if checked.part:
        return f"learn check {checked.exercise.number}    runs every case: only that passes it"
    following = checked.following
    if following is None:
        return _end(checked)
    return f"{following.number} {following.title}    exercises/{following.slug}.py"


def _end(checked: Checked) -> str:
    done, total = checked.passed or (0, 0)
    if done < total:
        return f"that was the end: {done} of {total} passed, learn list shows the others"
    return "that was the last one"


def _of_a_pass(checked: Checked) -> tuple[str, ...]:
    standing, number = checked.standing, checked.exercise.number
    if standing is None:
        return ()
    if not checked.first_pass:
        return (f"passed before; {counted(standing.repeats, 'check')} since",)
    before = counted(standing.attempts - 1, "attempt") + " before this"
    if standing.attempts == 1:
        before = "passed at the first attempt"
    hints = counted(standing.hints, "hint") + " used" if standing.hints else "no hint used"
    return (f"{before}, {hints}", f"solution unlocked: learn solution {number} --diff")
