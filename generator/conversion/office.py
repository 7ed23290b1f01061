"""Old Word files, WPS files and the like → .docx and .xlsx, by LibreOffice where it is installed.

Each file gets a folder and a profile of its own, which are gone afterwards. The profile forbids
macros, links to other documents, and every update.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.conversion.programs import run
from generator.importers.limits import MOST_BYTES, Refusal

SECONDS = 120
"""How long one file may take."""
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_NAMES = {"wps": "doc", "wpt": "doc", "et": "xls", "ett": "xls"}
"""WPS Office writes the formats of old Microsoft Office under endings of its own."""
_SWITCHES = """
    --headless --invisible --norestore --nologo --nodefault --nolockcheck --nofirststartwizard
"""
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
)


def office() -> str | None:
    """The path of LibreOffice, or None when it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def with_office(ending: str, data: bytes, wanted: str) -> bytes:
    """The bytes of a document as LibreOffice writes it in the format `wanted`.

    Raises `Refusal` when LibreOffice is not there, cannot read the file, or takes too long.
    """
    program = office()
    if program is None:
        raise Refusal("no_office", ending=ending, wanted=wanted)
    # On Windows a file may stay in use for a moment after the program has ended.
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"original.{_NAMES.get(ending, ending)}"
        source.write_bytes(data)
        command = list(_command(program, folder, source, wanted))
        try:
            ended = run(
                command, folder, SECONDS, settings={"HOME": name, "SAL_USE_VCLPLUGIN": "svp"}
            )
        except OSError as error:
            raise Refusal("no_office", ending=ending, wanted=wanted) from error
        if ended is None:
            raise Refusal("too_slow", seconds=str(SECONDS))
        return _result(folder / "made" / f"original.{wanted}")


def _command(program: str, folder: Path, source: Path, wanted: str) -> Iterator[str]:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(_registry(), encoding="utf-8")
    yield program
    yield f"-env:UserInstallation={profile.as_uri()}"
    yield from _SWITCHES.split()
    yield from ("--convert-to", _FILTERS[wanted], "--outdir", str(folder / "made"), str(source))


def _registry() -> str:
    entries = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{entries}</oor:items>'
    )


def _result(made: Path) -> bytes:
    """What was written; `Refusal` when nothing was, for it says little about why."""
    try:
        if made.stat().st_size > MOST_BYTES:
            raise Refusal("too_large", limit=f"{MOST_BYTES // 1024 // 1024} MB")
        with made.open("rb") as file:
            return file.read()
    except OSError as error:
        raise Refusal("damaged") from error
