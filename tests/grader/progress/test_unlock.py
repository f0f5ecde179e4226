"""When a solution may be seen."""

from __future__ import annotations

import pytest

from grader.catalog import POLICIES
from grader.progress.standing import Standing
from grader.progress.unlock import Policy, unlocked

NEW = Standing("03")
PASSED = Standing("03", first_pass=1.0)
REVEALED = Standing("03", revealed=True)
HINTED = Standing("03", hints=3)


@pytest.mark.parametrize(
    ("policy", "open_to"),
    [
        (Policy.AFTER_PASS, [PASSED, REVEALED]),
        (Policy.AFTER_HINTS, [PASSED, REVEALED, HINTED]),
        (Policy.NEVER, []),
        (Policy.ALWAYS, [NEW, PASSED, REVEALED, HINTED]),
    ],
)
def test_each_policy_opens_to_its_own(policy: Policy, open_to: list[Standing]) -> None:
    found = [s for s in (NEW, PASSED, REVEALED, HINTED) if unlocked(policy, s, 3)]
    assert found == open_to


def test_the_course_s_words_are_the_policies() -> None:
    assert sorted(POLICIES) == sorted(policy.value for policy in Policy)
