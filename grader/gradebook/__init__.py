"""A class's results: kept by content in SQLite, and turned into marks by the course's rubric."""

from grader.gradebook.rubric import Rubric, read_rubric
from grader.gradebook.store import Gradebook, Key, Row

__all__ = ["Gradebook", "Key", "Row", "Rubric", "read_rubric"]
