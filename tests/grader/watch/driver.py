"""The real program over a course of the tests': python driver.py COURSE ARGUMENT..."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.catalog import Course
from grader.cli import bare, init, main, place

course = Course(Path(sys.argv.pop(1)))
bare.bundled_course = place.bundled_course = init.bundled_course = lambda: course
main.run()
