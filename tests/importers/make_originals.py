"""Write ``originals/``: two demonstration reports as other programs save them.

The files lie in the repository so that tests need neither LibreOffice nor a browser. Run this with
both installed to make them again:

    python tests/importers/make_originals.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from import_reports import as_book, as_portal_page, as_word, form_of, reports  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from generator import records  # noqa: E402
from generator.conversion.office import office  # noqa: E402
from generator.model.reports import Report  # noqa: E402

ORIGINALS = HERE / "originals"
SEED = 5
FONT = "body{font-family:'Noto Sans CJK SC',sans-serif;font-size:12pt;line-height:1.7}"
STYLES = f"""{FONT} p{{text-indent:2em;margin:0}} td p{{text-indent:0}} h1{{text-align:center}}
h2{{font-size:12pt}} table{{border-collapse:collapse;width:100%}}
td{{border:1px solid #000;font-size:9pt;padding:2px;text-align:center}}"""


def main() -> None:
    ORIGINALS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for report in chosen():
            write(report, browser)
        browser.close()


def chosen() -> list[Report]:
    """One report of each edition, by the agency with the shortest of them."""
    found = {report.year: report for report in reports(SEED, 4) if report.preface}
    return [found[year] for year in sorted(found)]


def write(report: Report, browser: Browser) -> None:
    stem = ORIGINALS / str(report.year)
    bare = replace(
        report, published=None, source=None, explanations={}, corrections=(), accepted=()
    )
    stem.with_suffix(".yml").write_text(records.write(bare, form_of(report)), encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(as_word(report))
        converted(folder, "report.docx", "doc:MS Word 97", stem.with_suffix(".doc"))
        converted(folder, "report.docx", "pdf", ORIGINALS / f"{report.year}-office.pdf")
        (folder / "again.doc").write_bytes(stem.with_suffix(".doc").read_bytes())
        converted(folder, "again.doc", "docx", stem.with_suffix(".docx"))
        (folder / "book.xlsx").write_bytes(as_book(report))
        converted(folder, "book.xlsx", "xls", stem.with_suffix(".xls"))
    from_browser(report, browser, stem)


def converted(folder: Path, source: str, wanted: str, target: Path) -> None:
    made = folder / "made"
    command = [
        str(office()),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
    ]
    command += ["--convert-to", wanted, "--outdir", str(made), str(folder / source)]
    subprocess.run(command, check=True, capture_output=True)
    result = made / f"{Path(source).stem}.{wanted.partition(':')[0]}"
    target.write_bytes(result.read_bytes())


def from_browser(report: Report, browser: Browser, stem: Path) -> None:
    page = browser.new_page()
    page.set_content(as_portal_page(report).decode())
    saved = f"<!-- saved from url=(0026)http://www.example.test/1/ -->\n{page.content()}"
    stem.with_suffix(".html").write_text(saved, encoding="utf-8", newline="\n")
    session = page.context.new_cdp_session(page)
    whole = session.send("Page.captureSnapshot", {"format": "mhtml"})["data"]
    stem.with_suffix(".mhtml").write_bytes(whole.encode())
    copied = page.evaluate("() => document.body.innerText")
    stem.with_suffix(".txt").write_text(copied, encoding="utf-8", newline="\n")
    page.add_style_tag(content=STYLES)
    page.pdf(
        path=ORIGINALS / f"{report.year}-browser.pdf",
        format="A4",
        display_header_footer=True,
        margin={"top": "2cm", "bottom": "2cm", "left": "2cm", "right": "2cm"},
    )
    page.close()


if __name__ == "__main__":
    main()
