from __future__ import annotations

from grader.render.failure import add_failure
from grader.render.layout import Page
from grader.report import Check, Failure, Frame


def lines_of(failure: Failure, **rest: object) -> list[str]:
    page = Page(80, color=False)
    add_failure(page, failure, indent=2, **rest)
    return page.text().splitlines()


def test_a_failed_check_says_what_the_rationale_would():
    check = Check("shape", "got [2, 3], expected [3, 2]", ok=False)
    assert lines_of(Failure("the shape differs", checks=(check,))) == [
        "* shape   got [2, 3], expected [3, 2]"
    ]


def test_the_rationale_stands_where_every_check_is_ok():
    lines = lines_of(Failure("line 3 calls matmul", checks=(Check("shape", "[2]", ok=True),)))
    assert lines == ["  line 3 calls matmul", "  shape   [2]   ok"]


def test_what_was_said_is_not_repeated():
    assert lines_of(Failure("a", help="try b"), said="a") == ["  try b"]


def test_long_check_names_move_the_whole_column():
    checks = (Check("shape", "[2]", ok=True), Check("random state", "was moved", ok=False))
    assert lines_of(Failure("", checks=checks)) == [
        "  shape        [2]   ok",
        "* random state was moved",
    ]


def test_the_last_three_frames_are_shown_with_their_variables():
    frames = tuple(Frame(n, f"f{n}", f"    g({n})", (("n", str(n)),)) for n in range(1, 6))
    lines = lines_of(Failure("", exception="RecursionError: too deep", frames=frames))
    assert lines == [
        "  RecursionError: too deep",
        "  (2 earlier calls in your file not shown)",
        *(
            text
            for n in (3, 4, 5)
            for text in (f"  line {n}, in f{n}", f"    g({n})", f"      n = {n}")
        ),
    ]


def test_one_earlier_call_is_one():
    frames = tuple(Frame(n, "f", "") for n in range(4))
    assert lines_of(Failure("", frames=frames))[0] == "  (1 earlier call in your file not shown)"


def test_a_line_outside_any_function_has_no_name():
    assert lines_of(Failure("", frames=(Frame(3, "<module>", "x = 1"),))) == [
        "  line 3",
        "    x = 1",
    ]


def test_a_very_long_exception_is_cut():
    text = " ".join(lines_of(Failure("", exception="ValueError: " + "x " * 5000)))
    assert text.endswith("...")
    assert len(text) < 900
