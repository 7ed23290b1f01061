"""The sample, read without the program: lines with tabs are tables, all others are text."""

from __future__ import annotations

import re
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "data" / "submissions" / "zhanhe-emergency-2022.txt"
TITLE = "湛河区应急管理局2022年政府信息公开工作年度报告"
AGENCY = "湛河区应急管理局"
HEADINGS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]

Lines = dict[str, list[str]]


def _sections() -> Lines:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line in HEADINGS] == HEADINGS
    sections: Lines = {}
    for line in lines:
        if line in HEADINGS:
            sections[line] = []
        elif sections and line.strip():
            sections[HEADINGS[len(sections) - 1]].append(line)
    return sections


def texts() -> Lines:
    """The paragraphs of each section, in order."""
    return {
        heading: [line for line in lines if "\t" not in line]
        for heading, lines in _sections().items()
    }


def figures(heading: str) -> list[tuple[str, list[str]]]:
    """The label and the figures of each row of the section's table that has figures."""
    rows: list[tuple[str, list[str]]] = []
    for line in _sections()[heading]:
        cells = [cell for cell in line.split("\t") if cell] if "\t" in line else []
        values = [cell for cell in cells if re.fullmatch(r"\d+", cell)]
        if values:
            labels = cells[: -len(values)]
            rows.append((plain(labels[-1]) if labels else "", values))
    return rows


def plain(label: str) -> str:
    """A label without what a copy from a web page changes: spaces, full or half width."""
    return re.sub(r"\s", "", label).translate(str.maketrans("（），", "(),"))
