"""The lanes of .ci/run: shown whole, all to their end, failing together, leaving nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

LANES = Path(__file__).resolve().parents[2] / ".ci" / "lanes.sh"
HEAD = f"set -euo pipefail\n. {LANES}\ntrap lanes_stop EXIT\ntrap 'exit 130' INT TERM\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script of bash")


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", HEAD + script],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},
        check=False,
    )


@pytest.mark.parametrize("codes", [(0, 0), (3, 0), (0, 4), (3, 4)])
def test_a_lane_that_fails_fails_all_when_all_have_ended(
    codes: tuple[int, int], tmp_path: Path
) -> None:
    said = run(
        "part() { echo begins $1; (exit $1); echo ends $1; }\n"
        f"lane first part {codes[0]}; lane second part {codes[1]}; lanes_end; echo after\n",
        tmp_path,
    )
    shown = []
    for name, code in zip(("first", "second"), codes, strict=True):
        shown += [f"== {name}", f"begins {code}", *([f"ends {code}"] if code == 0 else [])]
    assert [line for line in said.stdout.splitlines() if line] == [
        *shown,
        *([] if any(codes) else ["after"]),
    ]
    assert said.returncode == (1 if any(codes) else 0)
    for name, code in zip(("first", "second"), codes, strict=True):
        assert (f"failed: {name} (exit {code})" in said.stderr) == bool(code)
    assert not list(tmp_path.iterdir())


def test_a_lane_hears_an_interrupt_as_in_the_foreground(tmp_path: Path) -> None:
    said = run(
        f"lane one {sys.executable} -c 'import signal; print(signal.getsignal(2))'; lanes_end",
        tmp_path,
    )
    assert "default_int_handler" in said.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(("patience", "ears"), [(60, ""), (0, "trap '' INT;")])
def test_nothing_is_left_running(
    number: signal.Signals, patience: int, ears: str, tmp_path: Path
) -> None:
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    # The fifo's writing end is open as long as the lane or what it started is there.
    part = f"part() {{ exec > {alive}; {ears} echo ready; sleep 1000; }}"
    script = f"lanes_patience={patience}\n{part}\nlane one part; lanes_end"
    process = subprocess.Popen(["bash", "-c", HEAD + script])
    with alive.open() as reader:
        assert reader.readline() == "ready\n"
        process.send_signal(number)
        assert reader.read() == ""
    assert process.wait() == 130
