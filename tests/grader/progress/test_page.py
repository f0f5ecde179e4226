"""The page of `learn progress --html`: self-contained, escaped, and right in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.catalog import Course
from grader.parts import Part, parts_of
from grader.progress.events import Event, Kind
from grader.progress.exchange import LATEST
from grader.progress.page import page_of
from grader.progress.summary import Summary, summary

TODAY = date(2026, 3, 20)
EVIL = '<img src=x onerror="document.title=1"> & "quoted" \u202e $passed'


def events(case: str = "rows & columns") -> list[Event]:
    """Two exercises passed, one after five fails of the same case; the third revealed."""
    start = datetime(2026, 3, 2, 18, tzinfo=timezone.utc)
    found: list[Event] = []

    def add(minutes: float, kind: Kind, slug: str, **data: Any) -> None:
        at = (start + timedelta(minutes=minutes)).timestamp()
        found.append(Event(kind, slug, data, at=at))

    for minutes in (0, 6, 11, 20, 28):
        failed = {"passed": False, "case": "c", "title": case, "devices": {"cpu": False}}
        add(minutes, Kind.ATTEMPT, "01_double", **failed)
    add(30, Kind.HINT, "01_double", number=1)
    add(41, Kind.ATTEMPT, "01_double", passed=True, devices={"cpu": True})
    day = 24 * 60.0
    add(1 * day, Kind.ATTEMPT, "02_counter", passed=True, devices={"cpu": True, "cuda": True})
    add(9 * day, Kind.ATTEMPT, "03_hasty", passed=False, case="d", title="gradient")
    add(9 * day + 14, Kind.REVEALED, "03_hasty")
    return found


@pytest.fixture
def summed(make_course: Callable[[], Course]) -> Callable[[list[Event]], Summary]:
    course = make_course()
    (course.root / "exercises" / "parts.txt").write_text("01 Doubling <all> & more\n03 The end\n")
    return lambda found: summary(parts_of(course), found, TODAY, timezone.utc)


@pytest.fixture
def page(summed: Callable[[list[Event]], Summary], tmp_path: Path) -> Callable[..., Path]:
    """The page in a file."""

    def write(found: list[Event] | None = None) -> Path:
        path = tmp_path / "progress.html"
        path.write_text(page_of(summed(events() if found is None else found), TODAY), "utf-8")
        return path

    return write


def test_the_page_is_the_golden_one(
    summed: Callable[[list[Event]], Summary], golden: Callable[[str, str], None]
) -> None:
    golden("progress/page.html", page_of(summed(events()), TODAY))


def test_nothing_is_loaded_and_nothing_runs(page: Callable[..., Path]) -> None:
    text = page().read_text("utf-8")
    assert not re.search(r"https?:|//[a-z]|<script|\bon\w+=|@import|url\(", text)
    assert "default-src 'none'" in text


@pytest.mark.parametrize("evil", [EVIL, "</title></svg><h1>", "'\"><b>"])
def test_a_case_s_title_is_text_and_nothing_else(page: Callable[..., Path], evil: str) -> None:
    text = page(events(evil)).read_text("utf-8")
    assert "<img" not in text
    assert text.count("<h1>") == 1
    assert "<b>'" not in text


def test_every_chart_has_a_name_a_description_and_a_table(page: Callable[..., Path]) -> None:
    text = page().read_text("utf-8")
    drawings = re.findall(
        r'<svg[^>]*role="img"[^>]*aria-labelledby="(\S+)" aria-describedby="(\S+)"', text
    )
    assert len(drawings) == 2
    for title, description in drawings:
        assert f'<title id="{title}">' in text
        assert f'<desc id="{description}">' in text
    assert text.count("The same as a table") == 2


def test_before_the_first_check_every_chart_says_what_is_missing(page: Callable[..., Path]) -> None:
    text = page([]).read_text("utf-8")
    for words in ("Nothing is passed yet", "Nothing has been done yet", "Nothing has been tried"):
        assert words in text
    assert "Nowhere so far" in text


class Fake:
    """An exercise without files."""

    def __init__(self, slug: str) -> None:
        self.slug, self.title = slug, f"<{slug}> & more"


class Balanced(HTMLParser):
    """Asserts that every element is closed, in order, and that no id is there twice."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                assert value not in self.ids
                self.ids.add(value)
        if tag not in ("meta", "link"):
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("line", "path", "circle", "rect")

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


anything = st.builds(
    Event,
    st.sampled_from(Kind),
    st.sampled_from(["01_one", "02_two"]),
    st.fixed_dictionaries(
        {}, optional={"passed": st.booleans(), "title": st.text(), "case": st.just("c")}
    ),
    at=st.floats(0, LATEST),
)


@settings(max_examples=60, deadline=None)
@given(found=st.lists(anything, max_size=25), today=st.dates(date(1970, 1, 1), date(3000, 1, 1)))
def test_any_events_make_a_well_formed_page(found: list[Event], today: date) -> None:
    parts = [Part("<One>", (Fake("01_one"),)), Part("Two", (Fake("02_two"),))]  # type: ignore[arg-type]
    Balanced(page_of(summary(parts, found, today, timezone.utc), today))


# ------------------------------------------------------------------ in a real browser


@pytest.mark.parametrize("found", [None, []], ids=["three weeks", "nothing yet"])
def test_chromium_loads_it_without_a_word_of_complaint(
    browser: Any, page: Callable[..., Path], found: list[Event] | None
) -> None:
    path = page(found)
    browser.open(path)
    assert (
        browser.value("document.title") == ("0" if found == [] else "2") + " of 3 exercises passed"
    )
    asked = [e["params"]["request"]["url"] for e in browser.events
             if e["method"] == "Network.requestWillBeSent"]  # fmt: skip
    assert {url for url in asked if not url.startswith("data:")} == {path.as_uri()}
    told = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
    assert [event for event in browser.events if event["method"] in told] == []


def test_a_hostile_title_does_nothing_in_chromium(browser: Any, page: Callable[..., Path]) -> None:
    browser.open(page(events(EVIL)))
    assert browser.value("document.title") == "2 of 3 exercises passed"
    assert browser.value("document.images.length") == 0
    assert browser.value("document.querySelector('.stuck b').textContent") == EVIL


@pytest.mark.parametrize("width", [320, 640, 1000])
def test_no_width_needs_scrolling_sideways(
    browser: Any, page: Callable[..., Path], width: int
) -> None:
    browser.open(page(), width=width)
    assert browser.value("document.documentElement.scrollWidth") <= width
    boxes = browser.value(
        "[...document.querySelectorAll('section, h1, table, ol')]"
        ".filter(e => e.offsetParent).map(e => e.getBoundingClientRect().right)"
    )
    assert max(boxes) <= width
    latest = "[...document.querySelectorAll('.scroll')].map(e => Math.abs(e.scrollLeft))"
    assert set(browser.value(latest)) == {0}  # the latest day is in sight
    last = "document.querySelector('rect[rx]:last-of-type').getBoundingClientRect().right"
    assert 0 < browser.value(last) <= width


CONTRAST = """
(() => {
  const light = c => {
    const [r, g, b] = c.match(/[0-9.]+/g).slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (c !== 'rgba(0, 0, 0, 0)') return c;
    }
    return 'rgb(255, 255, 255)';
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; n = walk.nextNode();) {
    if (!n.textContent.trim() || !n.parentElement.offsetParent) continue;
    const style = getComputedStyle(n.parentElement);
    const ink = n.parentElement.closest('svg') ? style.fill : style.color;
    const [a, b] = [light(ink), light(behind(n.parentElement))].sort();
    found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), n.textContent.trim()]);
  }
  return found.sort((x, y) => x[0] - y[0]).slice(0, 3);
})()
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(
    browser: Any, page: Callable[..., Path], dark: bool
) -> None:
    browser.open(page(), dark=dark)
    ground = browser.value("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground))) < 128) is dark
    worst = browser.value(CONTRAST)
    assert worst[0][0] >= 4.5, worst


def test_the_two_looks_and_a_narrow_one_are_different_pictures(
    browser: Any, page: Callable[..., Path]
) -> None:
    shots = set()
    for width, dark in ((1000, False), (1000, True), (400, False)):
        browser.open(page(), width=width, dark=dark)
        shots.add(browser.picture())
    assert len(shots) == 3
    assert all(shot.startswith(b"\x89PNG") and len(shot) > 20_000 for shot in shots)


def test_a_screen_reader_finds_headings_tables_and_every_tile(
    browser: Any, page: Callable[..., Path]
) -> None:
    browser.open(page())
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    heard = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
    ]
    headings = [name for role, name in heard if role == "heading"]
    assert headings[0] == "2 of 3 exercises passed"
    assert {"In numbers", "The course", "Doubling <all> & more", "Where you got stuck"} <= set(
        headings
    )
    names = {name for role, name in heard if role in ("image", "img", "progressbar")}
    assert {"Exercises passed over time", "Time on each day", "Exercises passed"} <= names
    text = " ".join(name for role, name in heard if role == "StaticText")
    assert "01 Double a tensor: passed, 6 attempts" in text
    assert "03 Double a tensor: revealed, 1 attempt" in text
    cells = [name for role, name in heard if role == "rowheader"]
    assert cells == ["01 Double a tensor", "02 Count what was seen", "03 Double a tensor"]
    assert [name for role, name in heard if role == "columnheader"][:3] == [
        "Exercise", "Attempts", "Status",
    ]  # fmt: skip
