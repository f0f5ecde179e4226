"""The examples of a stub's text, run with the reference's functions; trusted content, run here."""

from __future__ import annotations

import ast
import doctest
import io
import types
from collections.abc import Iterator

from grader.catalog import Exercise
from grader.proof.record import Finding
from grader.proof.trees import definitions, tree_of


def check_examples(exercise: Exercise) -> Iterator[Finding]:
    """Examples that do not give what the text says, or that there are none."""
    tree = tree_of(exercise.stub)
    texts = {"": ast.get_docstring(tree) or ""}
    texts |= {name: ast.get_docstring(node) or "" for name, node in definitions(tree).items()}
    examples = 0
    for name, text in texts.items():
        test = doctest.DocTestParser().get_doctest(
            text, _namespace(exercise), name or exercise.slug, str(exercise.stub), 0
        )
        examples += len(test.examples)
        output = io.StringIO()
        runner = doctest.DocTestRunner(verbose=False)
        runner.run(test, out=output.write)
        if runner.failures:
            where = f" of {name}" if name else ""
            yield Finding(
                "doctest",
                f"{runner.failures} of {runner.tries} examples{where} do not run as written",
                _essence(output.getvalue()),
            )
    if not examples:
        yield Finding(
            "doctest", "the stub's text has no example", "", ">>> entry(...) in the docstring"
        )


def _namespace(exercise: Exercise) -> dict[str, object]:
    module = types.ModuleType("reference")
    text = exercise.reference.read_text("utf-8")
    exec(compile(text, str(exercise.reference), "exec", dont_inherit=True), module.__dict__)
    return module.__dict__


def _essence(output: str) -> str:
    """doctest's words on the first failure, without its rulers."""
    first = output.split("*" * 70)[1] if "*" * 70 in output else output
    lines = [line.rstrip() for line in first.splitlines() if line.strip()]
    return "\n".join(line for line in lines if not line.startswith("File "))[:600]
