"""The real program over a course of the tests': python driver.py COURSE ARGUMENT..."""

from __future__ import annotations

import os
import sys

from grader.cli import main

os.environ["LEARN_COURSE"] = sys.argv.pop(1)
main.run()
