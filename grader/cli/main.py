"""The command's frame: which command there is, and the one place where errors become text.

A command's module is imported when the command is called: `learn --help` imports click alone.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from grader import __version__
from grader.errors import LearnError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# Command: its module and its one line of help, so that listing them imports nothing.
COMMANDS = {
    "again": ("grader.cli.again", "Repeat an exercise with fresh inputs; your pass is kept."),
    "check": ("grader.cli.check", "Grade your answer to an exercise."),
    "completion": ("grader.cli.completion", "Print the script that completes learn in your shell."),
    "demo": ("grader.cli.demo", "See the three screens: not started, a mistake, passed."),
    "dev": ("grader.cli.dev", "For authors of exercises."),
    "diff": ("grader.cli.diff", "Show what you changed."),
    "doctor": ("grader.cli.doctor", "Find out what works here and what does not."),
    "goto": ("grader.cli.goto", "Go to an exercise."),
    "grade": ("grader.cli.grade", "Grade what a class handed in."),
    "hint": ("grader.cli.hint", "Show a hint for an exercise."),
    "history": ("grader.cli.history", "Show every version of your answer to an exercise."),
    "init": ("grader.cli.init", "Copy the exercises into a folder of yours."),
    "list": ("grader.cli.list", "List the exercises."),
    "next": ("grader.cli.next", "Go on to the next exercise."),
    "open": ("grader.cli.open", "Open your file in your editor."),
    "progress": ("grader.cli.progress", "See how far you are; carry it to another machine."),
    "read": ("grader.cli.read", "Read the lesson of an exercise."),
    "release": ("grader.cli.release", "Make archives of the course for learners and platforms."),
    "reset": ("grader.cli.reset", "Start an exercise over; your version is kept."),
    "restore": ("grader.cli.restore", "Put an earlier version back into your file."),
    "show": ("grader.cli.show", "See what your answer can do, apart from grading."),
    "skip": ("grader.cli.skip", "Leave an exercise for later."),
    "solution": ("grader.cli.solution", "Show the solution of an exercise that you passed."),
    "undo": ("grader.cli.undo", "Take back the last reset, restore or update."),
    "update": ("grader.cli.update", "Bring a newer course into your folder."),
    "watch": ("grader.cli.watch", "Check at every save."),
}
INTERRUPTED = 130
FAULT = 3


class Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[name][0]).command
        _collect()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help's list of commands, without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that go on from what was typed, without importing one."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem

        found = [name for name in sorted(COMMANDS) if name.startswith(incomplete)]
        return [CompletionItem(name, help=COMMANDS[name][1]) for name in found]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command; an unknown one gets the closest names."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], COMMANDS, n=3) or ["list", "check"]
            raise click.UsageError(
                f"there is no command {args[0]!r}; the closest: {', '.join(close)}"
            )
        return super().resolve_command(ctx, args)


@click.group(
    cls=Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="learn")
@click.option(
    "--course", type=click.Path(path_type=Path), metavar="PATH",
    help="A course of your own, also as LEARN_COURSE; a folder that it was copied to knows it.",
)  # fmt: skip
@click.pass_context
def learn(context: click.Context, course: Path | None) -> int | None:
    """A PyTorch course that grades itself.

    Alone it goes on where you are. Fill in the file of an exercise, then type: learn check 01
    """
    if context.invoked_subcommand is not None:
        return None
    from grader.cli.bare import go_on

    _collect()
    return go_on()


def run() -> NoReturn:
    """The console script: runs the command and ends the process without tearing torch down."""
    if "_LEARN_COMPLETE" in os.environ:  # a shell asks what could come next
        from grader.cli.completion import register

        register()
    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # a closed pipe has no more to be told
            stream.flush()
    os._exit(code)


def _collect() -> None:
    """Collects garbage again, of what comes from now on, where `start` has put that off."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def main(arguments: list[str]) -> int:
    """Runs a command; its exit code: 0 passed, 1 not passed, 2 usage, 3 fault, 130 interrupted."""
    try:
        code = learn.main(args=arguments, prog_name="learn", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except LearnError as error:
        say(str(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        _tell_fault(error)
        return FAULT


def say(text: str) -> None:
    """Writes to the error stream what it can show; never fails for a character's sake.

    A file's name, or what a file holds, may be made to paint over the screen.
    """
    from grader.render.clean import clean

    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    click.echo(clean(text.replace("\r", " "), encoding), err=True)


def _tell_fault(error: Exception) -> None:
    """A fault of ours in three lines; the traceback on request."""
    if os.environ.get("LEARN_TRACEBACK"):
        import traceback

        traceback.print_exc()
    say(f"the grader failed, not you: {type(error).__name__}: {str(error)[:300]}")
    say("nothing of yours was changed")
    say("LEARN_TRACEBACK=1 before the command shows the details for a bug report")


if __name__ == "__main__":
    run()
