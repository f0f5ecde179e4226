from __future__ import annotations

import contextlib
import json
from textwrap import dedent

import pytest

from grader.cli.main import main

GOOD = {
    "exercises/01_twice.py": '''
        """Twice

        >>> twice(2.0)
        4.0
        """


        def twice(x: float) -> float:
            raise NotImplementedError
        ''',
    "solutions/01_twice.py": '''
        """Twice"""


        def twice(x: float) -> float:
            return 2 * x
        ''',
    "tests/01_twice.py": '''
        """Hidden suite of 01_twice."""

        import pytest

        pytestmark = pytest.mark.exercise(
            minutes=1, timeout=5, devices=("cpu",), seeds=1, hints=("What?", "Two.", "Two of it.")
        )


        @pytest.mark.visible
        def test_numbers(agree, rng):
            agree("twice", rng.number())
            agree("twice", rng.number())
        ''',
    "tests/wrong/01_twice/thrice.py": '"""Not three."""\n\n\ndef twice(x):\n    return 3 * x\n',
    "tests/right/01_twice/added.py": "def twice(x):\n    return x + x\n",
    "tests/right/01_twice/summed.py": "def twice(x):\n    return sum([x, x])\n",
}


@pytest.fixture
def dev(grader, tmp_path, monkeypatch, capsys):
    """The command over a course of two exercises, the second one without a suite."""
    files = {name: dedent(text).lstrip("\n") for name, text in GOOD.items()}
    files["exercises/02_half.py"] = '"""Half"""\n\n\ndef half(x):\n    raise NotImplementedError\n'
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setenv("LEARN_COURSE", str(tmp_path))
    monkeypatch.setattr("grader.cli.dev.Grader", lambda course: contextlib.nullcontext(grader))

    def run(*arguments):
        code = main(["dev", "check", "--seeds", "2", *arguments])
        return code, capsys.readouterr().out

    return run


def test_one_that_holds_names_the_case_of_each_wrong(dev):
    code, out = dev("01")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("01 Twice")
    assert " ok " in lines[0]
    assert "2 seeds, 2 rights, 1 wrong" in lines[0]
    assert any("thrice" in line and 'caught by "numbers"' in line for line in lines)
    assert lines[-1] == "1 exercise: 1 ok, 0 with findings"


def test_all_without_a_name_and_one_with_findings(dev):
    code, out = dev()
    assert code == 1
    assert "there is no tests/02_half.py" in out
    assert "thrice" not in out
    assert out.splitlines()[-1] == "2 exercises: 1 ok, 1 with findings"


def test_json_for_machines(dev):
    code, out = dev("--json")
    data = json.loads(out)
    assert code == 1
    assert [exercise["ok"] for exercise in data["exercises"]] == [True, False]
    assert data["summary"] == "2 exercises: 1 ok, 1 with findings"


def test_the_same_name_twice_is_one(dev):
    assert dev("twice", "1", "01_twice")[1].splitlines()[-1].startswith("1 exercise:")


def test_an_unknown_name_is_a_usage_error(dev):
    assert dev("77")[0] == 2
