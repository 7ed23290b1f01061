"""The parts of the manual that the program itself knows best, and writing them into the pages.

`python tests/docs/manual_reference.py` brings the pages up to the program; a test says when that
is due. A part stands between two comments that name it; a transcript is a block of ``console``.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from generator.build.content import known_forms, known_kinds  # noqa: E402
from generator.checks import PORTAL_CHECKS, REPORT_CHECKS  # noqa: E402
from generator.cli.main import program, run  # noqa: E402
from generator.cli.terminal import FAILED  # noqa: E402
from generator.conversion import office, pdf_worker  # noqa: E402
from generator.conversion import pdf as pdf_file  # noqa: E402
from generator.importers import ENDINGS, archive, limits, merging, ruled, sheets  # noqa: E402
from generator.messages import messages  # noqa: E402
from generator.model.findings import Severity  # noqa: E402

SAMPLES = "tests/data/submissions"
MEANT_TO_FAIL = frozenset(
    {f"$ gongkai -C 我的门户 import {SAMPLES}/zhanhe-emergency-2022.txt --dry-run"}
)
"""Command lines of transcripts that show what happens when something is missing."""

WORDS = messages("zh")
_PART = re.compile(r"(<!-- 由程序写出：([a-z-]+) -->\n).*?(<!-- 完 -->)", re.DOTALL)
_CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
_LEVELS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}


def pages() -> list[Path]:
    """The pages that this folder looks after, the most general first."""
    top = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")]
    return [*top, *sorted((ROOT / "docs").glob("*.md"))]


# --- commands ----------------------------------------------------------------------------------


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it, in the order of the help."""
    yield from _commands((), program(WORDS))


def _commands(
    words: tuple[str, ...], command: click.Command
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _commands((*words, name), inner)


def help_of(words: tuple[str, ...]) -> str:
    """What ``--help`` prints, in Chinese, on a terminal of the usual width."""
    _, text = carried_out([*words, "--help"])
    return text


def _command_list() -> str:
    parts: list[str] = []
    for words, _ in commands():
        heading = " ".join(("gongkai", *words))
        parts.append(f"## `{heading}`\n\n```text\n{help_of(words)}```\n")
    return "\n".join(parts)


# --- findings ----------------------------------------------------------------------------------


def portal_checks_run() -> bool:
    """Whether any command runs the checks of the portal as a whole."""
    folders = ("build", "pipeline")
    files = (path for name in folders for path in (ROOT / "generator" / name).glob("*.py"))
    return any("check_portal" in path.read_text(encoding="utf-8") for path in files)


def running_checks() -> Mapping[str, tuple[Mapping[str, Severity], str]]:
    """The checks that the commands run: their codes, and their page in Chinese."""
    checks = [*REPORT_CHECKS.items(), *(PORTAL_CHECKS.items() if portal_checks_run() else ())]
    return {
        name: (check.codes, check.page.partition("\n中文\n")[2].strip()) for name, check in checks
    }


def _check_list() -> str:
    parts: list[str] = []
    for name, (codes, page) in running_checks().items():
        title, _, rest = page.replace("``", "`").partition("\n")
        parts += [f"### {title.rstrip('。')}\n", f"检查名：`{name}`。\n", rest.strip() + "\n"]
        parts += ["| 编号 | 级别 | 说法 |", "| --- | --- | --- |"]
        parts += [f"| `{code}` | {_LEVELS[codes[code]]} | {_sentence(code)} |" for code in codes]
        parts.append("")
    return "\n".join(parts)


def _reading_list() -> str:
    checked = {
        code for check in (*REPORT_CHECKS.values(), *PORTAL_CHECKS.values()) for code in check.codes
    }
    rows = [
        f"| `{code}` | {_sentence(code)} |"
        for code in sorted(WORDS.part("finding"))
        if code not in checked and not code.startswith("import.")
    ]
    return "\n".join(["| 编号 | 说法 |", "| --- | --- |", *rows, ""])


def _import_list() -> str:
    codes = [code for code in sorted(WORDS.part("finding")) if code.startswith("import.")]
    rows = [f"| `{code}` | {_sentence(code)} |" for code in codes]
    return "\n".join(["| 编号 | 说法 |", "| --- | --- |", *rows, ""])


def _sentence(code: str) -> str:
    text = re.sub(r"\{\w+\}", "…", WORDS.describe(f"finding.{code}").replace("{{ }}", "{ }"))
    return text.replace("|", "\\|")


# --- forms and kinds ---------------------------------------------------------------------------


def _form_list() -> str:
    rows = ["| 标识 | 名称 | 适用年度 |", "| --- | --- | --- |"]
    for form in sorted(known_forms().values(), key=lambda each: each.first_year):
        until = form.last_year or "现在"
        rows.append(f"| `{form.id}` | {form.title.zh} | {form.first_year}—{until} |")
    return "\n".join([*rows, ""])


def _kind_list() -> str:
    rows = ["| kind | 类别 | 公布期限 |", "| --- | --- | --- |"]
    for kind in known_kinds().values():
        month, day = kind.deadline
        rows.append(f"| `{kind.id}` | {kind.label} | 次年 {month} 月 {day} 日 |")
    return "\n".join([*rows, ""])


def _format_list() -> str:
    return "、".join(f"`.{ending}`" for ending in ENDINGS) + "\n"


def _limit_list() -> str:
    pdf = pdf_worker
    rows = [
        ("文件大小", f"{_megabytes(limits.MOST_BYTES)} MB"),
        ("文字", f"{limits.MOST_TEXT // 1024 // 1024 * 100} 万字"),
        (
            "`.docx`、`.xlsx` 解压以后",
            f"{_megabytes(archive.MOST_UNPACKED)} MB，{archive.MOST_MEMBERS} 个部分",
        ),
        ("一个表格", f"{merging.MOST_PLACES} 格"),
        ("工作表", f"前 {sheets.MOST_SHEETS} 个；隐藏的不读"),
        (
            "PDF",
            f"{pdf.MOST_PAGES} 页，{pdf.MOST_GLYPHS // 10_000} 万个字符，"
            f"{pdf.MOST_OBJECTS // 10_000} 万个图形；每页 {ruled.MOST_RULES} 条线",
        ),
        (
            "读一个 PDF",
            f"{pdf_file.SECONDS} 秒，{_megabytes(pdf.MOST_MEMORY)} MB 内存（Windows 上只限时间）",
        ),
        ("LibreOffice 转换一个文件", f"{office.SECONDS} 秒"),
    ]
    lines = ["| 什么 | 最多 |", "| --- | --- |", *(f"| {what} | {most} |" for what, most in rows)]
    return "\n".join([*lines, ""])


def _megabytes(count: int) -> int:
    return count // 1024 // 1024


PARTS: Mapping[str, Callable[[], str]] = {
    "commands": _command_list,
    "checks": _check_list,
    "reading": _reading_list,
    "import": _import_list,
    "forms": _form_list,
    "kinds": _kind_list,
    "formats": _format_list,
    "limits": _limit_list,
}
"""The parts that the program writes, by the name in their comment."""


# --- transcripts -------------------------------------------------------------------------------


def carried_out(arguments: list[str]) -> tuple[int, str]:
    """The exit code of a command line, and all that it prints, as on a screen 80 wide."""
    text = io.StringIO()
    before = {name: os.environ.get(name) for name in ("GONGKAI_LANG", "COLUMNS")}
    os.environ |= {"GONGKAI_LANG": "zh", "COLUMNS": "80"}
    try:
        with redirect_stdout(text), redirect_stderr(text):
            code = run(arguments)
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    return code, text.getvalue()


def replayed(transcript: str) -> str:
    """A transcript with the output that its commands give now, in the current folder."""
    pieces: list[str] = []
    for line in transcript.splitlines():
        if line.startswith("$ "):
            program_, *arguments = line[2:].split()
            if program_ != "gongkai":
                raise ValueError(line)
            code, output = carried_out(arguments)
            if code == FAILED and line not in MEANT_TO_FAIL:
                raise AssertionError(output)
            pieces += [line + "\n", output]
    return "".join(pieces)


def brought_up(text: str) -> str:
    """A page with its parts and transcripts as the program gives them now."""
    text = _PART.sub(lambda match: f"{match[1]}\n{PARTS[match[2]]()}\n{match[3]}", text)
    if not _CONSOLE.search(text):
        return text
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        shutil.copytree(ROOT / SAMPLES, Path(SAMPLES))
        return _CONSOLE.sub(lambda match: replayed(match[0]), text)


def main() -> None:
    """Write every page again."""
    for path in pages():
        text = path.read_text(encoding="utf-8")
        path.write_text(brought_up(text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
