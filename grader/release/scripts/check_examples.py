"""Compares your files with the public examples:  python check_examples.py [03 ...]

The course grades more than these: an exercise can be wrong and agree with all of them.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import Any

import torch

HERE = Path(__file__).resolve().parent
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
        traceback.print_exc(limit=-1)
        print(f"{file.name}: cannot be run")
        return False
    good = True
    for case in examples["cases"]:
        for call in case["calls"]:
            arguments, named = value_of(call["args"]), value_of(call["named"])
            shown = ", ".join([*map(repr, arguments), *(f"{k}={v!r}" for k, v in named.items())])
            expected = value_of(call["answer"])
            try:
                got = names[call["entry"]](*arguments, **named)
            except NotImplementedError:
                print(f"{file.name}: {call['entry']} is not written yet")
                return False
            except Exception as error:
                got = error
            if not same(got, expected):
                good = False
                print(f"{file.name}: {call['entry']}({shown})")
                print(f"  got      {got!r}\n  expected {expected!r}")
    count = sum(len(case["calls"]) for case in examples["cases"])
    if good and count:
        print(f"{file.name}: agrees with the {count} public examples")
    elif good:
        print(f"{file.name}: can be run; its examples are in its text alone")
    return good


def main(wanted: list[str]) -> int:
    """Checks the exercises of these numbers, all without any; 0 when all agree."""
    paths = sorted((HERE / "examples").glob("*.json"))
    if wanted:
        paths = [path for path in paths if path.name[:2] in {w.zfill(2) for w in wanted}]
    return 0 if paths and all([check(path) for path in paths]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
