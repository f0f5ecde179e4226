from __future__ import annotations

import json

from grader.proof.record import Answer, Finding, Outcome, Proof
from grader.proof.screen import as_data, block, summary

ANSWERS = (
    Answer("reference", "solutions/01_scale.py", Outcome.PASSED, seconds=1.25),
    Answer(
        "wrong", "tests/wrong/01_scale/adds.py", Outcome.CAUGHT, "rectangle", "wrong", "own", 0.1
    ),
    Answer("generic", "scale.detaches", Outcome.EXCUSED),
    Answer("generic", "scale.doubles", Outcome.CAUGHT, "rectangle", "wrong"),
)
GOOD = Proof("01_scale", "Scale a tensor", (), ANSWERS, cases=4, seeds=20, seconds=2.04)
BAD = Proof(
    "02_bad", "", (Finding("wrong", "x is not caught", "every case passed\non cpu", "write one"),)
)


def test_what_holds_is_one_line():
    text = " ".join(block(GOOD).split())
    assert text == "01 Scale a tensor ok 4 cases, 20 seeds, 1 wrong, 2 generic (1 excused), 2.0 s"


def test_a_finding_has_what_found_and_next():
    lines = [line.strip() for line in block(BAD).splitlines()]
    assert lines[0].startswith("02 02_bad")
    assert "1 finding" in lines[0]
    assert lines[1:] == ["wrong      x is not caught", "every case passed", "on cpu", "write one"]


def test_long_findings_are_wrapped():
    long = Proof("02_bad", "", (Finding("wrong", "many words " * 30),))
    assert max(map(len, block(long).splitlines())) <= 100


def test_every_answer_names_its_case():
    text = block(GOOD, every=True)
    assert "adds" in text
    assert 'caught by "rectangle" (wrong), its own sentence is shown' in text
    assert "scale.detaches" in text


def test_the_last_line():
    assert summary([GOOD, BAD]) == "2 exercises: 1 ok, 1 with findings"
    assert summary([GOOD]) == "1 exercise: 1 ok, 0 with findings"


def test_data_for_machines():
    data = json.loads(json.dumps(as_data([GOOD, BAD])))
    assert data["ok"] is False
    first, second = data["exercises"]
    assert first["answers"][1]["case"] == "rectangle"
    assert second["findings"][0] == {
        "rule": "wrong",
        "what": "x is not caught",
        "found": "every case passed\non cpu",
        "next": "write one",
    }
