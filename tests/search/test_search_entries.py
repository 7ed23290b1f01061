from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from search_portal import units

from generator.forms import parse
from generator.model.agencies import Agency, Kind, Name
from generator.model.reports import Correction, ExtraTable, Narrative, Report, Row, Unplaced
from generator.model.search import Entry, EntryType, Level
from generator.resources import resource_text
from generator.search.entries import agency_entry, page_entry, report_entry
from generator.search.folding import Folding
from generator.search.headers import Header
from generator.search.matching import find
from generator.search.naming import name_agencies, years
from generator.search.queries import Filters
from generator.search.reading import Index, read_index
from generator.search.updates import build

FORM, _ = parse(resource_text("editions/cn-2021.yml"), "cn-2021.yml")
KIND = Kind("department", "政府部门", (1, 31))
AGENCY = Agency(
    "yingji",
    (Name("重庆路安全生产监督管理局", last_year=2018), Name("重庆路应急管理局", first_year=2019)),
    "department",
    aliases=("应急局",),
    area="重庆路",
)


def a_report(year: int = 2022) -> Report:
    return Report(
        agency="yingji",
        year=year,
        form="cn-2021",
        title=f"重庆路应急管理局{year}年政府信息公开工作年度报告",
        published=date(year + 1, 1, 18),
        preface=("本报告由我局编制。",),
        sections={"overview": Narrative(("全年开展培训。", "第二段。"))},
        tables={
            "disclosure": {"fees": Row((Decimal("43.7880"),)), "licences": Row(("约三百",))},
            "applications": {"received": Row((12, 0, None, 0, 0, 0, 12))},
        },
        corrections=(
            Correction(date(2023, 3, 2), "applications.received.total", "3", "12", "漏计"),
        ),
    )


def test_a_report_has_a_unit_for_each_section_and_cell() -> None:
    assert FORM is not None
    entry = report_entry(a_report(), FORM, AGENCY, KIND, "agencies/yingji/2022/", faulty=True)
    found = {unit.anchor: unit for unit in units(entry)}
    assert (entry.type, entry.corrected, entry.faulty) == (EntryType.REPORT, True, True)
    assert found[""].text == "本报告由我局编制。"
    assert found["overview"].text == "全年开展培训。\n第二段。"
    assert found["applications"].text == "漏计"
    assert found["disclosure.fees.fees_charged"].text == "43.7880"
    assert found["disclosure.licences.decisions"].text == "约三百"
    received = found["applications.received.natural_person"]
    assert (received.text, received.level) == ("12", Level.TABLE)
    assert received.heading == "一、本年新收政府信息公开申请数量 › 申请人情况 › 自然人"
    assert found["applications.received.business"].text == "0"
    assert found["applications.received.research"].text == ""
    empty = Report(agency="yingji", year=2021, form="cn-2021", title="空")
    other = report_entry(empty, FORM, AGENCY, KIND, "agencies/yingji/2021/", faulty=False)
    assert other.pieces is entry.pieces


def test_agencies_are_found_by_old_names_short_forms_and_pinyin() -> None:
    assert FORM is not None
    entry = agency_entry(AGENCY, KIND, "agencies/yingji/")
    assert entry.former == ("重庆路安全生产监督管理局",)
    assert entry.pinyin[0] == ("chong", "qing", "lu", "ying", "ji", "guan", "li", "ju")
    report = report_entry(a_report(), FORM, AGENCY, KIND, "agencies/yingji/2022/", faulty=False)
    page = page_entry("about/", "关于", [("", "", "说明"), ("how", "如何查找", "按年度查找")])
    files = dict(build([entry, report, page]))
    index = read_index(lambda path: files[path] or b"")
    for text in (
        "应急局",
        "安监局",
        "重庆应急",
        "重庆路 管理局 2022年",
        "cqlyj",
        "yingjiguanli",
        "重慶路",
        "“应急局”",
        "Chóngqìng yìngjí",
        "chong’qing lù",
        "22年应急局",
        "应急局 22年度",
        "管理局 重庆路",
        "应急局 cq 2022年",
        "应急局 2021年 2022年",
        "应急局信息公开年报",
        "应急局2022年报告",
        "应急局 政府信息公开",
        "重庆路应急管理局2022年度政务公开工作年度报告",
    ):
        (named,) = name_agencies(index, text)
        assert (named.id, named.close, dict(named.reports)) == (
            "yingji",
            False,
            {2022: "agencies/yingji/2022/"},
        )
    (close,) = name_agencies(index, "应急管里局")
    assert close.close
    assert name_agencies(index, "财政局") == ()
    # What asks for reports alone names no agency, and not every report is one of these.
    for text in ("信息公开年报", "2022年度报告", "报告", "应急报告", "应急局审计报告"):
        assert name_agencies(index, text) == (), text
    assert name_agencies(index, "''") == ()
    assert years("应急局22年 2021年度 1022年 20215 12件", Folding({})) == (2022, 2021)
    assert len(find(index, "年度查找")) == 1


def named(index: Index, text: str, filters: Filters | None = None) -> dict[str, list[int]]:
    """Ids of the agencies that a query may mean, with the years of their reports."""
    return {each.id: [*each.reports] for each in name_agencies(index, text, filters)}


def three_agencies() -> Index:
    """Of two districts, one of them with a government too; reports of two years and of one."""
    rows = (
        ("a-yj", "平阳县应急管理局", "政府部门", "平阳县", (2021, 2022)),
        ("b-yj", "长兴区应急管理局", "政府部门", "长兴区", (2022,)),
        ("a-zf", "平阳县人民政府", "人民政府", "平阳县", (2021,)),
    )
    entries: list[Entry] = []
    for id_, name, kind, area, own in rows:
        model = Entry(f"agencies/{id_}/", EntryType.AGENCY, name, id_, name, kind=kind, area=area)
        reports = (
            replace(model, address=f"{model.address}{year}/", type=EntryType.REPORT, year=year)
            for year in own
        )
        entries += [replace(model, aliases=("县应急局",) if id_ == "a-yj" else ()), *reports]
    files = dict(build(entries))
    return read_index(lambda path: files[path] or b"")


def test_an_exclusion_takes_agencies_away_and_signs_are_no_part_of_a_name() -> None:
    index = three_agencies()
    both = {"b-yj": [2022], "a-yj": [2022, 2021]}
    assert named(index, "应急局") == both
    for text in (
        '"应急局"',
        '"应急局',
        "「应急局」",
        "应急 - 局",
        "应急局 -财政",
        "－ 应急局 -2021",
    ):
        assert named(index, text) == both, text
    for text in ("应急局 -平阳县", '"应急局" -"平阳 县"', "应急局 －平陽", "应急局 -县应急局"):
        assert named(index, text) == {"b-yj": [2022]}, text
    for text in ("-应急局", "应急局 -应急", "应急管里局 -管理", "-", '"'):
        assert named(index, text) == {}, text
    assert years("应急局 2022 -2021年 -“20年”", index.folding) == (2022,)


def test_agencies_pass_the_filters_and_so_do_their_years() -> None:
    index = three_agencies()
    for filters, expected in (
        (Filters(), {"a-yj": [2022, 2021], "a-zf": [2021]}),
        (Filters(kind="人民政府"), {"a-zf": [2021]}),
        (Filters(area="长兴区"), {}),
        (Filters(agency="a-yj"), {"a-yj": [2022, 2021]}),
        (Filters(agency="a-yj", kind="人民政府"), {}),
        (Filters(first_year=2022), {"a-yj": [2022]}),
        (Filters(last_year=2021), {"a-yj": [2021], "a-zf": [2021]}),
        (Filters(first_year=2020, last_year=2020), {}),
    ):
        assert named(index, "平阳", filters) == expected, filters
    # What is out of range is no reason to offer what only resembles it.
    assert named(index, "长兴区应急管理局", Filters(area="平阳县")) == {}


def test_pinyin_with_umlauts_is_found_however_it_is_typed() -> None:
    spelled = (("lv", "hua", "ju"),)
    entry = Entry("agencies/a/", EntryType.AGENCY, "绿化局", "a", "绿化局", pinyin=spelled)
    files = dict(build([entry]))
    index = read_index(lambda path: files[path] or b"")
    for text in ("lvhua", "lǜhuà", "lu\u0308hua", "luhua", "lhj"):
        assert named(index, text) == {"a": []}, text


def test_headers_give_back_what_they_were_given() -> None:
    assert FORM is not None
    report = report_entry(a_report(), FORM, AGENCY, KIND, "agencies/yingji/2022/", faulty=False)
    files = dict(build([agency_entry(AGENCY, KIND, "agencies/yingji/"), report]))
    (segment,) = read_index(lambda path: files[path] or b"").segments
    assert isinstance(segment.header, Header)
    assert segment.entry(0) == agency_entry(AGENCY, KIND, "agencies/yingji/")
    assert segment.entry(1) == report


def test_control_characters_of_the_header_are_no_part_of_a_name() -> None:
    assert FORM is not None
    names = (Name("平阳县\x05旧局", last_year=2018), Name("平阳县\x04应急局", first_year=2019))
    agency = replace(AGENCY, names=names, aliases=("\x04局",), area="平阳县")
    report = replace(a_report(), title="\x03\x01标题\x02")
    path = "agencies/yingji/2022/"
    entries = [
        agency_entry(agency, KIND, "agencies/yingji/"),
        report_entry(report, FORM, agency, KIND, path, faulty=False),
        page_entry("about/", "关于\x02", [("", "", "说明")]),
    ]
    files = dict(build(entries))
    (segment,) = read_index(lambda path: files[path] or b"").segments
    assert [segment.entry(number) for number in range(3)] == entries
    assert [entry.title for entry in entries] == ["平阳县应急局", "标题", "关于"]
    assert (entries[0].former, entries[0].aliases) == (("平阳县旧局",), ("局",))


def test_folding_keeps_what_matters() -> None:
    folding = Folding({"電": "电", "話": "话"})
    assert folding("Ａ１，電 話\u200b ab  c\n d ") == "a1,电话ab c\nd"
    assert folding("３ 件") == "3件"


def test_own_tables_and_what_was_put_nowhere_can_be_found() -> None:
    assert FORM is not None
    report = replace(
        a_report(),
        extra_tables=(ExtraTable("overview", "附表", (("项目", "清淤工程"),)),),
        unplaced=(Unplaced("overview", "未归位的文字"), Unplaced("nowhere", "格式以外的文字")),
    )
    entry = report_entry(report, FORM, AGENCY, KIND, "agencies/yingji/2022/", faulty=False)
    files = dict(build([entry]))
    index = read_index(lambda path: files[path] or b"")
    for text in ("清淤工程", "附表", "未归位的文字", "格式以外的文字"):
        assert len(find(index, text)) == 1, text
