"""A table that keeps its bytes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.render.sheet import parse, read_sheet

cells = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r"), max_size=8
)
awkward = cells | st.sampled_from(['a"b', "a,b", "two\nlines", "x\r\ny", "", "=cmd", ";", " 1 "])
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(awkward, min_size=width, max_size=width), min_size=1, max_size=5
    )
)


def written(rows: list[list[str]], delimiter: str, end: str, quoting: int) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def values(text: str) -> list[list[str]]:
    return [[cell.value for cell in row] for row in parse(text, "x").rows]


@settings(deadline=None)
@given(
    tables,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.booleans(),
)
def test_cells_are_those_that_python_reads_and_the_text_stays(
    rows: list[list[str]], end: str, quoting: int, bom: bool
) -> None:
    rows = [["head", "of", *[f"column {n}" for n in range(len(rows[0]) - 2)]], *rows]
    text = "\ufeff" * bom + written(rows, ",", end, quoting)
    assert values(text) == rows
    assert "".join(parse(text, "x").filled({})) == text


@settings(deadline=None)
@given(tables, st.data())
def test_filling_changes_only_what_is_filled(rows: list[list[str]], data: st.DataObject) -> None:
    rows = [["head", *["of"] * (len(rows[0]) - 1)], *rows]
    text = written(rows, ";", "\r\n", csv.QUOTE_MINIMAL)
    places = st.tuples(st.integers(1, len(rows) - 1), st.integers(0, len(rows[0]) - 1))
    new = data.draw(st.dictionaries(places, awkward, max_size=4))
    for (row, column), value in new.items():
        rows[row][column] = value
    assert values("".join(parse(text, "x").filled(new))) == rows


def test_quotes_and_line_ends_of_other_cells_stay_as_they_are() -> None:
    text = '\ufeff"A","B",C\r\n"1",  2 ,"x ""y"""\n\n3,4,\r\n'
    assert "".join(parse(text, "x").filled({(1, 1): "9", (2, 2): "a,b"})) == (
        '\ufeff"A","B",C\r\n"1",9,"x ""y"""\n\n3,4,"a,b"\r\n'
    )


def test_a_row_that_ends_early_gets_the_cells_that_it_lacks() -> None:
    sheet = parse("a,b,c,d,e\n1\n2,3\n", "x")
    assert "".join(sheet.filled({(1, 2): "x", (1, 4): "y", (2, 1): "z"})) == (
        "a,b,c,d,e\n1,,x,,y\n2,z\n"
    )
    assert sheet.value(1, 3) == ""


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is no table"),
        (b"one column\n1\n", "is no table"),
        (b"a,b\n\xff\xfe,1\n", "is not UTF-8 text"),
        (b'a,b\n1,"open\n', "line 2: a quoted cell has no end"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "x.csv").write_bytes(data)
    with pytest.raises(UsageError, match=told):
        read_sheet(tmp_path / "x.csv")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_sheet(tmp_path / "x.csv")
