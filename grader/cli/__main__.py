"""``python -m grader.cli`` is the command `learn`."""

from grader.cli.main import run

run()
