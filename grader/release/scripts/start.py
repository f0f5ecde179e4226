"""The command `learn`: Python takes the package from this file's folder."""

from grader.cli.start import run

run()
