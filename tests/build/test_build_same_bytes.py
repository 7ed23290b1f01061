"""However a site is built, it has the same bytes: plain MkDocs is the oracle."""

from __future__ import annotations

from pathlib import Path

import pytest
from build_portal import build, copy_content, differences, folders, make_portal, tree

from generator.pipeline import site


def set_site_url(root: Path) -> None:
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        f"{text}\nsite_url: https://www.example.gov.cn/xxgk/nianbao/\n", encoding="utf-8"
    )


def test_the_fast_build_gives_the_bytes_of_plain_mkdocs(built: Path, portal: Path) -> None:
    site.build_plainly(portal, portal / "site")
    fast, plain = tree(built / "site"), tree(portal / "site")
    assert differences(fast, plain) == []
    assert folders(built / "site") == folders(portal / "site")
    assert len(plain) > 60


def test_with_an_address_the_sitemap_and_canonical_addresses_are_the_same(
    tmp_path: Path, content: Path
) -> None:
    root = copy_content(content, tmp_path / "portal")
    set_site_url(root)
    build(root)
    site.build_plainly(root, tmp_path / "plain")
    fast = tree(root / "site")
    assert differences(fast, tree(tmp_path / "plain")) == []
    assert b"https://www.example.gov.cn/xxgk/nianbao/" in fast["sitemap.xml"]
    assert b"<id>https://www.example.gov.cn/xxgk/nianbao/agencies/" in fast["feed.xml"]
    assert b'type="application/atom+xml"' in fast["agencies/index.html"]


def test_a_portal_with_text_that_means_harm_is_the_same(tmp_path: Path, content: Path) -> None:
    root = copy_content(content, tmp_path / "portal")
    (root / "content/portal.yml").write_text(
        'name: "门户 & <b>名</b> \\"x\\" {{ y }}"\n'
        "footer: {organiser: '<script>a & b</script>', icp: '{% raw %}'}\n",
        encoding="utf-8",
    )
    records = sorted(root.glob("content/agencies/*/20*.yml"))
    record = records[0]
    text = record.read_text(encoding="utf-8")
    hostile = "<img src=x onerror=alert(1)> & &amp; {{ config }} \\u2028 \"q\" 's' [a](javascript:b) ``` ###"
    escaped = hostile.replace('"q"', '\\"q\\"')
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("title:"))
    lines[at] = f'title: "{escaped}"'
    lines.insert(at + 1, f'preface: "{escaped}"')
    record.write_text("\n".join(lines) + "\n", encoding="utf-8")
    build(root)
    site.build_plainly(root, tmp_path / "plain")
    fast = tree(root / "site")
    assert differences(fast, tree(tmp_path / "plain")) == []
    page = fast[f"agencies/{record.parent.name}/{record.stem}/index.html"]
    assert b"<img src=x" not in page
    assert b"&lt;img src=x" in page


@pytest.mark.parametrize("agencies", [0, 1])
def test_a_portal_with_next_to_nothing_is_the_same(
    tmp_path: Path, content: Path, agencies: int
) -> None:
    import shutil

    root = copy_content(content, tmp_path / "portal")
    for folder in sorted((root / "content/agencies").iterdir())[agencies:]:
        shutil.rmtree(folder)
    for file in root.glob("content/agencies/*/agency.yml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(("superior:", "supervisor:"))]
        file.write_text("".join(kept), encoding="utf-8")
    build(root)
    site.build_plainly(root, tmp_path / "plain")
    assert differences(tree(root / "site"), tree(tmp_path / "plain")) == []


def test_an_own_template_is_the_same_or_refused(tmp_path: Path, content: Path) -> None:
    root = copy_content(content, tmp_path / "portal")
    (root / "overrides/partials").mkdir(parents=True)
    (root / "overrides/partials/copyright.html").write_text(
        "<p>{{ config.site_name }} – {{ page.title if page }}</p>\n", encoding="utf-8"
    )
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("  name: material\n", "  name: material\n  custom_dir: overrides\n")
    )
    build(root)
    site.build_plainly(root, tmp_path / "plain")
    assert differences(tree(root / "site"), tree(tmp_path / "plain")) == []


def test_one_worker_gives_the_bytes_of_many(tmp_path: Path) -> None:
    """More agencies than one batch holds, so that there is work for two."""
    from generator.build.tasks import BATCH

    root = make_portal(tmp_path / "portal", agencies=4 * BATCH + 7, years=1)
    one = build(root, tmp_path / "one", 1)
    two = build(root, tmp_path / "two", 2, clean=True)
    assert differences(tree(tmp_path / "one"), tree(tmp_path / "two")) == []
    assert (one.reports, one.findings) == (two.reports, two.findings)
    assert sorted(one.written) == sorted(two.written)


def test_two_builds_of_the_same_content_are_the_same(built: Path, tmp_path: Path) -> None:
    other = copy_content(built, tmp_path / "elsewhere" / "deeper")
    build(other)
    assert differences(tree(built / "site"), tree(other / "site")) == []


def test_no_page_tells_where_it_was_built(built: Path) -> None:
    place = str(built).encode()
    assert [path for path, content in tree(built / "site").items() if place in content] == []


def test_an_original_with_a_very_long_name_is_published_by_both(portal: Path) -> None:
    original = sorted(portal.glob("content/agencies/*/20*/original.*"))[0]
    name = "年度报告" * 20 + "-全文" + original.suffix
    record = original.parent.with_name(f"{original.parent.name}.yml")
    text = record.read_text(encoding="utf-8")
    assert f"/{original.name}" in text
    record.write_text(text.replace(f"/{original.name}", f"/{name}"), encoding="utf-8")
    original.rename(original.with_name(name))
    build(portal, portal / "site")
    site.build_plainly(portal, portal / "plain")
    fast = tree(portal / "site")
    assert differences(fast, tree(portal / "plain")) == []
    assert f"agencies/{record.parent.name}/{record.stem}/{name}" in fast
