"""A record written as a workbook and imported again is the same record."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings

sys.path.insert(0, str(Path(__file__).parents[1] / "core"))

from core_reports import reports
from outlet_reports import AGENCY, FORMS, come_back, content

from generator.exports.xlsx_export import report_xlsx
from generator.model.reports import Report


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_any_report_comes_back_whole(report: Report) -> None:
    form = FORMS[report.form]
    document = report_xlsx(report, form, AGENCY)
    back = come_back("报告.xlsx", document)
    assert content(back.report) == content(report)
    assert back.year == report.year
    assert report_xlsx(report, form, AGENCY) == document
