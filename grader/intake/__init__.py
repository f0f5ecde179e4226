"""What was handed in: folders, downloads and lists of files, read into one plain record.

Nothing here parses or runs what a student wrote, and torch is never imported.
"""

from grader.intake.collect import collect
from grader.intake.records import HandedIn, Intake, NotUnderstood

__all__ = ["HandedIn", "Intake", "NotUnderstood", "collect"]
