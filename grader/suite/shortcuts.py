"""What a submission comes to without its cases: it answers as one before it did.

Requests are put to it one behind the other. Once it has been asked more than the cases would have
asked it, all begins anew with a fresh worker; not where its calls cannot affect each other: then
all is asked first, and the cases that have to run get those answers.
"""

from __future__ import annotations

import contextlib
import time

from grader.errors import Fault
from grader.suite.independent import is_independent
from grader.suite.known import QUICK
from grader.suite.run import SECONDS, Run, record
from grader.suite.trails import Trail
from grader.suite.turns import Turn, passes_as_known, run_case, start_ahead, start_following
from grader.worker.client import Ended

WORTH_IT = 4  # turns that are put once more together; fewer are as quick one by one


def at_once(turns: list[Turn], run: Run) -> int | None:
    """How many of the turns are over; None where the submission has failed as one before it.

    On a GPU, whose workers start slowly, all are run one by one.
    """
    if {turn.device for turn in turns} != {"cpu"}:
        return 0
    keys = [turn.key for turn in turns]
    quick = run.known.quick(keys)
    if not quick and not run.trails.kept:
        return 0
    if quick:
        run.session.launcher.stock(run.known.requests(keys) + run.known.requests(run.following))
    if _goes_the_likely_way(run):
        return None
    if quick and is_independent(run.session.program.source) and _ask_all(turns, run):
        return _as_answered(turns, run)
    return _in_order(turns, run, quick)


def _in_order(turns: list[Turn], run: Run, quick: bool) -> int | None:
    """As `at_once`, by a submission that is asked in the order of its cases.

    The first turn is waited for. Where it is passed as before, all others may be; else some earlier
    submission may have answered as this one does.
    """
    turns[0].begin(run.session)
    passed, more = quick and passes_as_known(turns[0], run), 0
    if passed:
        start_ahead(turns[0], run)
        more = _pass_together(turns[1:], run)
        if more == len(turns) - 1:
            return len(turns)
    asked = passed or (not quick and _begins_as_known(turns[0], run))
    history = run.session.client("cpu").history
    trail = run.trails.fitting(history, run.session.program.source)
    if trail is not None and _follow(trail, run, anew=passed):
        return None
    if trail is None and not asked:
        run_case(turns[0], run)
        return 1
    _begin_anew(run)
    return _again(turns[: 1 + more], run)


def _ask_all(turns: list[Turn], run: Run) -> bool:
    """Whether a submission that may be asked in any order has answered all that its cases ask.

    Else all begins anew. The first case comes first: where it is passed as before, there will be a
    device check, whose worker is started then.
    """
    session = run.session
    session.place(turns[0].device)
    client, keys = session.client(turns[0].device), [turn.key for turn in turns]
    for some in [keys[:1], keys] if run.following else [keys]:
        if session.cancelled or not client.ask_all(run.known.requests(some), QUICK):
            _begin_anew(run)
            return False
        if run.following:
            start_following(run, bool(run.known.passes_all(session, keys[:1])))
    return True


def _as_answered(turns: list[Turn], run: Run) -> int | None:
    """As `at_once`, where all that the cases ask is answered already."""
    if _pass_together(turns, run) == len(turns):
        return len(turns)
    client, started = run.session.client(turns[0].device), time.monotonic()
    for trail in run.trails.all_of(run.session.program.source):
        if client.answers_as(trail.history, QUICK):
            _relive(trail, run, time.monotonic() - started)
            return None
        if not client.heard:  # what that one was asked besides had no answer
            break
    return 0


def _again(turns: list[Turn], run: Run) -> int:
    """How many of the turns are over that a submission passed as before, and then failed another.

    Anew, for it had been asked more than its cases ask; no further than to the end of these.
    """
    if len(turns) < WORTH_IT:
        return 0
    turns[0].begin(run.session)
    if not passes_as_known(turns[0], run):
        run_case(turns[0], run)
        return 1
    if _pass_together(turns[1:], run) < len(turns) - 1:
        _begin_anew(run)
        return 0
    return len(turns)


def _begin_anew(run: Run) -> None:
    """With a fresh worker, to which nothing has been said."""
    run.session.resubmit(run.session.program)
    run.outcomes.clear()


def device_check_at_once(turns: list[Turn], run: Run) -> int:
    """How many of the device check's turns are over: all that were passed as before, or none.

    Its worker may have been asked them already, while the other one was.
    """
    whole = run.known.quick([turn.key for turn in turns])
    return len(turns) if whole and _pass_together(turns, run) == len(turns) else 0


def _pass_together(turns: list[Turn], run: Run) -> int:
    """How many of the turns a submission passes as before, up to the first that it does not.

    Where it passes all of them they are recorded, else none is, and all begins anew.
    """
    known = run.known.passes_all(run.session, [turn.key for turn in turns])
    if len(known) == len(turns):
        for turn, each in zip(turns, known, strict=True):
            turn.begin(run.session)
            run.session.begin_case(turn.device, turn.item.stash[SECONDS])
            run.started = time.monotonic() - each.seconds
            each.relive(run.session)
            record(turn.item, run, None)
    return len(known)


def _begins_as_known(turn: Turn, run: Run) -> bool:
    """Whether the submission answers the first case as the last one that failed.

    Else what it was asked for that waits for the case.
    """
    script = run.trails.beginning(run.session.program.source)
    if script is None or run.session.cancelled:
        return False
    started = time.monotonic()
    with contextlib.suppress(Ended, Fault):  # the case meets it again, and tells it
        run.session.begin_case(turn.device, turn.item.stash[SECONDS])
        if run.session.client(turn.device).play(script):
            return True
    run.spent = time.monotonic() - started
    return False


def _goes_the_likely_way(run: Run) -> bool:
    """Whether the submission fails as one before it whose text says the same.

    Else nothing has been said to the worker that it has now.
    """
    trail = run.trails.likely(run.session.program.source)
    if trail is None or run.session.cancelled:
        return False
    if _follow(trail, run, anew=False):
        return True
    _begin_anew(run)
    return False


def _follow(trail: Trail, run: Run, anew: bool) -> bool:
    """Whether the submission goes an earlier one's way to its end, and so comes to the same.

    ``anew``: from the start, for it was asked more than that one.
    """
    session, started = run.session, time.monotonic()
    if anew:
        session.resubmit(session.program)
    if not session.client("cpu").follow(trail.history, QUICK):
        return False
    _relive(trail, run, time.monotonic() - started)
    return True


def _relive(trail: Trail, run: Run, seconds: float) -> None:
    """The submission went an earlier one's way, in so many seconds, and comes to the same."""
    run.trails.use(trail)
    told = trail.relive(run.session, seconds)
    run.outcomes = {(outcome.id, outcome.device): outcome for outcome in told}
