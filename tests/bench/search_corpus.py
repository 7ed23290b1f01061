"""Entries to measure the search on: varied reports with the boilerplate that real ones share."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from generator.model.search import Entry, EntryType, Level, Unit

AREAS = [
    first + second
    for first in "平宁安永新江河湖海山东西南北长兴临武清华"
    for second in ("阳区", "川县", "原市", "城区", "河县", "山区", "州市", "陵县")
]
OFFICES = (
    "应急管理局 市场监督管理局 教育局 财政局 审计局 统计局 水利局 民政局 司法局 交通运输局 "
    "农业农村局 卫生健康局 自然资源局 生态环境局 住房和城乡建设局 人力资源和社会保障局 "
    "行政审批服务局 文化和旅游局 退役军人事务局 医疗保障局 人民政府 人民政府办公室 发展和改革局"
).split()
SHORT = {"应急管理局": "应急局", "市场监督管理局": "市监局", "人力资源和社会保障局": "人社局"}
SUBJECTS = (
    "安全生产 义务教育 惠民资金 食品药品 乡村振兴 防汛抗旱 养老服务 行政执法 项目审批 公共卫生 "
    "征地拆迁 环境保护 就业创业 医保基金 文物保护 道路运输 粮食储备 法律援助 消防救援 统计调查 "
    "价格监测 老旧小区 农田水利 困难群众 招商引资 校外培训 河湖治理 双拥优抚 电梯安全 危房改造"
).split()
VERBS = "推进 加强 规范 完善 深化 落实 优化 健全 拓展 细化 梳理 强化 聚焦 围绕 统筹".split()
THINGS = (
    "信息公开 目录管理 政策解读 平台建设 答复流程 保密审查 监督考核 业务培训 回应关切 栏目更新 "
    "档案移交 公文属性 数据共享 窗口服务 热线办理 会议公开 决策预公开 信用公示 公示公告 基层试点"
).split()
ENDS = (
    "，取得了新的成效。",
    "，群众满意度进一步提升。",
    "，确保各项要求落到实处。",
    "，但与群众期待相比仍有差距。",
    "，相关做法在全区推广。",
    "，全年未发生泄密事件。",
)
BOILERPLATE = (
    "根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发"
    "〈中华人民共和国政府信息公开工作年度报告格式〉的通知》要求，现公布{name}{year}年政府信息公开工作年度报告。",
    "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
    "{name}高度重视政府信息公开工作，坚持以公开为常态、不公开为例外，依法依规做好主动公开和依申请公开工作。",
    "如对本报告有疑问，请与{name}联系，电话：0375-{phone}。",
)
SECTIONS = (
    ("overview", "一、总体情况", 18),
    ("disclosure", "二、主动公开政府信息情况", 2),
    ("applications", "三、收到和处理政府信息公开申请情况", 3),
    ("proceedings", "四、政府信息公开行政复议、行政诉讼情况", 2),
    ("problems", "五、存在的主要问题及改进情况", 8),
    ("other", "六、其他需要报告的事项", 3),
)
ROWS = [
    f"{group}｜{row}"
    for group in (
        "本年新收",
        "上年结转",
        "予以公开",
        "部分公开",
        "不予公开",
        "无法提供",
        "不予处理",
    )
    for row in ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
]


def sentence(dice: random.Random) -> str:
    subject, thing, other = dice.choice(SUBJECTS), dice.choice(THINGS), dice.choice(THINGS)
    verb, second = dice.choice(VERBS), dice.choice(VERBS)
    number = dice.randrange(2, 4000)
    shape = dice.randrange(5)
    if shape == 0:
        return f"{verb}{subject}领域{thing}，全年公开信息{number}条{dice.choice(ENDS)}"
    if shape == 1:
        return f"围绕{subject}{second}{thing}和{other}，组织培训{number % 40 + 1}场次{dice.choice(ENDS)}"
    if shape == 2:
        return f"{subject}方面的{thing}还不够及时，{verb}{other}的力度有待加大。"
    if shape == 3:
        return f"通过门户网站、政务新媒体{verb}{subject}{thing}{number}件次{dice.choice(ENDS)}"
    return f"一是{verb}{thing}，二是{second}{other}，三是把{subject}纳入年度重点{dice.choice(ENDS)}"


def report(agency: int, name: str, year: int, seed: int = 0) -> Entry:
    """One report; that of the year before shares about two thirds of its sentences."""
    units: list[Unit] = []
    for number, (section, title, length) in enumerate(SECTIONS):
        lines: list[str] = []
        for line in range(length):
            age = random.Random(f"{seed}/{agency}/{section}/{line}").randrange(3)
            dice = random.Random(f"{seed}/{agency}/{section}/{line}/{(year + age) // 3}")
            lines.append("".join(sentence(dice) for _ in range(2)))
        if number == 0:
            phone = 2000000 + agency * 7919 % 7999999
            lines[:0] = [text.format(name=name, year=year, phone=phone) for text in BOILERPLATE]
        units.append(Unit(section, title, section, Level.TEXT, "\n".join(lines)))
        if section == "applications":
            dice = random.Random(f"{seed}/{agency}/{year}")
            for row, label in enumerate(ROWS):
                value = dice.choice((0, 0, 0, 0, dice.randrange(300)))
                text = str(value) if value else ""
                units.append(Unit(f"applications.r{row}", label, section, Level.TABLE, text))
    return Entry(
        address=f"agencies/a{agency:05}/{year}/",
        type=EntryType.REPORT,
        title=f"{name}{year}年政府信息公开工作年度报告",
        agency=f"a{agency:05}",
        name=name,
        kind="政府部门",
        area=name[:3],
        year=year,
        edition="2021年版",
        published=date(year + 1, 1, 5 + agency % 25),
        corrected=agency % 41 == year % 41,
        faulty=agency % 7 == year % 7,
        units=tuple(units),
    )


def agency_name(agency: int) -> str:
    area, office = divmod(agency, len(OFFICES))
    number, place = divmod(area, len(AREAS))
    mark = "" if not number else "一二三四五六七八九十"[number - 1] + "道"
    return f"{AREAS[place]}{mark}{OFFICES[office]}"


def agency(number: int, name: str) -> Entry:
    office = next((office for office in SHORT if name.endswith(office)), "")
    aliases = (name[:2] + SHORT[office],) if office else ()
    return Entry(
        address=f"agencies/a{number:05}/",
        type=EntryType.AGENCY,
        title=name,
        agency=f"a{number:05}",
        name=name,
        aliases=aliases,
        kind="政府部门",
        area=name[:3],
    )


def corpus(reports: int, years: int = 6, seed: int = 0) -> Iterator[Entry]:
    """Entries of as many agencies as are needed for that many reports."""
    for number in range((reports + years - 1) // years):
        name = agency_name(number)
        yield agency(number, name)
        for year in range(2026 - years, 2026)[: reports - number * years]:
            yield report(number, name, year, seed)
