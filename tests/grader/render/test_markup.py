from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from grader.render.markup import Html, element, joined, text


class Seen(HTMLParser):
    """What a reader of HTML finds in it."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


anything = st.text(st.characters(exclude_categories=["Cs", "Cc"]))


@given(anything, anything)
def test_no_text_gets_out_of_where_it_was_put(inside, value):
    seen = Seen(element("p", inside, title=f"x{value}"))
    assert seen.tags == [("p", {"title": f"x{value}"})]
    assert seen.text == inside


def test_markup_of_ours_is_not_escaped_again():
    inner = element("b", "a < b")
    assert element("p", inner, " & c") == "<p><b>a &lt; b</b> &amp; c</p>"
    assert joined("<", inner, between=" & ") == "&lt; &amp; <b>a &lt; b</b>"
    assert text(inner) is inner


def test_attributes_are_named_as_python_allows():
    made = element("meta", http_equiv="x", class_="y", open=None, hidden="")
    assert made == '<meta http-equiv="x" class="y" hidden>'
    assert isinstance(made, Html)
