from __future__ import annotations

import pytest

from grader.proof.desk import Desk
from grader.proof.proving import check_reference, check_rights, check_stub, prove
from grader.proof.record import Outcome


@pytest.fixture
def desk(grader):
    return lambda exercise: Desk(grader, exercise, seeds=4)


def test_a_good_exercise_is_proven(desk, good):
    heard: list[str] = []
    table = desk(good)
    table.hear = heard.append
    proof = prove(table)
    assert proof.ok, proof.findings
    assert (proof.slug, proof.title, proof.cases, proof.seeds) == (
        "01_scale",
        "Scale a tensor",
        4,
        4,
    )
    assert [len(proof.of(kind)) for kind in ("stub", "reference", "right", "wrong")] == [1, 1, 2, 2]
    assert "reference, 4 seeds 0/1" in heard
    assert any(text.startswith("generic wrongs") for text in heard)


@pytest.mark.parametrize("file", ["stub", "reference", "suite"])
def test_a_missing_file_is_a_finding_and_no_crash(desk, broken, file):
    proof = prove(desk(broken(file, None)))
    assert [finding.rule for finding in proof.findings] == ["files"]
    assert proof.answers == ()


def test_a_suite_that_does_not_import_is_one_finding(desk, broken):
    proof = prove(
        desk(broken("suite", ("import pytest\n", "import pytest\nimport nothing_like_it\n")))
    )
    assert len(proof.findings) == 1
    assert "cannot be run" in proof.findings[0].what
    assert "nothing_like_it" in proof.findings[0].found


def test_a_reference_that_does_not_import_is_no_crash(desk, broken):
    proof = prove(desk(broken("reference", ("import torch", "import torch\nraise OSError('no')"))))
    assert any("OSError" in finding.what for finding in proof.findings)


def test_a_stub_that_looks_touched(desk, broken):
    exercise = broken("stub", ("def scale", "@torch.no_grad()\ndef scale"))
    found = [finding.what for finding in check_stub(desk(exercise))]
    assert found == ["exercises/01_scale.py is not recognised as untouched"]


def test_a_case_that_an_untouched_stub_passes(desk, broken):
    case = "def test_free():\n    assert True\n\n\n@pytest.mark.visible"
    found = list(check_stub(desk(broken("suite", ("@pytest.mark.visible", case)))))
    assert [finding.what for finding in found] == ['the case "free" passes with the untouched stub']


def test_a_reference_that_fails_stops_the_rest(desk, broken):
    proof = prove(desk(broken("suite", ("x * 4", "x * 5"))))
    assert [finding.rule for finding in proof.findings] == ["reference"]
    assert '"twice" on cpu, seed 1: wrong' in proof.findings[0].found
    assert proof.of("wrong") == ()


def test_a_reference_that_fails_for_some_seed(desk, broken):
    rare = """test_gradient(agree, rng, learn_session):
    if learn_session.seed == 4:
        raise Failure("now and then")
"""
    exercise = broken("suite", ("test_gradient(agree, rng):\n", rare))
    found = list(check_reference(desk(exercise)))
    assert "seed 4: wrong" in found[0].found


def test_a_reference_that_is_not_twice_the_same(desk, broken, tmp_path):
    later = f"""test_gradient(agree, rng):
    with open({str(tmp_path / "times")!r}, "a+") as file:
        file.write("x")
        if file.tell() > 4:
            raise Failure("later")
"""
    exercise = broken("suite", ("test_gradient(agree, rng):\n", later))
    found = list(check_reference(desk(exercise)))
    assert "two reports for the same seeds" in found[0].what


def test_a_right_answer_that_is_refused(desk, broken):
    table = desk(broken("right", ("x.mul(factor)", "x.mul(factor).double()")))
    found = list(check_rights(table))
    assert found[0].what == "tests/right/01_scale/method.py is right and does not pass"
    assert "float64, expected float32" in found[0].found
    assert [answer.outcome for answer in table.answers] == [Outcome.BROKEN, Outcome.PASSED]


@pytest.mark.parametrize(("fast", "seeds"), [(True, 3), (False, 20)])
def test_training_exercises_get_fewer_seeds_in_a_hurry(grader, broken, fast, seeds):
    exercise = broken("suite", ("seeds=2", "seeds=1"))
    assert Desk(grader, exercise, fast=fast).draws(20, 3) == seeds


@pytest.mark.parametrize(("fast", "refused"), [(True, 0), (False, 1)])
def test_right_answers_meet_every_seed_unless_in_a_hurry(grader, broken, fast, refused):
    rare = """test_gradient(agree, rng, learn_session):
    if learn_session.seed == 4 and ".mul(" in learn_session.program.source:
        raise Failure("now and then")
"""
    exercise = broken("suite", ("test_gradient(agree, rng):\n", rare))
    found = list(check_rights(Desk(grader, exercise, seeds=4, fast=fast)))
    assert len(found) == refused
