"""The command's first lines.

The imports make a hundred thousand objects that stay, and to look for rubbish among them takes a
short command 2 of its 50 ms. `main` collects again once the command's own module is there.
"""

import gc

gc.disable()

from grader.cli.main import run  # noqa: E402

__all__ = ["run"]
