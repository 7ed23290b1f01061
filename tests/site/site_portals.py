"""The portals under test, made as a user makes them: by commands, and by editing YAML files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml
from site_sample import SAMPLE

from generator.cli.main import run

SCRIPT = "<script>window.harmed=1</script>"
"""Sets a mark on the page if it ever runs as a script."""
IMAGE = '"><img src=x onerror="window.harmed=1">'
LINK = "[点这里](javascript:window.harmed=1) <javascript:window.harmed=1>"
FOREIGN = "见 http://elsewhere.example/a 和 [外站](https://elsewhere.example/b) <https://elsewhere.example>"
MARKUP = "**粗** _斜_ `码` {{ 7 * 7 }} {% raw %} &lt;b&gt; &amp; \\* ![图](x.png)"
BLOCKS = [
    "# 井号",
    "| 甲 | 乙 |",
    "- 列表",
    "> 引文",
    "    四个空格",
    "1. 一",
    "---",
    "[甲]: /乙",
    "</article></main></body>",
]
CLOSERS = "</title></style></textarea>--></script>\"'>" + SCRIPT

HOSTILE = "hostile"
HOSTILE_NAME = f"{SCRIPT}局{IMAGE}"
HOSTILE_TITLE = f"{CLOSERS}2023年政府信息公开工作年度报告"
HOSTILE_TEXTS = [SCRIPT, IMAGE, LINK, FOREIGN, MARKUP, *BLOCKS, CLOSERS]
HOSTILE_CELLS: list[int | str] = [SCRIPT, "<b>3</b>", "**3**", "=1+1", LINK, 1, 2]
HOSTILE_ORIGINAL = f"<!doctype html><title>x</title>{SCRIPT}<p>原件</p>".encode()
CONTACT = f"0000-0000000 {IMAGE}{SCRIPT}"
DOMAIN = "www.example.gov.cn"


def command(*arguments: str | Path) -> None:
    """Run one command of the program that has to succeed."""
    assert run([str(argument) for argument in arguments]) == 0, arguments


def make_sample(folder: Path) -> Path:
    """A new portal with the sample in it; its site."""
    portal = folder / "portal"
    command("init", portal, "--name", "湛河区政府信息公开", "--yes")
    command("-C", portal, "import", SAMPLE, "--agency", "zhanhe-emergency")
    command("-C", portal, "check")
    command("-C", portal, "build", "--jobs", "1")
    return portal / "site"


def make_demo(folder: Path) -> Path:
    """A demonstration portal and one agency that means harm; its site."""
    portal = folder / "demo"
    command("demo", portal, "--agencies", "10", "--years", "3")
    settings = portal / "content" / "portal.yml"
    known = yaml.safe_load(settings.read_text(encoding="utf-8"))
    known["footer"]["contact"] = CONTACT
    _write(settings, known | {"domain": DOMAIN})
    _add_hostile(portal / "content" / "agencies" / HOSTILE)
    command("-C", portal, "build", "--jobs", "1")
    return portal / "site"


def _add_hostile(folder: Path) -> None:
    (folder / "2023").mkdir(parents=True)
    (folder / "2023" / "original.html").write_bytes(HOSTILE_ORIGINAL)
    _write(folder / "agency.yml", {"names": [{"name": HOSTILE_NAME}], "kind": "department"})
    _write(folder / "2023.yml", _hostile_record())


def _hostile_record() -> dict[str, Any]:
    text = "\n\n".join(HOSTILE_TEXTS)
    cell = {"on": "2024-03-02", "cell": "applications.received.total"}
    return {
        "form": "cn-2021",
        "title": HOSTILE_TITLE,
        "published": "2024-01-18",
        "source": {
            "file": "2023/original.html",
            "sha256": hashlib.sha256(HOSTILE_ORIGINAL).hexdigest(),
        },
        "preface": text,
        "sections": {"overview": text, "applications": text, "problems": text, "other": text},
        "tables": {
            "disclosure": {"licences": [SCRIPT]},
            "applications": {"received": HOSTILE_CELLS},
        },
        "extra_tables": [
            {"section": "other", "caption": SCRIPT, "rows": [[IMAGE, LINK], [SCRIPT]]}
        ],
        "unplaced": [{"section": "problems", "text": CLOSERS}],
        "explanations": {"applications.balance": CLOSERS},
        "corrections": [cell | {"from": IMAGE, "to": "2", "reason": CLOSERS}],
    }


def _write(path: Path, tree: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
