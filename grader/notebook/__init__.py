"""The course in a notebook: ``from grader.notebook import check, hint, progress``, ``%%check 03``.

The text of cells is graded, never a live object, in the same confined worker as on the command
line. Importing this inside IPython registers the magics and starts the grading process in the
background; nothing here imports torch, and IPython is only looked for, never imported.
"""

from grader.notebook.calls import check, hint, progress
from grader.notebook.magic import load_ipython_extension, register, unload_ipython_extension

__all__ = ["check", "hint", "load_ipython_extension", "progress", "unload_ipython_extension"]

register()
