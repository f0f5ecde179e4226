"""What a suite's tests may ask for: device, rng, submission, reference, agree, note."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.suite.agree import Agree
from grader.suite.devices import place
from grader.suite.proxy import Submission
from grader.suite.reference import Reference
from grader.suite.rng import Rng
from grader.suite.run import RUN, Run
from grader.suite.session import Session


@pytest.fixture
def learn_session(request: pytest.FixtureRequest) -> Session:
    """The run's session; for the fixtures below, not for suites."""
    run: Run = request.config.stash[RUN]
    return run.session


@pytest.fixture
def device(learn_device: str) -> str:
    """Where the inputs of this case are: what PyTorch calls the device."""
    return place(learn_device)


@pytest.fixture
def rng(request: pytest.FixtureRequest, learn_session: Session, device: str) -> Rng:
    """Random inputs, seeded by seed, slug and case: the same on every device."""
    return Rng(learn_session.seed, learn_session.exercise.slug, request.function.__name__)


@pytest.fixture
def submission(learn_session: Session, learn_device: str) -> Submission:
    """The learner's code, in its worker."""
    return Submission(learn_session, learn_device)


@pytest.fixture
def reference(learn_session: Session) -> Reference:
    """The reference's names, in this trusted process."""
    return learn_session.reference


@pytest.fixture
def agree(learn_session: Session, submission: Submission, device: str, rng: Rng) -> Agree:
    """Compares the learner's answers with the reference's."""
    return Agree(learn_session, submission, device, Rng(learn_session.seed, "agree", ""))


@pytest.fixture
def note(learn_session: Session) -> Callable[[str], None]:
    """Leaves a remark on the learner's screen that changes no verdict.

    Called with one sentence of the suite's own: it holds no input and no expected value.
    """
    return learn_session.note
