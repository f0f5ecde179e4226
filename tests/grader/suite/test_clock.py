from __future__ import annotations

import contextlib
import signal
import sys
import threading
from pathlib import Path

import pytest

from grader.suite.clock import OutOfTime, limited


def forever() -> None:
    while True:
        with contextlib.suppress(Exception):
            sum(range(100))


def test_a_loop_that_never_ends_is_interrupted_although_it_catches_exceptions() -> None:
    with pytest.raises(OutOfTime), limited(0.02):
        forever()


def test_what_only_waits_is_interrupted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.suite.clock.PATIENCE", 2.0)
    with pytest.raises(OutOfTime), limited(0.02):
        threading.Event().wait(60)


def test_a_timer_of_somebody_else_goes_on() -> None:
    rung: list[int] = []
    handler = signal.signal(signal.SIGALRM, lambda number, frame: rung.append(number))
    left, _ = signal.setitimer(signal.ITIMER_REAL, 40.0)
    try:
        with limited(5.0):
            pass
        assert 30.0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 40.0
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
        with contextlib.suppress(OutOfTime), limited(0.01):
            forever()
        signal.raise_signal(signal.SIGALRM)
        assert rung == [signal.SIGALRM]
    finally:
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, left)


def test_an_import_is_finished_before_the_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = "import time\nend = time.process_time() + 0.1\nwhile time.process_time() < end: pass\n"
    (tmp_path / "slow_to_import.py").write_text(f"{loop}whole = True\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(OutOfTime), limited(0.02):
        import slow_to_import  # type: ignore[import-not-found]  # noqa: F401

        forever()
    assert sys.modules["slow_to_import"].whole


def test_outside_of_the_main_thread_the_code_runs_to_its_end() -> None:
    done: list[int] = []

    def run() -> None:
        with limited(0.001):
            done.append(sum(range(10**6)))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert done
