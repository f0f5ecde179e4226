"""What is gathered computes what the notebook computes; nothing else of it comes along."""

from __future__ import annotations

import contextlib
import linecache
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.notebook.gather import Cell, can_hang, can_run, complete, gather


class Session:
    """Cells that were really run, as IPython runs them: each a file of its own to `inspect`."""

    def __init__(self, *texts: str) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__", "In": [""], "Out": {}}
        self.cells: list[Cell] = []
        for text in texts:
            self.run(text)

    def run(self, text: str) -> None:
        number = len(self.cells) + 1
        name = f"<cell {id(self)} {number}>"
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
        self.cells.append(Cell(number, text))
        with contextlib.suppress(ZeroDivisionError):  # a cell that failed stays in the history, too
            exec(compile(text, name, "exec", dont_inherit=True), self.names)

    def gathered(self, *names: str) -> Any:
        return gather(names, self.cells, self.names)

    def completed(self, text: str, *names: str) -> Any:
        return complete(Cell(len(self.cells) + 1, text), names, self.cells, self.names)


def run(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "submission"}
    exec(compile(text, "submission", "exec", dont_inherit=True), names)
    return names


def test_a_function_comes_with_the_imports_helpers_and_constants_that_it_needs():
    session = Session(
        "import math\nEPS = 0.5\nSECRET = 'not needed'\nprint",
        "def helper(x):\n    return math.floor(x) + EPS\n",
        "i = 3\ndef answer(x):\n    return [helper(x) for i in range(2)]\nanswer(1)\n",
    )
    found = session.gathered("answer")
    assert run(found.text)["answer"](2.5) == [2.5, 2.5]
    assert "SECRET" not in found.text
    assert "i = 3" not in found.text
    assert "answer(1)" not in found.text
    assert found.sources == (1, 2, 3)
    assert not found.whole
    assert "# In [2]\ndef helper" in found.text


def test_the_lines_of_one_cell_keep_their_numbers():
    text = "import math\nprint('demo')\n\n@staticmethod\ndef answer(x):\n    return math.floor(x)\n"
    found = Session("x = 1", text).gathered("answer")
    assert (
        found.text == "import math\n\n\n@staticmethod\ndef answer(x):\n    return math.floor(x)\n"
    )
    assert found.whole


def test_the_newest_definition_counts_and_not_one_whose_cell_failed_before_it():
    session = Session(
        "def answer():\n    return 1\n",
        "def answer():\n    return 2\n",
        "1 / 0\ndef answer():\n    return 3\n",
    )
    assert run(session.gathered("answer").text)["answer"]() == session.names["answer"]() == 2


def test_a_class_comes_with_its_base_wherever_that_was_run_last():
    session = Session(
        "class Base:\n    def size(self):\n        return 1\n",
        "class Answer(Base):\n    def double(self):\n        return 2 * self.size()\n",
        "class Base:\n    def size(self):\n        return 1\n",
    )
    assert run(session.gathered("Answer").text)["Answer"]().double() == 2


def test_two_functions_that_call_each_other_come_both():
    session = Session(
        "def even(n):\n    return n == 0 or odd(n - 1)\n",
        "def odd(n):\n    return n != 0 and even(n - 1)\n",
    )
    assert run(session.gathered("even").text)["even"](10) is True


def test_a_value_comes_with_what_changed_it_later():
    session = Session(
        "TABLE = {}\nN = 1\n",
        "TABLE['a'] = 2\nN += 4\n",
        "N = N * 2\n",
        "def f():\n    return TABLE, N\n",
    )
    assert run(session.gathered("f").text)["f"]() == session.names["f"]() == ({"a": 2}, 10)


def test_imports_that_no_cell_names_are_made_up():
    session = Session("from math import *\n", "def answer(x):\n    return floor(x)\n")
    assert run(session.gathered("answer").text)["answer"](2.5) == 2
    session = Session("def answer(x):\n    return m.floor(x)\n")
    session.names["m"] = math
    assert run(session.gathered("answer").text)["answer"](2.5) == 2


def test_no_live_object_comes_along():
    session = Session("def answer():\n    return treasure\n")
    session.names["treasure"] = object()
    assert "treasure = " not in session.gathered("answer").text


def test_the_future_of_a_cell_comes_first():
    session = Session(
        "X = 1\n", "from __future__ import annotations\ndef f(a: NotThere):\n    return X\n"
    )
    found = session.gathered("f")
    assert run(found.text)["f"](0) == 1
    assert found.text.startswith("from __future__")


def test_a_deleted_name_is_not_taken_from_the_history():
    session = Session("K = 1\n", "def f():\n    return K\n", "del K\n")
    assert "K = 1" not in session.gathered("f").text


def test_a_cell_that_needs_nothing_is_handed_in_as_it_is():
    text = "\nimport math\n\ndef f():\n    return math.pi\nf()\n"
    found = Session("x = 1", "def g(): return x").completed(text)
    assert (found.text, found.whole) == (text, True)


def test_imports_and_constants_go_where_the_magic_was_and_lines_keep_their_numbers():
    session = Session("import math  # for pi\n", "K = 2\n")
    found = session.completed("\ndef f():\n    return math.floor(K)\n")
    assert found.text == "import math; K = 2\ndef f():\n    return math.floor(K)\n"
    assert found.whole


def test_helpers_of_other_cells_come_before_the_cell():
    session = Session("def helper():\n    return 7\n", "def dot():\n    return 1\n")
    found = session.completed(
        "\nfrom __future__ import annotations\ndef f(a: Nowhere = 1):\n    return helper()\n",
        "f",
        "dot",
    )
    names = run(found.text)
    assert (names["f"](), names["dot"]()) == (7, 1)
    assert not found.whole


def test_the_cell_s_own_definitions_win_over_older_ones():
    session = Session("def dot():\n    return 'old'\ndef other():\n    return dot()\n")
    found = session.completed("\ndef dot():\n    return 'new'\ndef f():\n    return other()\n")
    assert run(found.text)["f"]() == "new"


def test_a_cell_that_is_no_python_is_handed_in_alone():
    session = Session("def dot():\n    return 1\n")
    assert session.completed("\ndef f(:\n", "dot").text == "\ndef f(:\n"


@pytest.mark.parametrize(
    ("text", "hangs", "runs"),
    [
        ("import a\ndef f(): pass\nclass A: pass\n'text'", False, True),
        ("def f(): pass\nf()", True, True),
        ("while True: pass", True, True),
        ("return 1", True, False),
        ("await f()", True, False),
        ("def f(:", False, False),
    ],
)
def test_what_running_a_cell_would_do_is_known_before(text, hangs, runs):
    assert (can_hang(text), can_run(text)) == (hangs, runs)


# Each cell defines some functions and constants; a function calls those of lower numbers only.
numbers = st.integers(0, 5)
statements = st.one_of(
    st.tuples(st.just("const"), numbers, st.integers(-9, 9), st.booleans()),
    st.tuples(
        st.just("def"), numbers, st.lists(numbers, max_size=3), st.lists(numbers, max_size=2)
    ),
)


def written(statement: Any) -> str:
    if statement[0] == "const":
        _, number, value, spaced = statement
        return f"K{number} = {value}" + ("\n" if spaced else "")
    _, number, calls, constants = statement
    parts = [f"f{n}()" for n in calls if n < number] + [f"K{n}" for n in constants]
    return f"def f{number}():\n    i = 1\n    return {' + '.join([*parts, str(number)])}\n"


@given(st.lists(st.lists(statements, min_size=1, max_size=4), min_size=1, max_size=5), numbers)
def test_what_is_gathered_computes_what_the_notebook_computes(cells, number):
    session = Session(*("\n".join(map(written, cell)) + "\n" for cell in cells))
    found = session.gathered(f"f{number}")

    def outcome(names: dict[str, Any]) -> Any:
        try:
            return names[f"f{number}"]()
        except NameError as error:
            return type(error)
        except KeyError:
            return "not defined"

    assert outcome(run(found.text)) == outcome(session.names)
