"""`learn completion`: what makes a shell complete commands, options and exercises.

The shell runs `learn` with _LEARN_COMPLETE set and reads what could come next. click speaks bash,
zsh and fish; PowerShell is added here.
"""

from __future__ import annotations

import os
import shlex

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
)

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = $commandAst.Extent.Text
    $length = $cursorPosition - $commandAst.Extent.StartOffset
    if ($length -lt $before.Length) { $before = $before.Substring(0, [Math]::Max(0, $length)) }
    $saved = $env:%(complete_var)s, $env:LEARN_WORDS, $env:LEARN_INCOMPLETE
    $env:%(complete_var)s = "powershell_complete"
    $env:LEARN_WORDS = $before
    $env:LEARN_INCOMPLETE = $wordToComplete
    try {
        %(prog_name)s | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new(
                $value, $value, "ParameterValue", $help)
        }
    } finally {
        $env:%(complete_var)s, $env:LEARN_WORDS, $env:LEARN_INCOMPLETE = $saved
    }
}
"""
_HOW = {
    "bash": "# in ~/.bashrc:  eval \"$(learn completion bash)\"",
    "zsh": "# in ~/.zshrc, after compinit:  eval \"$(learn completion zsh)\"",
    "fish": "# once:  learn completion fish > ~/.config/fish/completions/learn.fish",
    "powershell": "# in $PROFILE:  learn completion powershell | Out-String | Invoke-Expression",
}  # fmt: skip


class PowerShell(ShellComplete):
    """Completion for PowerShell, in the way of click's own."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one to complete, and that one."""
        incomplete = os.environ.get("LEARN_INCOMPLETE", "")
        text = os.environ.get("LEARN_WORDS", "").replace("\\", "/")  # no escape in PowerShell
        try:
            words = shlex.split(text)
        except ValueError:  # a quote that is still open
            words = text.split()
        if incomplete and len(words) > 1:
            words.pop()
        return words[1:], incomplete.strip("'\"")

    def format_completion(self, item: CompletionItem) -> str:
        """One candidate on a line, with what it is behind a tab."""
        return f"{item.value}\t{item.help}" if item.help else f"{item.value}"


class Bash(BashComplete):
    """click's, without the question to bash which version it is: that costs a process."""

    @staticmethod
    def _check_version() -> None:
        """Asks nothing."""


def register() -> None:
    """Makes the shells of this module known to click."""
    add_completion_class(PowerShell)
    add_completion_class(Bash)


@click.command("completion", short_help="Print the script that completes learn in your shell.")
@click.argument("shell", type=click.Choice(list(_HOW)))
def command(shell: str) -> int:
    """Print the script that completes commands, options and exercises in your shell.

    Its first line says where it goes.
    """
    from grader.cli.main import learn

    register()
    found = get_completion_class(shell)
    assert found is not None
    click.echo(_HOW[shell])
    click.echo(found(learn, {}, "learn", "_LEARN_COMPLETE").source())
    return 0
