from __future__ import annotations

from generator.resources import resource
from generator.search.script import PARTS, script


def test_every_part_is_in_the_script_once() -> None:
    files = {path.stem for path in resource("search/browser").glob("*.js")}
    assert sorted(PARTS) == sorted(files)


def test_the_script_is_the_code_of_its_parts_without_their_comments() -> None:
    lines = script().decode().splitlines()
    assert lines[0].startswith("/* The search of gongkai")
    assert [line for line in lines[1:] if line.lstrip().startswith(("//", "/*"))] == []
    code: list[str] = []
    for part in PARTS:
        comment = False
        for line in resource(f"search/browser/{part}.js").read_text("utf-8").splitlines():
            bare = line.strip()
            comment = comment or bare.startswith("/*")
            if not comment and not bare.startswith("//"):
                code.append(line)
            comment = comment and not bare.endswith("*/")
    assert [line for line in lines[3:-1] if line] == [line for line in code if line]
