"""Only addresses of hosts that the portal names become links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.messages import Messages
from generator.model.agencies import Portal
from generator.model.pages import ReportView
from generator.model.reports import Narrative, Report
from generator.render.document import Html, Paragraph, to_html
from generator.render.links import linked
from generator.render.report import report as report_page

HOSTS = ("www.example.gov.cn",)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("见http://www.example.gov.cn/a/b.html。", "http://www.example.gov.cn/a/b.html"),
        ("（网址：https://WWW.example.gov.cn）", "https://WWW.example.gov.cn"),
        (
            "see https://www.example.gov.cn:8080/x?y=1&z=2, and",
            "https://www.example.gov.cn:8080/x?y=1&amp;z=2",
        ),
        ("http://www.example.gov.cn/<b>", "http://www.example.gov.cn/"),
    ],
)
def test_a_known_host_is_a_link(text: str, address: str) -> None:
    made = linked(Paragraph(text), HOSTS)
    assert isinstance(made, Html)
    assert f'<a href="{address}" rel="noopener">{address}</a>' in made.fragment
    assert "<b>" not in made.fragment


@pytest.mark.parametrize(
    "text",
    [
        "http://elsewhere.example/www.example.gov.cn",
        "http://www.example.gov.cn.elsewhere.example/",
        "http://evil-www.example.gov.cn/",
        "javascript://www.example.gov.cn/%0aalert(1)",
        "www.example.gov.cn",
    ],
)
def test_any_other_stays_text(text: str) -> None:
    assert linked(Paragraph(text), HOSTS) == Paragraph(text)


def test_on_a_page_text_is_linked_where_the_portal_says_so(
    sample: Report, view_of: Callable[..., ReportView], portal: Portal, zh: Messages
) -> None:
    text = "网址 http://www.example.gov.cn/x 和 http://elsewhere.example/y"
    report = replace(sample, preface=(text,), sections={"overview": Narrative((text,))})
    page = to_html(report_page(view_of(report), zh))
    assert '<a href="http' not in page
    page = to_html(report_page(view_of(report, portal=replace(portal, hosts=HOSTS)), zh))
    assert page.count('<a href="http://www.example.gov.cn/x" rel="noopener">') == 2
    assert '<a href="http://elsewhere' not in page
