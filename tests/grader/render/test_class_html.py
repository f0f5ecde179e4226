"""A class as pages, in text and in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from grader.class_report import ClassReport, Student
from grader.render.class_html import student_page
from grader.render.formats import write_class

EVIL = "<script>document.title='mine'</script><img src=x onerror=document.title='mine'>\""


class Closed(HTMLParser):
    """Asserts that every element is closed in its turn; keeps the names of elements and links."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(markup)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(str(dict(attrs)["href"]))
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def pages(whole_class: ClassReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a class, one of whose students has a hostile name."""

    def students():  # type: ignore[no-untyped-def]
        yield from whole_class.students
        yield replace(next(whole_class.students), student=Student(EVIL, EVIL))

    folder = tmp_path_factory.mktemp("pages")
    write_class(replace(whole_class, read=students), "html", folder / "out")
    return folder / "out"


def test_the_pages_are_the_golden_ones(
    class_report: ClassReport, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    write_class(class_report, "html", tmp_path / "out")
    for path, name in (("class.html", "class.html"), ("students/12.html", "student.html")):
        text = (tmp_path / "out" / path).read_text()
        body = text.partition("<body")[2]
        golden(name, re.sub(r"(?=<(?:div|li|tr|h1|h2|details|table))", "\n", "<body" + body))


def test_every_page_is_well_formed_and_loads_and_runs_nothing(pages: Path) -> None:
    for path in pages.rglob("*.html"):
        text = path.read_text()
        seen = Closed(text)
        assert not {"script", "img", "iframe", "svg", "object"} & set(seen.tags)
        assert seen.tags.count("style") == 2
        assert seen.tags.count("h1") == seen.tags.count("main") == 1
        assert not re.search(r"url\(|@import|https?://", text)
        assert "default-src &#x27;none&#x27;" in text


def test_the_class_page_links_each_student_s_page_and_theirs_link_nobody(pages: Path) -> None:
    from urllib.parse import unquote

    links = Closed((pages / "class.html").read_text()).links
    assert sorted(unquote(link) for link in links) == sorted(
        str(path.relative_to(pages)) for path in (pages / "students").iterdir()
    )
    for path in (pages / "students").iterdir():
        assert Closed(path.read_text()).links == []


def test_a_student_s_page_names_nobody_else(whole_class: ClassReport) -> None:
    names = [student.student.name for student in whole_class.students if student.student.name]
    for student in whole_class.students:
        text = student_page(student).partition("<body")[2]
        others = [name for name in names if name not in ("", student.student.name)]
        assert [name for name in others if f">{name}<" in text] == []


def test_points_that_a_weight_makes_others_are_told_beside_them(class_report: ClassReport) -> None:
    student = next(class_report.students)
    weighed = replace(student.marks[0], points=2.0, credit=4.0, worth=6.0, before_late=None)
    told = student_page(replace(student, marks=(weighed,))).partition("Every exercise")[2]
    row = re.sub(r"<[^>]+>+", " ", told.partition("</tbody>")[0])
    assert " 4 " in row
    assert " 6 " in row
    assert "2 of 3 points in its cases" in row
    alike = replace(weighed, credit=2.0, worth=3.0)
    assert "in its cases" not in student_page(replace(student, marks=(alike,)))


def test_an_empty_class_is_a_page(tmp_path: Path) -> None:
    write_class(ClassReport((), (), lambda: iter(())), "html", tmp_path / "out")
    assert "The class: 0 students" in (tmp_path / "out" / "class.html").read_text()


# ------------------------------------------------------------------ in a real browser

READABLE = """(() => {
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
  return [...document.querySelectorAll('main *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => {
      const [a, b] = [light(getComputedStyle(e).color), ground(e)].sort((x, y) => y - x);
      return [(a + .05) / (b + .05), e.textContent.slice(0, 40)];
    }).filter(pair => pair[0] < 4.5);
})()"""
PAGES = ("class.html", "students/fail_grid.html", "students/fault.html")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_text_stands_out_by_day_and_by_night(
    browser: Any, pages: Path, name: str, dark: bool
) -> None:
    browser.open(pages / name, dark=dark)
    ground = browser.value("getComputedStyle(document.body).backgroundColor")
    assert (max(map(int, re.findall(r"\d+", ground)[:3])) < 100) is dark
    assert browser.value("document.querySelectorAll('main *').length") > 20
    assert browser.value(READABLE) == []


@pytest.mark.parametrize("width", [320, 360, 1000])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_needs_scrolling_sideways(browser: Any, pages: Path, name: str, width: int) -> None:
    browser.open(pages / name, width=width)
    assert browser.value("document.documentElement.scrollWidth") <= width


def test_the_browser_asks_for_nothing_and_complains_of_nothing(browser: Any, pages: Path) -> None:
    for path in [pages / "class.html", *sorted((pages / "students").iterdir())]:
        browser.open(path)
        title = browser.value("document.title")
        assert title == "The class: 18 students" or title.endswith("what you handed in")
        asked = [e["params"]["request"]["url"] for e in browser.events
                 if e["method"] == "Network.requestWillBeSent"]  # fmt: skip
        assert {url for url in asked if not url.startswith("data:")} == {path.as_uri()}
        told = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
        assert [event for event in browser.events if event["method"] in told] == []


def test_a_link_leads_to_the_student_s_page(browser: Any, pages: Path) -> None:
    browser.open(pages / "class.html")
    hostile = browser.value(
        "[...document.links].find(a => a.textContent.startsWith('<script>')).href"
    )
    browser.open(Path(re.sub("^file://", "", hostile)))
    assert browser.value("document.querySelector('h1').textContent") == EVIL
    assert browser.value("document.images.length + document.scripts.length") == 0


def test_a_screen_reader_finds_headings_and_tables_with_heads(browser: Any, pages: Path) -> None:
    browser.open(pages / "class.html")
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]

    def named(role: str) -> list[str]:
        return [n.get("name", {}).get("value", "") for n in nodes
                if n.get("role", {}).get("value") == role and not n.get("ignored")]  # fmt: skip

    assert named("heading") == [
        "The class: 18 students", "How the totals lie", "Exercises", "Hardest cases",
        "Most frequent named mistakes", "Students",
    ]  # fmt: skip
    assert len(named("table")) == 5
    assert all(named("table"))
    assert {"share", "students", "passed", "mistake"} <= set(named("columnheader"))
    assert "" not in named("columnheader")
    assert "90 to 100 %" in named("rowheader")
