"""One table made on a machine with a GPU: python tests/gpu/run.py

Every reference, right answer and wrong on the device with its verdict; how much of the bounds is
used; whether CPU and device agree; the functions of the device check on a real device; times; a
class on one GPU; faults. It needs no network. The table goes to results/ with date, GPU and
versions. `--device cpu` rehearses all of it without a GPU: such a table says so and is not kept.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "bench"), str(HERE.parent.parent)]
RESULTS = HERE / "results"
NO_GPU = "no GPU here, so there is no table: --device cpu rehearses the script without one"


LIBRARIES = ("torch", "numpy", "click", "pytest", "pytest_timeout", "rich")


def lacking() -> str:
    """What has to be installed first, in a line; empty where nothing is."""
    names = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
    if not names:
        return ""
    words = " ".join(names).replace("_", "-")
    return (
        f"not here: {words}. Without a network: pip install --target FOLDER {words} elsewhere, "
        "bring FOLDER along, and PYTHONPATH=FOLDER python tests/gpu/run.py"
    )


def main() -> int:
    """Prints the table part by part; 0 where all is as it should be, 1 where not, 3 without GPU."""
    options = _options()
    if missing := lacking():
        print(missing)
        return 3
    if options.grade:
        from load import grade

        return grade(options.device, options.grade, options.share)
    page = Page()
    from parts import PARTS, Asked, machine

    asked = Asked(options.device, tuple(options.exercises), options.quick, options.submissions)
    with asked:
        about = machine(asked)
        if about is None:
            print(NO_GPU)
            return 3
        page.say(about)
        wanted = options.parts or list(PARTS)
        good = [page.part(name, PARTS[name], asked) for name in wanted]
    if options.device != "cpu":
        page.keep(asked.gpu)
    return 0 if all(good) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*", help="numbers; all if none")
    parser.add_argument("--device", choices=("cuda", "mps", "cpu"), default="cuda")
    parser.add_argument("--parts", nargs="*", help="some of the parts only")
    parser.add_argument("--quick", action="store_true", help="few wrongs, few rounds")
    parser.add_argument("--submissions", type=int, default=200, help="of the class on one GPU")
    parser.add_argument("--grade", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--share", type=float, default=1.0, help=argparse.SUPPRESS)
    return parser.parse_args()


class Page:
    """What was printed, to be kept as a file."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def say(self, text: str) -> None:
        """Prints, and remembers."""
        print(text, flush=True)
        self._lines.append(text)

    def part(self, name: str, part: Callable, asked: object) -> bool:
        """One part with its heading and the time that it took; whether all in it is good."""
        self.say(f"\n== {name}")
        started = time.monotonic()
        good = part(asked, self.say)
        self.say(f"   {'as it should be' if good else 'NOT AS IT SHOULD BE'}, "
                 f"{time.monotonic() - started:.0f} s")  # fmt: skip
        return bool(good)

    def keep(self, gpu: str) -> None:
        """Writes the table with date, GPU and versions in its name."""
        import torch

        day = datetime.date.today().isoformat()
        words = f"{day} {gpu or 'gpu'} torch {torch.__version__} python {platform.python_version()}"
        name = "".join(c if c.isalnum() or c in ".-" else "_" for c in words)
        path = RESULTS / f"{name}.txt"
        path.write_text("\n".join(self._lines) + "\n", encoding="utf-8")
        print(f"\nkept as {path}")


if __name__ == "__main__":
    sys.exit(main())
