"""How a case on the simulated device is read: a mistake, not simulated, or as any other case."""

from __future__ import annotations

import pytest

from grader.report import Check, Failure, Verdict
from grader.suite import devices
from grader.suite.devices import describe, place, read_simulated
from grader.worker.client import Died, NotSimulated, Raised, TimedOut

TOLD = {"line": 4, "here": "bool [3]", "there": "float32 [3]", "by": "torch.ones", "made": 2}


def raised(kind: str, *bases: str, told: object = None, message: str = "no") -> Raised:
    info = {"type": kind, "bases": [kind, *bases], "message": message, "line": 4, "frames": []}
    return Raised({**info, "mistake": told})


def read(error: BaseException | None, verdict=Verdict.RAISED, record=None, stray=None, on=0):
    device = devices.SIMULATED[on]
    return read_simulated(device, verdict, record or Failure("x was raised"), error, stray or {})


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NotSimulated("torch.compile"), "torch.compile"),
        (TimedOut(3.0), "takes too long"),
        (Died("an abort"), "an abort"),
        (raised("NotImplementedError", "RuntimeError"), "NotImplementedError: no"),
        (raised("CheckpointError", "RuntimeError"), "CheckpointError"),
    ],
)
def test_what_the_simulation_cannot_run_is_no_failure(error: BaseException, reason: str) -> None:
    verdict, record = read(error)
    assert verdict is Verdict.UNAVAILABLE
    assert record.rationale.startswith("not simulated: ")
    assert reason in record.rationale


def test_a_mixture_is_told_with_both_tensors_and_the_maker() -> None:
    verdict, record = read(raised("RuntimeError", told=TOLD))
    assert verdict is Verdict.RAISED
    assert "two devices meet in line 4: bool [3] on the CPU, float32 [3] on the GPU" in (
        record.rationale
    )
    assert record.help.startswith("the one on the CPU comes from torch.ones in line 2")
    assert record.line == 4


def test_a_mixture_where_the_inputs_are_on_the_cpu_says_so() -> None:
    assert (
        "(the inputs are on the CPU)" in read(raised("RuntimeError", told=TOLD), on=1)[1].rationale
    )


def test_an_exception_of_the_learner_s_own_stays_a_failure() -> None:
    verdict, record = read(raised("AssertionError"))
    assert (verdict, record.rationale) == (Verdict.RAISED, "x was raised")


def test_an_answer_on_another_device_names_its_maker() -> None:
    failed = Failure("it is on cpu", "usual", checks=(Check("device", "cpu", False),))
    verdict, record = read(None, Verdict.WRONG, failed, {"by": "torch.zeros", "made": 7})
    assert (verdict, record.line) == (Verdict.WRONG, 7)
    assert record.help.startswith("it comes from torch.zeros in line 7")
    assert read(None, Verdict.WRONG, failed)[1].help == "usual"


def test_the_names_of_places() -> None:
    assert [place(name) for name in (*devices.SIMULATED, "cpu", "mps")] == [
        "cuda", "cpu", "cpu", "mps",
    ]  # fmt: skip
    assert "cpu" in devices.present()
    assert describe("cpu") == ""
    assert describe("mps") in ("", "no mps device here")


def test_why_there_is_no_gpu_is_said_where_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "present", lambda: ("cpu",))
    said = describe.__wrapped__
    monkeypatch.setattr("torch.version.cuda", None)
    assert said("cuda") == "no GPU here (this torch is built for the CPU)"
    monkeypatch.setattr("torch.version.cuda", "13.0")
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert said("cuda") == "no GPU here"
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "7")
    assert said("cuda") == "no GPU here (CUDA_VISIBLE_DEVICES=7)"
