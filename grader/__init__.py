"""A self-grading PyTorch course: exercises, hidden suites, and the grader that runs them."""

__version__ = "0.1.0"
