"""Where the files that belong to the program lie, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(path: str) -> Path:
    """The file or folder `path` of the package."""
    return _PACKAGE / path


def resource_text(path: str) -> str:
    """The text of a file of the package."""
    return resource(path).read_text(encoding="utf-8")


def overrides() -> Path:
    """The folder of theme overrides: inside the package in a wheel, beside it in a checkout."""
    packed = _PACKAGE / "overrides"
    return packed if packed.is_dir() else _PACKAGE.parent / "overrides"


def scaffold(path: str) -> str:
    """The text of a file that a new portal begins with: the checkout's own, packed in a wheel."""
    packed = _PACKAGE / "scaffold" / path
    file = packed if packed.is_file() else _PACKAGE.parent / path
    return file.read_text(encoding="utf-8")
