"""Every screen against its golden text, and what must hold for any report at all."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.render.clean import cell_width
from grader.render.layout import STYLES
from grader.render.terminal import Extras, render_terminal
from grader.report import Report

GOLDEN = Path(__file__).parents[1] / "golden" / "screens"
SGR = re.compile(r"\x1b\[(?:0|" + "|".join(STYLES.values()) + ")m")

FAIL_EXTRAS = Extras(
    attempt=4,
    again="learn check 03 --only non-square --seed 7",
    hint_line="learn hint 03 (1 of 3)",
    progress=(2, 24),
)
START_EXTRAS = Extras(again="learn check 03", hint_line="learn hint 03 (1 of 3)")
PASS_EXTRAS = Extras(
    next_line="04 softmax that does not overflow   exercises/04_softmax.py",
    remarks=("2 attempts before this, 1 hint used",),
    progress=(3, 24),
)
WITHOUT_CASES = ("not_started", "syntax_error", "unavailable")
NAMES = (
    *("pass", "pass_notes", "fail_values", "fail_grid", "fail_several", "raised", "timeout"),
    *("crashed", "not_started", "syntax_error", "unavailable", "gpu_fails", "fault"),
    *("many_prints", "hostile"),
)


@pytest.fixture(scope="session")
def screen(examples: dict[str, Report]) -> Callable[..., str]:
    def show(name: str, **rest: object) -> str:
        extras = PASS_EXTRAS if examples[name].passed else FAIL_EXTRAS
        extras = START_EXTRAS if name in WITHOUT_CASES else extras
        return render_terminal(examples[name], **{"extras": extras, **rest})

    return show


def compare(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8"), "UPDATE_GOLDEN=1 writes the screens anew"


def test_every_example_has_its_screens(examples):
    assert sorted(examples) == sorted(NAMES)


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", NAMES)
def test_screen_is_the_golden_one(screen, name, width, color):
    suffix = ".color" if color else ""
    compare(f"{name}.{width}{suffix}", screen(name, width=width, color=color))


@pytest.mark.parametrize("name", ["fail_values", "raised", "not_started", "pass_notes"])
def test_exam_screen_is_the_golden_one(screen, name):
    compare(f"{name}.80.exam", screen(name, policy="exam"))


def test_ascii_screen_is_the_golden_one(screen):
    text = screen("hostile", encoding="ascii")
    assert text.isascii()
    compare("hostile.80.ascii", text)


@pytest.mark.parametrize("name", NAMES)
def test_colour_only_repeats_the_words(screen, name):
    assert SGR.sub("", screen(name, color=True)) == screen(name)


@pytest.mark.parametrize("name", NAMES)
def test_our_own_marks_are_ascii(screen, name):
    if name != "hostile":
        assert screen(name).isascii()


@pytest.mark.parametrize("name", NAMES)
def test_device_line_is_never_left_out(screen, name):
    assert re.search(r"cpu( ok|:)", screen(name))
    assert "cuda" in screen(name)


def test_screen_without_devices_says_that_nothing_ran(screen, examples):
    bare = Report("03_matmul", "matmul", examples["pass"].submission, cases=(), devices=())
    assert "no device: nothing ran" in render_terminal(bare)


def test_one_case_is_opened_the_first(screen):
    text = screen("fail_several")
    assert text.count("matmul(A[3,4], B[4,2])") == 1
    assert [line[2:7].strip() for line in text.splitlines() if line.startswith("  ")][:2] == [
        "ok",
        "FAIL",
    ]
    for word in ("FAIL", "ERROR", "TODO", "--"):
        assert f"\n  {word}" in text


def test_not_started_shows_no_list_and_no_points(screen):
    text = screen("not_started")
    assert "TODO" not in text
    assert "point" not in text
    assert "exercises/03_matmul.py:12" in text


def test_staff_text_stays_out(screen):
    assert "KEY" not in screen("fault")


def test_fault_is_called_ours(screen):
    assert "the grader failed here, not you: a hidden check failed" in screen("fault")


def test_weaker_isolation_is_named(screen):
    told = " ".join(screen("fault").split())
    assert "without Landlock (needs Linux 5.13)" in told
    assert "not promised: a submission reads none of your files; a submission writes" in told
    assert "isolation" not in screen("pass")


def test_printed_lines_stand_behind_a_bar(screen):
    text = screen("hostile")
    verdicts = [line for line in text.splitlines() if line.startswith("  ok ")]
    assert verdicts == ["  ok     2x2 example", "  ok     size 0"]
    assert "\n  |   ok    non-square\n" in text


def test_exam_shows_no_number_of_a_hidden_case(screen):
    text = screen("fail_values", policy="exam")
    for secret in ("[3,4]", "1.75", "transposed", "a.shape"):
        assert secret not in text


def test_unknown_policy_is_refused(screen):
    with pytest.raises(UsageError, match="no policy 'strict'"):
        screen("pass", policy="strict")


@settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_line_is_too_wide_and_no_control_character_comes_through(any_report, any_text, data):
    report = data.draw(any_report)
    width = data.draw(st.sampled_from([40, 57, 80, 120]))
    encoding = data.draw(st.sampled_from(["utf-8", "ascii", "cp1252", "shift_jis"]))
    texts = data.draw(st.lists(any_text, min_size=4, max_size=4))
    extras = Extras(3, *texts[:3], remarks=(texts[3],), progress=(3, 24))
    options = {"width": width, "encoding": encoding, "extras": extras}
    options["policy"] = data.draw(st.sampled_from(["practice", "exam"]))
    coloured = render_terminal(report, color=True, **options)
    text = render_terminal(report, **options)
    assert SGR.sub("", coloured) == text
    assert text.encode(encoding)
    for line in text.split("\n"):
        assert cell_width(line) <= width
        assert line == line.rstrip()
        assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
