"""A report beside last year's: what is compared, and what must not be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from render_reports import with_row

from generator.build.content import known_crosswalk, known_forms
from generator.messages import Messages
from generator.model.agencies import Agency, Kind, Portal
from generator.model.forms import Form
from generator.model.pages import AgencyView, ReportView, Summary
from generator.model.reports import Report
from generator.render.agency import agency as agency_page
from generator.render.comparison import comparison
from generator.render.continuity import gap
from generator.render.document import to_html

View = Callable[..., ReportView]


@pytest.fixture
def earlier() -> Form:
    return next(form for form in known_forms().values() if form.covers(2020))


def rows(block: str) -> dict[str, list[str]]:
    """The figures of the block by label."""
    found: dict[str, list[str]] = {}
    for row in re.findall(r"<tr>(.*?)</tr>", block)[1:]:
        label, *cells = [re.sub(r"<[^>]*>", "", cell) for cell in re.split(r"</t[hd]>", row)][:-1]
        found[label] = cells
    return found


def test_totals_of_the_long_table_and_every_figure_of_the_short_ones(
    sample: Report, view_of: View, form: Form, zh: Messages
) -> None:
    now = with_row(sample, "applications", "received", (2, 0, 0, 0, 0, 0, 2))
    now = with_row(now, "disclosure", "fees", (Decimal("43.10"),))
    before = with_row(sample, "applications", "received", (1, 4, 0, 0, 0, 0, 5))
    before = with_row(replace(before, year=2021), "disclosure", "licences", ("/",))
    view = view_of(now, last_year=(before, form))
    made = comparison(view, "applications", zh)
    assert made
    assert rows(made.fragment) == {"一、本年新收政府信息公开申请数量": ["5", "2", "−3"]}
    assert "另有24项，两年都是0。" in made.fragment
    assert '<a href="#applications.received.total">' in made.fragment
    made = comparison(view, "disclosure", zh)
    assert made
    table = rows(made.fragment)
    assert table["行政许可 › 本年处理决定数量"] == ["/", "3", "—"]
    assert table["行政事业性收费 › 本年收费金额（单位：万元）"] == ["未填", "43.10", "—"]
    assert comparison(view, "proceedings", zh) is None
    assert comparison(view_of(now), "applications", zh) is None


def test_across_editions_nothing_is_joined_that_counts_something_else(
    sample: Report, view_of: View, form: Form, earlier: Form, zh: Messages
) -> None:
    now = with_row(sample, "disclosure", "normative_documents", (4, 1, 24))
    before = replace(sample, year=2020, form=earlier.id, tables={})
    before = replace(
        before,
        tables={"disclosure": {"normative_documents": sample.tables["disclosure"]["regulations"]}},
    )
    before = with_row(before, "disclosure", "normative_documents", (3, 9, 30))
    view = view_of(now, last_year=(before, earlier), crosswalk=known_crosswalk())
    made = comparison(view, "disclosure", zh)
    assert made
    table = rows(made.fragment)
    assert table["行政规范性文件 › 本年制发件数"] == ["3", "4", "口径不同，不可比"]
    assert table["行政规范性文件 › 现行有效件数"] == ["30", "24", "口径不同，不可比"]
    assert table["行政规范性文件 › 本年废止件数"] == ["—", "1", "—"]
    assert "“对外公开总数量”与“现行有效件数”是两个指标，不作比较。" in made.fragment


def test_charts_break_where_the_count_changed(
    portal: Portal, agency: Agency, kinds: dict[str, Kind], form: Form, zh: Messages
) -> None:
    forms = known_forms()
    oldest = next(one for one in forms.values() if one.covers(2018))
    earlier = next(one for one in forms.values() if one.covers(2019))
    assert gap(known_crosswalk(), "received", oldest, earlier)
    assert not gap(known_crosswalk(), "received", earlier, form)
    history = tuple(
        Summary("a", year, used.id, "x", None, figures={"received": Decimal(3)})
        for year, used in ((2020, earlier), (2019, earlier), (2018, oldest), (2017, oldest))
    )
    view = AgencyView(
        portal, agency, kinds[agency.kind], forms, history, crosswalk=known_crosswalk()
    )
    page = to_html(agency_page(view, zh))
    assert page.count('class="gk-break"') == 1
    assert "2019年度起：2018年以前统计“收到申请数”" in page
