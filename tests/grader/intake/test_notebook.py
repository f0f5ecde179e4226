"""A notebook's code, without what only a notebook understands."""

from __future__ import annotations

import ast
import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.notebook import MOST_BYTES, notebook_text
from grader.submission import Unreadable


def notebook(*cells: str | list[str], kind: str = "code") -> bytes:
    made = [{"cell_type": kind, "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    return json.dumps({"cells": made, "nbformat": 4, "nbformat_minor": 5}).encode()


def test_the_code_cells_are_the_text_in_their_order() -> None:
    record = json.loads(notebook("import torch", ["def f(x):\n", "    return x"]))
    record["cells"].insert(1, {"cell_type": "markdown", "source": "# a title"})
    assert notebook_text(json.dumps(record).encode(), "n") == (
        "import torch\n\ndef f(x):\n    return x\n"
    )


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("%matplotlib inline", "pass"),
        ("    %time f()", "    pass"),
        ("!pip install torch", "pass"),
        ("files = !ls", "pass"),
        ("where = %pwd", "pass"),
        ("torch.sum?", "pass"),
        ("??torch.sum", "pass"),
        ("get_ipython().system('pip install torch')", "pass"),
        ("  get_ipython().run_line_magic('matplotlib', 'inline')  # shown", "  pass"),
        ("get_ipython().run_cell_magic('bash', '',", "get_ipython().run_cell_magic('bash', '',"),
        ("x = a % b", "x = a % b"),
        ("x %= 3", "x %= 3"),
        ("assert a != b", "assert a != b"),
        ("x = a != b", "x = a != b"),
        ("print('really?')", "print('really?')"),
    ],
)
def test_a_line_that_is_no_python_becomes_pass(line: str, kept: str) -> None:
    text = notebook_text(notebook(f"if True:\n    pass\n{line}\ny = 1"), "n")
    assert text == f"if True:\n    pass\n{kept}\ny = 1\n"


def test_a_percent_sign_inside_of_strings_and_brackets_is_the_learner_s_own() -> None:
    source = 'a = """\n%d\n!x\n"""\nb = (7\n  % 4\n)\nc = "it\'s" \\\n  % ()\nd = \'"""\'\n%time\n'
    text = notebook_text(notebook(source), "n")
    assert text == source.replace("%time", "pass").rstrip("\n") + "\n\n"
    ast.parse(text)


def test_a_cell_magic_that_times_is_dropped_and_another_language_with_its_cell() -> None:
    text = notebook_text(notebook("%%time\nx = 1", "%%bash\nrm -rf /", "%%html\n<b>", "y = 2"), "n")
    assert text == "x = 1\n\ny = 2\n"


def test_a_shell_line_that_goes_on_is_dropped_whole() -> None:
    text = notebook_text(notebook("!pip install \\\n  torch\nx = 1"), "n")
    assert text == "pass\n\nx = 1\n"


def test_the_old_format_keeps_its_cells_in_worksheets() -> None:
    record = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1\n", "y = 2"]}]}]}
    assert notebook_text(json.dumps(record).encode(), "n") == "x = 1\ny = 2\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not json", "n is no notebook"),
        (b"\xff\xfe", "n is no notebook"),
        (b"[" * 100_000, "n is no notebook"),
        (b"[]", "n has no code cell"),
        (b'{"cells": 3}', "n has no code cell"),
        (b'{"cells": [null, {"cell_type": "code", "source": 7}]}', "n has no code cell"),
        (notebook("# text", kind="markdown"), "n has no code cell"),
        (b" " * (MOST_BYTES + 1), "n has more than 16 MiB"),
    ],
)
def test_what_is_no_notebook_is_unreadable_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as raised:
        notebook_text(data, "n")
    assert raised.value.what == reason


@given(st.lists(st.sampled_from(["x = 1", "y = '%'", 'z = """', '"""', "(", ")", "# %", "'"])))
def test_ordinary_lines_are_never_changed(lines: list[str]) -> None:
    source = "\n".join(["start = 0", *lines])
    assert notebook_text(notebook(source), "n") == source + "\n"


@given(st.text(max_size=200))
def test_any_text_in_a_cell_is_read(source: str) -> None:
    with contextlib.suppress(Unreadable):
        assert notebook_text(notebook(source), "n").strip()
