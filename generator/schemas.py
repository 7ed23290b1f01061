"""The JSON Schemas that let an editor complete and check the files of a portal."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator import agencies, forms, records
from generator.messages import Messages
from generator.model.agencies import Kind
from generator.model.forms import Forms
from generator.shapes import Schema

AGENCY_MODELINE = "../../schemas/agency.schema.json"
PORTAL_MODELINE = "schemas/portal.schema.json"


def record_modeline(form_id: str) -> str:
    """The address of a record's schema, relative to the record."""
    return f"../../schemas/record-{form_id}.schema.json"


def schema_files(
    known_forms: Forms, kinds: Mapping[str, Kind], messages: Messages
) -> Mapping[str, str]:
    """Name → text of every schema: portal, agency, form, and one record schema for each form."""
    describe = messages.describe
    schemas = {
        "portal.schema.json": agencies.portal_schema(describe),
        "agency.schema.json": agencies.agency_schema(kinds, describe),
        "form.schema.json": forms.schema(describe),
    }
    for form in known_forms.values():
        schemas[f"record-{form.id}.schema.json"] = records.schema(form, describe)
    return {name: _text(schema) for name, schema in schemas.items()}


def _text(schema: Schema) -> str:
    headed = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(headed, ensure_ascii=False, indent=1) + "\n"
