"""When a learner may see the solution: the course's policy, as one function."""

from __future__ import annotations

from enum import Enum

from grader.progress.standing import Standing


class Policy(str, Enum):
    """When the solution of an exercise is unlocked."""

    AFTER_PASS = "after-pass"  # by passing; giving up is possible and recorded
    AFTER_HINTS = "after-hints"  # by passing, or when every hint was seen
    NEVER = "never"  # not at all, and giving up is not possible
    ALWAYS = "always"


def unlocked(policy: Policy, standing: Standing, hints: int) -> bool:
    """Whether the solution may be shown without giving up.

    Args:
        policy: of the course.
        standing: of the learner, in this exercise.
        hints: how many the exercise has.
    """
    if policy is Policy.NEVER:
        return False
    if policy is Policy.ALWAYS or standing.first_pass is not None or standing.revealed:
        return True
    return policy is Policy.AFTER_HINTS and standing.hints >= hints
