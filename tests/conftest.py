"""What all tests share: one thread, set before any imports torch, as in the grader; a browser."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip


class Browser:
    """A page in a real browser, spoken to over a pipe in the browser's own protocol."""

    def __init__(self, program: str, folder: Path) -> None:
        here_in, there_out = os.pipe()
        there_in, here_out = os.pipe()
        # The browser reads commands from descriptor 3 and answers on descriptor 4.
        command = f"exec {program} {' '.join(QUIET)} --user-data-dir={folder}"
        shell = f"{command} 3<&{there_in} 4>&{there_out}"
        self._process = subprocess.Popen(
            ["bash", "-c", shell], pass_fds=(there_in, there_out), stderr=subprocess.DEVNULL
        )
        os.close(there_in)
        os.close(there_out)
        self._in, self._out = os.fdopen(here_in, "rb"), os.fdopen(here_out, "wb")
        self._number = 0
        self.events: list[dict[str, Any]] = []
        target = self._call("Target.createTarget", {"url": "about:blank"}, "")["targetId"]
        attached = self._call("Target.attachToTarget", {"targetId": target, "flatten": True}, "")
        self._session: str = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """The answer of the page to a command of the protocol."""
        return self._call(method, arguments, self._session)

    def _call(self, method: str, arguments: dict[str, Any], session: str) -> dict[str, Any]:
        self._number += 1
        command = {"id": self._number, "method": method, "params": arguments}
        if session:
            command["sessionId"] = session
        self._out.write(json.dumps(command).encode() + b"\0")
        self._out.flush()
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])
            self.events.append(answer)

    def _read(self) -> dict[str, Any]:
        text = b""
        while not text.endswith(b"\0"):
            piece = self._in.read(1)
            assert piece, "the browser went away"
            text += piece
        return dict(json.loads(text[:-1]))

    def open(self, path: Path, width: int = 1000, dark: bool = False) -> None:
        """Loads a file in a window of that width, and waits until it is there."""
        self.events.clear()
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=900, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Page.navigate", url=path.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._read())

    def value(self, script: str) -> Any:
        """What a script gives in the page."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def picture(self) -> bytes:
        """The whole page as PNG."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def close(self) -> None:
        """Ends the browser."""
        self._call("Browser.close", {}, "")
        self._process.wait()
        self._in.close()
        self._out.close()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Chromium; LEARN_CHROMIUM names one that is not on the path."""
    names = (os.environ.get("LEARN_CHROMIUM", ""), *BROWSERS)
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("needs Chromium: apt-get install chromium, or LEARN_CHROMIUM=/its/path")
    made = Browser(program, tmp_path_factory.mktemp("chromium"))
    yield made
    made.close()
