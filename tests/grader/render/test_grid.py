from __future__ import annotations

from grader.render.grid import add_grid
from grader.render.layout import Page
from grader.report import Grid

SMALL = Grid(
    got=(("1.25", "10.5"), ("-2", "0")),
    expected=(("1.25", "-0.5"), ("-2", "0")),
    differs=((False, True), (False, False)),
)


def lines_of(grid: Grid, width: int = 80) -> list[str]:
    page = Page(width, color=False)
    add_grid(page, grid, indent=2)
    return page.text().splitlines()


def wide(columns: int, digits: int) -> Grid:
    numbers = tuple("1" * digits for _ in range(columns))
    return Grid((numbers,), (numbers,), ((True, *(False,) * (columns - 1)),))


def test_small_matrices_stand_side_by_side_with_a_star_where_they_differ():
    assert lines_of(SMALL) == [
        "  got (* differs)    expected",
        "  1.25   10.5*       1.25  -0.5",
        "    -2      0          -2     0",
    ]


def test_wider_ones_stand_one_above_the_other():
    assert lines_of(wide(6, 8)) == [
        "  got (* differs)",
        "  11111111*  11111111   11111111   11111111   11111111   11111111",
        "  expected",
        "  11111111  11111111  11111111  11111111  11111111  11111111",
    ]


def test_the_widest_become_a_list_of_what_differs():
    assert lines_of(wide(6, 12)) == ["  [0, 0]: got 111111111111, expected 111111111111"]


def test_a_long_list_says_how_many_more():
    row = ("1" * 20,) * 10
    lines = lines_of(Grid((row,), (row,), ((True,) * 10,)))
    assert len(lines) == 7
    assert lines[-1] == "  (4 more differ)"


def test_an_empty_grid_and_a_ragged_one_do_no_harm():
    assert lines_of(Grid((), (), ()))
    assert lines_of(Grid((("1",), ()), (("1", "2"),), ((True,),)))
