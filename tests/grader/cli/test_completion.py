"""`learn completion`: real shells complete commands, options and exercises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from click.testing import CliRunner

from grader.cli.completion import register
from grader.cli.main import COMMANDS, learn

CHECKOUT = Path(__file__).resolve().parents[3]
SHELLS = ("bash", "zsh", "fish", "powershell")


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"there is no {shell} here")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """One in which `learn` is this checkout's, and no shell reads what is at home."""
    script = tmp_path / "bin" / "learn"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m grader.cli "$@"\n')
    script.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{script.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(CHECKOUT),
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "TERM": "dumb",
    }


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_begins_with_where_it_goes(shell: str) -> None:
    said = CliRunner().invoke(learn, ["completion", shell])
    assert said.exit_code == 0
    assert said.output.startswith("# ")
    assert f"learn completion {shell}" in said.output.splitlines()[0]
    assert "_LEARN_COMPLETE" in said.output


def test_an_unknown_shell_is_told_with_those_that_are_known() -> None:
    said = CliRunner().invoke(learn, ["completion", "tcsh"])
    assert said.exit_code == 2
    assert all(shell in said.output for shell in SHELLS)


@needs("bash")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("learn rea", ["read"]),
        ("learn check 03", ["03_matmul"]),
        ("learn check 01_first_tensor 03", ["03_matmul"]),
        ("learn hint softm", ["softmax"]),
        ("learn completion f", ["fish"]),
        ("learn reset --a", ["--all"]),
        ("learn check nothing-like-it", []),
    ],
)
def test_bash_completes(environment: dict[str, str], words: str, expected: list[str]) -> None:
    script = (
        'eval "$(learn completion bash)"; complete -p learn >/dev/null || exit 9\n'
        f"COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()\n"
        '_learn_completion learn; printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    command = ["bash", "--norc", "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == expected
    assert done.stderr == ""


@needs("fish")
@pytest.mark.parametrize(
    ("words", "expected"),
    [("learn rea", "read"), ("learn check 03", "03_matmul"), ("learn hint softm", "softmax")],
)
def test_fish_completes(environment: dict[str, str], words: str, expected: str) -> None:
    script = f"learn completion fish | source; complete -C '{words}'"
    command = ["fish", "--no-config", "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == [expected]


@needs("zsh")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [("learn rea", "learn read"), ("learn check 03", "03_matmul"), ("learn hint softm", "softmax")],
)
def test_zsh_completes(environment: dict[str, str], typed: str, expected: str) -> None:
    child = pexpect.spawn("zsh", ["-f", "-i"], env=environment, encoding="utf-8", timeout=60)
    child.sendline("PS1='ready> '; autoload -Uz compinit && compinit -u -D; echo com''pinit")
    child.expect("compinit\r")
    child.sendline('eval "$(learn completion zsh)"; echo eva""led')
    child.expect("evaled")
    child.send(f"{typed}\t")
    child.expect_exact(expected)
    child.close(force=True)


def powershell(monkeypatch: pytest.MonkeyPatch, words: str, incomplete: str) -> list[str]:
    """What PowerShell would be answered; its script is not run here."""
    register()
    monkeypatch.setenv("LEARN_WORDS", words)
    monkeypatch.setenv("LEARN_INCOMPLETE", incomplete)
    said = CliRunner().invoke(
        learn, [], env={"_LEARN_COMPLETE": "powershell_complete"}, prog_name="learn"
    )
    return said.output.splitlines()


@pytest.mark.parametrize(
    ("words", "incomplete", "expected"),
    [
        ("learn rea", "rea", ["read\tRead the lesson of an exercise."]),
        ("learn check 03", "03", ["03_matmul"]),
        ("learn check 'softm", "softm", ["softmax"]),
        (r"C:\bin\learn.exe check 03", "03", ["03_matmul"]),
        ("learn completion ", "", list(SHELLS)),
    ],
)
def test_powershell_is_answered(
    monkeypatch: pytest.MonkeyPatch, words: str, incomplete: str, expected: list[str]
) -> None:
    assert powershell(monkeypatch, words, incomplete) == expected


def test_every_command_is_completed_with_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = powershell(monkeypatch, "learn ", "")
    assert lines == [f"{name}\t{COMMANDS[name][1]}" for name in sorted(COMMANDS)]


def test_completing_imports_neither_torch_nor_anything_as_slow() -> None:
    script = (
        "import sys\nfrom grader.cli.main import main\n"
        "try:\n    main([])\nexcept SystemExit:\n    pass\n"
        "sys.exit(str({'torch', 'numpy', 'pytest', 'rich', 'sqlite3'} & set(sys.modules) or ''))\n"
    )
    words = {"COMP_WORDS": "learn check 0", "COMP_CWORD": "2", "_LEARN_COMPLETE": "bash_complete"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), **words}, capture_output=True, text=True,
    )  # fmt: skip
    assert re.findall(r"plain,\d\d_\w+", done.stdout)
    assert done.stderr.strip() == ""
