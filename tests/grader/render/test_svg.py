from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.render.learner import EXAM
from grader.render.svg import render_svg
from grader.report import Picture, Report, Verdict

MATRIX = Picture("matrix", (("1", "-2.5"), ("nan", "4")), (("1", "2"), ("3", "4")), "[0]")
CURVE = Picture("curve", (("3", "2.5", "2.4"),), (("3", "2", "1"),))


def drawn(examples: dict[str, Report], picture: Picture | None, **options: str) -> str:
    report = examples["fail_values"]
    cases = tuple(
        replace(c, failure=replace(c.failure, picture=picture)) if c.failure else c
        for c in report.cases
    )
    return render_svg(replace(report, cases=cases), **options)


def squares(text: str) -> list[str]:
    root = ElementTree.fromstring(text)
    found = root.iter("{http://www.w3.org/2000/svg}rect")
    return [title.text or "" for rect in found for title in rect if title.tag.endswith("title")]


def test_three_heat_maps_stand_side_by_side(examples):
    text = drawn(examples, MATRIX)
    titles = squares(text)
    assert len(titles) == 12
    assert "[0, 1]: 2" in titles
    assert "[0, 1]: -2.5" in titles
    assert "[0, 1]: -4.5" in titles
    for word in (">expected<", ">yours<", "yours - expected"):
        assert word in text


def test_what_is_no_number_is_grey_and_says_so(examples):
    text = drawn(examples, MATRIX)
    assert 'fill="#999999"' in text
    assert ">nan<" in text


def test_a_training_is_drawn_as_two_curves(examples):
    root = ElementTree.fromstring(drawn(examples, CURVE))
    lines = list(root.iter("{http://www.w3.org/2000/svg}polyline"))
    assert [len(line.get("points", "").split()) for line in lines] == [3, 3]
    assert [bool(line.get("stroke-dasharray")) for line in lines] == [True, False]


def test_nothing_is_drawn_where_nothing_was_compared_or_may_be_shown(examples):
    assert drawn(examples, None) == ""
    assert render_svg(examples["pass"]) == ""
    assert drawn(examples, MATRIX, policy=EXAM) == ""


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_any_report_gives_no_drawing_or_well_formed_xml(any_report, any_text, data):
    report = data.draw(any_report)
    rows = data.draw(st.lists(st.lists(any_text, max_size=3).map(tuple), max_size=3).map(tuple))
    picture = Picture(data.draw(st.sampled_from(["matrix", "curve"])), rows, rows, "[1]")
    cases = tuple(
        replace(case, verdict=Verdict.WRONG, failure=replace(case.failure, picture=picture))
        for case in report.cases
        if case.failure
    )
    text = render_svg(replace(report, cases=cases))
    if text:
        ElementTree.fromstring(text)
