"""Firefox and WebKit, each driven by what it brings itself: WebDriver BiDi, and WebDriver.

Each is a context manager that gives a `Tab`. `missing` says what would have to be installed.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PATIENCE = 60
_MINI_BROWSERS = ("libexec/webkit2gtk-4.1", "lib/*/webkit2gtk-4.1", "lib/*/webkit2gtk-4.0")


class Tab:
    """A page in a browser. `open` loads an address, `run` gives what an async function returns."""

    def __init__(self, open_: Callable[[str], None], run: Callable[[str, Any], Any]) -> None:
        self.open = open_
        self.run = run


def missing(browser: str) -> str:
    """What has to be installed for a browser; "" when it is there."""
    if browser == "firefox":
        return "" if _firefox() else "Firefox (Debian: firefox-esr)"
    if not shutil.which("WebKitWebDriver") or not _mini_browser():
        return "WebKit with its driver (Debian: webkit2gtk-driver)"
    return "" if _has_screen() else "a screen for WebKit (Debian: libgtk-3-bin or xvfb)"


def opened(browser: str) -> Any:
    """A tab of the browser, as a context manager."""
    return firefox() if browser == "firefox" else webkit()


# --- Firefox: WebDriver BiDi -------------------------------------------------------------------


def _firefox() -> str:
    return shutil.which("firefox") or shutil.which("firefox-esr") or ""


@contextmanager
def firefox() -> Iterator[Tab]:
    """A tab of a headless Firefox."""
    port = _free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # Nothing but the page under test may go over the network.
        (Path(profile) / "user.js").write_text(
            'user_pref("network.proxy.type", 1);\n'
            'user_pref("network.proxy.socks", "127.0.0.1");\n'
            'user_pref("network.proxy.socks_port", 9);\n'
            'user_pref("network.proxy.allow_hijacking_localhost", false);\n',
            encoding="utf-8",
        )
        command = [_firefox(), "--headless", "--no-remote", "--profile", profile]
        program = _running([*command, "--remote-debugging-port", str(port)])
        with program, _connected(port) as connection:
            socket_ = _WebSocket(connection, f"127.0.0.1:{port}", "/session")
            socket_.call("session.new", {"capabilities": {}})
            context = socket_.call("browsingContext.getTree", {})["contexts"][0]["context"]
            yield Tab(
                lambda address: socket_.call(
                    "browsingContext.navigate",
                    {"context": context, "url": address, "wait": "complete"},
                ),
                lambda script, argument: _run_bidi(socket_, context, script, argument),
            )
            with suppress(OSError):
                socket_.call("browser.close", {})


def _run_bidi(socket_: _WebSocket, context: str, script: str, argument: Any) -> Any:
    text = json.dumps(argument, ensure_ascii=False)
    answer = socket_.call(
        "script.callFunction",
        {
            "functionDeclaration": f"async (text) => JSON.stringify(await ({script})(JSON.parse(text)))",
            "arguments": [{"type": "string", "value": text}],
            "awaitPromise": True,
            "target": {"context": context},
        },
    )
    assert answer["type"] == "success", answer
    return json.loads(answer["result"]["value"])


class _WebSocket:
    """As much of RFC 6455 as a local test needs."""

    def __init__(self, connection: socket.socket, host: str, path: str) -> None:
        self._connection = connection
        key = base64.b64encode(os.urandom(16)).decode()
        lines = (f"GET {path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket")
        more = ("Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13")
        connection.sendall("\r\n".join([*lines, *more, "", ""]).encode())
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += self._take(1)
        assert b" 101 " in answer, answer
        self._count = 0

    def _take(self, size: int) -> bytes:
        taken = bytearray()
        while len(taken) < size:
            part = self._connection.recv(size - len(taken))
            if not part:
                raise ConnectionError
            taken += part
        return bytes(taken)

    def call(self, method: str, parameters: Any) -> Any:
        """The answer to a command."""
        self._count += 1
        command = {"id": self._count, "method": method, "params": parameters}
        self._send(json.dumps(command).encode())
        while True:
            message = json.loads(self._receive())
            if message.get("id") == self._count:
                assert message["type"] == "success", message
                return message["result"]

    def _send(self, content: bytes) -> None:
        mask = os.urandom(4)
        size = len(content)
        # The length has to be written as short as it can be.
        if size < 126:
            length = bytes([0x80 | size])
        elif size < 1 << 16:
            length = bytes([0x80 | 126]) + struct.pack(">H", size)
        else:
            length = bytes([0x80 | 127]) + struct.pack(">Q", size)
        head = b"\x81" + length + mask
        whole = (mask * (size // 4 + 1))[:size]
        masked = int.from_bytes(content, "big") ^ int.from_bytes(whole, "big")
        self._connection.sendall(head + masked.to_bytes(size, "big"))

    def _receive(self) -> bytes:
        content = b""
        while True:
            first, second = self._take(2)
            size = second & 127
            if size > 125:
                size = int.from_bytes(self._take(2 if size == 126 else 8), "big")
            part = self._take(size)
            if first & 15 in (0, 1):
                content += part
                if first & 0x80:
                    return content


# --- WebKit: WebDriver -------------------------------------------------------------------------


def _mini_browser() -> str:
    for folder in _MINI_BROWSERS:
        for found in sorted(Path("/usr").glob(f"{folder}/MiniBrowser")):
            return str(found)
    return ""


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or shutil.which("broadwayd") or shutil.which("Xvfb"))


@contextmanager
def _screen() -> Iterator[dict[str, str]]:
    """What to put into the environment so that a program can draw."""
    if os.environ.get("DISPLAY"):
        yield {}
        return
    number = 40 + os.getpid() % 50
    if shutil.which("Xvfb"):
        with _running(["Xvfb", f":{number}", "-screen", "0", "1280x900x24"]):
            yield {"DISPLAY": f":{number}"}
        return
    port = _free_port()
    with _running(["broadwayd", "--port", str(port), f":{number}"]):
        _connected(port).close()
        yield {"GDK_BACKEND": "broadway", "BROADWAY_DISPLAY": f":{number}"}


@contextmanager
def webkit() -> Iterator[Tab]:
    """A tab of WebKit's small browser."""
    port = _free_port()
    options = {"binary": _mini_browser(), "args": ["--automation"]}
    wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
    with _screen() as more:
        surroundings = {**os.environ, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", **more}
        with _running(["WebKitWebDriver", f"--port={port}"], surroundings):
            _connected(port).close()
            base = f"http://127.0.0.1:{port}/session"
            session = _command(base, {"capabilities": wanted})["sessionId"]
            own = f"{base}/{session}"
            _command(f"{own}/timeouts", {"script": 1000 * PATIENCE})
            yield Tab(
                lambda address: _command(f"{own}/url", {"url": address}),
                lambda script, argument: _run_webdriver(own, script, argument),
            )
            with suppress(OSError):
                _command(own, None, "DELETE")


def _run_webdriver(session: str, script: str, argument: Any) -> Any:
    body = (
        f"const done = arguments[1]; ({script})(arguments[0]).then(done, (e) => done(String(e)));"
    )
    return _command(f"{session}/execute/async", {"script": body, "args": [argument]})


def _command(address: str, content: Any, method: str = "POST") -> Any:
    data = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(address, data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
            return json.loads(answer.read())["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(error.read().decode()) from error


# --- programs ----------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _connected(port: int) -> socket.socket:
    """A connection to a program that has just been started."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            assert time.monotonic() < end, f"nothing listens at port {port}"
            time.sleep(0.1)
        else:
            return connection


@contextmanager
def _running(command: list[str], surroundings: dict[str, str] | None = None) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    program = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=surroundings)
    try:
        yield
    finally:
        program.terminate()
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
