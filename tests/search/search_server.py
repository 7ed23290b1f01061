"""A plain static server for the browser tests and measurements."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from generator.search.script import script

SUB_PATH = "/some/where/"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def offered(assets: Path) -> dict[str, bytes]:
    """The scripts and styles of the search, by name."""
    own = {
        name: (assets / name).read_bytes()
        for name in ("gongkai.js", "search-page.js", "search.css")
    }
    return {"search.js": script(), **own}


def _handler(
    files: Mapping[str, bytes], *, compress: bool, delay: float
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Else the body waits until the browser has acknowledged the head, 40 ms with some.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            path += "index.html" if path.endswith("/") else ""
            content = files.get(path.removeprefix(SUB_PATH)) if path.startswith(SUB_PATH) else None
            self.send_response(200 if content is not None else 404)
            body = content or b""
            kind = {"html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css"}
            self.send_header(
                "Content-Type", kind.get(path.rpartition(".")[2], "application/octet-stream")
            )
            if compress:
                body = gzip.compress(body)
                self.send_header("Content-Encoding", "gzip")
            if delay:
                time.sleep(delay)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # the browser left the page meanwhile
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    return Handler


@contextmanager
def serving(
    files: Mapping[str, bytes], *, compress: bool = False, delay: float = 0
) -> Iterator[str]:
    """The address below which a plain static server offers `files`, each `delay` seconds late."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(files, compress=compress, delay=delay))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
