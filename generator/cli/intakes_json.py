"""The results of ``gongkai import`` as JSON, for other programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from generator.exports.findings_json import finding_fields
from generator.messages import Messages
from generator.model.reports import Cell
from generator.pipeline.batches import WRITTEN, Result
from generator.pipeline.revision import Revision
from generator.pipeline.take_in import Understood, creation

FORMAT_VERSION = 1
"""Grows when a field changes its meaning or goes away; new fields do not make it grow."""


def results_json(results: Sequence[Result], messages: Messages, *, dry_run: bool) -> str:
    """An object with the counts by outcome, and the files in the order in which they were named."""
    counts = Counter(result.outcome.value for result in results)
    document = {
        "version": FORMAT_VERSION,
        "dry_run": dry_run,
        "counts": dict(sorted(counts.items())),
        "files": [_fields(result, messages, dry_run=dry_run) for result in results],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _fields(result: Result, messages: Messages, *, dry_run: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {"file": result.label, "outcome": result.outcome.value}
    fields["written"] = result.outcome in WRITTEN and not dry_run
    if result.error is not None:
        sentence = messages.say(f"error.{result.error.key}", **result.error.parameters)
        fields["error"] = {"code": result.error.key, "message": sentence}
    if result.others:
        fields["others"] = list(result.others)
    if result.understood is not None:
        fields |= _understood(result.understood)
    if result.intake is not None:
        fields |= {"record": result.intake.record, "original": result.intake.original}
        if result.intake.revision is not None:
            fields |= _revision(result.intake.revision)
    fields["findings"] = [finding_fields(each, messages) for each in result.findings]
    return fields


def _understood(understood: Understood) -> dict[str, Any]:
    agency, identity, counts = understood.agency, understood.identity, understood.filling.counts
    return {
        "sha256": understood.sha256,
        "agency": agency.id if agency else None,
        "agency_name": agency.name if agency else identity.name or None,
        "new_agency": understood.is_new_agency,
        "candidates": list(identity.candidates),
        "proposed": None if agency else identity.proposed or None,
        "command": None if agency else creation(identity) or None,
        "year": understood.year,
        "form": understood.filling.form.id,
        "rows": {"read": counts.rows, "all": counts.all_rows},
        "cells": {"read": counts.cells, "all": counts.all_cells},
        "paragraphs": counts.paragraphs,
        "unplaced": counts.unplaced,
    }


def _revision(revision: Revision) -> dict[str, Any]:
    return {
        "changes": {
            "cells": [
                {
                    "cell": each.cell,
                    "before": _value(each.before),
                    "after": _value(each.after),
                    "read": each.read,
                }
                for each in revision.cells
            ],
            "texts": [
                {"where": each.where, "removed": list(each.removed), "added": list(each.added)}
                for each in revision.texts
            ],
        },
        "kept": {
            "keys": list(revision.kept.keys),
            "cells": list(revision.kept.cells),
            "texts": list(revision.kept.texts),
        },
    }


def _value(value: Cell) -> int | str | dict[str, str] | None:
    """A figure as it is (an exact decimal as text in an object), a blank as null, text as text."""
    if value is None or isinstance(value, (int, str)):
        return value
    return {"decimal": format(value, "f")}
