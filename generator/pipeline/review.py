"""``gongkai review``: a submission and its record side by side, on one page."""

from __future__ import annotations

from pathlib import Path

from generator import storage
from generator.build.content import Outline, known_forms, known_kinds, outline
from generator.errors import BrokenContentError, GongkaiError, UsageError
from generator.importers import read
from generator.importers.filling import fill
from generator.messages import Messages
from generator.model.agencies import Portal
from generator.model.reports import Cell
from generator.model.reviews import Review
from generator.pipeline.take_in import Change, Understood, Wish, prepare, understand
from generator.pipeline.tracing import cell_traces, numbered, remarks, text_spots
from generator.render.review import render_review

_MARK = b'<meta name="generator" content="gongkai review">'


def known_of(root: Path) -> Outline:
    """The portal; where there is none, what the program itself knows."""
    if storage.exists(root / storage.PORTAL):
        return outline(root)
    return Outline(Portal(name=""), known_kinds(), known_forms(), {}, {})


def review(root: Path, path: Path, wish: Wish, words: Messages) -> tuple[Understood, bytes]:
    """What was understood of a submission, and the page that shows it.

    Raises what `take_in.understand` does.
    """
    known = known_of(root)
    understood = understand(known, path, wish)
    submission, problems = read(path.name, storage.read(path))
    if submission is None:
        raise BrokenContentError("import_unreadable", problems, path=path.name)
    counted, places = numbered(submission)
    filling = fill(counted, known.forms, agency=wish.agency, year=understood.year)
    cells = cell_traces(filling)
    told = tuple(each for each in understood.findings if not each.place.line)
    about = tuple(each for each in filling.findings if each.place.line)
    named = understood.agency
    page = Review(
        submission=counted,
        report=understood.report,
        form=understood.filling.form,
        agency=named.name if named else understood.identity.name,
        agency_id=named.id if named else "",
        places=places,
        cells=cells,
        texts=text_spots(counted, understood.report),
        remarks=remarks((*told, *about), places, cells),
        before=_before(root, known, understood),
    )
    return understood, render_review(page, words, known.portal.colour).encode()


def _before(root: Path, known: Outline, understood: Understood) -> dict[str, Cell]:
    """The cells in which the record that is there says something else; none without a record."""
    if understood.agency is None:
        return {}
    try:
        intake = prepare(root, known, understood, Change())
    except GongkaiError:
        # A record that cannot be read is the import's business; the file can be looked at.
        return {}
    changes = intake.revision.cells if intake.revision else ()
    return {change.cell: change.before for change in changes}


def put(target: Path, page: bytes, source: Path) -> None:
    """Write the page; over an earlier review, but over nothing else."""
    if target.absolute() == source.absolute():
        raise UsageError("review_same_file", path=str(target))
    if storage.exists(target) and _MARK not in storage.read(target)[:4096]:
        raise UsageError("review_not_ours", path=str(target))
    storage.write(target, page)
