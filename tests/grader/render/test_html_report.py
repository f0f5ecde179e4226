"""The report as HTML: complete, escaped, self-contained, and looked at in a real browser."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from grader.errors import UsageError
from grader.render.html_report import page, report_fragment, report_page
from grader.render.learner import EXAM
from grader.render.terminal import Extras
from grader.report import Failure, Frame, Report, Submission

GOLDEN = Path(__file__).parents[1] / "golden" / "html"
EXTRAS = Extras(
    attempt=4,
    again='check("03", only="non-square", seed=7)',
    hint_line='hint("03")    (1 of 3)',
    next_line="04 softmax that does not overflow   exercises/04_softmax.py",
    remarks=("2 attempts before this, 1 hint used",),
    progress=(2, 24),
)
EVIL = "<script>document.title='mine'</script><img src=x onerror=document.title='mine'>"
VOID = ("meta", "link", "br")


class Seen(HTMLParser):
    """The elements and the text of a page; asserts that every element is closed in its turn."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data + "\n"


def compare(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text("utf-8"), "UPDATE_GOLDEN=1 writes the fragments anew"


NAMES = ("pass_notes", "fail_grid", "raised", "not_started", "fault", "hostile", "gpu_fails")


@pytest.mark.parametrize("name", NAMES)
def test_each_report_is_its_golden_fragment(name, examples):
    text = report_fragment(examples[name], extras=EXTRAS, styled=False)
    compare(f"{name}.html", re.sub(r"(?=<(?:div|li|tr|details|table))", "\n", text).lstrip() + "\n")


def test_every_report_says_what_its_terminal_screen_says(examples):
    for report in examples.values():
        shown = Seen(report_fragment(report, extras=EXTRAS))
        words = " ".join(shown.text.split())
        assert report.title in words
        for case in report.cases:
            failure = case.failure
            if failure is not None and failure.cause:
                assert " ".join(failure.cause.split()) in words
        first = report.first_failure
        if first is not None and first.failure is not None and first.failure.help:
            assert first.failure.help in words
        assert "KEY" not in words  # what is for staff


def test_only_what_is_listed_is_ever_an_element_or_an_attribute(examples):
    tags = {"b", "br", "caption", "code", "details", "div", "i", "li", "ol", "pre", "span", "style"}
    tags |= {"summary", "table", "tbody", "td", "th", "tr", "ul"}
    for report in examples.values():
        seen = Seen(report_fragment(report, extras=EXTRAS))
        assert set(seen.tags) <= tags
        assert seen.attributes <= {
            "aria-hidden",
            "aria-label",
            "class",
            "open",
            "role",
            "scope",
            "style",
        }


def test_a_report_of_hostile_texts_stays_markup_of_ours(any_report):
    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(any_report)
    def check(report: Report) -> None:
        seen = Seen(report_page(report, extras=EXTRAS))
        assert seen.tags.count("html") == 1
        assert not {"script", "img", "a", "iframe", "svg"} & set(seen.tags)
        assert not [name for name in seen.attributes if name.startswith("on")]

    check()


def test_the_exam_policy_keeps_inputs_and_prints_back(examples):
    report = examples["fail_values"]
    text = report_fragment(report, policy=EXAM)
    assert "matmul(A" not in text
    assert "torch.Size" not in text
    with pytest.raises(UsageError):
        report_fragment(report, policy="open")


def test_a_report_that_was_kept_without_its_times_claims_none(examples):
    report = next(report for report in examples.values() if report.passed)
    assert "0.00 s" not in report_fragment(replace(report, seconds=0.0))


def test_one_page_holds_the_style_once_for_many_reports(examples):
    fragments = [report_fragment(report, styled=False) for report in examples.values()]
    text = page("All <of> them", *fragments)
    assert text.count("<style>") == 1
    assert "<title>All &lt;of&gt; them</title>" in text
    assert Seen(text).tags.count("main") == 1
    assert not re.search(r"url\(|@import|https?://", text)


# ------------------------------------------------------------------ in a real browser


@pytest.fixture
def shown(browser: Any, tmp_path: Path, examples):
    def open_page(*names: str, text: str = "", **how: Any) -> Any:
        fragments = [report_fragment(examples[n], extras=EXTRAS, styled=False) for n in names]
        path = tmp_path / "page.html"
        path.write_text(text or page("reports", *fragments), encoding="utf-8")
        browser.open(path, **how)
        return browser

    return open_page


BRIGHTNESS = """(() => {
  const light = text => {
    const c = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    c.fillStyle = text; c.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...c.getImageData(0, 0, 1, 1).data].map(v => v / 255)
      .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = e => {
    for (; e; e = e.parentElement) {
      const color = getComputedStyle(e).backgroundColor;
      if (!/, 0\\)$|transparent/.test(color)) return light(color);
    }
    return 1;
  };
  return [...document.querySelectorAll('.learn-card *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => {
      const [a, b] = [light(getComputedStyle(e).color), ground(e)].sort((x, y) => y - x);
      return [e.className + ': ' + e.textContent.slice(0, 40), (a + .05) / (b + .05)];
    });
})()"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_can_be_read_by_day_and_by_night(shown, dark):
    browser = shown("fail_grid", "raised", "pass_notes", "fault", "hostile", dark=dark)
    ground = browser.value(
        "getComputedStyle(document.querySelector('.learn-card')).backgroundColor"
    )
    assert ("rgb(255" in ground) is not dark
    assert [pair for pair in browser.value(BRIGHTNESS) if pair[1] < 4.5] == []


@pytest.mark.parametrize("width", [360, 1000])
def test_no_text_runs_out_of_the_window(shown, width):
    browser = shown("fail_grid", "raised", "fail_several", "hostile", "many_prints", width=width)
    assert browser.value("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("attribute", "dark"),
    [('data-jp-theme-light="false"', True), ('data-jp-theme-light="true"', False),
     ('class="vscode-dark"', True), ('class="vscode-light"', False)],
)  # fmt: skip
def test_the_theme_of_the_notebook_counts_more_than_the_system_s(shown, examples, attribute, dark):
    fragment = report_fragment(examples["fail_grid"])
    text = f"<!DOCTYPE html><meta charset=utf-8><body {attribute}>{fragment}"
    browser = shown(text=text, dark=not dark)
    ground = browser.value(
        "getComputedStyle(document.querySelector('.learn-card')).backgroundColor"
    )
    assert ("rgb(255" in ground) is not dark


def test_a_hostile_submission_does_nothing_in_the_browser(shown, examples):
    failure = Failure(
        EVIL,
        EVIL,
        EVIL,
        cause=EVIL,
        exception=EVIL,
        frames=(Frame(1, EVIL, EVIL, ((EVIL, EVIL),)),),
    )
    report = examples["fail_grid"]
    cases = tuple(
        replace(case, title=EVIL, failure=case.failure and failure) for case in report.cases
    )
    report = replace(
        report, cases=cases, prints=EVIL, title=EVIL, notes=(EVIL,), submission=Submission(EVIL, "")
    )
    browser = shown(text=report_page(report, extras=replace(EXTRAS, again=EVIL)))
    assert browser.value("document.title").startswith("03 <script>")
    assert browser.value("document.images.length") == 0
    assert browser.value("document.scripts.length") == 0
    assert browser.value("document.querySelector('pre').textContent") == EVIL
    asked = [
        e["params"]["request"]["url"]
        for e in browser.events
        if e["method"] == "Network.requestWillBeSent"
    ]
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_a_failed_case_is_opened_and_a_passed_exercise_folded(shown):
    browser = shown("fail_several", "pass_notes")
    assert browser.value("document.querySelectorAll('.bad details[open]').length") == 1
    assert browser.value("document.querySelectorAll('.learn-all[open]').length") == 0
    assert (
        browser.value("document.querySelector('.learn-all summary').textContent")
        == "7 cases, all ok"
    )
