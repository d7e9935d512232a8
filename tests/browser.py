"""A headless Chromium to look at a page of our own: over pipes, without a port and without the network."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--window-size=1600,1000",
    "--remote-debugging-pipe",
)
PATIENCE = 60  # seconds


class Browser:
    """One page in one browser. events: all that it told, as (method, parameters)."""

    def __init__(self) -> None:
        assert CHROMIUM is not None
        self.home = tempfile.TemporaryDirectory(prefix="gxdata-browser-", ignore_cleanup_errors=True)
        (theirs_in, self.out), (self.into, theirs_out) = os.pipe(), os.pipe()
        shell = ["bash", "-c", f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}', CHROMIUM, *OPTIONS]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(
            [*shell, f"--user-data-dir={self.home.name}"], pass_fds=(theirs_in, theirs_out), **quiet
        )
        os.close(theirs_in), os.close(theirs_out)
        self.rest, self.numbers, self.session = b"", count(1), None
        self.events: list[tuple[str, dict[str, Any]]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        os.close(self.out), os.close(self.into)  # a browser whose pipe ends, ends
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.home.cleanup()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters}
        os.write(self.out, json.dumps(message | ({"sessionId": self.session} if self.session else {})).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.into], [], [], max(0, end - time.monotonic()))
            data = os.read(self.into, 1 << 16) if ready else b""
            assert data, "the browser says nothing more"
            self.rest += data
        line, _, self.rest = self.rest.partition(b"\0")
        message = json.loads(line)
        if "method" in message:
            self.events.append((message["method"], message["params"]))
        return message

    def open(self, path: Path, fragment: str = "") -> None:
        """Load a page from the file system and wait until it is there."""
        self.events.clear()
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=path.absolute().as_uri() + fragment)
        while not self.ask("document.readyState === 'complete' && location.protocol === 'file:'"):
            time.sleep(0.02)

    def ask(self, expression: str) -> Any:
        """The value of an expression of JavaScript on the page."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def point(self, id: str, click: bool = False) -> None:
        """Move the mouse to the middle of an element, and click there."""
        box = f"document.getElementById({json.dumps(id)})"
        self.ask(f"{box}.scrollIntoView({{block: 'center'}})")
        x, y = self.ask(
            f"(r => [r.left + r.width / 2, r.top + r.height / 2])(({box}.querySelector('a') || {box}).getBoundingClientRect())"
        )
        kinds = ["mouseMoved", "mousePressed", "mouseReleased"] if click else ["mouseMoved"]
        for kind in kinds:
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left" if click else "none", clickCount=1)

    def press(self, key: str, code: int) -> None:
        for kind in ("rawKeyDown", "char", "keyUp") if key == "Enter" else ("rawKeyDown", "keyUp"):
            text = "\r" if kind == "char" else ""
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, text=text, windowsVirtualKeyCode=code)

    def requests(self) -> list[str]:
        return [told["request"]["url"] for method, told in self.events if method == "Network.requestWillBeSent"]

    def complaints(self) -> list[str]:
        """Errors and warnings of the console, and exceptions."""
        wrong = [told["entry"]["text"] for method, told in self.events if method == "Log.entryAdded"]
        said = [str(told["args"]) for method, told in self.events if method == "Runtime.consoleAPICalled"]
        thrown = [str(told["exceptionDetails"]) for method, told in self.events if method == "Runtime.exceptionThrown"]
        return wrong + said + thrown
