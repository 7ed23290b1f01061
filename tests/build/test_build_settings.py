"""What is wrong with mkdocs.yml is told once, in our words, with the file and the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from build_portal import build, differences, tree

from generator.errors import BrokenContentError, GongkaiError, UsageError
from generator.messages import messages
from generator.pipeline import site

BUILDS = ("fast", "plain")


def told(way: str, root: Path) -> list[str]:
    """Place and sentence of what stops a build."""
    words = messages("zh")
    with pytest.raises(GongkaiError) as raised:
        build(root, root / "out") if way == "fast" else site.build_plainly(root, root / "out")
    error = raised.value
    if isinstance(error, BrokenContentError):
        return [f"{each.place} {words.finding(each)}" for each in error.findings]
    assert isinstance(error, UsageError)
    return [words.say(f"error.{error.key}", **error.parameters)]


def settings(root: Path, old: str, new: str) -> None:
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def line_of(root: Path, start: str) -> int:
    lines = (root / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


@pytest.mark.parametrize("way", BUILDS)
@pytest.mark.parametrize(
    ("old", "new", "key", "sentence"),
    [
        (
            "  - gongkai\n",
            "  - gongkai\n  - nothing-of-the-kind\n",
            "plugins",
            "没有安装插件“nothing-of-the-kind”，请检查名称、安装它，或从 plugins 中删去。",
        ),
        (
            "name: material",
            "name: none",
            "theme",
            "没有安装主题“none”，请检查名称，应为 material。",
        ),
        (
            "use_directory_urls: true",
            "use_directory_urls: 7",
            "use_directory_urls",
            "Expected type: <class 'bool'> but received: <class 'int'>",
        ),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(
    portal: Path,
    capsys: pytest.CaptureFixture[str],
    way: str,
    old: str,
    new: str,
    key: str,
    sentence: str,
) -> None:
    settings(portal, old, new)
    place = f"mkdocs.yml:{line_of(portal, key)}:1"
    assert told(way, portal) == [f"{place} 设置项 {key} 有误：{sentence}"]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("way", BUILDS)
def test_a_folder_of_pages_that_is_not_there_is_told(
    portal: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    settings(portal, "docs_dir: content/pages", "docs_dir: content/nothing")
    place = f"mkdocs.yml:{line_of(portal, 'docs_dir')}:1"
    folder = portal / "content/nothing"
    sentence = f"文件夹 {folder} 不存在，请改正路径，或建立这个文件夹。"
    assert told(way, portal) == [f"{place} 设置项 docs_dir 有误：{sentence}"]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("way", BUILDS)
@pytest.mark.parametrize("text", ["", "# 只有说明\n", "5\n", "- a\n", "文字\n"])
def test_a_file_without_settings_is_told(portal: Path, way: str, text: str) -> None:
    (portal / "mkdocs.yml").write_text(text, encoding="utf-8")
    (sentence,) = told(way, portal)
    assert sentence.startswith("mkdocs.yml 这份文件是空的，或者不是由“键: 值”组成的。")


@pytest.mark.parametrize("way", BUILDS)
@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("extra:\n\t  a: 1\n", "YAML 语法有误，读不下去。行首用了制表符"),
        ('copyright: "半个引号\n', "YAML 语法有误，读不下去。双引号没有成对"),
        ("a: b: c\n", "YAML 语法有误"),
        ("extra: [1\n", "YAML 语法有误"),
    ],
)
def test_a_mistake_of_syntax_is_told_with_its_line(
    portal: Path, capsys: pytest.CaptureFixture[str], way: str, added: str, expected: str
) -> None:
    file = portal / "mkdocs.yml"
    text = "site_name: a\nplugins: [gongkai]\ntheme: &t {name: material}\n"
    file.write_text(text + added, encoding="utf-8")
    (sentence,) = told(way, portal)
    place, _, words = sentence.partition(" ")
    assert place.startswith(("mkdocs.yml:4:", "mkdocs.yml:5:"))
    assert words.startswith(expected)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("way", BUILDS)
def test_a_file_that_is_no_utf_8_is_told(portal: Path, way: str) -> None:
    (portal / "mkdocs.yml").write_bytes("site_name: 年报\n".encode("gb18030"))
    assert told(way, portal) == ["mkdocs.yml:1:12 文件不是 UTF-8 编码，请另存为 UTF-8 后再试。"]


@pytest.mark.parametrize("way", BUILDS)
def test_settings_without_our_plugin_are_told(portal: Path, way: str) -> None:
    settings(portal, "plugins:\n  - gongkai\n", "plugins: []\n")
    assert told(way, portal) == ["mkdocs.yml 的 plugins 中没有 gongkai，请补上一行“- gongkai”。"]


@pytest.mark.parametrize("way", BUILDS)
def test_what_stops_mkdocs_later_is_told_with_its_reason(
    portal: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    hook = "from mkdocs.exceptions import PluginError\ndef on_nav(nav, **_):\n"
    hook += "    raise PluginError('no way here')\n"
    (portal / "hook.py").write_text(hook, encoding="utf-8")
    settings(portal, "plugins:\n", "hooks: [hook.py]\n\nplugins:\n")
    (sentence,) = told(way, portal)
    assert sentence == "MkDocs 未能生成网站：no way here 已发布的网站没有改动。"
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("way", BUILDS)
def test_what_is_only_a_warning_is_still_told(
    portal: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    settings(portal, "plugins:\n", "colour_of_the_site: red\n\nplugins:\n")
    build(portal) if way == "fast" else site.build_plainly(portal, portal / "site")
    assert capsys.readouterr().err.splitlines() == [
        "WARNING: Config value 'colour_of_the_site': "
        "Unrecognised configuration name: colour_of_the_site"
    ]


@pytest.mark.parametrize("way", BUILDS)
def test_a_generated_page_in_the_navigation_is_told_with_its_line(portal: Path, way: str) -> None:
    record = sorted(portal.glob("content/agencies/*/20*.yml"))[0]
    pages = [f"agencies/{record.parent.name}/{record.stem}.md", f"years/{record.stem}.md", "no.md"]
    pages.append("agencies/index.md")
    nav = "nav:\n  - 首页: index.md\n  - 多: [{年度: years/index.md}]\n" + "".join(
        f"  - {page}\n" for page in pages
    )
    settings(portal, "nav:\n", f"{nav}  - 外: https://www.example.gov.cn/a.md\n")
    first = line_of(portal, "nav:") + 3
    assert [each.split("。")[0] for each in told(way, portal)] == [
        f"mkdocs.yml:{line}:5 nav 中的 {page} 不是手写的页面"
        for line, page in enumerate(pages, first)
    ]


def test_home_and_lists_in_the_navigation_are_the_same_in_both_builds(portal: Path) -> None:
    lists = "nav:\n  - 首页: index.md\n  - 机关: agencies/index.md\n  - 年度: years/index.md\n"
    settings(portal, "nav:\n", f"{lists}  - 搜索: search/index.md\n  - 质量: quality/index.md\n")
    build(portal, portal / "site")
    site.build_plainly(portal, portal / "plain")
    fast = tree(portal / "site")
    assert differences(fast, tree(portal / "plain")) == []
    assert fast["about/index.html"].count(b'href="../years/"') > 0
