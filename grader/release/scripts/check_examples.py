"""Compares your files with the public examples:  python check_examples.py [03 ...]

They are those of each file's text, and those in examples/. The course grades more than these: an
exercise can be wrong and agree with all of them.
"""

from __future__ import annotations

import doctest
import io
import json
import sys
import traceback
from pathlib import Path
from typing import Any

import torch

HERE = Path(__file__).resolve().parent
NOT_WRITTEN = "    NotImplementedError"  # as Python's doctest ends its words on it
TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}


def value_of(data: Any) -> Any:
    """A value of the examples as Python has it."""
    if isinstance(data, list):
        return [value_of(item) for item in data]
    if isinstance(data, dict) and "tuple" in data:
        return tuple(value_of(item) for item in data["tuple"])
    if isinstance(data, dict) and "dict" in data:
        return {key: value_of(item) for key, item in data["dict"].items()}
    if isinstance(data, dict):
        return torch.tensor(data["tensor"], dtype=getattr(torch, data["dtype"])).reshape(
            data["shape"]
        )
    return data


def same(got: Any, expected: Any) -> bool:
    """Whether an answer is the expected one, but for rounding."""
    if isinstance(expected, torch.Tensor):
        if not isinstance(got, torch.Tensor) or got.shape != expected.shape:
            return False
        if got.dtype != expected.dtype:
            return False
        return torch.allclose(got.detach().double(), expected.double(), equal_nan=True, **TOLERANCE)
    if isinstance(expected, float) and isinstance(got, int | float):
        return abs(got - expected) <= TOLERANCE["atol"] + TOLERANCE["rtol"] * abs(expected)
    if isinstance(expected, list | tuple):
        if not isinstance(got, list | tuple) or len(got) != len(expected):
            return False
        return all(same(a, b) for a, b in zip(got, expected, strict=True))
    if isinstance(expected, dict):
        if not isinstance(got, dict) or got.keys() != expected.keys():
            return False
        return all(same(got[key], expected[key]) for key in expected)
    return type(got) is type(expected) and bool(got == expected)


def check(path: Path) -> bool:
    """Prints what became of one exercise's examples; whether all agree."""
    examples = json.loads(path.read_text("utf-8"))
    file = HERE / "exercises" / f"{examples['exercise']}.py"
    names: dict[str, Any] = {"__name__": examples["exercise"]}
    try:
        exec(compile(file.read_text("utf-8"), str(file), "exec"), names)
    except Exception:
        traceback.print_exc(limit=-1, file=sys.stdout)
        print(f"{file.name}: cannot be run")
        return False
    calls = [call for case in examples["cases"] for call in case["calls"]]
    failures = [text for call in calls if (text := run_call(call, names))]
    failed, count, said = run_text(file.name, names)
    if NOT_WRITTEN in (*failures, said.rpartition("\n")[2]):
        print(f"{file.name}: not written yet")
    elif failures or failed:
        print(f"{file.name}: differs")
        print("\n".join([*failures, said]).strip("\n"))
    else:
        print(f"{file.name}: agrees with the {count + len(calls)} public examples")
    return not failures and not failed


def run_call(call: dict[str, Any], names: dict[str, Any]) -> str:
    """What is wrong with the answer to one call; empty if nothing is."""
    arguments, named = value_of(call["args"]), value_of(call["named"])
    shown = ", ".join([*map(repr, arguments), *(f"{k}={v!r}" for k, v in named.items())])
    expected = value_of(call["answer"])
    try:
        got = names[call["entry"]](*arguments, **named)
    except NotImplementedError:
        return NOT_WRITTEN
    except Exception as error:
        got = error
    if same(got, expected):
        return ""
    return f"  {call['entry']}({shown})\n  got      {got!r}\n  expected {expected!r}"


def run_text(name: str, names: dict[str, Any]) -> tuple[int, int, str]:
    """Runs the examples in a file's text: how many failed, of how many, and what is to say."""
    test = doctest.DocTestParser().get_doctest(names.get("__doc__") or "", names, name, name, 0)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.REPORT_ONLY_FIRST_FAILURE
    said = io.StringIO()
    runner = doctest.DocTestRunner(verbose=False, optionflags=flags)
    failed, count = runner.run(test, out=said.write, clear_globs=False)
    return failed, count, said.getvalue().rstrip()


def main(wanted: list[str]) -> int:
    """Checks the exercises of these numbers, all without any; 0 when all agree."""
    paths = sorted((HERE / "examples").glob("*.json"))
    if wanted:
        paths = [path for path in paths if path.name[:2] in {w.zfill(2) for w in wanted}]
    return 0 if paths and all([check(path) for path in paths]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
