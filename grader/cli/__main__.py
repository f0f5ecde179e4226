"""``python -m grader.cli`` is the command `learn`."""

import sys

# -m puts the working folder first: a torch.py beside a submission would be imported by the grader.
if not getattr(sys.flags, "safe_path", False):
    del sys.path[0]

from grader.cli.start import run

run()
