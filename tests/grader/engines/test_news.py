"""What one process of a pool has learned is known to the others, and changes no report."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from grader.engines.line import Message
from grader.engines.local import LocalEngine, _Process
from grader.engines.news import heard, told
from grader.grading.grader import Grader
from grader.report import Check, Failure, Frame, Grid, Picture, Verdict
from grader.suite.outcome import Outcome
from grader.suite.trails import Trail, gist
from grader.worker.script import History

THRICE = "def double(x):\n    return x * 3\n"
FAILURE = Failure(
    "differs",
    "look again \ud800",
    checks=(Check("values", "3 of 4", ok=False),),
    grid=Grid((("1", "2"),), (("1", "3"),), ((False, True),)),
    frames=(Frame(2, "double", "return x * 3", (("x", "float32 [3]"),)),),
    line=2,
    picture=Picture("matrix", (("1",),), (("2",),)),
)


def outcome(failure: Failure | None) -> Outcome:
    verdict = Verdict.PASSED if failure is None else Verdict.WRONG
    return Outcome("test_a", "a", "cpu", 2.0, True, 3, verdict, failure, "", 0.25, "")


def test_a_way_to_fail_comes_out_as_it_went_in() -> None:
    history = History()
    history.add(b"\x00request\xff", b"answer")
    history.begin()
    raised = b'LRN1{"raised":{"type":"E","bases":[],"message":"m","line":1}}'
    history.add(b"another", raised)
    history.exact[1] = b"\x01\x02"
    outcomes = (outcome(None), outcome(FAILURE))
    trail = Trail(history, ((2, "return x * 3"),), outcomes, ("a note",), gist(THRICE))
    (found,) = heard(json.loads(json.dumps([told(trail)])))
    for name in ("lines", "outcomes", "notes", "gist"):
        assert getattr(found, name) == getattr(trail, name)
    for name in ("requests", "marks", "exact", "first", "whole"):
        assert getattr(found.history, name) == getattr(history, name)


Make = Callable[..., Message]
Serve = Callable[..., list[Message]]


def test_what_one_process_has_explained_another_one_knows(
    serve: Serve, message: Make, ran: list[str]
) -> None:
    (first,) = serve(message(THRICE))
    assert len(first["learned"]) == 1
    assert ran
    ran.clear()
    (second,) = serve(message(THRICE, news=first["learned"]))
    assert not ran
    assert not second["learned"]
    assert (second["state"], second["report"]) == (first["state"], first["report"])


def test_the_only_process_tells_nobody(serve: Serve, message: Make) -> None:
    (answer,) = serve(message(THRICE, others=False))
    assert answer["learned"] == []


def test_news_of_another_kind_of_piece_are_dropped() -> None:
    line: Any = None
    process = _Process(line, 0)
    mine, other = ("01", "cpu", 0, 0), ("02", "cpu", 0, 0)
    process.news = [(mine, {"first": 1}), (other, {"first": 2}), (mine, {"first": 3})]
    assert process.take_news(mine) == [{"first": 1}, {"first": 3}]
    assert process.news == []


def test_two_processes_give_the_reports_of_one(
    grader: Grader, start: Callable[..., LocalEngine], chunk: Callable[..., Any]
) -> None:
    answers = ["x * 3", "x + 2", "x * 2", "x", "x.sum()", "x * 2.5", "-x", "1 / 0"]
    texts = [f"def double(x):\n    return {a}\n# {n}\n" for n in range(4) for a in answers]
    made = chunk(*texts)
    found = [
        sorted((g.digest, g.state, g.report) for g in start(jobs).grade([made])) for jobs in (1, 2)
    ]
    assert found[0] == found[1]
    assert len(found[0]) == len(texts)
