"""Reports to be written and read again, and the comparison of what came back."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from generator.build.content import known_forms
from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.model.agencies import Agency, Name
from generator.model.forms import Form
from generator.model.reports import Narrative, Report, Row
from generator.records import write

FORMS = known_forms()
AGENCY = Agency("shili-yingji", (Name("示例区应急管理局"),), "department")
TITLE = "示例区应急管理局{year}年政府信息公开工作年度报告"


def content(report: Report) -> str:
    """All that a record holds but the submitted original, which is another file afterwards."""
    return write(replace(report, source=None), FORMS[report.form])


def come_back(name: str, document: bytes, form: Form | None = None) -> Filling:
    submission, findings = read(name, document)
    assert findings == []
    assert submission
    return fill(submission, FORMS)


def blank(form_id: str, year: int) -> Report:
    form = FORMS[form_id]
    tables = {
        table.id: {row.id: Row((None,) * len(block.leaf_columns)) for block, row in table.rows()}
        for table in form.tables
    }
    sections = {} if form.free_chapters else {section.id: Narrative() for section in form.sections}
    title = TITLE.format(year=year)
    return Report(AGENCY.id, year, form_id, title, sections=sections, tables=tables)


FORM_IDS = st.sampled_from(sorted(FORMS))
