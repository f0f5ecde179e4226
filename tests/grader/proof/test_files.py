"""Files that lie to each other."""

from __future__ import annotations

import pytest

from grader.proof.files import check_files
from tests.grader.proof.conftest import REFERENCE, STUB, SUITE, Broken
