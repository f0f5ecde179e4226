"""A class from what was handed in to its record: what to grade, grading it, putting it together."""

from grader.classroom.build import build
from grader.classroom.plan import Choice, Plan
from grader.classroom.run import Progress, grade

__all__ = ["Choice", "Plan", "Progress", "build", "grade"]
