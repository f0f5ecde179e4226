"""`learn grade`: a whole class, from what was handed in to the files that a platform takes."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

import click

from grader.catalog import DEVICES, Course, Exercise
from grader.class_report import ClassReport
from grader.classroom import Choice, Plan, build, grade
from grader.cli.class_screen import Bar, intake_lines, outcome_lines
from grader.cli.course import chosen_course
from grader.cli.engine import ENGINES, EngineChoice, open_engine
from grader.cores import cores
from grader.errors import UsageError
from grader.gradebook import Gradebook, Rubric, read_rubric
from grader.gradebook.store import FAULT, TIMEOUT
from grader.intake import Intake, collect
from grader.render.class_format import (
    VISIBILITIES,
    Settings,
    check_output,
    check_settings,
    check_single,
)
from grader.render.formats import CLASS_FORMATS, class_format, write_class
from grader.render.learner import POLICIES, PRACTICE

RUBRIC = Path("course.toml")
AGAIN = {"faults": FAULT, "timeouts": TIMEOUT}


@dataclass(frozen=True)
class Output:
    """A format, where it goes, and what it is told besides the class."""

    name: str
    path: Path
    settings: Settings


@dataclass(frozen=True)
class Options:
    """What was asked on the command line besides what to grade."""

    engine: EngineChoice
    gradebook: Path
    outputs: tuple[Output, ...]
    policy: str


@click.command("grade", short_help="Grade what a class handed in.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--dry-run", is_flag=True, help="Say what was understood, and stop.")
@click.option("--exercise", metavar="EXERCISE", help="What all files answer, whatever their names.")
@click.option("--only", multiple=True, metavar="STUDENT", help="This student alone; repeatable.")
@click.option("--rubric", type=click.Path(path_type=Path), help="How to mark.  [course.toml]")
@click.option(
    "--gradebook", type=click.Path(path_type=Path), default="gradebook.sqlite", show_default=True,
    help="Where results are kept, and found again.",
)  # fmt: skip
@click.option(
    "--device", "devices", multiple=True, type=click.Choice(DEVICES),
    help="Where to grade, in place of the rubric's devices; repeatable.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(1, 2**31 - 1), help="Draw the inputs from this seed.")
@click.option("--jobs", type=click.IntRange(1, 1024), help="Processes.  [the cores]")
@click.option(
    "--gpu-slots", type=click.IntRange(1, 1024),
    help="How many of them may use the GPUs at a time.  [one for each GPU]",
)  # fmt: skip
@click.option(
    "--engine", "engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True,
    help="Where: processes of this machine, a Dask cluster, or jobs of Slurm.",
)  # fmt: skip
@click.option(
    "--address", metavar="ADDRESS", default="",
    help="Of the Dask scheduler.  [a cluster of --jobs processes here]",
)  # fmt: skip
@click.option(
    "--shared", type=click.Path(path_type=Path), metavar="FOLDER",
    help="That every machine of Slurm sees, for jobs and their results.",
)  # fmt: skip
@click.option(
    "--slurm", "slurm", multiple=True, metavar="NAME=VALUE",
    help="Of a job: partition=gpu, gpus_per_node=1, time=120; repeatable.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Grade again what is graded.")
@click.option(
    "--rerun", multiple=True, type=click.Choice(list(AGAIN)),
    help="Grade again what ended so; repeatable.",
)  # fmt: skip
@click.option(
    "--patience", type=click.IntRange(0, 1000), default=3, show_default=True,
    help="How many cases of a submission may run out of time before the rest is skipped; 0: all.",
)  # fmt: skip
@click.option(
    "--allow-weak-isolation", "weak", is_flag=True,
    help="Even where submissions cannot be kept from your files; learn doctor says where.",
)  # fmt: skip
@click.option(
    "--format", "formats", multiple=True, metavar="NAME",
    help=f"{', '.join(sorted(CLASS_FORMATS))}; canvas=EXPORT.csv fills an export in; repeatable.",
)  # fmt: skip
@click.option(
    "--output", "outputs", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
    help="Of the format before it.",
)  # fmt: skip
@click.option("--similar", is_flag=True, help="List pairs of submissions that are alike.")
@click.option(
    "--similar-json", type=click.Path(path_type=Path), metavar="FILE", help="The same, to a file."
)
@click.option(
    "--policy", type=click.Choice(POLICIES), default=PRACTICE, show_default=True,
    help="What of a failure the outputs show, from the least to the most.",
)  # fmt: skip
@click.option(
    "--visibility", type=click.Choice(VISIBILITIES), default=VISIBILITIES[0], show_default=True,
    help="When Gradescope shows the hidden cases.",
)  # fmt: skip
@click.option("--column", default="", metavar="TITLE", help="Of an export, takes the total.")
def command(
    paths: tuple[Path, ...],
    dry_run: bool,
    exercise: str | None,
    only: tuple[str, ...],
    rubric: Path | None,
    gradebook: Path,
    devices: tuple[str, ...],
    seed: int | None,
    jobs: int | None,
    gpu_slots: int | None,
    engine: str,
    address: str,
    shared: Path | None,
    slurm: tuple[str, ...],
    force: bool,
    rerun: tuple[str, ...],
    patience: int,
    weak: bool,
    formats: tuple[str, ...],
    outputs: tuple[Path, ...],
    similar: bool,
    similar_json: Path | None,
    policy: str,
    visibility: str,
    column: str,
) -> int:
    """Grade what a class handed in.

    PATH is a file, a folder of student/03_matmul.py, a download from Canvas, Moodle or Gradescope
    (zipped or not), a folder of repositories, or a CSV with the columns student and file.

    A second run grades only what is missing: results are kept in the gradebook as they come.
    """
    course = chosen_course(remembered=False)
    where = EngineChoice(engine, jobs or cores(), gpu_slots, weak, address, shared, slurm)
    _demand_own(paths, None if _was_named("gradebook") else gradebook, "--gradebook")
    _demand_own(paths, RUBRIC if rubric is None and RUBRIC.exists() else None, "--rubric")
    pairs = _pairs(formats, outputs, Settings(None, column, visibility, _now(), click.echo))
    options = Options(where, gradebook, pairs, policy)
    again = tuple(AGAIN[name] for name in rerun)
    asked = course.find(exercise) if exercise else None
    choice = Choice(devices, seed or 0, only, force, again, patience, asked.slug if asked else "")
    intake = _intake(course, paths, asked)
    for line in intake_lines(intake, full=dry_run):
        click.echo(line)
    if dry_run:
        return 0
    plan = _plan(course, intake, rubric, choice, pairs)
    code = _grade(course, plan, options)
    if similar or similar_json:
        _look(course, plan, similar, similar_json)
    return code


def _was_named(option: str) -> bool:
    source = click.get_current_context().get_parameter_source(option)
    return source is not click.core.ParameterSource.DEFAULT


def _demand_own(paths: tuple[Path, ...], file: Path | None, option: str) -> None:
    """Raises UsageError where a file that decides marks lies among what is graded, and unnamed.

    Whoever handed in a folder may have put it there: forged results, or a milder rubric.
    """
    for path in paths if file is not None else ():
        folder = path.resolve()
        folder = folder.parent if folder.name == "exercises" else folder
        assert file is not None
        if path.is_dir() and file.resolve().is_relative_to(folder):
            lies = "lies" if file.exists() else "would lie"
            raise UsageError(
                f"{file} {lies} among what was handed in",
                f"whoever hands in {path} could have written it",
                f"{option} FILE    names one of yours, wherever it is",
            )


def _intake(course: Course, paths: tuple[Path, ...], only: Exercise | None) -> Intake:
    if not paths:
        raise UsageError("what was handed in?", "", "learn grade PATH...    (learn grade --help)")
    return collect(paths, course, only)


def _now() -> datetime:
    """The time of writing; SOURCE_DATE_EPOCH sets it, for the same bytes at any time."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal() and len(epoch) < 12:
        return datetime.fromtimestamp(int(epoch), timezone.utc)
    return datetime.now(timezone.utc)


def _pairs(
    formats: tuple[str, ...], outputs: tuple[Path, ...], settings: Settings
) -> tuple[Output, ...]:
    """Each format with its output, known to be writable before anything is graded."""
    if len(formats) != len(outputs):
        raise UsageError(
            f"there are {len(formats)} formats and {len(outputs)} outputs",
            "they go in pairs",
            "--format json --output class.json --format csv --output class.csv",
        )
    if len(set(outputs)) < len(outputs):
        raise UsageError("two formats go to one output", "", "give each its own --output")
    pairs = []
    for words, path in zip(formats, outputs, strict=True):
        name, _, export = words.partition("=")
        own = replace(settings, fill=Path(export) if export else None)
        check_settings(class_format(name), name, own)
        check_output(class_format(name), path)
        pairs.append(Output(name, path, own))
    return tuple(pairs)


def _plan(
    course: Course, intake: Intake, rubric: Path | None, choice: Choice, outputs: tuple[Output, ...]
) -> Plan:
    """What has to be graded, for outputs that are known to fit it."""
    if not intake.submissions:
        raise UsageError("nothing was handed in that can be graded")
    plan = Plan(course, intake, _rubric(rubric), choice)
    for output in outputs:
        format = class_format(output.name)
        check_single(format, output.path, len(plan.students))
        format.check(plan.heads, output.settings)
    return plan


def _rubric(path: Path | None) -> Rubric:
    if path is None and not RUBRIC.exists():
        return Rubric()
    return read_rubric(path or RUBRIC)


def _grade(course: Course, plan: Plan, options: Options) -> int:
    with Gradebook(options.gradebook) as gradebook:
        wanted = plan.wanted(gradebook)
        if wanted:
            by = options.engine.shown
            with open_engine(course.root, options.engine) as engine, Bar(len(wanted), by) as bar:
                grade(plan, wanted, engine, gradebook, bar.hear)
        report = build(plan, gradebook)
        for output in options.outputs:
            write_class(report, output.name, output.path, options.policy, output.settings)
        return _tell(report, options)


def _look(course: Course, plan: Plan, shown: bool, path: Path | None) -> None:
    from grader.cli import similar

    found = similar.look(course, plan)
    if shown:
        for line in similar.lines(found):
            click.echo(line)
    if path is not None:
        similar.write(found, path)
        click.echo(f"wrote {path}")


def _tell(report: ClassReport, options: Options) -> int:
    lines, faults = outcome_lines(report)
    for line in lines:
        click.echo(line)
    for output in options.outputs:
        click.echo(f"wrote {output.path}")
    return 3 if faults else 0
