"""%%check in a real kernel: graded, then run in the notebook unless that cannot be."""

from __future__ import annotations

RIGHT = """
def double(x):
    if isinstance(x, str):
        raise TypeError(f"{x!r} cannot be doubled")
    return x * 2
"""


def test_a_cell_is_graded_and_then_run_in_the_notebook(notebook):
    shown = notebook(
        f"%%check 01\n%matplotlib --list\n!echo shell\n{RIGHT}\nprint('ran')\ndouble(21)",
        "double(4)",
    )
    assert "01 Double a tensor   passed" in shown[0].plain
    assert shown[0].printed.endswith("ran\n")
    assert shown[0].plain.endswith("42")
    assert shown[1].plain == "8"


def test_a_helper_of_another_cell_comes_along(notebook):
    shown = notebook(
        "def twice(x):\n    return x + x",
        f"%%check 01\n{RIGHT.replace('x * 2', 'twice(x)')}",
        f"%%check 01\n{RIGHT.replace('x * 2', 'nowhere(x)')}",
    )
    assert "passed" in shown[1].plain
    assert "NameError: name &#x27;nowhere&#x27; is not defined" in shown[2].html


def test_the_lines_of_an_exception_are_those_of_the_cell(notebook):
    text = "%%check 01\nimport torch\n\n\ndef double(x):\n    return x[99]\n"
    (shown,) = notebook(text)
    assert "this cell:6" in shown.plain
    assert "line 6, in double" in shown.html


def test_what_cannot_be_parsed_is_graded_and_not_run(notebook):
    shown = notebook("%%check 01\ndef double(x:\n    pass", "%%check 01\nawait double\n")
    assert "SyntaxError in line 2" in shown[0].plain
    assert shown[0].error == ""
    assert shown[1].error == ""


def test_a_cell_that_never_ends_is_not_run_in_the_notebook(notebook):
    shown = notebook(
        "%%check 03\ndef double(x):\n    return x\nwhile True:\n    pass",
        "%%check 03\ndef double(x):\n    while True:\n        pass",
        "print('alive', double)",
    )
    assert "SLOW" in shown[0].plain
    assert "the cell was not run in the notebook" in shown[0].plain
    assert "SLOW" in shown[1].plain  # it only defines: that ends
    assert "not run in the notebook" not in shown[1].plain
    assert shown[2].printed.startswith("alive <function double")


def test_an_exception_of_the_cell_is_shown_below_its_report(notebook):
    (shown,) = notebook(f"%%check 01\n{RIGHT}\nraise RuntimeError('mine')")
    assert "your file cannot be imported" in shown.plain
    assert "RuntimeError" in shown.error


def test_wishes_go_on_the_line_and_a_wrong_one_is_told(notebook):
    shown = notebook(
        f"%%check 01 --only example --seed 7\n{RIGHT}",
        "%%check 01 --seed x\n1",
        "%%check 01 'open\n1",
        "%%check 01\n\n",
        "%%check 77\n1",
    )
    assert "passed" in shown[0].plain
    assert "1 of 1 point" in shown[0].plain
    assert shown[1].error.startswith("%%check 01 --seed x: ")
    assert shown[2].error.startswith("%%check 01 'open: ")
    assert shown[3].error == "the cell is empty\n%%check 01    is its first line"
    assert shown[4].error.startswith("there is no exercise '77'")


def test_the_extension_can_be_loaded_and_unloaded(notebook):
    shown = notebook(
        "%unload_ext grader.notebook",  # it was imported, not loaded
        "%load_ext grader.notebook",
        f"%%check 01\n{RIGHT}",
        "%unload_ext grader.notebook",
        f"%%check 01\n{RIGHT}",
    )
    assert "passed" in shown[2].plain
    assert "Cell magic `%%check` not found" in shown[4].warned


def test_a_check_from_another_exercise_is_not_mixed_up(notebook):
    shown = notebook(
        f"%%check 01\n{RIGHT}", f"%%check 03\n{RIGHT}", f"%%check 01 --seed 5\n{RIGHT}"
    )
    assert [each.plain[:2] for each in shown] == ["01", "03", "01"]
    assert all("passed" in each.plain for each in shown)
