from __future__ import annotations

import subprocess
import sys

import pytest

from grader.errors import UsageError
from grader.render.formats import FORMATS, renderer


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_turns_every_report_into_text_without_what_is_for_staff(name, examples):
    for report in examples.values():
        text = renderer(name)(report)
        assert text.endswith("\n")
        assert "KEY" not in text


def test_unknown_format_names_the_nearest():
    with pytest.raises(UsageError) as caught:
        renderer("jason")
    assert str(caught.value).splitlines() == [
        "there is no output format 'jason'",
        "the formats are: html, json, terminal",
        "did you mean json?",
    ]


def test_importing_the_renderers_stays_light():
    code = (
        "import sys, grader.render; "
        "print([m for m in ('torch', 'numpy', 'rich', 'jsonschema', 'pytest') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
