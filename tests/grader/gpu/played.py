"""A machine with a GPU, played: python played.py LIBRARY; prints what each submission came to.

The library plays NVML. In the workers the pretend device stands in CUDA's place, so that all else is
as on a real GPU: the worker's start, its confinement, the wire, the verdicts, the report.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import Any

from grader.worker import accelerator, nvml

GREEDY = """
_given = attention

def attention(q, *rest, **named):
    while q.is_cuda:
        pass
    return _given(q, *rest, **named)
"""


def settle(device: str, gpu: str, share: float) -> dict[str, Any]:
    """Starts the pretend device, in the worker, for `accelerator.settle`."""
    from grader.worker.simulated import Machine

    if gpu == "broken":
        raise RuntimeError("the driver is too old. Update it.\nSee the manual")
    globals()["machine"] = Machine("submission.py")
    return {"name": "Card A", "memory": 80 << 30}


def submissions(exercise: Any) -> dict[str, str]:
    """A right one, one that answers from the CPU, one that takes memory, and the right one again."""
    from grader.suite.reference import as_submission

    right = exercise.reference.read_text("utf-8")
    elsewhere = next(path for path in exercise.wrongs if "cpu" in path.stem)
    return {
        "right": right,
        "on the cpu": as_submission(exercise.reference, elsewhere),
        "greedy": right + GREEDY,
        "after": right,
    }


def main() -> None:
    """Grades them on both devices."""
    accelerator.settle = settle
    nvml._LIBRARIES = (sys.argv[1],)
    from grader.catalog import bundled_course
    from grader.grading import places
    from grader.grading.grader import Grader
    from grader.grading.wishes import Wishes
    from grader.report import Submission
    from grader.submission import Handed
    from grader.suite import devices

    places.present = devices.present = lambda: ("cpu", "cuda")  # type: ignore[assignment]
    wishes = Wishes(device="all", policy="graded", seed=1, gpu_share=0.5, first=True)
    with Grader(bundled_course()) as grader:
        grader.launcher.preload("simulated")
        exercise = grader.course.find("29")
        asked = [(name, text, wishes) for name, text in submissions(exercise).items()]
        right, dead = asked[0][1], replace(wishes, gpu="broken", first=False)
        asked.append(("no driver", right, replace(dead, device="auto", policy="practice")))
        asked.append(("no driver, graded", right, dead))
        for name, text, wished in asked:
            handed = Handed(text, Submission(name, name))
            report = grader.check(exercise, handed, wished)
            bad = report.first_failure or next(iter(report.faults), None)
            told = {
                "name": name,
                "passed": report.passed,
                "exit_code": report.exit_code,
                "cases": {d.name: [d.ran, d.detail] for d in report.devices},
                "device": bad.device if bad else "",
                "verdict": bad.verdict.value if bad else "",
                "rationale": bad.failure.rationale if bad and bad.failure else "",
                "versions": dict(report.versions),
                "watched": [x.in_force for x in report.isolation if x.name == "GPU memory watch"],
            }
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
