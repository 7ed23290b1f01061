"""PDF files → what their pages show, by a process of its own."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from generator.conversion.programs import run
from generator.importers.limits import Refusal
from generator.resources import resource

SECONDS = 60
"""How long one file may take. The process bounds its own memory and time where it can."""


def drawing_of(data: bytes) -> bytes:
    """The pages as JSON, as `pdf_worker` describes it; `Refusal` where the file is no sound PDF."""
    command = [sys.executable, "-I", str(resource("conversion/pdf_worker.py"))]
    ended = run(command, Path(tempfile.gettempdir()), SECONDS, given=data)
    if ended is None:
        raise Refusal("too_slow", seconds=str(SECONDS))
    code, output = ended
    if code or not output:
        # It was ended by the system, or by what the file made of the library.
        raise Refusal("damaged")
    if output.startswith(b'{"unread"'):
        raise _refusal(json.loads(output)["unread"])
    return output


def _refusal(answer: str) -> Refusal:
    if answer == "locked":
        return Refusal("locked")
    if answer == "too_many_pages":
        return Refusal("too_many_pages")
    return Refusal("too_complex" if answer == "too_much" else "damaged")
