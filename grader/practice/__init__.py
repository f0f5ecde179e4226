"""Every check of a learner's: look at the file, grade it, keep the attempt, say what follows."""

from grader.practice.checks import Checked, check, keep
from grader.practice.looked import Looked, look, look_at_text
from grader.practice.screen import extras_of

__all__ = ["Checked", "Looked", "check", "extras_of", "keep", "look", "look_at_text"]
