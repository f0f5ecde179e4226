from __future__ import annotations

import pytest

from grader.render.foot import add_devices, add_isolation, add_points, add_prints, number, points
from grader.render.layout import Page
from grader.report import Case, Device, Layer, Report, Submission, Verdict


def report(*verdicts: tuple[str, Verdict], **rest: object) -> Report:
    cases = tuple(Case("t", "t", device, verdict, possible=2.0) for device, verdict in verdicts)
    fields = {"devices": (), **rest}
    return Report("03_matmul", "matmul", Submission("f.py", ""), cases, **fields)


def lines_of(add, *args: object) -> list[str]:
    page = Page(80, color=False)
    add(page, *args)
    return page.text().splitlines()


OK = ("cpu", Verdict.PASSED)
CPU = Device("cpu", ran=True)
NO_GPU = Device("cuda", ran=False, detail="no GPU here")
LAYERS = tuple(
    Layer(name, True) for name in ("no new privileges", "resources", "Landlock", "seccomp")
)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (report(), "  no device: nothing ran"),
        (report(OK), "  cpu ok (1 case)"),
        (report(("cpu", Verdict.SKIPPED)), "  cpu: not run"),
        (
            report(OK, devices=(Device("cpu", True), NO_GPU), seeds=(1, 2)),
            "  cpu ok (1 case, 2 seeds)   cuda: not run, no GPU here",
        ),
        (
            report(OK, ("cpu", Verdict.WRONG), devices=(Device("cpu", True),), seeds=(1,)),
            "  cpu: 1 of 2 cases ok (1 seed)",
        ),
        (
            report(("cuda", Verdict.PASSED), devices=(Device("cuda", True, "NVIDIA H200"),)),
            "  cuda ok (1 case, NVIDIA H200)",
        ),
        (
            report(("simulated", Verdict.PASSED), devices=(Device("simulated", True),)),
            "  device check: ok (simulated)",
        ),
        (
            report(("simulated", Verdict.WRONG), devices=(Device("simulated", True),)),
            "  device check: 0 of 1 case ok (simulated)",
        ),
        (
            report(devices=(Device("simulated", False, "cpu did not pass"),)),
            "  device check: not run, cpu did not pass",
        ),
        (report(devices=(Device("cpu", True),)), "  cpu: no case"),
    ],
)
def test_device_line(given, line):
    assert lines_of(add_devices, given) == [line]


def test_a_device_that_has_cases_but_no_entry_is_named_all_the_same():
    given = report(OK, ("cuda", Verdict.UNAVAILABLE), devices=(Device("cpu", True),))
    assert lines_of(add_devices, given) == ["  cpu ok (1 case)   cuda: not run"]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (report(OK), "  2 of 2 points"),
        (report(OK, ("cuda", Verdict.UNAVAILABLE)), "  2 of 2 points; 2 more on cuda"),
        (
            report(OK, ("cuda", Verdict.UNAVAILABLE), policy="graded"),
            "  2 of 4 points; 2 need cuda, which is missing here: not your doing",
        ),
        (
            report(OK, ("cpu", Verdict.FAULT)),
            "  2 of 4 points; 2 could not be checked: the grader failed, not you",
        ),
    ],
)
def test_points_line(given, line):
    assert lines_of(add_points, given) == [line]


def isolation_line(*layers, device=CPU):
    lines = lines_of(add_isolation, report(OK, isolation=layers, devices=(device,)))
    return " ".join(map(str.strip, lines))


def test_isolation_is_named_only_where_it_is_weak():
    assert isolation_line(*LAYERS) == ""
    assert isolation_line(*LAYERS, Layer("IPC namespace", False, "not permitted")) == (
        "isolation: weaker than full, without IPC namespace (not permitted)"
    )
    assert isolation_line(*LAYERS[1:]) == (
        "isolation: weaker than full, not promised: a submission gains no rights"
    )
    assert isolation_line(Layer("no new privileges", False), *LAYERS[1:]) == (
        "isolation: weaker than full, not promised: a submission gains no rights; "
        "without no new privileges"
    )


def test_isolation_is_none_where_no_layer_is_in_force_and_nothing_ran_needs_none():
    none = "isolation: none, your code ran with all of your rights"
    assert isolation_line() == none
    assert isolation_line(Layer("seccomp", False), Layer("resources", False, "no")) == none
    assert isolation_line(Layer("seccomp", False), device=NO_GPU) == ""


def test_prints_stand_behind_a_bar_and_the_last_ones_are_kept():
    lines = lines_of(add_prints, "".join(f"line {n}\n" for n in range(30)))
    assert lines[:3] == ["your prints", "  (10 earlier lines not shown)", "  | line 10"]
    assert lines[-1] == "  | line 29"


def test_a_long_print_is_cut_and_every_line_of_it_has_its_bar():
    lines = lines_of(add_prints, "x" * 5000)
    assert len(lines) == 7
    assert all(line.startswith("  | x") for line in lines[1:])
    assert lines[-1].endswith("...")


@pytest.mark.parametrize(
    ("value", "text"), [(3.0, "3"), (2.5, "2.5"), (1 / 3, "0.33"), (0.0, "0"), (-0.001, "0")]
)
def test_number(value, text):
    assert number(value) == text


def test_points_word():
    assert (points(1.0), points(2.0)) == ("1 point", "2 points")
