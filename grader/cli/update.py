"""`learn update`: the installed course comes into the learner's folder."""

from __future__ import annotations

import click

from grader.cli.check import tell_not_kept
from grader.cli.place import Place, place
from grader.cli.screen import Screen
from grader.cli.waiting import Waiting
from grader.errors import UsageError
from grader.grading.grader import Grader
from grader.practice import Checked, Looked, check, look
from grader.progress.events import new_id
from grader.progress.standing import standings
from grader.versions.update import Updated, update


@click.command("update", short_help="Bring a newer course into your folder.")
@click.option("--no-check", is_flag=True, help="Do not check again what you passed.")
def command(no_check: bool) -> int:
    """Bring the installed course into your folder, after pip install --upgrade learn-torch.

    Stubs that you did not touch are replaced. A file that you worked on stays as it is, with the
    new stub beside it. What you passed is checked again where its checks changed; a pass stays.
    """
    here = place()
    screen = Screen()
    with here.progress() as progress:
        updated = update(here.course, here.workspace, progress)
        known = standings(progress.events())
    tell(screen, updated)
    screen.show()
    passed = {slug: it.suite for slug, it in known.items() if it.first_pass is not None}
    if not no_check:
        _check_again(here, screen, passed)
    return 2 if updated.refused else 0


def tell(screen: Screen, updated: Updated) -> None:
    """Adds what became of each file."""
    before = (
        f" (this folder had {updated.before})" if updated.before not in ("", updated.now) else ""
    )
    screen.line(f"course {updated.now}{before}", "strong")
    screen.line()
    for path in updated.added:
        screen.row(("  new        ", "good"), text=path)
    for path in updated.replaced:
        screen.row(("  replaced   ", "good"), text=f"{path}   (you had not changed it)")
    for path, new in updated.beside:
        screen.row(("  kept       ", "cause"), text=f"{path}   (yours; the new stub is {new})")
    for path in updated.left:
        screen.row(("  left       ", "quiet"), text=f"{path}   (not in this course)")
    for path, why in updated.refused:
        screen.row(("  refused    ", "bad"), text=f"{path}   ({why})")
    if updated.same:
        others = "" if updated.same == 1 else "s"
        screen.line(f"  {updated.same} file{others} already up to date")
    if updated.replaced:
        screen.line()
        screen.next("learn undo", "takes the replaced files back")


def _check_again(here: Place, screen: Screen, passed: dict[str, str]) -> None:
    """Checks what was passed under other checks than these, and says what came of it.

    ``passed``: the digest of the suite that was passed, by slug.
    """
    looks = [looked for slug in passed if (looked := _look(here, slug)) is not None]
    if not looks:
        return
    batch = new_id()
    with (
        Waiting(text="checking again what you passed ..."),
        Grader(here.course, eager=True) as grader,
    ):
        # Only now: a digest opens the suite, of which the workers' template may not know.
        changed = [x for x in looks if passed[x.exercise.slug] != x.exercise.digest]
        done = [check(here.course, x, grader, again=True, batch=batch) for x in changed]
    if not done:
        return
    screen.line()
    screen.line("passed before, checked again because the checks changed", "strong")
    for checked in done:
        name = f"{checked.exercise.number} {checked.exercise.title}"
        screen.row((f"  {name}   ", ""), text=_outcome(checked))
    screen.show()
    tell_not_kept(done)


def _look(here: Place, slug: str) -> Looked | None:
    """The file of an exercise; None where there is none, or one that cannot be checked now."""
    file = here.file_of(slug)
    if file is None:
        return None
    try:
        return look(file.exercise, file.path, file.shown)
    except UsageError:  # gone, or it imports from a file that is
        return None


def _outcome(checked: Checked) -> str:
    if checked.report.passed:
        return "passes the new checks too"
    if checked.report.exit_code == 3:
        return "could not be checked: the grader failed, not you; your pass stays"
    failed = checked.report.first_failure
    why = failed.failure.rationale if failed and failed.failure else "it does not pass"
    if not any(device.ran for device in checked.report.devices):
        return f"your pass stays; what is in the file now cannot be run: {why}"
    return (
        f"your pass stays, but the new checks find: {why} (learn check {checked.exercise.number})"
    )
