"""Whose report it is, and for which year."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_layouts import FORMS

from generator.agencies import AGENCY_ID
from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.importers.identity import Identity, identify, propose_id
from generator.model.agencies import Agency, Name

AGENCIES = {
    agency.id: agency
    for agency in (
        Agency("zhanhe-emergency", (Name("湛河区应急管理局"),), "department", ("区应急局",)),
        Agency("zhanhe-government", (Name("湛河区人民政府"),), "government"),
        Agency("zhanhe-office", (Name("湛河区人民政府办公室"),), "office"),
        Agency(
            "zhanhe-market",
            (
                Name("湛河区工商行政管理局", last_year=2018),
                Name("湛河区市场监督管理局", first_year=2019),
            ),
            "department",
        ),
        Agency("old-education", (Name("湛河区教育局", last_year=2019),), "department"),
        Agency("new-education", (Name("湛河区教育局", first_year=2020),), "department"),
    )
}
BODY = "\n一、总体情况\n我局公开3件。\n六、其他需要报告的事项\n无\n"


def filling_of(text: str, name: str = "report.txt") -> Filling:
    submission, _ = read(name, (text + BODY).encode())
    assert submission
    return fill(submission, FORMS)


def identity_of(text: str, name: str = "report.txt") -> Identity:
    return identify(filling_of(text, name), AGENCIES)


@pytest.mark.parametrize(
    ("title", "name", "year"),
    [
        ("湛河区应急管理局2022年政府信息公开工作年度报告", "湛河区应急管理局", 2022),
        ("2022年湛河区应急管理局政府信息公开工作年度报告", "湛河区应急管理局", 2022),
        ("2022年度湛河区应急管理局政府信息公开工作年度报告", "湛河区应急管理局", 2022),
        ("湛河区应急管理局 2022 年政府信息公开工作年度报告", "湛河区应急管理局", 2022),
        ("关于湛河区应急管理局2022年政府信息公开工作年度报告", "湛河区应急管理局", 2022),
        ("湛河区应急管理局\n2022年政府信息公开工作年度报告", "湛河区应急管理局", 2022),
        ("湛河区应急管理局2022年政府\n信息公开工作年度报告", "湛河区应急管理局", 2022),
        ("湛河区应急管理局\n2022年度政府\n信息公开工作年度报告", "湛河区应急管理局", 2022),
        ("湛河区应急管理局2022年度政府信息公开工作报告", "湛河区应急管理局", 2022),
        ("湛河区应急管理局2025年政府信息公开工作的年度报告", "湛河区应急管理局", 2025),
        ("湛河区应急管理局2016年政务信息公开年度报告", "湛河区应急管理局", 2016),
        ("湛河区应急管理局2023年政府信息公开工作年度报告（超链版）", "湛河区应急管理局", 2023),
        ("海关总署（本级机关）2021年政府信息公开工作年度报告", "海关总署(本级机关)", 2021),
        ("湛河区应急管理局二〇二二年政府信息公开工作年度报告", "湛河区应急管理局", 2022),
        ("2022年湛河区政府信息公开工作年度报告", "湛河区", 2022),
        ("青龙乡2015年年度政府信息公开工作年度报告", "青龙乡", 2015),
        ("2022年政府信息公开工作年度报告", "", 2022),
    ],
)
def test_titles(title: str, name: str, year: int) -> None:
    found = filling_of(title)
    assert found.title == title.replace("\n", "")
    assert (found.name, found.year) == (name, year)
    assert found.report.preface == ()


def test_no_title_is_not_made_up() -> None:
    found = filling_of("本报告依据《条例》编制，统计期限为2024年1月1日至2024年12月31日。")
    assert (found.title, found.name, found.year) == ("", "", 2024)
    assert "import.title_missing" in [finding.code for finding in found.findings]


def test_no_year_is_reported() -> None:
    found = filling_of("根据《条例》编制。")
    assert (found.year, found.report.year) == (None, 0)
    assert "import.year_missing" in [finding.code for finding in found.findings]


def test_a_path_of_the_portal_is_no_title() -> None:
    title = "2021年迎宾路街道政府信息公开工作年度报告"
    found = filling_of(f"首页 > 政务公开 > 2021 > 街道办事处政府信息公开工作年度报告\n{title}")
    assert (found.title, found.name) == (title, "迎宾路街道")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("湛河区应急管理局2022年政府信息公开工作年度报告", "zhanhe-emergency"),
        ("区应急局2022年政府信息公开工作年度报告", "zhanhe-emergency"),
        ("湛河区人民政府办公室2022年政府信息公开工作年度报告", "zhanhe-office"),
        ("湛河区人民政府2022年政府信息公开工作年度报告", "zhanhe-government"),
        ("湛河区工商行政管理局2018年政府信息公开工作年度报告", "zhanhe-market"),
        ("湛河区市场监督管理局2022年政府信息公开工作年度报告", "zhanhe-market"),
        ("湛河区教育局2019年政府信息公开工作年度报告", "old-education"),
        ("湛河区教育局2023年政府信息公开工作年度报告", "new-education"),
        ("发布机构：湛河区应急管理局\n2022年政府信息公开工作年度报告", "zhanhe-emergency"),
        (
            "发布机构 | 湛河区应急管理局 | 文号 | 无\n2022年政府信息公开工作年度报告",
            "zhanhe-emergency",
        ),
    ],
)
def test_a_known_agency_is_recognised(text: str, agency: str) -> None:
    assert identity_of(text).agency == agency


def test_a_name_in_the_file_name_counts() -> None:
    found = identity_of("根据《条例》编制。", "湛河区应急管理局2022年年报.txt")
    assert (found.agency, found.year) == ("zhanhe-emergency", 2022)


def test_a_name_that_is_only_close_is_not_taken() -> None:
    found = identity_of("应急管理局2022年政府信息公开工作年度报告")
    assert found.agency is None
    assert found.candidates == ("zhanhe-emergency",)
    assert found.name == "应急管理局"


def test_an_unknown_agency_is_proposed() -> None:
    found = identity_of("卫东区林业局2022年政府信息公开工作年度报告")
    assert found.agency is None
    assert found.proposed == "weidongqu-linyeju"


def test_agencies_named_in_the_text_are_only_candidates() -> None:
    found = identity_of("如有疑问，请与湛河区人民政府办公室联系。\n2022年政府信息公开工作年度报告")
    assert found.agency is None
    assert found.candidates == ("zhanhe-office", "zhanhe-government")


def test_a_proposed_id_that_is_taken_gets_a_number() -> None:
    taken = {"zhanhequ-yingjiguanliju": AGENCIES["zhanhe-emergency"]}
    assert propose_id("湛河区应急管理局", {}) == "zhanhequ-yingjiguanliju"
    assert propose_id("湛河区应急管理局", taken) == "zhanhequ-yingjiguanliju-2"


@given(st.text(max_size=40))
def test_every_proposed_id_is_one(name: str) -> None:
    assert re.fullmatch(AGENCY_ID, propose_id(name, {}))
