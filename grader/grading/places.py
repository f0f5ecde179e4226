"""On which devices an exercise is run, and what the report says of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from grader.catalog import Exercise
from grader.grading.wishes import Wishes
from grader.report import Device, Verdict
from grader.suite.devices import SIMULATED, describe, present
from grader.suite.outcome import Outcome

CHECK = SIMULATED[0]  # the device check's name in a report
NOT_RUN = (Verdict.UNAVAILABLE, Verdict.SKIPPED)  # not simulated, or waits for what is not


@dataclass(frozen=True)
class Places:
    """The devices of one run of a suite."""

    exercise: Exercise
    wishes: Wishes

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """The devices of this or another machine that were asked for."""
        asked = self.wishes.device
        if asked == CHECK:
            return ("cpu",)
        return self.exercise.settings.devices if asked in ("auto", "all") else (asked,)

    @cached_property
    def here(self) -> tuple[str, ...]:
        """Those that this machine has."""
        return tuple(device for device in self.wanted if device in present())

    @property
    def absent(self) -> tuple[str, ...]:
        """Those that it lacks."""
        return tuple(device for device in self.wanted if device not in self.here)

    @cached_property
    def checked(self) -> tuple[str, ...] | None:
        """The cases of the device check, None for all; it is there for want of a GPU."""
        wishes, everything = self.wishes, None
        if wishes.device == CHECK:
            return everything
        of_use = "cuda" in self.exercise.settings.devices and "cuda" not in self.here
        if wishes.device not in ("auto", "all") or not of_use or wishes.simulated == "none":
            return ()
        usual = "all" if wishes.policy == "graded" or wishes.only else "some"
        whole = (wishes.simulated or usual) == "all"
        return everything if whole else self.exercise.quick_device_check

    @property
    def run(self) -> tuple[str, ...]:
        """All that a suite is run on, the simulated device last."""
        return (self.here or ("cpu",)) + (() if self.checked == () else SIMULATED)

    def merged(self, outcomes: Iterable[Outcome]) -> list[Outcome]:
        """The outcomes, the two looks of the device check made one.

        A look that failed stands for its case; a case that was not seen twice is left out.
        """
        kept: list[Outcome] = []
        looks: dict[str, list[Outcome]] = {}
        for outcome in outcomes:
            if outcome.device in SIMULATED:
                looks.setdefault(outcome.id, []).append(outcome)
            else:
                kept.append(outcome)
        for pair in looks.values():
            bad = [o for o in pair if o.verdict not in (Verdict.PASSED, *NOT_RUN)]
            whole = all(outcome.verdict is Verdict.PASSED for outcome in pair)
            kept += bad[:1] or (pair[:1] if whole else [])
        return kept

    def devices(self, outcomes: Sequence[Outcome]) -> tuple[Device, ...]:
        """What the report says of each device."""
        told = [self._device(name, outcomes) for name in self.wanted]
        if self.checked != () and outcomes:
            told.insert(len(self.here), self._device_check(outcomes))
        return tuple(told)

    def _device(self, name: str, outcomes: Sequence[Outcome]) -> Device:
        """A device that is asked for; one that is here and did not start is not counted as run."""
        own = [outcome for outcome in outcomes if outcome.device == name]
        dead = [o for o in own if o.verdict is Verdict.UNAVAILABLE and o.failure is not None]
        if dead and len(dead) == len(own) and dead[0].failure is not None:
            return Device(name, False, dead[0].failure.rationale)
        return Device(name, name in self.here, describe(name))

    def _device_check(self, outcomes: Sequence[Outcome]) -> Device:
        looks = [outcome for outcome in outcomes if outcome.device in SIMULATED]
        if not looks:
            stopped = next((o for o in outcomes if o.verdict is not Verdict.PASSED), None)
            return Device(
                CHECK, False, f"{stopped.device} did not pass" if stopped else "no case yet"
            )
        lacking = {o.id: o for o in looks if o.verdict in NOT_RUN}
        ran = {outcome.id for outcome in looks} - set(lacking)
        reason = next((o.failure.rationale for o in lacking.values() if o.failure), "")
        if not ran:
            return Device(CHECK, False, reason)
        every = len(self.exercise.cases)
        detail = "" if len(ran) == every else f"{len(ran)} of {every} cases"
        return Device(CHECK, True, ", ".join(text for text in (detail, reason) if text))
