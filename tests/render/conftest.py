"""Reports, views and a small portal for the tests of rendering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator import agencies, forms, records
from generator.messages import Messages, messages
from generator.model.agencies import Agency, Footer, Kind, Name, Portal
from generator.model.findings import Finding, Severity
from generator.model.forms import Form
from generator.model.pages import Collection, Download, ReportView, Summary
from generator.model.quality import Noted, Rule, Standing
from generator.model.reports import Report
from generator.render.coverage import boards
from generator.render.figures import summary
from generator.resources import resource, resource_text

DATA = Path(__file__).parent / "data"

RULE = Rule(
    "marks",
    "格内应当是数字。\n\n``cell.mark``：写了“<b>”之类的符号。\n请改成数字。",
    {"cell.mark": Severity.WARNING, "cell.blank": Severity.WARNING},
)
NOTED = Noted("cell.mark", Severity.WARNING, "写的是“<i>”", ("a.b.c",), "0123456789abcdef")


@pytest.fixture(scope="session")
def form() -> Form:
    found = [
        forms.parse(file.read_text(encoding="utf-8"), file.name)[0]
        for file in sorted(resource("editions").glob("*.yml"))
    ]
    return next(one for one in found if one is not None and one.covers(2022))


@pytest.fixture(scope="session")
def zh() -> Messages:
    return messages("zh")


@pytest.fixture(scope="session")
def kinds() -> dict[str, Kind]:
    found, findings = agencies.parse_kinds(resource_text("kinds.yml"), "kinds.yml")
    assert not findings
    return dict(found)


@pytest.fixture(scope="session")
def sample(form: Form) -> Report:
    text = (DATA / "zhanhe-2022.yml").read_text(encoding="utf-8")
    report, findings = records.parse(
        text,
        "content/agencies/zhanhe-emergency/2022.yml",
        "zhanhe-emergency",
        2022,
        {form.id: form},
    )
    assert report is not None
    assert findings == []
    return report


@pytest.fixture(scope="session")
def portal() -> Portal:
    footer = Footer(organiser="湛河区人民政府办公室")
    return Portal(
        name="湛河区政府信息公开年报", area="湛河区", domain="www.example.gov.cn", footer=footer
    )


@pytest.fixture(scope="session")
def agency() -> Agency:
    names = (Name("湛河区安全生产监督管理局", None, 2020), Name("湛河区应急管理局", 2021))
    return Agency("zhanhe-emergency", names, "department", area="湛河区")


View = Callable[..., ReportView]


@pytest.fixture(scope="session")
def view_of(form: Form, portal: Portal, agency: Agency, kinds: dict[str, Kind]) -> View:
    """A view of a report, with findings and whatever else the test names."""

    def view(report: Report, findings: tuple[Finding, ...] = (), **more: object) -> ReportView:
        made = ReportView(
            portal=portal,
            agency=agency,
            kind=kinds[agency.kind],
            form=form,
            report=report,
            summary=summary(report, form, findings),
            findings=findings,
            downloads=(Download("original.txt", "报送原件", 8031, is_original=True),),
        )
        return replace(made, **more)  # type: ignore[arg-type]

    return view


@pytest.fixture(scope="session")
def summaries(form: Form, agency: Agency, sample: Report) -> tuple[Summary, ...]:
    """Five reports of two agencies, the oldest of each agency first."""
    made = summary(sample, form, ())
    return tuple(
        replace(made, year=year, title=f"{one}{year}年报告", agency=one)
        for one, years in ((agency.id, (2021, 2022, 2023)), ("zhanhe-office", (2021, 2022)))
        for year in years
    )


@pytest.fixture(scope="session")
def collection(
    form: Form,
    portal: Portal,
    agency: Agency,
    kinds: dict[str, Kind],
    summaries: tuple[Summary, ...],
) -> Collection:
    """Two agencies, three years; one agency has not reported for the newest year."""
    other = Agency("zhanhe-office", (Name("湛河区人民政府办公室"),), "office")
    agencies_ = {one.id: one for one in (agency, other)}
    reported = {agency.id: (2021, 2022, 2023), other.id: (2021, 2022)}
    newest = tuple(one for one in summaries if one.published)
    standings = tuple(
        Standing(one.year, one.agency, one.published, (NOTED,) if one.year == 2022 else ())
        for one in sorted(summaries, key=lambda each: (each.year, each.agency))
    )
    return Collection(
        portal,
        agencies_,
        kinds,
        {form.id: form},
        reported,
        newest,
        standings=standings,
        rules=(RULE,),
        boards=boards(agencies_, kinds, portal, reported, standings),
    )
