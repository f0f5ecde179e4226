"""Every attack gets the verdict it must get, and leaves everything as it was."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from arena import Arena, Attack, Outcome, attacks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
ATTACKS = attacks()


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Attack, Outcome]]:
    """What became of the attacks that this run asks for, all tried by one grader."""
    wanted = {item.callspec.params.get("attack") for item in request.session.items
              if hasattr(item, "callspec")}  # fmt: skip
    arena = Arena(tmp_path_factory.mktemp("arena"))
    found: dict[Attack, Outcome] = {}
    for exercise in ("01", "02"):
        tried = [a for a in ATTACKS if a.exercise == exercise and a in wanted]
        found |= {outcome.attack: outcome for outcome in arena.run(tried)} if tried else {}
    yield found
    arena.close()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_contained(outcomes: dict[Attack, Outcome], attack: Attack) -> None:
    outcome = outcomes[attack]
    told = outcome.report.first_failure
    assert outcome.contained, (outcome.verdict, told and told.failure, outcome.report.prints)
    assert not outcome.scored_falsely
    assert outcome.left == []


def test_the_names_of_attacks_are_their_own() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
    assert len({path.stem for path in Path(__file__).parent.glob("tries/*.txt")}) >= 10
