from __future__ import annotations

from dataclasses import replace

import pytest

from grader.proof.desk import Desk
from grader.proof.record import Outcome
from grader.proof.wrongs import check_generics, check_wrongs
from grader.report import Case, Report, Submission, Verdict

HALF = '"""You halve."""\n\n\ndef scale(x, factor=2.0):\n    return x * factor{}\n'


@pytest.fixture
def desk(grader):
    return lambda exercise: Desk(grader, exercise, seeds=2)


def outcomes(desk):
    return {answer.name.rpartition("/")[2]: answer.outcome for answer in desk.answers}


def test_each_wrong_is_caught_and_its_case_named(desk, good):
    table = desk(good)
    assert list(check_wrongs(table)) == []
    adds, doubles = table.answers
    assert (adds.outcome, adds.case, adds.cause) == (Outcome.CAUGHT, "the example", "own")
    assert (doubles.case, doubles.cause) == ("rectangle", "own")


@pytest.mark.parametrize(
    ("text", "outcome", "words"),
    [
        (HALF.format(""), Outcome.NOT_CAUGHT, "is not caught"),
        (HALF.format("") + "\n\ndel scale\n", Outcome.BROKEN, "does not run"),
    ],
)
def test_a_wrong_that_proves_nothing(desk, broken, text, outcome, words):
    table = desk(broken("wrong", text))
    found = list(check_wrongs(table))
    assert len(found) == 1
    assert words in found[0].what
    assert table.answers[0].outcome is outcome


@pytest.mark.parametrize("end", ["+", "\n\n\nraise OSError"])
def test_a_wrong_that_cannot_be_loaded_is_said_once(desk, broken, end):
    table = desk(broken("wrong", HALF.format(end)))
    assert ["does not run" in finding.what for finding in check_wrongs(table)] == [True]
    assert table.answers == []


def test_a_wrong_may_show_on_another_device_only(desk, broken):
    text = HALF.format("").replace("halve.", "halve.\n\nShows on: cuda, mps.\n")
    exercise = broken("wrong", text)
    exercise.suite.write_text(exercise.suite.read_text().replace('("cpu",)', '("cpu", "nowhere")'))
    table = desk(exercise)
    assert list(check_wrongs(table)) == []
    assert table.answers[0].outcome is Outcome.NOT_HERE


MAKES_ON_THE_CPU = (
    '"""You make it on the CPU.\n\nShows on: cuda, simulated.\n"""\n\nimport torch\n\n\n'
    "def scale(x, factor=2.0):\n    return {} * factor\n"
)


@pytest.mark.parametrize(
    ("product", "outcome"),
    [
        (
            "torch.tensor(x.tolist(), dtype=x.dtype, requires_grad=False) * 1 + 0 * x.cpu()",
            "caught",
        ),
        ("x", "not caught"),
    ],
)
def test_what_shows_on_the_simulated_device_has_to_be_caught_there(
    desk, broken, monkeypatch, product, outcome
):
    monkeypatch.setattr("grader.suite.devices.present", lambda: ("cpu",))
    monkeypatch.setattr("grader.grading.places.present", lambda: ("cpu",))
    exercise = broken("wrong", MAKES_ON_THE_CPU.format(product))
    exercise.suite.write_text(exercise.suite.read_text().replace('("cpu",)', '("cpu", "cuda")'))
    table = desk(exercise)
    found = list(check_wrongs(table))
    assert table.devices == ["cpu", "simulated"]
    assert ["is not caught" in finding.what for finding in found] == [True] * (outcome != "caught")
    assert table.answers[0].outcome.value.replace("_", " ") == outcome


def test_a_suite_that_breaks_on_a_wrong_is_a_finding(desk, broken):
    breaks = "test_example(submission, agree, rng):\n    submission.scale(rng.normal(2)).nothing\n"
    table = desk(broken("suite", ("test_example(agree, rng):\n", breaks)))
    found = list(check_wrongs(table))
    assert "the suite itself fails" in found[0].what
    assert "AttributeError" in found[0].found


def test_generic_wrongs_are_caught_or_have_no_effect(desk, good):
    table = desk(good)
    assert list(check_generics(table)) == []
    found = outcomes(table)
    assert found["scale.doubles"] is Outcome.CAUGHT
    assert found["scale.detaches"] is Outcome.CAUGHT
    assert found["scale.ignores_factor"] is Outcome.CAUGHT
    assert set(found.values()) <= {Outcome.CAUGHT, Outcome.NO_EFFECT}


def test_a_hole_in_a_suite_lets_generic_wrongs_through(desk, broken):
    exercise = broken("suite", ('agree.grad("scale", rng.normal(3), 0.5)', "pass"))
    found = [finding.what for finding in check_generics(desk(exercise))]
    assert found == ["scale that detaches is not caught"]
    text = exercise.suite.read_text().replace(", 3.0)", ")").replace(", 1.0)", ")")
    exercise.suite.write_text(text)
    found = [finding.what for finding in check_generics(desk(exercise))]
    assert found == ["scale that detaches is not caught", "scale that ignores factor is not caught"]


def test_a_suite_may_excuse_one_with_a_reason(desk, broken):
    exercise = broken("suite", ('agree.grad("scale", rng.normal(3), 0.5)', "pass"))
    excuse = "generic={'detaches': 'gradients come later', 'times_n': 'no reason'}, minutes=1,"
    exercise.suite.write_text(exercise.suite.read_text().replace("minutes=1,", excuse))
    table = desk(exercise)
    found = [finding.what for finding in check_generics(table)]
    assert found == ["generic={'times_n': ...} excuses nothing"]
    assert outcomes(table)["scale.detaches"] is Outcome.EXCUSED


def test_bans_do_not_catch_generic_wrongs(desk, broken):
    bans = "minutes=1, bans=('exec', 'matmul'), allowed='*', why='because',"
    exercise = broken("suite", ("minutes=1,", bans))
    table = desk(exercise)
    assert list(check_generics(table)) == []
    assert outcomes(table)["scale.returns_an_alias"] is not Outcome.BROKEN


def test_slow_cases_are_kept_for_what_the_quick_ones_let_pass(desk, good):
    table = desk(good)
    table.quick = ("test_gradient", "test_twice")
    assert list(check_wrongs(table)) == []
    assert [answer.case for answer in table.answers] == ["gradient", "gradient"]
    table.quick = ("test_example",)
    table.answers.clear()
    assert list(check_wrongs(table)) == []
    assert [answer.case for answer in table.answers] == ["the example", "rectangle"]


def test_a_case_is_slow_though_its_twin_on_an_absent_device_took_no_time(desk, good):
    table = desk(good)

    def case(name, device, verdict, seconds):
        return Case(name, name, device, verdict, 1, seconds=seconds)

    ran = [case("quick", "cpu", Verdict.PASSED, 0.1), case("slow", "cpu", Verdict.PASSED, 4.0)]
    absent = [case(c.id, "cuda", Verdict.UNAVAILABLE, 0.0) for c in ran]
    report = Report("01_scale", "", Submission("", ""), (*ran, *absent), ())
    table.time(report)
    assert table.quick == ("quick",)
    table.time(replace(report, cases=(ran[0], absent[0])))
    assert table.quick == ()
