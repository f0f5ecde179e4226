"""`learn doctor`: what works here, what does not, and what to do about it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from grader.catalog import bundled_course
from grader.cli.place import place
from grader.cli.screen import Screen
from grader.cli.waiting import Waiting
from grader.doctor.finding import Finding, State
from grader.doctor.machine import machine
from grader.doctor.work import damage, work
from grader.grading.grader import Grader

_STYLES = {State.OK: "good", State.NOTE: "cause", State.BAD: "bad"}
_WIDTH = 24  # columns of the names; a longer one pushes its text


@click.command("doctor", short_help="Find out what works here and what does not.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option("--repair", is_flag=True, help="Save what can be read of a damaged progress file.")
@click.option("--plain", is_flag=True, help="No colour.")
def command(as_json: bool, repair: bool, plain: bool) -> int:
    """Find out what works here and what does not: Python, PyTorch, GPU, isolation, your folder.

    Grades the course's own answer to the first exercise, to see how long that takes. Nothing of
    yours is changed; --repair makes a copy first.
    """
    if repair:
        _repair(as_json)
    course = bundled_course()
    with Waiting(as_json or plain, "looking around: starting PyTorch, grading once ..."):
        # The machine first: its workers' template may not know the suites that `work` opens.
        found = [*machine(course, lambda it: Grader(it, lean=True)), *work(course)]
    bad = any(finding.state is State.BAD for finding in found)
    if as_json:
        click.echo(json.dumps({"ok": not bad, "findings": [asdict(f) for f in found]}, indent=2))
    else:
        tell(Screen(plain), found)
    return 1 if bad else 0


def tell(screen: Screen, found: list[Finding]) -> None:
    """Prints what was found, area by area, and the sum of it."""
    area = ""
    for finding in found:
        if finding.area != area:
            screen.line()
            screen.line(finding.area, "strong")
            area = finding.area
        word = (f"  {finding.state.value:<6}", _STYLES[finding.state])
        screen.row(word, (f"{finding.name:<{_WIDTH}} ", ""), text=finding.detail)
        if finding.next_step:
            screen.row(("        ", ""), text=f"-> {finding.next_step}")
    screen.line()
    counts = [sum(f.state is state for f in found) for state in (State.BAD, State.NOTE)]
    if counts[0]:
        screen.line(f"{counts[0]} of {len(found)} do not work: see bad above", "bad")
    elif counts[1]:
        screen.line(f"all that is needed works; {counts[1]} to know of: see note above")
    else:
        screen.line("all is well", "good")
    screen.show()


def _repair(as_json: bool) -> None:
    """Repairs the workspace's progress file, if it is damaged, and says what was done."""
    from grader.progress.repair import repair

    root = place().workspace.root
    lines: tuple[str, ...] = ("the progress file is not damaged, so nothing was repaired",)
    if damage(root):
        lines = repair(root).lines()
    for line in (*lines, ""):
        click.echo(line, err=as_json)  # the output is JSON alone
